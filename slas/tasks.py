"""What is due: news of leads that start and stop clocks, and clocks that nobody stopped in time."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from slas.actions import arrivals, exports, notices, sweeps
from teams.tenancy import apart, organisations_due, tenant

PORTIONS = 50


@shared_task
def sweep_clocks() -> None:
    """Note what was due and was not done."""
    for organisation_id in organisations_due("clocks"):
        with apart(), tenant(organisation_id):
            sweeps.breach(at=timezone.now())


@shared_task
def sweep_lead_news() -> None:
    """Offer each organisation with news of its leads to any worker. Offering twice does no harm."""
    for organisation_id in organisations_due("lead_news"):
        take_news.apply_async([str(organisation_id)], expires=60)


@shared_task
def sweep_clock_notices() -> None:
    """Warn of what runs out, and escalate what is overdue: one digest per person at a time, within open hours."""
    for organisation_id in organisations_due("clock_notices"):
        with apart(), tenant(organisation_id):
            notices.tell(at=timezone.now())


@shared_task
def sweep_lead_arrivals() -> None:
    """Tell people of the leads that were handed to them."""
    for organisation_id in organisations_due("lead_arrivals"):
        with apart(), tenant(organisation_id):
            arrivals.tell(at=timezone.now())


@shared_task
def sweep_clock_exports() -> None:
    """Make the files that wait, one transaction each."""
    for organisation_id in organisations_due("clock_exports"):
        with apart():
            _make_exports(organisation_id)


def _make_exports(organisation_id: UUID) -> None:
    with tenant(organisation_id):
        waiting = exports.due()
    for export_id in waiting:
        with apart(), tenant(organisation_id):
            exports.make(export_id=export_id, at=timezone.now())


@shared_task
def take_news(organisation_id: str) -> None:
    """Take news while there are any, a transaction for each portion; what is left comes with the next sweep."""
    for _ in range(PORTIONS):
        with tenant(UUID(organisation_id)):
            if not sweeps.take_news(at=timezone.now()):
                return
