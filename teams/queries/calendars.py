from teams.models import CalendarVersion
from teams.rules.calendars import Calendar


def default_calendar() -> Calendar | None:
    """The working weekdays, hours and holidays of the organisation as they are now; None where nobody has said."""
    version = CalendarVersion.objects.of_default().with_days().first()
    return version.terms if version else None
