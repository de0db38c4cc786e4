"""XLSX with typed cells: text is written as text, so nothing in it is a formula. Instants are UTC; the sheet says so."""

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import xlsxwriter
from django.utils.translation import get_language_bidi

DAY_AND_TIME = "yyyy-mm-dd hh:mm:ss"
OPTIONS = {"in_memory": True, "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def write(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        bold, moment = book.add_format({"bold": True}), book.add_format({"num_format": DAY_AND_TIME})
        sheet = book.add_worksheet("UTC")
        if get_language_bidi():
            sheet.right_to_left()
        sheet.freeze_panes(1, 0)
        for column, title in enumerate(head):
            sheet.write_string(0, column, title, bold)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                _write(sheet, number, column, value, moment)
    return buffer.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any, moment: Any) -> None:
    if isinstance(value, datetime):
        sheet.write_datetime(row, column, value.astimezone(UTC).replace(tzinfo=None), moment)
    elif isinstance(value, int):
        sheet.write_number(row, column, value)
    elif value:
        sheet.write_string(row, column, str(value))
