from copy import copy
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

import audit.actions
from teams.actions import periods
from teams.actions.versions import require_shown
from teams.models import Membership, Organisation
from teams.tenancy import tenant


class SlugTaken(ValueError):
    """Another organisation has this short name."""


@transaction.atomic
def create(
    *,
    slug: str,
    name: str,
    time_zone: str,
    currency: str,
    fiscal_start_month: int,
    at: datetime,
    language: str = "en",
) -> Organisation:
    """Make an organisation with the periods of last, this and next fiscal year."""
    new_id = _new_id(slug)
    with tenant(new_id):
        organisation = Organisation(
            id=new_id,
            slug=slug,
            name=name,
            time_zone=time_zone,
            currency=currency,
            fiscal_start_month=fiscal_start_month,
            language=language,
        )
        organisation.full_clean(exclude=["slug"])
        organisation.save(force_insert=True)
        audit.actions.record(
            action="organisation.create", record=organisation, at=at, after={"name": name, "slug": slug}
        )
        today = at.astimezone(organisation.zone).date()
        periods.ensure(organisation=organisation, first=date(today.year - 1, today.month, 1), last=today, years_ahead=1)
    return organisation


def _new_id(slug: str) -> UUID:
    """Raises `SlugTaken`: before there is a tenant, only the database's own function may look."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, uuidv7() FROM lockstep_organisations(%s) AS id RIGHT JOIN (SELECT 1) x ON true", [slug]
        )
        taken, new_id = cursor.fetchone()
    if taken:
        raise SlugTaken(slug)
    return new_id


@transaction.atomic
def edit(
    *, organisation: Organisation, values: dict[str, Any], by: Membership, at: datetime, version: int | None = None
) -> Organisation:
    """Change the settings; raises Refused. Currency and fiscal start hold as soon as something stands on a period:
    a target means an amount of money in a stretch of time, and both must go on meaning what was agreed.
    """
    require_shown(row=organisation, version=version, values=values)
    before, after = audit.actions.changes({name: getattr(organisation, name) for name in values}, values)
    if not after:
        return organisation
    changed = copy(organisation)
    for name, value in after.items():
        setattr(changed, name, value)
    for term in after.keys() & {"currency", "fiscal_start_month"}:
        periods.replace(organisation=changed, term=term)
    changed.save(update_fields=list(after))
    audit.actions.record(action="organisation.edit", record=changed, by=by, at=at, before=before, after=after)
    return changed


def id_of(*, slug: str) -> UUID | None:
    """For the command line: the organisation's id, before its tenant is open."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM lockstep_organisations(%s) AS id", [slug])
        row = cursor.fetchone()
    return row[0] if row else None
