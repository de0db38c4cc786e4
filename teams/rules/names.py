"""Names as people type them: one stored form, and one key to compare by.

Unicode: UAX #15 (NFC stored, NFKC case-folded as key), UAX #9 (embedding, override and isolate controls are refused).
"""

import unicodedata

BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
KEY_LENGTH = 300  # of the columns that store keys; NFKC can make a name 18 times as long
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u061c\ufeff\u00ad"))


class UnsafeText(ValueError):
    """A name holds characters that would reorder the text around it, or that no database can store."""


def clean(value: str) -> str:
    """The form of a name that is stored: NFC, trimmed, inner spaces collapsed. Raises UnsafeText."""
    if value.isascii():
        if "\0" in value:
            raise UnsafeText(value)
        return " ".join(value.split())
    if "\0" in value or not BIDI_CONTROLS.isdisjoint(value):
        raise UnsafeText(value)
    return " ".join(unicodedata.normalize("NFC", value.translate(INVISIBLE)).split())


def key(value: str) -> str:
    """What two spellings of the same name have in common: 'ＡＢＣ  Co' and 'abc co' give one key."""
    if value.isascii():
        return " ".join(value.lower().split())
    folded = " ".join(unicodedata.normalize("NFKC", value.translate(INVISIBLE)).casefold().split())
    return folded[:KEY_LENGTH].rstrip()
