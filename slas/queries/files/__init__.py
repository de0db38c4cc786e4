"""Tables as files: one module per format, each `write(head, rows) -> bytes`."""

from slas.queries.files import as_csv, as_xlsx

WRITERS = {"csv": as_csv.write, "xlsx": as_xlsx.write}
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
