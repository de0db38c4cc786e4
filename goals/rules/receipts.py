"""Values of a target or a result in the plain form that is signed (teams/rules/signing.py): the same values, the same text.

Text in NFC, numbers as plain decimal strings without trailing zeros, days as ISO 8601. (RFC 8785 in spirit, but without
floats: no implementation can round what is text.)
"""

import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from teams.rules import signing


def canonical(*, terms: Mapping[str, Any]) -> str:
    """The text that is signed. Raises TypeError on a value that has no plain form, such as a set."""
    return signing.canonical(plain(terms))


def plain(value: Any) -> Any:
    """Strings, integers, booleans, None, lists and mappings of these; what JSON keeps as it is."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Mapping):
        return {unicodedata.normalize("NFC", str(key)): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return _text(value)


def _text(value: Any) -> str:
    if isinstance(value, Decimal | float):
        return decimal(value=Decimal(str(value)))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str | UUID):
        return unicodedata.normalize("NFC", str(value))
    raise TypeError(f"{type(value).__name__} has no canonical form")


def decimal(*, value: Decimal) -> str:
    """300000, 0.25, -3: never 3E+5, never 0.250000, never -0."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text
