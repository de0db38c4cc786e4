"""What is due: sweeps over organisations. PostgreSQL remembers the work; losing a message or a worker only delays it."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from goals.actions import closes, corrections, negotiation_sweeps, presences, rates, recomputes, reminders
from teams.tenancy import apart, every_organisation, organisations_due, tenant

# Few enough to stay within a task's time, so that other organisations have their turn.
MOST_CHUNKS = 20


@shared_task
def tick_nightly() -> None:
    """Leave a nightly row in each organisation whose own night has fallen."""
    for organisation_id in every_organisation():
        with apart(), tenant(organisation_id):
            recomputes.tick(at=timezone.now())


@shared_task
def sweep_recomputes() -> None:
    """Offer each organisation that has something due to any worker. Offering twice does no harm."""
    for organisation_id in organisations_due("recomputes"):
        run_recomputes.apply_async([str(organisation_id)], expires=60)


@shared_task
def sweep_corrections() -> None:
    """The same for days that late facts have moved."""
    for organisation_id in organisations_due("corrections"):
        run_corrections.apply_async([str(organisation_id)], expires=60)


@shared_task
def run_recomputes(organisation_id: str) -> None:
    """Do what is due in one organisation: touched facts, changed presences and rates first, then the rows that wait. A transaction for each."""
    active = UUID(organisation_id)
    with tenant(active):
        recomputes.run_touched(at=timezone.now())
    with tenant(active):
        presences.run(at=timezone.now())
    with tenant(active):
        rates.run(at=timezone.now())
    with tenant(active):
        recompute = recomputes.claim(at=timezone.now())
    if recompute is not None:
        with tenant(active):
            recomputes.run(recompute_id=recompute.pk, at=timezone.now())


@shared_task
def run_corrections(organisation_id: str) -> None:
    """Measure courses again, a transaction for each chunk; what is left waits for the next sweep."""
    active = UUID(organisation_id)
    for _ in range(MOST_CHUNKS):
        with tenant(active):
            if not corrections.advance(at=timezone.now()):
                return


@shared_task
def sweep_negotiations() -> None:
    """Escalate what was not answered, start what is signed, close what is over. Each in a transaction of its own."""
    for organisation_id in organisations_due("negotiations"):
        with apart():
            _advance_negotiations(organisation_id)


def _advance_negotiations(organisation_id: UUID) -> None:
    with tenant(organisation_id):
        due = negotiation_sweeps.due(at=timezone.now())
    for negotiation_id in due:
        with apart(), tenant(organisation_id):
            negotiation_sweeps.advance(negotiation_id=negotiation_id, at=timezone.now())


@shared_task
def sweep_closes() -> None:
    """Offer each organisation that has a period to close."""
    for organisation_id in organisations_due("closes"):
        run_closes.apply_async([str(organisation_id)], expires=60)


@shared_task
def run_closes(organisation_id: str) -> None:
    """Freeze the results of a period that waits for it."""
    active = UUID(organisation_id)
    with tenant(active):
        close = closes.claim(at=timezone.now())
    if close is not None:
        with tenant(active):
            closes.freeze(close_id=close.pk, at=timezone.now())


@shared_task
def sweep_reminders() -> None:
    """Remind those who owe a check-in. Each goal in a transaction of its own."""
    for organisation_id in organisations_due("reminders"):
        with apart():
            _remind(organisation_id)


def _remind(organisation_id: UUID) -> None:
    with tenant(organisation_id):
        due = reminders.due(at=timezone.now())
    for goal_id in due:
        with apart(), tenant(organisation_id):
            reminders.remind(goal_id=goal_id, at=timezone.now())
