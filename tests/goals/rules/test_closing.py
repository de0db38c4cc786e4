import json
from datetime import date
from decimal import Decimal

from goals.rules import closing
from teams.rules.signing import text_hash

TERMS = {"metric_key": "won_revenue", "target": Decimal("300000.00"), "baseline": None, "title": "", "weights": []}
FIGURES = {"actual": Decimal(120_000), "reason": None}


def test_the_text_of_a_result_leaves_out_what_is_not_set() -> None:
    text = closing.result_text(terms=TERMS, figures=FIGURES, inputs={"numerator": {"records": 2}})
    assert json.loads(text) == {
        "terms": {"metric_key": "won_revenue", "target": "300000"},
        "figures": {"actual": "120000"},
        "inputs": {"numerator": {"records": 2}},
    }


def test_a_column_that_is_added_later_does_not_change_an_old_text() -> None:
    later = closing.result_text(terms=TERMS | {"colour": None}, figures=FIGURES, inputs={})
    assert later == closing.result_text(terms=TERMS, figures=FIGURES, inputs={})


def test_results_are_hashed_in_the_order_of_their_objectives() -> None:
    one, other = ("a", "1" * 64), ("b", "2" * 64)
    assert closing.results_hash(hashes=[one, other]) == closing.results_hash(hashes=[other, one])
    assert closing.results_hash(hashes=[one]) != closing.results_hash(hashes=[("b", one[1])])
    assert len(closing.results_hash(hashes=[])) == 64


def test_days_and_amounts_have_one_text() -> None:
    text = closing.result_text(terms={"starts_on": date(2026, 7, 1)}, figures={"actual": Decimal("1.50")}, inputs={})
    assert text_hash(text) == text_hash('{"figures":{"actual":"1.5"},"inputs":{},"terms":{"starts_on":"2026-07-01"}}')
