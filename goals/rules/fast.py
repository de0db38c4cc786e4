"""FAST, checked by machine (D. and C. Sull, "With Goals, FAST Beats SMART", MIT Sloan Management Review, 2018).

F: no longer since the last substantive word (an offer, a counter-offer, a check-in, a comment) than the cadence. A: at least
what the 60th percentile of past changes would bring, or a stretch target. S: two milestones. T: its department at least can
see it, with its current value; in this product everybody in the organisation can, so the value decides.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from goals.rules.findings import Finding, failed, passed, unknown
from goals.rules.progress import Direction, is_met

CADENCE_DAYS = 14
FEWEST_MILESTONES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """`discussed_on` is the day of the last substantive word; `ambitious` what the 60th percentile would bring."""

    is_saved: bool
    discussed_on: date | None
    cadence_days: int
    target: Decimal | None
    direction: Direction
    ambitious: Decimal | None
    has_stretch: bool
    milestones: int
    value: Decimal | None
    as_of: date | None


def findings(terms: Terms, *, today: date) -> list[Finding]:
    """One for each letter, in order."""
    return [_frequent(terms, today), _ambitious(terms), _milestones(terms), _transparent(terms)]


def _frequent(terms: Terms, today: date) -> Finding:
    if not terms.is_saved:
        return unknown("frequent", "not_yet_discussed")
    if terms.discussed_on is None:
        return failed("frequent", "never_discussed", cadence=terms.cadence_days)
    days = (today - terms.discussed_on).days
    facts = {"days": days, "on": terms.discussed_on, "cadence": terms.cadence_days}
    return (
        passed("frequent", "discussed", **facts)
        if days <= terms.cadence_days
        else failed("frequent", "silent", **facts)
    )


def _ambitious(terms: Terms) -> Finding:
    if terms.has_stretch:
        return passed("ambitious", "has_stretch")
    if terms.target is None:
        return unknown("ambitious", "no_target")
    if terms.ambitious is None:
        return unknown("ambitious", "no_past")
    if terms.direction != "between" and is_met(actual=terms.target, target=terms.ambitious, direction=terms.direction):
        return passed("ambitious", "ambitious", from_here=terms.ambitious)
    return failed("ambitious", "modest", from_here=terms.ambitious)


def _milestones(terms: Terms) -> Finding:
    if terms.milestones >= FEWEST_MILESTONES:
        return passed("stepped", "milestones", count=terms.milestones)
    return failed("stepped", "too_few_milestones", count=terms.milestones)


def _transparent(terms: Terms) -> Finding:
    if not terms.is_saved:
        return unknown("transparent", "unsaved")
    if terms.value is None:
        return failed("transparent", "no_value")
    return passed("transparent", "visible", value=terms.value, as_of=terms.as_of)
