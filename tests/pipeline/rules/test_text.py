import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.rules import stages, text


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("     Darcel   Schlecht", "Darcel Schlecht"),
        ("Cafe\u0301", "Café"),
        ("\ufeffAcme\u00a0Corp\t", "Acme Corp"),
        ("\u200fشركة\u200e", "شركة"),
        ("", ""),
    ],
)
def test_a_name_is_stored_in_one_form(typed, stored):
    assert text.clean(typed) == stored


@pytest.mark.parametrize("typed", ["evil\u202egnp.exe", "a\u2066b", "nul\0", "é\0"])
def test_controls_that_reorder_text_are_refused(typed):
    with pytest.raises(text.UnsafeText):
        text.clean(typed)


@pytest.mark.parametrize(
    ("name", "candidates", "offered"),
    [
        ("GTXPro", ["GTX Basic", "GTX Plus Pro", "GTX Pro"], "GTX Pro"),
        ("GTX (Plus Basic)", ["GTX Basic", "GTX Plus Basic"], "GTX Plus Basic"),
        ("Darcel Schlect", ["Darcel Schlecht", "Anna Snelling"], "Darcel Schlecht"),
        ("MG Special", ["GTK 500"], None),
        ("---", ["GTK 500"], None),
        ("4ef15afb4b2723d8f3d81e51ec7afefe", ["d3d1e91a157ea7f90548eef82f1955e3"], None),
    ],
)
def test_the_closest_name_is_offered(name, candidates, offered):
    assert text.closest(name, candidates) == offered


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", " =1", "＠x"])
def test_a_formula_is_neutralised_and_comes_back(cell):
    safe = text.neutralised(cell)
    assert safe == f"'{cell}"
    assert text.without_neutral_prefix(safe) == cell


@pytest.mark.parametrize("cell", ["", "Acme", "'quoted'", "'", "1-2"])
def test_other_cells_stay(cell):
    assert text.without_neutral_prefix(text.neutralised(cell)) == cell


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_cleaning_twice_changes_nothing(typed):
    try:
        once = text.clean(typed)
    except text.UnsafeText:
        return
    assert text.clean(once) == once
    assert text.key(once) == text.key(text.key(once)) or not unicodedata.is_normalized("NFKC", once)


@pytest.mark.parametrize(
    ("rule", "word", "stage"),
    [
        (stages.deal_status, "Closed Won", "won"), (stages.deal_status, "Lost", "lost"),
        (stages.deal_status, "Engaging", "open"), (stages.deal_status, "赢单", "won"),
        (stages.lead_stage, "Pre Qualified", "mql"), (stages.lead_stage, "Junk Lead", "lost"),
        (stages.lead_stage, "Contact in Future", "recycled"), (stages.lead_stage, "Contacted", "inquiry"),
        (stages.activity_kind, "Outbound", "call"), (stages.activity_kind, "Karaoke", "other"),
    ],
)  # fmt: skip
def test_stage_words_are_guessed(rule, word, stage):
    assert rule(word) == stage
