"""What exports say of open deals: the stage they are in, the day they are expected to close, and what became of them."""

from datetime import date

import pytest

from pipeline.actions import stage_chances
from pipeline.models import Deal, DealStage, StageChance
from tests.factories.pipeline import make_deal, make_deal_stage
from tests.factories.teams import NOW
from tests.pipeline.imports import counts, run

pytestmark = pytest.mark.usefixtures("in_tenant")


def deals(rows: str) -> str:
    return "id,stage,created,close date,amount\n" + rows


def load(rows: str) -> None:
    words = {"status": {"qualified": "open", "proposal": "open", "won": "won", "lost": "lost"}}
    assert counts("deal", deals(rows), words=words)[3] == 0


def seen() -> list[str]:
    return sorted(DealStage.objects.values_list("stage", flat=True))


def test_an_open_deals_closing_date_is_what_is_hoped_for() -> None:
    load("D1,Qualified,2026-06-05,2026-09-01,500\n")
    deal = Deal.objects.get()
    assert (deal.status, deal.closed_day, deal.expected_day) == ("open", None, date(2026, 9, 1))


def test_a_column_of_its_own_comes_first() -> None:
    run("deal", "id,stage,created,close date,expected close date\nD1,open,2026-06-05,2026-09-01,2026-09-30\n")
    assert Deal.objects.get().expected_day == date(2026, 9, 30)


def test_every_stage_in_which_a_deal_was_seen_is_kept_once() -> None:
    load("D1,Qualified,2026-06-05,2026-09-01,500\n")
    load("D1,Qualified,2026-06-05,2026-09-15,500\n")
    load("D1,Proposal,2026-06-05,2026-09-15,500\n")
    load("D1,Won,2026-06-05,2026-08-01,500\n")
    assert seen() == ["Proposal", "Qualified"]
    assert Deal.objects.get().closed_day == date(2026, 8, 1)


def chances() -> dict[str, tuple[int, int]]:
    stage_chances.learn(today=NOW.date())
    return {row.stage: (row.won, row.closed) for row in StageChance.objects.all()}


def test_chances_are_learned_from_closed_deals() -> None:
    for status in ("won", "won", "lost"):
        make_deal_stage(deal=make_deal(status=status), stage="Proposal")
    make_deal_stage(deal=make_deal(status="won"), stage="Negotiation")
    make_deal_stage(stage="Proposal")
    assert chances() == {"": (3, 4), "Proposal": (2, 3), "Negotiation": (1, 1)}


def test_what_closed_long_ago_or_later_teaches_nothing() -> None:
    make_deal_stage(deal=make_deal(day=date(2024, 8, 1)), stage="Proposal")
    make_deal(day=date(2026, 8, 15))
    assert chances() == {"": (0, 0)}


def test_learning_twice_changes_nothing() -> None:
    make_deal_stage(deal=make_deal(), stage="Proposal")
    assert stage_chances.learn(today=NOW.date()) == 2
    assert stage_chances.learn(today=NOW.date()) == 0
    DealStage.objects.all().delete()
    assert chances() == {"": (1, 1)}
