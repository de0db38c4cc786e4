"""The typefaces of PDF files, each loaded when the first character needs it, and what of a text they can show."""

from pathlib import Path
from typing import Any
from unicodedata import category

from fpdf import FPDF

FONTS = Path(__file__).parent / "fonts"
LATIN, ARABIC, HAN = "latin", "arabic", "han"
FILES = {
    LATIN: {"": "inter-regular.ttf", "B": "inter-bold.ttf"},
    ARABIC: {"": "vazirmatn-regular.ttf", "B": "vazirmatn-bold.ttf"},
    HAN: {"": "noto-sans-sc.ttf"},
}
# In place of what no face has, and of control characters: the attached table has them all.
MISSING, ELLIPSIS = "?", "…"
JOINERS = {"\u200c", "\u200d"}
# Which way a text runs is found from its letters.
MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u061c"))
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
LONGEST = 400


class Faces:
    """Those of one document; widths are in thousandths of the size."""

    def __init__(self, pdf: FPDF) -> None:
        self.pdf = pdf
        self.loaded: list[str] = []
        self.widths: dict[str, float] = {}
        self._load(LATIN)

    def clean(self, text: str) -> str:
        """On one line, and with what can be shown only."""
        return "".join(self._shown(one) for one in " ".join(text[:LONGEST].translate(MARKS).split()))

    def fitted(self, text: str, *, width: float) -> str:
        """As much of a clean text as fits."""
        if sum(map(self.widths.__getitem__, text)) <= width:
            return text
        left = width - self._width(self._shown(ELLIPSIS))
        for number, one in enumerate(text):
            left -= self.widths[one]
            if left < 0:
                return text[:number] + ELLIPSIS
        return text

    def _shown(self, one: str) -> str:
        if one in self.widths:
            return one
        if (category(one) in UNSEEN and one not in JOINERS) or self._face_of(one) is None:
            one = MISSING
        self.widths[one] = self._width(one)
        return one

    def _width(self, one: str) -> float:
        face = self._face_of(one) or LATIN
        font: Any = self.pdf.fonts[face]
        return float(font.cw[ord(one)])

    def _face_of(self, one: str) -> str | None:
        wanted = ARABIC if is_arabic(one) or one in JOINERS else HAN if ord(one) >= 0x2500 else LATIN
        if wanted not in self.loaded:
            self._load(wanted)
        fonts: dict[str, Any] = self.pdf.fonts
        return next((face for face in self.loaded if ord(one) in fonts[face].cmap), None)

    def _load(self, face: str) -> None:
        for style, name in FILES[face].items():
            self.pdf.add_font(face, style, FONTS / name)
        self.loaded.append(face)
        self.pdf.set_fallback_fonts(self.loaded[1:], exact_match=False)


def is_arabic(text: str) -> bool:
    """Some of it is written from right to left, in letters that join."""
    return any("\u0590" <= one <= "\u08ff" or "\ufb1d" <= one <= "\ufefc" for one in text)
