"""One cell to one value (or two: an instant and its day). Values are strings as PostgreSQL's COPY takes them; '' is NULL."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from pipeline.importers.fields import Field, Parse
from pipeline.rules import dates, numbers, text

EMAIL = re.compile(r"[^@\s\"'<>(),;:]{1,64}@[^@\s\"'<>(),;:]+\.[^@\s\"'<>(),;:.]{2,}")
DAY_OF = {
    "occurred_at": "day", "opened_at": "opened_day", "closed_at": "closed_day", "stage_at": "stage_day",
    "first_answered_at": "first_answered_day", "due_at": "due_day",
}  # fmt: skip
Values = tuple[str, ...]
Convert = Callable[[str], Values]


class Refused(ValueError):
    """The cell cannot be what its column should be; `code` is a key of messages.ROW_MESSAGES."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Reading:
    """The settings of one import that cells are read with. `zone`: naive times in the file; `home`: the organisation."""

    decimal: str
    currency: str
    zone: ZoneInfo
    home: ZoneInfo
    dates: dict[str, str]


def keys_of(field: Field) -> tuple[str, ...]:
    """The names under which the field's values stand in a record."""
    if field.parse is Parse.MOMENT:
        return field.name, DAY_OF[field.name]
    if field.parse is Parse.AMOUNT:
        return f"{field.name}_minor", f"{field.name}_currency"
    if field.parse is Parse.REFERENCE:
        return (f"{field.name}_id",)
    if field.parse is Parse.LINK:
        return (f"{field.name}_ref",)
    if field.parse is Parse.WORD:
        return field.name, f"{field.name}_text"
    return (field.name,)


def _text(raw: str, *, limit: int) -> Values:
    try:
        value = text.clean(text.without_neutral_prefix(raw))
    except text.UnsafeText as error:
        raise Refused("unsafe_text") from error
    if len(value) > limit:
        raise Refused("text_too_long")
    return (value,)


def _email(raw: str, *, limit: int) -> Values:
    (value,) = _text(raw, limit=limit)
    if not EMAIL.fullmatch(value):
        raise Refused("not_an_email")
    return (value.lower(),)


def _moment(raw: str, *, form: str, zone: ZoneInfo, home: ZoneInfo) -> Values:
    try:
        moment = dates.moment(text.without_neutral_prefix(raw), form=form, zone=zone, home=home)
    except dates.ImpossibleDate as error:
        raise Refused("impossible_date") from error
    except (dates.NotADate, OverflowError) as error:
        raise Refused("not_a_date") from error
    return moment.occurred_at.isoformat(), moment.day.isoformat()


def _day(raw: str, *, form: str, zone: ZoneInfo, home: ZoneInfo) -> Values:
    return (_moment(raw, form=form, zone=zone, home=home)[1],)


def _amount(raw: str, *, decimal: str, currency: str) -> Values:
    try:
        amount = numbers.amount(text.without_neutral_prefix(raw), decimal=decimal, currency=currency)
    except numbers.TooBig as error:
        raise Refused("amount_too_big") from error
    except numbers.NotANumber as error:
        raise Refused("not_an_amount") from error
    if amount.currency != currency:
        raise Refused("other_currency")
    return str(amount.minor), amount.currency


def _count(raw: str, *, decimal: str, factor: int) -> Values:
    try:
        value = numbers.whole_number(text.without_neutral_prefix(raw), decimal=decimal) * factor
    except (numbers.TooBig, numbers.NotANumber) as error:
        raise Refused("not_a_number") from error
    if not 0 <= value < 2**31:
        raise Refused("not_a_number")
    return (str(value),)


def _currency(raw: str, *, currency: str) -> Values:
    code = raw.strip().upper()
    code = numbers.SIGNS.get(raw.strip(), code) or currency
    if code != currency:
        raise Refused("other_currency")
    return (code,)


def _word(raw: str, *, words: dict[str, str], field: Field) -> Values:
    (value,) = _text(raw, limit=field.limit)
    assert field.guess_word is not None  # noqa: S101
    return words.get(text.key(value)) or field.guess_word(value), value


def converter(field: Field, *, column: str, reading: Reading, words: dict[str, str]) -> Convert:
    """How the cells of `column` are read as `field`. References and links come out as cleaned names."""
    when: dict[str, Any] = {"form": reading.dates.get(column, "iso"), "zone": reading.zone, "home": reading.home}
    table: dict[Parse, Convert] = {
        Parse.EMAIL: partial(_email, limit=field.limit),
        Parse.MOMENT: partial(_moment, **when),
        Parse.DAY: partial(_day, **when),
        Parse.AMOUNT: partial(_amount, decimal=reading.decimal, currency=reading.currency),
        Parse.COUNT: partial(_count, decimal=reading.decimal, factor=field.factor),
        Parse.CURRENCY: partial(_currency, currency=reading.currency),
        Parse.WORD: partial(_word, words=words, field=field),
    }
    return table.get(field.parse, partial(_text, limit=field.limit))
