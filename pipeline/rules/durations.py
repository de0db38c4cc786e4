"""Durations as people type them, in seconds: 30 · 30 s · 5 min · 1.5 h · 1 h 30 min · 2 days · 1:30:00 · ٢٤ ساعة."""

import re
from decimal import Decimal

from pipeline.rules.numbers import MARKS, NotANumber, TooBig, amount, ascii_digits

WORDS = {
    1: "s|sec|secs|second|seconds|seg|segundo|ث|ثانية|ثوان|ثوانٍ|سیکنڈ|秒|秒钟",
    60: "m|min|mins|minute|minutes|minuto|د|دقيقة|دقائق|منٹ|分|分钟",
    3600: "h|hr|hrs|hour|hours|oras|س|ساعة|ساعات|ساعتان|گھنٹہ|گھنٹے|时|小时|小時",
    86400: "d|day|days|araw|ي|يوم|أيام|يومان|دن|天|日",
}
SECONDS = {word: seconds for seconds, words in WORDS.items() for word in words.split("|")}
PART = re.compile(r"([\d.,]+)\s*([^\W\d]+)?\.?\s*", re.UNICODE)
CLOCK = re.compile(r"(\d{1,5}):([0-5]\d)(?::([0-5]\d))?")
THOUSANDTHS = "KWD"
MOST = 100 * 366 * 86400


def read(*, text: str, decimal: str) -> Decimal:
    """Seconds, to the thousandth; a number alone is seconds, hours:minutes(:seconds) a clock. Raises `NotANumber`, `TooBig`."""
    plain = ascii_digits(text.strip().lower())
    if clock := CLOCK.fullmatch(plain):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return _checked(Decimal(hours * 3600 + minutes * 60 + seconds))
    parts = list(PART.finditer(plain.translate(MARKS)))
    if not parts or "".join(part[0] for part in parts) != plain.translate(MARKS):
        raise NotANumber(text)
    if len(parts) > 1 and not all(part[2] for part in parts):
        raise NotANumber(text)
    return _checked(sum((_part(part[1], part[2], decimal) for part in parts), Decimal(0)))


def _part(number: str, word: str | None, decimal: str) -> Decimal:
    seconds = 1 if word is None else SECONDS.get(word)
    if seconds is None:
        raise NotANumber(word)
    return Decimal(amount(number, decimal=decimal, currency=THOUSANDTHS).minor) / 1000 * seconds


def _checked(seconds: Decimal) -> Decimal:
    if seconds > MOST:
        raise TooBig(str(seconds))
    return seconds


def entry(*, seconds: Decimal, decimal: str) -> str:
    """As it stands in an input: "1 h 30 min", and `read` gives it back."""
    left, parts = seconds, []
    for size, word in ((3600, "h"), (60, "min")):
        whole, left = divmod(left, size)
        if whole:
            parts.append(f"{int(whole)} {word}")
    if left or not parts:
        plain = f"{left.quantize(Decimal('0.001')).normalize():f}"
        parts.append(f"{plain.replace('.', decimal)} s")
    return " ".join(parts)
