"""Who may see and describe an organisation's own metrics."""

from uuid import UUID

from metrics.models import OwnMetric
from teams.access import load, permit
from teams.models import Membership
from teams.permissions import Permission


def access_own_metric(membership: Membership, metric_id: UUID, *, to: Permission) -> OwnMetric:
    permit(membership, to)
    return load(OwnMetric, metric_id)
