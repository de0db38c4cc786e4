"""Public holidays by country and region, with their names in the reader's language (library `holidays`).

The `key` of a holiday is its name in the country's own language without notes such as “(observed)”: it is the same every
year, so that a company can say once which holidays it keeps.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import holidays
from holidays.registry import COUNTRIES

LANGUAGES = {
    "en": ("en_US", "en_GB", "en_PH", "en_PK"),
    "ar": ("ar", "ar_EG", "ar_SA"),
    "ur": ("ur_PK",),
    "zh-hans": ("zh_CN",),
    "fil": ("fil",),
}
NOTE = re.compile(r"\s*[(（*].*$")
_CLASSES = {codes[1]: codes[0] for codes in COUNTRIES.values()}


@dataclass(frozen=True, slots=True)
class Holiday:
    """A holiday, or (`is_worked`) a free day that is worked in exchange for one."""

    day: date
    key: str
    name: str
    is_worked: bool = False


def countries() -> frozenset[str]:
    """ISO 3166 codes of the countries whose holidays are known."""
    return frozenset(_CLASSES)


def regions(*, country: str) -> list[tuple[str, str]]:
    """(code, name) of the regions with holidays of their own."""
    if country not in _CLASSES:
        return []
    described: Any = getattr(holidays, _CLASSES[country])
    names: dict[str, str] = {}
    for name, code in described.subdivisions_aliases.items():
        names.setdefault(code, name)
    return sorted(((code, names.get(code, code)) for code in described.subdivisions), key=lambda pair: pair[1])


@lru_cache(maxsize=64)
def listed(*, country: str, region: str, first_year: int, last_year: int, language: str) -> tuple[Holiday, ...]:
    """The holidays of the years, in order. None for an unknown country or region."""
    if country not in _CLASSES or (region and region not in dict(regions(country=country))):
        return ()
    terms: dict[str, Any] = {"subdiv": region or None, "years": range(first_year, last_year + 1)}
    own = holidays.country_holidays(country, **terms)
    named = holidays.country_holidays(country, **terms, language=_language(own, language))
    worked = ((day, Holiday(day, "", "", is_worked=True)) for day in _worked(own, first_year, last_year))
    kept = ((day, Holiday(day, _key(name), NOTE.sub("", named.get(day) or name))) for day, name in own.items())
    return tuple(holiday for _day, holiday in sorted([*kept, *worked], key=lambda pair: pair[0]))


def _key(name: str) -> str:
    return NOTE.sub("", name)


def _worked(known: Any, first_year: int, last_year: int) -> Iterator[date]:
    for day in getattr(known, "weekend_workdays", ()):
        if first_year <= day.year <= last_year:
            yield day


def _language(known: Any, language: str) -> str | None:
    """The library's name for the reader's language, else English, else the country's own."""
    wanted = (*LANGUAGES.get(language, ()), *LANGUAGES["en"])
    return next((code for code in wanted if code in known.supported_languages), None)
