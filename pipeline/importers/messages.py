"""The words for every problem: one table for whole files, one for rows."""

from typing import Any

from django.utils.translation import gettext_lazy as _

FILE_MESSAGES = {
    "empty": _("The file is empty."),
    "too_big": _("The file is larger than %(limit)s MB, which is the most one import takes. Split it and import the parts."),
    "is_workbook": _("This is an Excel workbook or a ZIP archive. In Excel choose “Save as” and “CSV UTF-8”, then upload that file."),
    "is_pdf": _("This is a PDF document. Export the records from your CRM as CSV."),
    "is_image": _("This is a picture. Export the records from your CRM as CSV."),
    "is_archive": _("This is a compressed archive. Unpack it and upload the CSV file in it."),
    "is_markup": _("This is a web page or an XML file. Export the records from your CRM as CSV."),
    "is_binary": _("This is not a text file: it holds bytes that no CSV has."),
    "encoding_unknown": _("The encoding “%(encoding)s” is not known."),
    "encoding_broken": _("Line %(line)s cannot be read as %(encoding)s. Choose another encoding, or save the file again as UTF-8."),
    "line_too_long": _("Line %(line)s is too long. A quotation mark is probably not closed."),
    "header_broken": _("The first line with the column names cannot be read: its quotation marks do not match."),
    "header_missing": _("The first line has no column names."),
    "too_many_columns": _("The file has more than %(limit)s columns."),
    "column_doubled": _("The column name “%(column)s” stands twice, in columns %(first)s and %(second)s. Rename one of them."),
    "column_missing": _("The column “%(column)s” is not in this file. Choose another column for it."),
    "field_unmapped": _("Choose a column for “%(column)s”: it is needed for every row."),
    "constant_wrong": _("“%(value)s” cannot be used for “%(column)s”."),
    "mapping_wrong": _("The mapping is not valid: %(value)s."),
    "too_many_refused": _("More than %(limit)s rows cannot be imported. Look at the formats and the columns again."),
    "too_many_names": _("More than %(limit)s names are unknown, for example “%(value)s”. The wrong column has probably been chosen."),
    "too_many_people": _("An import of people takes at most %(limit)s rows."),
    "no_rows": _("The file has column names but no rows."),
    "crashed": _("The import was interrupted three times and has been stopped. Nothing was imported."),
    "failed": _("The import could not be finished because of an error on the server. Nothing was imported."),
    "cancelled": _("The import was cancelled. Nothing was imported."),
}  # fmt: skip

ROW_MESSAGES = {
    "quotes_broken": _("The quotation marks in this line do not match."),
    "cell_too_long": _("A cell is longer than 64 KB. A quotation mark is probably not closed."),
    "too_many_cells": _("The line has more cells than there are columns."),
    "value_missing": _("A value is needed here."),
    "id_missing": _("The id is missing."),
    "unsafe_text": _("The text holds invisible control characters."),
    "text_too_long": _("The text is too long."),
    "not_an_email": _("This is not an e-mail address."),
    "not_a_date": _("This is not a date in the chosen format."),
    "impossible_date": _("There is no such date or time."),
    "not_an_amount": _("This is not an amount."),
    "amount_too_big": _("The amount is too large."),
    "other_currency": _("The amount is in another currency than the organisation’s: convert it in the file first."),
    "not_a_number": _("This is not a number that can be used here."),
    "not_a_value": _("This is not a value in the unit of what was measured."),
    "value_out_of_range": _("This number is out of range."),
    "other_unit": _("This series is measured in another unit."),
    "closed_without_date": _("A won or lost deal needs a closing date."),
    "closed_before_opened": _("The deal was closed before it was opened."),
    "case_without_end": _("A closed case needs the time at which it ended."),
    "closed_before_opened_case": _("The case ended before it was opened."),
    "won_before_contact": _("The deal was won before the first contact with its lead."),
    "id_repeated": _("A later line has the same id and counts instead."),
    "name_unknown": _("This name is not known, and unknown names are refused."),
    "name_repeated": _("A later line has the same name and counts instead."),
    "lead_unknown": _("No lead with this id has been imported yet. Import the leads, then this file again."),
    "deal_unknown": _("No deal with this id has been imported yet. Import the deals, then this file again."),
    "assignment_conflict": _("This person already belongs to another team at that time. The team was left as it is."),
    "name_ambiguous": _("Several people have this name; the row counts for none of them."),
}  # fmt: skip

TARGET_LABELS = {
    "member": _("Person"),
    "department": _("Department"),
    "team": _("Team"),
    "territory": _("Territory"),
    "product": _("Product"),
    "lead_source": _("Lead source"),
    "reading_series": _("Series of readings"),
}


def file_message(problem: dict[str, Any]) -> str:
    """The sentence for an Unreadable that was stored as JSON."""
    values = {"line": problem.get("line", 0)} | problem.get("values", {})
    return str(FILE_MESSAGES[problem["code"]]) % values


def row_message(code: str) -> str:
    """The sentence for a problem of one row."""
    return str(ROW_MESSAGES[code])
