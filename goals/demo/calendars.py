"""When the demo organisation works: its office in Dubai, and the desk in New York with its own hours and holidays."""

from datetime import date, datetime

from goals.demo.cast import TIME_ZONE
from teams.actions import calendars
from teams.actions.calendars import SpecialDay, Terms
from teams.models import CalendarDay
from teams.rules.calendars import read_hours

WORKING_DAYS = range(1, 6)


def write(*, at: datetime) -> None:
    """The first one is that of the whole organisation."""
    party = SpecialDay(kind=CalendarDay.Kind.CLOSED, name="Founding day")
    inventory = SpecialDay(kind=CalendarDay.Kind.OPEN, name="Inventory", hours=read_hours("10-14"))
    offices = {
        "Dubai office": Terms(
            time_zone=TIME_ZONE,
            week={weekday: read_hours("9-18") for weekday in WORKING_DAYS},
            days={date(at.year, 11, 30): party, date(at.year, 12, 19): inventory},
            country="AE",
        ),
        "New York desk": Terms(
            time_zone="America/New_York",
            week={weekday: read_hours("8:30-12, 13-17:30") for weekday in WORKING_DAYS},
            days={},
            country="US",
            subdivision="NY",
        ),
    }
    for name, terms in offices.items():
        calendars.create(name=name, terms=terms, by=None, at=at)
