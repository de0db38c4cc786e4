"""Offers to many people in one action: each is opened or refused by itself, and none of them half."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from goals.access import Opening
from goals.actions import negotiations
from goals.models import Negotiation
from goals.rules.refusals import Refused
from teams.models import Membership


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing was offered to somebody; `negotiation` is the one that is open already, if that is why."""

    opening: Opening
    error: Exception
    negotiation: Negotiation | None = None


def open_all(
    *, offers: Sequence[tuple[Opening, Mapping[str, Any]]], by: Membership, at: datetime
) -> tuple[list[Negotiation], list[Refusal]]:
    """Open a negotiation with each number; what the rules refuse is told, and stops no other."""
    opened, refused = [], []
    for opening, values in offers:
        try:
            with transaction.atomic():
                opened.append(negotiations.start(opening=opening, values=values, by=by, at=at))
        except negotiations.AlreadyOpen as error:
            refused.append(Refusal(opening, error, error.negotiation))
        except (Refused, negotiations.NobodyAnswers) as error:
            refused.append(Refusal(opening, error))
    return opened, refused
