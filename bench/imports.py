"""A CSV file imported and imported again: ours, against COPY into bare tables (the limit) and the ORM (the peer).

Ours reads, checks, upserts under row level security and derives what follows (a deal enters stages, a lead is touched).
The limit is COPY of the very rows that ours wrote, of all tables, into tables with the same columns and indexes, without
foreign keys, policies or anything to check. The peer is bulk_create with update_conflicts on a part of the file, scaled; it
checks hardly anything and derives nothing. Ratios are of processor time, all in one run.
"""

import csv
import random
import resource
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models

from bench.databases import NOW, empty_database, vacuum
from bench.timing import Took, seconds, timed
from pipeline.actions import import_runs, imports, scripted
from pipeline.models import Activity, CrmImport, Deal, Product, SourceSystem
from pipeline.rules import stages
from teams.actions import organisations
from teams.models import Membership, Organisation
from teams.tenancy import tenant

ROWS = {"small": 20_000, "medium": 200_000, "full": 1_000_000}
FIRST_DAY = date(2024, 10, 1)
REPS, TEAMS, PRODUCTS = 300, 30, 20
PEERS_MOST, PEERS_BATCH = 50_000, 5_000
TABLES = {"activity": ["pipeline_activity"], "deal": ["pipeline_deal", "pipeline_stagetransition"]}
HEADERS = {
    "activity": "activity id,kind,date,rep,product",
    "deal": "opportunity_id,sales_agent,product,deal_stage,engage_date,close_date,close_value",
}


def run(*, scale: str, rounds: int, keep: bool) -> dict[str, Any]:
    """Seconds and ratios for a file of activities and one of deals; each step is done once, whatever `rounds`."""
    told: dict[str, Any] = {"scale": scale, "rows": ROWS[scale], "seconds": {}}
    with empty_database(f"imports_{scale}"):
        ours, peers = made("ours"), made("peers")
        for kind in TABLES:
            took = {"ours": _import(ours, kind, ROWS[scale]), "ours_again": _import(ours, kind, ROWS[scale])}
            told.setdefault("worker_megabytes", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
            took["copy_into_bare_tables"] = _copy(ours, kind)
            sample = min(ROWS[scale], PEERS_MOST)
            for name in ("orm", "orm_again"):
                one = timed(partial(save, peers, kind, sample))
                took[name] = Took(*(column * ROWS[scale] / sample for column in one))
            told["seconds"] |= {f"{kind}_{name}": value for name, value in seconds(**took).items()}
            told |= _ratios(kind, took)
    return told


def _ratios(kind: str, took: dict[str, Took]) -> dict[str, float]:
    ours, again, limit = (took[name].processor for name in ("ours", "ours_again", "copy_into_bare_tables"))
    return {
        f"{kind}_of_the_speed_of_copy": round(limit / ours, 2),
        f"{kind}_again_faster": round(ours / again, 1),
        f"{kind}_faster_than_orm": round(took["orm"].processor / ours, 1),
        f"{kind}_again_faster_than_orm": round(took["orm_again"].processor / again, 1),
    }


def lines(kind: str, rows: int) -> Iterator[str]:
    """The file, seeded: its header and so many rows."""
    draw = random.Random(kind)
    yield HEADERS[kind] + "\n"
    for number in range(rows):
        rep, product = f"Rep {draw.randrange(REPS)}", f"Product {draw.randrange(PRODUCTS)}"
        day = FIRST_DAY + timedelta(days=draw.randrange(600))
        if kind == "activity":
            word = draw.choice(("Call", "Call", "Email", "Meeting", "Demo", "Quote", "Task"))
            yield f"A{number},{word},{day} {draw.randrange(8, 18):02}:{draw.randrange(60):02}:00,{rep},{product}\n"
        else:
            stage, amount = draw.choice(("Won", "Lost", "Engaging")), draw.randrange(10_000, 9_000_000)
            closed = day + timedelta(days=draw.randrange(90)) if stage != "Engaging" else ""
            yield f"D{number},{rep},{product},{stage},{day},{closed},{amount // 100}.{amount % 100:02}\n"


def _pieces(kind: str, rows: int) -> Iterator[bytes]:
    written = lines(kind, rows)
    while batch := list(islice(written, 10_000)):
        yield "".join(batch).encode()


def made(slug: str) -> Organisation:
    made = organisations.create(slug=slug, name=slug, time_zone="UTC", currency="USD", fiscal_start_month=1, at=NOW)
    people = ["name,team,region\n", *(f"Rep {n},Team {n % TEAMS},Region {n % 10}\n" for n in range(REPS))]
    products = ["product,price\n", *(f"Product {n},{100 + n}\n" for n in range(PRODUCTS))]
    with tenant(made.pk):
        for kind, rows in (("member", people), ("product", products)):
            scripted.import_file(
                kind=kind,
                source="CRM",
                file_name=kind,
                chunks=["".join(rows).encode()],
                choices={},
                is_check=False,
                at=NOW,
            )
    return made


def _import(organisation: Organisation, kind: str, rows: int) -> Took:
    """The worker's part: from the stored file to the report, committed."""
    with tenant(organisation.pk):
        row = imports.upload(
            kind=kind, source="CRM", file_name=f"{kind}.csv", chunks=_pieces(kind, rows), by=None, at=NOW
        )
        imports.request(crm_import=row, state=CrmImport.State.QUEUED, by=None, at=NOW)
        import_runs.claim(import_id=row.pk, at=NOW)
    took = timed(lambda: _perform(organisation, row.pk))
    with connection.as_owner():
        vacuum(*TABLES[kind])
    return took


def _perform(organisation: Organisation, import_id: UUID) -> None:
    with tenant(organisation.pk):
        done = import_runs.perform(import_id=import_id, at=NOW)
    if done is None or done.report.get("counts", {}).get("refused") != 0:
        raise RuntimeError(f"The import did not go through: {done and done.report}")


def _copy(organisation: Organisation, kind: str) -> Took:
    took = [_copy_table(organisation, table) for table in TABLES[kind]]
    return Took(*(sum(column) for column in zip(*took, strict=True)))


def _copy_table(organisation: Organisation, table: str) -> Took:
    columns = ", ".join(field.column for field in _model_of(table)._meta.local_concrete_fields if not field.generated)
    with tempfile.TemporaryFile() as file, connection.as_owner(), connection.cursor() as cursor:
        rows = f"SELECT {columns} FROM {table} WHERE organisation_id = '{organisation.pk}'"
        cursor.cursor.copy_expert(f"COPY ({rows}) TO STDOUT", file)
        cursor.execute(f"CREATE TABLE bare (LIKE {table} INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING INDEXES)")
        file.seek(0)
        took = timed(lambda: cursor.cursor.copy_expert(f"COPY bare ({columns}) FROM STDIN", file))
        cursor.execute("DROP TABLE bare")
    return took


def _model_of(table: str) -> type[models.Model]:
    return next(model for model in apps.get_models() if model._meta.db_table == table)


def save(organisation: Organisation, kind: str, rows: int) -> None:
    """As it is usually done: a dictionary per row, an object per row, 5,000 at a time."""
    with tenant(organisation.pk):
        known = {
            "source_system_id": SourceSystem.objects.get().pk,
            "people": dict(Membership.objects.values_list("full_name", "pk")),
            "products": dict(Product.objects.values_list("name", "pk")),
        }
        make = _activity if kind == "activity" else _deal
        reader = csv.DictReader(lines(kind, rows))
        while batch := [make(row, known) for row in islice(reader, PEERS_BATCH)]:
            kept = ("id", "organisation", "source_system", "external_id", "recorded_at")
            fields = [field.name for field in batch[0]._meta.local_concrete_fields if not field.generated]
            type(batch[0]).objects.bulk_create(
                batch,
                update_conflicts=True,
                unique_fields=["organisation", "source_system", "external_id"],
                update_fields=[name for name in fields if name not in kept],
            )


def _activity(row: dict[str, str], known: dict[str, Any]) -> Activity:
    at = datetime.fromisoformat(row["date"]).replace(tzinfo=UTC)
    return Activity(
        source_system_id=known["source_system_id"],
        external_id=row["activity id"],
        kind=stages.activity_kind(row["kind"]),
        occurred_at=at,
        day=at.date(),
        owner_id=known["people"].get(row["rep"]),
        product_id=known["products"].get(row["product"]),
    )


def _deal(row: dict[str, str], known: dict[str, Any]) -> Deal:
    opened, closed = _midnight(row["engage_date"]), _midnight(row["close_date"])
    return Deal(
        source_system_id=known["source_system_id"],
        external_id=row["opportunity_id"],
        owner_id=known["people"].get(row["sales_agent"]),
        product_id=known["products"].get(row["product"]),
        status=stages.deal_status(row["deal_stage"]),
        stage=row["deal_stage"],
        opened_at=opened,
        opened_day=opened and opened.date(),
        closed_at=closed,
        closed_day=closed and closed.date(),
        amount_minor=round(float(row["close_value"]) * 100),
        currency="USD",
    )


def _midnight(text: str) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None
