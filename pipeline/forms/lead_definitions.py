"""The terms of a lead definition as people write them: a form for each stage, one for the score, one around them all."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from pipeline.models import Activity, LeadDefinition, Stage
from pipeline.queries.lead_choices import Choices, choices_now
from pipeline.queries.lead_definitions import FIELD_LABELS, words_of
from pipeline.rules.lead_terms import ACTIVITY, CHOSEN, FIELDS, LONGEST_HALF_LIFE, MOST, STAGES
from teams.http import RowChoiceField
from teams.http.fields import NameField
from teams.http.versions import Difference, VersionedForm
from teams.models import Department
from teams.rules import formats

type Terms = dict[str, Any]

PLAIN = [name for name, ops in FIELDS.items() if ops == ("known",)]
PICKED = [name for name, ops in FIELDS.items() if ops == CHOSEN]
MODES = [
    ("", gettext_lazy("Any, or none")),
    ("known", pgettext_lazy("condition", "Known")),
    ("in", gettext_lazy("One of these")),
    ("not_in", gettext_lazy("Known, and none of these")),
]
ACTIVITY_ROWS = 3
KINDS = [("", "–"), *Activity.Kind.choices]


def _whole(label: Any = "", **limits: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=1, max_value=limits.pop("most", MOST))


class StageForm(forms.Form):
    """What a stage takes; `conditions` as the rules read them."""

    known = forms.MultipleChoiceField(
        label=gettext_lazy("Must be known"),
        required=False,
        choices=[(name, FIELD_LABELS[name]) for name in PLAIN],
        widget=forms.CheckboxSelectMultiple,
    )
    min_score = _whole(gettext_lazy("Score at least"))
    deals = _whole(gettext_lazy("Deals, at least"))

    def __init__(self, data: Any, *, stage: str, terms: Terms, choices: Choices) -> None:
        self.stage, self.label = stage, Stage(stage).label
        super().__init__(data, prefix=stage, initial=_entered(terms))
        for name in PICKED:
            mode = forms.ChoiceField(label=FIELD_LABELS[name], choices=MODES, required=False)
            picked = forms.MultipleChoiceField(
                label=FIELD_LABELS[name], choices=choices[name], required=False, widget=forms.CheckboxSelectMultiple
            )
            self.fields |= {f"{name}_mode": mode, f"{name}_values": picked}
        for number in range(ACTIVITY_ROWS):
            kind = forms.ChoiceField(label=gettext_lazy("Activities"), choices=KINDS, required=False)
            self.fields |= {f"kind_{number}": kind, f"least_{number}": _whole(gettext_lazy("At least"))}

    @property
    def picked(self) -> Iterator[tuple[str, forms.BoundField, forms.BoundField]]:
        for name in PICKED:
            yield str(FIELD_LABELS[name]), self[f"{name}_mode"], self[f"{name}_values"]

    @property
    def activities(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        for number in range(ACTIVITY_ROWS):
            yield self[f"kind_{number}"], self[f"least_{number}"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in PICKED:
            if cleaned.get(f"{name}_mode") in ("in", "not_in") and not cleaned.get(f"{name}_values"):
                self.add_error(f"{name}_mode", _("Choose at least one below."))
        for number in range(ACTIVITY_ROWS):
            if bool(cleaned.get(f"kind_{number}")) != bool(cleaned.get(f"least_{number}")):
                self.add_error(f"least_{number}", _("A kind and a number belong together."))
        return cleaned

    @property
    def terms(self) -> Terms:
        return {"min_score": self.cleaned_data["min_score"], "conditions": list(self._conditions())}

    def _conditions(self) -> Iterator[Terms]:
        chosen = self.cleaned_data
        yield from ({"field": name, "op": "known"} for name in PLAIN if name in chosen["known"])
        yield from filter(None, map(self._pick, PICKED))
        if chosen["deals"]:
            yield {"field": "deals", "op": "at_least", "values": [chosen["deals"]]}
        for number in range(ACTIVITY_ROWS):
            if kind := chosen[f"kind_{number}"]:
                yield {"field": f"{ACTIVITY}{kind}", "op": "at_least", "values": [chosen[f"least_{number}"]]}

    def _pick(self, name: str) -> Terms | None:
        mode, values = self.cleaned_data[f"{name}_mode"], self.cleaned_data[f"{name}_values"]
        if mode == "known":
            return {"field": name, "op": mode}
        return {"field": name, "op": mode, "values": values} if mode else None


class ScoreForm(forms.Form):
    """Points for what happened with a lead."""

    half_life_days = forms.IntegerField(
        label=gettext_lazy("Points are worth half after (days)"),
        required=False,
        min_value=1,
        max_value=LONGEST_HALF_LIFE,
        help_text=gettext_lazy("Leave it empty if they never fade."),
    )

    def __init__(self, data: Any, *, terms: Terms) -> None:
        lines = {line["kind"]: line for line in terms.get("lines", [])}
        initial: dict[str, Any] = {"half_life_days": terms.get("half_life_days")}
        super().__init__(data, prefix="score", initial=initial)
        for kind, label in Activity.Kind.choices:
            line = lines.get(kind, {})
            self.fields |= {f"{kind}_points": _whole(label), f"{kind}_cap": _whole(label)}
            self.initial[f"{kind}_points"], self.initial[f"{kind}_cap"] = line.get("points"), line.get("cap")

    @property
    def lines(self) -> Iterator[tuple[str, forms.BoundField, forms.BoundField]]:
        for kind, label in Activity.Kind.choices:
            yield str(label), self[f"{kind}_points"], self[f"{kind}_cap"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for kind in Activity.Kind.values:
            points, cap = cleaned.get(f"{kind}_points"), cleaned.get(f"{kind}_cap")
            if cap and (not points or cap < points):
                self.add_error(f"{kind}_cap", _("At least as much as for one of them."))
        return cleaned

    @property
    def terms(self) -> Terms:
        chosen = self.cleaned_data
        lines = [
            {"kind": kind, "points": chosen[f"{kind}_points"], "cap": chosen[f"{kind}_cap"]}
            for kind in Activity.Kind.values
            if chosen[f"{kind}_points"]
        ]
        return {"half_life_days": chosen["half_life_days"], "lines": lines}


class LeadDefinitionForm(VersionedForm):
    """A whole draft. `values` are what the action takes."""

    marketing = RowChoiceField(label=gettext_lazy("Marketing"))
    sales = RowChoiceField(label=gettext_lazy("Sales"))
    note = NameField(
        label=gettext_lazy("What has changed, and why"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, definition: LeadDefinition) -> None:
        keys = {"marketing": definition.marketing_id, "sales": definition.sales_id}
        super().__init__(data, initial=keys | {"note": definition.note, "version": definition.revision})
        for name, kind in (("marketing", Department.Kind.MARKETING), ("sales", Department.Kind.SALES)):
            rows = Department.objects.order_by("name", "pk")
            self.fields[name].offer(sorted(rows, key=lambda one: one.kind != kind))  # type: ignore[attr-defined]
        terms, self.choices = definition.terms, choices_now()
        asked = terms.get("stages", {})
        self.stages = [
            StageForm(data, stage=stage, terms=asked.get(stage, {}), choices=self.choices) for stage in STAGES
        ]
        self.score = ScoreForm(data, terms=terms.get("score", {}))

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.score.is_valid(), *(stage.is_valid() for stage in self.stages)])

    @property
    def values(self) -> dict[str, Any]:
        stages = {stage.stage: stage.terms for stage in self.stages}
        mentioned = {
            value
            for stage in stages.values()
            for condition in stage["conditions"]
            if condition["op"] in ("in", "not_in") and condition["field"] != "status"
            for value in condition["values"]
        }
        labels = {key: label for name in PICKED for key, label in self.choices[name]}
        names = {key: labels[key] for key in sorted(mentioned)}
        return super().values | {"terms": {"score": self.score.terms, "stages": stages}, "names": names}

    def differing_parts(self, current: LeadDefinition) -> list[Difference]:
        ours = LeadDefinition(terms=self.values["terms"], names=self.values["names"])
        pairs = zip(_lines(current), _lines(ours), strict=True)
        return [
            Difference(label, theirs or formats.NONE, mine or formats.NONE)
            for (label, theirs), (_label, mine) in pairs
            if theirs != mine
        ]


def _lines(definition: LeadDefinition) -> list[tuple[str, str]]:
    words = words_of(definition)
    stages = [(stage.label, " · ".join(stage.phrases)) for stage in words.stages]
    return [*stages, (_("Score"), " · ".join(words.score))]


def _entered(terms: Terms) -> dict[str, Any]:
    """A stage's terms as the fields of its form."""
    entered: dict[str, Any] = {"min_score": terms.get("min_score"), "known": []}
    activities = 0
    for condition in terms.get("conditions", []):
        field, op, values = condition["field"], condition["op"], condition.get("values", [])
        if field in PLAIN:
            entered["known"].append(field)
        elif field in PICKED:
            entered |= {f"{field}_mode": op, f"{field}_values": values}
        elif field == "deals":
            entered["deals"] = values[0]
        else:
            entered |= {f"kind_{activities}": field.removeprefix(ACTIVITY), f"least_{activities}": values[0]}
            activities += 1
    return entered
