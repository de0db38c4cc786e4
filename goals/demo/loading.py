"""The story into the tables, by COPY: row level security refuses COPY into the tables themselves, so through temporary ones."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db import connection, models

from goals.demo.cast import CURRENCY
from goals.demo.company import Company, Worker
from goals.demo.facts import ActivityFact, DealFact, Entry, LeadFact, Story
from pipeline.actions import first_touches, first_wins
from pipeline.models import Activity, Deal, DealStage, Lead, Stage, StageTransition
from teams.rules import names

Row = dict[str, Any]


def write(story: Story, *, company: Company) -> None:
    """Write all facts and the stages they went through."""
    copy(Lead, (_lead(lead, company) for lead in story.leads))
    copy(Deal, (deal_row(deal, company) for deal in story.deals))
    copy(DealStage, _deal_stages(story, company))
    copy(StageTransition, _transitions(story, company))
    copy(Activity, (_activity(number, deed, company) for number, deed in enumerate(story.activities, 1)))
    first_touches.derive(first_touches.OF_ALL)
    first_wins.mark(first_wins.OF_ALL)


def copy(model: type[models.Model], rows: Iterable[Row]) -> None:
    """Insert rows, given as values by column; all have the columns of the first."""
    buffer = io.StringIO()
    columns: list[str] = []
    writer = csv.writer(buffer)
    for row in rows:
        columns = columns or list(row)
        writer.writerow(row.values())
    if not columns:
        return
    buffer.seek(0)
    quote, table = connection.ops.quote_name, connection.ops.quote_name(model._meta.db_table)
    listed = ", ".join(map(quote, columns))
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE demo_rows ON COMMIT DROP AS SELECT {listed} FROM {table} WITH NO DATA")
        cursor.cursor.copy_expert(
            f"COPY demo_rows FROM STDIN (FORMAT csv, FORCE_NOT_NULL ({_texts(model, columns)}))", buffer
        )
        cursor.execute(f"INSERT INTO {table} ({listed}) SELECT {listed} FROM demo_rows")
        cursor.execute("DROP TABLE demo_rows")


def _texts(model: type[models.Model], columns: list[str]) -> str:
    """Text columns are never null: an empty cell of theirs is an empty text."""
    texts = [field.column for field in model._meta.concrete_fields if isinstance(field, models.CharField)]
    return ", ".join(connection.ops.quote_name(name) for name in columns if name in texts)


def _attribution(company: Company, owner: Worker, day: date) -> Row:
    place = owner.place_on(day)
    return {"organisation_id": company.organisation.pk, "owner_id": owner.membership.pk} | place._asdict()


def _lead(lead: LeadFact, company: Company) -> Row:
    last, place = lead.entries[-1], _attribution(company, lead.owner, lead.at.date())
    place |= {"source_owner_id": place["owner_id"], "source_territory_id": place["territory_id"]}
    return place | {
        "id": lead.id,
        "source_system_id": company.source_system.pk,
        "external_id": f"L-{lead.number:06}",
        "product_id": company.products[lead.product].pk,
        "lead_source_id": company.channels[lead.channel].pk,
        "name": lead.name,
        "company": lead.company,
        "stage": last.stage.value,
        "source_stage": last.stage.value,
        "status": last.stage.value.title(),
        "occurred_at": lead.at,
        "recorded_at": last.at,
        "day": lead.at.date(),
        "won_at": lead.won_at,
        "won_day": lead.won_at and lead.won_at.date(),
    }


def deal_row(deal: DealFact, company: Company) -> Row:
    counted_on = deal.closed_at or deal.opened_at
    return _attribution(company, deal.owner, counted_on.date()) | {
        "id": deal.id,
        "source_system_id": company.source_system.pk,
        "external_id": f"D-{deal.number:06}",
        "product_id": company.products[deal.product].pk,
        "lead_source_id": deal.lead and company.channels[deal.lead.channel].pk,
        "name": deal.name,
        "account": deal.account,
        "customer_key": names.key(deal.account),
        "stage": {"won": "Closed won", "lost": "Closed lost"}.get(deal.status.value) or deal.stages[-1],
        "status": deal.status.value,
        "amount_minor": deal.amount_minor,
        "list_price_minor": deal.list_price_minor,
        "quantity": deal.quantity,
        "cost_minor": deal.cost_minor,
        "currency": CURRENCY,
        "lead_id": deal.lead and deal.lead.id,
        "recorded_at": counted_on,
        "opened_at": deal.opened_at,
        "opened_day": deal.opened_at.date(),
        "closed_at": deal.closed_at,
        "closed_day": deal.closed_at and deal.closed_at.date(),
        "expected_day": deal.expected_on,
    }


def _deal_stages(story: Story, company: Company) -> Iterator[Row]:
    for deal in story.deals:
        for stage in deal.stages:
            yield {"organisation_id": company.organisation.pk, "deal_id": deal.id, "stage": stage}


def _transitions(story: Story, company: Company) -> Iterator[Row]:
    for lead in story.leads:
        product, channel = company.products[lead.product].pk, company.channels[lead.channel].pk
        stages = [entry.stage for entry in lead.entries]
        for number, entry in enumerate(lead.entries):
            row = _transition(entry, lead.entries[number - 1] if number else None, company)
            is_first = entry.stage not in stages[:number]
            yield row | _about(lead.id, None, product, channel) | {"is_first": is_first}
    for deal in story.deals:
        product = company.products[deal.product].pk
        source = company.channels[deal.lead.channel].pk if deal.lead else None
        opened = Entry(Stage.OPPORTUNITY, deal.opened_at, deal.owner)
        yield _transition(opened, None, company) | _about(None, deal.id, product, source)
        if deal.closed_at:
            closed = Entry(Stage(deal.status.value), deal.closed_at, deal.owner)
            yield _transition(closed, opened, company) | _about(None, deal.id, product, source)


def _transition(entry: Entry, before: Entry | None, company: Company) -> Row:
    return _attribution(company, entry.owner, entry.at.date()) | {
        "from_stage": before.stage.value if before else "",
        "to_stage": entry.stage.value,
        "occurred_at": entry.at,
        "recorded_at": entry.at,
        "day": entry.at.date(),
        "is_first": True,
    }


def _about(lead: Any, deal: Any, product: Any, channel: Any) -> Row:
    return {"lead_id": lead, "deal_id": deal, "product_id": product, "lead_source_id": channel}


def _activity(number: int, deed: ActivityFact, company: Company) -> Row:
    lead = deed.deal.lead if deed.deal else deed.lead
    subject = deed.deal or deed.lead
    assert subject is not None  # noqa: S101
    return _attribution(company, deed.owner, deed.at.date()) | {
        "source_system_id": company.source_system.pk,
        "external_id": f"A-{number:06}",
        "product_id": company.products[subject.product].pk,
        "kind": deed.kind.value,
        "subject": deed.subject,
        "occurred_at": deed.at,
        "recorded_at": deed.at,
        "day": deed.at.date(),
        "duration_seconds": deed.duration_seconds,
        "amount_minor": deed.amount_minor,
        "currency": CURRENCY if deed.amount_minor is not None else "",
        "lead_id": lead and lead.id,
        "deal_id": deed.deal and deed.deal.id,
    }
