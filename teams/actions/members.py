from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

import audit.actions
from teams.actions import api_tokens, mail_failures, rows
from teams.actions.refusals import Refused
from teams.actions.versions import require_shown
from teams.models import MailFailure, Membership, Organisation, PresenceChange, User
from teams.permissions import Role, outranks
from teams.rules import names
from teams.tenancy import tenant


@transaction.atomic
def invite(*, values: dict[str, Any], by: Membership, at: datetime) -> Membership:
    """Add a person with full name, e-mail address, role and the day of joining, and invite them; raises Refused."""
    _check_rank(by, current=values["role"], new=values["role"])
    _check_email(values["email"])
    values = values | {"name_key": names.key(values["full_name"]), "invited_at": at}
    member = Membership.objects.create(**values)
    told = {name: values.get(name) for name in ("full_name", "email", "role", "joined_on")}
    audit.actions.record(action="membership.invite", record=member, by=by, at=at, after=told)
    return member


@transaction.atomic
def invite_again(*, member: Membership, email: str, by: Membership, at: datetime) -> Membership:
    """Invite somebody who has no sign-in yet, e.g. a rep known from a CRM export. Earlier links stop working."""
    if member.user_id or not member.is_active:
        raise Refused(_("Only active people without a sign-in can be invited."))
    _check_rank(by, current=member.role, new=member.role)
    _check_email(email, member)
    member.email, member.invited_at, member.invitation_mailed_at = email, at, None
    member.save(update_fields=["email", "invited_at", "invitation_mailed_at"])
    mail_failures.clear(member=member, kind=MailFailure.Kind.INVITATION)
    audit.actions.record(action="membership.invite", record=member, by=by, at=at, after={"email": email})
    return member


@transaction.atomic
def add_owner(
    *, organisation: Organisation, email: str, full_name: str, password: str | None, at: datetime
) -> Membership:
    """The operator's way in: somebody who has or gets a user at once, else is invited by mail."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None and password is not None:
        user = User.objects.create_user(email=email, password=password, full_name=full_name)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    with tenant(organisation.pk):
        member = Membership.objects.create(
            organisation=organisation,
            user=user,
            full_name=full_name,
            name_key=names.key(full_name),
            email=email.lower(),
            role=Role.OWNER,
            invited_at=None if user else at,
        )
        told = {"full_name": full_name, "email": email.lower(), "role": Role.OWNER}
        audit.actions.record(action="membership.create", record=member, at=at, after=told)
    return member


@transaction.atomic
def edit(
    *, member: Membership, values: dict[str, Any], by: Membership, at: datetime, version: int | None = None
) -> Membership:
    """Change name, role, the day of joining and whether the person is active; raises Refused.

    Nobody changes their own role or leaves by themselves, and only owners act on owners: so the last owner stays.
    The lock keeps two owners from removing each other at the same time.
    """
    owners = Membership.objects.filter(role=Role.OWNER, is_active=True, user__isnull=False).order_by("pk")
    present = set(owners.select_for_update(no_key=True).values_list("pk", flat=True))
    if by.role == Role.OWNER and by.pk not in present:
        raise Refused(_("You are no longer an owner."))
    # Only now: two owners who edit each other would else each hold what the other waits for.
    require_shown(row=member, version=version, values=values)
    joined_on = member.joined_on
    role, is_active = values.get("role", member.role), values.get("is_active", member.is_active)
    if member.pk == by.pk and (role, is_active) != (member.role, member.is_active):
        raise Refused(_("Ask somebody else to change your own role or to deactivate you."), field="role")
    if member.pk != by.pk:
        _check_rank(by, current=member.role, new=role)
    changed = rows.edit(member, values=values, refusals={}, by=by, at=at)
    changed.name_key = names.key(changed.full_name)
    changed.save(update_fields=["name_key"])
    if not changed.is_active:
        api_tokens.revoke_all(member=changed, by=by, at=at)
    if changed.joined_on != joined_on:
        PresenceChange.objects.create(membership=changed)
    return changed


def _check_rank(by: Membership, *, current: str, new: str) -> None:
    if not outranks(Role(by.role), current=Role(current), new=Role(new)):
        raise Refused(_("Your own role is not high enough for this."), field="role")


def _check_email(email: str, member: Membership | None = None) -> None:
    others = Membership.objects.exclude(pk=member.pk) if member else Membership.objects.all()
    if others.filter(email__iexact=email).exists():
        raise Refused(_("Somebody with this e-mail address is already here."), field="email")
