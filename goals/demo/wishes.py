"""What the demo organisation wants: its goals, and which objectives each quarter has."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import models

from goals.catalogue import metric_of
from goals.demo import cast
from goals.demo.company import Company, Worker
from goals.models import Direction, Scope
from teams.models import Membership

# Title, why, the goal it is part of, the account of its owner.
GOALS = (
    (
        "Grow revenue without giving the price away",
        "Last year we grew by discounts. This year the same desks must earn more: sales sells value, marketing explains it.",
        None,
        "sales",
    ),
    (
        "Win the accounts that matter",
        "A few large customers decide the year. Enterprise and mid-market choose them together with marketing.",
        "Grow revenue without giving the price away",
        "sales",
    ),
    (
        "Be the first name in the Gulf and in Asia",
        "New offices open there every week, and nobody has a local service team yet.",
        "Grow revenue without giving the price away",
        "sales.international",
    ),
    (
        "Every rep reaches a quota that was agreed",
        "A quota that a rep has agreed to is a quota that a rep works for.",
        "Grow revenue without giving the price away",
        "sales",
    ),
    (
        "A pipeline that sales believes in",
        "Sales accepts four of five leads. The fifth costs both teams a day: let us find out why.",
        None,
        "marketing",
    ),
    (
        "Make the quiet range known",
        "Booths and storage walls carry the best margin, and hardly anybody knows that we make them.",
        None,
        "marketing",
    ),
    (
        "Whoever asks is answered the same day",
        "Customers who wait buy elsewhere, and journalists who wait write without us.",
        None,
        "marketing",
    ),
)
REVENUE, ACCOUNTS, ABROAD, QUOTAS, PIPELINE, RANGE, ANSWERS = (title for title, *_ in GOALS)
QUIET_RANGE = ("Osprey acoustic booth", "Lapwing storage wall", "Heron standing desk")
TEAM_GOALS = {"Field sales": ACCOUNTS, "Enterprise": ACCOUNTS, "Mid-market": ACCOUNTS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """An objective that stands in every quarter."""

    metric_key: str
    scope: Scope
    goal: str
    owner: Membership
    record: models.Model | None = None
    weight: int = 1

    @property
    def key(self) -> tuple[str, str, UUID | None]:
        return self.metric_key, self.scope.value, self.record.pk if self.record else None

    @property
    def direction(self) -> Direction:
        return Direction(metric_of(self.metric_key).direction)


def wishes_of(*, company: Company, quarter_starts_on: date) -> Iterator[Wish]:
    """All objectives of a quarter; people who do not work on its first day have none."""
    yield from _of_departments(company)
    yield from _of_teams(company)
    working = [worker for worker in company.reps + company.marketers if worker.stay_on(quarter_starts_on)]
    for worker in working:
        yield from _of_person(worker)
    yield from _of_markets(company)


def _of_departments(company: Company) -> Iterator[Wish]:
    leader, sales, marketing = (company.with_account(name) for name in ("owner", "sales", "marketing"))
    for key, goal in (("won_revenue", REVENUE), ("win_rate", REVENUE), ("mql_to_sql", PIPELINE)):
        yield Wish(metric_key=key, scope=Scope.ORGANISATION, goal=goal, owner=leader)
    for name, keys, owner, goal in (
        ("Sales", ("won_revenue", "win_rate", "average_deal_size", "closing_ratio"), sales, REVENUE),
        ("Marketing", ("leads", "mqls"), marketing, PIPELINE),
    ):
        record = company.departments[name]
        for key in keys:
            yield Wish(metric_key=key, scope=Scope.DEPARTMENT, record=record, goal=goal, owner=owner)


def _of_teams(company: Company) -> Iterator[Wish]:
    near, abroad, marketing = (company.with_account(name) for name in ("sales", "sales.international", "marketing"))
    for name in ("Field sales", "International", *cast.SELLING_TEAMS):
        goal = TEAM_GOALS.get(name, ABROAD)
        owner, team = near if goal == ACCOUNTS else abroad, company.teams[name]
        yield Wish(metric_key="won_revenue", scope=Scope.TEAM, record=team, goal=goal, owner=owner)
        if name in cast.SELLING_TEAMS:
            yield Wish(metric_key="proposals", scope=Scope.TEAM, record=team, goal=goal, owner=owner)
    lost = company.teams["Mid-market"]
    yield Wish(metric_key="deals_lost", scope=Scope.TEAM, record=lost, goal=ACCOUNTS, owner=near)
    for name in cast.MARKETING_TEAMS:
        yield Wish(metric_key="mqls", scope=Scope.TEAM, record=company.teams[name], goal=PIPELINE, owner=marketing)


def _of_person(worker: Worker) -> Iterator[Wish]:
    member = worker.membership
    if worker.person in cast.MARKETERS:
        yield Wish(metric_key="mqls", scope=Scope.REP, record=member, goal=PIPELINE, owner=member)
        return
    yield Wish(metric_key="won_revenue", scope=Scope.REP, record=member, goal=QUOTAS, owner=member, weight=3)
    yield Wish(metric_key="proposals", scope=Scope.REP, record=member, goal=QUOTAS, owner=member)


def _of_markets(company: Company) -> Iterator[Wish]:
    abroad, marketing = company.with_account("sales.international"), company.with_account("marketing")
    for territory in company.territories.values():
        yield Wish(metric_key="won_revenue", scope=Scope.TERRITORY, record=territory, goal=ABROAD, owner=abroad)
    for line, product in company.products.items():
        if line.name in QUIET_RANGE:
            yield Wish(metric_key="won_revenue", scope=Scope.PRODUCT, record=product, goal=RANGE, owner=marketing)
    for source in company.channels.values():
        yield Wish(metric_key="mqls", scope=Scope.LEAD_SOURCE, record=source, goal=PIPELINE, owner=marketing)
