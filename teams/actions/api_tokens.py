"""API tokens: made and shown once, used, revoked."""

import secrets
from datetime import datetime, timedelta
from hmac import compare_digest

from django.db import transaction
from django.utils.translation import gettext as _

import audit.actions
from teams.access import may_revoke
from teams.actions.refusals import Refused, name_taken, told_as
from teams.models import ApiToken, Membership
from teams.rules import api_tokens as rules

# A write now and then, not one per request.
NOTED_EVERY = timedelta(minutes=5)


@transaction.atomic
def create(*, name: str, days: int, by: Membership, at: datetime) -> tuple[ApiToken, str]:
    """A token for oneself, and its text, which nobody can read again; raises Refused."""
    secret = secrets.token_urlsafe(32)
    values = {"name": name, "expires_at": at + timedelta(days=days)}
    with told_as({"teams_apitoken_name_key": name_taken}):
        token = ApiToken.objects.create(membership=by, digest=rules.digest(secret=secret), created_at=at, **values)
    audit.actions.record(action="apitoken.create", record=token, by=by, at=at, after=values)
    return token, rules.written(id=token.pk, secret=secret)


@transaction.atomic
def revoke(*, token: ApiToken, by: Membership, at: datetime) -> ApiToken:
    """It opens nothing any more. Twice is once. Somebody else’s: raises Refused of those who are not below oneself.

    Whose token it was is told by a sweep (notifications/actions/tokens.py).
    """
    current = ApiToken.objects.select_for_update(of=("self",)).select_related("membership").get(pk=token.pk)
    if not may_revoke(by=by, member=current.membership):
        raise Refused(_("Your own role is not high enough for this."))
    if current.revoked_at is None:
        current.revoked_at, current.revoked_by = at, by
        current.save(update_fields=["revoked_at", "revoked_by"])
        before = {"name": current.name, "membership": current.membership}
        audit.actions.record(action="apitoken.revoke", record=current, by=by, at=at, before=before)
    return current


@transaction.atomic
def revoke_all(*, member: Membership, by: Membership, at: datetime) -> None:
    """Somebody leaves: should they come back, they make new ones."""
    for token in ApiToken.objects.filter(membership=member, revoked_at__isnull=True).order_by("pk"):
        revoke(token=token, by=by, at=at)


@transaction.atomic
def use(*, text: str, at: datetime) -> ApiToken | None:
    """The token of the open organisation that this is, noted as used; None if there is none such, or it is over."""
    found = rules.parts(text=text)
    token = ApiToken.objects.usable(at).filter(pk=found.id).first() if found else None
    if found is None or token is None or not compare_digest(token.digest, rules.digest(secret=found.secret)):
        return None
    if token.last_used_at is None or at - token.last_used_at > NOTED_EVERY:
        _note(token, at)
    return token


def _note(token: ApiToken, at: datetime) -> None:
    """Requests at the same time do not wait for each other."""
    mine = ApiToken.objects.select_for_update(skip_locked=True).filter(pk=token.pk).first()
    if mine is not None:
        mine.last_used_at = at
        mine.save(update_fields=["last_used_at"])
