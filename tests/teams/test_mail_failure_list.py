from teams.models import Membership
from teams.tenancy import tenant
from tests.factories.teams import make_mail_failure, make_membership


def url_of(client):
    return client.organisation_url("teams:mail_failure_list")


def test_shows_what_does_not_arrive_and_why(client_of, admin, rep):
    with tenant(rep.organisation_id):
        make_mail_failure(member=rep, failures=9, retry_at=None)
        make_mail_failure(member=admin, kind="invitation")
        gone = make_mail_failure(member=make_membership(full_name="Gone Away")).member
        Membership.objects.filter(pk=gone.pk).update(is_active=False)
    client = client_of(admin)
    text = client.get(url_of(client)).text
    assert text.index("Rita Rep") < text.index("next try"), "what is given up stands first"
    for word in ("550 No such user", "Failed", "after 9 tries", "Invitation"):
        assert word in text
    assert "Gone Away" not in text
    assert url_of(client) in client.get(client.organisation_url("teams:member_list")).text


def test_says_that_all_goes_out_and_only_to_administrators(client_of, admin, sales_manager, stranger):
    client = client_of(admin)
    assert "All mail goes out" in client.get(url_of(client)).text
    assert client_of(stranger).get(url_of(client)).status_code == 404
    client = client_of(sales_manager)
    assert client.get(url_of(client)).status_code == 403
    assert url_of(client) not in client.get(client.organisation_url("teams:member_list")).text


def test_as_many_queries_for_many_as_for_few(client_of, admin, query_count):
    client = client_of(admin)

    def made(number):
        with tenant(admin.organisation_id):
            for _ in range(number):
                make_mail_failure()
        return query_count(client, url_of(client))

    assert made(3) == made(7)
