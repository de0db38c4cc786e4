"""SMART, checked by machine (G. Doran, "There's a S.M.A.R.T. way to write management's goals and objectives", 1981).

S: a metric that is measured, of a scope. M: a baseline, and a source with records. A: exactly one person who answers for it.
R: P(attain) from 0.35 to 0.75 (``precedents``): below it is a fantasy, above a sandbag. T: a period, and how often it is
talked about.
"""

from dataclasses import dataclass
from decimal import Decimal

from goals.rules import precedents
from goals.rules.findings import Finding, failed, passed, unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """`has_misfits`: of its conditions some no longer fit. `known` counts the past periods with a result. `has_target` while `probability` is None: the past cannot be compared.

    `easiest` and `hardest` bound what would be realistic: beyond the first, up to the second.
    """

    is_measured: bool
    has_misfits: bool
    has_scope: bool
    baseline: Decimal | None
    known: int
    has_owner: bool
    is_owner_here: bool
    has_target: bool
    probability: Decimal | None
    reached: int
    sample: int
    easiest: Decimal | None
    hardest: Decimal | None
    has_period: bool
    cadence_days: int


def findings(terms: Terms) -> list[Finding]:
    """One for each letter, in order."""
    return [_specific(terms), _measurable(terms), _accountable(terms), _realistic(terms), _timed(terms)]


def _specific(terms: Terms) -> Finding:
    if not terms.is_measured:
        return failed("specific", "no_metric")
    if terms.has_misfits:
        return failed("specific", "misfits")
    return passed("specific", "specific") if terms.has_scope else failed("specific", "no_scope")


def _measurable(terms: Terms) -> Finding:
    if not terms.known:
        return failed("measurable", "no_records")
    if terms.baseline is None:
        return failed("measurable", "no_baseline", known=terms.known)
    return passed("measurable", "measurable", known=terms.known, baseline=terms.baseline)


def _accountable(terms: Terms) -> Finding:
    if not terms.has_owner:
        return failed("accountable", "no_owner")
    return passed("accountable", "owned") if terms.is_owner_here else failed("accountable", "owner_left")


def _realistic(terms: Terms) -> Finding:
    if not terms.has_target:
        return unknown("realistic", "no_target")
    if terms.probability is None or terms.sample < precedents.FEWEST:
        return unknown("realistic", "too_short_a_past", sample=terms.sample)
    verdict = precedents.verdict(probability=terms.probability)
    facts = {
        "probability": terms.probability,
        "reached": terms.reached,
        "sample": terms.sample,
        "easiest": terms.easiest,
        "hardest": terms.hardest,
    }
    return passed("realistic", verdict, **facts) if verdict == "realistic" else failed("realistic", verdict, **facts)


def _timed(terms: Terms) -> Finding:
    if not terms.has_period:
        return failed("timed", "no_period")
    return passed("timed", "timed", days=terms.cadence_days)
