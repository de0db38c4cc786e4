"""Who may, beyond what a role says."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from slas.models import Agreement, AgreementVersion, Breach, Clock, ClockExport, Promise, Side
from teams.access import SIGNERS, load, permit
from teams.access import may_sign as may_sign_for
from teams.models import Department, Membership
from teams.permissions import Permission

WITH_TERMS = (
    "promise__version__agreement__marketing",
    "promise__version__agreement__sales",
    "promise__calendar",
    "calendar_version__calendar",
    "lead",
    "owner",
    "team",
    "lead_source",
)
WITH_PEOPLE = ("action_owner", "marketing_signed_by", "sales_signed_by")


def may_sign(member: Membership, department: Department, *, side: str) -> bool:
    return may_sign_for(member, department, side=side, to=Permission.AGREEMENT_SIGN)


def access_clock(membership: Membership, clock_id: UUID, *, to: Permission) -> Clock:
    """A clock of one's own, or with the right for them anybody's."""
    permit(membership, to)
    clock = load(Clock, clock_id, select=WITH_TERMS)
    _permit_seeing(membership, clock)
    return clock


def access_breach(membership: Membership, breach_id: UUID, *, to: Permission) -> Breach:
    """A breach of one's own clock, or with the right for them anybody's."""
    permit(membership, to)
    breach = load(Breach, breach_id, select=(*WITH_PEOPLE, *(f"clock__{name}" for name in WITH_TERMS)))
    _permit_seeing(membership, breach.clock)
    return breach


def access_export(membership: Membership, export_id: UUID, *, to: Permission) -> ClockExport:
    """A file that is made, by whoever audits clocks."""
    permit(membership, to)
    export = load(ClockExport, export_id)
    if export.state != ClockExport.State.DONE:
        raise Http404
    return export


def _permit_seeing(membership: Membership, clock: Clock) -> None:
    if clock.owner_id != membership.pk and not membership.may(Permission.CLOCK_VIEW_ALL):
        raise PermissionDenied


def may_excuse(member: Membership, clock: Clock) -> bool:
    """A broken promise is excused by those to whom it was made, or by whoever stands on neither side: never by its own side."""
    return clock.promise.side not in _sides_of(member, clock.promise.version.agreement)


def may_review(member: Membership, clock: Clock) -> bool:
    """Nobody is the auditor of their own clock."""
    return member.may(Permission.CLOCK_AUDIT) and clock.owner_id != member.pk


def _sides_of(member: Membership, agreement: Agreement) -> set[str]:
    """Which sides of an agreement somebody stands on: as head of its department, as a manager by the role."""
    headed = {side.value for side in Side if agreement.department(side).head_id == member.pk}
    return headed | {side.value for side, role in SIGNERS.items() if role == member.role}


def access_agreement(member: Membership, agreement_id: UUID, *, to: Permission) -> Agreement:
    permit(member, to)
    return load(Agreement, agreement_id, select=("marketing", "sales"))


def access_draft(member: Membership, agreement_id: UUID, *, to: Permission) -> AgreementVersion:
    """The draft of an agreement; without one there is nothing to change."""
    permit(member, to)
    rows = AgreementVersion.objects.drafts().select_related("agreement__marketing", "agreement__sales")
    draft = rows.filter(agreement=agreement_id).first()
    if draft is None:
        raise Http404
    return draft


def access_promise(member: Membership, promise_id: UUID, *, to: Permission) -> Promise:
    permit(member, to)
    return load(Promise, promise_id, select=("version__agreement__marketing", "version__agreement__sales", "calendar"))
