"""One definition of a breach: the engine, the sweep, lists, charts, the two-sided index, files and the API hold the same count."""

import csv
import io
from collections import Counter
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from django.utils import timezone
from pypdf import PdfReader

import slas.api.clocks
from slas.actions import clocks, exports, projection, sweeps
from slas.models import Breach, Clock
from slas.queries import trends
from slas.queries.clocks import ClockFilter, counted, filtered, summed_by
from slas.queries.indices import two_sided
from slas.queries.logs import logs_of
from slas.rules.clock import cycles, derive
from slas.rules.compliance import BREACHED
from teams.http import listings
from teams.permissions import Role
from tests.factories.slas import LONG_AGO, make_lead_news
from tests.factories.teams import NOW, make_membership
from tests.slas.conftest import at
from tests.slas.running import words

pytestmark = pytest.mark.django_db

# Each is told of one lead from Wednesday 16:00 on, due on Thursday at 12:00; first those that are swept as they happen.
STORIES = {
    "paused": lambda lead, boss: decided(lead, clocks.pause, at(6, "10:00"), reason="customer", by=boss),
    "waived": lambda lead, boss: decided(lead, clocks.waive, at(6, "13:00"), reason="outage", by=boss),
    "waived till it lapsed": lambda lead, boss: decided(
        lead, clocks.waive, at(6, "13:00"), reason="outage", by=boss, until=at(7, "12:00")
    ),
    "reversed": lambda lead, boss: decided(lead, clocks.reverse, at(6, "13:00"), reason="wrong_zone", by=boss),
    "cancelled in time": lambda lead, boss: decided(lead, clocks.cancel, at(6, "10:00"), reason="duplicate", by=boss),
    "cancelled too late": lambda lead, boss: decided(lead, clocks.cancel, at(6, "13:00"), reason="duplicate", by=boss),
    "kept": lambda lead, boss: lead.touched(at(6, "10:00")),
    "kept at the due instant": lambda lead, boss: lead.touched(at(6, "12:00")),
    "late by a second": lambda lead, boss: lead.touched(at(6, "12:00").replace(second=1)),
    "late by days": lambda lead, boss: lead.touched(at(12, "10:00")),
    "overdue": lambda lead, boss: lead,
    "lost in time": lambda lead, boss: lead.reaches("lost", at(6, "9:00")),
    "lost too late": lambda lead, boss: lead.reaches("lost", at(7, "9:00")),
}
BREACHES = {
    "late by a second",
    "late by days",
    "overdue",
    "lost too late",
    "waived till it lapsed",
    "cancelled too late",
}


def decided(lead, verb, moment, **values):
    verb(clock=lead.swept(moment)[0], at=moment, **values)
    return lead


@pytest.fixture
def leads(story, promise):
    boss = make_membership(Role.SALES_MANAGER, full_name="Boss")
    told = {name: tell(story(name=name).reaches("mql", at(5, "16:00")), boss) for name, tell in STORIES.items()}
    for lead in told.values():
        make_lead_news(lead.lead)
        lead.swept(NOW)
    # One that is overdue by now, though no sweep has come by since.
    story(name="unnoticed").reaches("mql", at(5, "16:00")).swept(at(6, "11:00"))
    return told


EXPECTED = BREACHES | {"unnoticed"}
EVERYTHING = ClockFilter()


def by_the_engine() -> set[str]:
    rows = {clock.lead_id: str(clock.lead) for clock in Clock.objects.select_related("lead")}
    return {
        rows[log.lead_id]
        for log in logs_of(leads=list(rows))
        for part in cycles(events=log.events)
        if derive(events=part, now=NOW).state in BREACHED
    }


def by_the_file(auditor, wanted="csv") -> set[str]:
    export = exports.request(format=wanted, where=EVERYTHING, by=auditor, at=NOW)
    content = export.content if wanted == "csv" else attached(export.content)
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    found = {row["lead_name"] for row in rows if row["counts_as"] == "breach"}
    assert export.breaches == len(found)
    return found


def attached(content: bytes) -> bytes:
    ((table,),) = PdfReader(io.BytesIO(content)).attachments.values()
    return table


def test_everybody_counts_the_same_breaches(leads):
    auditor = make_membership(Role.OPS_AUDITOR)
    rows = filtered(EVERYTHING, member=auditor, at=NOW)
    assert by_the_engine() == EXPECTED
    assert {str(clock.lead) for clock in rows.breached().select_related("lead")} == EXPECTED
    assert by_the_file(auditor) == by_the_file(auditor, "pdf") == EXPECTED
    count = len(EXPECTED)
    assert counted(rows).breached == count
    _all, _times, parts = summed_by(rows, at=NOW, week=trends.WEEK, hour=trends.HOUR)
    assert sum(week.compliance.breached for week in trends.by_week(parts["week"])) == count
    assert sum(cell.compliance.breached for day in trends.by_hour(parts["hour"]) for cell in day) == count
    (both,) = two_sided(since=LONG_AGO, until=NOW, at=NOW)
    assert sum(side.compliance.breached for side in both.sides) == count


def test_the_sweep_makes_them_rows_and_changes_no_count(leads):
    auditor = make_membership(Role.OPS_AUDITOR)
    sweeps.breach(at=NOW)
    assert {str(clock.lead) for clock in Clock.objects.filter(state__in=BREACHED).select_related("lead")} == EXPECTED
    assert counted(filtered(EVERYTHING, member=auditor, at=NOW)).breached == len(EXPECTED)
    standing = Breach.objects.filter(reversed_at__isnull=True, clock__state__in=BREACHED)
    assert {str(breach.clock.lead) for breach in standing.select_related("clock__lead")} == EXPECTED
    assert set(standing.values_list("breached_at", flat=True)) == {at(6, "12:00")}


def test_what_is_no_breach_is_counted_as_what_it_is(leads):
    auditor = make_membership(Role.OPS_AUDITOR)
    figures = counted(filtered(EVERYTHING, member=auditor, at=NOW))
    assert (figures.kept, figures.waived, figures.cancelled, figures.not_due) == (2, 1, 3, 1)
    assert figures.clocks == len(STORIES) + 1


def test_replaying_the_log_from_nothing_gives_the_same_clocks_and_breaches(leads):
    def snapshot():
        rows = Clock.objects.values_list(
            "lead__name", "cycle", "state", "due_at", "stopped_at", "breached_at", "elapsed"
        )
        breaches = Breach.objects.values_list("clock__lead__name", "breached_at", "reversal")
        return Counter([*rows, *breaches])

    sweeps.breach(at=NOW)
    before = snapshot()
    ids = list(Clock.objects.values_list("lead", flat=True))
    Breach.objects.all().delete()
    Clock.objects.all().delete()
    projection.project(leads=ids, at=NOW)
    assert snapshot() == before


def test_a_sweep_that_was_stopped_for_two_hours_changes_no_instant(story, promise):
    for name in ("prompt", "late"):
        story(name=name).reaches("mql", at(5, "16:00")).swept(at(6, "11:59"))
    Clock.objects.filter(lead__name="late").update(state="paused")  # no sweep sees it
    sweeps.breach(at=at(6, "12:00").replace(second=3))
    Clock.objects.filter(lead__name="late").update(state="running")
    sweeps.breach(at=at(6, "14:00"))
    found = dict(Breach.objects.values_list("clock__lead__name", "breached_at"))
    assert found == {"prompt": at(6, "12:00"), "late": at(6, "12:00")}


def test_pages_say_the_same(client_of, leads, in_tenant):
    client = client_of(make_membership(Role.OPS_AUDITOR, organisation=in_tenant))
    query = {"period": "2026-Q3"}
    clock_list = client.get(client.organisation_url("slas:clock_list"), query)
    breach_list = client.get(client.organisation_url("slas:breach_list"), query)
    page = client.get(client.organisation_url("slas:clock_compliance"), query)
    (both,) = client.get(client.organisation_url("reports:dashboard"), query).context["indices"]
    now = len(EXPECTED)
    assert clock_list.context["figures"].breached == now
    assert page.context["figures"].breached == now
    assert sum(side.compliance.breached for side in both.sides) == now
    assert f"{now} breaches of" in words(breach_list)
    assert breach_list.context["page_obj"].paginator.count == now


def by_the_api(client, name, **query) -> list[dict]:
    """All pages."""
    found, url = [], f"{client.organisation_url(name)}?{urlencode(query)}"
    while url:
        page = client.get(url).json()
        found += page["results"]
        url = page["next"]
    return found


def test_the_api_says_the_same(api_of, leads, in_tenant, monkeypatch):
    monkeypatch.setattr(listings, "PER_PAGE", 4)
    monkeypatch.setattr(slas.api.clocks, "PER_PAGE", 4)
    auditor = make_membership(Role.OPS_AUDITOR, organisation=in_tenant)
    client, query = api_of(auditor), {"period": "2026-Q3"}
    breached, breaches = (
        by_the_api(client, "api:clock_list", state="breached", **query),
        by_the_api(client, "api:breach_list", **query),
    )
    assert breached == breaches
    assert Counter(record["lead_name"] for record in breaches) == Counter(EXPECTED)
    assert {record["breached_at"] for record in breaches} == {"2026-08-06T12:00:00Z"}
    everything = by_the_api(client, "api:clock_list", **query)
    assert {record["lead_name"] for record in everything if record["counts_as"] == "breach"} == EXPECTED
    figures = client.get(client.organisation_url("api:compliance"), query).json()["compliance"]
    assert figures["breached"] == len(EXPECTED)
    assert figures["clocks"] == len(everything) == len(STORIES) + 1


def test_the_api_and_a_file_say_the_same_of_every_clock(api_of, leads, in_tenant, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    auditor = make_membership(Role.OPS_AUDITOR, organisation=in_tenant)
    export = exports.request(format="csv", where=EVERYTHING, by=auditor, at=NOW)
    rows = list(csv.DictReader(io.StringIO(export.content.decode("utf-8-sig"))))
    records = by_the_api(api_of(auditor), "api:clock_list", period="2026-Q3")
    told = {record["clock"]: {name: written(record[name]) for name in rows[0]} for record in records}
    assert told == {row["clock"]: {name: written(value) for name, value in row.items()} for row in rows}


def test_one_clock_by_the_api_comes_with_its_arithmetic(api_of, leads, in_tenant):
    client = api_of(make_membership(Role.OPS_AUDITOR, organisation=in_tenant))
    (clock,) = leads["late by a second"].clocks()
    told = client.get(client.organisation_url("api:clock_detail", clock.pk)).json()
    assert told["counts_as"] == "breach"
    assert sum(line["counted_seconds"] for line in told["arithmetic"]) == told["used_seconds"] == 4 * 3600 + 1
    last = told["arithmetic"][-1]
    assert (last["since"], last["until"]) == ("2026-08-06T12:00:00Z", "2026-08-06T12:00:01Z")
    assert (last["is_running"], last["is_late"], last["ended_by"]) == (True, True, "stopped")
    assert last["total_seconds"] == told["used_seconds"]


def written(value) -> str:
    """Instants are the same whether in UTC or with an offset."""
    text = "" if value is None else str(value)
    return datetime.fromisoformat(text).astimezone(UTC).isoformat() if "T" in text and text[:2] == "20" else text
