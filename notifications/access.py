from uuid import UUID

from django.http import Http404

from notifications.models import Notification
from teams.access import permit
from teams.models import Membership
from teams.permissions import Permission


def access_notification(member: Membership, notification_id: UUID, *, to: Permission) -> Notification:
    """One's own notice; a colleague's is a 404 like another organisation's."""
    permit(member, to)
    notice = Notification.objects.filter(to=member, pk=notification_id).first()
    if notice is None:
        raise Http404
    return notice
