"""The part of a form that says what is measured: metric, scope and period; and what the period before brought of it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goals.catalogue import METRICS, UnknownMetric, choosable, metric_choices, metric_of, metric_or_gone
from goals.forms.rows import FormWithRows
from goals.models import Objective, Scope
from goals.models.objective import SCOPE_COLUMNS
from goals.queries.baselines import Baseline, baseline_of
from metrics.definitions import Metric
from pipeline.models import LeadSource, Product
from teams.http import RowChoiceField
from teams.models import Department, Membership, Organisation, Team, Territory
from teams.queries.periods import periods_on_offer


class ScopeForm(FormWithRows):
    """One picker per scope, of which one counts."""

    metric_key = forms.ChoiceField(label=gettext_lazy("Metric"))
    scope = forms.ChoiceField(label=gettext_lazy("Scope"), choices=Scope.choices, initial=Scope.ORGANISATION)
    department = RowChoiceField(label=gettext_lazy("Department"), required=False)
    team = RowChoiceField(label=gettext_lazy("Team"), required=False)
    rep = RowChoiceField(label=gettext_lazy("Rep"), required=False)
    product = RowChoiceField(label=gettext_lazy("Product"), required=False)
    territory = RowChoiceField(label=gettext_lazy("Territory"), required=False)
    lead_source = RowChoiceField(label=gettext_lazy("Lead source"), required=False)
    period = RowChoiceField(label=gettext_lazy("Period"), key="key")

    def __init__(
        self, *args: Any, organisation: Organisation, today: date, objective: Objective | None, **kwargs: Any
    ) -> None:
        self.organisation, self.today, self.objective = organisation, today, objective
        super().__init__(*args, **kwargs)
        kept = objective.metric_key if objective else ""
        self.fields["metric_key"].choices = metric_choices(keep=kept)  # type: ignore[attr-defined]
        rows: dict[str, Any] = {
            "department": self.departments,
            "team": Team.objects.all(),
            "rep": self.members,
            "product": Product.objects.all(),
            "territory": Territory.objects.all(),
            "lead_source": LeadSource.objects.all(),
        }
        for name, offered in rows.items():
            self.fields[name].offer(offered, empty=_("Choose …"))  # type: ignore[attr-defined]
        self.fields["period"].offer(  # type: ignore[attr-defined]
            periods_on_offer(keep=objective.period_id if objective else None),
            empty=_("Choose …"),
            label=lambda period: period.label,
        )

    @cached_property
    def departments(self) -> list[Department]:
        return list(Department.objects.all())

    @cached_property
    def members(self) -> list[Membership]:
        """Who is here, and who has left and stands in the objective: an edit of something else does not lose them."""
        kept = (self.objective.owner, self.objective.rep) if self.objective else ()
        return Membership.objects.active().with_those(*kept)

    def now(self, name: str, default: str = "") -> str:
        """What a select shows at present, typed or offered."""
        value = self.data.get(name) if self.is_bound else self.initial.get(name, self.fields[name].initial)
        is_offered = value is not None and self.fields[name].valid_value(str(value))  # type: ignore[attr-defined]
        return str(value) if is_offered else default

    def clean_metric_key(self) -> str:
        """One that is gone stays to be seen until another one is chosen."""
        key: str = self.cleaned_data["metric_key"]
        try:
            metric_of(key)
        except UnknownMetric:
            raise forms.ValidationError(_("This metric is gone: choose another one.")) from None
        return key

    @property
    def metric(self) -> Metric:
        return metric_or_gone(self.now("metric_key", METRICS[0].key))

    @property
    def metrics(self) -> list[Metric]:
        return choosable()

    @property
    def picker(self) -> forms.BoundField | None:
        """The field that goes with the chosen scope."""
        scope = self.now("scope", Scope.ORGANISATION)
        return None if scope == Scope.ORGANISATION else self[scope]

    @property
    def pickers(self) -> list[forms.BoundField]:
        return [self[name] for name in SCOPE_COLUMNS]

    def check_scope(self) -> None:
        scope = self.cleaned_data.get("scope")
        if scope in SCOPE_COLUMNS and scope not in self.errors and not self.cleaned_data.get(scope):
            self.add_error(scope, _("Choose whom or what this objective is about."))

    @property
    def about(self) -> Any:
        """The record that the scope names; None until scope and period are chosen."""
        scope = self.cleaned_data.get("scope")
        if self.cleaned_data.get("period") is None:
            return None
        return self.organisation if scope == Scope.ORGANISATION else self.cleaned_data.get(scope or "")

    def measure(self) -> Baseline | None:
        """What the same scope brought in the period before; None if that cannot be said."""
        about = self.about
        if about is None:
            return None
        return self._baseline(self.metric.key, self.cleaned_data["scope"], about, qualifying=self.qualifying())

    def qualifying(self) -> list[Any]:
        """The conditions of what counts, as far as they are chosen."""
        return []

    def measure_companion(self, metric_key: str, scope: str, department: Department | None) -> Decimal | None:
        """The same for the metric and scope of a guard."""
        if self.about is None:
            return None
        if scope == "same":
            found = self._baseline(metric_key, self.cleaned_data["scope"], self.about)
        else:
            found = self._baseline(metric_key, scope, department or self.organisation)
        return None if found is None else found.value

    def _baseline(self, metric_key: str, scope: str, about: Any, *, qualifying: Sequence[Any] = ()) -> Baseline | None:
        return baseline_of(
            organisation=self.organisation,
            metric_key=metric_key,
            scope=scope,
            scope_id=about.pk,
            period=self.cleaned_data["period"],
            today=self.today,
            currency=self.cleaned_data.get("currency", ""),
            qualifying=qualifying,
        )
