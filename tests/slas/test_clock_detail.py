import pytest
import time_machine

from pipeline.models import StageTransition
from slas.actions import clocks
from slas.models import Clock
from teams.tenancy import tenant
from tests.slas.conftest import Story, at
from tests.slas.running import in_force, words

__all__ = ["in_force"]


@pytest.fixture
def clock(organisation, in_force, rep, sales_manager) -> Clock:
    """From Wednesday 16:00 on; paused on Thursday from 10:00 to Friday 9:00; done on Friday at 10:00, an hour in time."""
    with tenant(organisation.pk):
        lead = Story(name="Northwind")
        (clock,) = lead.reaches("mql", at(5, "16:00"), owner=rep).swept(at(5, "16:30"))
        clocks.pause(clock=clock, reason="customer", note="Back on Friday", by=sales_manager, at=at(6, "10:00"))
        clocks.resume(clock=clock, by=sales_manager, at=at(7, "9:00"))
        return lead.touched(at(7, "10:00"), owner=rep, subject="Rang them").swept(at(7, "10:05"))[0]


def ask(client, clock):
    with time_machine.travel(at(10, "9:00"), tick=False):
        return client.get(client.organisation_url("slas:clock_detail", clock.pk))


def test_what_happened_when_and_by_whom(client_of, ops_auditor, clock):
    response = ask(client_of(ops_auditor), clock)
    text = words(response)
    events = response.context["dossier"].events
    assert [event.kind for event in events] == ["started", "paused", "resumed", "stopped"]
    assert "Sara Sales" in text
    assert "Waiting for the customer" in text
    assert "Back on Friday" in text
    assert "Rang them" in text


def test_the_arithmetic_line_by_line(client_of, ops_auditor, clock):
    stretches = ask(client_of(ops_auditor), clock).context["dossier"].stretches
    lines = [(one.line.since, one.line.until, one.line.counted.total_seconds() / 3600) for one in stretches]
    assert lines == [
        (at(5, "16:00"), at(6, "10:00"), 2),
        (at(6, "10:00"), at(7, "9:00"), 0),
        (at(7, "9:00"), at(7, "10:00"), 1),
    ]
    opened = [(interval.since, interval.until) for one in stretches for interval in one.intervals]
    assert opened == [
        (at(5, "16:00"), at(5, "17:00")),
        (at(6, "9:00"), at(6, "10:00")),
        (at(7, "9:00"), at(7, "10:00")),
    ]


def test_the_sums_of_the_intervals_are_the_lines(client_of, ops_auditor, clock):
    dossier = ask(client_of(ops_auditor), clock).context["dossier"]
    for stretch in dossier.stretches:
        assert sum((one.counted for one in stretch.intervals), start=stretch.line.counted * 0) == stretch.line.counted
    assert dossier.stretches[-1].line.total == dossier.counted.elapsed == clock.elapsed
    assert dossier.matches


def test_the_terms_that_both_signed_and_the_calendar(client_of, ops_auditor, clock):
    response = ask(client_of(ops_auditor), clock)
    text = words(response)
    assert {one.side for one in response.context["dossier"].signatures} == {"marketing", "sales"}
    assert "Our agreement" in text
    assert "09:00–17:00" in text
    assert response.context["dossier"].signatures[0].terms_hash in text


def test_months_of_open_hours_are_summed_up(client_of, ops_auditor, organisation, in_force):
    with tenant(organisation.pk):
        (old,) = Story().reaches("mql", at(3, "9:00")).swept(at(7, "9:00"))
    client = client_of(ops_auditor)
    with time_machine.travel(at(10, "9:00").replace(month=11), tick=False):
        dossier = client.get(client.organisation_url("slas:clock_detail", old.pk)).context["dossier"]
    late = dossier.stretches[-1]
    assert late.is_late
    assert late.intervals[-1].more > 30
    assert late.intervals[-1].total == dossier.counted.elapsed


def test_a_corrected_start_leaves_what_was(client_of, ops_auditor, organisation, in_force):
    with tenant(organisation.pk):
        lead = Story().reaches("mql", at(5, "16:00"))
        lead.swept(at(7, "9:00"))
        StageTransition.objects.update(occurred_at=at(5, "16:00").replace(year=2025))
        (gone,) = lead.swept(at(7, "10:00"))
    assert "taken back" in words(ask(client_of(ops_auditor), gone))


def test_own_clocks_only_for_those_who_see_no_others(client_of, rep, marketer, viewer, clock):
    assert ask(client_of(rep), clock).status_code == 200
    assert ask(client_of(marketer), clock).status_code == 403
    assert ask(client_of(viewer), clock).status_code == 403


def test_strangers_and_wrong_methods(client_of, stranger, ops_auditor, organisation, clock):
    assert client_of(stranger).get(f"/o/{organisation.slug}/clocks/{clock.pk}/").status_code == 404
    client = client_of(ops_auditor)
    assert client.post(client.organisation_url("slas:clock_detail", clock.pk)).status_code == 405
