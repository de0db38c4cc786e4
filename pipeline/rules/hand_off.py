"""Why sales gives a lead back, and what follows from each reason. Few reasons, and no reason without an action (DOMAIN.md §6)."""

from enum import StrEnum


class Action(StrEnum):
    """What happens to a rejected lead."""

    DISCARD = "discard"
    FIX_DATA = "fix_data"
    REROUTE = "reroute"
    NURTURE = "nurture"


class Reason(StrEnum):
    DUPLICATE = "duplicate"
    NO_CUSTOMER = "no_customer"
    BAD_CONTACT = "bad_contact"
    MISSING_FACTS = "missing_facts"
    WRONG_TERRITORY = "wrong_territory"
    WRONG_PRODUCT = "wrong_product"
    NOT_NOW = "not_now"
    NO_BUDGET = "no_budget"


ACTIONS = {
    Reason.DUPLICATE: Action.DISCARD,
    Reason.NO_CUSTOMER: Action.DISCARD,
    Reason.BAD_CONTACT: Action.FIX_DATA,
    Reason.MISSING_FACTS: Action.FIX_DATA,
    Reason.WRONG_TERRITORY: Action.REROUTE,
    Reason.WRONG_PRODUCT: Action.REROUTE,
    Reason.NOT_NOW: Action.NURTURE,
    Reason.NO_BUDGET: Action.NURTURE,
}
# The stage that the lead enters at once; whoever is routed anew or nurtured comes back as an MQL later.
STAGES = {
    Action.DISCARD: "lost",
    Action.FIX_DATA: "recycled",
    Action.REROUTE: "recycled",
    Action.NURTURE: "recycled",
}
LONGEST_NURTURE_DAYS = 365


def action_of(reason: str) -> Action:
    """Raises ValueError for what is no reason."""
    return ACTIONS[Reason(reason)]
