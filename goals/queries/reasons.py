"""Why a figure is undefined, in words: what goals/rules/assessment.py and the engine say by a code."""

from collections.abc import Callable, Mapping
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from goals.catalogue import metric_or_gone
from metrics.definitions import Measured
from teams.rules import formats

Reason = Mapping[str, str]

WORDS: dict[str, Callable[[], str]] = {
    "not_known_yet": lambda: _("No figure of it was known on that day."),
    "no_facts": lambda: _("Nothing has been counted yet, so there is no figure."),
    "zero_denominator": lambda: _("There is nothing to divide by yet, so there is no figure."),
    "overflow": lambda: _("The number is too large to be kept."),
    "unknown_source": lambda: _("What it counts is no longer described, so there is no figure."),
    "nothing_asked": lambda: _(
        "Nothing is asked of somebody who is away for the whole period, so there is nothing to divide by."
    ),
    "target_is_zero": lambda: _("The target is zero, and nothing can be divided by it."),
    "nothing_to_divide_by": lambda: _("The actual is zero or less, so it cannot be set against the target."),
    "baseline_is_target": lambda: _("The baseline is the target: there is no way between them."),
    "outside_of_quotients": lambda: _("The actual is below zero, so it cannot be set against the band."),
}


def reason_of(measured: Measured) -> dict[str, str] | None:
    """Why the engine gave no number; a missing rate is told with its currency and day."""
    if measured.reason is None:
        return None
    names = {} if measured.missing is None else {"currency": measured.missing[0], "on": measured.missing[1].isoformat()}
    return {"code": measured.reason, **names}


def in_words(reason: Reason | None) -> str:
    """Empty without a reason; a code that is new to this page is shown as it is."""
    if reason is None:
        return ""
    if reason["code"] == "missing_rate":
        return _missing_rate(reason)
    if reason["code"] == "guard_undefined":
        return _guard_undefined(reason)
    return WORDS.get(reason["code"], lambda: reason["code"])()


def _missing_rate(reason: Reason) -> str:
    on = formats.day(value=date.fromisoformat(reason["on"]), language=get_language() or "en")
    words = {"currency": reason["currency"], "day": on}
    return _("There is no rate for %(currency)s on %(day)s, so there is no sum.") % words


def _guard_undefined(reason: Reason) -> str:
    words = {"metric": metric_or_gone(reason["metric"]).label}
    return _("The guardrail “%(metric)s” has no figure, so nobody can say how much counts.") % words
