"""Who may see and run imports."""

from uuid import UUID

from pipeline.models import CrmImport
from teams.access import load, permit
from teams.models import Membership
from teams.permissions import Permission


def access_import(membership: Membership, import_id: UUID, *, to: Permission) -> CrmImport:
    permit(membership, to)
    return load(CrmImport, import_id, select=("organisation", "source_system", "requested_by"))
