"""An organisation's own metric as people describe it: a kind, one measure or two, and conditions."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from goals.catalogue import SOURCES
from goals.forms.conditions import ConditionForm, condition_forms, entered
from metrics.definitions import Aggregate, Kind, Measure, Metric
from metrics.models import OwnMetric, OwnMetricVersion
from metrics.models.own_metric import Direction
from metrics.queries.own_metrics import metric_of_terms
from metrics.queries.terms import Terms, UnusableTerms, measure_of, terms_of
from pipeline.definitions import Source
from pipeline.queries.readings import units_of
from pipeline.rules import durations
from pipeline.rules.numbers import NotANumber, TooBig
from teams.http.fields import NameField
from teams.http.versions import Difference, VersionedForm
from teams.rules.formats import decimal_mark

KINDS: list[tuple[Kind, Any]] = [
    ("count", gettext_lazy("How many")),
    ("sum", gettext_lazy("Total of a value")),
    ("distinct", gettext_lazy("How many different ones")),
    ("average", gettext_lazy("Average of a value")),
    ("median", gettext_lazy("Median of a value")),
    ("percentile", gettext_lazy("Percentile of a value (such as p90)")),
    ("ratio", gettext_lazy("One number ÷ another")),
    ("stock", gettext_lazy("How many were open at a time, on average")),
    ("compliance", gettext_lazy("Share done within a time")),
    ("reading", gettext_lazy("Last known value")),
]
AGGREGATE_OF: dict[Kind, Aggregate] = {
    "count": "count", "sum": "sum", "distinct": "distinct", "average": "average", "median": "percentile",
    "percentile": "percentile", "stock": "stock", "compliance": "compliance", "reading": "latest",
}  # fmt: skip
COUNTS = [
    ("count", gettext_lazy("How many")),
    ("sum", gettext_lazy("Total of a value")),
    ("distinct", gettext_lazy("How many different ones")),
]
NEEDS_VALUE: set[Aggregate] = {"sum", "distinct", "average", "percentile", "latest"}
MOST_CONDITIONS = 6
HALF = Decimal("0.5")


class MeasureForm(forms.Form):
    """What is counted, of which source, under which conditions. `measure` is what was described, None while it is not valid."""

    aggregate = forms.ChoiceField(label=gettext_lazy("Count"), choices=COUNTS)
    source = forms.ChoiceField(label=gettext_lazy("Of what, dated by"))
    value = forms.ChoiceField(label=gettext_lazy("Value"), required=False)
    percent = forms.DecimalField(
        label=gettext_lazy("Percentile"), min_value=1, max_value=99, decimal_places=1, initial=90
    )
    limit = forms.CharField(
        label=gettext_lazy("Within"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Such as 24 h, 30 min or 3 d."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )

    def __init__(self, data: Any, *, kind: Kind, currency: str, shown: Terms | None, prefix: str) -> None:
        self.kind = kind
        self.measure: Measure | None = None
        self.unit: str | None = None
        old = _measure_of(shown)
        super().__init__(data, prefix=prefix, initial=_entered(old))
        self.fields["source"].choices = [(one.key, one.label) for one in SOURCES]  # type: ignore[attr-defined]
        for name in ("aggregate", "source"):
            self.fields[name].widget.attrs["data-redraw"] = ""
        self.chosen = self._source_now()
        self._fit()
        self.conditions: list[ConditionForm] = condition_forms(
            data,
            prefix=f"{prefix}c",
            source=self.chosen,
            currency=currency,
            initial=[entered(one, old.source, currency=currency) for one in old.conditions] if old else [],
            most=MOST_CONDITIONS,
        )

    def _source_now(self) -> Source:
        key = self.data.get(self.add_prefix("source")) if self.is_bound else self.initial.get("source")
        return next((source for source in SOURCES if source.key == key), SOURCES[0])

    @property
    def aggregate_now(self) -> Aggregate:
        if self.kind != "ratio":
            return AGGREGATE_OF[self.kind]
        now = self.data.get(self.add_prefix("aggregate")) if self.is_bound else self.initial.get("aggregate")
        return now if now in dict(COUNTS) else "count"

    def _fit(self) -> None:
        """Leave the fields that this aggregate has."""
        aggregate = self.aggregate_now
        gone = {"aggregate": self.kind != "ratio", "percent": self.kind != "percentile"}
        gone |= {"limit": aggregate != "compliance", "value": aggregate == "compliance"}
        for name in [name for name, is_gone in gone.items() if is_gone]:
            del self.fields[name]
        if "value" in self.fields:
            self._offer_values(aggregate)

    def _offer_values(self, aggregate: Aggregate) -> None:
        fields = self.chosen.fields.values()
        fitting = [field for field in fields if aggregate in ("distinct", "count") or field.is_summable]
        empty = [] if aggregate in NEEDS_VALUE else [("", _("All of them"))]
        self.fields["value"].choices = [*empty, *((one.name, one.label) for one in fitting)]  # type: ignore[attr-defined]
        self.fields["value"].required = aggregate in NEEDS_VALUE

    @property
    def names(self) -> dict[str, str]:
        names = {key: name for form in self.conditions for key, name in form.names.items()}
        return names if self.unit is None else names | {"unit": self.unit}

    def clean_limit(self) -> int | None:
        if not self.cleaned_data["limit"].strip():
            return None
        try:
            return int(durations.read(text=self.cleaned_data["limit"], decimal=_mark()))
        except (NotANumber, TooBig):
            raise forms.ValidationError(_("This is not a duration: 24 h, 30 min or 3 d are.")) from None

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(form.is_valid() for form in self.conditions), self._is_measurable()])

    def _is_measurable(self) -> bool:
        if not self.is_bound or self.errors or any(form.errors for form in self.conditions):
            return False
        chosen, aggregate = self.cleaned_data, self.aggregate_now
        q = HALF if self.kind == "median" else chosen["percent"] / 100 if self.kind == "percentile" else None
        conditions = tuple(form.condition for form in self.conditions if form.condition)
        try:
            self.measure = Measure(
                self.chosen, aggregate, chosen.get("value") or None, conditions, q, chosen.get("limit")
            )
        except ValueError:
            self.add_error("source", self._advice())
        return self.measure is not None and self._has_one_unit(self.measure)

    def _has_one_unit(self, measure: Measure) -> bool:
        """Readings are in the unit of their series: what is in several cannot be one number."""
        units = units_of(_series_of(measure)) if measure.field and measure.field.name == "value_scaled" else []
        self.unit = units[0] if len(units) == 1 else None
        if len(units) > 1:
            self.add_error("source", _("These are measured in different units: choose what was measured, in one unit."))
            self.measure = None
        return self.measure is not None

    def _advice(self) -> str:
        if self.aggregate_now == "stock":
            return _("Only what is dated by its beginning, and has an end, can be open at a time.")
        if self.aggregate_now == "compliance":
            return _("For these it is not known when they began and were done, or a limit is needed.")
        return _("These cannot be counted in this way.")


class OwnMetricForm(VersionedForm):
    """`terms` is what the action takes, `metric` what can be measured for the preview; both None while not valid."""

    name = NameField(label=gettext_lazy("Name"), max_length=100)
    kind = forms.ChoiceField(label=gettext_lazy("What it tells"), choices=KINDS)
    direction = forms.ChoiceField(label=pgettext_lazy("metric", "Better is"), choices=Direction.choices)
    note = NameField(
        label=gettext_lazy("What has changed, and why"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Whoever has an objective on the version before reads this."),
    )

    def __init__(self, data: Any = None, *, currency: str, current: OwnMetricVersion | None = None) -> None:
        super().__init__(data, initial=_as_entered(current))
        if current is None:
            del self.fields["note"]
        self.fields["kind"].widget.attrs["data-redraw"] = ""
        self.currency, terms = currency, current.terms if current else {}
        where: dict[str, Any] = {"kind": self.kind_now, "currency": currency}
        self.numerator = MeasureForm(data, shown=terms.get("numerator"), prefix="n", **where)
        self.denominator = None
        if self.kind_now == "ratio":
            self.denominator = MeasureForm(data, shown=terms.get("denominator"), prefix="d", **where)
        self.metric: Metric | None = None

    @property
    def kind_now(self) -> Kind:
        now = self.data.get("kind") if self.is_bound else self.initial.get("kind")
        return now if now in dict(KINDS) else "count"  # type: ignore[return-value]

    @property
    def measures(self) -> list[MeasureForm]:
        return [self.numerator, *([self.denominator] if self.denominator else [])]

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(form.is_valid() for form in self.measures), self._is_describable()])

    def describe(self) -> Metric | None:
        """What can be measured of it, even before it has a name."""
        valid = [form.is_valid() for form in self.measures]
        if self.is_bound and all(valid):
            self._is_describable()
        return self.metric

    def differing_parts(self, current: OwnMetric) -> list[Difference]:
        """What it counts, in words."""
        saved = OwnMetricVersion.objects.get(metric=current, number=current.latest)
        if self.metric is None or saved.terms == self.terms:
            return []
        theirs = metric_of_terms(key="", name="", direction=saved.direction, terms=saved.terms, sources=SOURCES)
        return [Difference(_("What it counts"), str(theirs.sentence), str(self.metric.sentence))]

    @property
    def terms(self) -> Terms:
        described: Terms = {"kind": self.kind_now, "denominator": None}
        for key, form in zip(("numerator", "denominator"), self.measures, strict=False):
            if form.measure is not None:
                described[key] = terms_of(form.measure, names=form.names | {"currency": self.currency})
        return described

    def _is_describable(self) -> bool:
        if any(form.measure is None for form in self.measures):
            return False
        direction = self.data.get("direction", Direction.AT_LEAST)
        name = self.data.get("name") or _("New metric")
        try:
            self.metric = metric_of_terms(
                key="own:preview", name=name, direction=direction, terms=self.terms, sources=SOURCES
            )
        except UnusableTerms:
            self.add_error("kind", _("These cannot be counted in this way."))
        return self.metric is not None


def _as_entered(current: OwnMetricVersion | None) -> dict[str, Any]:
    if current is None:
        return {}
    metric: OwnMetric = current.metric
    return {
        "name": current.name,
        "kind": current.terms["kind"],
        "direction": current.direction,
        "version": metric.version,
    }


def _measure_of(shown: Terms | None) -> Measure | None:
    try:
        return measure_of(shown, SOURCES) if shown else None
    except UnusableTerms:
        return None


def _series_of(measure: Measure) -> list[UUID] | None:
    """Those that a condition names; None: all."""
    named = [one.values for one in measure.conditions if (one.column, one.operator) == ("series_id", "is")]
    return [value for values in named for value in values if isinstance(value, UUID)] if named else None


def _entered(measure: Measure | None) -> dict[str, Any]:
    if measure is None:
        return {}
    return {
        "aggregate": measure.aggregate,
        "source": measure.source.key,
        "value": measure.value,
        "percent": None if measure.q is None else measure.q * 100,
        "limit": "" if measure.limit is None else durations.entry(seconds=Decimal(measure.limit), decimal=_mark()),
    }


def _mark() -> str:
    return decimal_mark(language=get_language() or "en")
