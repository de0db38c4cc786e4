"""Bad input: a clear message at the right place, and nothing half-imported."""

import pytest

from pipeline.importers import reading
from pipeline.importers.messages import file_message
from pipeline.importers.problems import Unreadable
from pipeline.models import CrmImport, Deal, LeadSource
from tests.pipeline.imports import counts, run

HEADER = "opportunity_id,account,deal_stage,close_date,close_value\n"
GOOD = "A1,Acme,Won,2026-01-31,10\n"


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"", "empty", 0),
        (b"\xef\xbb\xbf \r\n", "empty", 0),
        (b"PK\x03\x04\x14\x00", "is_workbook", 0),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "is_workbook", 0),
        (b"%PDF-1.7\n", "is_pdf", 0),
        (b"\x89PNG\r\n\x1a\n", "is_image", 0),
        (b"\x1f\x8b\x08\x00", "is_archive", 0),
        (b"<!DOCTYPE html><html>", "is_markup", 0),
        (b"id,name\n1,\x00\x01\n", "is_binary", 0),
        (b"id,account,amount,Amount\n1,Acme,5,6\n", "column_doubled", 1),
        (b"\n,,\n1,2,3\n", "header_missing", 2),
        ("id,account\n" + "é" * 50 + "1,Acme\n2,Caf\udce9\n", "encoding_broken", 3),
        (b"id," * 600 + b"x\n", "too_many_columns", 1),
    ],
)
def test_a_file_that_cannot_be_imported(in_tenant, content, code, line):
    raw = content if isinstance(content, bytes) else content.encode("utf-8", "surrogateescape")
    with pytest.raises(Unreadable) as refused:
        run("deal", raw)
    assert (refused.value.code, refused.value.line) == (code, line)
    assert "%(" not in file_message(refused.value.as_json())


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ("A2,Acme,Won,2026-02-30,10", "impossible_date", "close_date"),
        ("A2,Acme,Won,soon,10", "not_a_date", "close_date"),
        ("A2,Acme,Won,2026-01-31,plenty", "not_an_amount", "close_value"),
        ("A2,Acme,Won,2026-01-31,99999999999999999999", "amount_too_big", "close_value"),
        ("A2,Acme,Won,2026-01-31,€10", "other_currency", "close_value"),
        ("A2,Acme,Won,2026-01-31,10,20", "too_many_cells", ""),
        ("A2,Acme,Won,,10", "closed_without_date", "close_date"),
        (",Acme,Won,2026-01-31,10", "id_missing", "opportunity_id"),
        ("A2," + "x" * 300 + ",Won,2026-01-31,10", "text_too_long", "account"),
        ("A2,evil\u202egpj,Won,2026-01-31,10", "unsafe_text", "account"),
        ('A2,"bad" quotes,Won,2026-01-31,10', "quotes_broken", ""),
        ("A2," + "x" * 70_000 + ",Won,2026-01-31,10", "cell_too_long", ""),
    ],
)
def test_a_row_that_cannot_be_imported(in_tenant, line, code, column):
    done = run("deal", HEADER + GOOD + line + "\n" + GOOD.replace("A1", "A3"))
    assert done.report["counts"] == {"created": 2, "updated": 0, "unchanged": 0, "refused": 1}
    problem = done.problems.get()
    assert (problem.line, problem.code, problem.column, problem.severity) == (3, code, column, "error")
    assert sorted(Deal.objects.values_list("external_id", flat=True)) == ["A1", "A3"]


def test_a_formula_is_text_and_our_own_prefix_comes_off(in_tenant):
    assert counts("deal", HEADER + "A1,=1+1,Won,2026-01-31,10\nA2,'=1+1,Won,2026-01-31,10\n") == (2, 0, 0, 0)
    assert set(Deal.objects.values_list("account", flat=True)) == {"=1+1"}


def test_a_quoted_cell_over_several_lines_keeps_the_count_of_lines(in_tenant):
    content = HEADER + 'A1,"Acme\nInc",Won,2026-01-31,10\nA2,Acme,Won,2026-02-30,10\n'
    assert run("deal", content).problems.get().line == 4
    assert Deal.objects.get().account == "Acme Inc"


def test_a_missing_column_is_named(in_tenant):
    with pytest.raises(Unreadable) as refused:
        run("deal", HEADER + GOOD, columns={"external_id": "opportunity_id", "owner": "sales_agent"})
    assert file_message(refused.value.as_json()).startswith("The column “sales_agent” is not in this file.")


def test_a_needed_column_is_named(in_tenant):
    with pytest.raises(Unreadable) as refused:
        run("lead", "id,name\n1,Ann\n")
    assert "First contact" in file_message(refused.value.as_json())


def test_more_than_the_limit_is_refused(in_tenant, monkeypatch):
    monkeypatch.setattr(reading, "MAX_BYTES", 1000)
    with pytest.raises(Unreadable, match="too_big"):
        run("deal", HEADER + GOOD * 100)
    assert not CrmImport.objects.exists()


def test_a_broken_byte_far_down_leaves_nothing_behind(in_tenant):
    head = (HEADER + "é1,Acmé,Won,2026-01-31,10\n" * 1).encode()
    rows = b"".join(b"B%d,Acm\xc3\xa9,Won,2026-01-31,10\n" % number for number in range(50_000))
    done = run("deal", head + rows + b"C1,Caf\xe9,Won,2026-01-31,10\n", source="Broken")
    assert done.state == "failed"
    assert done.report["error"] == {"code": "encoding_broken", "line": 50_003, "values": {"encoding": "utf-8"}}
    assert not Deal.objects.exists()


def test_the_last_of_several_rows_with_one_id_counts(in_tenant):
    done = run("deal", HEADER + GOOD + "A1,Later,Won,2026-01-31,20\n")
    assert done.report["counts"]["created"] == 1
    assert (done.problems.get().code, done.problems.get().line) == ("id_repeated", 2)
    assert Deal.objects.get().account == "Later"


def test_names_of_refused_rows_only_are_not_created(in_tenant):
    run("deal", "opportunity_id,origin,close_value\nA1,web,10\nA2,fair,many\n")
    assert list(LeadSource.objects.values_list("name", flat=True)) == ["web"]
