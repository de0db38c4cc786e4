"""Negotiations of the present quarter, one in each state: told through the product's own actions, some days ago.

Agreements end at the target that the objective has, so that sums of targets stay what they are.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F

from goals.access import Opening
from goals.actions import negotiations, signatures
from goals.demo.company import Company
from goals.demo.targets import nice
from goals.models import Negotiation, Objective, Scope
from goals.rules.negotiation import Part, Side
from notifications.models import Notification
from teams.models import Membership

M, H = Side.MANAGER, Side.HOLDER
# Who, what was said first by the manager and then by the rep, and how the story goes.
STORIES = (
    ("Daniel Osei", "signed"),
    ("Sofia Lindqvist", "signed"),
    ("Khalid Al-Mansouri", "amended"),
    ("林雨桐", "agreed"),
    ("Priya Raman", "countered"),
    ("Hannah Kowalska", "countered"),
    ("Marcus Bell", "imposed"),
    ("Ethan Brooks", "escalated"),
    ("Wang Jiayi", "withdrawn"),
    ("Grace Whitfield", "offered"),
    ("فاطمة الزهراني", "offered"),
)
OFFERS = (
    "Your territory grew faster than the others last year, and two large renewals fall into this quarter.",
    "The pipeline you built in spring covers this number more than three times.",
)
COUNTERS = (
    "Two of the renewals moved into next quarter. Without them the number is lower.",
    "A competitor came into my market eleven weeks ago, and wins are rarer since.",
)
EVIDENCE = "https://crm.saltmarsh.example/reports/renewals\nWin rate of the last eight weeks against the year before"
ARABIC_OFFER = "نما إقليمك أسرع من غيره العام الماضي، وفي هذا الربع تجديدان كبيران."


@dataclass(frozen=True, slots=True)
class Table:
    """Who sits at it, what is asked, and what time it is."""

    company: Company
    objective: Objective
    holder: Membership
    manager: Membership
    now: datetime

    def ago(self, days: float) -> datetime:
        return self.now - timedelta(days=days)

    def number(self, share: str, said: str, *, days: float, evidence: str = "", answer_in: float = 7) -> dict[str, Any]:
        """A share of the target, rounded as people do; the target itself is left as it is."""
        target = self.objective.target
        committed = target if share == "1" else nice(target * Decimal(share), self.objective.metric)
        until = self.ago(days) + timedelta(days=answer_in)
        words = {"rationale": said, "evidence": evidence, "answer_until": until}
        return {
            "committed": committed,
            "upper": None,
            "stretch": committed * Decimal("1.2"),
        } | words

    def offer(self, *, days: float, share: str = "1.08", said: str = OFFERS[0], answer_in: float = 7) -> Negotiation:
        department = self.company.departments["Sales"]
        opening = Opening(self.objective, self.holder, department, M)
        values = self.number(share, said, days=days, answer_in=answer_in)
        return negotiations.start(opening=opening, values=values, by=self.manager, at=self.ago(days))

    def bid(self, made: Negotiation, side: Side, *, days: float, share: str, said: str, **more: Any) -> Negotiation:
        values = self.number(share, said, days=days, **more)
        by = self.manager if side == M else self.holder
        return negotiations.bid(
            negotiation=made, side=side, values=values, seen=made.latest_id, by=by, at=self.ago(days)
        )

    def agree(self, *, days: float = 9) -> Negotiation:
        made = self.offer(days=days + 4)
        made = self.bid(made, H, days=days + 3, share="0.92", said=COUNTERS[0], evidence=EVIDENCE)
        made = self.bid(made, M, days=days + 1, share="1", said=OFFERS[1])
        return negotiations.accept(negotiation=made, side=H, seen=made.latest_id, by=self.holder, at=self.ago(days))

    def sign(self, made: Negotiation, *, days: float) -> Negotiation:
        for part, side, by in ((Part.HOLDER, H, self.holder), (Part.MANAGER, M, self.manager)):
            signatures.sign(
                negotiation=made, part=part, side=side, terms_hash=made.terms_hash, by=by, at=self.ago(days)
            )
        return made


def _offered(table: Table) -> None:
    said = ARABIC_OFFER if table.holder.full_name.isascii() is False else OFFERS[0]
    table.offer(days=2, share="1", said=said, answer_in=8)


def _countered(table: Table) -> Negotiation:
    made = table.offer(days=6, answer_in=5)
    return table.bid(made, H, days=1, share="0.9", said=COUNTERS[1], evidence=EVIDENCE)


def _agreed(table: Table) -> None:
    made = table.agree(days=2)
    terms: dict[str, Any] = {"terms_hash": made.terms_hash, "by": table.manager, "at": table.ago(1)}
    signatures.sign(negotiation=made, part=Part.MANAGER, side=M, **terms)


def _signed(table: Table) -> None:
    table.sign(table.agree(), days=8)


def _amended(table: Table) -> None:
    table.sign(table.agree(days=20), days=19)
    made = table.offer(
        days=9, share="1", said="Your second territory went to a colleague, so the number comes down again."
    )
    made = negotiations.accept(negotiation=made, side=H, seen=made.latest_id, by=table.holder, at=table.ago(8))
    table.sign(made, days=7)


def _imposed(table: Table) -> None:
    made = table.offer(days=12)
    made = table.bid(made, H, days=10, share="0.7", said=COUNTERS[1])
    values = table.number("1", "We talked twice. The plan of the region needs this number.", days=8)
    negotiations.impose(negotiation=made, side=M, values=values, seen=made.latest_id, by=table.manager, at=table.ago(8))


def _escalated(table: Table) -> None:
    made = table.offer(days=9)
    negotiations.escalate(negotiation=made, side=None, by=None, at=table.ago(1))


def _withdrawn(table: Table) -> None:
    made = table.offer(days=7)
    negotiations.withdraw(
        negotiation=made, side=M, note="The territories are cut anew first.", by=table.manager, at=table.ago(5)
    )


TELL: dict[str, Callable[[Table], Any]] = {
    "offered": _offered,
    "countered": _countered,
    "agreed": _agreed,
    "signed": _signed,
    "amended": _amended,
    "imposed": _imposed,
    "escalated": _escalated,
    "withdrawn": _withdrawn,
}


def tell(*, company: Company, at: datetime) -> None:
    """Play all stories. The letters about what is long done have gone out already."""
    near, abroad = (company.with_account(name) for name in ("sales", "sales.international"))
    for name, story in STORIES:
        worker = company.workers[name]
        manager = near if worker.person.team in ("Enterprise", "Mid-market") else abroad
        objective = _quota(worker.membership, at)
        if objective is not None:
            TELL[story](Table(company, objective, worker.membership, manager, at))
    Notification.objects.filter(kind__startswith="target_").update(mailed_at=F("created_at"))


def _quota(member: Membership, at: datetime) -> Objective | None:
    """The person's revenue objective of the quarter that holds the day."""
    today = at.date()
    rows = Objective.objects.filter(scope=Scope.REP, rep=member, metric_key="won_revenue", period__kind="quarter")
    rows = rows.filter(period__starts_on__lte=today, period__ends_on__gt=today)
    return rows.select_related("period", "owner", "rep").first()
