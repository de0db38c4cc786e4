from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from audit import actions as audit
from goals.actions import parts, trees
from goals.actions.agreements import check_free, require_not_bound
from goals.actions.anew import revalue_anew
from goals.actions.closes import require_open
from goals.actions.setting import require_setter
from goals.catalogue import UnknownMetric, metric_of, metric_or_gone
from goals.models import Objective, Scope
from goals.models.objective import SCOPE_COLUMNS
from goals.queries.known import ARCHIVE, RESTORE
from metrics.models import OwnMetricVersion
from teams.actions.submissions import in_turn, just_now
from teams.actions.versions import change
from teams.models import Membership

# What may change without anything else being asked.
NOT_ASKED = {"goal", "title", "owner", "weight", "parent", "relation", "contribution_share", "stretch"}


class ObjectiveContainsItself(Exception):
    """An objective was to become part of itself or of one below it."""


class ScopeIsMissing(Exception):
    """A team objective without its team, a product objective without its product, …"""


class OtherUnit(Exception):
    """The target is in another unit than the new version of the metric: it has to be set anew."""


@transaction.atomic
def create(*, values: Mapping[str, Any], by: Membership | None, at: datetime) -> Objective:
    """Create an objective and compute its figure at once.

    Values: goal, title, metric_key, scope and its record under the scope's name, period, direction, baseline, target
    (money in minor units), weight, owner, …; `milestones` and `guardrails` as lists of their values. Sent twice it is one.
    Raises `PeriodIsClosed`, as all that changes an objective does, and `AnothersTarget`.
    """
    own, rows = parts.parted(values)
    require_open(own["period"].pk)
    checked = _checked(own)
    require_setter(objectives=[Objective(**checked)], by=by, at=at)
    if by is not None:
        in_turn(by)
        if earlier := Objective.objects.active().filter(**checked, created_at__range=just_now(at)).first():
            return earlier
    objective = Objective.objects.create(**checked)
    trees.check(objective)
    parts.replace(objective, {name: ([], new) for name, new in rows.items()})
    _revalue(objective, at)
    told = own | {name: parts.in_words(new) for name, new in rows.items() if new}
    audit.record(action="objective.create", record=objective, by=by, at=at, after=told)
    return objective


@transaction.atomic
def edit(
    *,
    objective: Objective,
    version: int,
    values: Mapping[str, Any],
    by: Membership | None,
    at: datetime,
) -> Objective:
    """Change an objective that is still at `version`, and its figure with it.

    Raises `EditConflict`, `ObjectiveContainsItself` or `CannotBeAdded`, and where its terms are not free or not this
    member's to set `TermsFrozen`, `OwnTarget` or `AnothersTarget` (goals/actions/agreements.py, setting.py).
    """
    parent = values.get("parent")
    if parent and trees.contains(record=objective, below=parent):
        raise ObjectiveContainsItself
    own, rows = parts.parted(values)
    require_open(objective.period_id, *([own["period"].pk] if "period" in own else []))
    checked = _checked(own) if "scope" in own else own
    differing = parts.changed(objective, rows)
    check_free(objective=objective, values=checked, parts=differing, by=by, at=at)
    objective, before, after = change(record=objective, version=version, values=checked, with_parts=bool(differing))
    if after or differing:
        trees.check(objective)
        parts.replace(objective, differing)
        _revalue(objective, at, is_asked_anew=bool(differing or after.keys() - NOT_ASKED))
        before |= {name: parts.in_words(was) for name, (was, _now) in differing.items()}
        after |= {name: parts.in_words(now) for name, (_was, now) in differing.items()}
        audit.record(action="objective.edit", record=objective, by=by, at=at, before=before, after=after)
    return objective


@transaction.atomic
def adopt_version(*, objective: Objective, version: OwnMetricVersion, by: Membership | None, at: datetime) -> Objective:
    """Measure an objective by another version of its own metric. Raises `UnknownMetric`, `OtherUnit`, and as `edit`."""
    keys = [one.key for one in OwnMetricVersion.objects.filter(metric=version.metric_id)]
    if objective.metric_key not in keys:
        raise UnknownMetric(objective.metric_key)
    if metric_or_gone(objective.metric_key).unit != metric_of(version.key).unit:
        raise OtherUnit
    return edit(objective=objective, version=objective.version, values={"metric_key": version.key}, by=by, at=at)


@transaction.atomic
def archive(*, objective: Objective, by: Membership | None, at: datetime) -> Objective:
    """Put an objective aside: it is no longer measured or listed, and nothing is deleted. Raises as `edit` does."""
    require_open(objective.period_id)
    objective, before, after = change(record=objective, version=None, values={"is_archived": True})
    require_not_bound(objectives=[objective], by=by, at=at)
    if after:
        audit.record(action=ARCHIVE, record=objective, by=by, at=at, before=before)
    return objective


@transaction.atomic
def restore(*, objective: Objective, by: Membership | None, at: datetime) -> Objective:
    """Take an objective back that was put aside, with a fresh figure."""
    require_open(objective.period_id)
    require_setter(objectives=[objective], by=by, at=at)
    objective, before, after = change(record=objective, version=None, values={"is_archived": False})
    if after:
        _revalue(objective, at, is_asked_anew=bool(after.keys() - NOT_ASKED))
        audit.record(action=RESTORE, record=objective, by=by, at=at, before=before)
    return objective


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with the column of the scope set, and no other scope's. Raises `UnknownMetric`."""
    scope = values["scope"]
    metric_of(values["metric_key"])
    if scope != Scope.ORGANISATION and values.get(scope) is None:
        raise ScopeIsMissing(scope)
    return dict(values) | {column: values[column] if column == scope else None for column in SCOPE_COLUMNS}


def _revalue(objective: Objective, at: datetime, *, is_asked_anew: bool = True) -> None:
    """Whoever closed the period meanwhile held the lock that this waits for: afterwards it is known."""
    revalue_anew(objective, at, is_asked_anew=is_asked_anew)
    require_open(objective.period_id)
