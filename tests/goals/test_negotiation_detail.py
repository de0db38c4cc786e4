"""A negotiation as its parties see it, and each step that they take there."""

from typing import Any

import pytest
import time_machine

from goals.models import Negotiation, Objective
from teams.models import Membership
from teams.tenancy import tenant
from tests.factories.teams import NOW, make_department, make_membership
from tests.goals.negotiating import managed, offered, words

__all__ = ["managed", "offered"]
pytestmark = pytest.mark.usefixtures("today")

TYPED = {
    "committed": "3,200",
    "stretch": "3,900",
    "rationale": "Two accounts closed.",
    "evidence": "https://crm.example/1",
}
STEPS = ("bid", "accept", "withdraw", "escalate", "impose", "sign")


def at(client: Any, negotiation: Negotiation, step: str = "detail") -> str:
    return client.organisation_url(f"goals:negotiation_{step}", negotiation.pk)


def now(negotiation: Negotiation) -> Negotiation:
    with tenant(negotiation.organisation_id):
        return Negotiation.objects.with_parties().get(pk=negotiation.pk)


def counter(client: Any, negotiation: Negotiation, **typed: str) -> Any:
    return client.post(at(client, negotiation, "bid"), TYPED | {"seen": str(now(negotiation).latest_id)} | typed)


def accept(client: Any, negotiation: Negotiation, seen: str = "") -> Any:
    return client.post(
        at(client, negotiation, "accept"), {"seen": seen or str(now(negotiation).latest_id)}, follow=True
    )


def test_the_rep_reads_the_offer_and_what_the_period_before_brought(client_of, rep, offered):
    client = client_of(rep)
    text = words(client.get(at(client, offered)))
    assert "Offer · Sara Sales USD 4,000" in text
    assert "It is your turn" in text
    assert "The market grows." in text
    assert "The period before · Q2 2026" in text
    assert "Accept USD 4,000" in text
    assert "Impose" not in text


def test_a_counter_offer_with_number_reason_and_evidence(client_of, rep, sales_manager, offered):
    assert counter(client_of(rep), offered).status_code == 302
    client = client_of(sales_manager)
    text = words(client.get(at(client, offered)))
    assert "Rita Rep answers" in text
    assert "Two accounts closed." in text
    assert "Gap 20.0%" in text
    assert 'href="https://crm.example/1"' in client.get(at(client, offered)).text


def test_agree_sign_and_run(client_of, rep, sales_manager, offered):
    holder, manager = client_of(rep), client_of(sales_manager)
    counter(holder, offered)
    assert "Agreed. The terms are frozen" in words(accept(manager, offered))
    with tenant(offered.organisation_id):
        assert Objective.objects.get().target == 320_000
    for client, part in ((holder, "holder"), (manager, "manager")):
        sent = {"part": part, "terms_hash": now(offered).terms_hash}
        assert "You have signed." in words(client.post(at(client, offered, "sign"), sent, follow=True))
    assert now(offered).state == "active"
    assert "it is in force until" in words(holder.get(at(holder, offered)))


def test_an_old_version_is_not_accepted_and_both_are_shown(client_of, rep, sales_manager, offered):
    old = str(offered.latest_id)
    counter(client_of(sales_manager), offered, committed="3,500", answer_by="2026-08-20")
    response = accept(client_of(rep), offered, seen=old)
    assert response.status_code == 409
    text = words(response)
    assert "Sara Sales has put a newer number on the table: version 2" in text
    assert "USD 4,000" in text
    assert "USD 3,500" in text
    assert now(offered).state == "offered"


def test_what_was_typed_survives_a_number_that_came_in_between(client_of, rep, sales_manager, offered):
    seen = str(offered.latest_id)
    client, manager = client_of(rep), client_of(sales_manager)
    counter(manager, offered, committed="3,500", answer_by="2026-08-20")
    refused = client.post(at(client, offered, "bid"), TYPED | {"seen": seen})
    assert refused.status_code == 409
    assert 'value="3,200"' in refused.text
    assert f'value="{now(offered).latest_id}"' in refused.text
    assert counter(client, offered).status_code == 302


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"committed": "-5"}, "This is negative or too large."),
        ({"committed": "a lot"}, "This is not a number"),
        ({"committed": "0"}, "A target to reach must be more than zero."),
        ({"stretch": "3,000"}, "A stretch target lies beyond the target."),
        ({"rationale": " "}, "This field is required."),
        ({"committed": "AED 5"}, "Amounts are in USD."),
    ],
)
def test_wrong_input_is_shown_again_with_the_reason(client_of, rep, offered, typed, reason):
    response = counter(client_of(rep), offered, **typed)
    assert response.status_code == 422
    assert reason in words(response)
    assert "https://crm.example/1" in response.text
    assert now(offered).latest_id == offered.latest_id


@pytest.mark.parametrize(("day", "reason"), [("2026-08-01", "This day is over."), ("2026-10-01", "after the period")])
def test_a_deadline_lies_ahead_and_within_the_period(client_of, sales_manager, offered, day, reason):
    assert reason in words(counter(client_of(sales_manager), offered, answer_by=day))


def test_an_expired_offer_says_what_to_do(client_of, rep, offered):
    with time_machine.travel(NOW.replace(day=22), tick=False):
        client = client_of(rep)
        assert "Put a number on the table again" in words(client.get(at(client, offered)))
        response = accept(client, offered)
        assert "This number could be accepted until Aug 21, 2026. Nothing is lost" in words(response)
        assert counter(client, offered).status_code == 302


def test_a_rep_who_left_in_the_middle(client_of, admin, rep, sales_manager, offered):
    counter(client_of(rep), offered)
    with tenant(offered.organisation_id):
        Membership.objects.filter(pk=rep.pk).update(is_active=False)
    client = client_of(sales_manager)
    assert "Rita Rep has left, so nobody can agree." in words(client.get(at(client, offered)))
    assert "Rita Rep has left, so nobody can agree to this target." in words(accept(client, offered))
    client.post(at(client, offered, "withdraw"), {"note": "She left."})
    assert "She left." in words(client.get(at(client, offered)))


def test_impose_with_a_reason_after_an_answer(client_of, rep, sales_manager, offered):
    client = client_of(sales_manager)
    sent = {
        "impose-committed": "3,800",
        "impose-rationale": "The plan needs it.",
        "impose-seen": str(offered.latest_id),
    }
    early = client.post(at(client, offered, "impose"), sent)
    assert "Rita Rep has not answered yet." in words(early)
    assert "The plan needs it." in early.text
    counter(client_of(rep), offered)
    sent["impose-seen"] = str(now(offered).latest_id)
    assert client.post(at(client, offered, "impose"), sent | {"impose-rationale": ""}).status_code == 422
    text = words(client.post(at(client, offered, "impose"), sent, follow=True))
    assert "Sara Sales imposes USD 3,800" in text
    assert "It stays marked so" in text


def test_escalate_to_the_manager_above_who_then_takes_part(client_of, owner, rep, offered):
    client = client_of(rep)
    text = words(client.post(at(client, offered, "escalate"), {"note": "Too far apart."}, follow=True))
    assert "Rita Rep asks Olga Owner to decide" in text
    above = client_of(owner)
    assert "Olga Owner is asked to decide" in words(above.get(at(above, offered)))
    refused = client.post(at(client, offered, "escalate"), {"note": ""})
    assert "Everybody above has been asked already." in words(refused)


def test_the_conversation_alone_for_htmx(client_of, rep, offered):
    client = client_of(rep)
    fragment = client.get(at(client, offered), headers={"HX-Request": "true"}).content.decode().strip()
    assert fragment.startswith('<div id="conversation"')
    assert "hx-get" in fragment
    assert "<form" in fragment


def test_the_other_department_only_signs(client_of, marketing_manager, rep, offered):
    with tenant(offered.organisation_id):
        marketing = make_department("marketing", head=marketing_manager)
        Negotiation.objects.filter(pk=offered.pk).update(other_department=marketing)
    client = client_of(marketing_manager)
    assert client.get(at(client, offered)).status_code == 200
    assert counter(client, offered).status_code == 403
    accept(client_of(rep), offered)
    sent = {"part": "other_department", "terms_hash": now(offered).terms_hash}
    assert client.post(at(client, offered, "sign"), sent).status_code == 302
    assert client.post(at(client, offered, "sign"), sent | {"part": "manager"}).status_code == 403


def test_nobody_signs_for_both_departments(client_of, sales_manager, rep, offered):
    with tenant(offered.organisation_id):
        other = make_department("marketing", head=sales_manager)
        Negotiation.objects.filter(pk=offered.pk).update(other_department=other)
    accept(client_of(rep), offered)
    client, terms = client_of(sales_manager), now(offered).terms_hash
    answers = [
        client.post(at(client, offered, "sign"), {"part": part, "terms_hash": terms})
        for part in ("manager", "other_department")
    ]
    assert [answer.status_code for answer in answers] == [302, 409]
    assert "You have signed already" in words(answers[1])


def test_colleagues_who_take_no_part_are_refused(client_of, organisation, ops_auditor, marketing_manager, offered):
    with tenant(offered.organisation_id):
        colleague = make_membership(organisation=organisation)
    for member in (colleague, marketing_manager):
        client = client_of(member)
        assert client.get(at(client, offered)).status_code == 403
        assert [client.post(at(client, offered, step)).status_code for step in STEPS] == [403] * len(STEPS)
    auditor = client_of(ops_auditor)
    assert auditor.get(at(auditor, offered)).status_code == 200
    assert auditor.post(at(auditor, offered, "accept")).status_code == 403


def test_a_stranger_finds_nothing(client_of, stranger, offered):
    client = client_of(stranger)
    assert client.get(at(client, offered)).status_code == 404
    assert [client.post(at(client, offered, step)).status_code for step in STEPS] == [404] * len(STEPS)


def test_other_methods_are_refused(client_of, rep, offered):
    client = client_of(rep)
    assert client.post(at(client, offered)).status_code == 405
    assert [client.get(at(client, offered, step)).status_code for step in STEPS] == [405] * len(STEPS)


def test_arabic_runs_from_right_to_left(client_of, rep, offered):
    client = client_of(rep)
    assert 'dir="rtl"' in client.get(at(client, offered), headers={"Accept-Language": "ar"}).text


@pytest.mark.parametrize("step", ["escalate", "withdraw"])
def test_a_note_that_is_too_long_is_shown_again_at_its_step_and_the_step_is_not_taken(
    client_of, sales_manager, offered, step
):
    client = client_of(sales_manager)
    response = client.post(at(client, offered, step), {"note": "n" * 2001})
    assert response.status_code == 422
    assert words(response).count("at most 2000 characters") == 1
    assert response.text.count("n" * 2001) == 1
    assert now(offered).state == "offered"


def test_the_end_of_a_line_counts_once(client_of, sales_manager, offered):
    client = client_of(sales_manager)
    assert client.post(at(client, offered, "withdraw"), {"note": "a\r\n" * 999 + "b"}).status_code == 302
