"""What the last period brought: the figure to which a new target is compared."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from goals.queries.cells import Terms, cells_of
from metrics import engine
from teams.models import Organisation, Period
from teams.queries.periods import period_before


@dataclass(frozen=True, slots=True)
class Baseline:
    """The measured value of the period before; None where it is undefined."""

    period: Period
    value: Decimal | None


def baseline_of(
    *,
    organisation: Organisation,
    metric_key: str,
    scope: str,
    scope_id: UUID,
    period: Period,
    today: date,
    currency: str = "",
    qualifying: Sequence[Any] = (),
) -> Baseline | None:
    """Measure the same thing (only what qualifies) in the period before; None if the calendar does not reach so far."""
    before = period_before(period)
    if before is None:
        return None
    terms = Terms(
        uuid.uuid4(), metric_key, scope, scope_id, before.starts_on, before.ends_on, "at_least", None, Decimal(1)
    )
    cell = cells_of([terms._replace(currency=currency, qualifying=qualifying)])[0]
    found = engine.measure(organisation=organisation, cells=[cell], as_of=today)
    return Baseline(period=before, value=found[cell.key].actual)
