"""Which negotiation holds a target's terms, and what the receipt of an agreement shows: exact terms, hash, whether both fit."""

from dataclasses import dataclass
from typing import Any

from goals.models import Negotiation, Objective, Signature
from goals.models.negotiation import IN_FORCE, OPEN
from goals.models.objective import SCOPE_COLUMNS
from goals.queries.exact_terms import exact_terms
from goals.queries.matters import unsigned_of
from goals.rules import receipts
from goals.rules.negotiation import Part
from teams.models import Department, Organisation


@dataclass(frozen=True, slots=True)
class Receipt:
    """`computed` is the hash of the kept terms, made anew; `differs`: the objective no longer has exactly these terms.

    `typed_fits`: whether a hash that somebody typed (from paper) is this one; None if none was typed.
    """

    terms: dict[str, Any] | None
    text: str
    computed: str
    is_intact: bool
    differs: bool
    signatures: list[Signature]
    unsigned: list[Part]
    typed: str
    typed_fits: bool | None


def holding_terms(objective: Objective) -> Negotiation | None:
    """The negotiation that holds the terms: an open one before one that is in force."""
    rows = Negotiation.objects.filter(objective=objective, state__in=[*OPEN, *IN_FORCE])
    return rows.with_parties().order_by("-number").first()


def bound_with(objective: Objective) -> Department | None:
    """The other department that the version in force binds."""
    in_force = Negotiation.objects.in_force().filter(objective=objective).select_related("other_department").first()
    return in_force.other_department if in_force else None


def receipt_of(negotiation: Negotiation, *, organisation: Organisation, typed: str) -> Receipt:
    """Without an agreement there are no terms."""
    text = receipts.canonical(terms=negotiation.terms) if negotiation.terms else ""
    computed = receipts.digest(text=text) if text else ""
    signatures = list(Signature.objects.filter(negotiation=negotiation).select_related("signed_by", "department"))
    cleaned = "".join(typed.split()).lower()
    return Receipt(
        terms=negotiation.terms,
        text=text,
        computed=computed,
        is_intact=bool(text) and computed == negotiation.terms_hash,
        differs=negotiation.is_in_force and _present(negotiation, organisation) != text,
        signatures=signatures,
        unsigned=[] if negotiation.is_imposed else sorted(unsigned_of(negotiation, signatures)),
        typed=cleaned,
        typed_fits=cleaned == computed if cleaned else None,
    )


def _present(negotiation: Negotiation, organisation: Organisation) -> str:
    objective = Objective.objects.select_related(*SCOPE_COLUMNS, "period", "owner").get(pk=negotiation.objective_id)
    return receipts.canonical(terms=exact_terms(objective=objective, organisation=organisation))
