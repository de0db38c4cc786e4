from decimal import Decimal

import pytest

from goals.rules.drift import Counted, difference, has_drifted

D = Decimal


@pytest.mark.parametrize(
    ("stored", "full", "expected"),
    [
        (Counted(D(3), None, D(3)), Counted(3, None, D(3)), False),
        (Counted(D(1), D(3), D("0.333333")), Counted(1, 3, D(1) / 3), False),
        (Counted(D(1), D(3), D("0.333333")), Counted(2, 6, D(1) / 3), True),
        (Counted(None, None, None), Counted(None, None, None), False),
        (Counted(None, None, None), Counted(0, None, D(0)), True),
        (Counted(D(0), D(0), None), Counted(0, 0, None), False),
        (Counted(D(3), None, D(3)), Counted(4, None, D(4)), True),
    ],
)
def test_figures_are_compared_as_they_are_stored(stored: Counted, full: Counted, expected: bool) -> None:
    assert has_drifted(stored=stored, full=full) is expected


@pytest.mark.parametrize(
    ("stored", "full", "expected"),
    [(D(10), D(12), D(2)), (D(12), D(10), D(-2)), (None, D(1), None), (D(1), None, None)],
)
def test_the_difference_is_undefined_where_a_figure_is(
    stored: Decimal | None, full: Decimal | None, expected: Decimal | None
) -> None:
    assert difference(stored=stored, full=full) == expected
