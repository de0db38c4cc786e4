"""Decisions are found by their number: each has its own, none is left out, and its heading says the same."""

import re
from pathlib import Path

DECISIONS = sorted((Path(__file__).parents[2] / "docs/adr").glob("*.md"))


def test_numbers_are_unique_and_without_gaps():
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def test_headings_say_the_same_number():
    headings = [re.match(r"# (\d+)\. ", path.read_text()) for path in DECISIONS]
    assert [int(found[1]) if found else None for found in headings] == [int(path.name[:4]) for path in DECISIONS]
