"""Random facts in a real table and the same in plain Python, so that the SQL of each kind can be held against its rule.

A world is drawn from a seed: 60 facts and the cells asked of them, many per statement.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from metrics.definitions import Cell, Condition, Metric
from metrics.rules.durations import seconds
from pipeline.definitions import Field, Source, by_name
from pipeline.models import Deal
from pipeline.sources import ATTRIBUTION
from teams.models import Organisation
from tests.factories.pipeline import make_product, make_source_system
from tests.factories.teams import make_membership, make_team

# Every column that a kind may need: deals with an instant at which they were due.
FACTS = Source(
    key="facts",
    fact="deal",
    table="pipeline_deal",
    label="Facts",
    day="opened_day",
    dimensions=ATTRIBUTION,
    fields=by_name(
        [
            Field("status", "word", "Status"),
            Field("name", "word", "Name"),
            Field("amount_minor", "money", "Amount"),
            Field("list_price_minor", "money", "List price"),
            Field("quantity", "number", "Quantity"),
            Field("price_share_bp", "share", "Share of the list price", scale=10_000),
            Field("cycle_seconds", "duration", "Cycle"),
            Field("closed_day", "day", "Closed on"),
            Field("product_id", "record", "Product"),
        ]
    ),
    value="amount_minor",
    currency="currency",
    started="opened_at",
    stopped="closed_at",
    due="recorded_at",
)
ZONES = [ZoneInfo(name) for name in ("UTC", "America/New_York", "Europe/Berlin", "Africa/Cairo", "Asia/Kathmandu")]
# Around both changes of the clock, within one another, and one that has hardly begun.
PERIODS = [
    (date(2026, 1, 1), date(2027, 1, 1)),
    (date(2026, 3, 1), date(2026, 4, 1)),
    (date(2026, 3, 8), date(2026, 3, 9)),
    (date(2026, 3, 29), date(2026, 3, 30)),
    (date(2026, 4, 20), date(2026, 5, 4)),
    (date(2026, 10, 1), date(2026, 11, 2)),
    (date(2026, 10, 25), date(2026, 10, 26)),
]
NAMES = ["", "Acme", "acme", 'O\'Brien, "Sons" & {Co}', "back\\slash", "NULL", "شركة", "a b"]
FIRST = datetime(2025, 12, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Fact:
    """A row, as Python sees it."""

    id: UUID
    status: str
    name: str
    amount_minor: int | None
    list_price_minor: int | None
    quantity: int | None
    currency: str
    opened_at: datetime | None
    closed_at: datetime | None
    recorded_at: datetime
    opened_day: date | None
    closed_day: date | None
    owner_id: UUID | None
    team_id: UUID | None
    product_id: UUID | None

    @property
    def price_share_bp(self) -> int | None:
        """A column that the database derives."""
        quantity = 1 if self.quantity is None else self.quantity
        if self.amount_minor is None or not self.list_price_minor or not quantity:
            return None
        share = self.amount_minor * 10_000 // (self.list_price_minor * quantity)
        return min(max(share, -(2**31)), 2**31 - 1)

    @property
    def cycle_seconds(self) -> int | None:
        """Another: so this proves the rule of durations too."""
        return seconds(started_at=self.opened_at, stopped_at=self.closed_at)


@dataclass
class World:
    """The people and products that all examples share."""

    organisation: Organisation
    source_system_id: UUID
    scopes: dict[str, list[UUID]] = field(default_factory=dict)

    @classmethod
    def made(cls, organisation: Organisation) -> "World":
        scopes = {
            "organisation": [organisation.pk],
            "rep": [make_membership().pk for _ in range(2)],
            "team": [make_team().pk for _ in range(3)],
            "product": [make_product().pk for _ in range(2)],
        }
        return cls(organisation, make_source_system().pk, scopes)

    def filled(self, dice: random.Random, *, currencies: Sequence[str] = ("USD",), most: int = 2**62) -> list[Fact]:
        """New facts instead of those of the example before."""
        Deal.objects.all().delete()
        self.organisation.time_zone = dice.choice(ZONES).key
        facts = [self._fact(dice, currencies, most) for _ in range(60)]
        columns = Fact.__slots__
        Deal.objects.bulk_create(
            Deal(
                source_system_id=self.source_system_id,
                external_id=str(fact.id),
                **{name: getattr(fact, name) for name in columns},
            )
            for fact in facts
        )
        return facts

    def _fact(self, dice: random.Random, currencies: Sequence[str], most: int) -> Fact:
        opened_at = dice.choice([None, _instant(dice), _instant(dice), _instant(dice), _midnight(dice, self.zone)])
        # Some end at once, some before they begin: faults of the facts, which must harm nothing.
        closed_at = dice.choice([None, opened_at, _instant(dice), _instant(dice), _midnight(dice, self.zone)])
        return Fact(
            id=UUID(int=dice.getrandbits(128)),
            status=dice.choice(["won", "lost"]) if closed_at else "open",
            name=dice.choice(NAMES),
            amount_minor=dice.choice([None, 0, 5, 5, -15, dice.randrange(10**6), most]),
            list_price_minor=dice.choice([None, 100, 2_000]),
            quantity=dice.choice([None, 0, 1, 3, 7]),
            currency=dice.choice(currencies),
            opened_at=opened_at,
            closed_at=closed_at,
            recorded_at=dice.choice([_instant(dice), closed_at or _instant(dice), _midnight(dice, self.zone)]),
            opened_day=self._day(opened_at),
            closed_day=self._day(closed_at),
            **{
                f"{column}_id": dice.choice([None, *self.scopes[scope]])
                for column, scope in (("owner", "rep"), ("team", "team"), ("product", "product"))
            },
        )

    def cells(
        self,
        dice: random.Random,
        metrics: Sequence[Metric],
        *,
        count: int,
        conditions: Sequence[tuple[Condition, ...]] = ((),),
        currencies: Sequence[str | None] = (None,),
    ) -> list[Cell]:
        """As many for each metric, of a scope, period and as-of day by chance; a team may have sub-teams, or be none."""
        return [self._cell(dice, metric, conditions, currencies) for metric in metrics for _ in range(count)]

    def _cell(
        self,
        dice: random.Random,
        metric: Metric,
        conditions: Sequence[tuple[Condition, ...]],
        currencies: Sequence[str | None],
    ) -> Cell:
        scope = dice.choice(list(self.scopes))
        ids = self.scopes[scope]
        chosen = dice.sample(ids, dice.randint(0, len(ids))) if scope == "team" else [dice.choice(ids)]
        starts_on, ends_on = dice.choice(PERIODS)
        return Cell(
            UUID(int=dice.getrandbits(128)),
            metric,
            scope,
            tuple(chosen),
            starts_on,
            ends_on,
            dice.choice(conditions),
            dice.choice(currencies),
            dice.choice([None, None, _day(dice), ends_on, starts_on, starts_on - timedelta(days=1)]),
        )

    @property
    def zone(self) -> ZoneInfo:
        return self.organisation.zone

    def midnight(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=self.zone)

    def _day(self, at: datetime | None) -> date | None:
        return None if at is None else at.astimezone(self.zone).date()


def _instant(dice: random.Random) -> datetime:
    return FIRST + timedelta(microseconds=dice.randrange(370 * 86400 * 10**6))


def _day(dice: random.Random) -> date:
    return FIRST.date() + timedelta(days=dice.randrange(370))


def _midnight(dice: random.Random, zone: ZoneInfo) -> datetime:
    """Exactly where a day begins: half-open periods must agree on whose it is."""
    day = _day(dice)
    return datetime(day.year, day.month, day.day, tzinfo=zone)
