"""What a member chooses about how they are told. A person's own preference, no organisation's record: so no audit line."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from notifications.models import Notification, NotificationSettings
from teams.actions.versions import change
from teams.models import Membership


@transaction.atomic
def save(*, member: Membership, version: int | None, values: Mapping[str, Any], at: datetime) -> NotificationSettings:
    """Keep it, and let letters that wait go when they now should; raises `EditConflict` if another tab saved first.

    Without a version (no form was open) it holds whatever was saved meanwhile.
    """
    row, is_new = NotificationSettings.objects.get_or_create(member=member)
    chosen, _before, after = change(record=row, version=version, values=values, with_parts=is_new)
    if after or is_new:
        _reschedule(chosen, member, at)
    return chosen


def _reschedule(chosen: NotificationSettings, member: Membership, at: datetime) -> None:
    """As if what waits had been told under the new settings; what is overdue by them goes with the next sweep."""
    waiting = list(Notification.objects.filter(to=member, mailed_at__isnull=True, letter_at__isnull=False))
    for notice in waiting:
        notice.letter_at = chosen.letter_at(notice.kind, organisation=member.organisation, at=notice.created_at)
    Notification.objects.bulk_update(waiting, ["letter_at"], 500)
