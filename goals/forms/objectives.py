from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from goals.catalogue import METRIC_CHOICES, METRICS, metric_of
from goals.models import Direction, Goal, Objective, Scope
from goals.models.objective import SCOPE_COLUMNS
from goals.queries.baselines import baseline_of
from metrics.definitions import Metric
from pipeline.models import LeadSource, Product
from pipeline.rules import amounts
from teams.http import RowChoiceField
from teams.http.fields import NameField
from teams.http.versions import VersionedForm
from teams.models import Department, Membership, Organisation, Team, Territory
from teams.queries.periods import periods_on_offer
from teams.rules.formats import decimal_mark

LTR = forms.TextInput(attrs={"dir": "ltr", "inputmode": "decimal", "autocomplete": "off"})


class ObjectiveForm(VersionedForm):
    """Values in the unit of the chosen metric, typed as people write them; one picker per scope, of which one counts."""

    goal = RowChoiceField(label=gettext_lazy("Goal"))
    title = NameField(
        label=gettext_lazy("Title"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Left empty, the metric names it."),
    )
    metric_key = forms.ChoiceField(label=gettext_lazy("Metric"), choices=METRIC_CHOICES)
    scope = forms.ChoiceField(label=gettext_lazy("Scope"), choices=Scope.choices, initial=Scope.ORGANISATION)
    department = RowChoiceField(label=gettext_lazy("Department"), required=False)
    team = RowChoiceField(label=gettext_lazy("Team"), required=False)
    rep = RowChoiceField(label=gettext_lazy("Rep"), required=False)
    product = RowChoiceField(label=gettext_lazy("Product"), required=False)
    territory = RowChoiceField(label=gettext_lazy("Territory"), required=False)
    lead_source = RowChoiceField(label=gettext_lazy("Lead source"), required=False)
    period = RowChoiceField(label=gettext_lazy("Period"), key="key")
    direction = forms.ChoiceField(label=gettext_lazy("Direction"), choices=Direction.choices[:2])
    target = forms.CharField(label=gettext_lazy("Target"), max_length=64, widget=LTR)
    baseline = forms.CharField(label=gettext_lazy("Baseline"), max_length=64, required=False, widget=LTR)
    owner = RowChoiceField(label=gettext_lazy("Owner"), help_text=gettext_lazy("Who answers for it."))
    weight = forms.DecimalField(
        label=gettext_lazy("Weight"), min_value=0, max_digits=6, decimal_places=2, initial=Decimal(1)
    )

    def __init__(
        self,
        data: Any = None,
        *,
        organisation: Organisation,
        objective: Objective | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        self.organisation, self.baseline_note = organisation, ""
        entered = {} if objective is None else self._as_entered(objective)
        super().__init__(data, initial=entered | (initial or {}))
        self._offer(objective)
        self.fields["target"].help_text = self.fields["baseline"].help_text = self._unit_words()

    @classmethod
    def redrawn(
        cls, typed: Any, *, organisation: Organisation, objective: Objective | None, with_baseline: bool, today: date
    ) -> "ObjectiveForm":
        """As typed, not judged; with what the period before brought as baseline, if asked."""
        note, entry = "", dict[str, str]()
        if with_baseline:
            sent = cls(typed, organisation=organisation, objective=objective)
            sent.is_valid()
            note, entry = sent._offered_baseline(today)
        form = cls(organisation=organisation, objective=objective, initial=typed.dict() | entry)
        form.baseline_note = note
        return form

    def _offered_baseline(self, today: date) -> tuple[str, dict[str, str]]:
        """Words about it, and what goes into the field."""
        chosen = self.cleaned_data
        scope, period = chosen.get("scope", ""), chosen.get("period")
        about = self.organisation if scope == Scope.ORGANISATION else chosen.get(scope)
        if period is None or about is None:
            return _("Choose the scope and the period first."), {}
        found = baseline_of(
            organisation=self.organisation,
            metric_key=self.metric.key,
            scope=scope,
            scope_id=about.pk,
            period=period,
            today=today,
        )
        if found is None or found.value is None:
            return _("There is no figure of the period before."), {}
        terms: dict[str, Any] = {
            "unit": self.metric.unit,
            "currency": self.organisation.currency,
            "language": get_language() or "en",
        }
        words = {"period": found.period.label, "value": amounts.write(value=found.value, **terms)}
        return _("%(period)s brought %(value)s.") % words, {"baseline": amounts.entry(value=found.value, **terms)}

    def _offer(self, objective: Objective | None) -> None:
        members = list(Membership.objects.active())
        rows: dict[str, Any] = {
            "goal": Goal.objects.active(),
            "department": Department.objects.all(),
            "team": Team.objects.all(),
            "rep": members,
            "product": Product.objects.all(),
            "territory": Territory.objects.all(),
            "lead_source": LeadSource.objects.all(),
            "owner": members,
        }
        for name, offered in rows.items():
            self.fields[name].offer(offered, empty=_("Choose …"))  # type: ignore[attr-defined]
        self.fields["period"].offer(  # type: ignore[attr-defined]
            periods_on_offer(keep=objective.period_id if objective else None),
            empty=_("Choose …"),
            label=lambda period: period.label,
        )

    def _now(self, name: str, default: str) -> str:
        """What a select shows at present, typed or offered."""
        value = self.data.get(name) if self.is_bound else self.initial.get(name, self.fields[name].initial)
        known = dict(self.fields[name].choices)  # type: ignore[attr-defined]
        return str(value) if value in known else default

    @property
    def metric(self) -> Metric:
        return metric_of(self._now("metric_key", METRIC_CHOICES[0][0]))

    @property
    def metrics(self) -> tuple[Metric, ...]:
        return METRICS

    @property
    def picker(self) -> forms.BoundField | None:
        """The field that goes with the chosen scope."""
        scope = self._now("scope", Scope.ORGANISATION)
        return None if scope == Scope.ORGANISATION else self[scope]

    @property
    def pickers(self) -> list[forms.BoundField]:
        return [self[name] for name in SCOPE_COLUMNS]

    def _unit_words(self) -> str:
        if self.metric.unit == "share":
            return _("In percent, such as 12.5.")
        if self.metric.unit == "count":
            return _("A whole number.")
        if self.metric.unit == "score":
            return _("A number, such as 4.5.")
        if self.metric.unit == "duration":
            return _("A duration, such as 30 s, 24 h or 1 h 30 min.")
        return _("In %(currency)s, such as 1,200,000 or 1.2m.") % {"currency": self.organisation.currency}

    def clean_target(self) -> Decimal | None:
        return self._amount("target")

    def clean_baseline(self) -> Decimal | None:
        return self._amount("baseline") if self.cleaned_data["baseline"].strip() else None

    def _amount(self, name: str) -> Decimal:
        unit, currency = self.metric.unit, self.organisation.currency
        try:
            return amounts.read(
                text=self.cleaned_data[name],
                unit=unit,
                currency=currency,
                decimal=decimal_mark(language=get_language() or "en"),
            )
        except amounts.Unreadable:
            reason = _("This is not a number: %(hint)s") % {"hint": self._unit_words()}
        except amounts.OutOfRange:
            reason = _("This is negative or too large.")
        except amounts.OtherCurrency:
            reason = _("Amounts are in %(currency)s.") % {"currency": currency}
        raise forms.ValidationError(reason)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        scope = values.get("scope")
        if scope in SCOPE_COLUMNS and scope not in self.errors and not values.get(scope):
            self.add_error(scope, _("Choose whom or what this objective is about."))
        target, baseline = values.get("target"), values.get("baseline")
        if target is not None and target == 0 and values.get("direction") == Direction.AT_LEAST:
            self.add_error("target", _("A target to reach must be more than zero."))
        elif target is not None and target == baseline:
            self.add_error("target", _("The target is the same as the baseline."))
        return values

    def written(self, name: str, value: Any) -> str:
        if name in ("target", "baseline"):
            language = get_language() or "en"
            return amounts.write(
                value=value, unit=self.metric.unit, currency=self.organisation.currency, language=language
            )
        return super().written(name, value.label if name == "period" else value)

    def _as_entered(self, objective: Objective) -> dict[str, Any]:
        language, unit = get_language() or "en", objective.metric.unit
        keys = {name: getattr(objective, f"{name}_id") for name in ("goal", "owner", *SCOPE_COLUMNS)}
        plain = {
            name: getattr(objective, name)
            for name in ("title", "metric_key", "scope", "direction", "weight", "version")
        }
        entries = {
            name: amounts.entry(
                value=getattr(objective, name), unit=unit, currency=self.organisation.currency, language=language
            )
            for name in ("target", "baseline")
        }
        return keys | plain | entries | {"period": objective.period.key}
