"""People, and the teams they work in. A file of people is small: it is walked in memory."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from audit import actions as audit
from pipeline.actions import attribution
from pipeline.actions.loading.run import Outcome, Run
from pipeline.actions.loading.upsert import Counts
from pipeline.actions.references import Entry
from pipeline.importers.parsing import Record
from pipeline.importers.problems import ERROR, WARNING, Problem, Unreadable
from pipeline.rules import text
from pipeline.rules.departments import department_kind
from teams.models import Assignment, Department, Membership, Team, Territory
from teams.permissions import Role

MOST_PEOPLE = 20_000


@dataclass
class _People:
    """Memberships by e-mail address and by name, with those that this file adds."""

    by_email: dict[str, Membership] = field(default_factory=dict)
    by_name: dict[str, list[Membership]] = field(default_factory=lambda: defaultdict(list))

    def add(self, person: Membership) -> None:
        if person.email:
            self.by_email[person.email.lower()] = person
        self.by_name[person.name_key].append(person)

    def find(self, record: Record) -> Membership | None:
        """Raises LookupError where several people have the name and no address tells them apart."""
        found = self.by_email.get(record.get("email", ""))
        namesakes = self.by_name.get(text.key(record["name"]), [])
        if found is None and record.get("email"):
            namesakes = [person for person in namesakes if not person.email]
        if found is None and len(namesakes) > 1:
            raise LookupError(record["name"])
        return found or (namesakes[0] if namesakes else None)


@dataclass
class _Changes:
    """What the file changes; `was` and `now` are what the audit trail tells of each person."""

    new: dict[UUID, Membership] = field(default_factory=dict)
    edited: dict[UUID, Membership] = field(default_factory=dict)
    was: dict[UUID, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    now: dict[UUID, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    seen: set[UUID] = field(default_factory=set)
    moved: set[UUID] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def load(run: Run) -> Outcome:
    records = list(islice(run.records, MOST_PEOPLE + 1))
    if len(records) > MOST_PEOPLE:
        raise Unreadable("too_many_people", limit=MOST_PEOPLE)
    created = _create_structure(run, records)
    people, changes = _People(), _Changes()
    for person in Membership.objects.order_by("pk"):
        people.add(person)
    places = [(line, record, _person(people, record, line, changes)) for line, record in records]
    Membership.objects.bulk_create(changes.new.values(), batch_size=1000)
    Membership.objects.bulk_update(changes.edited.values(), ["full_name", "name_key", "email"], batch_size=1000)
    _assign(places, changes)
    if not run.is_check:
        _tell(run, changes)
    attribution.of_owners(sorted(changes.moved, key=str), today=run.today)
    return _outcome(run, changes, created)


def _create_structure(run: Run, records: list[tuple[int, Record]]) -> dict[str, int]:
    references = run.references
    used = {value for _line, record in records for key, value in record.items() if key.endswith("_id")}
    created = {
        "department": references.create("department", _new_department, used),
        "territory": references.create("territory", lambda entry: Territory(id=entry.id, name=entry.name), used),
    }
    departments: dict[str, str] = {}
    for _line, record in records:
        if record.get("team_id"):
            departments.setdefault(record["team_id"], record.get("department_id", ""))
    if references.to_create("team", used):
        usual = str(_usual_department().pk)
        created["team"] = references.create(
            "team",
            lambda entry: Team(id=entry.id, name=entry.name, department_id=departments.get(entry.id) or usual),
            used,
        )
    return created


def _new_department(entry: Entry) -> Department:
    return Department(id=entry.id, name=entry.name, kind=department_kind(entry.name))


def _usual_department() -> Department:
    """Teams whose file says nothing belong to sales."""
    sales = Department.objects.filter(kind=Department.Kind.SALES).order_by("pk").first()
    return sales or Department.objects.create(name=_("Sales"), kind=Department.Kind.SALES)


def _person(people: _People, record: Record, line: int, changes: _Changes) -> Membership | None:
    try:
        person = people.find(record)
    except LookupError:
        changes.problems.append(Problem(line, "name_ambiguous", value=record["name"], severity=ERROR))
        return None
    name, email = record["name"], record.get("email", "")
    if person is None:
        person = Membership(id=uuid4(), full_name=name, name_key=text.key(name), email=email, role=Role.REP)
        changes.new[person.pk] = person
        changes.now[person.pk] = {"full_name": name, "email": email, "role": person.role}
        people.add(person)
    elif person.user_id is None and (person.full_name != name or (email and person.email.lower() != email)):
        _rename(person, name, email, changes)
    return person


def _rename(person: Membership, name: str, email: str, changes: _Changes) -> None:
    wanted = {"full_name": name, "email": email or person.email}
    was, now = audit.changes({key: getattr(person, key) for key in wanted}, wanted)
    changes.was[person.pk] = was | changes.was[person.pk]
    changes.now[person.pk] |= now
    person.full_name, person.name_key, person.email = name, text.key(name), wanted["email"]
    if person.pk not in changes.new:
        changes.edited[person.pk] = person


def _assign(places: list[tuple[int, Record, Membership | None]], changes: _Changes) -> None:
    held: dict[UUID, list[Assignment]] = defaultdict(list)
    for assignment in Assignment.objects.order_by("starts_on", "pk"):
        held[assignment.membership_id].append(assignment)
    for line, record, person in places:
        if person is None:
            continue
        changes.seen.add(person.pk)
        if record.get("team_id"):
            _place(line, record, person, held[person.pk], changes)


def _place(line: int, record: Record, person: Membership, held: list[Assignment], changes: _Changes) -> None:
    """Into the team from `starts_on` on (always, when the file does not say); an earlier open place ends there."""
    wanted = _wanted(record, person)
    start = wanted.starts_on
    current = held[-1] if held else None
    is_same = current and (current.team_id, current.territory_id) == (wanted.team_id, wanted.territory_id)
    if current and is_same and (start is None or current.starts_on is None or current.starts_on <= start):
        return
    before = _told(current) if current else {}
    if current is None:
        wanted.save()
    elif current.ends_on is None and start and (current.starts_on is None or current.starts_on < start):
        current.ends_on = start
        current.save(update_fields=["ends_on"])
        wanted.save()
    elif len(held) == 1 and current.ends_on is None and current.starts_on == start:
        current.team_id, current.territory_id = wanted.team_id, wanted.territory_id
        current.save(update_fields=["team_id", "territory_id"])
        wanted = current
    else:
        changes.problems.append(Problem(line, "assignment_conflict", value=person.full_name, severity=WARNING))
        return
    held[:] = [*[place for place in held if place is not wanted], wanted]
    changes.moved.add(person.pk)
    changes.was[person.pk] = before | changes.was[person.pk]
    changes.now[person.pk] |= _told(wanted)


def _wanted(record: Record, person: Membership) -> Assignment:
    return Assignment(
        membership=person,
        team_id=UUID(record["team_id"]),
        territory_id=UUID(record["territory_id"]) if record.get("territory_id") else None,
        starts_on=date.fromisoformat(record["starts_on"]) if record.get("starts_on") else None,
    )


def _told(place: Assignment) -> dict[str, Any]:
    return {"team": place.team_id, "territory": place.territory_id, "starts_on": place.starts_on}


def _tell(run: Run, changes: _Changes) -> None:
    """One line of the audit trail per person, with the names of teams and territories."""
    names = dict(Team.objects.values_list("pk", "name")) | dict(Territory.objects.values_list("pk", "name"))
    everybody = {person.pk: person for person in Membership.objects.filter(pk__in=changes.now)}
    for pk in changes.now:
        before, after = (
            {key: names.get(value, value) for key, value in side[pk].items()} for side in (changes.was, changes.now)
        )
        verb = "create" if pk in changes.new else "move" if pk in changes.moved else "edit"
        audit.record(
            action=f"membership.{verb}", record=everybody[pk], by=run.by, at=run.at,
            before={} if pk in changes.new else before, after=after,
        )  # fmt: skip


def _outcome(run: Run, changes: _Changes, created: dict[str, int]) -> Outcome:
    new = set(changes.new)
    updated = (set(changes.edited) | changes.moved) - new
    counts = Counts(len(new), len(updated), len(changes.seen) - len(new) - len(updated))
    return Outcome(counts, created, changes.problems)
