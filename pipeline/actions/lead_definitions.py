"""What the departments call an MQL, a SAL and an SQL: drafted together, signed by both, then in force and never changed."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

import audit.actions
from pipeline.models import LeadDefinition, LeadDefinitionSignature, Stage
from pipeline.queries.lead_definitions import terms_of
from pipeline.rules.lead_terms import BadTerms, checked
from teams.access import may_sign
from teams.actions.refusals import Refused, told_as
from teams.actions.versions import EditConflict
from teams.models import Department, Membership
from teams.models.signed import Side
from teams.permissions import Permission
from teams.rules.signing import is_signed, terms_hash

REFUSALS = {
    "pipeline_leaddefinition_one_draft": lambda: Refused(_("There is a draft already.")),
    "pipeline_leaddefinition_two_departments": lambda: Refused(
        _("Choose two different departments."), field="marketing"
    ),
    "pipeline_leaddefinitionsignature_member_key": lambda: Refused(_("You have signed for the other side.")),
    "pipeline_leaddefinitionsignature_side_key": lambda: Refused(_("This side has signed already.")),
}
KINDS = {Side.MARKETING: Department.Kind.MARKETING, Side.SALES: Department.Kind.SALES}


@transaction.atomic
def draft(*, by: Membership | None, at: datetime) -> LeadDefinition:
    """The next version, beginning with the words of the one before; raises Refused."""
    last = LeadDefinition.objects.select_related("marketing", "sales").order_by("-number").first()
    sides = {side: last.department(side) if last else _department(side) for side in Side.values}
    with told_as(REFUSALS):
        drafted = LeadDefinition.objects.create(
            number=last.number + 1 if last else 1,
            note=last.note if last else "",
            terms=last.terms if last else {},
            names=last.names if last else {},
            created_at=at,
            created_by=by,
            **sides,
        )
    after = {"number": drafted.number}
    audit.actions.record(action="leaddefinition.draft", record=drafted, by=by, at=at, after=after)
    return drafted


@transaction.atomic
def discard(*, definition: LeadDefinition, by: Membership, at: datetime) -> None:
    """Throw a draft away; raises Refused."""
    current = locked(definition)
    before = {"number": current.number}
    audit.actions.record(action="leaddefinition.discard", record=current, by=by, at=at, before=before)
    current.delete()


@transaction.atomic
def edit(
    *, definition: LeadDefinition, revision: int | None, values: dict[str, Any], by: Membership | None, at: datetime
) -> LeadDefinition:
    """Change the words of a draft; signatures to other words fall. Raises Refused or EditConflict."""
    current = locked(definition)
    if revision is not None and current.revision != revision:
        raise EditConflict(current=current, version=current.revision, proposed=values)
    before, after = audit.actions.changes({name: getattr(current, name) for name in values}, values)
    if not after:
        return current
    for name, value in after.items():
        setattr(current, name, value)
    current.revision += 1
    with told_as(REFUSALS):
        current.save(update_fields=[*after, "revision"])
    LeadDefinitionSignature.objects.filter(definition=current).delete()
    audit.actions.record(action="leaddefinition.edit", record=current, by=by, at=at, before=before, after=after)
    return current


@transaction.atomic
def sign(*, definition: LeadDefinition, revision: int, side: str, by: Membership, at: datetime) -> LeadDefinition:
    """One side's yes to the draft as it was shown; the second one puts it in force. Raises Refused."""
    current = locked(definition)
    if current.revision != revision:
        raise Refused(_("The draft has changed since you opened it. Read it again, then sign."))
    if not may_sign(by, current.department(side), side=side, to=Permission.DEFINITION_SIGN):
        raise Refused(_("You cannot sign for this department."))
    _check_complete(current)
    signed = terms_hash(terms_of(current))
    with told_as(REFUSALS):
        LeadDefinitionSignature.objects.create(
            definition=current, side=side, member=by, signed_at=at, terms_hash=signed
        )
    after = {"side": side, "terms_hash": signed}
    audit.actions.record(action="leaddefinition.sign", record=current, by=by, at=at, after=after)
    by_side = dict(LeadDefinitionSignature.objects.filter(definition=current).values_list("side", "terms_hash"))
    if is_signed(by_side=by_side, sides=Side.values, terms=signed):
        _put_in_force(current, by, at)
    return current


def locked(definition: LeadDefinition) -> LeadDefinition:
    """The draft, for this transaction alone; raises Refused once it is in force."""
    rows = LeadDefinition.objects.select_related("marketing", "sales").select_for_update(of=("self",))
    current = rows.filter(pk=definition.pk).first()
    if current is None:
        raise Refused(_("Somebody has thrown this draft away meanwhile."))
    if not current.is_draft:
        raise Refused(_("Both sides have signed this version. Make a new draft to change it."))
    return current


def _put_in_force(definition: LeadDefinition, by: Membership, at: datetime) -> None:
    LeadDefinition.objects.in_force().update(ended_at=at)
    definition.in_force_at = at
    definition.save(update_fields=["in_force_at"])
    after = {"number": definition.number}
    audit.actions.record(action="leaddefinition.put_in_force", record=definition, by=by, at=at, after=after)


def _department(side: str) -> Department:
    found = Department.objects.filter(kind=KINDS[Side(side)]).order_by("name", "pk").first()
    if found is None:
        raise Refused(_("There must be a marketing and a sales department first."))
    return found


def _check_complete(definition: LeadDefinition) -> None:
    try:
        checked(definition.terms)
    except BadTerms as bad:
        stage = Stage(bad.stage).label if bad.stage else _("Score")
        if bad.reason == "unreachable":
            reason = _("%(stage)s: this score cannot be reached with the points above.")
        else:
            reason = _("%(stage)s: say what it takes, with at least one condition.")
        raise Refused(reason % {"stage": stage}) from bad
