"""What a rep has to do about leads, by when; and who is silent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Min, Q

from pipeline.models import Lead, Stage
from slas.models import Clock
from teams.models import Membership

MOST = 100
# To decide about, and to work on.
STAGES = (Stage.MQL, Stage.SAL)


@dataclass(slots=True)
class InboxRow:
    """A lead with the clock that is due first; without one nothing is promised about it."""

    lead: Lead
    clock: Any | None

    @property
    def is_to_decide(self) -> bool:
        return self.lead.stage == Stage.MQL


@dataclass(frozen=True, slots=True)
class Silence:
    """Somebody's leads that wait for a decision, how many of them for too long, and since when the first of these."""

    owner: Membership
    waiting: int
    overdue: int
    since: datetime | None


def inbox(*, owner: Membership, at: datetime) -> list[InboxRow]:
    """What is due first comes first; then what waits without a clock, the oldest first."""
    mine = Q(lead__owner=owner, lead__stage__in=STAGES)
    open_clocks = Clock.objects.as_of(at).filter(mine, state_now__in=Clock.OPEN)
    clocks = open_clocks.select_related("lead__lead_source", "promise").order_by(
        F("due_at").asc(nulls_last=True), "started_at", "pk"
    )
    rows: dict[Any, InboxRow] = {}
    for clock in clocks[: MOST * 3]:
        rows.setdefault(clock.lead_id, InboxRow(clock.lead, clock))
    waiting = Lead.objects.filter(owner=owner, stage=Stage.MQL).select_related("lead_source")
    for lead in waiting.order_by("occurred_at", "pk")[:MOST]:
        rows.setdefault(lead.pk, InboxRow(lead, None))
    return list(rows.values())[:MOST]


def silences(*, at: datetime) -> list[Silence]:
    """Whose leads wait for a decision, the longest overdue first."""
    waiting = Lead.objects.filter(stage=Stage.MQL, owner__isnull=False).order_by()
    counts = dict(waiting.values_list("owner").annotate(Count("pk")))
    late = Clock.objects.as_of(at).filter(state_now=Clock.State.BREACHED_OPEN, lead__stage=Stage.MQL).order_by()
    found = late.values("lead__owner").annotate(leads=Count("lead", distinct=True), since=Min("due_at"))
    overdue = {row["lead__owner"]: (row["leads"], row["since"]) for row in found}
    people = Membership.objects.filter(pk__in=counts).order_by("full_name", "pk")
    rows = [Silence(one, counts[one.pk], *overdue.get(one.pk, (0, None))) for one in people]
    return sorted(rows, key=lambda row: (row.since is None, row.since or at, -row.waiting))
