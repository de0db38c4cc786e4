import pytest

from notifications.models import Notification
from teams.tenancy import tenant

pytestmark = pytest.mark.django_db


def unread(member):
    with tenant(member.organisation_id):
        return list(Notification.objects.filter(to=member).unread().values_list("values__about", flat=True))


def test_leads_to_the_matter_and_reads_its_thread(client_of, rep, told):
    told(rep)
    notice = told(rep)
    told(rep, number=2)
    client = client_of(rep)
    response = client.get(client.organisation_url("notifications:notification_open", notice.pk))
    assert (response.status_code, response.url) == (302, notice.url)
    assert unread(rep) == ["Goal 2"]


def test_what_was_read_is_left_out_of_the_digest_unless_it_is_always_mailed(client_of, rep, told):
    due, imposed = told(rep, kind="check_in_due"), told(rep, kind="target_imposed", target="MQL", holder="Rita Rep")
    client = client_of(rep)
    client.get(client.organisation_url("notifications:notification_open", due.pk))
    with tenant(rep.organisation_id):
        due.refresh_from_db()
        imposed.refresh_from_db()
    assert due.letter_at is None
    assert imposed.letter_at is not None
