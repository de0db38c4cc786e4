"""PDF files of clocks: opened again and read, in every language, whatever stands in them, and verified."""

import csv
import io
from hashlib import sha256
from types import SimpleNamespace

import pytest
from django.utils import translation
from pypdf import PdfReader

from slas.actions import exports
from slas.queries.clocks import ClockFilter
from slas.queries.exports import HEAD
from slas.queries.files import as_pdf
from slas.queries.printed import document
from teams.models import Organisation
from teams.tenancy import tenant
from tests.factories.pipeline import make_lead
from tests.factories.teams import NOW
from tests.slas.running import CASES, cases, in_force, make_case, today, words
from tests.slas.test_clock_export_list import ask_for, download, table, verify

__all__ = ["cases", "in_force", "today"]
pytestmark = pytest.mark.usefixtures("today")
FILLED = {
    "clock": "0192", "lead": "L-1", "lead_name": "Acme", "agreement": "Handshake", "version": 2, "promise": "first_touch",
    "promised_by": "sales", "cycle": 1, "owner": "Rita Rep", "team": "West", "lead_source": "Referral", "started_at": NOW,
    "due_at": NOW, "done_at": None, "breached_at": NOW, "state": "breached_open", "counts_as": "breach",
    "allowed_seconds": 14400, "used_seconds": 20000, "waived_at": NOW, "waived_until": None, "reversed_at": None,
    "reversal": "", "cause": "capacity", "corrective_action": "Hire", "signed_by_marketing_at": NOW, "signed_by_sales_at": None,
    "review": "doubted", "review_note": "Odd", "reviewed_by": "Olu Ops", "reviewed_at": NOW,
}  # fmt: skip


def printed(language="en", number=1, **values) -> bytes:
    """A file of so many equal rows, made without a database."""
    row = tuple((FILLED | values)[name] for name in HEAD)
    export = SimpleNamespace(asked_at=NOW, asked_by="Olu Ops", table_name="clocks.csv")
    organisation = Organisation(name="Nordwind", time_zone="Asia/Riyadh")
    with translation.override(language):
        made = document(export, [row] * number, where=ClockFilter(), organisation=organisation, attached=b"lead\r\n")
        return as_pdf.write(made)


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_it_says_what_the_list_says(client_of, ops_auditor, cases):
    client = client_of(ops_auditor)
    response = download(client, ask_for(client, "pdf", "?state=breached"))
    assert response.headers["Content-Type"] == "application/pdf"
    text = text_of(response.content)
    assert [name for name in CASES if f"Lead {name}" in text] == ["late", "overdue", "unnoticed"]
    assert "Q3 2026 · All breaches" in text
    assert "Kept: 0 · Done late: 1 · Overdue: 2" in text
    assert "1 / 1" in text


@pytest.mark.django_db(transaction=True)
def test_the_whole_table_is_attached_and_the_copy_is_verified(client_of, ops_auditor, cases):
    client = client_of(ops_auditor)
    content = download(client, ask_for(client, "pdf")).content
    ((name, (attached,)),) = PdfReader(io.BytesIO(content)).attachments.items()
    assert name.endswith(".csv")
    assert attached == download(client, ask_for(client, "csv")).content
    assert len(table(attached)) == len(CASES)
    digest = sha256(attached).hexdigest()
    assert digest in text_of(content)
    url = client.organisation_url("slas:clock_export_verify")
    for answer in (verify(client, content), verify(client, attached), client.post(url, {"printed": digest})):
        assert "Genuine" in words(answer)
        assert "8 clocks and 3 breaches" in words(answer)
    assert "a single byte is enough" in words(verify(client, content[:-1]))
    assert "a single byte is enough" in words(client.post(url, {"printed": "0" * 64}))


@pytest.mark.parametrize("typed", ["", "abc", "g" * 64])
def test_what_is_no_hash(client_of, ops_auditor, typed):
    client = client_of(ops_auditor)
    response = client.post(client.organisation_url("slas:clock_export_verify"), {"printed": typed})
    assert response.status_code == 422
    assert response.context["form"].errors


def test_the_same_clocks_give_the_same_file(client_of, ops_auditor, cases):
    client = client_of(ops_auditor)
    assert ask_for(client, "pdf").sha256 == ask_for(client, "pdf").sha256


def test_in_the_language_of_whoever_asked_also_by_the_sweep(client_of, ops_auditor, cases, monkeypatch, organisation):
    monkeypatch.setattr(exports, "PAGES_AT_ONCE", 0)
    ops_auditor.user.language = "fil"
    ops_auditor.user.save()
    export = ask_for(client_of(ops_auditor), "pdf")
    assert export.state == "queued"
    with tenant(organisation.pk):
        exports.make(export_id=export.pk, at=NOW)
        export.refresh_from_db()
    with translation.override("fil"):
        assert translation.gettext("Compliance") in text_of(bytes(export.content))


def test_more_than_anybody_reads_is_refused_with_the_way_out(client_of, ops_auditor, cases, monkeypatch):
    monkeypatch.setattr(exports, "MOST_PRINTED", 7)
    client = client_of(ops_auditor)
    response = client.post(client.organisation_url("slas:clock_export_new"), {"format": "pdf"}, follow=True)
    assert "These are 8 clocks. A PDF holds at most 7" in words(response)


@pytest.mark.parametrize(
    ("language", "name", "shown"),
    [
        ("en", "Łódź Ångström GmbH", "Łódź Ångström GmbH"),
        ("fil", "Peñaflor", "Peñaflor"),
        ("zh-hans", "王小明的公司", "王小明的公司"),
        ("en", "Завод Ω", "Завод Ω"),
        ("ar", "شركة", "شركة"),
        ("ur", "لاہور", "لاہور"),
    ],
)
def test_every_script_is_drawn(language, name, shown):
    text = text_of(printed(language, lead_name=name))
    assert shown in text
    assert "?" not in text


@pytest.mark.parametrize("language", ["en", "ar", "ur", "zh-hans"])
def test_each_text_has_its_own_size_whatever_script_went_before(language):
    sizes = {}

    def visit(text, _matrix, _text_matrix, _font, size):
        sizes.setdefault("Riyadh" if "Riyadh" in text else "", set()).add(size)

    PdfReader(io.BytesIO(printed(language))).pages[0].extract_text(visitor_text=visit)
    assert sizes["Riyadh"] == {as_pdf.USUAL}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\x00b\x1bc", "a?b?c"),
        ("\u202egnp.exe", "?gnp.exe"),
        ("two\r\n\tlines", "two lines"),
        ("\U0001f600 \ue000", "? ?"),
        ("(\\) Tj ET", "(\\) Tj ET"),
        ("**bold** __u__", "**bold** __u__"),
        ("=HYPERLINK(A1)", "=HYPERLINK(A1)"),
    ],
)
def test_hostile_values(name, shown):
    assert shown in text_of(printed(lead_name=name))


def test_very_long_words_end_in_an_ellipsis_and_stay_in_their_column():
    text = text_of(printed(lead_name="W" * 5000, owner="م" * 5000, corrective_action="界" * 5000))
    assert "WWW…" in text
    assert text.count("W") < 40
    assert text.count("界") < 40


def test_many_rows_break_into_pages_and_each_has_its_number():
    reader = PdfReader(io.BytesIO(printed(number=40)))
    pages = [page.extract_text() for page in reader.pages]
    assert len(pages) == 3
    assert sum(page.count("Acme") for page in pages) == 40
    assert all(f"{number} / 3" in page and "External id" in page for number, page in enumerate(pages, 1))


def test_no_row_at_all():
    assert "Compliance" in text_of(printed(number=0))


def test_a_name_that_a_spreadsheet_would_run_is_safe_in_the_attached_table(client_of, ops_auditor, in_force, rep):
    with tenant(rep.organisation_id):
        make_case("kept", promise=in_force, owner=rep, lead=make_lead(name="=1+1"))
    client = client_of(ops_auditor)
    content = download(client, ask_for(client, "pdf")).content
    ((attached,),) = PdfReader(io.BytesIO(content)).attachments.values()
    assert next(csv.DictReader(io.StringIO(attached.decode("utf-8-sig"))))["lead_name"] == "'=1+1"
