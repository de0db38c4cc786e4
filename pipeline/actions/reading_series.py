from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from audit import actions as audit
from pipeline.models import Reading, ReadingSeries
from pipeline.rules import text
from teams.actions import rows, versions
from teams.actions.refusals import Refused, name_taken, told_as
from teams.models import Membership

REFUSALS = {"pipeline_readingseries_name_key": name_taken}


def create(*, values: Mapping[str, Any], by: Membership | None, at: datetime) -> ReadingSeries:
    """Name something that will be measured, and its unit; raises Refused."""
    return rows.create(ReadingSeries, values=_keyed(values), refusals=REFUSALS, by=by, at=at)


@transaction.atomic
def edit(
    *, series: ReadingSeries, version: int, values: Mapping[str, Any], by: Membership | None, at: datetime
) -> ReadingSeries:
    """Rename a series, or give it another unit while it has no readings; raises Refused or EditConflict."""
    with told_as(REFUSALS):
        changed, before, after = versions.change(record=series, version=version, values=_keyed(values))
    if "unit" in after and Reading.objects.filter(series=series).exists():
        raise Refused(_("There are readings in the present unit. Start another series for another unit."), field="unit")
    if after:
        audit.record(action="readingseries.edit", record=changed, by=by, at=at, before=before, after=after)
    return changed


def _keyed(values: Mapping[str, Any]) -> dict[str, Any]:
    return dict(values) | {"name_key": text.key(values["name"])}
