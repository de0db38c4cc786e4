"""The two-sided index of an agreement, with what it is made of."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from slas.models import Agreement, Clock, Promise, Side
from slas.rules.compliance import Compliance, compliance
from slas.rules.two_sided import Index, index
from teams.models import Department, compiled


@dataclass(frozen=True, slots=True)
class Part:
    """A promise, in the words of its last signed version, and what its clocks came to."""

    promise: Promise
    compliance: Compliance


@dataclass(frozen=True, slots=True)
class SideShare:
    side: str
    department: Department
    compliance: Compliance
    parts: list[Part]


@dataclass(frozen=True, slots=True)
class TwoSided:
    agreement: Agreement
    index: Index
    sides: list[SideShare]

    @property
    def nothing_due(self) -> list[Department]:
        return [side.department for side in self.sides if side.side in self.index.nothing_due]


def two_sided(*, since: datetime, until: datetime, at: datetime, agreement: Agreement | None = None) -> list[TwoSided]:
    """Of each agreement that was in force, over the clocks that started in [since, until); two queries."""
    promises = _last_signed(agreement)
    counts = _counts(since, until, at) if promises else {}
    agreements = {promise.version.agreement_id: promise.version.agreement for promise in promises.values()}
    return [
        _of(one, [promise for promise in promises.values() if promise.version.agreement_id == key], counts)
        for key, one in agreements.items()
    ]


def _counts(since: datetime, until: datetime, at: datetime) -> dict[UUID, dict[str, int]]:
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    rows = Clock.objects.as_of(at).filter(started_at__gte=since, started_at__lt=until)
    for line, state, number in rows.order_by().values_list("line", "state_now").annotate(Count("pk")):
        found[line][state] = number
    return found


def _last_signed(agreement: Agreement | None) -> dict[UUID, Promise]:
    """Of each line that clocks are kept for, its last signed version."""
    return {promise.line: promise for promise in compiled.rows_of(_signed, agreement and agreement.pk)}


def _signed(agreement_id: UUID | None) -> QuerySet[Promise]:
    rows = Promise.objects.filter(kind__in=Promise.TIMED, version__in_force_at__isnull=False)
    rows = rows.filter(version__agreement=agreement_id) if agreement_id else rows
    rows = rows.select_related("version__agreement__marketing", "version__agreement__sales", "calendar")
    return rows.order_by("version__agreement__name", "version__number", "position")


def _of(agreement: Agreement, promises: list[Promise], counts: dict[UUID, dict[str, int]]) -> TwoSided:
    sides = []
    for side in Side.values:
        parts = [Part(one, compliance(states=counts.get(one.line, {}))) for one in promises if one.side == side]
        states: dict[str, int] = defaultdict(int)
        for part in parts:
            for state, number in counts.get(part.promise.line, {}).items():
                states[state] += number
        sides.append(SideShare(side, agreement.department(side), compliance(states=states), parts))
    return TwoSided(agreement, index(sides={side.side: side.compliance for side in sides}), sides)
