import pytest

from notifications.models import Notification
from teams.tenancy import tenant

pytestmark = pytest.mark.django_db


def test_a_thread_is_read_without_leaving_the_list(client_of, rep, told):
    told(rep)
    notice = told(rep)
    told(rep, number=2)
    client = client_of(rep)
    response = client.post(client.organisation_url("notifications:notification_read", notice.pk), follow=True)
    assert response.redirect_chain == [(client.organisation_url("notifications:notification_list"), 302)]
    assert "1 unread notification" in response.text
    with tenant(rep.organisation_id):
        assert Notification.objects.unread().get().values["about"] == "Goal 2"
