"""Tables as files: for each format that is nothing but the table, `write(head, rows) -> bytes`. `as_pdf` draws pages."""

from slas.queries.files import as_csv, as_xlsx

WRITERS = {"csv": as_csv.write, "xlsx": as_xlsx.write}
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
