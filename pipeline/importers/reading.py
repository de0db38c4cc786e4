"""From a file's bytes to rows with line numbers, in one pass and flat memory.

The guess (encoding, delimiter) is made from the first piece of the file, is shown, and can be changed; reading then uses
exactly what was chosen and says at which line it failed.
"""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from charset_normalizer import from_bytes

from pipeline.importers.problems import Problem, Unreadable

MIB = 1024 * 1024
MAX_BYTES = 64 * MIB
CHUNK_BYTES = MIB
MAX_CELL = 64 * 1024
MAX_COLUMNS = 500
SAMPLE_ROWS = 2000
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
ENCODINGS = (
    "utf-8", "utf-16", "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1256", "iso8859-1", "iso8859-2", "iso8859-15",
    "gb18030", "big5", "shift_jis", "euc_kr", "cp437", "cp850",
)  # fmt: skip
MAGIC = (
    (b"PK\x03\x04", "is_workbook"), (b"\xd0\xcf\x11\xe0", "is_workbook"), (b"%PDF", "is_pdf"), (b"\x89PNG", "is_image"),
    (b"\xff\xd8\xff", "is_image"), (b"GIF8", "is_image"), (b"\x1f\x8b", "is_archive"), (b"7z\xbc\xaf", "is_archive"),
    (b"Rar!", "is_archive"),
)  # fmt: skip
BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
SURE = ("utf-8", "utf-16")

csv.field_size_limit(MAX_CELL)


@dataclass(frozen=True)
class Dialect:
    """How the bytes become cells. `is_sure` is False where another encoding would read the file as well."""

    encoding: str
    delimiter: str
    is_sure: bool = True


@dataclass(frozen=True)
class Row:
    """One record of the file; `line` is where it starts. `problem` is set instead of cells that could not be split."""

    line: int
    cells: list[str]
    problem: Problem | None = None


@dataclass
class Table:
    """A file being read: its header, and its rows as an iterator that can be walked once."""

    header: list[str]
    rows: Iterator[Row]
    ignored: list[str] = field(default_factory=list)


def refuse_wrong_type(head: bytes) -> None:
    """Raise Unreadable for an empty file and for what is plainly no text."""
    if not head.strip(b"\xef\xbb\xbf \t\r\n\0"):
        raise Unreadable("empty")
    for magic, code in MAGIC:
        if head.startswith(magic):
            raise Unreadable(code)
    if re.match(rb"\s*(<!doctype html|<html|<\?xml)", head[:200], re.IGNORECASE):
        raise Unreadable("is_markup")
    if b"\0" in head and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Unreadable("is_binary")


def guess_encoding(head: bytes) -> tuple[str, bool]:
    """(encoding, is it certain). UTF-8 and UTF-16 prove themselves; eight-bit encodings are a guess."""
    for bom, encoding in BOMS:
        if head.startswith(bom):
            return encoding, True
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(head)
    except UnicodeDecodeError as error:
        if error.start > 0 and _is_slightly_broken(head):
            return "utf-8", True
    else:
        return "utf-8", True
    best = from_bytes(head[: 256 * 1024], cp_isolation=[name for name in ENCODINGS if name not in SURE]).best()
    known = {codecs.lookup(name).name: name for name in ENCODINGS}
    return known.get(codecs.lookup(best.encoding).name, "cp1252") if best else "cp1252", False


def _is_slightly_broken(head: bytes) -> bool:
    """Mostly valid multi-byte UTF-8 with a few wrong bytes: then it is UTF-8, and the wrong line is named."""
    text = head.decode("utf-8", errors="replace")
    wrong = text.count("\ufffd")
    right = sum(1 for character in text if ord(character) > 127) - wrong
    return right > 10 * wrong


def guess_delimiter(text: str) -> str:
    """The delimiter that splits the first lines into the same number (> 1) of cells most often; ',' if none does."""
    best, best_score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        try:
            widths = [len(row) for row in islice(csv.reader(text.split("\n"), delimiter=delimiter), 200) if row]
        except csv.Error:
            continue
        if not widths or widths[0] < 2:
            continue
        share = Counter(widths)[widths[0]] / len(widths)
        if (round(share, 1), widths[0]) > best_score:
            best, best_score = delimiter, (round(share, 1), widths[0])
    return best


def guess(head: bytes) -> Dialect:
    """Encoding and delimiter from the first piece of the file. Raises Unreadable."""
    refuse_wrong_type(head)
    encoding, is_sure = guess_encoding(head)
    text = _decoder(encoding)("replace").decode(head).lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return Dialect(encoding, guess_delimiter(text), is_sure)


def _decoder(encoding: str) -> Callable[[str], codecs.IncrementalDecoder]:
    try:
        return codecs.getincrementaldecoder("utf-8-sig" if encoding == "utf-8" else encoding)
    except LookupError as error:
        raise Unreadable("encoding_unknown", encoding=encoding) from error


def _readable(error: UnicodeError, encoding: str) -> str:
    """What of a piece could be read. Before Python 3.13, UTF-16 without its mark does not say where it failed."""
    if not isinstance(error, UnicodeDecodeError):
        return ""
    return error.object[: error.start].decode(encoding, errors="replace")


def lines(chunks: Iterable[bytes], encoding: str) -> Iterator[str]:
    """Lines with their ends. A byte that the encoding does not know raises Unreadable with the line's number."""
    decoder, rest, number = _decoder(encoding)("strict"), "", 0
    pieces = iter(chunks)
    while True:
        chunk = next(pieces, b"")
        try:
            text = rest + decoder.decode(chunk, final=not chunk)
        except UnicodeError as error:
            at = number + (rest + _readable(error, encoding)).count("\n") + 1
            raise Unreadable("encoding_broken", line=at, encoding=encoding) from error
        if "\0" in text:
            raise Unreadable("is_binary", line=number + text[: text.index("\0")].count("\n") + 1)
        complete = text.split("\n")
        rest = complete.pop()
        number += len(complete)
        for line in complete:
            yield line + "\n"
        if len(rest) > 16 * MIB:
            raise Unreadable("line_too_long", line=number + 1)
        if not chunk:
            if rest:
                yield rest
            return


def _universal(chunks: Iterable[bytes], encoding: str) -> Iterator[str]:
    """`lines`, and files whose lines end with a lone carriage return."""
    for line in lines(chunks, encoding):
        if "\r" in line[:-2]:
            yield from (part + "\n" for part in line.replace("\r\n", "\n").rstrip("\n").split("\r"))
        else:
            yield line


def read(chunks: Iterable[bytes], dialect: Dialect) -> Table:
    """Open the file: header checked, rows still to be walked. Raises Unreadable."""
    reader = csv.reader(_universal(chunks, dialect.encoding), delimiter=dialect.delimiter, strict=True)
    try:
        header = next(reader, None)
        while header is not None and not header:
            header = next(reader, None)
    except csv.Error as error:
        raise Unreadable("header_broken", line=reader.line_num) from error
    if header is None:
        raise Unreadable("empty")
    names = [" ".join(cell.split()) for cell in header]
    _check_header(names, reader.line_num)
    return Table(names, _rows(reader, len(names)))


def _check_header(names: list[str], line: int) -> None:
    if len(names) > MAX_COLUMNS:
        raise Unreadable("too_many_columns", line=line, limit=MAX_COLUMNS)
    seen: dict[str, int] = {}
    for position, name in enumerate(names, start=1):
        if name and name.casefold() in seen:
            raise Unreadable("column_doubled", line=line, column=name, first=seen[name.casefold()], second=position)
        seen[name.casefold()] = position
    if not any(names):
        raise Unreadable("header_missing", line=line)


def _rows(reader: Iterator[list[str]], width: int) -> Iterator[Row]:
    while True:
        line = reader.line_num + 1  # type: ignore[attr-defined]
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            code = "cell_too_long" if "field larger" in str(error) else "quotes_broken"
            yield Row(line, [], Problem(line, code))
            continue
        if not any(cells):
            continue
        if len(cells) > width and any(cell.strip() for cell in cells[width:]):
            yield Row(line, cells, Problem(line, "too_many_cells", value=str(len(cells)), row=cells))
        else:
            cells += [""] * (width - len(cells))
            yield Row(line, cells)
