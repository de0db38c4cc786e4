"""What the engine calls changed is the difference of the records before and after, on random facts changed at random."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metrics import engine
from metrics.definitions import Cell
from metrics.engine import Moment
from pipeline.models import Deal, FormerFact
from teams.models import Organisation
from tests.cases import times
from tests.metrics.test_sql_equals_rules import CONDITIONS, KINDS
from tests.metrics.world import NAMES, World

# The database notes what it replaces by its own clock, which lies between these two.
RECORDED, SINCE, ADDED, UNTIL = (datetime(year, 1, 1, tzinfo=UTC) for year in (2024, 2025, 2026, 2100))
ALL = 1_000
# What grows older although nobody touches it is asked of one day only.
AGEING = {"stock", "compliance"}
METRICS = [metric for kind, metrics in KINDS.items() if kind != "ratio" for metric in metrics]


def recorded(organisation: Organisation, cell: Cell, as_of: date) -> dict[UUID, tuple[Any, Any]]:
    found = engine.records(organisation=organisation, cell=cell, part="numerator", as_of=as_of, limit=ALL)
    return {one.id: (one.value, one.state) for one in found}


def change_at_random(world: World, dice: random.Random) -> None:
    """A third of the facts changed, some twice, some deleted; others come in."""
    for deal in dice.sample(list(Deal.objects.order_by("pk")), 20):
        deal.amount_minor = dice.choice([None, 5, dice.randrange(10**6)])
        deal.name, deal.quantity = dice.choice(NAMES), dice.choice([None, 1, 3])
        deal.owner_id, deal.product_id = (dice.choice(world.scopes[scope]) for scope in ("rep", "product"))
        deal.opened_day = dice.choice([deal.opened_day, date(2026, 4, 22), date(2026, 10, 25)])
        deal.save()
    Deal.objects.filter(pk__in=dice.sample(list(Deal.objects.values_list("pk", flat=True)), 10)).delete()
    Deal.objects.bulk_create(
        Deal(
            source_system_id=world.source_system_id,
            external_id=f"new {number}",
            currency="USD",
            amount_minor=dice.randrange(10**6),
            name=dice.choice(NAMES),
            opened_day=date(2026, 4, 22),
            opened_at=datetime(2026, 4, 22, 12, tzinfo=UTC),
            recorded_at=ADDED,
            team_id=dice.choice(world.scopes["team"]),
        )
        for number in range(5)
    )


def test_changes_are_the_difference_of_the_records(in_tenant: Organisation) -> None:
    world, seen = World.made(in_tenant), Counter()

    @settings(max_examples=times(15), suppress_health_check=[HealthCheck.too_slow])
    @given(st.integers(0, 2**32))
    def agree(seed: int) -> None:
        dice = random.Random(seed)
        world.filled(dice)
        Deal.objects.update(recorded_at=RECORDED)
        FormerFact.objects.all().delete()
        cells = world.cells(dice, dice.sample(METRICS, 8), count=2, conditions=[(), dice.choice(CONDITIONS)])
        asked = [(cell, *_days(dice, cell)) for cell in (cell._replace(as_of=None) for cell in cells)]
        before = [recorded(in_tenant, cell, first) for cell, first, _ in asked]
        change_at_random(world, dice)
        for (cell, first, last), old in zip(asked, before, strict=True):
            seen["cells"] += 1
            seen["changed"] += _agrees(in_tenant, cell, first, last, old)

    agree()
    assert seen["cells"] >= 200
    assert seen["changed"] >= 60


def _agrees(organisation: Organisation, cell: Cell, first: date, last: date, old: dict[Any, Any]) -> bool:
    """Whether anything has changed; it is what the records' difference says."""
    now = recorded(organisation, cell, last)
    expected = {id_: (old.get(id_), now.get(id_)) for id_ in old | now if old.get(id_) != now.get(id_)}
    moments = {"before": Moment(SINCE, first), "after": Moment(UNTIL, last)}
    found = engine.changes(organisation=organisation, cell=cell, part="numerator", **moments, limit=ALL)
    assert {one.id: (one.counted, one.counts, one.before, one.after) for one in found.rows} == {
        id_: (was is not None, has is not None, was and was[0], has and has[0]) for id_, (was, has) in expected.items()
    }
    assert found.total == len(expected)
    assert found.number == len(now) - len(old)
    return bool(expected)


def _days(dice: random.Random, cell: Cell) -> tuple[date, date]:
    last = dice.choice([cell.ends_on, cell.starts_on + timedelta(days=dice.randrange(40))])
    return (last if cell.metric.kind in AGEING else last - timedelta(days=dice.randrange(9))), last
