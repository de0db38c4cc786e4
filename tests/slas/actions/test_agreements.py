"""Drafted together, signed by both, then in force and never changed."""

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError

from slas.actions import agreements, promises
from slas.models import AgreementVersion, Promise, Signature
from teams.actions.refusals import Refused
from teams.actions.versions import EditConflict
from teams.models import Department
from teams.permissions import Role
from tests.factories.slas import make_agreement, make_promise, put_in_force
from tests.factories.teams import NOW, make_calendar, make_department, make_membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(in_tenant):
    version = make_agreement()
    make_promise(version=version)
    return again(version)


def again(version):
    return AgreementVersion.objects.select_related("agreement__marketing", "agreement__sales").get(pk=version.pk)


def sign(version, side, member, **values):
    return agreements.sign(version=version, side=side, by=member, at=NOW, **({"revision": version.revision} | values))


def test_one_signature_is_not_enough(draft):
    assert sign(draft, "sales", make_membership(Role.SALES_MANAGER)).is_draft
    signed = sign(draft, "marketing", make_membership(Role.MARKETING_MANAGER))
    assert (signed.is_in_force, signed.in_force_at) == (True, NOW)
    assert len(set(Signature.objects.values_list("terms_hash", flat=True))) == 1


def test_the_next_version_ends_the_one_before(draft):
    first = put_in_force(draft)
    second = agreements.draft(agreement=first.agreement, by=make_membership(), at=NOW)
    lines = [set(Promise.objects.filter(version=version).values_list("line", flat=True)) for version in (first, second)]
    assert lines[0] == lines[1]
    put_in_force(second)
    assert list(AgreementVersion.objects.in_force()) == [second]
    assert again(first).ended_at == NOW


def test_there_is_one_draft_at_a_time(draft):
    with pytest.raises(Refused, match="draft already"):
        agreements.draft(agreement=draft.agreement, by=make_membership(), at=NOW)


def test_a_change_after_a_signature_asks_for_it_again(draft):
    sign(draft, "sales", make_membership(Role.SALES_MANAGER))
    agreements.edit(
        version=draft, revision=draft.revision, values={"introduction": "New"}, by=make_membership(), at=NOW
    )
    assert not Signature.objects.exists()
    with pytest.raises(Refused, match="changed since you opened it"):
        sign(draft, "marketing", make_membership(Role.MARKETING_MANAGER))


@pytest.mark.parametrize(
    ("role", "side", "may"),
    [
        (Role.SALES_MANAGER, "sales", True),
        (Role.SALES_MANAGER, "marketing", False),
        (Role.MARKETING_MANAGER, "marketing", True),
        (Role.OWNER, "sales", True),
        (Role.ADMIN, "marketing", True),
        (Role.OPS_AUDITOR, "sales", False),
        (Role.REP, "sales", False),
    ],
)
def test_who_signs_for_a_department(draft, role, side, may):
    signers = {True: lambda: sign(draft, side, make_membership(role)), False: lambda: refused(draft, role, side)}
    signers[may]()
    assert Signature.objects.exists() is may


def refused(draft, role, side):
    with pytest.raises(Refused, match="cannot sign"):
        sign(draft, side, make_membership(role))


def test_the_head_of_a_department_signs_for_it(draft):
    head = make_membership(Role.SALES_MANAGER)
    Department.objects.filter(pk=draft.agreement.sales_id).update(head=head)
    refused(again(draft), Role.SALES_MANAGER, "sales")
    sign(again(draft), "sales", head)
    assert Signature.objects.get().member_id == head.pk


def test_nobody_signs_for_both_sides(draft):
    owner = make_membership(Role.OWNER)
    sign(draft, "sales", owner)
    with pytest.raises(Refused, match="other side"):
        sign(draft, "marketing", owner)
    with pytest.raises(Refused, match="signed already"):
        sign(draft, "sales", make_membership(Role.OWNER))


def test_an_empty_agreement_cannot_be_signed(in_tenant):
    with pytest.raises(Refused, match="nothing to sign"):
        sign(make_agreement(), "sales", make_membership(Role.OWNER))


def test_two_agreements_over_one_department_are_refused(draft):
    with pytest.raises(Refused, match="another agreement"):
        make_agreement(name="Second", sales=draft.agreement.sales)
    with pytest.raises(Refused, match="already in use"):
        make_agreement(name="Our agreement", sales=make_department(), marketing=make_department())


@pytest.mark.parametrize(
    "change",
    [
        lambda signed: agreements.edit(
            version=signed, revision=signed.revision, values={"introduction": "New"}, by=make_membership(), at=NOW
        ),
        lambda signed: make_promise(version=signed, kind="decision"),
        lambda signed: promises.remove(
            promise=Promise.objects.select_related("version").get(), by=make_membership(), at=NOW
        ),
        lambda signed: agreements.discard(version=signed, by=make_membership(), at=NOW),
        lambda signed: sign(signed, "sales", make_membership(Role.OWNER)),
    ],
)
def test_what_is_in_force_is_refused_by_every_action(draft, change):
    signed = put_in_force(draft)
    with pytest.raises(Refused, match="Both sides have signed"):
        change(signed)


@pytest.mark.parametrize(
    "change",
    [
        lambda: AgreementVersion.objects.update(introduction="New"),
        lambda: AgreementVersion.objects.update(in_force_at=None),
        lambda: Promise.objects.update(amount=1),
        lambda: Promise.objects.all()._raw_delete("default"),
        lambda: Signature.objects.update(terms_hash="0"),
    ],
)
def test_the_database_refuses_to_change_what_was_signed(draft, change):
    put_in_force(draft)
    with pytest.raises(ProgrammingError, match="never changed"), transaction.atomic():
        change()


def test_two_editors_do_not_overwrite_each_other(draft):
    change = {"version": draft, "revision": draft.revision, "by": make_membership(), "at": NOW}
    agreements.edit(values={"introduction": "One"}, **change)
    with pytest.raises(EditConflict):
        agreements.edit(values={"introduction": "Two"}, **change)


def test_leads_of_the_past_belong_to_the_version_of_their_time(draft):
    first = put_in_force(draft)
    second = agreements.draft(agreement=first.agreement, by=make_membership(), at=NOW)
    with pytest.raises(Refused, match="in force then"):
        agreements.edit(
            version=second, revision=1, values={"applies_from": NOW.replace(year=2025)}, by=make_membership(), at=NOW
        )


def test_leads_of_the_future_are_no_beginning(draft):
    later = {"applies_from": NOW.replace(year=2027)}
    with pytest.raises(Refused, match="in the past"):
        agreements.edit(version=draft, revision=draft.revision, values=later, by=make_membership(), at=NOW)


def test_a_first_draft_goes_with_its_agreement(draft):
    agreements.discard(version=draft, by=make_membership(), at=NOW)
    assert not AgreementVersion.objects.exists()


@pytest.mark.parametrize(
    ("amount", "unit", "minutes"), [(30, "minutes", 30), (4, "hours", 240), (5, "days", 2400), (1, "days", 480)]
)
def test_a_working_day_is_as_long_as_the_calendar_says(in_tenant, amount, unit, minutes):
    assert make_promise(amount=amount, unit=unit).allowed_minutes == minutes


@pytest.mark.parametrize(("amount", "unit"), [(0, "hours"), (10_000, "days")])
def test_a_promise_of_no_time_or_of_years_is_refused(in_tenant, amount, unit):
    with pytest.raises(Refused, match="at least a minute"):
        make_promise(amount=amount, unit=unit)


def test_the_same_promise_twice_is_refused(draft):
    with pytest.raises(Refused, match="already") as caught:
        make_promise(version=draft, calendar=make_calendar().calendar)
    assert caught.value.field == "kind"
