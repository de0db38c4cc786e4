"""The figures of very many objectives at once: what `assessment.py` and `outlook.py` say of one, on columns.

Only the common objective: at least or at most, without guards, no level on its way. Numbers are floats with a bound of
their error (`bounded.py`); a row that they cannot decide is in `doubt`, like one whose numbers are too large, and is for the rule
of one objective. One test holds both against each other on the same random objectives.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from goals.rules.assessment import Course
from goals.rules.bounded import Bounded, Flags, Stored, Whole, chosen
from goals.rules.progress import FORECAST_FROM, MILLION, ON_TRACK, ONE, WATCH, Status

# Like the words of `progress.status`; before its period nothing is judged, after it only the target counts.
STATUSES: tuple[Status, ...] = ("not_started", "no_data", "reached", "missed", "on_track", "watch", "off_track")
NOT_STARTED, NO_DATA, REACHED, MISSED, ON, WATCHED, OFF = range(7)


class Way(NamedTuple):
    """What objectives of a period and a course have in common."""

    course: Course
    starts_on: date
    ends_on: date


class Asked(NamedTuple):
    """Columns of promises, and for each the place of its way among the ways."""

    is_at_most: Flags
    accumulates: Flags
    target: Sequence[Decimal]
    baseline: Sequence[Decimal | None]
    way: Whole


class Found(NamedTuple):
    """Columns of what was counted: numerator ÷ denominator (1 for a plain number), where it is known."""

    is_known: Flags
    numerator: Sequence[int]
    denominator: Sequence[int]


class Column(NamedTuple):
    """Millionths, where there is a number."""

    millionths: Whole
    is_known: Flags


class Assessments(NamedTuple):
    """A column for each figure of `Assessment` and `Outlook` that depends on more than the way."""

    actual: Column
    attainment: Column
    expected: Column
    pace: Column
    status: Whole
    effective_target: Column
    credited: Column
    forecast: Column
    required_rate: Column
    required_ratio: Column
    doubt: Flags


class Terms(NamedTuple):
    """What the formulas have in common."""

    asked: Asked
    known: Flags
    actual: Bounded
    target: Bounded
    baseline: Bounded
    is_from_baseline: Flags
    share: Bounded


def assess_many(*, asked: Asked, found: Found, ways: Sequence[Way], as_of: date) -> Assessments:
    """All figures of each; those in doubt mean nothing."""
    doubt = np.zeros(len(asked.way), np.bool_)
    terms = _terms(asked, found, ways, doubt)
    everywhere = ~doubt
    expected = terms.target * chosen(asked.accumulates, terms.share, _constant(ONE, doubt))
    paced, pace = _pace(terms, expected)
    achieved, attainment = _attainment(terms)
    actual, target = terms.actual.stored(where=terms.known), terms.target.stored(where=everywhere)
    is_counted = ~asked.is_at_most & ~terms.is_from_baseline
    forecast, rate, ratio = _outlook(terms, actual, target, ways)
    return Assessments(
        actual=Column(actual.millionths, terms.known),
        attainment=Column(attainment.stored(where=achieved).millionths, achieved),
        expected=Column(expected.stored(where=everywhere).millionths, everywhere),
        pace=Column(pace.stored(where=paced).millionths, paced),
        status=_status(terms, expected, pace, paced, _phases(ways, as_of)[asked.way]),
        effective_target=Column(target.millionths, everywhere),
        credited=Column(actual.millionths, terms.known & is_counted),
        forecast=forecast,
        required_rate=rate,
        required_ratio=ratio,
        doubt=doubt,
    )


def _constant(number: Decimal, doubt: Flags) -> Bounded:
    return Bounded.decimals([number], doubt)


def _terms(asked: Asked, found: Found, ways: Sequence[Way], doubt: Flags) -> Terms:
    above, below = (Bounded.whole(column, doubt) for column in (found.numerator, found.denominator))
    factor = Bounded.decimals([way.course.factor for way in ways], doubt).take(asked.way)
    has_baseline = np.array([baseline is not None for baseline in asked.baseline], np.bool_)
    target, baseline = (
        Bounded.millionths([0 if number is None else int(number * MILLION) for number in column], doubt)
        for column in (asked.target, asked.baseline)
    )
    prorated = asked.accumulates & (factor.value != 1)
    target = chosen(prorated, target * factor, target)
    has_way = has_baseline & (asked.is_at_most | ~asked.accumulates)
    beyond = (target - baseline).sign(where=has_way)
    return Terms(
        asked=asked,
        known=found.is_known,
        actual=above.over(below, where=found.is_known),
        target=target,
        baseline=baseline,
        is_from_baseline=has_way & (np.where(asked.is_at_most, -beyond, beyond) >= 0),
        share=Bounded.decimals([way.course.share for way in ways], doubt).take(asked.way),
    )


def _attainment(terms: Terms) -> tuple[Flags, Bounded]:
    """Actual ÷ target, target ÷ actual, or the way from the baseline: one quotient, and where it is defined."""
    is_way, is_at_most = terms.is_from_baseline, terms.asked.is_at_most
    above = chosen(is_way, terms.actual - terms.baseline, chosen(is_at_most, terms.target, terms.actual))
    below = chosen(is_way, terms.target - terms.baseline, chosen(is_at_most, terms.actual, terms.target))
    sign = below.sign(where=terms.known)
    is_defined = np.where(is_at_most & ~is_way, sign > 0, sign != 0)
    return is_defined, above.over(below, where=is_defined)


def _pace(terms: Terms, expected: Bounded) -> tuple[Flags, Bounded]:
    is_at_most = terms.asked.is_at_most
    due, counted = expected.sign(where=terms.known), terms.actual.sign(where=terms.known & is_at_most)
    is_defined = (due > 0) & (~is_at_most | (counted > 0))
    above, below = chosen(is_at_most, expected, terms.actual), chosen(is_at_most, terms.actual, expected)
    return is_defined, above.over(below, where=is_defined)


def _phases(ways: Sequence[Way], as_of: date) -> Whole:
    """-1 before the period, 0 in it, 1 after it."""
    return np.array([(as_of >= way.ends_on) - (as_of < way.starts_on) for way in ways], np.int64)


def _status(terms: Terms, expected: Bounded, pace: Bounded, paced: Flags, phase: Whole) -> Whole:
    is_judged = terms.known & (phase >= 0)
    is_whole = (phase > 0) | (terms.asked.is_at_most & terms.asked.accumulates & (terms.share.value == 0))
    ahead = (terms.actual - chosen(is_whole, terms.target, expected)).sign(where=is_judged)
    is_met = np.where(terms.asked.is_at_most, -ahead, ahead) >= 0
    is_running = is_judged & (phase == 0)
    on, watched = (
        (pace - _constant(least, terms.actual.doubt)).sign(where=is_running & paced) >= 0 for least in (ON_TRACK, WATCH)
    )
    return np.select(
        [phase < 0, ~terms.known, phase > 0, ~paced],
        [
            np.full(len(phase), NOT_STARTED),
            np.full(len(phase), NO_DATA),
            np.where(is_met, REACHED, MISSED),
            np.where(is_met, ON, OFF),
        ],
        np.where(on, ON, np.where(watched, WATCHED, OFF)),
    )


def _outlook(terms: Terms, actual: Stored, target: Stored, ways: Sequence[Way]) -> tuple[Column, Column, Column]:
    """Forecast, required rate and its ratio to the rate so far: from what is stored, as they can be checked by hand."""
    asked, doubt = terms.asked, terms.actual.doubt
    is_late = np.array([way.course.share >= FORECAST_FROM for way in ways], np.bool_)[asked.way] & terms.known
    forecast = chosen(
        asked.accumulates, actual.number.over(terms.share, where=is_late & asked.accumulates), actual.number
    )
    elapsed, left = (
        np.array(column, np.int64)[asked.way]
        for column in zip(
            *((way.course.units_elapsed, way.course.units - way.course.units_elapsed) for way in ways), strict=True
        )
    )
    is_needed = terms.known & asked.accumulates & ~asked.is_at_most & (left > 0)
    rate = (target.number - actual.number).or_zero().over(Bounded.whole(left, doubt), where=is_needed)
    is_compared = is_needed & (elapsed > 0) & (actual.number.sign(where=is_needed) > 0)
    ratio = (rate * Bounded.whole(elapsed, doubt)).over(actual.number, where=is_compared)
    return tuple(  # type: ignore[return-value]
        Column(number.stored(where=known).millionths, known)
        for number, known in ((forecast, is_late), (rate, is_needed), (ratio, is_compared))
    )
