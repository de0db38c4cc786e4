from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goals.rules import allocation
from goals.rules.allocation import DoesNotFit, Line


def split(total: int, *lines: dict[str, Any], **terms: Any) -> list[int]:
    parts = [
        Line(**{name: None if value is None else Decimal(str(value)) for name, value in line.items()}) for line in lines
    ]
    return [int(part) for part in allocation.allocated(total=Decimal(total), lines=parts, **terms)]


@pytest.mark.parametrize(
    ("total", "lines", "terms", "expected"),
    [
        pytest.param(1_000_000, [{"history": 3}, {"history": 3}, {"history": 1}], {"method": "history"}, [428_572, 428_571, 142_857], id="largest remainder of DOMAIN §10"),
        pytest.param(10, [{}, {}, {}], {"method": "even"}, [4, 3, 3], id="even, the first takes the remainder"),
        pytest.param(100, [{"history": 30}, {"history": None}, {"history": 10}], {"method": "history"}, [50, 33, 17], id="no history takes the mean"),
        pytest.param(100, [{"history": 30}, {"history": 0}, {"history": 10}], {"method": "history"}, [75, 0, 25], id="a history of nothing takes nothing"),
        pytest.param(99, [{"history": None}, {"history": None}, {"history": None}], {"method": "history"}, [33, 33, 33], id="nobody has a history: alike"),
        pytest.param(100, [{"history": 3, "potential": 1}, {"history": 1, "potential": 1}], {"method": "blend", "blend": Decimal("0.5")}, [63, 37], id="half by history, half by potential"),
        pytest.param(100, [{"history": 3, "potential": 0}, {"history": 1, "potential": 9}], {"method": "blend", "blend": Decimal(1)}, [75, 25], id="all by history"),
        pytest.param(90, [{"presence": 1}, {"presence": "0.5"}], {"method": "even"}, [60, 30], id="half there, half of it"),
        pytest.param(100, [{"typed": 70}, {}, {}], {"method": "even"}, [70, 15, 15], id="typed is kept"),
        pytest.param(100, [{"typed": 0}, {}, {}], {"method": "even"}, [0, 50, 50], id="a typed 0 is a number"),
        pytest.param(100, [{"cap": 10}, {}, {}], {"method": "even"}, [10, 45, 45], id="a cap gives to the others"),
        pytest.param(100, [{"floor": 80}, {}, {}], {"method": "even"}, [80, 10, 10], id="a floor takes from the others"),
        pytest.param(100, [{"floor": 60}, {"cap": 10}, {}], {"method": "even"}, [60, 10, 30], id="floor and cap together"),
        pytest.param(100, [{"typed": 60}, {"typed": 40}], {"method": "even"}, [60, 40], id="all typed, exactly"),
        pytest.param(100, [{"typed": 60}, {"typed": 20}], {"method": "even"}, [60, 20], id="all typed: the rest is padding"),
        pytest.param(30_000, [{"history": 1}, {"history": 1}, {"history": 2}], {"method": "history", "quantum": Decimal(1000)}, [8000, 7000, 15_000], id="round numbers"),
        pytest.param(0, [{}, {}], {"method": "even"}, [0, 0], id="nothing to hand down"),
        pytest.param(5, [], {"method": "even"}, [], id="nobody to hand down to"),
    ],
)  # fmt: skip
def test_a_total_is_handed_down(total: int, lines: list[dict[str, Any]], terms: Any, expected: list[int]) -> None:
    assert split(total, *lines, **terms) == expected


@pytest.mark.parametrize(
    ("lines", "obstacle", "by"),
    [
        ([{"typed": 70}, {"typed": 40}, {}], "typed", 10),
        ([{"floor": 70}, {"floor": 40}], "floors", 10),
        ([{"typed": 70}, {"floor": 40}], "floors", 10),
        ([{"cap": 70}, {"cap": 20}], "caps", 10),
        ([{"history": 0}, {"history": 0}], "weights", 100),
        ([{"history": 0}, {"history": 5, "cap": 40}], "weights", 60),
    ],
)
def test_what_does_not_fit_says_what_and_by_how_much(lines: list[dict[str, Any]], obstacle: str, by: int) -> None:
    with pytest.raises(DoesNotFit) as refused:
        split(100, *lines, method="history")
    assert (refused.value.obstacle, refused.value.by) == (obstacle, by)


@pytest.mark.parametrize("line", [{"floor": 2, "cap": 1}, {"typed": -1}, {"history": -1}])
def test_a_line_that_cannot_be_is_refused(line: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"floor|negative"):
        split(10, line, method="even")


@pytest.mark.parametrize(
    ("shares", "expected"),
    [((".25", ".30", ".45"), [250, 300, 451]), ((0, 0, 0), [334, 334, 333]), ((1, 1, 1), [334, 334, 333])],
)
def test_a_line_is_parted_over_its_months(shares: tuple[Any, ...], expected: list[int]) -> None:
    assert allocation.parted(amount=Decimal(1001), shares=[Decimal(share) for share in shares]) == expected


@pytest.mark.parametrize(
    ("total", "amounts", "lines", "quantum"),
    [
        (1_000_000, [], 7, 1000),
        (1_000_000, [Decimal(12_340)], 7, 10),
        (999, [], 3, 1),
        (500, [None], 3, 1),
        (0, [], 3, 1),
    ],
)
def test_numbers_are_as_round_as_the_given_ones_allow(total: int, amounts: Any, lines: int, quantum: int) -> None:
    assert allocation.quantum_of(total=Decimal(total), amounts=amounts, lines=lines) == quantum


known = st.none() | st.integers(1, 10**9).map(Decimal)


@settings(max_examples=400)
@given(
    st.lists(st.tuples(known, known, st.integers(1, 100), st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=12),
    st.integers(0, 10**9),
    st.sampled_from(["even", "history", "potential", "blend"]),
)  # fmt: skip
def test_the_sum_is_exact_and_every_line_within_its_bounds(rows: list[Any], extra: int, method: Any) -> None:
    lines = [
        Line(history=history, potential=potential, presence=Decimal(presence) / 100, floor=Decimal(floor), cap=None if room > 400 else Decimal(floor + room))
        for history, potential, presence, floor, room in rows
    ]  # fmt: skip
    floors = sum(int(line.floor or 0) for line in lines)
    caps = [line.cap for line in lines]
    total = floors + extra if None in caps else min(floors + extra, sum(int(cap or 0) for cap in caps))
    amounts = allocation.allocated(total=Decimal(total), lines=lines, method=method)
    assert sum(amounts) == total
    assert all(line.floor is not None and line.floor <= amount for line, amount in zip(lines, amounts, strict=True))
    assert all(line.cap is None or amount <= line.cap for line, amount in zip(lines, amounts, strict=True))
