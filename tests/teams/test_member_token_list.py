from teams.tenancy import tenant
from tests.factories.teams import make_api_token


def url_of(client, member):
    return client.organisation_url("teams:member_token_list", member.pk)


def test_an_administrator_sees_a_colleagues(client_of, admin, rep):
    with tenant(rep.organisation_id):
        make_api_token(by=rep, name="Nightly")
        make_api_token(by=admin, name="Somebody else’s")
    client = client_of(admin)
    text = client.get(url_of(client, rep)).text
    assert "Nightly" in text
    assert "Somebody else’s" not in text
    assert "Revoke “Nightly”?" in text
    assert url_of(client, rep) in client.get(client.organisation_url("teams:member_detail", rep.pk)).text


def test_those_of_who_stands_above_are_only_read(client_of, admin, owner):
    with tenant(owner.organisation_id):
        make_api_token(by=owner, name="Board")
    client = client_of(admin)
    text = client.get(url_of(client, owner)).text
    assert "Board" in text
    assert "not high enough" in text
    assert "Revoke “Board”?" not in text


def test_says_that_there_are_none_and_only_to_administrators(client_of, admin, sales_manager, stranger, rep):
    client = client_of(admin)
    assert "No API tokens" in client.get(url_of(client, rep)).text
    client = client_of(sales_manager)
    assert client.get(url_of(client, rep)).status_code == 403
    assert url_of(client, rep) not in client.get(client.organisation_url("teams:member_detail", rep.pk)).text
    assert client_of(stranger).get(url_of(client, rep)).status_code == 404


def test_as_many_queries_for_many_as_for_few(client_of, admin, rep, query_count):
    client = client_of(admin)

    def made(number):
        with tenant(rep.organisation_id):
            for _ in range(number):
                make_api_token(by=rep)
        return query_count(client, url_of(client, rep))

    assert made(3) == made(7)
