"""The open deals of a scope that are expected to close in a period, and what they make likely."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Avg, Count, Q

from goals.models import Scope
from goals.queries.cells import branches_of_teams
from goals.queries.progress import ProgressRow
from goals.rules import odds, open_pipeline
from goals.rules.odds import Odds, OpenDeal
from pipeline.models import Deal, StageChance
from teams.models import Organisation

COLUMNS = {
    Scope.DEPARTMENT: "department",
    Scope.TEAM: "team",
    Scope.REP: "owner",
    Scope.PRODUCT: "product",
    Scope.TERRITORY: "territory",
    Scope.LEAD_SOURCE: "lead_source",
}
WON = [("status", "is", ("won",))]
YEAR = timedelta(days=365)
SHOWN = 10


@dataclass(frozen=True, slots=True)
class DealLine:
    """An open deal, the chance to win it, and of how many closed deals that chance was learned; by its stage or by all."""

    name: str
    stage: str
    expected_day: date
    amount_minor: int | None
    chance: Decimal
    sample: int
    is_by_stage: bool


@dataclass(frozen=True, slots=True)
class Past:
    """Closed deals of the scope in the last year: won of closed, the average size and cycle of those won."""

    won: int
    closed: int
    size: Decimal | None
    cycle_days: Decimal | None

    @property
    def win_rate(self) -> Decimal | None:
        return Decimal(self.won) / self.closed if self.closed else None


@dataclass(frozen=True, slots=True)
class Pipeline:
    """`gap` and amounts in the unit of the objective (deals, if deals are counted). `undated`: open deals without a day.

    Without a single known amount among the open deals there is no sum of them.
    """

    odds: Odds
    gap: Decimal
    deals: list[DealLine]
    total: int
    undated: int
    open_amount: Decimal | None
    weighted: Decimal | None
    coverage: Decimal | None
    velocity: Decimal | None
    past: Past


def pipelines_of(*, organisation: Organisation, rows: Sequence[ProgressRow]) -> dict[UUID, Pipeline]:
    """By objective, of those that won deals count for, if it is known what they brought so far. Four queries for each scope and
    period among them.
    """
    found = {}
    books: dict[tuple[Any, ...], Book] = {}
    for row in rows:
        if row.actual is not None and _counts_won_deals(row):
            key = row.scope, row.scope_id, row.starts_on, row.ends_on, row.currency
            book = books.get(key) or books.setdefault(key, _book(organisation, row))
            found[row.id] = _pipeline(row, book)
    return found


@dataclass(frozen=True, slots=True)
class Book:
    """What a scope has open for a period, the largest first, and what it closed before."""

    deals: list[DealLine]
    undated: int
    past: Past


def _counts_won_deals(row: ProgressRow) -> bool:
    """The value or the number of won deals, to be reached; nothing narrower, for a deal's other fields may still change."""
    measure, metric = row.metric.numerator, row.metric
    conditions = [(one.column, one.operator, one.values) for one in measure.conditions]
    is_of_deals = metric.kind in ("sum", "count") and measure.source.key == "deals_closed" and conditions == WON
    is_whole = measure.value in (None, "amount_minor") and not row.qualifying
    return is_of_deals and is_whole and row.direction == "at_least"


def _book(organisation: Organisation, row: ProgressRow) -> Book:
    mine = Deal.objects.filter(**_scope(row))
    due = Q(expected_day__gte=row.starts_on, expected_day__lt=row.ends_on)
    currency, as_of = row.currency or organisation.currency, row.as_of or row.starts_on
    open_deals = mine.filter(due, status=Deal.Status.OPEN).order_by("-amount_minor", "pk")
    columns = ("name", "account", "external_id", "stage", "expected_day", "amount_minor", "currency")
    chances = {one.stage: one for one in StageChance.objects.all()}
    deals = [_line(deal, chances, currency) for deal in open_deals.values_list(*columns)]
    return Book(
        deals=sorted(deals, key=lambda deal: -(deal.amount_minor or 0)),
        undated=mine.filter(status=Deal.Status.OPEN, expected_day=None).count(),
        past=_past(mine.filter(closed_day__gt=as_of - YEAR, closed_day__lte=as_of), currency),
    )


def _scope(row: ProgressRow) -> dict[str, Any]:
    if row.scope == Scope.ORGANISATION or row.scope_id is None:
        return {}
    if row.scope == Scope.TEAM:
        return {"team__in": branches_of_teams()[row.scope_id]}
    return {COLUMNS[Scope(row.scope)]: row.scope_id}


def _line(deal: tuple[Any, ...], chances: dict[str, StageChance], currency: str) -> DealLine:
    name, account, external_id, stage, expected_day, amount_minor, deal_currency = deal
    learned = chances.get(stage) if stage else None
    is_by_stage = learned is not None and learned.closed >= odds.FEWEST_DEALS
    known = learned if is_by_stage else chances.get("")
    won, closed = (known.won, known.closed) if known else (0, 0)
    return DealLine(
        name=name or account or external_id,
        stage=stage,
        expected_day=expected_day,
        amount_minor=amount_minor if deal_currency == currency else None,
        chance=odds.win_chance(won=won, closed=closed),
        sample=closed,
        is_by_stage=is_by_stage,
    )


def _past(closed: Any, currency: str) -> Past:
    won = Q(status=Deal.Status.WON)
    found = closed.aggregate(
        won=Count("pk", filter=won),
        closed=Count("pk", filter=~Q(status=Deal.Status.OPEN)),
        size=Avg("amount_minor", filter=won & Q(currency=currency)),
        cycle=Avg("cycle_seconds", filter=won),
    )
    cycle = found["cycle"]
    return Past(
        won=found["won"],
        closed=found["closed"],
        size=None if found["size"] is None else Decimal(found["size"]),
        cycle_days=None if cycle is None else Decimal(cycle) / 86_400,
    )


def _pipeline(row: ProgressRow, book: Book) -> Pipeline:
    """Deals count with their amounts, or where deals are counted with one each."""
    is_money = row.metric.unit == "money"
    bets = [OpenDeal(deal.amount_minor if is_money else 1, deal.chance) for deal in book.deals]
    booked = (row.actual if row.credited is None else row.credited) or Decimal(0)
    gap, past = row.asked - booked, book.past
    has_amounts = not bets or any(bet.amount_minor is not None for bet in bets)
    open_amount = Decimal(sum(bet.amount_minor or 0 for bet in bets)) if has_amounts else None
    size = past.size if is_money else Decimal(1)
    return Pipeline(
        odds=odds.from_pipeline(gap_minor=int(gap.to_integral_value("ROUND_CEILING")), deals=bets),
        gap=gap,
        deals=book.deals[:SHOWN],
        total=len(book.deals),
        undated=book.undated,
        open_amount=open_amount,
        weighted=open_pipeline.weighted(deals=bets) if has_amounts else None,
        coverage=open_pipeline.coverage(open_minor=open_amount, target=row.asked, booked=booked),
        velocity=open_pipeline.velocity(deals=len(bets), win_rate=past.win_rate, size=size, cycle_days=past.cycle_days),
        past=past,
    )
