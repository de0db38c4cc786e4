"""The gap, and the path of concessions."""

from decimal import Decimal

import pytest

from goals.rules import concessions
from goals.rules.negotiation import Side


@pytest.mark.parametrize(
    ("offer", "counter", "share"),
    [
        ("100", "80", "0.2"),
        ("80", "100", "-0.25"),
        ("100", "100", "0"),
        ("0", "5", None),
        (None, "5", None),
        ("100", None, None),
    ],
)
def test_the_gap(offer: str | None, counter: str | None, share: str | None) -> None:
    def number(text: str | None) -> Decimal | None:
        return None if text is None else Decimal(text)

    assert concessions.gap(offer=number(offer), counter=number(counter)) == number(share)


def test_the_path_of_concessions() -> None:
    bids = [(Side.MANAGER, 100), (Side.HOLDER, 70), (Side.MANAGER, 95), (Side.HOLDER, 80), (Side.HOLDER, 95)]
    path = concessions.concessions(bids=[concessions.Bid(side, Decimal(number)) for side, number in bids])
    assert [step.moved for step in path] == [None, None, -5, 10, 15]
    assert [step.gap and round(step.gap, 4) for step in path] == [
        None,
        Decimal("0.3"),
        Decimal("0.2632"),
        Decimal("0.1579"),
        Decimal(0),
    ]
