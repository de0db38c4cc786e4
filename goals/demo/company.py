"""The demo organisation's people and structure, as rows and as the story-tellers need them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from goals.demo import cast
from goals.demo.cast import Channel, Person, ProductLine
from pipeline.models import LeadSource, Product, SourceSystem
from teams.models import Assignment, Department, Membership, Organisation, Team, Territory
from teams.rules import formats, names


class Place(NamedTuple):
    """Where somebody works on a day."""

    team_id: UUID | None = None
    department_id: UUID | None = None
    territory_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Stay:
    """Work in one place during [starts_on, ends_on); an open side is None."""

    starts_on: date | None
    ends_on: date | None
    team: str
    place: Place

    def holds(self, day: date) -> bool:
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day < self.ends_on)


@dataclass(frozen=True, slots=True)
class Worker:
    """A member with all places of their work; equality is that of the member."""

    membership: Membership
    person: Person
    stays: tuple[Stay, ...]

    def stay_on(self, day: date) -> Stay | None:
        return next((stay for stay in self.stays if stay.holds(day)), None)

    def place_on(self, day: date) -> Place:
        stay = self.stay_on(day)
        return stay.place if stay else Place()


@dataclass(frozen=True, slots=True)
class Company:
    organisation: Organisation
    departments: dict[str, Department]
    teams: dict[str, Team]
    territories: dict[str, Territory]
    workers: dict[str, Worker]
    products: dict[ProductLine, Product]
    channels: dict[Channel, LeadSource]
    source_system: SourceSystem

    @property
    def reps(self) -> list[Worker]:
        return [self.workers[person.name] for person in cast.REPS]

    @property
    def marketers(self) -> list[Worker]:
        return [self.workers[person.name] for person in cast.MARKETERS]

    def with_account(self, account: str) -> Membership:
        return next(worker.membership for worker in self.workers.values() if worker.person.account == account)


def found(*, organisation: Organisation, today: date) -> Company:
    """Make everything that facts and objectives refer to."""
    departments = {name: Department(name=name, kind=kind) for name, kind in cast.DEPARTMENTS.items()}
    _save(departments)
    teams = _teams(departments)
    territories = {name: Territory(name=name) for name in cast.TERRITORIES}
    _save(territories)
    workers = _workers(teams, territories, today)
    _name_heads(departments, workers)
    return Company(
        organisation=organisation,
        departments=departments,
        teams=teams,
        territories=territories,
        workers=workers,
        products=_products(),
        channels=_channels(),
        source_system=SourceSystem.objects.create(name=cast.SOURCE_SYSTEM),
    )


def _save(rows: dict) -> None:
    model = type(next(iter(rows.values())))
    model.objects.bulk_create(rows.values())


def _teams(departments: dict[str, Department]) -> dict[str, Team]:
    teams: dict[str, Team] = {}
    for name, department, parent in cast.TEAMS:
        teams[name] = Team.objects.create(
            name=name, department=departments[department], parent=teams[parent] if parent else None
        )
    return teams


def _workers(teams: dict[str, Team], territories: dict[str, Territory], today: date) -> dict[str, Worker]:
    members = {
        person.name: Membership(
            full_name=person.name,
            name_key=names.key(person.name),
            role=person.role,
            is_active=person.left_days_ago is None,
        )
        for person in cast.PEOPLE
    }
    _save(members)
    workers = {}
    for person in cast.PEOPLE:
        stays = tuple(_stays(person, teams, territories, today))
        workers[person.name] = Worker(members[person.name], person, stays)
    Assignment.objects.bulk_create(
        Assignment(
            membership=worker.membership,
            team=teams[stay.team],
            territory_id=stay.place.territory_id,
            starts_on=stay.starts_on,
            ends_on=stay.ends_on,
        )
        for worker in workers.values()
        for stay in worker.stays
    )
    return workers


def _name_heads(departments: dict[str, Department], workers: dict[str, Worker]) -> None:
    by_account = {worker.person.account: worker.membership for worker in workers.values()}
    for name, account in cast.HEADS.items():
        departments[name].head = by_account[account]
        departments[name].save(update_fields=["head"])


def _stays(person: Person, teams: dict[str, Team], territories: dict[str, Territory], today: date) -> list[Stay]:
    def ago(days: int | None) -> date | None:
        return None if days is None else today - timedelta(days=days)

    def stay(team: str, first: date | None, until: date | None) -> Stay:
        territory = territories[person.territory].pk if person.territory else None
        return Stay(first, until, team, Place(teams[team].pk, teams[team].department_id, territory))

    joined, moved, left = ago(person.joined_days_ago), ago(person.moved_days_ago), ago(person.left_days_ago)
    if moved is None:
        return [stay(person.team, joined, left)]
    return [stay(person.moved_from, joined, moved), stay(person.team, moved, left)]


def _products() -> dict[ProductLine, Product]:
    digits = formats.minor_digits(cast.CURRENCY)
    products = {
        line: Product(
            name=line.name,
            name_key=names.key(line.name),
            code=line.code,
            list_price_minor=line.price * 10**digits,
            currency=cast.CURRENCY,
        )
        for line in cast.PRODUCTS
    }
    _save(products)
    return products


def _channels() -> dict[Channel, LeadSource]:
    channels = {channel: LeadSource(name=channel.name, name_key=names.key(channel.name)) for channel in cast.CHANNELS}
    _save(channels)
    return channels
