"""What happened in the examples from practice: each makes its facts and gives the fields of forms that name its records."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from pipeline.actions import answer_times, first_wins
from tests.factories.pipeline import (
    make_activity,
    make_case,
    make_deal,
    make_lead,
    make_product,
    make_reading,
    make_reading_series,
    make_stage_transition,
)
from tests.factories.teams import NOW, make_calendar, make_department, make_membership

Q2, Q3 = date(2026, 5, 5), date(2026, 8, 3)


def laptops() -> dict[str, Any]:
    """60,000 at the list price, 50,000 at nine tenths of it."""
    product = make_product(name="Laptop", list_price_minor=1_000_00)
    for quantity, price in ((60_000, 1_000_00), (50_000, 900_00)):
        amount = quantity * price
        make_deal(day=Q3, product=product, quantity=quantity, list_price_minor=1_000_00, amount_minor=amount)
    return {"product": product.pk}


def reviews() -> dict[str, Any]:
    """200 in the last quarter and 110 in this one, while revenue is at four fifths of what it should be by now."""
    series = make_reading_series(name="Reviews")
    make_reading(series=series, day=Q2, value=200)
    make_reading(series=series, day=Q3, value=110)
    make_deal(day=Q2, amount_minor=92_000_00)
    make_deal(day=Q3, amount_minor=36_000_00)
    return {"nc0-first": [str(series.pk)]}


def answered(*, after: timedelta | None, **values: Any) -> None:
    asked = datetime(2026, 8, 3, 9, tzinfo=UTC)
    make_case(day=asked.date(), opened_at=asked, first_answered_at=after and asked + after, **values)


def callers() -> dict[str, Any]:
    service = make_department(name="Service")
    for seconds in (20, 60):
        answered(after=timedelta(seconds=seconds), kind="customer_request", department=service)
    return {"department": service.pk}


def mailboxes() -> dict[str, Any]:
    """Colleagues whose mail was seen within the hour: eight of ten."""
    for minutes in (5, 10, 20, 30, 40, 45, 59, 60, 61, 600):
        answered(after=timedelta(minutes=minutes), kind="internal_request")
    return {}


def statements() -> dict[str, Any]:
    """In time, too late, still due since a week; and one that has until tomorrow."""
    for after in (timedelta(hours=10), timedelta(hours=24), timedelta(hours=25), None):
        answered(after=after, kind="legal_statement")
    make_case(day=NOW.date(), kind="press_inquiry")
    return {}


def leads() -> dict[str, Any]:
    for day, leads, mqls in ((Q2, 10, 4), (Q3, 10, 5)):
        for number in range(leads):
            lead = make_lead(day=day)
            if number < mqls:
                make_stage_transition(lead=lead, day=day, to_stage="mql", is_first=True)
    return {}


def proposals() -> dict[str, Any]:
    """One lay open in all of July, another from the middle of the 16th on."""
    for day in (date(2026, 6, 1), date(2026, 7, 16)):
        make_deal(day=day, status="open", opened_at=datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    return {}


def discounts() -> dict[str, Any]:
    """Revenue of 1,000 of which a margin of 24 % is left."""
    rep = make_membership(full_name="Dana Discount")
    make_deal(day=Q3, owner=rep, amount_minor=1_000_00, cost_minor=760_00)
    make_deal(day=Q3, owner=rep, amount_minor=500_00)
    return {"rep": rep.pk}


def coaching() -> dict[str, Any]:
    manager = make_membership(full_name="Mira Manager")
    for day in (Q2, date(2026, 7, 7), date(2026, 8, 4)):
        make_activity(kind="coaching", day=day, owner=manager, duration_seconds=4 * 3600)
    return {"rep": manager.pk}


def awareness() -> dict[str, Any]:
    series = make_reading_series(name="Awareness", unit="share")
    for day, value in ((date(2026, 7, 31), "0.7"), (date(2026, 8, 12), "0.72")):
        make_reading(series=series, day=day, value=value)
    return {"nc0-first": [str(series.pk)]}


def visits() -> dict[str, Any]:
    for day in (date(2026, 7, 7), date(2026, 8, 4), date(2026, 8, 5)):
        make_activity(kind="store_visit", day=day)
    return {}


def customers() -> dict[str, Any]:
    for name in ("acme", "acme", "globex", ""):
        make_deal(day=Q3, customer_key=name)
    return {}


def presentations() -> dict[str, Any]:
    """Four presentations, of which one sale came; and a call."""
    make_activity(kind="call", day=Q3)
    for day in (Q3, Q3, date(2026, 8, 4), date(2026, 8, 5)):
        make_activity(kind="presentation", day=day)
    make_deal(day=Q3)
    return {}


def prospects() -> dict[str, Any]:
    """Four opportunities, opened in this quarter; and one in the last."""
    for day in (Q2, date(2026, 7, 1), Q3, Q3, NOW.date()):
        make_deal(day=day, status="open")
    return {}


def written() -> dict[str, Any]:
    """Three proposals and two press releases."""
    for kind, day in (("proposal", Q2), *(("proposal", Q3),) * 3, *(("press_release", Q3),) * 2):
        make_activity(kind=kind, day=day)
    return {}


def answers() -> dict[str, Any]:
    """From nine to five: nine answers within half an hour, one after two open hours and a night, one after a week."""
    make_calendar(is_default=True)
    asked = datetime(2026, 8, 3, 16, tzinfo=UTC)
    for after in (*(timedelta(minutes=30),) * 9, timedelta(hours=18), timedelta(days=7)):
        make_case(day=asked.date(), opened_at=asked, first_answered_at=asked + after, kind="customer_request")
    answer_times.derive(answer_times.MISSING)
    return {}


def sizes() -> dict[str, Any]:
    for amount in (1_000_00, 500_00):
        make_deal(day=Q3, amount_minor=amount)
    make_deal(day=Q3, amount_minor=None, status="lost")
    return {}


def first_customers() -> dict[str, Any]:
    """One bought in spring already, one buys twice, one for the first time."""
    for day, name in ((Q2, "acme"), (Q3, "acme"), (Q3, "globex"), (NOW.date(), "globex"), (Q3, "initech")):
        make_deal(day=day, customer_key=name)
    first_wins.mark(first_wins.OF_ALL)
    return {}
