"""What the demo organisation spends on its channels, and what customers and journalists ask it."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from goals.demo.cast import CURRENCY, Channel
from goals.demo.clock import SATURDAY, Clock
from goals.demo.company import Company, Worker
from goals.demo.loading import copy
from pipeline.actions import answer_times
from pipeline.models import Case, Spend

SEED, CASES = "harbour", 1_400
# Money a week, in whole units, for each share of the leads: search is dear, referrals are not.
PRICE = {"Paid search": 190, "Trade fair": 260, "Webinar": 90, "Social media": 110, "Organic search": 40, "Partner": 70}
ANSWERED, CLOSED = 0.94, 0.9
ASKED = (
    (Case.Kind.CUSTOMER_REQUEST, "Delivery date of order {number}", 0.55, 4.0),
    (Case.Kind.COMPLAINT, "Damaged parts in order {number}", 0.2, 6.0),
    (Case.Kind.QUOTE_REQUEST, "Quote for {number} desks", 0.15, 8.0),
    (Case.Kind.PRESS_INQUIRY, "Question of a trade magazine", 0.08, 9.0),
    (Case.Kind.LEGAL_STATEMENT, "Statement on the warranty lawsuit", 0.02, 15.0),
)


def write(*, company: Company, clock: Clock, scale: float) -> None:
    """Drawn apart, so that the story of deals stays as it is."""
    die = random.Random(SEED)  # noqa: S311
    apart = Clock(now=clock.now, rng=die)
    copy(Spend, _spends(company, apart))
    copy(Case, _cases(company, apart, max(20, round(CASES * scale))))
    answer_times.derive(answer_times.MISSING)


def _spends(company: Company, clock: Clock) -> Iterator[dict[str, Any]]:
    by_team = {worker.person.team: worker for worker in company.marketers}
    fridays = [day for day in clock.days() if day.weekday() == SATURDAY - 1 and day < clock.today]
    for day in fridays:
        for channel in company.channels:
            if channel.name in PRICE:
                yield _spent(channel, by_team[channel.team], company, clock, day)


def _spent(channel: Channel, owner: Worker, company: Company, clock: Clock, day: date) -> dict[str, Any]:
    amount = PRICE[channel.name] * channel.share * clock.weight(day) * clock.around(1, 0.2)
    at = clock.at(day)
    return _fact(company, owner, at, f"S-{day}-{channel.name}") | {
        "occurred_at": at,
        "purpose": f"{channel.name}, week of {day:%d %b}",
        "lead_source_id": company.channels[channel].pk,
        "day": day,
        "amount_minor": round(amount) * 100,
        "currency": CURRENCY,
    }


def _cases(company: Company, clock: Clock, count: int) -> Iterator[dict[str, Any]]:
    shares = [share for _kind, _subject, share, _hours in ASKED]
    for number, day in enumerate(clock.busy_days(count), 1):
        kind, subject, _share, hours = clock.pick(ASKED, shares)
        opened, owners = clock.at(day), [one for one in company.marketers + company.reps if one.stay_on(day)]
        if opened > clock.now:
            continue
        fact = _fact(company, clock.rng.choice(owners), opened, f"C-{number:05}")
        yield (
            fact
            | {"kind": kind.value, "subject": subject.format(number=1000 + number)}
            | _answers(clock, opened, hours)
        )


def _answers(clock: Clock, opened: datetime, hours: float) -> dict[str, Any]:
    answered = opened + timedelta(hours=clock.around(hours, 0.7))
    closed = answered + timedelta(hours=clock.around(20, 0.6))
    is_answered = clock.rng.random() < ANSWERED and answered <= clock.now
    is_closed = is_answered and clock.rng.random() < CLOSED and closed <= clock.now
    return {
        "status": "closed" if is_closed else "open",
        "opened_at": opened,
        "opened_day": opened.date(),
        "first_answered_at": answered if is_answered else None,
        "closed_at": closed if is_closed else None,
        "closed_day": closed.astimezone(clock.zone).date() if is_closed else None,
        "due_at": opened + timedelta(hours=24),
    }


def _fact(company: Company, owner: Worker, at: datetime, external_id: str) -> dict[str, Any]:
    return {
        "organisation_id": company.organisation.pk,
        "owner_id": owner.membership.pk,
        **owner.place_on(at.date())._asdict(),
        "source_system_id": company.source_system.pk,
        "external_id": external_id,
    }
