"""Opening a negotiation from its objective: an offer of a manager, or the holder's wish to amend."""

import pytest

from goals.actions import negotiations
from goals.models import Negotiation, Objective
from goals.rules.negotiation import Side
from teams.models import Department
from teams.tenancy import tenant
from tests.factories.goals import make_objective
from tests.factories.teams import NOW, make_department
from tests.goals.negotiating import managed, offered, words

__all__ = ["managed", "offered"]
pytestmark = pytest.mark.usefixtures("today")
TYPED = {
    "committed": "4,000",
    "stretch": "",
    "rationale": "The market grows.",
    "evidence": "",
    "answer_by": "2026-08-20",
}


def url_of(client, objective):
    return client.organisation_url("goals:objective_negotiate", objective.pk)


def test_a_manager_offers(client_of, sales_manager, objective, managed):
    client = client_of(sales_manager)
    page = client.get(url_of(client, objective))
    assert 'value="3,000"' in page.text
    assert "With: Rita Rep" in words(page)
    response = client.post(url_of(client, objective), TYPED, follow=True)
    assert "The negotiation is open." in words(response)
    with tenant(objective.organisation_id):
        made = Negotiation.objects.select_related("latest").get()
    assert (made.state, made.latest.committed, made.department_id) == ("offered", 400_000, managed.pk)


def test_a_manager_whom_the_chart_shows_nowhere_negotiates_what_they_may_set(
    client_of, sales_manager, marketing_manager, objective, sales_team
):
    client = client_of(sales_manager)
    assert client.get(client.organisation_url("goals:objective_edit", objective.pk)).status_code == 200
    assert "The negotiation is open." in words(client.post(url_of(client, objective), TYPED, follow=True))
    stranger_to_it = client_of(marketing_manager)
    assert stranger_to_it.get(url_of(stranger_to_it, objective)).status_code == 403


def test_the_objective_says_so(client_of, sales_manager, viewer, objective, offered, rep):
    client = client_of(sales_manager)
    url = client.organisation_url("goals:objective_detail", objective.pk)
    assert "The target is being negotiated with Rita Rep" in words(client.get(url))
    with tenant(objective.organisation_id):
        negotiations.accept(negotiation=offered, side=Side.HOLDER, seen=offered.latest_id, by=rep, at=NOW)
    assert "Agreed with Rita Rep on Aug 14, 2026. Its terms are frozen" in words(client.get(url))
    onlooker = client_of(viewer)
    assert "Open the negotiation" not in words(onlooker.get(url))


def test_frozen_terms_cannot_be_edited(client_of, sales_manager, objective, offered, goal):
    client = client_of(sales_manager)
    url = client.organisation_url("goals:objective_edit", objective.pk)
    page = client.get(url)
    assert 'name="target"' not in page.text
    assert "Its terms change there." in words(page)
    typed = {"goal": goal.pk, "title": "Mine", "weight": "2", "version": objective.version}
    assert client.post(url, typed).status_code == 302
    with tenant(objective.organisation_id):
        saved = Objective.objects.get()
    assert (saved.title, saved.target, saved.weight) == ("Mine", 300_000, 2)


def test_a_form_that_was_open_before_the_negotiation_loses_nothing(client_of, sales_manager, objective, offered, rep):
    client = client_of(sales_manager)
    typed = {"goal": objective.goal_id, "metric_key": "won_revenue", "scope": "rep", "rep": rep.pk, "period": "2026-Q3"}
    typed |= {"direction": "at_least", "target": "9,999", "owner": rep.pk, "weight": "1", "version": objective.version}
    typed |= {
        f"{part}-{name}": "0" for part in ("milestones", "guardrails") for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    response = client.post(client.organisation_url("goals:objective_edit", objective.pk), typed)
    assert response.status_code == 422
    assert "These terms are held by the negotiation with Rita Rep" in words(response)
    assert 'value="9,999"' in response.text


def test_twice_leads_to_the_one_that_is_open(client_of, sales_manager, objective, offered):
    client = client_of(sales_manager)
    response = client.post(url_of(client, objective), TYPED, follow=True)
    assert "Sara Sales is negotiating this target already" in words(response)
    with tenant(objective.organisation_id):
        assert Negotiation.objects.count() == 1


def test_the_holder_asks_for_an_amendment(client_of, rep, objective, offered):
    client = client_of(rep)
    with tenant(objective.organisation_id):
        negotiations.accept(negotiation=offered, side=Side.HOLDER, seen=offered.latest_id, by=rep, at=NOW)
    assert "Propose another target" in words(
        client.get(client.organisation_url("goals:objective_detail", objective.pk))
    )
    response = client.post(url_of(client, objective), TYPED | {"committed": "3,500"}, follow=True)
    assert "Version 2" in words(response)
    assert "The manager’s side answers by" in words(response)


def test_before_an_offer_the_holder_cannot_open(client_of, rep, objective, managed):
    client = client_of(rep)
    response = client.post(url_of(client, objective), TYPED)
    assert response.status_code == 409
    assert "Nobody makes offers for their own target" in words(response)
    assert "The market grows." in response.text


def test_a_department_without_a_head_answers_nothing(client_of, owner, organisation, goal):
    with tenant(organisation.pk):
        marketing = make_department("marketing", name="Marketing")
        objective = make_objective(goal=goal, department=marketing)
    client = client_of(owner)
    assert "the department has no head" in words(client.post(url_of(client, objective), TYPED))
    with tenant(organisation.pk):
        assert Department.objects.get(pk=marketing.pk).head_id is None


def test_departments_negotiate_with_each_other(
    client_of, sales_manager, marketing_manager, organisation, goal, managed
):
    with tenant(organisation.pk):
        marketing = make_department("marketing", name="Marketing", head=marketing_manager)
        objective = make_objective(goal=goal, department=marketing)
    client = client_of(sales_manager)
    assert client.post(url_of(client, objective), TYPED | {"other_department": managed.pk}).status_code == 302
    with tenant(organisation.pk):
        made = Negotiation.objects.get()
    assert (made.holder_id, made.other_department_id) == (marketing_manager.pk, managed.pk)


def test_both_departments_sign_to_the_end(
    client_of, sales_manager, marketing_manager, owner, organisation, goal, managed
):
    with tenant(organisation.pk):
        marketing = make_department("marketing", name="Marketing", head=marketing_manager)
        objective = make_objective(goal=goal, department=marketing)
    client = client_of(sales_manager)
    client.post(url_of(client, objective), TYPED | {"other_department": managed.pk})
    with tenant(organisation.pk):
        made = Negotiation.objects.get()
        terms = {"side": Side.HOLDER, "seen": made.latest_id, "by": marketing_manager, "at": NOW}
        terms_hash = negotiations.accept(negotiation=made, **terms).terms_hash
    page = words(client.get(client.organisation_url("goals:negotiation_detail", made.pk)))
    assert "Sign · For the other department" in page
    for member, part in ((sales_manager, "other_department"), (marketing_manager, "holder"), (owner, "manager")):
        signer = client_of(member)
        sent = {"part": part, "terms_hash": terms_hash}
        response = signer.post(signer.organisation_url("goals:negotiation_sign", made.pk), sent, follow=True)
        assert "You have signed." in words(response)
    with tenant(organisation.pk):
        assert Negotiation.objects.get().state == "active"


def test_an_amendment_binds_the_department_that_the_version_in_force_binds(client_of, rep, objective, offered):
    with tenant(objective.organisation_id):
        marketing = make_department("marketing", name="Marketing")
        Negotiation.objects.filter(pk=offered.pk).update(other_department=marketing)
        negotiations.accept(negotiation=offered, side=Side.HOLDER, seen=offered.latest_id, by=rep, at=NOW)
    client = client_of(rep)
    assert "The version in force binds it, so this one does too." in words(client.get(url_of(client, objective)))
    response = client.post(url_of(client, objective), TYPED | {"other_department": ""}, follow=True)
    assert "Also binds: Marketing" in words(response)
    with tenant(objective.organisation_id):
        assert Negotiation.objects.get(number=2).other_department_id == marketing.pk


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"committed": "-1"}, "This is negative or too large."),
        ({"answer_by": ""}, "This field is required."),
        ({"answer_by": "2026-08-01"}, "This day is over."),
    ],
)
def test_wrong_input_is_shown_again(client_of, sales_manager, objective, managed, typed, reason):
    client = client_of(sales_manager)
    response = client.post(url_of(client, objective), TYPED | typed)
    assert response.status_code == 422
    assert reason in words(response)
    assert "The market grows." in response.text


def test_who_is_not_above_is_refused(client_of, marketing_manager, ops_auditor, stranger, objective, managed):
    for member, status in ((marketing_manager, 403), (ops_auditor, 403), (stranger, 404)):
        client = client_of(member)
        assert client.get(url_of(client, objective)).status_code == status
        assert client.post(url_of(client, objective), TYPED).status_code == status
