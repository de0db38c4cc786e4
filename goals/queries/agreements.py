"""Which negotiation holds a target's terms, and what the receipt of an agreement shows: exact terms, hash, whether both fit."""

from dataclasses import dataclass
from typing import Any

from goals.models import Negotiation, Objective, Signature
from goals.models.negotiation import HELD, OPEN
from goals.models.objective import SCOPE_COLUMNS
from goals.queries.exact_terms import exact_terms
from goals.queries.matters import unsigned_of
from goals.rules import negotiation as rules
from goals.rules import receipts
from goals.rules.negotiation import Part, State
from teams.models import Department, Organisation
from teams.rules.signing import text_hash


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
    is_in_force: bool
    typed: str
    typed_fits: bool | None


def holding_terms(objective: Objective) -> Negotiation | None:
    """The negotiation that holds the terms: an open one before one that is agreed."""
    rows = Negotiation.objects.filter(objective=objective, state__in=[*OPEN, *HELD])
    return rows.with_parties().order_by("-number").first()


def bound_with(objective: Objective) -> Department | None:
    """The other department that the version in force binds."""
    held = Negotiation.objects.holding().filter(objective=objective).select_related("other_department").first()
    return held.other_department if held else None


def receipt_of(negotiation: Negotiation, *, organisation: Organisation, typed: str) -> Receipt:
    """Without an agreement there are no terms."""
    text = receipts.canonical(terms=negotiation.terms) if negotiation.terms else ""
    computed = text_hash(text) if text else ""
    signatures = list(Signature.objects.filter(negotiation=negotiation).select_related("signed_by", "department"))
    missing = unsigned_of(negotiation, signatures)
    cleaned = "".join(typed.split()).lower()
    return Receipt(
        terms=negotiation.terms,
        text=text,
        computed=computed,
        is_intact=bool(text) and computed == negotiation.terms_hash,
        differs=negotiation.is_held and _present(negotiation, organisation) != text,
        signatures=signatures,
        unsigned=[] if negotiation.is_imposed else sorted(missing),
        is_in_force=rules.is_in_force(state=State(negotiation.state), missing=missing),
        typed=cleaned,
        typed_fits=cleaned == computed if cleaned else None,
    )


def _present(negotiation: Negotiation, organisation: Organisation) -> str:
    objective = Objective.objects.select_related(*SCOPE_COLUMNS, "period", "owner").get(pk=negotiation.objective_id)
    return receipts.canonical(terms=exact_terms(objective=objective, organisation=organisation))
