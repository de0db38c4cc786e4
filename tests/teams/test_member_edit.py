import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from teams.actions import members
from teams.actions.refusals import Refused
from teams.actions.versions import shown_as
from teams.models import Membership
from teams.tenancy import tenant
from tests.factories.teams import NOW, make_membership

pytestmark = pytest.mark.django_db


def post(client, member, **values):
    entered = {"full_name": member.full_name, "role": member.role, "is_active": "on"} | values
    return client.post(client.organisation_url("teams:member_edit", member.pk), entered)


def present(member):
    with tenant(member.organisation_id):
        return Membership.objects.get(pk=member.pk)


def test_changes_a_role_and_writes_it_down(client_of, admin, rep):
    client = client_of(admin)
    assert client.get(client.organisation_url("teams:member_edit", rep.pk)).status_code == 200
    assert post(client, rep, role="sales_manager", full_name="Rita Riser").status_code == 302
    assert (present(rep).role, present(rep).name_key) == ("sales_manager", "rita riser")
    with tenant(admin.organisation_id):
        event = Event.objects.of(admin.organisation_id).get(action="membership.edit")
    assert event.before == {"full_name": "Rita Rep", "role": "rep"}


def test_a_deactivated_member_is_out_at_once(client_of, admin, rep):
    theirs = client_of(rep)
    assert theirs.get(theirs.organisation_url("teams:member_list")).status_code == 200
    post(client_of(admin), rep, is_active="")
    assert theirs.get(theirs.organisation_url("teams:member_list")).status_code == 404


def test_admins_do_not_act_on_owners(client_of, admin, owner):
    response = post(client_of(admin), owner, full_name="Mallory")
    assert response.status_code == 422
    assert present(owner).full_name == "Olga Owner"


def test_admins_raise_nobody_to_their_own_rank(client_of, admin, rep):
    assert post(client_of(admin), rep, role="admin").status_code == 422
    assert present(rep).role == "rep"


@pytest.mark.parametrize("values", [{"role": "admin"}, {"is_active": ""}])
def test_nobody_changes_their_own_role_so_the_last_owner_stays(client_of, owner, values):
    response = post(client_of(owner), owner, **values)
    assert response.status_code == 422
    assert (present(owner).role, present(owner).is_active) == ("owner", True)


def test_everybody_may_correct_their_own_name(client_of, owner):
    assert post(client_of(owner), owner, full_name="Olga Öwner").status_code == 302
    assert present(owner).full_name == "Olga Öwner"


def test_who_is_no_longer_an_owner_cannot_act_as_one(owner):
    with tenant(owner.organisation_id):
        other = make_membership("owner")
        Membership.objects.filter(pk=owner.pk).update(role="viewer")
        with pytest.raises(Refused):
            members.edit(member=other, values={"role": "viewer"}, by=owner, at=NOW)


def test_owners_are_locked_before_whom_one_of_them_edits(owner):
    """Two owners who edit each other would else each hold what the other waits for."""
    with tenant(owner.organisation_id):
        other, values = make_membership("owner"), {"full_name": "Otto Owner"}
        with CaptureQueriesContext(connection) as asked:
            members.edit(member=other, version=shown_as(other, values), values=values, by=owner, at=NOW)
    of_owners, of_one = [query["sql"] for query in asked if "FOR NO KEY UPDATE" in query["sql"]]
    assert str(other.pk) not in of_owners
    assert str(other.pk) in of_one
