"""The link in each letter that ends such letters: signed, good as long as the person is here, and needs no sign-in."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.core import signing
from django.db import transaction

from notifications.actions import delivery
from notifications.catalogue import FIXED, KINDS, Kind
from notifications.models import NotificationSettings
from notifications.queries import settings_of
from notifications.rules.letters import Mail
from teams.models import Membership
from teams.tenancy import tenant

# Without a time, so that a letter that is written again is the same letter.
SIGNER = signing.Signer(salt="notifications.unsubscribe")


class LinkOver(ValueError):
    """The link is forged, or whoever it was sent to is not here any more."""


def token_of(member: Membership, kinds: Iterable[str]) -> str:
    """Empty where all kinds are of those that are always sent."""
    free = sorted({str(kind) for kind in kinds} - FIXED)
    return SIGNER.sign_object([str(member.organisation_id), str(member.pk), free]) if free else ""


@contextmanager
def opened(token: str) -> Iterator[tuple[Membership, list[Kind]]]:
    """Open the organisation of a valid link: whose letters it ends, and of which kinds; raises LinkOver."""
    try:
        organisation_id, member_id, kinds = SIGNER.unsign_object(token)
    except signing.BadSignature as error:
        raise LinkOver from error
    with tenant(UUID(organisation_id)):
        member = Membership.objects.active().select_related("organisation").filter(pk=member_id).first()
        if member is None:
            raise LinkOver
        yield member, [Kind(kind) for kind in kinds if kind in KINDS]


@transaction.atomic
def unsubscribe(*, member: Membership, kinds: Iterable[Kind], at: datetime) -> NotificationSettings:
    """No more e-mail of these kinds; they stay in the app. Twice is once."""
    chosen = settings_of(member).mail | {kind.value: Mail.NEVER.value for kind in kinds}
    return delivery.save(member=member, version=None, values={"mail": chosen}, at=at)
