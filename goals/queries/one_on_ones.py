"""The week's conversations: each person of a department with figures, confidence, asks, and what to talk about."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from goals.models import CheckIn, Scope
from goals.queries.progress import ProgressFilter, ProgressRow, progress_rows
from goals.rules.cadence import is_overdue
from goals.rules.talking_points import Point, Seen, points
from teams.models import Assignment, Department, Membership, Period

SHOWN = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One objective of a person: its figure, the last confidences, the last check-in, and what to talk about."""

    row: ProgressRow
    confidences: list[int]
    last: CheckIn | None
    points: list[Point]


@dataclass(slots=True)
class Conversation:
    """One person."""

    member: Membership
    lines: list[Line] = field(default_factory=list)
    asks: list[CheckIn] = field(default_factory=list)
    asked: list[CheckIn] = field(default_factory=list)

    @property
    def is_urgent(self) -> bool:
        return bool(self.asks) or any(set(line.points) - {Point.WELL} for line in self.lines)


def conversations(*, department: Department, period: Period | None, today: date) -> list[Conversation]:
    """People of the department today, those with something to talk about first. Five queries, whatever their number."""
    work = Assignment.objects.on(today).filter(team__department=department, membership__is_active=True)
    people = [one.membership for one in work.select_related("membership").order_by("membership__full_name", "pk")]
    where = ProgressFilter(department_id=department.pk, scope=Scope.REP)
    rows = [row for row in progress_rows(period=period, on=today, where=where) if row.scope_id]
    said = _said(row.id for row in rows)
    found = {person.pk: Conversation(person) for person in people}
    for row in rows:
        if row.scope_id in found:
            found[row.scope_id].lines.append(_line(row, said[row.id], today))
    _add_asks(found)
    talks = [one for one in found.values() if one.lines or one.asks or one.asked]
    return sorted(talks, key=lambda one: (not one.is_urgent, one.member.full_name))


def _said(objective_ids: Iterable[UUID]) -> dict[UUID | None, list[CheckIn]]:
    """The oldest first."""
    said: dict[UUID | None, list[CheckIn]] = defaultdict(list)
    for one in CheckIn.objects.filter(objective__in=list(objective_ids)).select_related("made_by").order_by("made_at"):
        said[one.objective_id].append(one)
    return said


def _line(row: ProgressRow, said: list[CheckIn], today: date) -> Line:
    confidences = [one.confidence for one in said][-SHOWN:]
    seen = Seen(
        status="on_track" if row.status == "silent" else row.status,
        is_guard_broken=row.guard_state == "broken",
        confidences=confidences,
        is_overdue=row.status == "silent" or _is_late(row, said, today),
        open_asks=sum(bool(one.ask) and one.settled_at is None for one in said),
    )
    return Line(row=row, confidences=confidences, last=said[-1] if said else None, points=points(seen))


def _is_late(row: ProgressRow, said: list[CheckIn], today: date) -> bool:
    last = said[-1].day if said else None
    return is_overdue(cadence=row.cadence, last=last, starts_on=row.starts_on, ends_on=row.ends_on, on=today)


def _add_asks(found: dict[UUID, Conversation]) -> None:
    open_asks = CheckIn.objects.filter(settled_at=None, asked_of__isnull=False)
    rows = open_asks.select_related("made_by", "asked_of", "goal", "objective").order_by("made_at", "pk")
    for one in rows:
        if one.asked_of_id in found:
            found[one.asked_of_id].asks.append(one)
        if one.made_by_id in found:
            found[one.made_by_id].asked.append(one)
