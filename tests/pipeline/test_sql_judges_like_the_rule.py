"""One rule, said twice: 60 leads with every kind of gap × 40 definitions, and each must be the same by both."""

import random
from datetime import timedelta

import pytest
from psycopg2 import sql

from pipeline.models import Activity, Deal, Lead, StageTransition
from pipeline.queries import judging
from pipeline.rules.lead_judging import Facts, Seen, judge, weight
from pipeline.rules.lead_terms import CLASSES, FIELDS, read
from tests.factories.pipeline import make_lead, make_lead_source, make_product, make_source_system
from tests.factories.teams import NOW, make_membership, make_territory

LEADS, DEFINITIONS = 60, 40
KINDS = ("call", "meeting", "email", "event")
WORDS = ("", "New", "50 % sure", "O’Neil's", 'a "b"', "{x}")


def moment(rng):
    return NOW - timedelta(seconds=rng.randint(-86400 * 5, 86400 * 120))


def maybe(rng, rows):
    return rng.choice([None, *rows])


@pytest.fixture
def world(in_tenant):
    rng = random.Random(5)
    rows = {
        "owner": [make_membership() for _ in range(2)],
        "lead_source": [make_lead_source(f"Source {number}") for number in range(3)],
        "product": [make_product() for _ in range(2)],
        "territory": [make_territory() for _ in range(2)],
    }
    leads = [a_lead(rng, rows) for _ in range(LEADS)]
    return rng, rows, leads


def a_lead(rng, rows):
    texts = {"name": rng.choice(["", "Ann"]), "company": rng.choice(["", "Acme"]), "status": rng.choice(WORDS)}
    lead = make_lead(**texts, **{name: maybe(rng, choices) for name, choices in rows.items()})
    Lead.objects.filter(pk=lead.pk).update(first_touched_at=maybe(rng, [moment(rng)]))
    source = make_source_system()
    for number in range(rng.randint(0, 6)):
        Activity.objects.create(
            lead=lead, kind=rng.choice(KINDS), occurred_at=moment(rng), day=NOW.date(), source_system=source,
            external_id=f"{lead.pk}-{number}",
        )  # fmt: skip
    for number in range(rng.randint(0, 2)):
        Deal.objects.create(
            lead=lead, opened_at=maybe(rng, [moment(rng)]), currency="USD", source_system=source,
            external_id=f"{lead.pk}-{number}",
        )  # fmt: skip
    for _ in range(rng.randint(0, 2)):
        StageTransition.objects.create(
            lead=lead, to_stage=rng.choice(["mql", "sal"]), occurred_at=moment(rng), day=NOW.date()
        )
    return lead.pk


def known(lead, terms):
    """The facts of a lead, gathered in Python."""
    values = {name: getattr(lead, name) for name in ("name", "company", "status")}
    values |= {name: str(key) for name in ("owner", "lead_source", "product", "territory")
               if (key := getattr(lead, f"{name}_id"))}  # fmt: skip
    touched = lead.first_touched_at
    values["first_touched_at"] = touched if touched and touched <= NOW else None
    accepted = [one.occurred_at for one in lead.transitions.all() if one.to_stage == "sal" and one.occurred_at <= NOW]
    values["accepted_at"] = min(accepted, default=None)
    values["deals"] = sum(deal.opened_at is None or deal.opened_at <= NOW for deal in lead.deals.all())
    seen = {}
    for kind in terms.kinds:
        past = [one.occurred_at for one in lead.activities.all() if one.kind == kind and one.occurred_at <= NOW]
        total = sum(weight(occurred_at=at, at=NOW, half_life_days=terms.half_life_days) for at in past)
        seen[kind] = Seen(len(past), total)
    return Facts(values, seen)


def a_definition(rng, rows):
    lines = [
        {"kind": kind, "points": (points := rng.randint(1, 20)), "cap": maybe(rng, [points + rng.randint(0, 20)])}
        for kind in rng.sample(KINDS, rng.randint(0, 3))
    ]
    return {
        "score": {"half_life_days": maybe(rng, [1, 7, 30, 365]), "lines": lines},
        "stages": {stage: a_stage(rng, rows) for stage in ("mql", "sal", "sql")},
    }


def a_stage(rng, rows):
    fields = rng.sample([*FIELDS, "activity:call", "activity:meeting"], rng.choice([0, 1, 1, 2]))
    return {"min_score": maybe(rng, [1, 5, 20]), "conditions": [a_condition(rng, rows, field) for field in fields]}


def a_condition(rng, rows, field):
    op = "at_least" if field.startswith("activity:") else rng.choice(FIELDS[field])
    if op == "known":
        return {"field": field, "op": op}
    if op == "at_least":
        return {"field": field, "op": op, "values": [rng.randint(1, 2)]}
    choices = WORDS[1:] if field == "status" else [str(row.pk) for row in rows[field]]
    return {"field": field, "op": op, "values": rng.sample(choices, rng.randint(1, len(choices)))}


def test_both_find_the_same(world):
    rng, rows, keys = world
    leads = list(Lead.objects.filter(pk__in=keys).prefetch_related("activities", "deals", "transitions"))
    found = dict.fromkeys(CLASSES, 0)
    for _ in range(DEFINITIONS):
        terms = read(a_definition(rng, rows))
        judged = judging.rows(judging.statement(terms=terms, leads=sql.SQL("true"), at=judging.instant(NOW)))
        by_sql = {row.lead_id: row for row in judged}
        for lead in leads:
            by_rule, row = judge(terms=terms, facts=known(lead, terms)), by_sql[lead.pk]
            kept = judge(terms=terms, facts=judging.facts_of(row.facts))
            assert (row.lead_class, kept.lead_class) == (by_rule.lead_class, by_rule.lead_class), (lead.pk, terms)
            assert kept.score == by_rule.score
            found[row.lead_class] += 1
    assert sum(found.values()) == LEADS * DEFINITIONS
    assert all(number > 20 for number in found.values()), found
