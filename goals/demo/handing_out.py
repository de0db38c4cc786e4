"""Who gets the demo's new leads: rules by team, capacities, some leads that came in just now, and some that were given back."""

from datetime import timedelta

from goals.demo.clock import Clock
from goals.demo.company import Company
from pipeline.actions import distribution, hand_off, routing
from pipeline.models import Lead, LeadRejection, Stage
from pipeline.rules.hand_off import Reason
from teams.models import Membership

NEW = ("Ines Caldeira", "Tomasz Wójcik", "Halima Said", "Jonas Lindqvist", "Mei-Ling Chao", "Ravi Menon")
GIVEN_BACK = (Reason.NOT_NOW, Reason.BAD_CONTACT, Reason.WRONG_TERRITORY, Reason.DUPLICATE)


def write(*, company: Company, clock: Clock) -> None:
    at = clock.now
    head: Membership = company.departments["Sales"].head  # type: ignore[assignment]
    for position, name in enumerate(("Enterprise", "International"), 1):
        values = {"name": name, "position": position, "team": company.teams[name], "fallback": head}
        product = next(iter(company.products.values())) if position == 1 else None
        routing.create(values=values | {"product": product, "territory": None, "calendar": None}, by=head, at=at)
    capacities = {worker.membership: 6 + 3 * (number % 4) for number, worker in enumerate(company.reps)}
    routing.set_capacities(values=capacities, by=head, at=at)
    for number, name in enumerate(NEW):
        _arrive(company, name, number, clock)
    _give_back(clock)
    distribution.hand_out(at=at)


def _arrive(company: Company, name: str, number: int, clock: Clock) -> None:
    at = clock.now - timedelta(minutes=9 * number + 4)
    lead = Lead.objects.create(
        source_system=company.source_system,
        external_id=f"W-{number:06}",
        name=name,
        company=f"{name.split()[-1]} & Co.",
        stage=Stage.INQUIRY,
        occurred_at=at,
        day=at.astimezone(clock.zone).date(),
        product=list(company.products.values())[number % 2],
        lead_source=next(iter(company.channels.values())),
    )
    hand_off.enter(lead=lead, stage=Stage.MQL, at=at + timedelta(minutes=1))


def _give_back(clock: Clock) -> None:
    """The latest leads that wait for a decision: each goes back for another reason."""
    waiting = Lead.objects.filter(stage=Stage.MQL, owner__is_active=True).exclude(external_id__startswith="W-")
    for lead, reason in zip(waiting.select_related("owner").order_by("-occurred_at", "pk"), GIVEN_BACK, strict=False):
        is_later = LeadRejection.Reason(reason.value) == LeadRejection.Reason.NOT_NOW
        returns_on = clock.today + timedelta(days=30) if is_later else None
        owner: Membership = lead.owner  # type: ignore[assignment]
        hand_off.reject(lead=lead, reason=reason.value, note="", returns_on=returns_on, by=owner, at=clock.now)
