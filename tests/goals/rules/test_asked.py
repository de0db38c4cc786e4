"""How targets are typed, and that what is shown can be typed again."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goals.rules import asked
from goals.rules.asked import Asked
from pipeline.rules import amounts
from teams.rules.formats import decimal_mark

USD: dict[str, Any] = {"currency": "USD", "decimal": "."}


@pytest.mark.parametrize(
    ("text", "unit", "mode", "value"),
    [
        pytest.param("1.2m", "money", "absolute", "120000000", id="money"),
        pytest.param("12.5", "share", "absolute", "0.125", id="a share"),
        pytest.param("12.5 %", "share", "absolute", "0.125", id="percent of a share is the share"),
        pytest.param("+10 %", "money", "relative", "0.10", id="a change"),
        pytest.param(" ＋10％ ", "count", "relative", "0.10", id="full width"),
        pytest.param("−5%", "money", "relative", "-0.05", id="a true minus"),
        pytest.param("-5 %", "share", "relative", "-0.05", id="a hyphen"),
        pytest.param("+0 %", "money", "relative", "0", id="no less than before"),
        pytest.param("+٢٫٥٪", "money", "relative", "0.025", id="Arabic digits"),
        pytest.param("+5 points", "share", "points", "0.05", id="points"),
        pytest.param("-2.5 pp", "share", "points", "-0.025", id="fewer points"),
        pytest.param("+5 % points", "share", "points", "0.05", id="percentage points"),
        pytest.param("+5 个百分点", "share", "points", "0.05", id="points in Chinese"),
        pytest.param("+5 نقاط مئوية", "share", "points", "0.05", id="points in Arabic"),
    ],
)
def test_what_is_typed(text: str, unit: Any, mode: str, value: str) -> None:
    assert asked.read(text=text, unit=unit, **USD) == Asked(mode, Decimal(value))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "unit", "error"),
    [
        ("", "count", amounts.Unreadable),
        ("+", "count", amounts.Unreadable),
        ("+5", "count", amounts.Unreadable),
        ("+ten %", "count", amounts.Unreadable),
        ("+10 % points", "money", asked.PointsOfNoShare),
        ("-5", "money", amounts.OutOfRange),
        ("+--5 %", "money", amounts.Unreadable),
        ("+100001 %", "money", amounts.OutOfRange),
        ("+USD 5 %", "money", amounts.Unreadable),
        ("EUR 5", "money", amounts.OtherCurrency),
    ],
)
def test_what_cannot_be_meant(text: str, unit: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        asked.read(text=text, unit=unit, **USD)


@given(
    mode=st.sampled_from(["relative", "points"]),
    value=st.decimals(-10, 10, places=5),
    language=st.sampled_from(["en", "ar", "ur", "zh-hans", "fil"]),
)
def test_what_is_shown_can_be_typed_again(mode: Any, value: Decimal, language: str) -> None:
    shown = asked.entry(
        asked=Asked(mode, value), unit="share", currency="USD", language=language, points=asked.POINTS[0]
    )
    assert asked.read(text=shown, unit="share", currency="USD", decimal=decimal_mark(language=language)) == Asked(
        mode, value
    )
