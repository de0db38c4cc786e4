"""kill -9 in the middle of a recompute: nothing is lost, nothing is half there, nothing is done twice."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from goals.actions import recomputes
from goals.actions.progress import LOCK
from goals.models import ObjectiveProgress, Recompute
from pipeline.models import Touched
from teams.models import Organisation, Period
from teams.tenancy import organisations_due, tenant
from tests import workers
from tests.factories.goals import make_objective
from tests.factories.pipeline import make_deal


def a_recompute_waits_for_the_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return bool(cursor.fetchone()[0])


@pytest.fixture
def touched(organisation: Organisation) -> Organisation:
    today = datetime.now(tz=UTC).date()
    with tenant(organisation.pk):
        recomputes.tick(at=datetime.now(tz=UTC))
        objective = make_objective(metric_key="deals_won", period=Period.objects.containing(today).get(kind="quarter"))
        for _ in range(3):
            make_deal(day=objective.period.starts_on)
    return organisation


@pytest.mark.django_db(transaction=True)
def test_a_killed_recompute_is_done_by_the_next_worker(touched: Organisation, tmp_path: Path) -> None:
    workers.empty_broker()
    with workers.worker(tmp_path) as killed, tenant(touched.pk):
        with connection.cursor() as cursor:
            cursor.execute(LOCK, [f"goals.progress {touched.pk}"])
        workers.wait_until(a_recompute_waits_for_the_lock)
        workers.kill(killed)
    with tenant(touched.pk):
        assert Touched.objects.filter(scope_id=touched.pk).count() == 3
        assert not ObjectiveProgress.objects.exists()

    def is_done() -> bool:
        return touched.pk not in organisations_due("recomputes")

    with workers.worker(tmp_path):
        workers.wait_until(is_done)
    with tenant(touched.pk):
        assert [row.actual for row in ObjectiveProgress.objects.all()] == [3]
        done: dict[str, Any] = dict(Recompute.objects.values_list("reason", "state"))
        assert done == {"nightly": "done", "import": "done"}
        assert Recompute.objects.count() == 2
