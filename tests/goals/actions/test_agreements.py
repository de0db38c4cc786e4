"""Agreements: the target that is set, terms that are frozen, signatures, amendments."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from goals.actions import negotiations, objectives, signatures
from goals.actions.agreements import TermsFrozen
from goals.actions.setting import OwnTarget
from goals.models import Guardrail, Negotiation, Objective, ObjectiveProgress, Signature
from goals.queries.exact_terms import FROZEN, exact_terms
from goals.rules import receipts, refusals
from goals.rules.negotiation import Part, State
from teams.models import Department, Membership, Organisation
from teams.rules.signing import text_hash
from tests.factories.goals import make_objective
from tests.factories.negotiations import make_negotiation, make_opening, number
from tests.factories.teams import NOW, make_department, make_membership
from tests.goals.actions.conversation import H, M, agreed, counter, now, offered, sales, sign_all, told

__all__ = ["offered", "sales"]
pytestmark = pytest.mark.usefixtures("in_tenant")


def test_an_agreement_sets_the_target_and_freezes_its_terms(offered: Negotiation, rep: Membership) -> None:
    negotiation = agreed(offered)
    objective = Objective.objects.get()
    assert (negotiation.state, objective.target, objective.stretch) == (State.AGREED, 400_000, 500_000)
    assert ObjectiveProgress.objects.get().objective_id == objective.pk
    kept = now(negotiation)
    assert kept.terms_hash == text_hash(receipts.canonical(terms=kept.terms))
    assert (kept.terms["target"], kept.terms["currency"], kept.terms["scope"]["name"]) == ("400000", "USD", "Rita Rep")
    assert kept.terms["metric"]["sentence"] == "The value of deals won in the period."
    assert told("target_agreed") == {"Sara Sales"}


def test_a_relative_target_becomes_the_number_that_was_agreed(sales: Department, rep: Membership) -> None:
    objective = make_objective(
        rep=rep, owner=rep, baseline=Decimal(100), target=Decimal(110), target_mode="relative", target_change="0.1"
    )
    agreed(make_negotiation(rep=rep, objective=objective, number=number(120)))
    objective = Objective.objects.get()
    assert (objective.target, objective.target_mode, objective.target_change) == (120, "absolute", None)


def test_an_imposition_is_marked_for_ever(offered: Negotiation, sales_manager: Membership, rep: Membership) -> None:
    countered = counter(offered)
    imposed = negotiations.impose(
        negotiation=countered, side=M, values=number(), seen=countered.latest_id, by=sales_manager, at=NOW
    )
    for change in ({"imposed_at": None, "imposed_by": None}, {"terms_hash": "0" * 64}, {"terms": {}}):
        with pytest.raises(DatabaseError, match=r"never changed|stays marked"), transaction.atomic():
            Negotiation.objects.filter(pk=imposed.pk).update(**change)
    amendment = make_negotiation(rep=rep, objective=imposed.objective, opened_by=sales_manager, number=number(350_000))
    agreed(amendment)
    assert (now(imposed).state, now(imposed).is_imposed) == (State.AMENDED, True)


def test_both_sign_and_the_agreement_runs(offered: Negotiation, sales_manager: Membership) -> None:
    negotiation = agreed(offered)
    with pytest.raises(refusals.OtherTerms):
        signatures.sign(
            negotiation=negotiation, part=Part.HOLDER, side=H, terms_hash="0" * 64, by=sales_manager, at=NOW
        )
    assert sign_all(negotiation).state == State.ACTIVE, "its period has begun"
    assert told("target_signed") == {"Rita Rep"}
    with pytest.raises(refusals.AlreadySigned):
        sign_all(negotiation)


def test_both_departments_sign_what_binds_both(offered: Negotiation) -> None:
    marketing = make_department("marketing", name="Marketing", head=make_membership("marketing_manager"))
    other = make_objective(owner=offered.holder)
    opening = make_opening(objective=other, rep=offered.holder)
    negotiation = negotiations.start(
        opening=opening, values=number(), other_department=marketing, by=offered.opened_by, at=NOW
    )
    negotiation = agreed(negotiation)
    assert marketing.head.full_name in told("target_agreed")
    assert sign_all(negotiation).state == State.AGREED, "the other department is missing"
    arguments: dict[str, Any] = {"terms_hash": negotiation.terms_hash, "by": marketing.head, "at": NOW}
    signed = signatures.sign(negotiation=negotiation, part=Part.OTHER_DEPARTMENT, side=None, **arguments)
    assert (now(negotiation).state, signed.department) == (State.ACTIVE, marketing)


def test_nobody_signs_for_two(offered: Negotiation) -> None:
    negotiation = agreed(offered)
    arguments: dict[str, Any] = {"terms_hash": negotiation.terms_hash, "by": negotiation.holder, "at": NOW}
    signatures.sign(negotiation=negotiation, part=Part.HOLDER, side=H, **arguments)
    with pytest.raises(refusals.SignedForOther), transaction.atomic():
        signatures.sign(negotiation=negotiation, part=Part.MANAGER, side=H, **arguments)
    second = {"signed_by": negotiation.holder, "signed_at": NOW, "terms_hash": negotiation.terms_hash}
    with pytest.raises(IntegrityError, match="goals_signature_one_per_person"), transaction.atomic():
        Signature.objects.create(negotiation=negotiation, part=Part.MANAGER.value, **second)


def test_frozen_terms_are_changed_by_an_amendment_only(
    offered: Negotiation, sales_manager: Membership, rep: Membership
) -> None:
    first = sign_all(agreed(offered))
    objective = Objective.objects.get()
    arguments: dict[str, Any] = {"objective": objective, "version": objective.version, "by": sales_manager, "at": NOW}
    with pytest.raises(TermsFrozen) as frozen:
        objectives.edit(values={"target": Decimal(1), "title": "Mine"}, **arguments)
    assert (frozen.value.negotiation.pk, frozen.value.fields) == (first.pk, {"target"})
    assert objectives.edit(values={"target": Decimal(400_000), "title": "Mine"}, **arguments).title == "Mine"
    second = make_negotiation(rep=rep, objective=objective, opened_by=sales_manager, number=number(350_000))
    assert (second.number, now(first).state) == (2, State.ACTIVE)
    agreed(second)
    assert (now(first).state, now(second).state) == (State.AMENDED, State.AGREED)
    assert (Objective.objects.get().target, now(first).terms["target"]) == (350_000, "400000")


def test_the_holder_may_ask_for_an_amendment(offered: Negotiation, rep: Membership, sales_manager: Membership) -> None:
    first = agreed(offered)
    wish = negotiations.start(
        opening=make_opening(rep=rep, objective=first.objective, side=H), values=number(300_000), by=rep, at=NOW
    )
    assert (wish.state, wish.number, wish.opened_side) == (State.COUNTERED, 2, "holder")
    declined = negotiations.withdraw(negotiation=wish, side=M, note="It stays.", by=sales_manager, at=NOW)
    assert (declined.state, now(first).state) == (State.WITHDRAWN, State.AGREED)


def test_nobody_edits_their_own_target(
    sales: Department, rep: Membership, sales_manager: Membership, admin: Membership
) -> None:
    own = make_objective(rep=rep, owner=sales_manager)
    departments = make_objective(department=sales, owner=sales_manager)
    for objective, by, above in ((own, rep, sales_manager), (departments, sales.head, admin)):
        loaded = Objective.objects.select_related("department").get(pk=objective.pk)
        with pytest.raises(OwnTarget):
            objectives.edit(objective=loaded, version=1, values={"target": Decimal(1)}, by=by, at=NOW)
        assert objectives.edit(objective=loaded, version=1, values={"target": Decimal(1)}, by=above, at=NOW)


def test_every_field_of_an_objective_is_frozen_or_free() -> None:
    """A new field must be put on one of the two lists."""
    free = {"id", "organisation", "goal", "title", "weight", "is_archived", "version", "created_at"}
    free |= {"parent", "relation", "contribution_share", "pace_method", "season_weights"}
    fields = {field.name for field in Objective._meta.concrete_fields}
    assert fields - free - set(FROZEN) == set()
    assert set(FROZEN) <= fields


def test_terms_name_their_guardrails(offered: Negotiation, organisation: Organisation) -> None:
    objective = Objective.objects.with_scope().select_related("owner").get()
    without = exact_terms(objective=objective, organisation=organisation)
    Guardrail.objects.create(objective=objective, metric_key="win_rate", limit=Decimal("0.3"))
    terms = exact_terms(objective=objective, organisation=organisation)
    assert [guard["limit"] for guard in terms["guardrails"]] == ["0.3"]
    assert receipts.canonical(terms=without) != receipts.canonical(terms=terms)
