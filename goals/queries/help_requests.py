"""Requests for help as a department's inbox, and as what was asked of others."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from goals.models import HelpRequest
from goals.rules.help_requests import WAITS
from teams.models import Membership


@dataclass(frozen=True, slots=True)
class HelpInbox:
    """What waits for the departments that somebody speaks for, what they asked themselves, and what all others ask."""

    for_us: list[HelpRequest]
    asked: list[HelpRequest]
    others: list[HelpRequest]


def help_inbox(*, member: Membership, managed: Collection[UUID]) -> HelpInbox:
    """One query."""
    rows = HelpRequest.objects.filter(is_archived=False, goal__is_archived=False).filter(
        Q(state__in=WAITS) | Q(department__in=managed) | Q(asked_by=member)
    )
    rows = rows.select_related("goal", "department", "asked_by", "replied_by")
    found = list(rows.order_by("needed_by", "created_at", "pk"))
    for_us = [row for row in found if row.department_id in managed]
    asked = [row for row in found if row.asked_by_id == member.pk and row not in for_us]
    others = [row for row in found if row not in for_us and row not in asked]
    return HelpInbox(for_us=sorted(for_us, key=lambda row: row.state not in WAITS), asked=asked, others=others)


def is_late(row: HelpRequest, *, today: date) -> bool:
    return row.needed_by is not None and row.needed_by < today and row.state in WAITS
