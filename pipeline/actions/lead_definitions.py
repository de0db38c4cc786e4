"""What the departments call an MQL, a SAL and an SQL: drafted together, signed by both, then in force and never changed."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

import audit.actions
from pipeline.models import LeadDefinition, Stage
from pipeline.queries.lead_definitions import terms_of
from pipeline.rules.lead_terms import BadTerms, checked
from teams.actions import signing
from teams.actions.refusals import Refused, told_as
from teams.models import Department, Membership
from teams.models.signed import Side
from teams.permissions import Permission

REFUSALS = {
    # Whoever begins a draft at the same moment gives it the same number.
    "pipeline_leaddefinition_number_key": lambda: Refused(_("There is a draft already.")),
    "pipeline_leaddefinition_one_draft": lambda: Refused(_("There is a draft already.")),
    "pipeline_leaddefinition_two_departments": lambda: Refused(
        _("Choose two different departments."), field="marketing"
    ),
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
    draft = locked(definition)
    with told_as(REFUSALS):
        before, after = signing.change(draft, revision=revision, values=values)
    if after:
        audit.actions.record(action="leaddefinition.edit", record=draft, by=by, at=at, before=before, after=after)
    return draft


@transaction.atomic
def sign(*, definition: LeadDefinition, revision: int, side: str, by: Membership, at: datetime) -> LeadDefinition:
    """One side's yes to the draft as it was shown; the second one puts it in force. Raises Refused."""
    draft = locked(definition)
    _check_complete(draft)
    who: dict[str, Any] = {"noun": "leaddefinition", "by": by, "at": at}
    terms = terms_of(draft)
    if signing.sign(draft, revision=revision, side=side, terms=terms, to=Permission.DEFINITION_SIGN, **who):
        signing.put_in_force(draft, supersedes=LeadDefinition.objects.all(), **who)
    return draft


def locked(definition: LeadDefinition) -> LeadDefinition:
    """The draft, for this transaction alone; raises Refused once it is in force."""
    return signing.locked(definition, select=("marketing", "sales"))


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
