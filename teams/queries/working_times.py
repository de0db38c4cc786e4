from functools import lru_cache
from uuid import UUID

from teams.models import CalendarVersion
from teams.rules.business_time import WorkingTime, working_time


@lru_cache(maxsize=128)
def working_time_of(calendar_version_id: UUID) -> WorkingTime:
    """A version of a calendar as instants. A version never changes, so it is made once per process."""
    return working_time(CalendarVersion.objects.with_days().get(pk=calendar_version_id).terms)
