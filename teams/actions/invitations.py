"""Invitations are signed links, good for seven days and for one use; a newer one makes the older void."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

import audit.actions
from teams.actions import mail_failures
from teams.actions.refusals import Refused, told_as
from teams.models import MailFailure, Membership, User
from teams.models.membership import MembershipQuerySet
from teams.tenancy import tenant

SALT, MAX_AGE = "teams.invitation", timedelta(days=7)


class InvitationOver(ValueError):
    """The link is forged, expired, used, or a newer one was sent."""


def token_of(member: Membership) -> str:
    stamp = member.invited_at.isoformat() if member.invited_at else ""
    return signing.dumps([str(member.organisation_id), str(member.pk), stamp], salt=SALT)


@contextmanager
def opened(token: str) -> Iterator[Membership]:
    """Open the organisation that a valid link invites to; raises InvitationOver."""
    try:
        organisation_id, member_id, invited_at = signing.loads(token, salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature as error:
        raise InvitationOver from error
    with tenant(UUID(organisation_id)):
        waiting = Membership.objects.active().filter(user__isnull=True, invited_at=invited_at)
        member = waiting.select_related("organisation").select_for_update(of=("self",)).filter(pk=member_id).first()
        if member is None:
            raise InvitationOver
        yield member


@transaction.atomic
def accept(*, member: Membership, user: User, at: datetime) -> Membership:
    """Give the place to a user who is signed in; raises Refused."""
    taken = Refused(_("You already have a place in this organisation with another e-mail address."))
    member.user, member.email = user, user.email
    with told_as({"teams_membership_user_key": lambda: taken}):
        member.save(update_fields=["user", "email"])
    audit.actions.record(action="membership.join", record=member, by=member, at=at, after={"email": user.email})
    return member


@transaction.atomic
def register(*, member: Membership, full_name: str, password: str, language: str, at: datetime) -> User:
    """Make a user for the invited address (who has the link has the mailbox) and give them the place."""
    user = User.objects.create_user(email=member.email, password=password, full_name=full_name, language=language)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    accept(member=member, user=user, at=at)
    return user


def due(*, at: datetime) -> list[UUID]:
    """Whose invitation may go out now, the oldest first."""
    return list(_waiting(at).order_by("invited_at", "pk").values_list("pk", flat=True))


def _waiting(at: datetime) -> MembershipQuerySet:
    blocked = MailFailure.objects.blocking(MailFailure.Kind.INVITATION, at=at).values("member")
    return Membership.objects.awaiting_letter().exclude(pk__in=blocked)


@transaction.atomic
def mail(*, member_id: UUID, at: datetime) -> bool:
    """Send the letter unless another worker does; return whether it went out."""
    waiting = _waiting(at).select_related("organisation")
    member = waiting.select_for_update(of=("self",), skip_locked=True).filter(pk=member_id).first()
    if member is None:
        return False
    url = settings.PUBLIC_URL + reverse("teams:invitation_accept", args=[token_of(member)])
    with translation.override(member.organisation.language):
        subject = _("Your invitation to %(organisation)s") % {"organisation": member.organisation.name}
        text = render_to_string("teams/mail/invitation.txt", {"member": member, "url": url, "days": MAX_AGE.days})
    send_mail(subject, text, None, [member.email])
    member.invitation_mailed_at = at
    member.save(update_fields=["invitation_mailed_at"])
    mail_failures.clear(member=member, kind=MailFailure.Kind.INVITATION)
    return True
