"""Amounts as exports write them, read into integer minor units (ISO 4217 exponents), never through floating point."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

BIGGEST = 2**63 - 1
LONGEST = 64
EXPONENTS = {
    **dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
}
SIGNS = {
    "€": "EUR", "£": "GBP", "₱": "PHP", "₹": "INR", "₽": "RUB", "₺": "TRY", "₩": "KRW", "₫": "VND", "฿": "THB",
    "R$": "BRL", "zł": "PLN", "Ft": "HUF", "Kč": "CZK", "﷼": "", "¥": "", "元": "CNY", "円": "JPY", "$": "", "kr": "",
    "Rs.": "", "Rs": "", "US$": "USD", "ر.س": "SAR", "د.إ": "AED", "د.ك": "KWD",
}  # fmt: skip
MULTIPLIERS = {"k": 3, "m": 6, "b": 9}
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９", "0123456789" * 3)
MARKS = str.maketrans({"٫": ".", "٬": ",", "，": ",", "．": ".", "−": "-", "–": "-", "（": "(", "）": ")"})
SPACES = " \u00a0\u2009\u202f'’_"
SIGN = "|".join(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True))
SHAPE = re.compile(
    rf"(?P<open>\()?(?P<minus>[+-])?\s*(?P<before>{SIGN}|[A-Z]{{3}})?\s*(?P<inner>[+-])?\s*"
    rf"(?P<number>[\d.,{SPACES}]*\d[.,]?)\s*(?P<scale>[KkMmBb])?\s*(?P<after>{SIGN}|[A-Z]{{3}})?(?P<tail>-)?(?(open)\))"
)


class NotANumber(ValueError):
    """Text, or digits grouped in a way the chosen decimal mark does not allow."""


class TooBig(ValueError):
    """More than the database's largest integer."""


@dataclass(frozen=True)
class Amount:
    """Integer minor units of `currency`."""

    minor: int
    currency: str


def ascii_digits(text: str) -> str:
    """Arabic-Indic, Persian and full-width digits as 0–9."""
    return text.translate(DIGITS)


def exponent(currency: str) -> int:
    """How many decimals the currency has: JPY 0, USD 2, KWD 3."""
    return EXPONENTS.get(currency, 2)


def _plain(number: str, decimal: str) -> tuple[str, str]:
    """Integer and fraction digits; grouping must be of threes (or of twos before the last three, as in India)."""
    whole, mark, fraction = number.rpartition(decimal)
    if not mark:
        whole, fraction = number, ""
    if fraction and not fraction.isdigit():
        raise NotANumber(number)
    if whole and not whole.isdigit():
        groups = re.split(rf"[.,{SPACES}]", whole)
        separators = {character for character in whole if not character.isdigit()}
        sizes = [len(group) for group in groups[1:-1]]
        if len(separators) != 1 or decimal in separators or len(groups[-1]) != 3 or not groups[0]:
            raise NotANumber(number)
        if len(groups[0]) > 3 or not (set(sizes) <= {3} or set(sizes) <= {2}):
            raise NotANumber(number)
        whole = "".join(groups)
    return whole or "0", fraction


def _minor(whole: str, fraction: str, places: int) -> int:
    """whole.fraction × 10^places, halves away from zero."""
    kept = (fraction + "0" * places)[:places]
    value = int(whole + kept)
    return value + 1 if len(fraction) > places and fraction[places] >= "5" else value


def amount(text: str, *, decimal: str, currency: str) -> Amount:
    """Read one amount. A sign or code in the text wins over `currency`, which is used where it says nothing."""
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) < 16:
        return Amount(int(text) * 10 ** exponent(currency), currency)
    if len(text) > LONGEST:
        raise NotANumber(text)
    arabic = "٫" in text or "٬" in text
    match = SHAPE.fullmatch(ascii_digits(text).translate(MARKS))
    if match is None:
        raise NotANumber(text)
    found = match["before"] or match["after"] or ""
    currency = SIGNS.get(found, found) or currency
    whole, fraction = _plain(match["number"].strip(SPACES), "." if arabic else decimal)
    scale = MULTIPLIERS[match["scale"].lower()] if match["scale"] else 0
    value = _minor(whole, fraction, exponent(currency) + scale)
    if value > BIGGEST:
        raise TooBig(text)
    signs = [sign for sign in (match["minus"], match["inner"], match["tail"], match["open"]) if sign]
    if len(signs) > 1:
        raise NotANumber(text)
    negative = signs and signs[0] != "+"
    return Amount(-value if negative else value, currency)


def whole_number(text: str, *, decimal: str) -> int:
    """A count or a number of seconds: '420', '1,200', '7.0'; also '00:07:00' as seconds."""
    text = ascii_digits(text.strip())
    if re.fullmatch(r"\d{1,3}:[0-5]\d:[0-5]\d", text):
        hours, minutes, seconds = map(int, text.split(":"))
        return hours * 3600 + minutes * 60 + seconds
    match = SHAPE.fullmatch(text) if len(text) <= LONGEST else None
    if match is None or match["before"] or match["after"]:
        raise NotANumber(text)
    value = amount(text, decimal=decimal, currency="JPY").minor
    if not -(2**31) <= value < 2**31:
        raise TooBig(text)
    return value


def looks_like_amount(text: str) -> bool:
    """Does it have the outline of an amount, whatever its decimal mark?"""
    return len(text) <= LONGEST and SHAPE.fullmatch(ascii_digits(text.strip()).translate(MARKS)) is not None


def guess_decimal(samples: Iterable[str]) -> str | None:
    """'.' or ',' by evidence: the last of two different marks, a mark not followed by three digits. None: no evidence."""
    votes = {".": 0, ",": 0}
    for sample in samples:
        if not looks_like_amount(sample):
            continue
        digits = re.sub(r"[^\d.,]", "", ascii_digits(sample).translate(MARKS))
        points, commas = digits.count("."), digits.count(",")
        if points and commas:
            votes["." if digits.rindex(".") > digits.rindex(",") else ","] += 3
        elif points > 1 or commas > 1:
            votes["," if points else "."] += 2
        elif points or commas:
            mark = "." if points else ","
            before, _, after = digits.partition(mark)
            if len(after) != 3 or not before or len(before) > 3 or before == "0":
                votes[mark] += 2
    if votes["."] == votes[","]:
        return None
    return max(votes, key=lambda mark: votes[mark])
