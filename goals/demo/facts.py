"""What the story-tellers leave behind: one plain row per fact, before it has a place in the database."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from goals.demo.cast import Channel, ProductLine
from goals.demo.company import Worker
from pipeline.models import Activity, Deal, Stage


@dataclass(slots=True)
class Entry:
    """A lead or a deal entered a stage, in the hands of `owner`."""

    stage: Stage
    at: datetime
    owner: Worker


@dataclass(slots=True)
class LeadFact:
    number: int
    name: str
    company: str
    owner: Worker
    channel: Channel
    product: ProductLine
    entries: list[Entry]
    won_at: datetime | None = None
    id: UUID = field(default_factory=uuid4)

    @property
    def at(self) -> datetime:
        return self.entries[0].at


@dataclass(slots=True)
class DealFact:
    number: int
    name: str
    account: str
    owner: Worker
    product: ProductLine
    amount_minor: int
    list_price_minor: int
    quantity: int
    cost_minor: int
    opened_at: datetime
    status: Deal.Status = Deal.Status.OPEN
    closed_at: datetime | None = None
    expected_on: date | None = None
    stages: tuple[str, ...] = ()
    lead: LeadFact | None = None
    id: UUID = field(default_factory=uuid4)


@dataclass(slots=True)
class ActivityFact:
    """Work on a deal, or on a lead before there is one."""

    kind: Activity.Kind
    subject: str
    at: datetime
    owner: Worker
    deal: DealFact | None = None
    lead: LeadFact | None = None
    duration_seconds: int | None = None
    amount_minor: int | None = None


@dataclass(slots=True)
class Story:
    leads: list[LeadFact]
    deals: list[DealFact]
    activities: list[ActivityFact]
