from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max, Min
from django.db.utils import IntegrityError
from django.utils.translation import gettext as _

import audit.actions
from teams.actions.refusals import Refused
from teams.models import Membership, Organisation, Period
from teams.rules.periods import fiscal_year_of, periods_of_year


def ensure(*, organisation: Organisation, first: date, last: date, years_ahead: int = 0) -> int:
    """Make the missing periods of every fiscal year that touches [first, last]; return how many were made."""
    month = organisation.fiscal_start_month
    years = range(
        fiscal_year_of(day=first, start_month=month), fiscal_year_of(day=last, start_month=month) + years_ahead + 1
    )
    spans = [span for year in years for span in periods_of_year(year=year, start_month=month)]
    known = set(Period.objects.filter(year__in=years).values_list("key", flat=True))
    missing = [Period(**vars(span)) for span in spans if span.key not in known]
    Period.objects.bulk_create(missing, ignore_conflicts=True)
    return len(missing)


@transaction.atomic
def add_year(*, organisation: Organisation, by: Membership, at: datetime) -> int:
    """Make the fiscal year after the last one; return its name."""
    last = Period.objects.of_kind(Period.Kind.YEAR).latest("starts_on")
    ensure(organisation=organisation, first=last.ends_on, last=last.ends_on)
    year = last.year + 1
    audit.actions.record(action="period.create", record=organisation, by=by, at=at, after={"year": year})
    return year


def replace(*, organisation: Organisation, term: str) -> None:
    """Make the same years anew; raises Refused when something stands on a period (its key says so)."""
    span = Period.objects.aggregate(first=Min("starts_on"), last=Max("ends_on"))
    try:
        with transaction.atomic():
            Period.objects.order_by()._raw_delete(connection.alias)
    except IntegrityError as error:
        reason = _("Goals or objectives already stand on this calendar, so this can no longer change.")
        raise Refused(reason, field=term) from error
    ensure(organisation=organisation, first=span["first"], last=span["last"] - timedelta(days=1))
