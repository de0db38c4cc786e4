"""What two editors of an objective disagree on besides its fields: rows of their own, and which facts qualify."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from goals.forms.notation import Notation
from goals.models import Guardrail, Milestone, Objective
from goals.queries.qualifying import in_words
from teams.http.versions import Difference
from teams.rules import formats


def differing_parts(current: Objective, typed: Mapping[str, Any], notation: Notation) -> list[Difference]:
    """In words, both sides of each part that differs."""
    milestones = current.milestones.order_by("due_on")
    guardrails = current.guardrails.order_by("pk").select_related("department")
    ours = [Guardrail(**row) for row in typed.get("guardrails", ())]
    source, currency = current.metric.numerator.source, notation.currency
    qualifying = [
        in_words(plain, source=source, currency=currency) or formats.NONE
        for plain in (current.qualifying, typed.get("qualifying", ()))
    ]
    told = {
        _("Milestones"): (_milestones(milestones, notation), _milestones(_rows(typed), notation)),
        _("Guardrails"): (_guardrails(guardrails, currency), _guardrails(ours, currency)),
        _("Only what qualifies counts"): (qualifying[0], qualifying[1]),
    }
    return [Difference(label, *both) for label, both in told.items() if both[0] != both[1]]


def _rows(typed: Mapping[str, Any]) -> list[Milestone]:
    return [Milestone(**row) for row in typed.get("milestones", ())]


def _milestones(rows: Iterable[Milestone], notation: Notation) -> str:
    language = get_language() or "en"
    return _joined(f"{formats.day(value=row.due_on, language=language)}: {notation.written(row.value)}" for row in rows)


def _guardrails(rows: Iterable[Guardrail], currency: str) -> str:
    return _joined(_guardrail(row, currency) for row in rows)


def _guardrail(row: Guardrail, currency: str) -> str:
    limit = Notation(unit=row.metric.unit, currency=currency).written(row.limit)
    parts = [str(row.metric.label), f"{row.get_kind_display()} {limit}", str(row.department or "")]
    parts += [_("Nothing counts while it is broken")] if row.is_hard else []
    return formats.joined(parts=filter(None, parts), language=get_language() or "en")


def _joined(lines: Iterable[str]) -> str:
    return "; ".join(lines) or formats.NONE
