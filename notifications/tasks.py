import logging
from uuid import UUID

from celery import shared_task
from django.core.mail import mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from notifications import actions
from notifications.actions import letters, notices
from teams.actions import mail_failures
from teams.models import MailFailure
from teams.queries.organisations import active_organisation
from teams.tenancy import apart, every_organisation, organisations_due, tenant

logger = logging.getLogger(__name__)


@shared_task
def sweep_notifications() -> None:
    """Write the letters that are due, one to a person, over one connection. A mail server that refuses one delays only that one."""
    mailer = mailers.default
    for organisation_id in organisations_due("letters"):
        with apart():
            _write_letters(organisation_id, mailer)
    mailer.close()


def _write_letters(organisation_id: UUID, mailer: BaseEmailBackend) -> None:
    with tenant(organisation_id):
        people = letters.people_due(at=timezone.now())
    for member_id in people:
        with apart():
            write_letter(organisation_id, member_id, mailer)


def write_letter(organisation_id: UUID, member_id: UUID, mailer: BaseEmailBackend) -> None:
    try:
        with tenant(organisation_id):
            letters.send(member_id=member_id, mailer=mailer, at=timezone.now())
    except mail_failures.NOT_SENT as error:
        mailer.close()
        logger.warning("A letter could not be sent: %r", error)
        with tenant(organisation_id):
            mail_failures.note(member_id=member_id, kind=MailFailure.Kind.LETTER, error=error, at=timezone.now())


@shared_task
def sweep_old_notices() -> None:
    """Delete what nobody needs any more, in each organisation."""
    for organisation_id in every_organisation():
        with apart(), tenant(organisation_id):
            notices.forget_old(at=timezone.now())
            letters.forget_needless()


@shared_task
def sweep_revoked_tokens() -> None:
    """Tell those whose API token somebody else has revoked."""
    for organisation_id in organisations_due("revoked_tokens"):
        with apart(), tenant(organisation_id):
            actions.tell_of_revoked(at=timezone.now())


@shared_task
def sweep_given_up_mail() -> None:
    """Tell administrators of mail that is no longer tried."""
    for organisation_id in organisations_due("given_up_mail"):
        with apart(), tenant(organisation_id):
            actions.tell_of_given_up(at=timezone.now())


@shared_task
def tick_audit_heads() -> None:
    """Leave today's signed head of the audit trail in each organisation that has not got it."""
    for organisation_id in every_organisation():
        with apart(), tenant(organisation_id):
            organisation = active_organisation()
            actions.send_audit_head(organisation=organisation, at=timezone.now())
