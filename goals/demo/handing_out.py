"""Who gets the demo's new leads: rules by team, capacities, leads that came in during the last office hours, and some that were
given back.
"""

from datetime import datetime, timedelta

from goals.demo.clock import Clock
from goals.demo.company import Company
from pipeline.actions import distribution, hand_off, routing
from pipeline.models import Lead, Stage
from pipeline.queries.routing import is_open, rules
from pipeline.rules.hand_off import Reason
from teams.models import Membership
from teams.permissions import Role

NEW = ("Ines Caldeira", "Tomasz Wójcik", "Halima Said", "Jonas Lindqvist", "Mei-Ling Chao", "Ravi Menon")
HANDED_ON = 18
GIVEN_BACK = (Reason.NOT_NOW, Reason.BAD_CONTACT, Reason.WRONG_TERRITORY, Reason.DUPLICATE)
STEP = timedelta(minutes=30)


def write(*, company: Company, clock: Clock) -> None:
    head: Membership = company.departments["Sales"].head  # type: ignore[assignment]
    _rules(company, head, clock.now)
    at = _office_hours(clock)
    for number, name in enumerate(NEW):
        _arrive(company, name, number, at, clock)
    _hand_on(at)
    distribution.hand_out(at=at)
    _give_back(at + timedelta(minutes=2), clock)
    distribution.hand_out(at=at + timedelta(minutes=3))


def _rules(company: Company, head: Membership, at: datetime) -> None:
    """The first product goes to Enterprise, the second to Mid-market, all the rest to both and to the regions abroad."""
    first, second, *_others = company.products.values()
    chosen = {"Enterprise": first, "Mid-market": second, "International": None}
    for position, (name, product) in enumerate(chosen.items(), 1):
        values = {"name": name, "position": position, "team": company.teams[name], "fallback": head, "product": product}
        routing.create(values=values | {"territory": None, "calendar": None}, by=head, at=at)
    capacities = {worker.membership: 6 + 3 * (number % 4) for number, worker in enumerate(company.reps)}
    routing.set_capacities(values=capacities, by=head, at=at)


def _office_hours(clock: Clock) -> datetime:
    """The last moment at which somebody was there to take leads."""
    at, rule = clock.now - STEP, rules()[0]
    while not is_open(rule, at=at):
        at -= STEP
    return at


def _arrive(company: Company, name: str, number: int, at: datetime, clock: Clock) -> None:
    came = at - timedelta(minutes=9 * number + 4)
    lead = Lead.objects.create(
        source_system=company.source_system,
        external_id=f"W-{number:06}",
        name=name,
        company=f"{name.split()[-1]} & Co.",
        stage=Stage.INQUIRY,
        occurred_at=came,
        day=came.astimezone(clock.zone).date(),
        product=list(company.products.values())[number % 3],
        lead_source=next(iter(company.channels.values())),
    )
    lead.stage = ""
    hand_off.enter(lead=lead, stage=Stage.INQUIRY, at=came)
    hand_off.enter(lead=lead, stage=Stage.MQL, at=came + timedelta(minutes=1))


def _hand_on(at: datetime) -> None:
    """What marketing has qualified lately is for sales to decide about."""
    latest = Lead.objects.filter(stage=Stage.MQL, occurred_at__lt=at, owner__isnull=False).order_by(
        "-occurred_at", "pk"
    )
    Lead.objects.filter(pk__in=[lead.pk for lead in latest[:HANDED_ON]]).update(owner=None)


def _give_back(at: datetime, clock: Clock) -> None:
    """Some of these go back, each for another reason."""
    waiting = Lead.objects.filter(stage=Stage.MQL, owner__role=Role.REP, owner__is_active=True).select_related("owner")
    for lead, reason in zip(waiting.order_by("occurred_at", "pk"), GIVEN_BACK, strict=False):
        returns_on = clock.today + timedelta(days=30) if reason == Reason.NOT_NOW else None
        owner: Membership = lead.owner  # type: ignore[assignment]
        hand_off.reject(lead=lead, reason=reason.value, note="", returns_on=returns_on, by=owner, at=at)
