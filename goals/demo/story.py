"""What happened: leads that qualify or do not, deals that are won, lost or still open, and the work on them.

Every draw comes from one seeded generator, so the same day and scale give the same story.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from goals.demo import cast
from goals.demo.clock import Clock
from goals.demo.company import Company, Worker
from goals.demo.facts import ActivityFact, DealFact, Entry, LeadFact, Story
from pipeline.models import Activity, Deal, Stage

LEADS, DEALS_WITHOUT_LEAD = 12_000, 3_900
WIN_CHANCE, LEAD_BONUS = 0.46, 1.12
ORDER_VALUE = 11_000
DISCOUNT_MOST = 0.3
# In the words of its CRM; a lost deal may be lost in any of them.
DEAL_STAGES = ("Qualified", "Presented", "Proposal sent", "Negotiation")
LARGE_ORDER_TEAM = "Enterprise"
Kind = Activity.Kind
# What belongs to a deal: the kind of work, its chance, how far into the deal it falls, and how long it takes.
WORK = (
    (Kind.CALL, 1.0, 0.05, 600),
    (Kind.EMAIL, 0.55, 0.15, None),
    (Kind.MEETING, 0.6, 0.3, 2700),
    (Kind.PRESENTATION, 0.95, 0.45, 3600),
    (Kind.CALL, 0.4, 0.6, 480),
    (Kind.PROPOSAL, 0.78, 0.7, None),
    (Kind.CALL, 0.35, 0.9, 420),
)
SUBJECTS = {
    Kind.CALL: "Call with {account}",
    Kind.EMAIL: "Product sheet for {account}",
    Kind.MEETING: "Site visit at {account}",
    Kind.PRESENTATION: "{product} shown to {account}",
    Kind.PROPOSAL: "Proposal: {product} for {account}",
}


class Teller:
    """Tells the story of one company up to the clock's now."""

    def __init__(self, *, company: Company, clock: Clock, scale: float = 1.0) -> None:
        self.company, self.clock, self.rng, self.scale = company, clock, clock.rng, scale
        self.number = 0

    def tell(self) -> Story:
        leads = list(self._leads())
        deals = [deal for lead in leads if (deal := self._deal_of(lead))]
        deals += self._cold_deals()
        for deal in deals:
            if deal.lead:
                self._end_lead(deal.lead, deal)
        activities = [activity for deal in deals for activity in self._work_on(deal)]
        return Story(leads=leads, deals=deals, activities=activities)

    def _leads(self) -> Iterator[LeadFact]:
        shares = [channel.share for channel in cast.CHANNELS]
        for day in self.clock.busy_days(round(LEADS * self.scale)):
            channel = self.clock.pick(cast.CHANNELS, shares)
            owners = [worker for worker in self.company.marketers if worker.person.team == channel.team]
            lead = LeadFact(
                number=self._next(),
                name=f"{self.rng.choice(cast.CONTACTS)} {self.rng.choice(cast.FAMILY_NAMES)}",
                company=self._account(),
                owner=self.rng.choice(owners),
                channel=channel,
                product=self._product(),
                entries=[],
            )
            self._qualify(lead, self.clock.at(day))
            if lead.entries:
                yield lead

    def _qualify(self, lead: LeadFact, at: datetime) -> None:
        """From inquiry to opportunity, as far as it gets until now. Marketing owns it until sales accepts."""
        way = (
            (Stage.INQUIRY, 1.0, 0.0),
            (Stage.MQL, lead.channel.quality, 4),
            (Stage.SAL, 0.8, 1.2),
            (Stage.SQL, 0.68, 4),
            (Stage.OPPORTUNITY, 0.8, 5),
        )
        owner = lead.owner
        for stage, chance, days in way:
            if stage != Stage.INQUIRY:
                at = self.clock.later(at, self.clock.around(days))
            if self.rng.random() > chance:
                self._give_up(lead, at)
                return
            if stage == Stage.SAL:
                owner = self._free_rep(at.date())
            if not self._enter(lead, stage, at, owner):
                return

    def _give_up(self, lead: LeadFact, at: datetime) -> None:
        """A lead that was an MQL once is nurtured or lost; one that never was stays an inquiry."""
        if len(lead.entries) > 1:
            stage = Stage.RECYCLED if self.rng.random() < 0.6 else Stage.LOST
            self._enter(lead, stage, at, lead.entries[-1].owner)

    def _enter(self, lead: LeadFact, stage: Stage, at: datetime, owner: Worker) -> bool:
        if at <= self.clock.now:
            lead.entries.append(Entry(stage, at, owner))
        return at <= self.clock.now

    def _deal_of(self, lead: LeadFact) -> DealFact | None:
        last = lead.entries[-1]
        if last.stage != Stage.OPPORTUNITY:
            return None
        return self._deal(last.owner, last.at, lead=lead)

    def _cold_deals(self) -> list[DealFact]:
        """Deals that reps found themselves."""
        found = []
        for day in self.clock.busy_days(round(DEALS_WITHOUT_LEAD * self.scale)):
            at = self.clock.at(day)
            if at <= self.clock.now:
                found.append(self._deal(self._free_rep(day), at, lead=None))
        return found

    def _deal(self, owner: Worker, opened_at: datetime, *, lead: LeadFact | None) -> DealFact:
        product = lead.product if lead else self._product()
        account = lead.company if lead else self._account()
        units = max(1, round(self._order_value(owner, opened_at) / product.price))
        list_price, cost = units * product.price * 100, round(units * product.price * product.cost_share) * 100
        discount = min(DISCOUNT_MOST, max(0.0, self.rng.gauss(owner.person.discount, 0.035)))
        deal = DealFact(
            number=self._next(),
            name=f"{account}: {product.name}",
            account=account,
            owner=owner,
            product=product,
            amount_minor=round(list_price * (1 - discount) / 100) * 100,
            list_price_minor=product.price * 100,
            quantity=units,
            cost_minor=cost,
            opened_at=opened_at,
            lead=lead,
        )
        self._close(deal)
        if owner.stay_on((deal.closed_at or self.clock.now).date()) is None:
            deal.owner = self._successor(owner)
        return deal

    def _order_value(self, owner: Worker, at: datetime) -> float:
        stay = owner.stay_on(at.date())
        is_large = stay is not None and stay.team == LARGE_ORDER_TEAM
        return self.rng.lognormvariate(0, 0.6) * ORDER_VALUE * owner.person.reach * (1.7 if is_large else 1)

    def _close(self, deal: DealFact) -> None:
        is_large = deal.quantity * deal.list_price_minor > 3 * ORDER_VALUE * 100
        days = min(240.0, self.clock.around(32 * deal.product.patience * (1.4 if is_large else 1), 0.45))
        closed_at = self.clock.later(deal.opened_at, days)
        if closed_at > self.clock.now:
            passed = (self.clock.now - deal.opened_at) / (closed_at - deal.opened_at)
            deal.expected_on = closed_at.date()
            deal.stages = DEAL_STAGES[: 1 + int(passed * len(DEAL_STAGES))]
            return
        deal.closed_at = closed_at
        deal.status = Deal.Status.WON if self.rng.random() < self._chance(deal) else Deal.Status.LOST
        is_lost = deal.status == Deal.Status.LOST
        deal.stages = DEAL_STAGES[: 1 + deal.number % len(DEAL_STAGES)] if is_lost else DEAL_STAGES

    def _chance(self, deal: DealFact) -> float:
        """How likely a closed deal is won."""
        person = deal.owner.person
        chance = WIN_CHANCE * person.skill * deal.product.appeal * (LEAD_BONUS if deal.lead else 1)
        if person.territory is None:
            return chance
        chance *= cast.TERRITORIES[person.territory]
        age = self.clock.now - (deal.closed_at or deal.opened_at)
        is_contested = person.territory == cast.COMPETITOR_IN and age.days < cast.COMPETITOR_DAYS
        return chance * cast.COMPETITOR_EFFECT if is_contested else chance

    def _end_lead(self, lead: LeadFact, deal: DealFact) -> None:
        if deal.closed_at is None:
            return
        stage = Stage.WON if deal.status == Deal.Status.WON else Stage.LOST
        lead.entries.append(Entry(stage, deal.closed_at, deal.owner))
        if stage == Stage.WON:
            lead.won_at = deal.closed_at

    def _work_on(self, deal: DealFact) -> Iterator[ActivityFact]:
        whole = (deal.closed_at or deal.opened_at + timedelta(days=40)) - deal.opened_at
        for kind, chance, position, seconds in WORK:
            at = self.clock.later(deal.opened_at, whole.days * position)
            if self.rng.random() > chance or at > min(self.clock.now, deal.closed_at or self.clock.now):
                continue
            yield ActivityFact(
                kind=kind,
                subject=SUBJECTS[kind].format(account=deal.account, product=deal.product.name),
                at=at,
                owner=deal.owner,
                deal=deal,
                duration_seconds=seconds and round(self.clock.around(seconds, 0.4)),
                amount_minor=deal.amount_minor if kind == Kind.PROPOSAL else None,
            )

    def _free_rep(self, day: date) -> Worker:
        return self.rng.choice([worker for worker in self.company.reps if worker.stay_on(day)])

    def _successor(self, leaver: Worker) -> Worker:
        """A colleague who was in the team all the time takes over."""
        stayed = [
            worker
            for worker in self.company.reps
            if worker.person.team == leaver.person.team and worker.stays[0].starts_on is worker.stays[0].ends_on is None
        ]
        return stayed[len(leaver.person.name) % len(stayed)]

    def _product(self) -> cast.ProductLine:
        return self.clock.pick(cast.PRODUCTS, [line.share for line in cast.PRODUCTS])

    def _account(self) -> str:
        return f"{self.rng.choice(cast.ACCOUNT_FIRST)} {self.rng.choice(cast.ACCOUNT_LAST)}"

    def _next(self) -> int:
        self.number += 1
        return self.number
