"""Who is a new customer: the deal that won a customer for the first time is marked, whatever comes in whatever order."""

import random
from datetime import date, datetime, timedelta, timezone
from uuid import UUID

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.actions import first_wins as marking
from pipeline.models import Deal, Touched
from pipeline.rules.first_wins import Win, first_wins
from tests.cases import times
from tests.factories.pipeline import make_source_system
from tests.pipeline.imports import run

HEAD = "opportunity_id,account,deal_stage,close_value,engage_date,close_date\n"
DAYS = [date(2026, 3, day) for day in (1, 2, 3)]
ZONES = [timezone(timedelta(hours=hours)) for hours in (-8, 0, 9)]
DEALS = 40


def marked() -> set[str]:
    return set(Deal.objects.filter(is_first_win=True).values_list("external_id", flat=True))


@pytest.mark.parametrize(
    ("wins", "expected"),
    [
        ([], set()),
        ([("", 1, "a")], set()),
        ([("acme", 2, "a"), ("acme", 1, "b")], {"b"}),
        ([("acme", 1, "b"), ("acme", 1, "a")], {"a"}),
        ([("acme", 1, "a"), ("beta", 2, "b"), ("acme", 3, "c")], {"a", "b"}),
    ],
)
def test_the_first_win_of_each_known_customer(wins, expected):
    rows = [
        Win(customer, date(2026, 1, day), None, name, UUID(int=at)) for at, (customer, day, name) in enumerate(wins)
    ]
    names = {row.id: row.external_id for row in rows}
    assert {names[id_] for id_ in first_wins(wins=rows)} == expected


def test_an_earlier_deal_that_comes_later_takes_the_mark(in_tenant):
    run("deal", f"{HEAD}D1,Acme,Won,10,2026-01-01,2026-03-02\nD2,ACME,Won,10,2026-01-01,2026-03-05\n")
    assert marked() == {"D1"}
    Touched.objects.all().delete()
    run("deal", f"{HEAD}D3,acme,Won,10,2026-01-01,2026-02-20\n")
    assert marked() == {"D3"}
    assert date(2026, 3, 2) in set(Touched.objects.values_list("first_day", flat=True))


def test_a_deal_that_is_lost_after_all_or_was_of_somebody_else_hands_the_mark_on(in_tenant):
    run("deal", f"{HEAD}D1,Acme,Won,10,2026-01-01,2026-03-02\nD2,Acme,Won,10,2026-01-01,2026-03-05\n")
    run("deal", f"{HEAD}D1,Acme,Lost,10,2026-01-01,2026-03-02\n")
    assert marked() == {"D2"}
    run("deal", f"{HEAD}D2,Beta,Won,10,2026-01-01,2026-03-05\nD3,Acme,Won,10,2026-01-01,2026-03-09\n")
    assert marked() == {"D2", "D3"}


def drawn(dice: random.Random, source_system_id: UUID) -> list[Deal]:
    return [
        Deal(
            id=UUID(int=dice.getrandbits(128)),
            source_system_id=source_system_id,
            external_id=f"{dice.choice('aBé')}{number}",
            currency="USD",
            customer_key=dice.choice(["", "acme", "beta", "شركة"]),
            status=dice.choice(["won", "won", "lost", "open"]),
            closed_day=dice.choice(DAYS),
            closed_at=dice.choice([None, datetime(2026, 3, 2, dice.randrange(24), tzinfo=dice.choice(ZONES))]),
            is_first_win=dice.random() < 0.2,
        )
        for number in range(DEALS)
    ]


def test_sql_and_rule_agree(in_tenant):
    """2,000 deals; marks that are wrong before are put right."""
    source_system_id, seen = make_source_system().pk, []

    @settings(max_examples=times(50), suppress_health_check=[HealthCheck.too_slow])
    @given(st.integers(0, 2**32))
    def agree(seed: int) -> None:
        Deal.objects.all().delete()
        deals = Deal.objects.bulk_create(drawn(random.Random(seed), source_system_id))
        marking.mark(marking.OF_ALL)
        wins = [
            Win(deal.customer_key, deal.closed_day, deal.closed_at, deal.external_id, deal.pk)
            for deal in deals
            if deal.status == "won" and deal.closed_day
        ]
        assert set(Deal.objects.filter(is_first_win=True).values_list("pk", flat=True)) == first_wins(wins=wins)
        seen.extend(deals)

    agree()
    assert len(seen) >= 2_000


def test_many_deals_of_the_same_transaction_are_not_looped_over(in_tenant):
    """The planner knows nothing of them yet; all demo organisations waited here for minutes."""
    deals = [deal for seed in range(10) for deal in drawn(random.Random(seed), make_source_system().pk)]
    for number, deal in enumerate(deals):
        deal.external_id, deal.customer_key = f"D{number}", f"customer {number}"
        deal.status, deal.is_first_win = "won", False
    Deal.objects.bulk_create(deals)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '20s'")
    marking.mark(marking.OF_ALL)
    assert len(marked()) == len(deals)
