"""Drafting, comparing, replaying and signing what makes a lead an MQL, a SAL, an SQL."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from audit.models import Event
from pipeline.actions import judgements
from pipeline.models import LeadDefinition, LeadDefinitionSignature, LeadJudgement
from teams.models import Department
from teams.tenancy import tenant
from tests.factories.lead_definitions import TERMS, make_lead_definition, sign_definition
from tests.factories.pipeline import make_activity, make_lead, make_stage_transition
from tests.factories.teams import NOW, make_department

QUARTER = (NOW - timedelta(days=90)).date()


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture
def draft(organisation):
    with tenant(organisation.pk):
        return make_lead_definition()


def at(client, name, definition):
    return client.organisation_url(f"pipeline:lead_definition_{name}", definition.pk)


def typed(definition, **values):
    """The form of TERMS."""
    return {
        "version": definition.revision, "marketing": definition.marketing_id, "sales": definition.sales_id, "note": "",
        "mql-known": ["company"], "mql-min_score": "10", "sal-known": ["accepted_at"], "sql-kind_0": "meeting",
        "sql-least_0": "1", "score-half_life_days": "30", "score-meeting_points": "10", "score-meeting_cap": "30",
    } | values  # fmt: skip


def test_nothing_yet_then_a_draft(client_of, sales_manager, organisation):
    client = client_of(sales_manager)
    url = client.organisation_url("pipeline:lead_definition_list")
    assert "Nothing is agreed yet" in client.get(url).content.decode()
    new = client.organisation_url("pipeline:lead_definition_new")
    assert "There must be a marketing and a sales department first" in client.post(new, follow=True).content.decode()
    with tenant(organisation.pk):
        make_department(Department.Kind.SALES)
        make_department(Department.Kind.MARKETING)
    assert client.post(new).url.endswith("/edit/")
    assert "There is a draft already" in client.post(new, follow=True).content.decode()


def test_what_is_typed_is_what_is_said(client_of, sales_manager, draft, organisation):
    client = client_of(sales_manager)
    assert client.get(at(client, "edit", draft)).status_code == 200
    assert client.post(at(client, "edit", draft), typed(draft)).status_code == 302
    with tenant(organisation.pk):
        kept = LeadDefinition.objects.get()
        assert (kept.rules, kept.revision) == (draft.rules, draft.revision)
    page = client.get(at(client, "detail", draft)).content.decode()
    assert "Company is known" in page and "score of at least 10" in page
    assert "Meeting: 10 points each, at most 30" in page and "Points are worth half after 30 days." in page


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"mql-lead_source_mode": "in"}, "Choose at least one below."),
        ({"sql-least_0": ""}, "A kind and a number belong together."),
        ({"score-meeting_cap": "5"}, "At least as much as for one of them."),
        ({"marketing": ""}, "This field is required."),
    ],
)
def test_wrong_input_is_shown_again(client_of, sales_manager, draft, values, reason):
    client = client_of(sales_manager)
    response = client.post(at(client, "edit", draft), typed(draft, **values))
    assert response.status_code == 422
    assert reason in response.content.decode()


def test_one_department_is_not_two(client_of, sales_manager, draft):
    client = client_of(sales_manager)
    response = client.post(at(client, "edit", draft), typed(draft, marketing=draft.sales_id))
    assert "Choose two different departments." in response.content.decode()


def test_two_editors_lose_nothing(client_of, sales_manager, draft):
    client = client_of(sales_manager)
    client.post(at(client, "edit", draft), typed(draft, note="First"))
    response = client.post(at(client, "edit", draft), typed(draft, **{"mql-min_score": "20"}))
    text = response.content.decode()
    assert response.status_code == 409
    assert "score of at least 20" in text and "score of at least 10" in text


def test_both_sides_sign_the_same_words(client_of, sales_manager, marketing_manager, draft, organisation):
    sales, marketing = client_of(sales_manager), client_of(marketing_manager)
    signed = {"revision": draft.revision}
    for side in ("marketing", "nobody", ""):
        refused = sales.post(at(sales, "sign", draft), signed | {"side": side}, follow=True)
        assert "You cannot sign for this department" in refused.content.decode()
    sales.post(at(sales, "sign", draft), signed | {"side": "sales"})
    with tenant(organisation.pk):
        assert LeadDefinition.objects.get().is_draft
    marketing.post(at(marketing, "edit", draft), typed(draft, note="Changed"))
    stale = marketing.post(at(marketing, "sign", draft), signed | {"side": "marketing"}, follow=True)
    assert "The draft has changed since you opened it" in stale.content.decode()
    with tenant(organisation.pk):
        assert not LeadDefinitionSignature.objects.exists()
    for client, side in ((sales, "sales"), (marketing, "marketing")):
        client.post(at(client, "sign", draft), {"revision": draft.revision + 1, "side": side})
    with tenant(organisation.pk):
        assert LeadDefinition.objects.in_force().get() == draft
        assert len(set(LeadDefinitionSignature.objects.values_list("terms_hash", flat=True))) == 1
        assert Event.objects.filter(action="leaddefinition.put_in_force").count() == 1
    assert (
        "Both sides have signed this version" in sales.post(at(sales, "discard", draft), follow=True).content.decode()
    )


def test_a_draft_that_asks_for_nothing_is_not_signed(client_of, sales_manager, organisation):
    with tenant(organisation.pk):
        empty = make_lead_definition(terms={})
    client = client_of(sales_manager)
    page = client.post(at(client, "sign", empty), {"revision": 1, "side": "sales"}, follow=True).content.decode()
    assert "say what it takes, with at least one condition" in page
    assert client.post(at(client, "discard", empty)).status_code == 302
    assert client.get(at(client, "detail", empty)).status_code == 404


def test_the_next_version_supersedes_and_nothing_signed_changes(draft, in_tenant):
    sign_definition(draft)
    stricter = TERMS | {"stages": TERMS["stages"] | {"mql": {"min_score": 30, "conditions": []}}}
    second = sign_definition(make_lead_definition(terms=stricter), at=NOW + timedelta(hours=1))
    assert [one.number for one in LeadDefinition.objects.in_force()] == [second.number] == [2]
    for change in (
        lambda: LeadDefinition.objects.update(terms={}),
        lambda: LeadDefinition.objects.filter(number=1).update(judged_at=NOW),
        lambda: LeadDefinitionSignature.objects.update(terms_hash="0"),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()


def test_the_draft_is_compared_with_what_is_in_force(client_of, sales_manager, draft, organisation):
    with tenant(organisation.pk):
        sign_definition(draft)
        stricter = TERMS | {"stages": TERMS["stages"] | {"mql": {"min_score": 30, "conditions": []}}}
        second = make_lead_definition(terms=stricter)
    client = client_of(sales_manager)
    page = client.get(at(client, "detail", second)).content.decode()
    assert "<ins><bdi>score of at least 30</bdi></ins>" in page
    assert "<del><bdi>score of at least 10</bdi></del>" in page and "<del><bdi>Company is known</bdi></del>" in page


@pytest.fixture
def leads(organisation):
    """One was accepted and met, one only has a company; both are won."""
    with tenant(organisation.pk):
        met = make_lead(name="Met", company="Acme", day=QUARTER, won_day=QUARTER)
        make_stage_transition(lead=met, to_stage="mql", day=QUARTER)
        make_stage_transition(lead=met, to_stage="sal", day=QUARTER)
        make_activity(lead=met, kind="meeting", day=QUARTER)
        make_activity(lead=met, kind="meeting", day=QUARTER)
        cold = make_lead(name="Cold", company="Globex", day=QUARTER)
        make_stage_transition(lead=cold, to_stage="mql", day=QUARTER)
        return met, cold


def test_replay_says_who_changes_and_how_they_converted(client_of, sales_manager, draft, leads):
    client = client_of(sales_manager)
    response = client.get(at(client, "replay", draft))
    replay, page = response.context["replay"], response.content.decode()
    assert (replay.leads, replay.changing) == (2, 2)
    assert [(cell.was, cell.is_now, cell.counted.leads) for cell in replay.changes] == [
        ("mql", "inquiry", 1), ("sal", "sql", 1),
    ]  # fmt: skip
    assert "100.0%" in page and "20.7%" in page
    assert "Met" in page and "Cold" in page
    only = client.get(at(client, "replay", draft), {"was": "sal", "is": "sql"}, headers={"hx-request": "true"})
    assert "Met" in only.content.decode() and "Cold" not in only.content.decode()
    assert "Show all" in client.get(at(client, "replay", draft), {"was": "sal", "is": "sql"}).content.decode()


def test_replay_against_the_version_in_force(client_of, sales_manager, draft, leads, organisation):
    with tenant(organisation.pk):
        sign_definition(draft)
    client = client_of(sales_manager)
    assert "No lead would be anything else." in client.get(at(client, "replay", draft)).content.decode()


def test_nothing_to_replay(client_of, sales_manager, draft):
    client = client_of(sales_manager)
    assert "There are no leads to judge again" in client.get(at(client, "replay", draft)).content.decode()


def test_open_leads_are_judged_once_an_hour_and_kept_where_they_differ(draft, leads, in_tenant):
    assert judgements.judge(at=NOW) == 0
    sign_definition(draft)
    assert judgements.judge(at=NOW) == 2
    assert judgements.judge(at=NOW + timedelta(minutes=59)) == 0
    make_activity(lead=leads[1], kind="meeting", day=NOW.date())
    assert judgements.judge(at=NOW + timedelta(hours=2)) == 1
    found = LeadJudgement.objects.order_by("judged_at", "lead__name").values_list("lead__name", "lead_class")
    # Points of three months ago have faded: what was an SQL then is none today.
    assert list(found) == [("Cold", "inquiry"), ("Met", "inquiry"), ("Cold", "mql")]


def test_the_sweep_asks_who_has_leads_to_judge(draft, in_tenant):
    def due():
        with connection.cursor() as cursor:
            cursor.execute("SELECT lockstep_due_judgements()")
            return cursor.fetchall()

    assert due() == []
    sign_definition(draft)
    assert len(due()) == 1


def test_a_rep_reads_and_does_not_draft(client_of, rep, draft):
    client = client_of(rep)
    assert client.get(client.organisation_url("pipeline:lead_definition_list")).status_code == 200
    assert "Sign for this side" not in client.get(at(client, "detail", draft)).content.decode()
    assert client.post(at(client, "sign", draft)).status_code == 403


def test_as_many_queries_for_more_versions(client_of, sales_manager, draft, organisation, query_count):
    client = client_of(sales_manager)
    url = client.organisation_url("pipeline:lead_definition_list")
    with tenant(organisation.pk):
        sign_definition(draft)
        make_lead_definition()
    few = query_count(client, url)
    with tenant(organisation.pk):
        for hour in range(3):
            sign_definition(LeadDefinition.objects.drafts().get(), at=NOW + timedelta(hours=hour + 1))
            make_lead_definition()
    assert query_count(client, url) == few
