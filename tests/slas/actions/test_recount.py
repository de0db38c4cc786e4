from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from slas.actions import clocks
from slas.actions.recount import recount
from slas.models import Clock
from teams.permissions import Role
from tests.factories.teams import NOW, make_membership
from tests.slas.conftest import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def leads(story, promise):
    told = [
        story().reaches("mql", at(5, "16:00")).touched(at(6, "10:00")),
        story().reaches("mql", at(5, "16:00")).touched(at(7, "10:00")),
        story().reaches("mql", at(5, "16:00")),
        story().reaches("mql", at(14, "11:00")),
    ]
    told[-1].swept(NOW)
    return told


def test_what_is_right_stays(leads):
    assert recount(at=NOW) == (4, 0)


@pytest.mark.parametrize("wrong", [{"due_at": at(6, "13:00")}, {"elapsed": timedelta(hours=9)}])
def test_what_is_wrong_is_derived_anew_from_the_log(leads, wrong):
    right = leads[0].clocks()
    Clock.objects.filter(lead=leads[0].lead).update(**wrong)
    assert recount(at=NOW) == (4, 1)
    (repaired,) = leads[0].clocks()
    assert (repaired.due_at, repaired.elapsed) == (right[0].due_at, right[0].elapsed)


def test_clocks_that_people_have_decided_about_are_left_to_the_log(leads):
    (running,) = leads[-1].clocks()
    clocks.pause(clock=running, reason="customer", by=make_membership(Role.OWNER), at=NOW)
    assert recount(at=NOW) == (3, 0)


def test_the_command_counts_every_organisation_or_one(leads, in_tenant, capsys):
    call_command("recount_clocks")
    call_command("recount_clocks", organisation=in_tenant.slug)
    assert capsys.readouterr().out.count("4 clocks counted, 0 leads derived anew") == 2
    with pytest.raises(CommandError, match="no organisation"):
        call_command("recount_clocks", organisation="nobody")
