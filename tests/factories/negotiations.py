"""Negotiations for tests; made inside `tenant(…)`."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from goals.access import Opening
from goals.actions import negotiations
from goals.models import Negotiation, NegotiationStep, Offer, Side, Signature
from goals.rules import negotiation as rules
from tests.factories.goals import make_objective
from tests.factories.teams import NOW, make_membership


def number(committed: int = 400_000, **values: Any) -> dict[str, Any]:
    """A number as the forms give it."""
    said = {"rationale": "The market grows.", "answer_until": NOW + timedelta(days=7)}
    return {"committed": Decimal(committed), "upper": None, "stretch": None, "evidence": ""} | said | values


def make_opening(**values: Any) -> Opening:
    rep = values.pop("rep", None) or make_membership()
    objective = values.pop("objective", None) or make_objective(rep=rep, owner=rep)
    return Opening(**({"objective": objective, "holder": rep, "department": None, "side": rules.Side.MANAGER} | values))


def make_negotiation(**values: Any) -> Negotiation:
    """Offered to a rep by a sales manager, who has a week to answer."""
    by = values.pop("opened_by", None) or make_membership("sales_manager")
    typed = values.pop("number", None) or number()
    opening = make_opening(**values)
    return negotiations.start(opening=opening, values=typed, by=by, at=NOW)


def make_offer(**values: Any) -> Offer:
    negotiation = values.pop("negotiation", None) or make_negotiation()
    defaults = {"version": 2, "side": Side.HOLDER, "made_by": negotiation.holder, "made_at": NOW}
    return Offer.objects.create(**({"negotiation": negotiation} | defaults | number() | values))


def make_signature(**values: Any) -> Signature:
    negotiation = values.pop("negotiation", None) or make_negotiation()
    defaults = {"part": "holder", "signed_by": negotiation.holder, "signed_at": NOW, "terms_hash": "0" * 64}
    return Signature.objects.create(**({"negotiation": negotiation} | defaults | values))


def make_negotiation_step(**values: Any) -> NegotiationStep:
    negotiation = values.pop("negotiation", None) or make_negotiation()
    return NegotiationStep.objects.create(
        **({"negotiation": negotiation, "verb": "withdraw", "taken_at": NOW} | values)
    )
