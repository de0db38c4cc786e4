"""What the tests of negotiations share: people, an offer, and the next steps in one word."""

from datetime import timedelta
from typing import Any

import pytest

from goals.actions import negotiations, signatures
from goals.models import Negotiation
from goals.rules.negotiation import Part, Side
from notifications.models import Notification
from teams.models import Department, Membership, Organisation
from tests.factories.negotiations import make_negotiation, number
from tests.factories.teams import NOW, make_assignment, make_department, make_membership, make_team

M, H = Side.MANAGER, Side.HOLDER
DAY = timedelta(days=1)


@pytest.fixture
def sales(in_tenant: Organisation, rep: Membership, sales_manager: Membership) -> Department:
    """Rita works in West, Sara leads it, a head and an owner stand above."""
    department = make_department(name="Sales", head=make_membership("sales_manager", full_name="Hanna Head"))
    team = make_team(name="West", department=department)
    make_assignment(membership=rep, team=team)
    make_assignment(membership=sales_manager, team=team)
    make_membership("owner", full_name="Olga Owner")
    return department


@pytest.fixture
def offered(sales: Department, rep: Membership, sales_manager: Membership) -> Negotiation:
    return make_negotiation(rep=rep, department=sales, opened_by=sales_manager, number=number(400_000, stretch=500_000))


def counter(negotiation: Negotiation, committed: int = 300_000, **values: Any) -> Negotiation:
    return negotiations.bid(
        negotiation=negotiation,
        side=H,
        values=number(committed, **values),
        seen=negotiation.latest_id,
        by=negotiation.holder,
        at=NOW,
    )


def agreed(negotiation: Negotiation) -> Negotiation:
    return negotiations.accept(
        negotiation=negotiation, side=H, seen=negotiation.latest_id, by=negotiation.holder, at=NOW
    )


def sign_all(negotiation: Negotiation) -> Negotiation:
    people = {Part.HOLDER: (H, negotiation.holder), Part.MANAGER: (M, negotiation.opened_by)}
    for part, (side, by) in people.items():
        signatures.sign(negotiation=negotiation, part=part, side=side, terms_hash=negotiation.terms_hash, by=by, at=NOW)
    return now(negotiation)


def now(negotiation: Negotiation) -> Negotiation:
    return Negotiation.objects.with_parties().get(pk=negotiation.pk)


def told(kind: str) -> set[str]:
    return {notice.to.full_name for notice in Notification.objects.filter(kind=kind).select_related("to")}
