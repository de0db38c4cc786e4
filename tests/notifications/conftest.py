"""Notices about records: `told(member, …)` leaves one."""

from collections.abc import Callable
from typing import Any

import pytest

from notifications.actions import notify
from notifications.models import Notification
from teams.models import Membership
from teams.tenancy import tenant
from tests.factories.teams import NOW

RECORD = "01991d3e-0000-7000-8000-00000000000{}"


@pytest.fixture
def told() -> Callable[..., Notification]:
    """Somebody is mentioned in the talk about the goal of that number."""

    def tell(to: Membership, *, kind: str = "mentioned", number: int = 1, at: Any = NOW, **values: str) -> Notification:
        words = {"by": "Sara Sales", "about": f"Goal {number}", "text": "Look!", "period": "2026-Q3"} | values
        url = f"/o/{to.organisation.slug}/goals/{RECORD.format(number)}/talk/"
        with tenant(to.organisation_id):
            return notify(to=to, kind=kind, values=words, url=url, at=at)

    return tell
