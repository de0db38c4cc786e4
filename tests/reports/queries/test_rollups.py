"""The SQL of the roll-ups and goals/rules/rollup.py, on one table of cases."""

from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goals.actions import write_back
from goals.models import Goal, Objective
from goals.queries.progress import EVERYTHING
from goals.rules import rollup
from goals.rules.rollup import Member
from reports.queries.rollups import rollups, together
from teams.models import Membership, Organisation, Period
from tests.factories.goals import make_goal, make_objective
from tests.factories.teams import NOW, make_membership


class Case(NamedTuple):
    """The figure of one member, as it is stored."""

    actual: Decimal | None
    credited: Decimal | None
    attainment: Decimal | None
    credited_attainment: Decimal | None
    target: Decimal


def case(actual: str | None, attainment: str | None = None, *, kept: str | None = "", target: str = "100") -> Case:
    """`kept` is the credited attainment, unless all is credited; the credited actual follows from it."""
    raw = None if attainment is None else Decimal(attainment)
    credited = raw if kept == "" else None if kept is None else Decimal(kept)
    return Case(
        actual=None if actual is None else Decimal(actual),
        credited=None if credited is None else credited * Decimal(target),
        attainment=raw,
        credited_attainment=credited,
        target=Decimal(target),
    )


CASES = [
    pytest.param("at_least", [], id="nobody"),
    pytest.param("at_least", [case("100", "1"), case("50", "0.5")], id="both views"),
    pytest.param("at_least", [case("300", "3"), case("10", "0.1"), case("10", "0.1")], id="one star"),
    pytest.param("at_least", [case("100", "1"), case(None)], id="unknown is left out"),
    pytest.param("at_least", [case("100", "1"), case("20", None, target="0")], id="away all the period"),
    pytest.param("at_least", [case("100", "1", kept="0.8"), case("100", "1", kept=None)], id="under guards"),
    pytest.param("at_most", [case("50", "2"), case("0"), case("150", "0.67")], id="less is better"),
    pytest.param("at_most", [case("50", "2", kept="0.9"), case("50", "2", kept=None)], id="less, under guards"),
    pytest.param("between", [case("110", "1"), case("200", "0.6")], id="bands"),
]


def store(cases: list[Case], direction: str, period: Period, goal: Goal, owner: Membership) -> None:
    upper = Decimal(120) if direction == "between" else None
    Objective.objects.all().delete()
    terms: dict[str, Any] = {"goal": goal, "owner": owner, "rep": owner, "scope": "rep", "period": period}
    terms |= {"metric_key": "won_revenue", "target_upper": upper, "direction": direction}
    made = Objective.objects.bulk_create(Objective(target=one.target, **terms) for one in cases)
    figures = [
        {
            "objective_id": objective.pk,
            "as_of": NOW.date(),
            "expected": Decimal(1),
            "status": "on_track",
            "effective_target": one.target,
            **{name: getattr(one, name) for name in Case._fields if name != "target"},
            "credited": one.credited if direction == "at_least" else None,
        }
        for objective, one in zip(made, cases, strict=True)
    ]
    columns = {name: [one[name] for one in figures] for name in (figures[0] if figures else ())}
    write_back.write(columns, at=NOW, today=NOW.date())


def compare(cases: list[Case], direction: Any, goal: Goal, owner: Membership) -> None:
    period = Period.objects.get(key="2026-Q3")
    store(cases, direction, period, goal, owner)
    upper = Decimal(120) if direction == "between" else None
    members = [
        Member(
            actual=rollup.counted(
                actual=one.actual,
                credited=one.credited if direction == "at_least" else None,
                attainment=one.attainment,
                credited_attainment=one.credited_attainment,
            ),
            target=one.target,
            attainment=one.credited_attainment,
            upper=upper,
        )
        for one in cases
    ]
    wanted = rollup.team(members=members, direction=direction)
    found = together(rollups(period=period, on=NOW.date(), where=EVERYTHING))
    if found is None:
        assert cases == []
        return
    assert (found.actual or 0, found.target or 0) == (wanted.actual, wanted.target)
    assert (found.reached, found.judged, found.left_out) == (wanted.reached, wanted.judged, wanted.left_out)
    assert (found.attainment, found.reached_share) == (wanted.attainment, wanted.reached_share)


@pytest.mark.parametrize(("direction", "cases"), CASES)
def test_the_database_adds_up_as_the_rule_does(in_tenant: Organisation, direction: str, cases: list[Case]) -> None:
    compare(cases, direction, make_goal(), make_membership())


NUMBERS = st.decimals(0, 1000, places=1)
SHARES = st.none() | st.decimals(0, 3, places=1)
ANY = st.builds(Case, st.none() | NUMBERS, st.none() | NUMBERS, SHARES, SHARES, NUMBERS)


def test_the_database_adds_up_as_the_rule_does_on_anything(in_tenant: Organisation) -> None:
    goal, owner = make_goal(), make_membership()

    @settings(max_examples=80, deadline=None)
    @given(direction=st.sampled_from(["at_least", "at_most"]), cases=st.lists(ANY, min_size=10, max_size=60))
    def two_thousand_members(direction: str, cases: list[Case]) -> None:
        compare(cases, direction, goal, owner)

    two_thousand_members()


def test_currencies_are_never_mixed(in_tenant: Organisation) -> None:
    for currency in ("", "EUR"):
        make_objective(currency=currency)
    found = rollups(period=Period.objects.get(key="2026-Q3"), on=NOW.date(), where=EVERYTHING)
    assert sorted(one.currency for one in found) == ["", "EUR"]
