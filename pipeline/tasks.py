"""What is due: imports that wait, or whose worker is gone; leads to judge, to hand out
and to bring back. The row is the job; a message only points at it."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from pipeline.actions import distribution, hand_off, import_runs, judgements, reattribution
from teams.queries.organisations import active_organisation
from teams.tenancy import TenantTask, apart, organisations_due, tenant

# A file at the size limit may take longer than the broker's visibility timeout: the message that then comes a second time
# finds the import's row locked and does nothing.
SOFT_LIMIT = 3600


@shared_task
def sweep_imports() -> None:
    """Offer every import that is due to any worker."""
    for organisation_id in organisations_due("imports"):
        waiting: list[UUID] = []
        with apart(), tenant(organisation_id):
            waiting = import_runs.due()
        for import_id in waiting:
            run_import.delay(str(organisation_id), str(import_id))


@shared_task(soft_time_limit=SOFT_LIMIT, time_limit=SOFT_LIMIT + 60)
def run_import(organisation_id: str, import_id: str) -> None:
    """Claim and perform, each in its own transaction. Twice, or twice at once, is harmless."""
    active, chosen = UUID(organisation_id), UUID(import_id)
    with tenant(active):
        is_mine = import_runs.claim(import_id=chosen, at=timezone.now())
    if is_mine:
        with tenant(active):
            import_runs.perform(import_id=chosen, at=timezone.now())


@shared_task
def sweep_assignment_changes() -> None:
    """Offer each organisation in which somebody's teams changed to any worker."""
    for organisation_id in organisations_due("assignment_changes"):
        run_assignment_changes.delay(str(organisation_id))


@shared_task(base=TenantTask)
def run_assignment_changes(organisation_id: str) -> None:
    reattribution.run(today=timezone.localdate(timezone=active_organisation().zone))


@shared_task
def sweep_judgements() -> None:
    """Offer each organisation whose leads were not judged within the last hour to any worker."""
    for organisation_id in organisations_due("judgements"):
        run_judgements.delay(str(organisation_id))


@shared_task(base=TenantTask)
def run_judgements(organisation_id: str) -> None:
    judgements.judge(at=timezone.now())


@shared_task
def sweep_unassigned_leads() -> None:
    """Offer each organisation with leads that are nobody's to any worker."""
    for organisation_id in organisations_due("unassigned_leads"):
        hand_out_leads.delay(str(organisation_id))


@shared_task(base=TenantTask)
def hand_out_leads(organisation_id: str) -> None:
    distribution.hand_out(at=timezone.now())


@shared_task
def sweep_returning_leads() -> None:
    """Offer each organisation whose nurtured leads come back to any worker."""
    for organisation_id in organisations_due("returning_leads"):
        bring_leads_back.delay(str(organisation_id))


@shared_task(base=TenantTask)
def bring_leads_back(organisation_id: str) -> None:
    hand_off.bring_back(at=timezone.now())
