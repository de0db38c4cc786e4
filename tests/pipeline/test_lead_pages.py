import pytest
import time_machine

from pipeline.actions import judgements
from pipeline.models import Lead
from pipeline.queries import leads
from teams.tenancy import tenant
from tests.factories.lead_definitions import make_lead_definition, sign_definition
from tests.factories.pipeline import make_activity, make_lead, make_lead_source, make_stage_transition
from tests.factories.teams import NOW, make_membership

FOUND = 'data-label="Found"><bdi>Acme</bdi>'


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture
def lead(organisation, rep):
    with tenant(organisation.pk):
        lead = make_lead(name="Ann Lee", company="Acme", owner=rep, lead_source=make_lead_source())
        make_stage_transition(lead=lead, to_stage="mql", owner=rep)
        make_activity(lead=lead, kind="meeting", subject="Kick-off", owner=rep)
        return lead


def listed(client, **query):
    return client.get(client.organisation_url("pipeline:lead_list"), query).content.decode()


def shown(client, lead):
    return client.get(client.organisation_url("pipeline:lead_detail", lead.pk)).content.decode()


def test_leads_are_listed_and_filtered(client_of, rep, lead, organisation):
    with tenant(organisation.pk):
        make_lead(name="Bob Ray", stage="won")
        sign_definition(make_lead_definition())
        judgements.judge(at=NOW)
    client = client_of(rep)
    assert "Ann Lee" in listed(client) and "Bob Ray" in listed(client)
    assert "Marketing-qualified (MQL)</td>" in listed(client)
    assert "Bob Ray" not in listed(client, owner=rep.pk)
    assert "Ann Lee" in listed(client, q="acm") and "Bob Ray" not in listed(client, q="acm")
    assert "Ann Lee" not in listed(client, stage="won")
    assert "Nothing matches these filters" in listed(client, q="nobody")


def test_nothing_yet(client_of, rep):
    assert "No leads yet" in listed(client_of(rep))


def test_htmx_gets_the_table_alone(client_of, rep, lead):
    client = client_of(rep)
    page = client.get(client.organisation_url("pipeline:lead_list"), headers={"hx-request": "true"}).content.decode()
    assert page.strip().startswith('<div id="leads">')


def test_why_a_lead_is_what_it_is(client_of, rep, lead, organisation):
    client = client_of(rep)
    assert "No lead definition is in force yet" in shown(client, lead)
    with tenant(organisation.pk):
        sign_definition(make_lead_definition())
        judgements.judge(at=NOW)
    page = shown(client, lead)
    assert "What it is, and why: Marketing-qualified (MQL)" in page
    assert "Company is known" in page and FOUND in page
    assert [part.count("Not met") for part in page.split('<details class="more">')] == [1, 1], "now, and as judged"
    assert '<td class="num" data-label="Score">10</td>' in page
    assert "judged" in page and "Version 1" in page


def test_a_judgement_shows_what_was_known_then(client_of, rep, lead, organisation):
    with tenant(organisation.pk):
        sign_definition(make_lead_definition())
        judgements.judge(at=NOW)
        source = make_lead_source(name="Elsewhere")
        Lead.objects.filter(pk=lead.pk).update(company="", lead_source=source)
    now, then = shown(client_of(rep), lead).split('<details class="more">')
    assert "What it is, and why: Inquiry" in now and FOUND not in now
    assert "Marketing-qualified (MQL)" in then and FOUND in then
    assert "judged Aug 14, 2026" in then and "Version 1" in then


@pytest.mark.parametrize(
    ("then", "told"), [(None, "–"), ("", "–"), ("itself", "Fair"), ("other", "another one than today")]
)
def test_what_has_a_name_is_named_while_the_lead_still_has_it(in_tenant, then, told):
    source = make_lead_source(name="Fair")
    assert leads.named(source, str(source.pk) if then == "itself" else then) == told


def test_what_happened(client_of, rep, lead):
    page = shown(client_of(rep), lead)
    assert "Kick-off" in page and "Rita Rep" in page


def test_as_many_queries_for_ten_as_for_three(client_of, rep, organisation, query_count):
    client = client_of(rep)
    url = client.organisation_url("pipeline:lead_list")
    with tenant(organisation.pk):
        for _ in range(3):
            make_lead(owner=rep)
    few = query_count(client, url)
    with tenant(organisation.pk):
        for number in range(7):
            make_lead(owner=make_membership(), lead_source=make_lead_source(f"Source {number}"))
    assert query_count(client, url) == few


def test_who_may_not(client_of, viewer, stranger, lead):
    client = client_of(viewer)
    assert client.get(client.organisation_url("pipeline:lead_detail", lead.pk)).status_code == 403
    assert client_of(stranger).get(f"/o/acme/leads/{lead.pk}/").status_code == 404
