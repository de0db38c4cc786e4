import pytest

from audit.models import Event
from teams.models import ApiToken
from teams.rules import api_tokens as rules
from teams.tenancy import tenant

pytestmark = pytest.mark.django_db
TYPED = {"name": "Nightly report", "days": "30"}


def post(client, **values):
    return client.post(client.organisation_url("teams:api_token_new"), TYPED | values)


def the_token(member):
    with tenant(member.organisation_id):
        return ApiToken.objects.get()


def test_shows_the_token_once_and_keeps_its_hash(client_of, rep):
    client = client_of(rep)
    assert client.get(client.organisation_url("teams:api_token_new")).status_code == 200
    response = post(client)
    assert response.status_code == 201
    token, text = the_token(rep), response.context["text"]
    assert text in response.text
    assert rules.parts(text=text).id == token.pk
    assert token.digest == rules.digest(secret=rules.parts(text=text).secret)
    assert (token.expires_at - token.created_at).days == 30
    assert text not in client.get(client.organisation_url("teams:api_token_list")).text


def test_is_written_down_without_its_secret(client_of, rep):
    post(client_of(rep))
    with tenant(rep.organisation_id):
        event = Event.objects.of(rep.organisation_id).get(action="apitoken.create")
    assert set(event.after) == {"name", "expires_at"}


def test_sent_twice_it_is_one(client_of, rep):
    client = client_of(rep)
    post(client)
    again = post(client)
    assert again.status_code == 422
    assert list(again.context["form"].errors) == ["name"]
    the_token(rep)


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "x" * 61}, {"name": "a\u202eb"}, {"days": "400"}, {"days": "x"}]
)
def test_wrong_input_is_shown_again(client_of, rep, wrong):
    response = post(client_of(rep), **wrong)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == list(wrong)
