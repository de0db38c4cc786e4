"""Rates by which amounts in other currencies count; each change leaves a row, and the figures follow by themselves."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

import audit.actions
from teams.actions import rows
from teams.actions.refusals import Refused, told_as
from teams.actions.versions import change
from teams.models import ExchangeRate, Membership, RateChange
from teams.rules.formats import minor_digits


def day_taken() -> Refused:
    return Refused(_("This currency has a rate from this day on already."), field="starts_on")


REFUSALS = {"teams_exchangerate_one_per_day": day_taken}


@transaction.atomic
def create(*, values: dict[str, Any], by: Membership | None, at: datetime) -> ExchangeRate:
    """From a day on, what one unit costs; raises Refused."""
    rate = rows.create(ExchangeRate, values=_with_digits(values), refusals=REFUSALS, by=by, at=at)
    _tell(rate)
    return rate


@transaction.atomic
def edit(
    *, rate: ExchangeRate, version: int, values: dict[str, Any], by: Membership | None, at: datetime
) -> ExchangeRate:
    """Change a rate that is still at `version`; raises EditConflict or Refused."""
    with told_as(REFUSALS):
        rate, before, after = change(record=rate, version=version, values=_with_digits(values))
    if after:
        _tell(rate)
        if "starts_on" in before:
            RateChange.objects.create(starts_on=before["starts_on"])
        audit.actions.record(action="exchangerate.edit", record=rate, by=by, at=at, before=before, after=after)
    return rate


@transaction.atomic
def delete(*, rate: ExchangeRate, by: Membership | None, at: datetime) -> None:
    """Its days take the rate before it, or have none."""
    before = {"currency": rate.currency, "starts_on": rate.starts_on, "per_unit": rate.per_unit}
    _tell(rate)
    rows.delete(rate, before=before, by=by, at=at)


def _tell(rate: ExchangeRate) -> None:
    """Of the days from this rate on."""
    RateChange.objects.create(starts_on=rate.starts_on)


def _with_digits(values: dict[str, Any]) -> dict[str, Any]:
    return values | {"digits": minor_digits(values["currency"])}
