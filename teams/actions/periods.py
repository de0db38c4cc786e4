from dataclasses import asdict
from datetime import date

from teams.models import Organisation, Period
from teams.rules.periods import fiscal_year_of, periods_of_year


def ensure(*, organisation: Organisation, first: date, last: date, years_ahead: int = 0) -> int:
    """Make the missing periods of every fiscal year that touches [first, last]; return how many were made."""
    month = organisation.fiscal_start_month
    years = range(
        fiscal_year_of(day=first, start_month=month), fiscal_year_of(day=last, start_month=month) + years_ahead + 1
    )
    spans = [span for year in years for span in periods_of_year(year=year, start_month=month)]
    known = set(Period.objects.filter(year__in=years).values_list("key", flat=True))
    missing = [Period(**asdict(span)) for span in spans if span.key not in known]
    Period.objects.bulk_create(missing, ignore_conflicts=True)
    return len(missing)
