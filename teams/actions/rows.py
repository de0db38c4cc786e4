"""Creating, changing and deleting a row together with its audit line; refusals are told by constraint."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction
from django.db.utils import IntegrityError
from django.utils.translation import gettext as _

import audit.actions
from teams.actions.refusals import Refused, StillUsed, label_of_table, told_as
from teams.actions.versions import require_shown
from teams.models import Membership
from teams.tenancy import TenantModel

Refusals = Mapping[str, Callable[[], Refused]]


@transaction.atomic
def create[Row: TenantModel](
    model: type[Row], *, values: dict[str, Any], refusals: Refusals, by: Membership | None, at: datetime
) -> Row:
    with told_as(refusals):
        row = model.objects.create(**values)
    audit.actions.record(action=f"{model._meta.model_name}.create", record=row, by=by, at=at, after=values)
    return row


@transaction.atomic
def edit[Row: TenantModel](
    row: Row,
    *,
    values: dict[str, Any],
    refusals: Refusals,
    by: Membership | None,
    at: datetime,
    version: int | None = None,
) -> Row:
    """Change a row that is still as `version` says it was shown (None: whatever it holds); raises EditConflict."""
    require_shown(row=row, version=version, values=values)
    before, after = audit.actions.changes({name: getattr(row, name) for name in values}, values)
    if not after:
        return row
    for name, value in after.items():
        setattr(row, name, value)
    with told_as(refusals):
        row.save(update_fields=list(after))
    action = f"{row._meta.model_name}.edit"
    audit.actions.record(action=action, record=row, by=by, at=at, before=before, after=after)
    return row


@transaction.atomic
def delete(
    row: TenantModel,
    *,
    before: dict[str, Any],
    by: Membership | None,
    at: datetime,
    parts: tuple[models.QuerySet[Any], ...] = (),
) -> None:
    """Delete a row, and first the `parts` it is made of, unless others point at them; raises StillUsed.

    PostgreSQL's keys are asked: Django's own deletion would first load every row that points here.
    """
    audit.actions.record(action=f"{row._meta.model_name}.delete", record=row, by=by, at=at, before=before)
    try:
        with transaction.atomic():
            for going in (*parts, type(row).objects.filter(pk=row.pk)):
                going.order_by()._raw_delete(connection.alias)
    except IntegrityError as error:
        users = label_of_table(error.__cause__.diag.table_name)  # type: ignore[union-attr]
        raise StillUsed(_("%(name)s is still used here: %(users)s.") % {"name": row, "users": users}) from error
