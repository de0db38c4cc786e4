"""A real worker is killed in the middle of an import: nothing of it shows, and the next worker does it once."""

from pathlib import Path

import pytest
from django.db import connection, transaction

from pipeline.actions import imports
from pipeline.models import CrmImport, Deal, StageTransition
from teams.models import Membership, Organisation
from teams.tenancy import tenant
from tests import workers
from tests.factories.teams import NOW
from tests.pipeline.imports import pieces

ROWS = 300
HEADER = "opportunity_id,sales_agent,deal_stage,close_date,close_value\n"


def export() -> str:
    return HEADER + "".join(f"D{n},Rep {n % 40},Won,2026-0{n % 9 + 1}-11,{n}\n" for n in range(ROWS))


def an_import_waits_for_the_entries() -> bool:
    """Its deals are written by then, and not committed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'pipeline_stagetransition'::regclass"
        )
        return bool(cursor.fetchone()[0])


def seen(organisation: Organisation) -> tuple[str, int, int, int]:
    with tenant(organisation.pk):
        deals, entries = Deal.objects.count(), StageTransition.objects.count()
        return CrmImport.objects.get().state, deals, entries, Membership.objects.filter(user=None).count()


@pytest.mark.django_db(transaction=True)
def test_a_killed_import_is_done_once_by_the_next_worker(
    transactional_db: None, organisation: Organisation, tmp_path: Path
) -> None:
    workers.empty_broker()
    with tenant(organisation.pk):
        row = imports.upload(kind="deal", source="CRM", file_name="d.csv", chunks=pieces(export()), by=None, at=NOW)
        imports.request(crm_import=row, state="queued", by=None, at=NOW)
    with workers.worker(tmp_path) as process, transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE pipeline_stagetransition IN EXCLUSIVE MODE")
        workers.wait_until(an_import_waits_for_the_entries)
        workers.kill(process)
    assert seen(organisation) == ("running", 0, 0, 0)
    with workers.worker(tmp_path):
        workers.wait_until(lambda: seen(organisation)[0] == "done", seconds=180)
    assert seen(organisation) == ("done", ROWS, ROWS, 40)
    with tenant(organisation.pk):
        assert CrmImport.objects.get().attempts == 2
