"""What the import pages read."""

import csv
import io
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import get_language

from pipeline.importers import guessing
from pipeline.importers.cells import keys_of
from pipeline.importers.fields import Field, Parse
from pipeline.importers.kinds import KINDS
from pipeline.importers.messages import ROW_MESSAGES, TARGET_LABELS, file_message, row_message
from pipeline.importers.problems import Unreadable
from pipeline.importers.reading import Row
from pipeline.models import CrmImport, ImportProblem
from pipeline.queries.import_files import content_of, dialect_of
from pipeline.queries.import_progress import of as progress_told
from pipeline.rules.text import neutralised
from teams.rules import formats

PER_PAGE = 25
SHOWN_ROWS = 8
Cell = tuple[str, str]


@dataclass(frozen=True)
class Sample:
    """The first rows as the chosen settings split them, or why they cannot be split."""

    header: list[str]
    rows: list[tuple[int, list[str]]]
    error: str = ""


@dataclass(frozen=True)
class ProblemCount:
    message: str
    number: int


def import_page(number: str | int) -> Page:
    rows = CrmImport.objects.select_related("source_system", "requested_by").order_by("-created_at", "pk")
    return Paginator(rows, PER_PAGE).get_page(number)


def problem_page(crm_import: CrmImport, number: str | int) -> Page:
    """The findings of an import; each has its sentence as `.message`."""
    found = Paginator(crm_import.problems.order_by("line", "pk"), 50).get_page(number)
    for problem in found.object_list:
        problem.message = row_message(problem.code)  # type: ignore[attr-defined]
    return found


def sample_of(crm_import: CrmImport) -> Sample:
    try:
        header, rows = guessing.sample(content_of(crm_import), dialect_of(crm_import.settings))
    except Unreadable as problem:
        return Sample([], [], file_message(problem.as_json()))
    width = len(header)
    return Sample(header, [(row.line, row.cells[:width]) for row in rows[:SHOWN_ROWS]])


def sample_rows(crm_import: CrmImport) -> list[Row]:
    """Enough rows to find the words of a stage column in."""
    return guessing.sample(content_of(crm_import), dialect_of(crm_import.settings))[1]


def report_of(crm_import: CrmImport, page_number: str | int) -> dict[str, Any]:
    """Everything that the page of a check or of a run shows."""
    labels, rows = preview_table(crm_import)
    return {
        "crm_import": crm_import,
        "report": crm_import.report,
        "error": error_of(crm_import),
        "job": progress_of(crm_import),
        "labels": labels,
        "rows": rows,
        "problems": problem_counts(crm_import),
        "also_created": [
            (TARGET_LABELS[target], number) for target, number in crm_import.report.get("also_created", {}).items()
        ],
        "page_obj": problem_page(crm_import, page_number),
    }


def problem_counts(crm_import: CrmImport) -> list[ProblemCount]:
    """How often each finding came up."""
    counts = crm_import.report.get("problems", {})
    return [ProblemCount(row_message(code), number) for code, number in counts.items() if code in ROW_MESSAGES]


def error_of(crm_import: CrmImport) -> str:
    return file_message(crm_import.report["error"]) if "error" in crm_import.report else ""


def progress_of(crm_import: CrmImport) -> dict[str, Any]:
    """Share of the file that has been read, in thousandths; unknown while waiting or when the cache is away."""
    told = progress_told(crm_import.pk)
    is_running = crm_import.state in CrmImport.WAITING
    if not told or not told["size"]:
        return {"running": is_running, "done": 0, "total": None}
    return {"running": is_running, "done": round(100 * told["read"] / told["size"]), "total": 100}


def preview_table(crm_import: CrmImport) -> tuple[list[Cell], list[tuple[int, list[Cell]]]]:
    """First rows as they were understood: labels of the fields, and (line, values) in the reader's language."""
    rows = crm_import.report.get("preview", [])
    fields = [(field, _key_of(field)) for field in KINDS[crm_import.kind].fields]
    used = [(field, key) for field, key in fields if any(row["record"].get(key) for row in rows)]
    shown = [
        (
            row["line"],
            [(_written(field, row["record"].get(key, ""), crm_import), _css_of(field)) for field, key in used],
        )
        for row in rows
    ]
    return [(str(field.label), _css_of(field)) for field, _key in used], shown


def _css_of(field: Field) -> str:
    return "num" if field.parse in (Parse.AMOUNT, Parse.COUNT) else ""


def _key_of(field: Field) -> str:
    return keys_of(field)[0]


def _written(field: Field, value: str, crm_import: CrmImport) -> str:
    home, language = crm_import.organisation, get_language() or "en"
    if not value:
        return ""
    if field.parse is Parse.AMOUNT:
        return formats.money(minor=int(value), currency=home.currency, language=language)
    if field.parse is Parse.MOMENT:
        local = datetime.fromisoformat(value).astimezone(home.zone)
        write = formats.day if local.time() == time.min else formats.moment
        return write(value=local, language=language)
    if field.choices:
        return str(dict(field.choices()).get(value, value))
    return value


def refused_csv(crm_import: CrmImport) -> str:
    """The refused rows as they came, with line and reason in front; no cell can act as a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["line", "reason", *map(neutralised, crm_import.settings.get("header", []))])
    refused = crm_import.problems.filter(severity=ImportProblem.Severity.ERROR).order_by("line", "pk")
    reasons: dict[int, list[str]] = {}
    cells: dict[int, list[str]] = {}
    for problem in refused.iterator(chunk_size=2000):
        where = f"{problem.column}: " if problem.column else ""
        reasons.setdefault(problem.line, []).append(where + row_message(problem.code))
        cells[problem.line] = problem.row
    for line, told in reasons.items():
        writer.writerow([line, neutralised(" ".join(told)), *map(neutralised, cells[line])])
    return "\ufeff" + buffer.getvalue()
