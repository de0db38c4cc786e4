"""kill -9 in the middle of a recompute, of closing a period, and of correcting what is closed: nothing is lost, nothing is half there, nothing is done twice."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from goals.actions import closes, recomputes
from goals.actions.progress import LOCK
from goals.models import Close, ClosedResult, CorrectedPoint, CorrectionDue, ObjectiveProgress, Recompute, Restatement
from notifications.models import Notification
from pipeline.models import Touched
from teams.models import Membership, Organisation, Period
from teams.tenancy import organisations_due, tenant
from tests import workers
from tests.factories.goals import make_objective
from tests.factories.pipeline import make_deal
from tests.goals.closing import APRIL, close_quarter, objective_of_a_past_quarter


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


@pytest.mark.django_db(transaction=True)
def test_a_killed_closing_leaves_nothing_and_is_done_once_by_the_next_worker(
    organisation: Organisation, owner: Membership, tmp_path: Path
) -> None:
    objective = objective_of_a_past_quarter(organisation, owner)
    with tenant(organisation.pk):
        closes.request(period=objective.period, by=owner, at=datetime.now(tz=UTC))
    workers.empty_broker()
    with workers.worker(tmp_path) as killed, tenant(organisation.pk):
        with connection.cursor() as cursor:
            cursor.execute(LOCK, [f"goals.progress {organisation.pk}"])
        workers.wait_until(a_closing_was_begun)
        workers.wait_until(a_recompute_waits_for_the_lock)
        workers.kill(killed)
    with tenant(organisation.pk):
        assert Close.objects.get().state == Close.State.QUEUED
        assert not ClosedResult.objects.exists()
    with workers.worker(tmp_path):
        workers.wait_until(lambda: organisation.pk not in organisations_due("closes"))
    with tenant(organisation.pk):
        close = Close.objects.get()
        assert (close.state, close.results, close.attempts) == (Close.State.CLOSED, 1, 2)
        assert [result.actual for result in ClosedResult.objects.all()] == [100_00]
        assert Notification.objects.filter(kind="period_closed").values("to").distinct().count() == len(
            Notification.objects.filter(kind="period_closed")
        )


@pytest.mark.django_db(transaction=True)
def test_a_killed_correction_of_a_closed_result_is_written_once_by_the_next_worker(
    organisation: Organisation, owner: Membership, tmp_path: Path
) -> None:
    """It dies after the new figure was written beside the frozen one, while it tells the owner."""
    objective = objective_of_a_past_quarter(organisation, owner)
    now = datetime.now(tz=UTC)
    close_quarter(organisation, owner, at=now)
    with tenant(organisation.pk):
        recomputes.tick(at=now)
        recomputes.everything(at=now)
        make_deal(day=APRIL, amount_minor=50_00, team=objective.team, department=objective.team.department)
    workers.empty_broker()
    with workers.worker(tmp_path) as killed, tenant(organisation.pk):
        Membership.objects.select_for_update().get(pk=owner.pk)
        workers.wait_until(somebody_waits_to_tell)
        workers.kill(killed)
    with tenant(organisation.pk):
        assert Touched.objects.exists()
        assert not Restatement.objects.exists()
    with workers.worker(tmp_path):
        workers.wait_until(lambda: organisation.pk not in organisations_due("recomputes"))
        workers.wait_until(lambda: organisation.pk not in organisations_due("corrections"))
    with tenant(organisation.pk):
        assert [row.actual for row in ClosedResult.objects.all()] == [100_00]
        assert [row.actual for row in Restatement.objects.all()] == [150_00]
        assert Notification.objects.filter(kind="result_restated").count() == 1
        assert set(CorrectedPoint.objects.values_list("actual", flat=True)) == {150_00}
        assert not CorrectionDue.objects.exists()


def somebody_waits_to_tell() -> bool:
    """Of the person who is told the row is locked by the test, whose transaction would see what it saw first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            " AND query LIKE 'INSERT INTO \"notifications_notification\"%'"
        )
        return bool(cursor.fetchone()[0])


def a_closing_was_begun() -> bool:
    """Its worker has noted the attempt in a transaction of its own, and now waits for the lock."""
    return Close.objects.filter(attempts=1).exists()
