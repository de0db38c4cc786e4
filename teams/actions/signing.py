"""How two departments draft and sign what they say together (teams/models/signed.py): the steps that agreements and lead
definitions share. Whoever has such versions says what their terms are, and whether they are complete.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

import audit.actions
from teams.access import may_sign
from teams.actions.refusals import Refused, told_as
from teams.actions.versions import EditConflict, Values
from teams.models import Membership
from teams.models.signed import Side, SignedVersion
from teams.permissions import Permission
from teams.rules.signing import terms_hash, unsigned


def locked[Version: SignedVersion](version: Version, *, select: tuple[str, ...]) -> Version:
    """The draft, for this transaction alone; raises Refused once it is in force."""
    rows = type(version).objects.select_related(*select).select_for_update(of=("self",))
    current = rows.filter(pk=version.pk).first()
    if current is None:
        raise Refused(_("Somebody has thrown this draft away meanwhile."))
    if not current.is_draft:
        raise Refused(_("Both sides have signed this version. Make a new draft to change it."))
    return current


def change(draft: SignedVersion, *, revision: int | None, values: Mapping[str, Any]) -> tuple[Values, Values]:
    """Change the words of a locked draft and return what differed; signatures to other words fall. Raises EditConflict."""
    if revision is not None and draft.revision != revision:
        raise EditConflict(current=draft, version=draft.revision, proposed=values)
    before, after = audit.actions.changes({name: getattr(draft, name) for name in values}, dict(values))
    if after:
        for name, value in after.items():
            setattr(draft, name, value)
        draft.save(update_fields=list(after))
        revised(draft)
    return before, after


def revised(draft: SignedVersion) -> None:
    """Parts of the draft say something new: nobody has signed that yet."""
    draft.signatures.all().delete()
    draft.revision += 1
    draft.save(update_fields=["revision"])


def sign(
    draft: SignedVersion,
    *,
    revision: int,
    side: str,
    terms: Mapping[str, Any],
    to: Permission,
    noun: str,
    by: Membership,
    at: datetime,
) -> bool:
    """One side's yes to the draft as it was shown; whether both have said it to these terms now. Raises Refused."""
    if draft.revision != revision:
        raise Refused(_("The draft has changed since you opened it. Read it again, then sign."))
    if not may_sign(by, draft.department(side), side=side, to=to):
        raise Refused(_("You cannot sign for this department."))
    signed, table = terms_hash(terms), draft.signatures.model._meta.db_table
    refusals = {
        f"{table}_member_key": lambda: Refused(_("You have signed for the other side.")),
        f"{table}_side_key": lambda: Refused(_("This side has signed already.")),
    }
    with told_as(refusals):
        draft.signatures.create(side=side, member=by, signed_at=at, terms_hash=signed)
    after = {"side": side, "terms_hash": signed}
    audit.actions.record(action=f"{noun}.sign", record=draft, by=by, at=at, after=after)
    by_side = dict(draft.signatures.values_list("side", "terms_hash"))
    return not unsigned(signed=by_side, parts=Side.values, terms=signed)


def put_in_force(draft: SignedVersion, *, supersedes: Any, noun: str, by: Membership, at: datetime) -> None:
    """From now on it counts, instead of what is in force among the versions `supersedes`."""
    supersedes.in_force().update(ended_at=at)
    draft.in_force_at = at
    draft.save(update_fields=["in_force_at"])
    audit.actions.record(action=f"{noun}.put_in_force", record=draft, by=by, at=at, after={"number": draft.number})
