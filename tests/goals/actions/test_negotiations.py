"""The verbs of a negotiation on real rows: what they change, what they leave, whom they tell."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import translation

from audit.models import Event
from goals.actions import negotiation_sweeps, negotiations, signatures
from goals.models import Negotiation, Objective, Offer
from goals.rules import refusals
from goals.rules.negotiation import Part, State
from goals.rules.targets import StretchFallsShort
from notifications.models import Notification
from teams.models import Department, Membership, Organisation
from tests.factories.negotiations import make_negotiation, make_offer, make_opening, number
from tests.factories.teams import NOW, make_assignment, make_department, make_membership, make_team
from tests.goals.actions.conversation import DAY, H, M, counter, now, offered, sales, told

__all__ = ["offered", "sales"]
pytestmark = pytest.mark.usefixtures("in_tenant")


def test_an_offer_and_its_answer(offered: Negotiation, rep: Membership, sales_manager: Membership) -> None:
    assert (offered.state, offered.latest.version, offered.number) == (State.OFFERED, 1, 1)
    assert told("target_offered") == {"Rita Rep"}
    countered = counter(offered)
    assert (countered.state, countered.latest.version, countered.latest.side) == (State.COUNTERED, 2, "holder")
    assert told("target_countered") == {"Sara Sales"}
    assert Objective.objects.get().target == 30_000_000, "a number on the table is not yet the target"
    actions = Event.objects.of(offered.organisation_id).filter(record_type="goals.negotiation")
    assert list(actions.order_by("pk").values_list("action", flat=True)) == [
        "negotiation.open",
        "negotiation.offer",
        "negotiation.counter",
    ]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Rita Rep answers with another number: Won revenue, Q3 2026"),
        ("zh-hans", "Rita Rep以另一个数字回应：赢单金额，2026 年第 3 季度"),
    ],
)
def test_a_notice_is_in_the_language_of_who_reads_it(offered: Negotiation, language: str, words: str) -> None:
    with translation.override("ar"):
        counter(offered)
    with translation.override(language):
        assert str(Notification.objects.get(kind="target_countered")) == words


def test_only_the_latest_version_is_accepted(offered: Negotiation, sales_manager: Membership) -> None:
    old = offered.latest_id
    countered = counter(offered)
    with pytest.raises(refusals.NewerOffer):
        negotiations.accept(negotiation=countered, side=M, seen=old, by=sales_manager, at=NOW)
    assert now(offered).state == State.COUNTERED


def test_two_people_who_offer_at_once_lose_neither(offered: Negotiation, sales_manager: Membership) -> None:
    seen = offered.latest_id
    arguments: dict[str, Any] = {"negotiation": offered, "side": M, "seen": seen, "by": sales_manager, "at": NOW}
    negotiations.bid(values=number(390_000), **arguments)
    with pytest.raises(refusals.NewerOffer):
        negotiations.bid(values=number(380_000), **arguments)
    assert list(Offer.objects.values_list("committed", flat=True)) == [400_000, 390_000]


def test_a_target_is_negotiated_once_at_a_time(offered: Negotiation, sales_manager: Membership) -> None:
    with pytest.raises(negotiations.AlreadyOpen) as found:
        make_negotiation(rep=offered.holder, objective=offered.objective, opened_by=sales_manager)
    assert found.value.negotiation.pk == offered.pk
    with pytest.raises(IntegrityError, match="goals_negotiation_one_open"), transaction.atomic():
        Negotiation.objects.create(
            objective=offered.objective,
            number=2,
            holder=offered.holder,
            opened_by=sales_manager,
            opened_side="manager",
            opened_at=NOW,
        )


def test_the_holder_does_not_open_for_themselves(sales: Department, rep: Membership) -> None:
    with pytest.raises(refusals.NotYourSide):
        negotiations.start(opening=make_opening(rep=rep, side=H), values=number(), by=rep, at=NOW)


def test_nobody_negotiates_with_somebody_who_left(sales: Department, rep: Membership) -> None:
    Membership.objects.filter(pk=rep.pk).update(is_active=False)
    rep.refresh_from_db()
    with pytest.raises(negotiations.NobodyAnswers):
        make_negotiation(rep=rep)


@pytest.mark.parametrize("verb", ["bid", "accept", "impose"])
def test_a_rep_who_left_in_the_middle(offered: Negotiation, sales_manager: Membership, verb: str) -> None:
    countered = counter(offered)
    Membership.objects.filter(pk=offered.holder_id).update(is_active=False)
    arguments = {"negotiation": countered, "side": M, "seen": countered.latest_id, "by": sales_manager, "at": NOW}
    values = {} if verb == "accept" else {"values": number()}
    with pytest.raises(refusals.HolderLeft):
        getattr(negotiations, verb)(**arguments, **values)
    assert negotiations.withdraw(negotiation=countered, side=M, note="", by=sales_manager, at=NOW).state == "withdrawn"


def test_a_leaver_is_told_of_once(offered: Negotiation) -> None:
    Membership.objects.filter(pk=offered.holder_id).update(is_active=False)
    assert negotiation_sweeps.advance(negotiation_id=offered.pk, at=NOW + 8 * DAY)
    assert not negotiation_sweeps.advance(negotiation_id=offered.pk, at=NOW + 9 * DAY)
    assert told("target_holder_left") == {"Sara Sales"}
    assert now(offered).state == State.OFFERED


def test_an_expired_offer_is_refused_and_kept(offered: Negotiation, rep: Membership) -> None:
    with pytest.raises(refusals.OfferExpired):
        negotiations.accept(negotiation=offered, side=H, seen=offered.latest_id, by=rep, at=NOW + 7 * DAY)
    assert now(offered).latest.committed == 400_000


def test_silence_escalates_rung_by_rung_and_never_accepts(offered: Negotiation) -> None:
    at, seen = NOW + 7 * DAY, []
    for _ in range(4):
        for negotiation_id in negotiation_sweeps.due(at=at):
            assert negotiation_sweeps.advance(negotiation_id=negotiation_id, at=at)
            assert not negotiation_sweeps.advance(negotiation_id=negotiation_id, at=at)
        seen.append(now(offered).escalated_to.full_name)
        at += 3 * DAY
    assert seen == ["Hanna Head", "Olga Owner", "Olga Owner", "Olga Owner"]
    assert now(offered).state == State.ESCALATED
    assert told("target_stuck") == {"Olga Owner"}
    assert Notification.objects.filter(kind="target_stuck").count() == 1


def test_who_is_asked_above_may_decide(offered: Negotiation) -> None:
    escalated = negotiations.escalate(negotiation=offered, side=H, note="Too high.", by=offered.holder, at=NOW)
    assert told("target_escalated") == {"Sara Sales", "Hanna Head"}
    head = escalated.escalated_to
    arguments: dict[str, Any] = {"side": M, "seen": escalated.latest_id, "by": head, "at": NOW}
    imposed = negotiations.impose(
        negotiation=escalated, values=number(380_000, rationale="We must close the gap."), **arguments
    )
    assert (imposed.state, imposed.imposed_by, imposed.is_imposed) == (State.IMPOSED, head, True)
    assert Objective.objects.get().target == 380_000
    with pytest.raises(refusals.WasImposed):
        signatures.sign(
            negotiation=imposed, part=Part.HOLDER, side=H, terms_hash=imposed.terms_hash, by=imposed.holder, at=NOW
        )


def test_nothing_is_imposed_before_the_holder_had_a_say(offered: Negotiation, sales_manager: Membership) -> None:
    with pytest.raises(refusals.NotAnsweredYet):
        negotiations.impose(
            negotiation=offered, side=M, values=number(), seen=offered.latest_id, by=sales_manager, at=NOW
        )


@pytest.mark.parametrize("change", [{"committed": 1}, {"rationale": "Other"}])
def test_numbers_are_only_added(offered: Negotiation, change: dict[str, Any]) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Offer.objects.update(**change)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Offer.objects.all()._raw_delete("default")


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"committed": Decimal(-1)}, negotiations.BelowZero),
        ({"stretch": Decimal(399_999)}, StretchFallsShort),
        ({"rationale": ""}, IntegrityError),
    ],
)
def test_a_number_that_cannot_be(sales: Department, rep: Membership, values: dict[str, Any], error: Any) -> None:
    with pytest.raises(error), transaction.atomic():
        make_negotiation(rep=rep, number=number() | values)
    assert not Negotiation.objects.exists()


def test_a_period_that_is_over_closes_all(offered: Negotiation, rep: Membership) -> None:
    over = NOW.replace(month=10, day=1, hour=0)
    assert negotiation_sweeps.due(at=over - timedelta(microseconds=1)) == [offered.pk], "only its deadline"
    assert negotiation_sweeps.advance(negotiation_id=offered.pk, at=over)
    assert now(offered).state == State.CLOSED
    with pytest.raises(refusals.IsClosed):
        counter(now(offered))


def test_an_offer_is_made_once_per_version(offered: Negotiation) -> None:
    with pytest.raises(IntegrityError, match="goals_offer_version"), transaction.atomic():
        make_offer(negotiation=offered, version=1)


def test_who_speaks_for_the_other_department_since_today_is_told(offered: Negotiation) -> None:
    """It is the next day already in Karachi."""
    Organisation.objects.update(time_zone="Asia/Karachi")
    team = make_team(department=make_department("marketing", name="Marketing"))
    fresh = make_membership("marketing_manager", full_name="Faiza Fresh")
    make_assignment(membership=fresh, team=team, starts_on=date(2026, 8, 15))
    Negotiation.objects.update(other_department=team.department)
    evening = NOW + timedelta(hours=8)
    negotiations.accept(negotiation=now(offered), side=H, seen=offered.latest_id, by=offered.holder, at=evening)
    assert "Faiza Fresh" in told("target_agreed")
