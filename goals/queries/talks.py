"""What was said at a goal or an objective, in the order of time, and how sure people were."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from goals.access.check_ins import Place
from goals.models import CheckIn, Comment
from goals.rules.confidence import Said, means

MOST = 60
WITH = ("goal", "objective", "objective__rep", "objective__team", "objective__department", "made_by", "department")


@dataclass(frozen=True, slots=True)
class Entry:
    """A check-in or a comment."""

    at: datetime
    check_in: CheckIn | None = None
    comment: Comment | None = None

    @property
    def said(self) -> CheckIn | Comment:
        return self.check_in or self.comment  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Talk:
    """The newest entries first; the confidence by day; the open asks."""

    entries: list[Entry]
    course: list[tuple[date, float]]
    last: CheckIn | None


def talk_of(place: Place) -> Talk:
    """Two queries. At a goal stands what was said of its objectives too."""
    where: dict[str, Any] = {"objective": place.objective} if place.objective else {"goal": place.goal}
    check_ins = list(check_ins_of(where)[:MOST])
    comments = list(Comment.objects.filter(**where).select_related(*WITH)[:MOST])
    course = means(
        [Said(str(one.objective_id), one.day, one.confidence) for one in sorted(check_ins, key=lambda one: one.made_at)]
    )
    return Talk(entries=merged(check_ins, comments)[:MOST], course=course, last=check_ins[0] if check_ins else None)


def check_ins_of(where: dict[str, Any]) -> QuerySet[CheckIn]:
    return CheckIn.objects.filter(**where).select_related(*WITH, "asked_of", "settled_by").order_by("-made_at", "-pk")


def merged(check_ins: Iterable[CheckIn], comments: Iterable[Comment]) -> list[Entry]:
    found = [Entry(at=one.made_at, check_in=one) for one in check_ins]
    found += [Entry(at=one.made_at, comment=one) for one in comments]
    return sorted(found, key=lambda entry: entry.at, reverse=True)


def confidence_chart(course: Iterable[tuple[date, float]]) -> dict[str, Any]:
    """In the shape that static/js/charts.js draws."""
    points = list(course)
    return {
        "kind": "progress",
        "labels": [day.isoformat() for day, _mean in points],
        "series": [
            {"name": _("Confidence"), "role": "actual", "data": [round(mean / 100, 4) for _day, mean in points]}
        ],
        "unit": {"style": "percent", "digits": 0},
    }
