import pytest

from teams.tenancy import tenant

pytestmark = pytest.mark.django_db
NAME = "notifications:notification_detail"


def test_shows_all_that_was_told_about_a_matter_and_nothing_else(client_of, rep, told):
    first = told(rep, text="One")
    told(rep, text="Two")
    told(rep, number=2, text="Elsewhere")
    client = client_of(rep)
    page = client.get(client.organisation_url(NAME, first.pk)).text
    assert "Sara Sales mentions you (Goal 1): One" in page
    assert "Sara Sales mentions you (Goal 1): Two" in page
    assert "Elsewhere" not in page
    assert client.organisation_url("notifications:notification_open", first.pk) in page


def test_looking_at_the_thread_alone_marks_nothing(client_of, rep, told):
    notice = told(rep)
    client = client_of(rep)
    client.get(client.organisation_url(NAME, notice.pk))
    with tenant(rep.organisation_id):
        notice.refresh_from_db()
    assert notice.read_at is None


def test_a_colleagues_notice_is_not_found(client_of, rep, viewer, told):
    client = client_of(viewer)
    for name in ("notification_detail", "notification_open"):
        assert client.get(client.organisation_url(f"notifications:{name}", told(rep).pk)).status_code == 404
    assert client.post(client.organisation_url("notifications:notification_read", told(rep).pk)).status_code == 404


def test_asks_as_many_queries_for_ten_as_for_three(client_of, rep, told, query_count):
    notices = [told(rep) for _ in range(3)]
    client = client_of(rep)
    url = client.organisation_url(NAME, notices[0].pk)
    few = query_count(client, url)
    notices += [told(rep) for _ in range(7)]
    assert query_count(client, url) == few
