"""Who is asked next, when nobody has answered."""

import pytest

from goals.rules import negotiation as rules

LADDER = ["manager", "manager above", "head", "owner"]


@pytest.mark.parametrize(
    ("reached", "holder", "above"),
    [
        pytest.param({"manager"}, "rep", "manager above", id="the next one"),
        pytest.param({"manager", "head"}, "rep", "owner", id="above the furthest"),
        pytest.param({"somebody"}, "rep", "manager", id="who opened stands on no rung"),
        pytest.param({"manager above"}, "head", "owner", id="nobody decides their own"),
        pytest.param({"owner"}, "rep", None, id="nobody is above the top"),
        pytest.param(set(), "owner", "manager", id="from below"),
    ],
)
def test_the_rung_above(reached: set[str], holder: str, above: str | None) -> None:
    assert rules.rung_above(ladder=LADDER, reached=reached, holder=holder) == above
