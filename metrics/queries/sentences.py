"""What a metric counts, as a plain sentence in the reader's language: each shape has a sentence of its own, so that a
translation can order its parts as its grammar wants.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from babel.lists import format_list
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from metrics.definitions import Condition, Kind, Measure, Value
from pipeline.definitions import Field, Source
from teams.rules import formats

HALF = Decimal("0.5")


def sentence(kind: Kind, numerator: Measure, denominator: Measure | None, names: Mapping[str, str]) -> str:
    """One or two phrases as a sentence."""
    if denominator is not None:
        parts = {"numerator": phrase(numerator, names), "denominator": phrase(denominator, names)}
        return _("%(numerator)s ÷ %(denominator)s, both in the period.") % parts
    return _("%(phrase)s, in the period.") % {"phrase": phrase(numerator, names)}


def phrase(measure: Measure, names: Mapping[str, str]) -> str:
    """What one measure counts, with its conditions."""
    words = {
        "source": str(measure.source.label),
        "value": str(measure.field.label) if measure.field else "",
        "percent": formats.percent(share=measure.q, language=_language(), digits=0),
        "limit": formats.duration(seconds=measure.limit, language=_language()),
    }
    counted = _templates(measure)[measure.aggregate] % words
    if not measure.conditions:
        return counted
    listed = conditions_in_words(measure.source, measure.conditions, names)
    return _("%(counted)s, where %(conditions)s") % {"counted": counted, "conditions": listed}


def conditions_in_words(source: Source, conditions: Iterable[Condition], names: Mapping[str, str]) -> str:
    """All that must hold."""
    words = [_condition_words(source, one, names) for one in conditions]
    return format_list(words, locale=formats.locale_of(_language()))


def _templates(measure: Measure) -> dict[str, str]:
    stock = (
        _("%(source)s – “%(value)s” open at a time, on average")
        if measure.value
        else _("%(source)s – how many were open at a time, on average")
    )
    ranked = _("%(source)s – the “%(value)s” that %(percent)s of them do not exceed")
    kept = (
        _("%(source)s – share done within %(limit)s")
        if measure.limit is not None
        else _("%(source)s – share done in time")
    )
    return {
        "count": _("%(source)s – how many with a known “%(value)s”") if measure.value else _("%(source)s – how many"),
        "sum": _("%(source)s – total of “%(value)s”"),
        "distinct": _("%(source)s – how many different “%(value)s”"),
        "average": _("%(source)s – average of “%(value)s”"),
        "percentile": _("%(source)s – median of “%(value)s”") if measure.q == HALF else ranked,
        "stock": stock,
        "compliance": kept,
        "latest": _("%(source)s – last known “%(value)s”"),
    }


def _condition_words(source: Source, condition: Condition, names: Mapping[str, str]) -> str:
    field = source.fields[condition.column]
    written = [value_words(field, value, names) for value in condition.values]
    words = {
        "field": str(field.label),
        "values": format_list(written, "or", formats.locale_of(_language())),
        "first": written[0] if written else "",
        "last": written[-1] if written else "",
    }
    templates = {
        "is": _("%(field)s is %(values)s"),
        "is_not": _("%(field)s is not %(values)s"),
        "at_least": _("%(field)s is at least %(first)s"),
        "at_most": _("%(field)s is at most %(first)s"),
        "between": _("%(field)s is between %(first)s and %(last)s"),
        "is_known": _("%(field)s is known"),
    }
    return templates[condition.operator] % words


def value_words(field: Field, value: Value, names: Mapping[str, str]) -> str:
    """A value of a condition, as people read it."""
    language = _language()
    if field.kind == "record":
        return names.get(str(value), "…")
    if field.kind == "flag":
        return _("yes") if value else _("no")
    if field.kind == "word":
        return str(dict(field.choices).get(str(value), value))
    if field.kind == "day":
        return date_format(value, "DATE_FORMAT")  # type: ignore[arg-type]
    if field.kind == "share":
        return formats.percent(share=value, language=language)  # type: ignore[arg-type]
    if field.kind == "duration":
        return formats.duration(seconds=value, language=language)  # type: ignore[arg-type]
    if field.kind == "money":
        return formats.money(minor=int(value), currency=names["currency"], language=language)  # type: ignore[arg-type]
    return formats.number(value=value, language=language)  # type: ignore[arg-type]


def _language() -> str:
    return get_language() or "en"
