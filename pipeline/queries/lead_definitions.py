"""What the pages of lead definitions show: who signed what, and the terms as sentences."""

from dataclasses import dataclass
from typing import Any

from babel.lists import format_list
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from pipeline.models import Activity, LeadDefinition, Stage
from pipeline.rules.lead_terms import STAGES, Condition, LeadTerms, ScoreLine, StageTerms
from teams.rules import formats
from teams.rules.signing import terms_hash

FIELD_LABELS = {
    "name": gettext_lazy("Name"),
    "company": gettext_lazy("Company"),
    "owner": gettext_lazy("Owner"),
    "first_touched_at": gettext_lazy("First touch"),
    "accepted_at": gettext_lazy("Acceptance by sales"),
    "status": gettext_lazy("Status in the source"),
    "lead_source": gettext_lazy("Lead source"),
    "product": gettext_lazy("Product"),
    "territory": gettext_lazy("Territory"),
    "deals": pgettext_lazy("of a lead", "Deals"),
}


@dataclass(frozen=True, slots=True)
class StageWords:
    """What a stage takes, each condition as a phrase."""

    stage: str
    label: str
    phrases: list[str]


@dataclass(frozen=True, slots=True)
class Words:
    """A whole definition in words."""

    stages: list[StageWords]
    score: list[str]


@dataclass(frozen=True, slots=True)
class Changed:
    """A phrase of one version or the other, or of both (`is_in` and `was_in`)."""

    text: str
    was_in: bool
    is_in: bool


def versions() -> Any:
    found = LeadDefinition.objects.select_related("marketing", "sales", "created_by")
    return found.prefetch_related("signatures__member").order_by("-number", "pk")


def in_force() -> LeadDefinition | None:
    return LeadDefinition.objects.in_force().select_related("marketing", "sales").first()


def terms_of(definition: LeadDefinition) -> dict[str, Any]:
    """All that the two sides sign."""
    return {
        "version": definition.number,
        "marketing": str(definition.marketing_id),
        "sales": str(definition.sales_id),
        "note": definition.note,
        "terms": definition.terms,
        "names": definition.names,
    }


def hash_of(definition: LeadDefinition) -> str:
    return terms_hash(terms_of(definition))


def words_of(definition: LeadDefinition) -> Words:
    terms, names = definition.rules, definition.names
    stages = [
        StageWords(stage, str(Stage(stage).label), phrases_of(terms.stages[stage], names=names)) for stage in STAGES
    ]
    return Words(stages, score_words(terms))


def phrases_of(asked: StageTerms, *, names: dict[str, str]) -> list[str]:
    phrases = [phrase(condition, names=names) for condition in asked.conditions]
    if asked.min_score is not None:
        phrases.append(_("score of at least %(points)s") % {"points": _number(asked.min_score)})
    return phrases


def phrase(condition: Condition, *, names: dict[str, str]) -> str:
    """A condition in words."""
    label = label_of(condition)
    if condition.op == "known":
        return _("%(field)s is known") % {"field": label}
    if condition.op == "at_least":
        return _("%(field)s: at least %(number)s") % {"field": label, "number": _number(condition.values[0])}
    shown = [names.get(value, value) for value in condition.values]
    listed = format_list(shown, style="or", locale=formats.locale_of(get_language() or "en"))
    text = _("%(field)s is %(values)s") if condition.op == "in" else _("%(field)s is known and not %(values)s")
    return text % {"field": label, "values": listed}


def label_of(condition: Condition) -> str:
    if condition.activity is not None:
        return str(dict(Activity.Kind.choices).get(condition.activity, condition.activity))
    return str(FIELD_LABELS[condition.field])


def score_words(terms: LeadTerms) -> list[str]:
    lines = [_line(line) for line in terms.lines]
    if lines and terms.half_life_days is not None:
        lines.append(_("Points are worth half after %(days)s days.") % {"days": _number(terms.half_life_days)})
    return lines


def _line(line: ScoreLine) -> str:
    kind = dict(Activity.Kind.choices).get(line.kind, line.kind)
    values = {"kind": kind, "points": _number(line.points), "cap": _number(line.cap or 0)}
    if line.cap is None:
        return _("%(kind)s: %(points)s points each") % values
    return _("%(kind)s: %(points)s points each, at most %(cap)s") % values


def differences(old: LeadDefinition | None, new: LeadDefinition) -> list[tuple[str, list[Changed]]]:
    """Stage by stage, and the score: what a version says that the other does not."""
    now, before = words_of(new), words_of(old) if old else Words([], [])
    was = {stage.stage: stage.phrases for stage in before.stages}
    parts = [(stage.label, _changed(was.get(stage.stage, []), stage.phrases)) for stage in now.stages]
    return [*parts, (_("Score"), _changed(before.score, now.score))]


def _changed(was: list[str], now: list[str]) -> list[Changed]:
    gone = [Changed(text, was_in=True, is_in=False) for text in was if text not in now]
    return [*(Changed(text, was_in=text in was, is_in=True) for text in now), *gone]


def _number(value: int) -> str:
    return formats.number(value=value, language=get_language() or "en")
