"""What whoever audits finds of a clock: a verdict that stands for ever, and what is done about a doubt."""

import pytest
from django.db import ProgrammingError, transaction

from audit.models import Event
from notifications.models import Notification
from pipeline.models import StageTransition
from slas.models import Clock, ClockReview
from slas.queries.exports import record_of
from teams.tenancy import tenant
from tests.factories.slas import make_clock_review
from tests.factories.teams import NOW
from tests.slas.conftest import at
from tests.slas.running import cases, in_force, today, words

__all__ = ["cases", "in_force", "today"]
pytestmark = pytest.mark.usefixtures("today")


def send(client, clock, verdict="confirmed", note=""):
    return client.post(client.organisation_url("slas:clock_review", clock.pk), {"verdict": verdict, "note": note})


def told(organisation, kind) -> list:
    with tenant(organisation.pk):
        return list(Notification.objects.filter(kind=kind).values_list("to", flat=True))


def test_a_verdict_stands_in_the_dossier_the_audit_trail_and_the_exports(client_of, ops_auditor, cases, organisation):
    client, clock = client_of(ops_auditor), cases["kept"]
    dossier = client.organisation_url("slas:clock_detail", clock.pk)
    assert "Nobody has reviewed this clock yet." in words(client.get(dossier))
    response = send(client, clock, note="Seen in the CRM")
    assert response.url == dossier
    page = words(client.get(dossier))
    assert "Your review is recorded, with your name." in page
    assert "Confirmed" in page and "Seen in the CRM" in page and ops_auditor.full_name in page
    with tenant(organisation.pk):
        line = Event.objects.of(organisation.pk).get(action="clock.review")
        record = record_of(clock, at=NOW)
    assert (line.record_id, line.after) == (str(clock.pk), {"verdict": "confirmed", "note": "Seen in the CRM"})
    assert [record[name] for name in ("review", "review_note", "reviewed_by", "reviewed_at")] == [
        "confirmed", "Seen in the CRM", ops_auditor.full_name, NOW,
    ]  # fmt: skip


def test_a_doubt_is_followed_up(client_of, ops_auditor, marketing_manager, cases, organisation):
    """Sales promised it to marketing, whose manager can take the breach back or waive it."""
    client, clock = client_of(ops_auditor), cases["late"]
    response = send(client, clock, "doubted")
    assert response.status_code == 422 and "Say what you doubt." in words(response)
    send(client, clock, "doubted", "The call was on Monday.")
    send(client, clock, "doubted", "The call was on Monday.")
    assert told(organisation, "clock_doubted") == [marketing_manager.pk]
    manager = client_of(marketing_manager)
    assert "say how that was settled" in words(send(manager, clock))
    send(manager, clock, note="It was another lead.")
    assert told(organisation, "doubt_settled") == [ops_auditor.pk]
    with tenant(organisation.pk):
        assert list(ClockReview.objects.values_list("verdict", flat=True)) == ["doubted", "confirmed"]
        assert record_of(clock, at=NOW)["review"] == "confirmed"
        assert Clock.objects.get(pk=clock.pk).state == "met_late"


def test_nobody_audits_their_own_clock(client_of, ops_auditor, cases, organisation):
    with tenant(organisation.pk):
        Clock.objects.filter(pk=cases["kept"].pk).update(owner=ops_auditor)
    client = client_of(ops_auditor)
    assert "somebody else reviews it" in words(send(client, cases["kept"]))
    dossier = client.get(client.organisation_url("slas:clock_detail", cases["kept"].pk))
    assert client.organisation_url("slas:clock_review", cases["kept"].pk) not in dossier.content.decode()


@pytest.mark.parametrize("change", [lambda rows: rows.update(verdict="confirmed"), lambda rows: rows.delete()])
def test_a_verdict_is_never_changed(in_tenant, change):
    make_clock_review(verdict="doubted", note="Odd")
    with pytest.raises(ProgrammingError, match="is never changed"), transaction.atomic():
        change(ClockReview.objects.all())


def test_a_clock_that_was_reviewed_stays_when_its_start_is_taken_back(story, promise):
    lead = story().reaches("mql", at(5, "16:00")).touched(at(5, "16:30"))
    (clock,) = lead.swept(at(7, "9:00"))
    make_clock_review(clock=clock)
    StageTransition.objects.update(occurred_at=at(5, "16:00").replace(year=2025))
    assert [one.state for one in lead.swept(at(7, "10:00"))] == ["cancelled"]


def test_who_may_not_and_strangers(client_of, rep, stranger, organisation, cases):
    assert send(client_of(rep), cases["kept"]).status_code == 403
    client = client_of(rep)
    assert client.put(client.organisation_url("slas:clock_review", cases["kept"].pk)).status_code == 405
    url = f"/o/{organisation.slug}/clocks/{cases['kept'].pk}/review/"
    assert client_of(stranger).post(url, {"verdict": "confirmed"}).status_code == 404
