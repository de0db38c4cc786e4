import pytest

from tests.slas.running import cases, in_force, today, words

__all__ = ["cases", "in_force", "today"]
pytestmark = pytest.mark.usefixtures("today")


def ask(client, lead, **more):
    return client.get(client.organisation_url("slas:lead_clocks", lead.pk), **more)


def test_the_clocks_of_a_lead_with_due_and_state(client_of, ops_auditor, cases):
    text = words(ask(client_of(ops_auditor), cases["unnoticed"].lead))
    assert "First touch" in text
    assert "Overdue" in text
    assert "Aug 14, 2026, 11:00:00" in text
    assert "Lead kept" not in text


def test_the_page_of_the_lead_leads_there_and_the_clock_back(client_of, ops_auditor, cases):
    client, clock = client_of(ops_auditor), cases["kept"]
    there = client.organisation_url("slas:lead_clocks", clock.lead_id)
    lead = client.organisation_url("pipeline:lead_detail", clock.lead_id)
    assert there in client.get(lead).content.decode()
    assert f'href="{lead}"' in client.get(client.organisation_url("slas:clock_detail", clock.pk)).content.decode()


def test_htmx_gets_the_table_alone(client_of, ops_auditor, cases):
    response = ask(client_of(ops_auditor), cases["kept"].lead, headers={"HX-Request": "true"})
    assert response.content.decode().strip().startswith('<section class="card" id="lead-clocks"')


def test_a_rep_sees_their_own(client_of, rep, marketer, cases):
    assert "First touch" in words(ask(client_of(rep), cases["kept"].lead))
    assert "Nothing is promised about it" in words(ask(client_of(marketer), cases["kept"].lead))


def test_who_may_not_and_strangers(client_of, viewer, stranger, organisation, cases):
    lead = cases["kept"].lead
    assert ask(client_of(viewer), lead).status_code == 403
    assert client_of(viewer).post(client_of(viewer).organisation_url("slas:lead_clocks", lead.pk)).status_code == 405
    assert client_of(stranger).get(f"/o/{organisation.slug}/leads/{lead.pk}/clocks/").status_code == 404
