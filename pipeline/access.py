"""Who may see and run imports."""

from uuid import UUID

from django.core.exceptions import PermissionDenied

from pipeline.models import CrmImport
from teams.access import load, permit
from teams.models import Membership
from teams.permissions import Permission


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
