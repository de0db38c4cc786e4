import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications.models import Notification
from slas.access import access_clock, may_excuse
from slas.actions import waivers
from slas.models import Breach, Clock, ClockEvent
from teams.models import Department
from teams.permissions import Permission, Role
from teams.tenancy import tenant
from tests.factories.teams import make_membership
from tests.slas.conftest import Story, at
from tests.slas.running import in_force, words

__all__ = ["in_force"]


@pytest.fixture
def clock(organisation, in_force, rep) -> Clock:
    """Rita's, from Wednesday 16:00, due on Thursday at 12:00."""
    with tenant(organisation.pk):
        return Story(name="Northwind").reaches("mql", at(5, "16:00"), owner=rep).swept(at(5, "16:30"))[0]


@pytest.fixture
def overdue(organisation, in_force, rep) -> Clock:
    with tenant(organisation.pk):
        return Story(name="Northwind").reaches("mql", at(5, "16:00"), owner=rep).swept(at(6, "13:00"))[0]


MORNING = at(6, "10:00")


def send(client, clock, what, moment=MORNING, **values):
    url = client.organisation_url("slas:clock_decide", clock.pk)
    with time_machine.travel(moment, tick=False):
        return client.post(f"{url}?what={what}", values)


def state(clock):
    with tenant(clock.organisation_id):
        return Clock.objects.get(pk=clock.pk)


def test_a_rep_pauses_and_resumes_their_own(client_of, rep, clock):
    client = client_of(rep)
    assert send(client, clock, "pause", reason="customer", note="Back on Friday").status_code == 302
    assert state(clock).state == "paused"
    assert send(client, clock, "resume", moment=at(6, "11:30")).status_code == 302
    assert state(clock).due_at == at(6, "13:30")


def test_a_rep_records_what_no_crm_knows(client_of, rep, clock):
    send(client_of(rep), clock, "act", occurred_at="2026-08-06T09:30", note="On the fair")
    assert (state(clock).state, state(clock).stopped_at) == ("met", at(6, "9:30"))


def test_a_breach_is_waived_until_a_day_and_reversed(client_of, marketing_manager, overdue):
    client, later = client_of(marketing_manager), at(6, "14:00")
    send(client, overdue, "waive", moment=later, reason="outage", until="2026-08-10T12:00")
    assert (state(overdue).state, state(overdue).waived_until) == ("waived", at(10, "12:00"))
    send(client, overdue, "reverse", moment=at(6, "15:00"), reason="wrong_zone")
    assert state(overdue).state == "cancelled"
    with tenant(overdue.organisation_id):
        assert Breach.objects.get().reversal == "wrong_zone"


def test_a_clock_is_handed_on(client_of, sales_manager, organisation, clock):
    with tenant(organisation.pk):
        other = make_membership()
    send(client_of(sales_manager), clock, "hand_on", owner=other.pk)
    assert state(clock).owner_id == other.pk


@pytest.mark.parametrize(
    ("what", "values", "reason"),
    [
        ("pause", {}, "This field is required"),
        ("act", {"occurred_at": "2026-08-06T11:00"}, "This lies in the future"),
        ("act", {"occurred_at": "2026-08-06T09:00"}, "Say why it is entered only now"),
        ("waive", {"reason": "outage", "until": "2026-08-06T09:00"}, "over already"),
        ("waive", {"reason": "outage", "until": "9999-12-31T23:59"}, "There is no such date or time"),
        ("act", {"occurred_at": "0001-01-01T00:00", "note": "x"}, "There is no such date or time"),
        ("reverse", {"reason": "outage"}, "no breach to take back"),
        ("resume", {}, "moved on meanwhile"),
        ("rebase", {}, "terms in force already"),
    ],
)
def test_wrong_input_is_shown_again_with_the_reason(client_of, ops_auditor, clock, what, values, reason):
    response = send(client_of(ops_auditor), clock, what, **values)
    assert response.status_code == 422
    assert reason in words(response)
    with tenant(clock.organisation_id):
        assert ClockEvent.objects.count() == 1


def test_nobody_excuses_themselves(client_of, rep, organisation, sales_manager, in_force):
    with tenant(organisation.pk):
        own = Story().reaches("mql", at(5, "16:00"), owner=sales_manager).swept(at(6, "13:00"))[0]
    client = client_of(sales_manager)
    for what in ("waive", "reverse", "cancel", "hand_on", "rebase"):
        assert send(client, own, what, reason="outage").status_code == 403


def test_a_dossier_offers_what_may_be_decided(client_of, rep, sales_manager, marketing_manager, ops_auditor, overdue):
    def offered(member):
        client = client_of(member)
        with time_machine.travel(at(6, "14:00"), tick=False):
            page = client.get(client.organisation_url("slas:clock_detail", overdue.pk))
        return {verb.name for verb in page.context["verbs"]}

    assert offered(rep) == {"act", "ask"}
    assert offered(sales_manager) == {"act", "ask", "cancel", "hand_on"}
    assert offered(marketing_manager) == offered(ops_auditor) == {"act", "cancel", "hand_on", "reverse", "waive"}


@pytest.mark.parametrize(
    ("role", "is_head", "side", "may"),
    [
        (Role.SALES_MANAGER, False, "sales", False),
        (Role.SALES_MANAGER, False, "marketing", True),
        (Role.MARKETING_MANAGER, False, "sales", True),
        (Role.MARKETING_MANAGER, False, "marketing", False),
        (Role.OPS_AUDITOR, False, "sales", True),
        (Role.OPS_AUDITOR, False, "marketing", True),
        (Role.ADMIN, False, "sales", True),
        (Role.ADMIN, True, "sales", False),
        (Role.OWNER, True, "marketing", True),
    ],
)
def test_the_side_that_promised_excuses_nothing(organisation, overdue, role, is_head, side, may):
    with tenant(organisation.pk):
        member = make_membership(role)
        if is_head:
            Department.objects.filter(name="Sales").update(head=member)
        clock = access_clock(member, overdue.pk, to=Permission.CLOCK_VIEW)
    clock.promise.side = side
    assert may_excuse(member, clock) is may


def test_the_side_that_promised_asks_and_the_other_is_told(client_of, rep, marketing_manager, overdue):
    client, later = client_of(marketing_manager), at(6, "14:00")
    assert send(client_of(rep), overdue, "ask", moment=later, reason="outage", note="No line").status_code == 302
    again = send(client_of(rep), overdue, "ask", moment=later, reason="outage")
    assert again.status_code == 422
    assert "asked for already" in words(again)
    with tenant(overdue.organisation_id):
        notice = Notification.objects.get(kind=Notification.Kind.WAIVER_ASKED)
        assert (notice.to_id, str(notice)) == (
            marketing_manager.pk,
            "Rita Rep asks you to waive a promise: Northwind. No line",
        )
    assert state(overdue).state == "breached_open", "asking changes nothing"
    with time_machine.travel(later, tick=False):
        dossier = words(client.get(client.organisation_url("slas:clock_detail", overdue.pk)))
    assert "Waiver asked for" in dossier
    send(client, overdue, "waive", moment=at(6, "14:30"), reason="outage", note="Well.")
    assert state(overdue).state == "waived"
    with tenant(overdue.organisation_id):
        answer = Notification.objects.get(kind=Notification.Kind.WAIVER_GRANTED)
        assert answer.to_id == rep.pk
        assert str(answer) == "Mona Marketing waives the promise that you asked about: Northwind. Well."
        assert answer.matter == Notification.objects.filter(kind=Notification.Kind.WAIVER_ASKED).get().matter


def test_who_asked_hears_that_it_is_refused_and_may_ask_again(client_of, rep, marketing_manager, overdue):
    """It stays broken; nobody refuses what was not asked, nor without a reason."""
    client, later = client_of(marketing_manager), at(6, "14:00")
    early = send(client, overdue, "refuse", moment=later, note="No.")
    assert (early.status_code, "Nobody is waiting for an answer" in words(early)) == (422, True)
    send(client_of(rep), overdue, "ask", moment=later, reason="outage")
    assert send(client_of(rep), overdue, "refuse", moment=later, note="Yes!").status_code == 403
    assert send(client, overdue, "refuse", moment=later).status_code == 422
    for _twice in range(2):
        send(client, overdue, "refuse", moment=later, note="The line was up.")
    assert state(overdue).state == "breached_open"
    with tenant(overdue.organisation_id):
        answer = Notification.objects.get(kind=Notification.Kind.WAIVER_REFUSED)
        assert (answer.to_id, str(answer)) == (
            rep.pk,
            "Mona Marketing does not waive the promise that you asked about: Northwind. The line was up.",
        )
    with time_machine.travel(later, tick=False):
        assert "Waiver refused" in words(client.get(client.organisation_url("slas:clock_detail", overdue.pk)))
    assert send(client_of(rep), overdue, "ask", moment=at(6, "15:00"), reason="bad_data").status_code == 302


@pytest.mark.parametrize("verb", [waivers.waive, waivers.reverse_breach])
def test_an_answer_waits_for_who_asks_at_the_same_time(marketing_manager, overdue, verb):
    """Else what was asked meanwhile would be answered, and who asked would not hear of it."""
    with tenant(overdue.organisation_id), CaptureQueriesContext(connection) as queries:
        verb(clock=overdue, reason="outage", by=marketing_manager, at=at(6, "14:00"))
    asked = [query["sql"] for query in queries if "slas_clock" in query["sql"]]
    assert "FOR UPDATE" in asked[0]


def test_what_is_waived_before_it_is_late_is_not_asked_for_again(client_of, rep, marketing_manager, clock):
    """It could be refused, and who asked would hear that what is waived is not."""
    send(client_of(marketing_manager), clock, "waive", reason="outage")
    assert (state(clock).state, state(clock).is_waived_for_good) == ("running", True)
    assert send(client_of(rep), clock, "ask", reason="outage").status_code == 422
    with tenant(clock.organisation_id):
        assert not Notification.objects.filter(kind=Notification.Kind.WAIVER_ASKED).exists()


def test_who_stands_on_neither_side_does_not_ask(client_of, ops_auditor, sales_manager, overdue):
    assert send(client_of(ops_auditor), overdue, "ask", moment=at(6, "14:00"), reason="outage").status_code == 403
    client = client_of(sales_manager)
    for what in ("waive", "reverse"):
        assert send(client, overdue, what, moment=at(6, "14:00"), reason="outage").status_code == 403
    with time_machine.travel(at(6, "14:00"), tick=False):
        page = client.get(client.organisation_url("slas:clock_decide", overdue.pk) + "?what=ask")
    assert "decided by Marketing , to whom it was promised" in words(page)


def test_without_a_head_or_a_manager_those_who_audit_are_asked(client_of, rep, ops_auditor, overdue):
    send(client_of(rep), overdue, "ask", moment=at(6, "14:00"), reason="outage")
    with tenant(overdue.organisation_id):
        assert Notification.objects.get(kind=Notification.Kind.WAIVER_ASKED).to_id == ops_auditor.pk


def test_who_may(client_of, rep, marketer, viewer, stranger, organisation, clock):
    assert send(client_of(rep), clock, "waive", reason="outage").status_code == 403
    assert send(client_of(rep), clock, "no-such-thing").status_code == 404
    assert send(client_of(marketer), clock, "pause", reason="customer").status_code == 403
    assert send(client_of(viewer), clock, "pause", reason="customer").status_code == 403
    assert client_of(stranger).post(f"/o/{organisation.slug}/clocks/{clock.pk}/decide/?what=pause").status_code == 404
    client = client_of(rep)
    assert client.put(client.organisation_url("slas:clock_decide", clock.pk)).status_code == 405
