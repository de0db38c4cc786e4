import logging
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from teams.actions import invitations, mail_failures
from teams.models import MailFailure
from teams.tenancy import apart, organisations_due, tenant

logger = logging.getLogger(__name__)


@shared_task
def sweep_invitations() -> None:
    """Mail the invitations that have not gone out. A mail server that refuses one delays only that one."""
    for organisation_id in organisations_due("invitations"):
        with apart():
            _mail_invitations(organisation_id)


def _mail_invitations(organisation_id: UUID) -> None:
    with tenant(organisation_id):
        waiting = invitations.due(at=timezone.now())
    for member_id in waiting:
        with apart():
            mail_invitation(organisation_id, member_id)


def mail_invitation(organisation_id: UUID, member_id: UUID) -> None:
    try:
        with tenant(organisation_id):
            invitations.mail(member_id=member_id, at=timezone.now())
    except mail_failures.NOT_SENT as error:
        logger.warning("An invitation could not be mailed: %r", error)
        with tenant(organisation_id):
            mail_failures.note(member_id=member_id, kind=MailFailure.Kind.INVITATION, error=error, at=timezone.now())
