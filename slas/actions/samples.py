from datetime import datetime
from typing import Any

from django.db import transaction

import audit.actions
from slas.models import Clock
from slas.queries.samples import DRAW, ids_of
from teams.models import Membership


@transaction.atomic
def draw(*, clocks: list[Clock], seed: str, query: dict[str, Any], by: Membership, at: datetime) -> None:
    """Record that these were drawn for review, by which seed and from which clocks: nobody draws until it suits them."""
    after = {"seed": seed, "query": query, "clocks": ids_of(clocks)}
    audit.actions.record(action=DRAW, record=by.organisation, by=by, at=at, after=after)
