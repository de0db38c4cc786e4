"""The page of one breach: its cause, what is done about it, and the word of both sides."""

import pytest

from audit.models import Event
from slas.models import Breach
from teams.tenancy import tenant
from tests.slas.running import cases, in_force, today, words

__all__ = ["cases", "in_force", "today"]
pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def breach(organisation, cases) -> Breach:
    with tenant(organisation.pk):
        return Breach.objects.get(clock=cases["late"])


def reloaded(breach) -> Breach:
    with tenant(breach.organisation_id):
        return Breach.objects.select_related("action_owner").get(pk=breach.pk)


def send(client, breach, **values):
    defaults = {"cause": "routing", "cause_note": "Sat in a queue", "version": 1}
    return client.post(client.organisation_url("slas:breach_edit", breach.pk), defaults | values)


def sign(client, breach, side, version=2):
    return client.post(
        client.organisation_url("slas:breach_sign", breach.pk), {"side": side, "version": version}, follow=True
    )


def test_cause_and_action_are_written_down_and_in_the_trail(client_of, ops_auditor, rep, breach):
    client = client_of(ops_auditor)
    action = {"action": "A second route", "action_owner": rep.pk, "action_due_on": "2026-08-20"}
    assert send(client, breach, **action).status_code == 302
    found = reloaded(breach)
    assert (found.cause, found.action_owner, found.version) == ("routing", rep, 2)
    text = words(client.get(client.organisation_url("slas:breach_detail", breach.pk)))
    assert "Routing delay" in text
    assert "A second route" in text
    with tenant(breach.organisation_id):
        line = Event.objects.of(breach.organisation_id).get(action="breach.edit")
    assert (line.actor_name, line.after["cause"]) == ("Omar Ops", "routing")


def test_what_stands_on_no_version_overwrites_nothing(client_of, ops_auditor, breach):
    response = send(client_of(ops_auditor), breach, version="")
    assert response.status_code == 409
    assert reloaded(breach).cause == ""


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"cause": ""}, "This field is required"),
        ({"action": "Do better"}, "Say who does it, and by when"),
        ({"action_done_on": "2026-08-15"}, "This lies in the future."),
    ],
)
def test_wrong_input_is_shown_again_with_the_reason(client_of, ops_auditor, breach, values, reason):
    response = send(client_of(ops_auditor), breach, **values)
    assert response.status_code == 422
    assert reason in words(response)
    assert reloaded(breach).version == 1


def test_two_people_never_overwrite_each_other(client_of, ops_auditor, admin, breach):
    send(client_of(ops_auditor), breach)
    response = send(client_of(admin), breach, cause="capacity")
    assert response.status_code == 409
    assert {"Routing delay", "Capacity"} <= {
        part.strip() for part in response.content.decode().replace("<", ">").split(">")
    }
    assert reloaded(breach).cause == "routing"


def test_both_sides_sign_each_for_itself(client_of, ops_auditor, sales_manager, marketing_manager, breach):
    send(client_of(ops_auditor), breach)
    sales, marketing = client_of(sales_manager), client_of(marketing_manager)
    assert "You cannot sign for this department" in words(sign(sales, breach, "marketing"))
    assert "Signed off for your side" in words(sign(sales, breach, "sales"))
    assert "Signed off for your side" in words(sign(marketing, breach, "marketing"))
    found = reloaded(breach)
    assert (found.sales_signed_by_id, found.marketing_signed_by_id) == (sales_manager.pk, marketing_manager.pk)


def test_an_owner_signs_for_one_side_only(client_of, owner, breach):
    client = client_of(owner)
    send(client, breach)
    sign(client, breach, "sales")
    assert "You have signed already" in words(sign(client, breach, "marketing"))


@pytest.mark.parametrize(("version", "reason"), [(1, "changed since you opened it"), ("x", "changed since")])
def test_only_what_was_shown_is_signed(client_of, owner, breach, version, reason):
    client = client_of(owner)
    send(client, breach)
    assert reason in words(sign(client, breach, "sales", version=version))
    assert reloaded(breach).sales_signed_at is None


def test_without_a_cause_there_is_nothing_to_sign(client_of, owner, breach):
    assert "Write down the cause" in words(sign(client_of(owner), breach, "sales", version=1))


def test_signatures_under_other_words_fall(client_of, owner, ops_auditor, breach):
    send(client_of(ops_auditor), breach)
    sign(client_of(owner), breach, "sales")
    send(client_of(ops_auditor), breach, cause="capacity", version=2)
    assert reloaded(breach).sales_signed_at is None


def test_who_may(client_of, rep, marketer, viewer, stranger, organisation, breach):
    reps = client_of(rep)
    assert reps.get(reps.organisation_url("slas:breach_detail", breach.pk)).status_code == 200
    assert reps.get(reps.organisation_url("slas:breach_edit", breach.pk)).status_code == 403
    for member in (marketer, viewer):
        client = client_of(member)
        assert client.get(client.organisation_url("slas:breach_detail", breach.pk)).status_code == 403
    client = client_of(stranger)
    for page in ("", "edit/", "sign/"):
        assert client.post(f"/o/{organisation.slug}/breaches/{breach.pk}/{page}").status_code == 404


def test_that_it_was_done_leaves_the_signatures(client_of, ops_auditor, sales_manager, rep, breach):
    client = client_of(ops_auditor)
    action = {"action": "A second route", "action_owner": rep.pk, "action_due_on": "2026-08-20"}
    send(client, breach, **action)
    with tenant(breach.organisation_id):
        Breach.objects.filter(pk=breach.pk).update(sales_signed_by=sales_manager, sales_signed_at=breach.breached_at)
    send(client, breach, **action, action_done_on="2026-08-13", version=2)
    found = reloaded(breach)
    assert (str(found.action_done_on), found.sales_signed_by_id) == ("2026-08-13", sales_manager.pk)


def test_a_side_that_has_signed_is_not_signed_again(client_of, owner, admin, breach):
    send(client_of(owner), breach)
    sign(client_of(admin), breach, "sales")
    before = reloaded(breach)
    assert "This side has signed already." in words(sign(client_of(owner), breach, "sales"))
    after = reloaded(breach)
    assert (after.sales_signed_by_id, after.sales_signed_at) == (before.sales_signed_by_id, before.sales_signed_at)
    assert before.sales_signed_by_id is not None
