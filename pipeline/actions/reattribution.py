"""After somebody's assignments changed: their facts count for the teams that they were in, and figures follow."""

from datetime import date

from django.db import transaction

from pipeline.actions import attribution
from teams.models import AssignmentChange


@transaction.atomic
def run(*, today: date) -> int:
    """Attribute the facts of everybody whose assignments changed; return how many moved.

    The rows are the queue: claimed by their lock, gone with the same commit. Twice, or twice at once, is harmless.
    """
    changes = dict(AssignmentChange.objects.select_for_update(skip_locked=True).values_list("pk", "membership_id"))
    owners = sorted(set(changes.values()), key=str)
    moved = attribution.of_owners(owners, today=today)
    AssignmentChange.objects.filter(pk__in=changes).delete()
    return moved
