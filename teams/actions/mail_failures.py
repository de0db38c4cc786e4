"""Mail that did not go out: it is tried again ever more seldom, then given up until somebody asks for it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

import audit.actions
from teams.models import MailFailure, Membership
from teams.rules.retries import next_try

# What sending a letter may raise: the mail server’s word (smtplib raises OSError), or an address or header that is none: on some that
# a form lets pass, such as =?utf-8?b?!!?=@example.org, Python’s mail library stumbles.
NOT_SENT = (OSError, ValueError, IndexError, AttributeError)


@transaction.atomic
def note(*, member_id: UUID, kind: str, error: Exception, at: datetime) -> MailFailure | None:
    """Count a failure, and say when it is tried again. A worker that dies before has lost nothing: the next one tries."""
    member = Membership.objects.filter(pk=member_id).first()
    if member is None:
        return None
    first = {"address": member.email, "first_at": at, "last_at": at}
    row, _made = MailFailure.objects.select_for_update().get_or_create(member=member, kind=kind, defaults=first)
    if row.address != member.email:
        row.address, row.first_at, row.failures = member.email, at, 0
    row.failures += 1
    row.reason = (str(error) or type(error).__name__)[:300]
    row.last_at, row.retry_at = at, next_try(failures=row.failures, at=at)
    row.save()
    return row


def clear(*, member: Membership, kind: str) -> None:
    """It went out, or begins anew."""
    MailFailure.objects.filter(member=member, kind=kind).delete()


@transaction.atomic
def retry(*, failure: MailFailure, by: Membership, at: datetime) -> MailFailure:
    """Let the next sweep try it, as if it had never failed; twice is once. Its reason stays until it goes out."""
    row = MailFailure.objects.select_for_update().get(pk=failure.pk)
    if row.failures:
        row.failures, row.retry_at = 0, at
        row.save(update_fields=["failures", "retry_at"])
        audit.actions.record(action="mailfailure.retry", record=row, by=by, at=at, after={"kind": row.kind})
    return row


@transaction.atomic
def retry_all(*, by: Membership, at: datetime) -> int:
    """The same for all mail to people who are here, with one line in the audit trail; for how many it was."""
    number = MailFailure.objects.retriable().update(failures=0, retry_at=at)
    if number:
        audit.actions.record(
            action="mailfailure.retry_all", record=by.organisation, by=by, at=at, after={"mails": number}
        )
    return number
