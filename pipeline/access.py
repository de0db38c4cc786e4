"""Who may see and run imports, see and change readings, and see leads and what they are called."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from pipeline.models import CrmImport, Lead, LeadDefinition, LeadRejection, Reading, ReadingSeries, RoutingRule
from teams.access import load, permit
from teams.models import Membership
from teams.permissions import Permission, Role

HAND_OVER = frozenset({Role.MARKETER, Role.MARKETING_MANAGER})


def access_import(membership: Membership, import_id: UUID, *, to: Permission) -> CrmImport:
    """A file of people adds members and moves them, so running one asks for that right as well."""
    permit(membership, to)
    crm_import = load(CrmImport, import_id, select=("organisation", "source_system", "requested_by"))
    if to == Permission.IMPORT_RUN and not may_run(membership, crm_import):
        raise PermissionDenied
    return crm_import


def may_run(membership: Membership, crm_import: CrmImport) -> bool:
    is_enough = crm_import.kind != CrmImport.Kind.MEMBER or membership.may(Permission.MEMBER_EDIT)
    return is_enough and membership.may(Permission.IMPORT_RUN)


def access_reading(membership: Membership, reading_id: UUID, *, to: Permission) -> Reading:
    """Who may record, but not change all, changes their own; what somebody may not even see is not found."""
    permit(membership, to)
    reading = Reading.objects.filter(pk=reading_id).visible_to(membership).with_names().first()
    if reading is None:
        raise Http404
    if not may_change(membership, reading):
        raise PermissionDenied
    return reading


def may_change(membership: Membership, reading: Reading) -> bool:
    is_own = reading.owner_id == membership.pk and membership.may(Permission.READING_RECORD)
    return is_own or membership.may(Permission.READING_EDIT)


def access_series(membership: Membership, series_id: UUID, *, to: Permission) -> ReadingSeries:
    permit(membership, to)
    return load(ReadingSeries, series_id)


def access_lead(membership: Membership, lead_id: UUID, *, to: Permission) -> Lead:
    permit(membership, to)
    return load(Lead, lead_id, select=("owner", "lead_source", "product", "territory", "team", "department"))


def access_lead_definition(membership: Membership, definition_id: UUID, *, to: Permission) -> LeadDefinition:
    permit(membership, to)
    return load(LeadDefinition, definition_id, select=("marketing", "sales", "created_by"))


def access_lead_to_decide(membership: Membership, lead_id: UUID, *, to: Permission) -> Lead:
    """Everybody decides about their own leads; about others' who speaks for sales."""
    lead = access_lead(membership, lead_id, to=to)
    if not may_decide(membership, lead):
        raise PermissionDenied
    return lead


def may_decide(membership: Membership, lead: Lead) -> bool:
    is_own = lead.owner_id == membership.pk and decides_own(membership)
    return is_own or membership.may(Permission.LEAD_DECIDE_ALL)


def decides_own(membership: Membership) -> bool:
    """Who hands leads over does not accept them as well, not even those that they gave to themselves."""
    return membership.may(Permission.LEAD_DECIDE) and membership.role not in HAND_OVER


def access_rejection(membership: Membership, rejection_id: UUID, *, to: Permission) -> LeadRejection:
    permit(membership, to)
    return load(LeadRejection, rejection_id, select=("lead__owner",))


def access_routing_rule(membership: Membership, rule_id: UUID, *, to: Permission) -> RoutingRule:
    permit(membership, to)
    return load(RoutingRule, rule_id, select=("territory", "product", "team", "fallback", "calendar"))
