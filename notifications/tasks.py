import logging
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from notifications import actions
from notifications.models import Notification
from teams.models import Organisation
from teams.tenancy import every_organisation, organisations_due, tenant

BATCH = 200
logger = logging.getLogger(__name__)


@shared_task
def sweep_notifications() -> None:
    """Mail the notices that have not gone out. A mail server that refuses one delays only that one."""
    for organisation_id in organisations_due("letters"):
        with tenant(organisation_id):
            waiting = Notification.objects.awaiting_letter().order_by("created_at", "pk")
            due = list(waiting.values_list("pk", flat=True)[:BATCH])
        for notification_id in due:
            mail_notification(organisation_id, notification_id)


def mail_notification(organisation_id: UUID, notification_id: UUID) -> None:
    try:
        with tenant(organisation_id):
            actions.mail(notification_id=notification_id, at=timezone.now())
    except OSError as error:
        logger.warning("A notice could not be mailed and will be tried again: %s", error)


@shared_task
def tick_audit_heads() -> None:
    """Leave today's signed head of the audit trail in each organisation that has not got it."""
    for organisation_id in every_organisation():
        with tenant(organisation_id):
            organisation = Organisation.objects.get(pk=organisation_id)
            actions.send_audit_head(organisation=organisation, at=timezone.now())
