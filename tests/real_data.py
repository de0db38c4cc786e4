"""The real exports beside the repository; they are used where present and never committed."""

import csv
import io
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data"


def real_file(name: str) -> Path:
    """Path of e.g. "maven_crm/sales_pipeline.csv"; skips the test where the files are absent."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip("../shared/data is not here: real exports are tested where they are present")
    return path


MOST = 60
# A file of leads, and a month or year of it as the file writes it.
LEADS = {
    "olist": ("olist_funnel/olist_marketing_qualified_leads_dataset.csv", "2018-05"),
    "zoho": ("zoho_crm_sample/Leads.csv", "2021"),
}


def real_leads(name: str) -> str:
    """The head and the first leads of that time, as the file writes them."""
    path, when = LEADS[name]
    with real_file(path).open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    chosen = [row for row in rows if any(when in cell for cell in row)][:MOST]
    text = io.StringIO()
    csv.writer(text).writerows([head, *chosen])
    return text.getvalue()
