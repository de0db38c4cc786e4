"""Settings, people and structure count no versions: what a form showed stands for one, and nobody overwrites anybody."""

from datetime import date

import pytest

from teams.tenancy import tenant
from tests.factories.teams import make_assignment, make_department, make_membership, make_team, make_territory


@pytest.fixture
def rows(organisation):
    """A row of each form, and what somebody else saves meanwhile."""
    with tenant(organisation.pk):
        sales = make_department(name="Sales")
        team = make_team(name="North", department=sales)
        member = make_membership(full_name="Nora North")
        return {
            "organisation_edit": (organisation, {"name": "Acme & Sons"}),
            "department_edit": (sales, {"name": "Selling"}),
            "team_edit": (team, {"name": "Northern"}),
            "territory_edit": (make_territory(name="East"), {"name": "Eastern"}),
            "member_edit": (member, {"is_active": False}),
            "assignment_edit": (
                make_assignment(membership=member, team=team, starts_on=date(2026, 1, 1), ends_on=date(2026, 7, 1)),
                {"ends_on": date(2026, 8, 1)},
            ),
        }


TYPED = {"assignment_edit": {"ends_on": "2026-09-30"}, "member_edit": {"full_name": "Nora Norton"}}
BOTH = {
    "assignment_edit": ("Jul 31, 2026", "Sep 30, 2026"),
    "member_edit": ("<bdi>No</bdi>", "Nora Norton"),
    "organisation_edit": ("Acme &amp; Sons", "Mine"),
}


@pytest.mark.parametrize(
    "name", ["organisation_edit", "department_edit", "team_edit", "territory_edit", "member_edit", "assignment_edit"]
)
def test_who_comes_second_sees_both_and_chooses(client_of, owner, rows, name):
    row, theirs = rows[name]
    client = client_of(owner)
    url = client.organisation_url(f"teams:{name}", *([] if name == "organisation_edit" else [row.pk]))
    form = client.get(url).context["form"]
    ours = TYPED.get(name, {"name": "Mine"})
    sent = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, False)} | ours
    with tenant(owner.organisation_id):
        type(row).objects.filter(pk=row.pk).update(**theirs)
    refused = client.post(url, sent)
    assert refused.status_code == 409
    for word in BOTH.get(name, (*theirs.values(), "Mine")):
        assert word in refused.text
    with tenant(owner.organisation_id):
        assert type(row).objects.filter(pk=row.pk, **theirs).exists()
    again = sent | {"version": refused.context["form"]["version"].value()}
    assert client.post(url, again).status_code == 302
    with tenant(owner.organisation_id):
        assert not type(row).objects.filter(pk=row.pk, **theirs).exists()
