from datetime import UTC, datetime, timedelta

import pytest

from pipeline.rules.intervals import wilson
from pipeline.rules.lead_judging import POINT, Facts, Seen, judge, weight, weights
from pipeline.rules.lead_terms import BadTerms, checked, read

AT = datetime(2026, 8, 14, 12, tzinfo=UTC)


def terms(**stages):
    full = {stage: {"conditions": [{"field": "company", "op": "known"}]} for stage in ("mql", "sal", "sql")}
    lines = [{"kind": "meeting", "points": 10, "cap": 30}, {"kind": "call", "points": 2}]
    return {"score": {"half_life_days": 30, "lines": lines}, "stages": full | stages}


def one(field, op, *values):
    return {"conditions": [{"field": field, "op": op, "values": list(values)}]}


@pytest.mark.parametrize(
    ("condition", "values", "expected"),
    [
        (one("company", "known"), {"company": "Acme"}, "sql"),
        (one("company", "known"), {"company": ""}, "inquiry"),
        (one("owner", "known"), {"company": "Acme", "owner": None}, "inquiry"),
        (one("lead_source", "in", "a", "b"), {"company": "Acme", "lead_source": "b"}, "sql"),
        (one("lead_source", "in", "a", "b"), {"company": "Acme", "lead_source": "c"}, "inquiry"),
        (one("lead_source", "not_in", "a"), {"company": "Acme", "lead_source": "c"}, "sql"),
        (one("lead_source", "not_in", "a"), {"company": "Acme", "lead_source": "a"}, "inquiry"),
        (one("lead_source", "not_in", "a"), {"company": "Acme", "lead_source": None}, "inquiry"),
        (one("deals", "at_least", 2), {"company": "Acme", "deals": 2}, "sql"),
        (one("deals", "at_least", 2), {"company": "Acme", "deals": 1}, "inquiry"),
        (one("activity:meeting", "at_least", 3), {"company": "Acme"}, "sql"),
        (one("activity:meeting", "at_least", 4), {"company": "Acme"}, "inquiry"),
        ({"min_score": 30}, {"company": "Acme"}, "sql"),
        ({"min_score": 33}, {"company": "Acme"}, "inquiry"),
    ],
)
def test_conditions(condition, values, expected):
    facts = Facts(values, {"meeting": Seen(3, 4 * POINT), "call": Seen(1, POINT)})
    assert judge(terms=read(terms(mql=condition)), facts=facts).lead_class == expected


def test_a_class_needs_those_below():
    asked = read(terms(sal=one("accepted_at", "known")))
    judged = judge(terms=asked, facts=Facts({"company": "Acme"}))
    assert judged.lead_class == "mql"
    assert [stage.is_met for stage in judged.stages] == [True, False, True]


def test_the_score_line_by_line():
    judged = judge(terms=read(terms()), facts=Facts({}, {"meeting": Seen(4, 35_000), "call": Seen(2, 15_000)}))
    assert [(line.raw, line.counted) for line in judged.lines] == [(350_000, 300_000), (30_000, 30_000)]
    assert judged.score == 33 * POINT


@pytest.mark.parametrize(
    ("age", "half_life", "expected"),
    [
        (timedelta(0), 30, POINT),
        (timedelta(hours=23, minutes=59), 30, POINT),
        (timedelta(days=30), 30, POINT // 2),
        (timedelta(days=60), 30, POINT // 4),
        (timedelta(days=3000), 30, 0),
        (timedelta(days=3000), None, POINT),
        (-timedelta(seconds=1), None, 0),
    ],
)
def test_points_fade(age, half_life, expected):
    assert weight(occurred_at=AT - age, at=AT, half_life_days=half_life) == expected


def test_weights_only_fall():
    assert list(weights(7)) == sorted(weights(7), reverse=True)


@pytest.mark.parametrize(
    ("wrong", "stage"),
    [
        (terms(mql={}), "mql"),
        (terms(sal=one("salary", "known")), "sal"),
        (terms(sql=one("company", "in", "Acme")), "sql"),
        (terms(sql=one("deals", "at_least", 0)), "sql"),
        (terms(sql=one("deals", "at_least", "2")), "sql"),
        (terms(mql=one("status", "in")), "mql"),
        (terms(mql={"min_score": 10**9}), "mql"),
        ({"score": {"half_life_days": 0}}, ""),
        ({"score": {"lines": [{"kind": "call", "points": 5, "cap": 2}]}}, ""),
        ({"score": {"lines": [{"kind": "call", "points": 5, "cap": 20}]}, "stages": {"mql": {"min_score": 21}}}, "mql"),
    ],
)
def test_terms_that_cannot_be_signed(wrong, stage):
    with pytest.raises(BadTerms) as refusal:
        checked(wrong)
    assert refusal.value.stage == stage


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"), [(18, 20, 0.699, 0.972), (180, 200, 0.851, 0.934), (0, 5, 0.0, 0.434)]
)
def test_wilson(successes, trials, low, high):
    interval = wilson(successes=successes, trials=trials)
    assert (round(interval.low, 3), round(interval.high, 3)) == (low, high)


def test_no_trial_no_interval():
    assert wilson(successes=0, trials=0) is None
