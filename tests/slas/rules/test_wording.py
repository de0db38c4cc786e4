"""What differs between two wordings, word by word."""

import pytest

from slas.rules.wording import Stretch, compared


def written(side: list[Stretch]) -> str:
    return "".join(f"[{part.text}]" if part.differs else part.text for part in side)


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        ("within 8 hours after", "within 4 hours after", "within [8] hours after", "within [4] hours after"),
        ("The same.", "The same.", "The same.", "The same."),
        ("", "All new", "", "[All new]"),
        ("All gone", "", "[All gone]", ""),
        ("one two", "one two three", "one two", "one two[ three]"),
        ("8小时内联系", "4小时内联系", "[8]小时内联系", "[4]小时内联系"),
        ("خلال 8 ساعات", "خلال 4 ساعات", "خلال [8] ساعات", "خلال [4] ساعات"),
    ],
)
def test_only_what_differs_is_marked_and_nothing_is_lost(before, after, old, new):
    found = compared(before=before, after=after)
    assert [written(side) for side in found] == [old, new]
    assert ["".join(part.text for part in side) for side in found] == [before, after]
