"""What may change of an organisation's own metrics: describe one, describe it anew, put it aside, take it back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from audit import actions as audit
from metrics.models import OwnMetric, OwnMetricVersion
from metrics.queries import own_metrics
from teams.actions.versions import change
from teams.models import Membership


class NothingChanged(Exception):
    """The new description is the current one."""


@transaction.atomic
def create(
    *, name: str, direction: str, terms: Mapping[str, Any], by: Membership | None, at: datetime
) -> OwnMetricVersion:
    """Describe a metric: its first version."""
    metric = OwnMetric.objects.create(name=name)
    return _add_version(metric, 1, {"name": name, "direction": direction, "terms": terms}, "metric.create", by, at)


@transaction.atomic
def redefine(
    *,
    metric: OwnMetric,
    version: int,
    name: str,
    direction: str,
    terms: Mapping[str, Any],
    note: str,
    by: Membership | None,
    at: datetime,
) -> OwnMetricVersion:
    """Describe a metric anew, which is still at `version` (else `EditConflict`): objectives keep the version they have.

    Raises `NothingChanged`.
    """
    current = OwnMetricVersion.objects.get(metric=metric, number=metric.latest)
    proposed = {"name": name, "direction": direction, "terms": dict(terms)}
    changed, _, _ = change(record=metric, version=version, values={"name": name, "latest": metric.latest + 1})
    if all(getattr(current, key) == value for key, value in proposed.items()):
        raise NothingChanged
    return _add_version(changed, changed.latest, proposed | {"note": note}, "metric.redefine", by, at)


@transaction.atomic
def archive(*, metric: OwnMetric, by: Membership | None, at: datetime) -> OwnMetric:
    """No new objective may use it; those that do keep their figures."""
    return _set_archived(metric, "metric.archive", by, at, is_archived=True)


@transaction.atomic
def restore(*, metric: OwnMetric, by: Membership | None, at: datetime) -> OwnMetric:
    """Offer a metric again that was put aside."""
    return _set_archived(metric, "metric.restore", by, at, is_archived=False)


def _set_archived(
    metric: OwnMetric, action: str, by: Membership | None, at: datetime, *, is_archived: bool
) -> OwnMetric:
    metric, before, after = change(record=metric, version=None, values={"is_archived": is_archived})
    if after:
        audit.record(action=action, record=metric, by=by, at=at, before=before, after=after)
    return metric


def _add_version(
    metric: OwnMetric, number: int, values: dict[str, Any], action: str, by: Membership | None, at: datetime
) -> OwnMetricVersion:
    added = OwnMetricVersion.objects.create(metric=metric, number=number, created_by=by, created_at=at, **values)
    own_metrics.forget()
    audit.record(action=action, record=metric, by=by, at=at, after={"number": number, **values})
    return added
