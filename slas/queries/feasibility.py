"""Can this version be kept? Its promises on the leads of the last quarter, and against the time that people have."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from slas.models import Agreement, AgreementVersion, Promise, Side
from slas.queries.clocks import midnight
from slas.queries.metered import Metered, metered
from slas.queries.playbooks import Line, lines_of
from slas.queries.replays import covered_since, replayed
from slas.rules.compliance import Compliance
from slas.rules.feasibility import Load, load
from teams.models import Absence, Assignment, CalendarVersion
from teams.permissions import Role
from teams.queries.working_times import working_time_of

WEEKS = 13


@dataclass(frozen=True, slots=True)
class Replay:
    """A promise of time: what the leads of the last weeks would have come to, and how many came in each."""

    line: Line
    compliance: Compliance
    weeks: float

    @property
    def leads_a_week(self) -> int:
        return round(self.compliance.clocks / self.weeks)


@dataclass(frozen=True, slots=True)
class Feasibility:
    """`replayed_since`: if there were too many leads to replay those of all weeks."""

    replayed_since: datetime | None
    replays: list[Replay]
    weekly: list[Metered]
    load: Load
    leads: int
    is_promised: bool
    people: int
    since: date


def feasibility_of(version: AgreementVersion, *, at: datetime, minutes_each: int, percent: int) -> Feasibility:
    """`minutes_each`: what one lead costs a rep; `percent`: how much of the working week leads may take."""
    lines = lines_of(version)
    promises, today = [line.promise for line in lines], timezone.localdate(at)
    since = today - timedelta(weeks=WEEKS)
    replays, covered = _replays(version.agreement, lines, midnight(since), at)
    leads, is_promised = _leads(promises, replays)
    people, minutes = _capacity(version.agreement, promises, today)
    return Feasibility(
        replayed_since=covered if covered > midnight(since) else None,
        replays=replays,
        weekly=weekly_figures(version.agreement, promises, today=today),
        load=load(leads=leads, minutes_each=minutes_each, working_minutes=minutes, percent=percent),
        leads=leads,
        is_promised=is_promised,
        people=people,
        since=since,
    )


def weekly_figures(agreement: Agreement, promises: Sequence[Promise], *, today: date) -> list[Metered]:
    """As clocks are kept: of all leads where this is the only agreement, else of those of its two departments."""
    return metered(agreement=agreement, promises=promises, today=today, weeks=WEEKS, is_only=_is_only(agreement))


def _is_only(agreement: Agreement) -> bool:
    return not Agreement.objects.exclude(pk=agreement.pk).exists()


def _replays(
    agreement: Agreement, lines: Sequence[Line], since: datetime, at: datetime
) -> tuple[list[Replay], datetime]:
    """And since when: clocks start for all leads under the only agreement, else for those of its two departments."""
    departments = None if _is_only(agreement) else (agreement.marketing_id, agreement.sales_id)
    promises = [line.promise for line in lines]
    covered = covered_since(promises=promises, since=since, departments=departments)
    found = replayed(promises=promises, since=covered, at=at, departments=departments)
    weeks = (at - covered) / timedelta(weeks=1) if covered > since else WEEKS
    return [Replay(line, found[line.promise.pk], weeks) for line in lines if line.promise.pk in found], covered


def _leads(promises: Sequence[Promise], replays: Sequence[Replay]) -> tuple[int, bool]:
    """A week: as marketing promises, else as many as sales had to answer."""
    promised = [promise.target or 0 for promise in promises if promise.kind == Promise.Kind.VOLUME]
    usual = [replay.leads_a_week for replay in replays if replay.line.promise.side == Side.SALES]
    return (max(promised), True) if promised else (max(usual, default=0), False)


def _capacity(agreement: Agreement, promises: Sequence[Promise], today: date) -> tuple[int, int]:
    """Reps of the sales department, and their open minutes a week over the weeks to come, without leave."""
    reps = Assignment.objects.on(today).filter(
        team__department=agreement.sales_id, membership__role=Role.REP, membership__is_active=True
    )
    ids = set(reps.values_list("membership_id", flat=True))
    own = [promise.calendar_id for promise in promises if promise.is_timed and promise.side == Side.SALES]
    newest = CalendarVersion.objects.newest()
    calendar = (newest.filter(calendar=own[0]) if own else newest.filter(calendar__is_default=True)).first()
    if calendar is None:
        return len(ids), 0
    until, working = today + timedelta(weeks=WEEKS), working_time_of(calendar.pk)

    def open_time(first: date, end: date) -> timedelta:
        return working.elapsed(start=midnight(max(first, today)), end=midnight(min(end, until)))

    away = Absence.objects.filter(membership__in=ids).within(today, until).order_by("pk")
    spans = [open_time(one.starts_on, one.ends_on) for one in away]
    total = open_time(today, until) * len(ids) - sum(spans, timedelta())
    return len(ids), max(total, timedelta()) // timedelta(minutes=WEEKS)
