"""The share of promises kept, and where each one stands."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.rules import compliance
from metrics.rules.compliance import State

DUE = datetime(2026, 8, 14, 12, tzinfo=UTC)
TICK = timedelta(microseconds=1)
STATES: list[State] = ["met", "met_late", "breached_open", "running", "waived", "cancelled"]
HOURS = st.integers(-50, 50).map(lambda hours: DUE + timedelta(hours=hours))


@pytest.mark.parametrize(
    ("stopped_at", "cut_off", "state"),
    [
        pytest.param(DUE - TICK, DUE, "met", id="before due"),
        pytest.param(DUE, DUE, "met", id="at the instant due"),
        pytest.param(DUE + TICK, DUE + TICK, "met_late", id="after due"),
        pytest.param(None, DUE - TICK, "running", id="not yet due"),
        pytest.param(None, DUE, "breached_open", id="the breach is at the instant due"),
        pytest.param(DUE + TICK, DUE, "breached_open", id="stopped after the cut-off: open then"),
        pytest.param(DUE - TICK, DUE - 2 * TICK, "running", id="met, but not known yet"),
    ],
)
def test_where_a_promise_stands(stopped_at: datetime | None, cut_off: datetime, state: State) -> None:
    assert compliance.state(stopped_at=stopped_at, due_at=DUE, cut_off=cut_off) == state


@pytest.mark.parametrize(
    ("states", "share", "judged", "waived", "excluded"),
    [
        pytest.param([], None, 0, 0, 0, id="none"),
        pytest.param(["running", "cancelled", "waived"], None, 0, 1, 2, id="nothing came due"),
        pytest.param(["met"] * 9 + ["met_late"], "0.9", 10, 0, 0, id="late is not kept"),
        pytest.param(["met", "breached_open"], "0.5", 2, 0, 0, id="open past due is a breach"),
        pytest.param(["met", "met", "met_late", "breached_open", *STATES[3:]], "0.5", 4, 1, 2, id="all kinds"),
    ],
)
def test_the_share_and_its_slices(
    states: list[State], share: str | None, judged: int, waived: int, excluded: int
) -> None:
    found = compliance.compliance(states=iter(states))
    assert found.share == (None if share is None else Decimal(share))
    assert (found.judged, found.waived, found.excluded) == (judged, waived, excluded)


@given(states=st.lists(st.sampled_from(STATES), max_size=30))
def test_every_promise_is_in_exactly_one_slice(states: list[State]) -> None:
    found = compliance.compliance(states=states)
    assert found.judged + found.waived + found.excluded == len(states)
    assert found.share is None or 0 <= found.share <= 1


@given(stopped_at=st.none() | HOURS, cut_offs=st.tuples(HOURS, HOURS).map(sorted))
def test_a_breach_never_becomes_a_kept_promise(stopped_at: datetime | None, cut_offs: list[datetime]) -> None:
    before, after = (compliance.state(stopped_at=stopped_at, due_at=DUE, cut_off=cut_off) for cut_off in cut_offs)
    assert (before, after) not in {("breached_open", "met"), ("met_late", "met"), ("met", "met_late")}
