"""A status that does not flutter, told as courses of days."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goals.rules import hysteresis
from goals.rules.hysteresis import STEPS, Held
from goals.rules.progress import ON_TRACK, WATCH, Status

FIRST = date(2026, 7, 1)
PACES = st.lists(st.decimals("0.5", "1.2", places=3), max_size=20)
NEAR = st.lists(st.sampled_from([Decimal("0.949"), Decimal("0.951")]), min_size=1, max_size=30)


def plain_of(pace: Decimal) -> Status:
    return "on_track" if pace >= ON_TRACK else "watch" if pace >= WATCH else "off_track"


def shown(paces: list[Decimal], *, previous: Held | None = None) -> list[Status]:
    statuses: list[Status] = []
    for n, pace in enumerate(paces):
        day = FIRST + timedelta(days=n)
        previous = hysteresis.hold(previous=previous, plain=plain_of(pace), pace=pace, as_of=day)
        statuses.append(previous.status)
    return statuses


@pytest.mark.parametrize(
    ("paces", "statuses"),
    [
        pytest.param("0.96", "on_track", id="the first day is plain"),
        pytest.param("0.96 0.94 0.79", "on_track watch off_track", id="worse at once"),
        pytest.param("1 0.70", "on_track off_track", id="worse by two at once"),
        pytest.param("0.94 0.96 0.96 0.96", "watch watch watch on_track", id="better on the third day running"),
        pytest.param("0.94 0.96 0.94 0.96 0.96", "watch watch watch watch watch", id="a relapse starts anew"),
        pytest.param("0.94 0.97", "watch on_track", id="past the margin at once"),
        pytest.param("0.70 0.81 0.82", "off_track off_track watch", id="into watch by the margin"),
        pytest.param(
            "0.70 0.96 0.96 0.96 0.96", "off_track watch watch on_track on_track", id="a margin for each step"
        ),
        pytest.param("0.70 0.99", "off_track on_track", id="two steps, far past both"),
    ],
)
def test_courses_of_days(paces: str, statuses: str) -> None:
    assert shown([Decimal(pace) for pace in paces.split()]) == statuses.split()


@pytest.mark.parametrize("plain", ["not_started", "no_data", "reached", "missed"])
def test_facts_pass_as_they_are(plain: Status) -> None:
    before = Held(status="watch", better_since=FIRST)
    assert hysteresis.hold(previous=before, plain=plain, pace=Decimal(1), as_of=FIRST) == Held(status=plain)
    after = hysteresis.hold(previous=Held(status=plain), plain="on_track", pace=Decimal("0.951"), as_of=FIRST)
    assert after == Held(status="on_track")


def test_without_a_pace_there_is_nothing_to_hold() -> None:
    found = hysteresis.hold(previous=Held(status="off_track"), plain="on_track", pace=None, as_of=FIRST)
    assert found == Held(status="on_track")


@given(paces=PACES)
def test_what_is_shown_is_never_better_than_plain(paces: list[Decimal]) -> None:
    plain = [STEPS.index(plain_of(pace)) for pace in paces]
    assert all(STEPS.index(one) <= other for one, other in zip(shown(paces), plain, strict=True))


@given(paces=PACES, last=st.decimals("0.5", "1.2", places=3))
def test_a_steady_pace_is_soon_shown_as_it_is(paces: list[Decimal], last: Decimal) -> None:
    assert shown([*paces, *[last] * 2 * hysteresis.DAYS])[-1] == plain_of(last)


@given(paces=NEAR)
def test_a_trembling_pace_changes_at_most_as_often_as_it_rests(paces: list[Decimal]) -> None:
    statuses = shown(paces, previous=Held(status="watch"))
    rises = sum(one == "watch" and two == "on_track" for one, two in zip(["watch", *statuses], statuses, strict=False))
    assert rises <= len(paces) // hysteresis.DAYS
