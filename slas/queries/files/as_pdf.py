"""PDF on landscape A4: a head with facts, then a table with two lines of text per row, and a file attached.

Rows are equally high, so that time and memory grow with their number alone; what is too long ends in an ellipsis. The same
document gives the same bytes. In languages from right to left the whole page is mirrored.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from fpdf import FPDF

from slas.queries.files.faces import LATIN, Faces, is_arabic

PAGE, HEIGHT, MARGIN, PADDING = 297.0, 210.0, 10.0, 0.8
TITLE, FACT, ROW, LINE, FOOT = 9.0, 4.8, 8.4, 3.7, 7.0
LABEL = 42.0
SMALL, USUAL, LARGE = 6.5, 8.0, 14.0
GREY, RULE, SHADE = 90, 200, 235
POINTS_PER_MM = 72 / 25.4

type Cell = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Document:
    """`columns` are their two titles and their width in mm, 277 in all; `lines` hold a pair of texts for each."""

    title: str
    language: str
    is_rtl: bool
    at: datetime
    facts: Sequence[Cell]
    columns: Sequence[tuple[Cell, float]]
    lines: Sequence[Sequence[Cell]]
    foot: str
    file_name: str
    attached: bytes


def write(document: Document) -> bytes:
    pen = _Pen(document)
    pages = list(_pages(document))
    for number, (top, lines) in enumerate(pages, 1):
        pen.page(number=number, of=len(pages), top=top, lines=lines)
    pen.pdf.embed_file(
        bytes=document.attached, basename=document.file_name, mime_type="text/csv", compress=True,
        creation_date=document.at, modification_date=document.at,
    )  # fmt: skip
    return bytes(pen.pdf.output())


def _pages(document: Document) -> Iterator[tuple[float, Sequence[Sequence[Cell]]]]:
    """Where the table begins on a page, and its rows; the first has room for the facts."""
    first = MARGIN + TITLE + FACT * len(document.facts) + 2
    room, later = (int((HEIGHT - MARGIN - FOOT - top - ROW) // ROW) for top in (first, MARGIN))
    yield first, document.lines[:room]
    for lines in batched(document.lines[room:], later):
        yield MARGIN, lines


class _Pen:
    """Draws a page at a time, from the side on which reading begins."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.pdf = pdf = FPDF(orientation="L", unit="mm", format="A4")
        pdf.set_auto_page_break(False)
        pdf.set_creation_date(document.at)
        pdf.set_title(document.title)
        pdf.set_lang(document.language)
        pdf.c_margin = 0
        self.faces = Faces(pdf)

    def page(self, *, number: int, of: int, top: float, lines: Sequence[Sequence[Cell]]) -> None:
        self.pdf.add_page()
        if number == 1:
            self._facts()
        self._band(top)
        self._row(top, [titles for titles, _width in self.document.columns], style="B")
        for row, cells in enumerate(lines, 1):
            self._row(top + row * ROW, cells)
        self._foot(f"{number} / {of}")

    def _facts(self) -> None:
        self._text(MARGIN, MARGIN, PAGE - 2 * MARGIN, self.document.title, size=LARGE, style="B")
        for number, (label, value) in enumerate(self.document.facts):
            top = MARGIN + TITLE + number * FACT
            self._text(MARGIN, top, LABEL, label, size=USUAL, grey=GREY)
            self._text(MARGIN + LABEL, top, PAGE - 2 * MARGIN - LABEL, value, size=USUAL)

    def _band(self, top: float) -> None:
        self.pdf.set_fill_color(SHADE)
        self.pdf.rect(MARGIN, top, PAGE - 2 * MARGIN, ROW, style="F")

    def _row(self, top: float, cells: Sequence[Cell], *, style: str = "") -> None:
        start = MARGIN
        for (_titles, width), (first, second) in zip(self.document.columns, cells, strict=True):
            self._text(start + PADDING, top + 0.4, width - 2 * PADDING, first, size=SMALL + 0.5, style=style)
            self._text(start + PADDING, top + 0.4 + LINE, width - 2 * PADDING, second, size=SMALL, grey=GREY)
            start += width
        self.pdf.set_draw_color(RULE)
        self.pdf.line(MARGIN, top + ROW, PAGE - MARGIN, top + ROW)

    def _foot(self, page: str) -> None:
        top = HEIGHT - MARGIN - LINE
        self._text(MARGIN, top, PAGE - 2 * MARGIN - 25, self.document.foot, size=SMALL, grey=GREY)
        self._text(PAGE - MARGIN - 20, top, 20, page, size=SMALL, grey=GREY, is_at_end=True)

    def _text(
        self, start: float, top: float, width: float, text: str, *, size: float, style: str = "", grey: int = 0,
        is_at_end: bool = False,
    ) -> None:  # fmt: skip
        if not text:
            return
        cleaned = self.faces.clean(text)
        self.pdf.set_font(LATIN, style, size)
        self.pdf.set_text_color(grey)
        self.pdf.set_text_shaping(is_arabic(cleaned))
        # fpdf2 takes a text that is all in a fallback face for one that has set the face itself.
        self.pdf.current_font_is_set_on_page = False
        self.pdf.set_xy(PAGE - start - width if self.document.is_rtl else start, top)
        align = "R" if self.document.is_rtl != is_at_end else "L"
        self.pdf.cell(width, LINE, self._fitted(cleaned, width, size), align=align)

    def _fitted(self, text: str, width: float, size: float) -> str:
        """Letters that join are narrower than they are alone."""
        fitted = self.faces.fitted(text, width=width * POINTS_PER_MM * 1000 / size)
        if fitted != text and is_arabic(text) and self.pdf.get_string_width(text) <= width:
            return text
        return fitted
