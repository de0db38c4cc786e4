"""Closed periods: which could be closed, what would be frozen, what was, who has signed and what was restated."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from goals.models import Close, ClosedResult, CloseSignature, Objective, Restatement
from goals.queries.known import end_of
from goals.queries.progress import EVERYTHING, ProgressRow, progress_rows
from goals.rules import closing
from teams.models import Department, Membership, Period
from teams.permissions import Role
from teams.queries.superiors import managed_departments

ONE_DAY = timedelta(days=1)
LEADING = frozenset({Role.OWNER, Role.ADMIN})
MOST_UNDEFINED = 50


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A period that is over and has objectives; `close` is the closing that stands, waits or was opened again last."""

    period: Period
    objectives: int
    undefined: int
    close: Close | None
    signatures: int
    restated: int

    @property
    def is_open(self) -> bool:
        return self.close is None or self.close.state not in (Close.State.CLOSED, Close.State.QUEUED)


@dataclass(frozen=True, slots=True)
class Part:
    """The results that are signed together: a department's, or (None) those of none."""

    department: Department | None
    results: int
    undefined: int
    restated: int
    hash: str
    signature: CloseSignature | None
    is_mine: bool

    @property
    def key(self) -> str:
        return str(self.department.pk) if self.department else ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What closing a period would freeze."""

    counts: list[tuple[Department | None, int]]
    undefined: list[ProgressRow]
    total: int
    without_figure: int
    within: list[Period]


def period_rows(*, today: date) -> list[PeriodRow]:
    """Newest first; a constant number of queries."""
    counts = _objective_counts()
    closes = _last_closes()
    found = Period.objects.filter(ends_on__lte=today, pk__in={*counts, *closes}).order_by("-ends_on", "starts_on", "pk")
    rows = []
    for period in found:
        close, (objectives, undefined) = closes.get(period.pk), counts.get(period.pk, (0, 0))
        signatures = getattr(close, "signed", 0)
        rows.append(PeriodRow(period, objectives, undefined, close, signatures, getattr(close, "restated", 0)))
    return rows


def _objective_counts() -> dict[UUID, tuple[int, int]]:
    rows = Objective.objects.active().order_by().values("period_id")
    counted = rows.annotate(objectives=Count("pk"), undefined=Count("pk", filter=Q(progress__credited_attainment=None)))
    return {row["period_id"]: (row["objectives"], row["undefined"]) for row in counted}


def _last_closes() -> dict[UUID, Close]:
    restated = Restatement.objects.filter(result__close=OuterRef("pk")).order_by()
    closes = Close.objects.select_related("asked_by").annotate(
        signed=Count("signatures"),
        restated=Exists(restated),
    )
    return {close.period_id: close for close in closes.order_by("number")}


def asked_for(period: Period) -> Close | None:
    return Close.objects.asked_for(period)


def preview(*, period: Period) -> Preview:
    last_day = period.ends_on - ONE_DAY
    rows = progress_rows(period=period, on=last_day, where=EVERYTHING)
    departments = {department.pk: department for department in Department.objects.order_by("name", "pk")}
    counts: dict[UUID | None, int] = {}
    for row in rows:
        counts[row.department_id] = counts.get(row.department_id, 0) + 1
    undefined = [row for row in rows if row.attainment is None]
    inside = Period.objects.filter(starts_on__gte=period.starts_on, ends_on__lte=period.ends_on).exclude(pk=period.pk)
    open_inside = inside.filter(Exists(Objective.objects.active().filter(period=OuterRef("pk")))).exclude(
        Exists(Close.objects.standing().filter(period=OuterRef("pk")))
    )
    return Preview(
        counts=[(departments.get(key) if key else None, count) for key, count in _in_order(counts, departments)],
        undefined=undefined[:MOST_UNDEFINED],
        total=len(rows),
        without_figure=len(undefined),
        within=list(open_inside.order_by("starts_on", "pk")),
    )


def _in_order[Value](
    parts: dict[UUID | None, Value], departments: dict[UUID, Department]
) -> list[tuple[UUID | None, Value]]:
    """By the departments' names, those of none first."""
    order = {None: -1} | {pk: number for number, pk in enumerate(departments)}
    return sorted(parts.items(), key=lambda part: order.get(part[0], len(order)))


def parts_of(close: Close, *, member: Membership, today: date) -> list[Part]:
    """A part per department with what has to be signed; a constant number of queries."""
    departments = {department.pk: department for department in Department.objects.order_by("name", "pk")}
    signed = {row.department_id: row for row in CloseSignature.objects.filter(close=close).select_related("signed_by")}
    mine, leads = managed_departments(member=member, on=today), member.role in LEADING
    parts: dict[UUID | None, list[tuple[str, str, bool, bool]]] = {}
    for row in _marked(close).values_list(
        "department_id", "objective_id", "hash", "credited_attainment", "is_restated"
    ):
        parts.setdefault(row[0], []).append((str(row[1]), row[2], row[3] is None, row[4]))
    return [
        Part(
            department=departments.get(key) if key else None,
            results=len(rows),
            undefined=sum(row[2] for row in rows),
            restated=sum(row[3] for row in rows),
            hash=closing.results_hash(hashes=[row[:2] for row in rows]),
            signature=signed.get(key),
            is_mine=leads or key in mine,
        )
        for key, rows in _in_order(parts, departments)
    ]


def results_of(close: Close, *, department: str = "") -> QuerySet[ClosedResult]:
    """For a list: with whether they were restated. `department` is a part's key, or "none"."""
    rows = _marked(close).select_related("objective__period", "department")
    if department == "none":
        rows = rows.filter(department=None)
    elif department:
        rows = rows.filter(department=department)
    return rows.order_by(F("department__name").asc(nulls_first=True), "name", "scope_name", "pk")


def _marked(close: Close) -> QuerySet[ClosedResult]:
    restated = Restatement.objects.filter(result=OuterRef("pk"))
    return ClosedResult.objects.filter(close=close).annotate(is_restated=Exists(restated)).order_by("pk")


def standing_close(*period_ids: UUID) -> Close | None:
    """The closing of the first of these periods that is closed."""
    closed = Close.objects.standing().filter(period__in=period_ids)
    return closed.select_related("period", "asked_by").order_by("period__starts_on", "pk").first()


@dataclass(frozen=True, slots=True)
class Frozen:
    """The result of an objective whose period is closed, and what the records have said since."""

    result: ClosedResult
    restatements: list[Restatement]


def frozen_of(objective: Objective, *, known_on: date | None = None) -> Frozen | None:
    """As it is now, or as it was at the end of an earlier day. Two queries at most."""
    rows = ClosedResult.objects.filter(objective=objective)
    restated = Restatement.objects.order_by("computed_at", "pk")
    if known_on is None:
        rows = rows.filter(close__state=Close.State.CLOSED)
    else:
        end = end_of(known_on)
        still = Q(close__reopened_at=None) | Q(close__reopened_at__gte=end)
        rows, restated = rows.filter(still, close__closed_at__lt=end), restated.filter(computed_at__lt=end)
    result = rows.select_related("close__period").order_by("-close__number").first()
    return Frozen(result, list(restated.filter(result=result))) if result else None
