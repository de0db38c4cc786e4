"""What people of the demo organisation have said about broken promises: every state that an auditor meets."""

from datetime import datetime, timedelta
from typing import Any

from goals.demo.clock import Clock as DemoClock
from goals.demo.company import Company
from slas.actions import breaches, clocks, reviews, samples
from slas.models import Breach, Clock, ClockReview, Side
from slas.queries.clocks import ClockFilter, filtered
from slas.queries.samples import sample
from teams.models import Membership, Period

Cause, Verdict = Breach.Cause, ClockReview.Verdict
BOTH = (Side.MARKETING, Side.SALES)
# Cause, what happened, corrective action with its due and done days from today, and which sides signed off.
EXPLAINED: tuple[tuple[str, str, str, int | None, int | None, tuple[Side, ...]], ...] = (
    (Cause.ROUTING, "Two leads waited in the general queue over lunch.", "Route the contact form by country", -9, -10, BOTH),
    (Cause.CAPACITY, "Four reps at the trade fair in Lisbon.", "Plan stand-ins two weeks before each fair", 12, None, BOTH),
    (Cause.ABSENT, "On leave, and nobody had been named.", "Name a stand-in with every leave", -3, None, (Side.MARKETING,)),
    (Cause.BAD_DATA, "The telephone number lacked its country.", "Ask for the country in the form", 6, None, (Side.SALES,)),
    (Cause.DEFINITION, "A student, who should not have been an MQL.", "", None, None, BOTH),
    (Cause.INACTION, "", "", None, None, ()),
)  # fmt: skip
EXCUSED = 4
SEED = "5a17e4b09c3d2f68"
# What ops found in their sample; the rest waits.
DRAWN, REVIEWED = (
    20,
    (
        (Verdict.CONFIRMED, "Compared with the list of calls."),
        (Verdict.DOUBTED, "The call that stopped it lasted four seconds."),
        (Verdict.CONFIRMED, ""),
        (Verdict.CONFIRMED, ""),
        (Verdict.CONFIRMED, "Entered late, with a reason."),
    ),
)


def give(*, company: Company, clock: DemoClock) -> None:
    """The latest breaches of sales: explained, waived for good and for now, taken back; the rest waits for its cause."""
    rows = Breach.objects.filter(reversed_at__isnull=True, clock__promise_side=Side.SALES).order_by(
        "-breached_at", "pk"
    )
    found = list(rows.select_related("clock__promise", "clock__lead")[: len(EXPLAINED) + EXCUSED])
    for breach, verdict in zip(found, EXPLAINED, strict=False):
        _explain(breach, verdict, company, clock)
    ops, at = company.with_account("ops"), clock.now
    for breach, decide in zip(found[len(EXPLAINED) :], _excuses(ops, at), strict=False):
        decide(breach.clock)
    _audit(ops, at)


def _audit(ops: Membership, at: datetime) -> None:
    """A sample of this quarter's clocks, of which a part is reviewed."""
    quarter = Period.objects.of_kind(Period.Kind.QUARTER).containing(at.date()).get()
    rows = filtered(ClockFilter(period=quarter), member=ops, at=at)
    drawn, moment = sample(rows, seed=SEED, size=DRAWN), at - timedelta(days=1)
    samples.draw(clocks=drawn, seed=SEED, query={"period": quarter.key}, by=ops, at=moment)
    others = [clock for clock in drawn if clock.owner_id != ops.pk]
    for minutes, (clock, (verdict, note)) in enumerate(zip(others, REVIEWED, strict=False), 5):
        reviews.record(clock=clock, verdict=verdict, note=note, by=ops, at=moment + timedelta(minutes=minutes))


def _explain(breach: Breach, verdict: Any, company: Company, clock: DemoClock) -> None:
    cause, note, action, due, done, sides = verdict
    owner = company.with_account("sales")
    values = {
        "cause": cause,
        "cause_note": note,
        "action": action,
        "action_owner": owner if action else None,
        "action_due_on": clock.today + timedelta(days=due) if due else None,
        "action_done_on": clock.today + timedelta(days=done) if done else None,
    }
    said = breaches.explain(breach=breach, version=breach.version, values=values, by=owner, at=clock.now)
    for side in sides:
        by = company.with_account(side.value)
        breaches.sign(breach=said, side=side.value, version=said.version, by=by, at=clock.now)


def _excuses(by: Membership, at: datetime) -> list[Any]:
    def waive(clock: Clock) -> None:
        clocks.waive(clock=clock, reason="outage", note="The telephone system was down.", by=by, at=at)

    def waive_until(clock: Clock) -> None:
        until = at + timedelta(days=5)
        clocks.waive(clock=clock, reason="customer", note="On holiday until then.", until=until, by=by, at=at)

    def reverse(clock: Clock) -> None:
        clocks.reverse(clock=clock, reason="wrong_zone", note="Counted by the wrong office.", by=by, at=at)

    return [waive, waive_until, reverse, reverse]
