"""The receipt: the exact terms, their hash, and whether both still fit."""

import hashlib
import html
import re

import pytest

from goals.actions import negotiations
from goals.models import Negotiation, Objective
from goals.rules.negotiation import Side
from teams.tenancy import tenant
from tests.factories.teams import NOW
from tests.goals.actions.conversation import sign_all
from tests.goals.negotiating import managed, offered, words

__all__ = ["managed", "offered"]
pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def agreed(offered, rep):
    with tenant(offered.organisation_id):
        return negotiations.accept(negotiation=offered, side=Side.HOLDER, seen=offered.latest_id, by=rep, at=NOW)


def url_of(client, negotiation):
    return client.organisation_url("goals:negotiation_receipt", negotiation.pk)


def test_anybody_can_compute_the_hash_from_the_text_on_the_page(client_of, rep, agreed):
    client = client_of(rep)
    page = client.get(url_of(client, agreed)).text
    text = html.unescape(re.search(r'id="receipt-text">(.*?)</p>', page, re.DOTALL)[1])
    assert hashlib.sha256(text.encode()).hexdigest() == agreed.terms_hash
    assert agreed.terms_hash in page
    assert "Computed again: the same" in page
    assert "The objective has exactly these terms" in page


def test_it_reads_as_people_do(client_of, rep, agreed):
    client = client_of(rep)
    text = words(client.get(url_of(client, agreed)))
    assert "Won revenue: The value of deals won in the period." in text
    assert "USD 4,000" in text
    assert "not signed yet" in text


def test_a_printed_hash_is_compared(client_of, rep, agreed):
    client = client_of(rep)
    printed = f" {agreed.terms_hash[:32].upper()} {agreed.terms_hash[32:]} "
    assert "It is the hash of these terms." in words(client.get(url_of(client, agreed), {"hash": printed}))
    assert "It is not the hash of these terms." in words(client.get(url_of(client, agreed), {"hash": "abc"}))


def test_terms_that_changed_behind_its_back_are_seen(client_of, rep, agreed):
    with tenant(agreed.organisation_id):
        Objective.objects.update(target=1)
    client = client_of(rep)
    assert "The objective no longer has exactly these terms" in words(client.get(url_of(client, agreed)))


def test_in_force_are_terms_that_all_have_signed_and_nothing_replaced(client_of, rep, agreed):
    client, told = client_of(rep), "All have signed just these terms"
    assert told not in words(client.get(url_of(client, agreed)))
    with tenant(agreed.organisation_id):
        signed = sign_all(agreed)
    assert told in words(client.get(url_of(client, agreed)))
    with tenant(agreed.organisation_id):
        Negotiation.objects.filter(pk=signed.pk).update(state=Negotiation.State.AMENDED)
    assert told not in words(client.get(url_of(client, agreed)))


def test_without_an_agreement_there_is_none(client_of, rep, offered):
    client = client_of(rep)
    assert "Nothing is agreed yet" in words(client.get(url_of(client, offered)))


def test_who_may_read_it(client_of, ops_auditor, marketing_manager, stranger, agreed):
    for member, status in ((ops_auditor, 200), (marketing_manager, 403), (stranger, 404)):
        client = client_of(member)
        assert client.get(url_of(client, agreed)).status_code == status
    client = client_of(ops_auditor)
    assert client.post(url_of(client, agreed)).status_code == 405
