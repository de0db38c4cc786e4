"""Dates in exports: recognise a column's format from its values, and read it with that one format.

A format fixes only the date part; a time of day, AM/PM and an offset from UTC may follow it. A value without a time is a
day and is never moved by a time zone; a naive time belongs to the zone of the import; the day of a fact is the
organisation's own.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pipeline.rules.numbers import ascii_digits

MONTHS = {
    name: number
    for number, names in enumerate(
        "jan january|feb february|mar march|apr april|may|jun june|jul july|aug august|sep sept september|oct october|"
        "nov november|dec december".split("|"),
        start=1,
    )
    for name in names.split()
}
LONGEST = 48
FIRST_YEAR, LAST_YEAR = 1900, 2199
TIME = (
    r"(?:(?:\s*[T,]\s*|\s+)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"(?:\s*(?P<half>[AaPp])\.?[Mm]\.?)?(?:\s*(?P<zone>Z|UTC|[+-]\d{2}:?\d{2}))?)?"
)
DAY, MONTH, YEAR, SHORT_YEAR = r"(?P<day>\d{1,2})", r"(?P<month>\d{1,2})", r"(?P<year>\d{4})", r"(?P<short>\d{2})"
WORD = r"(?P<word>[A-Za-z]{3,9})\.?"


class NotADate(ValueError):
    """The text does not have the chosen format."""


class ImpossibleDate(ValueError):
    """The text has the format, but there is no such day, time or plausible year."""


class Moment(NamedTuple):
    """When something happened: the instant, and the day it counts for in the organisation."""

    occurred_at: datetime
    day: date


@dataclass(frozen=True)
class DateFormat:
    """One way to write a day; `example` is 31 January 2026 in it."""

    key: str
    example: str
    pattern: re.Pattern[str]


def _format(key: str, example: str, *parts: str) -> DateFormat:
    return DateFormat(key, example, re.compile(r"\s*" + "".join(parts) + TIME + r"\s*", re.ASCII))


FORMATS: dict[str, DateFormat] = {
    form.key: form
    for form in (
        _format("iso", "2026-01-31", YEAR, "-", MONTH, "-", DAY),
        _format("ymd_dot", "2026.01.31", YEAR, r"\.\s?", MONTH, r"\.\s?", DAY, r"\.?"),
        _format("ymd_slash", "2026/01/31", YEAR, "/", MONTH, "/", DAY),
        _format("ymd_han", "2026年1月31日", YEAR, r"\s?年\s?", MONTH, r"\s?月\s?", DAY, r"\s?日"),
        _format("dmy_slash", "31/01/2026", DAY, "/", MONTH, "/", YEAR),
        _format("mdy_slash", "01/31/2026", MONTH, "/", DAY, "/", YEAR),
        _format("dmy_dash", "31-01-2026", DAY, "-", MONTH, "-", YEAR),
        _format("mdy_dash", "01-31-2026", MONTH, "-", DAY, "-", YEAR),
        _format("dmy_dot", "31.01.2026", DAY, r"\.\s?", MONTH, r"\.\s?", YEAR, r"\.?"),
        _format("dmy_word", "31 Jan, 2026", DAY, r"[\s-]+", WORD, r",?[\s-]+", YEAR),
        _format("mdy_word", "Jan 31, 2026", WORD, r"\s+", DAY, r",?\s+", YEAR),
        _format("dmy_short", "31/01/26", DAY, "[/.-]", MONTH, "[/.-]", SHORT_YEAR),
        _format("mdy_short", "01/31/26", MONTH, "[/.-]", DAY, "[/.-]", SHORT_YEAR),
        _format("compact", "20260131", YEAR, r"(?P<month>\d{2})", r"(?P<day>\d{2})"),
    )
}


@dataclass(frozen=True)
class Guess:
    """The format of a column, and the others that read its values just as well."""

    key: str
    rivals: tuple[str, ...] = ()


def _offset(zone: str) -> timezone:
    if zone in ("Z", "UTC"):
        return UTC
    digits = zone[1:].replace(":", "")
    delta = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(delta if zone[0] == "+" else -delta)


def _hour(found: dict[str, str | None]) -> int:
    hour, half = int(found["hour"] or 0), (found["half"] or "").lower()
    if not half:
        return hour
    if not 1 <= hour <= 12:
        raise ImpossibleDate(str(hour))
    return hour % 12 + (12 if half == "p" else 0)


def _year(found: dict[str, str | None]) -> int:
    if "short" in found:
        short = int(found["short"] or 0)
        return short + (2000 if short < 69 else 1900)
    return int(found["year"] or 0)


def read(text: str, *, form: str) -> tuple[datetime, bool]:
    """The value as (datetime, has it a time of day). The datetime is aware only where the text names an offset."""
    digits = text if text.isascii() else ascii_digits(text)
    match = FORMATS[form].pattern.fullmatch(digits) if len(text) <= LONGEST else None
    if match is None:
        raise NotADate(text)
    found = match.groupdict()
    month = MONTHS.get(found["word"].lower(), 0) if found.get("word") else int(found["month"])
    year = _year(found)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ImpossibleDate(text)
    try:
        zone = _offset(found["zone"]) if found["zone"] else None
        clock = (_hour(found), int(found["minute"] or 0), int(found["second"] or 0))
        return datetime(year, month, int(found["day"]), *clock, tzinfo=zone), found["hour"] is not None
    except ValueError as error:
        raise ImpossibleDate(text) from error


def moment(text: str, *, form: str, zone: ZoneInfo, home: ZoneInfo) -> Moment:
    """The instant and the organisation's day. `zone`: of naive times in the file; `home`: of the organisation."""
    value, timed = read(text, form=form)
    if not timed:
        return Moment(value.replace(tzinfo=home).astimezone(UTC), value.date())
    aware = value if value.tzinfo else value.replace(tzinfo=zone)
    return Moment(aware.astimezone(UTC), aware.astimezone(home).date())


def _reads(form: str, samples: Sequence[str]) -> tuple[int, int]:
    """How many samples are dates in this form, and how many have its outline at least."""
    hits = outlines = 0
    for sample in samples:
        try:
            read(sample, form=form)
        except NotADate:
            continue
        except ImpossibleDate:
            outlines += 1
            continue
        hits += 1
    return hits, hits + outlines


def guess(samples: Iterable[str]) -> Guess | None:
    """The format that reads most of the samples; None when fewer than nine in ten look like dates."""
    values = list(dict.fromkeys(sample.strip() for sample in samples if sample.strip()))[:500]
    if not values or not any(character.isdigit() for character in values[0]):
        return None
    scores = {form: reads for form in FORMATS if (reads := _reads(form, values))[0]}
    if not scores:
        return None
    best = max(scores.values())
    winners = [form for form, reads in scores.items() if reads == best]
    if best[1] < 0.9 * len(values) or (winners == ["compact"] and len(values) < 3):
        return None
    return Guess(winners[0], tuple(winners[1:]))
