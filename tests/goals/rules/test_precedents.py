from decimal import Decimal

import pytest

from goals.rules import precedents


def numbers(*values):
    return [None if value is None else Decimal(str(value)) for value in values]


# Two years and a quarter of a business that grows by a tenth a year, with a strong fourth quarter.
SEASONAL = numbers(100, 110, 90, 200, 110, 121, 99, 220, 121)


@pytest.mark.parametrize(
    ("results", "ahead", "kind", "by_difference", "step", "base", "projected"),
    [
        # Five changes from a year before; the drafted second quarter grows from the last second quarter.
        (SEASONAL, 1, "quarter", False, 4, 121, ["133.1"] * 5),
        # Two ahead: the third quarter, from the third quarter a year before.
        (SEASONAL, 2, "quarter", False, 4, 99, ["108.9"] * 5),
        # Too short for three yearly changes: from each period to the next.
        (numbers(100, 110, 121, 121), 1, "quarter", False, 1, 121, ["133.1", "133.1", "121"]),
        # One running period in between: changes over two periods.
        (numbers(100, 110, 120, 121), 2, "quarter", False, 2, 121, ["145.2", "133.1"]),
        # Years compare with the year before in any case.
        (numbers(50, 100), 1, "year", False, 1, 100, ["200"]),
        # Shares change by points.
        (numbers("0.2", "0.25", "0.2"), 1, "month", True, 1, "0.2", ["0.25", "0.15"]),
        # Of nothing there is no factor, and an unknown result compares with nothing.
        (numbers(0, 10, None, 20, 30), 1, "quarter", False, 1, 30, ["45"]),
        (numbers(10, 20, None), 1, "quarter", False, 1, None, []),
        (numbers(), 1, "quarter", False, 1, None, []),
        # Further ahead than a year: over that distance.
        (numbers(1, 2, 4), 2, "year", False, 2, 4, ["16"]),
    ],
)
def test_prospects(results, ahead, kind, by_difference, step, base, projected):
    found = precedents.prospects(results=results, ahead=ahead, kind=kind, by_difference=by_difference)
    assert (found.step, found.base) == (step, None if base is None else Decimal(str(base)))
    assert list(found.projected) == numbers(*projected)


@pytest.mark.parametrize(
    ("target", "direction", "upper", "reached", "probability"),
    [
        (100, "at_least", None, 4, "0.833333"),
        (105, "at_least", None, 3, "0.666667"),
        (131, "at_least", None, 0, "0.166667"),
        (100, "at_most", None, 1, "0.333333"),
        (105, "between", 125, 2, "0.5"),
    ],
)
def test_chance_moves_with_the_number(target, direction, upper, reached, probability):
    found, count = precedents.chance(
        projected=numbers(100, 110, 120, 130),
        target=Decimal(target),
        direction=direction,
        upper=None if upper is None else Decimal(upper),
    )
    assert (count, found.probability, found.sample) == (reached, Decimal(probability), 4)


@pytest.mark.parametrize(
    ("projected", "direction", "expected"),
    [
        # n = 4: two or three of them, (k + 1) / 6; 1.5 of 6 would be too few.
        ((100, 110, 120, 130), "at_least", (100, 120)),
        ((100, 110, 120, 130), "at_most", (130, 110)),
        # Of two, both is still within.
        ((100, 110), "at_least", (None, 110)),
        ((100, 100, 100, 100), "at_least", None),
        ((), "at_least", None),
        ((100, 110, 120), "between", None),
    ],
)
def test_what_is_realistic(projected, direction, expected):
    found = precedents.realistic(projected=numbers(*projected), direction=direction)
    assert found == (expected and tuple(numbers(*expected)))


@pytest.mark.parametrize("direction", ["at_least", "at_most"])
def test_the_bounds_are_where_the_verdict_turns(direction):
    projected = numbers(90, 100, 105, 110, 120, 150, 160)
    easiest, hardest = precedents.realistic(projected=projected, direction=direction)
    found = {
        target: precedents.verdict(
            probability=precedents.chance(projected=projected, target=target, direction=direction)[0].probability
        )
        for target in (easiest, hardest, *projected)
    }
    further = (lambda one, other: one > other) if direction == "at_least" else (lambda one, other: one < other)
    for target, verdict in found.items():
        expected = "fantasy" if further(target, hardest) else "realistic" if further(target, easiest) else "sandbag"
        assert verdict == expected


@pytest.mark.parametrize(
    ("probability", "verdict"),
    [("0.349999", "fantasy"), ("0.35", "realistic"), ("0.75", "realistic"), ("0.750001", "sandbag")],
)
def test_verdict(probability, verdict):
    assert precedents.verdict(probability=Decimal(probability)) == verdict


@pytest.mark.parametrize(("direction", "expected"), [("at_least", 118), ("at_most", 112), ("between", None)])
def test_ambitious_is_beyond_most_of_the_past(direction, expected):
    found = precedents.ambitious(projected=numbers(100, 110, 120, 130), direction=direction)
    assert found == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    ("results", "direction", "target"),
    [
        (SEASONAL, "at_least", 133),
        (numbers(100, 110), "at_least", None),
        (numbers(100, 50, 25, "12.5"), "between", None),
        (numbers("0.3", "0.2", "0.1", "0.05"), "at_most", None),
    ],
)
def test_what_is_proposed(results, direction, target):
    by_difference = results[-1] < 1
    found = precedents.prospects(results=results, ahead=1, kind="quarter", by_difference=by_difference)
    assert precedents.proposed(found=found, direction=direction) == target
