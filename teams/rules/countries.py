"""Countries: their names in a language, the one that a time zone lies in, and its working week (CLDR, through Babel)."""

from collections.abc import Collection

from babel import Locale
from babel.core import UnknownLocaleError, get_global

from teams.rules.formats import country

MONDAY_TO_FRIDAY = (1, 2, 3, 4, 5)


def choices(*, among: Collection[str], language: str) -> list[tuple[str, str]]:
    """(code, name) of countries, in the order of their names."""
    return sorted(((code, country(code=code, language=language)) for code in among), key=lambda pair: pair[1])


def of_zone(zone: str) -> str:
    """ISO code of the country that a time zone lies in, or nothing."""
    return get_global("zone_territories").get(zone, "")


def working_weekdays(*, country: str) -> tuple[int, ...]:
    """ISO weekdays outside the country's weekend: Sunday to Thursday in Cairo, Monday to Friday in Manila."""
    try:
        locale = Locale.parse(f"und_{country}") if country else None
    except (UnknownLocaleError, ValueError):
        locale = None
    if locale is None:
        return MONDAY_TO_FRIDAY
    first, last = locale.weekend_start, locale.weekend_end
    free = {(first + number) % 7 for number in range((last - first) % 7 + 1)}
    return tuple(number + 1 for number in range(7) if number not in free)
