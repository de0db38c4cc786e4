"""A sweep goes through all organisations: what fails in one of them must not keep the others waiting."""

from importlib import import_module

import pytest
from celery.exceptions import SoftTimeLimitExceeded

from teams.models import Membership
from teams.tenancy import active_organisation_id, apart, tenant
from tests.factories.teams import NOW, make_membership

SWEEPS = [
    ("slas", "sweep_clocks", "sweeps.breach"),
    ("slas", "sweep_clock_notices", "notices.tell"),
    ("slas", "sweep_lead_arrivals", "arrivals.tell"),
    ("slas", "sweep_clock_exports", "exports.due"),
    ("goals", "sweep_negotiations", "negotiation_sweeps.due"),
    ("goals", "sweep_reminders", "reminders.due"),
    ("goals", "tick_nightly", "recomputes.tick"),
    ("pipeline", "sweep_imports", "import_runs.due"),
    ("notifications", "sweep_notifications", "letters.people_due"),
    ("notifications", "tick_audit_heads", "actions.send_audit_head"),
    ("teams", "sweep_invitations", "invitations.mail"),
]


@pytest.mark.parametrize(("app", "sweep", "action"), SWEEPS)
def test_what_fails_in_one_organisation_stops_no_other(
    app, sweep, action, organisation, other_organisation, monkeypatch
):
    both, visited = [organisation.pk, other_organisation.pk], []
    for one in both:
        with tenant(one):
            make_membership()
            Membership.objects.update(invited_at=NOW, invitation_mailed_at=None, user=None)

    def fails(**_terms):
        visited.append(active_organisation_id())
        raise ValueError("poisoned")

    tasks = import_module(f"{app}.tasks")
    monkeypatch.setattr(f"{app}.tasks.{action}", fails)
    for asked in ("organisations_due", "every_organisation"):
        monkeypatch.setattr(tasks, asked, lambda *_work: both, raising=False)
    getattr(tasks, sweep)()
    assert visited == both


def test_the_end_of_its_time_ends_a_sweep():
    with pytest.raises(SoftTimeLimitExceeded), apart():
        raise SoftTimeLimitExceeded
