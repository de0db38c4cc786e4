"""Facts for tests, made inside `tenant(…)`. `day` is all that dates them; attribution is given as columns."""

import uuid
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from pipeline.models import (
    Activity,
    Case,
    Deal,
    DealStage,
    FormerFact,
    Lead,
    LeadSource,
    Product,
    SourceSystem,
    Spend,
    StageChance,
    StageTransition,
    Touched,
)
from pipeline.models.reading import Reading, ReadingSeries, ReadingVersion
from pipeline.rules.readings import scaled
from teams.rules import names

DAY = date(2026, 8, 14)


def _noon(day: date | None) -> datetime | None:
    return day and datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def make_source_system(name: str = "CRM") -> SourceSystem:
    return SourceSystem.objects.get_or_create(name=name)[0]


def make_product(**values: Any) -> Product:
    name = values.pop("name", f"Product {uuid.uuid4().hex[:6]}")
    return Product.objects.create(**({"name": name, "name_key": names.key(name), "currency": "USD"} | values))


def make_lead_source(name: str = "Organic search") -> LeadSource:
    return LeadSource.objects.create(name=name, name_key=names.key(name))


def _fact(values: dict[str, Any]) -> dict[str, Any]:
    values.setdefault("external_id", uuid.uuid4().hex)
    if "source_system" not in values:
        values["source_system"] = make_source_system()
    return values


def make_lead(*, day: date = DAY, **values: Any) -> Lead:
    values = _fact(values)
    return Lead.objects.create(
        **({"day": day, "occurred_at": _noon(day), "won_at": _noon(values.get("won_day"))} | values)
    )


def make_deal(*, day: date = DAY, status: str = "won", **values: Any) -> Deal:
    """Closed on `day`, or opened on it while open."""
    days = {"opened_day": day} if status == "open" else {"closed_day": day}
    return Deal.objects.create(
        **(
            {"status": status, "currency": "USD", "amount_minor": 100_00 if status == "won" else None}
            | days
            | _fact(values)
        )
    )


def make_activity(*, kind: str = "call", day: date = DAY, **values: Any) -> Activity:
    return Activity.objects.create(**({"kind": kind, "day": day, "occurred_at": _noon(day)} | _fact(values)))


def make_stage_transition(*, to_stage: str = "mql", day: date = DAY, **values: Any) -> StageTransition:
    if "lead" not in values and "deal" not in values:
        values["lead"] = make_lead(day=day)
    return StageTransition.objects.create(**({"to_stage": to_stage, "day": day, "occurred_at": _noon(day)} | values))


def make_reading_series(**values: Any) -> ReadingSeries:
    name = values.pop("name", f"Series {uuid.uuid4().hex[:6]}")
    return ReadingSeries.objects.create(**({"name": name, "name_key": names.key(name), "unit": "count"} | values))


def _reading(values: dict[str, Any]) -> dict[str, Any]:
    if "series" not in values:
        values["series"] = make_reading_series()
    values.setdefault("value_scaled", scaled(Decimal(values.pop("value", 1))))
    return values


def make_reading(*, day: date = DAY, **values: Any) -> Reading:
    """Measured on `day`; `value` in its series' unit."""
    return Reading.objects.create(**({"day": day, "occurred_at": _noon(day)} | _reading(values)))


def make_reading_version(*, day: date = DAY, **values: Any) -> ReadingVersion:
    defaults = {"reading_id": uuid.uuid4(), "reason": "corrected", "superseded_at": _noon(day)}
    return ReadingVersion.objects.create(**(defaults | {"day": day} | _reading(values)))


def make_spend(*, day: date = DAY, **values: Any) -> Spend:
    defaults = {"day": day, "occurred_at": _noon(day), "amount_minor": 100_00, "currency": "USD"}
    return Spend.objects.create(**(defaults | _fact(values)))


def make_case(*, day: date = DAY, **values: Any) -> Case:
    """Opened at noon of `day`; closed where `closed_at` is given."""
    closed = values.get("closed_at")
    ended = {"status": "closed", "closed_day": closed.date()} if closed else {}
    return Case.objects.create(**({"opened_day": day, "opened_at": _noon(day)} | ended | _fact(values)))


def make_touched(*, source: str = "deal", first_day: date = DAY, last_day: date = DAY, **values: Any) -> Touched:
    return Touched.objects.create(source=source, first_day=first_day, last_day=last_day, **values)


def make_former_fact(*, fact: str = "deal", day: date = DAY, **values: Any) -> FormerFact:
    """Of a record that was deleted at noon of `day`."""
    defaults = {"fact_id": uuid.uuid4(), "replaced_at": _noon(day), "row": {}}
    return FormerFact.objects.create(fact=fact, **(defaults | values))


def make_deal_stage(*, stage: str = "Proposal", **values: Any) -> DealStage:
    deal = values.pop("deal", None) or make_deal(status="open", stage=stage)
    return DealStage.objects.create(deal=deal, stage=stage, **values)


def make_stage_chance(*, stage: str = "", won: int = 3, closed: int = 10) -> StageChance:
    return StageChance.objects.create(stage=stage, won=won, closed=closed)
