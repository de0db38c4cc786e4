from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goals.catalogue import UnknownMetric, metric_choices, metric_of
from goals.forms.notation import Notation, amount_field
from goals.models import Guardrail
from goals.rules import targets
from teams.http import RowChoiceField
from teams.models import Department

# What the period before brought, of (metric, scope of the guard, department).
Measure = Callable[[str, str, Department | None], Decimal | None]


class GuardrailForm(forms.Form):
    """One row: a companion metric and its limit, a number or a change of its baseline."""

    metric_key = forms.ChoiceField(label=gettext_lazy("Metric"))
    kind = forms.ChoiceField(label=gettext_lazy("Limit"), choices=Guardrail.Kind.choices, initial=Guardrail.Kind.FLOOR)
    limit = amount_field(gettext_lazy("Value"), is_required=True)
    baseline = amount_field(gettext_lazy("Baseline"))
    scope = forms.ChoiceField(
        label=gettext_lazy("Scope"), choices=Guardrail.Scope.choices, initial=Guardrail.Scope.SAME
    )
    department = RowChoiceField(label=gettext_lazy("Department"), required=False)
    is_hard = forms.BooleanField(
        label=gettext_lazy("Nothing counts while it is broken"),
        required=False,
        help_text=gettext_lazy("Otherwise as much is withheld as is missing to the limit."),
    )

    def __init__(self, *args: Any, currency: str, departments: Sequence[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        self.fields["metric_key"].choices = [("", _("Choose …")), *metric_choices()]  # type: ignore[attr-defined]
        self.fields["department"].offer(departments, empty=_("Choose …"))  # type: ignore[attr-defined]
        self.fields["limit"].help_text = self.notation.hint_of_change

    @property
    def notation(self) -> Notation:
        try:
            unit = metric_of(self["metric_key"].value() or "").unit
        except UnknownMetric:
            unit = "count"
        return Notation(unit=unit, currency=self.currency)

    def clean_limit(self) -> Any:
        return self.notation.asked(self.cleaned_data["limit"])

    def clean_baseline(self) -> Decimal | None:
        return self.notation.number(self.cleaned_data["baseline"])

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if values.get("scope") != Guardrail.Scope.DEPARTMENT:
            values["department"] = None
        elif not values.get("department") and "department" not in self.errors:
            self.add_error("department", _("Choose the department to watch."))
        return values

    def resolved(self, measure: Measure) -> dict[str, Any]:
        """The values of a guardrail, of a valid row; a change without a baseline takes what the period before brought."""
        row = self.cleaned_data
        asked, baseline = row["limit"], row["baseline"]
        is_change = asked.mode != "absolute"
        if is_change and baseline is None:
            baseline = measure(row["metric_key"], row["scope"], row["department"])
        values = {name: row[name] for name in ("metric_key", "kind", "scope", "department", "is_hard")}
        values |= {"baseline": baseline, "limit_change": None, "limit_mode": Guardrail.Mode.ABSOLUTE}
        try:
            values["limit"] = targets.resolve(
                mode=asked.mode, value=asked.value, baseline=baseline, is_whole=self.notation.is_whole
            )
        except targets.NoBaseline:
            self.add_error("baseline", _("There is no figure of the period before: type the baseline."))
        except targets.NothingToChange:
            self.add_error("limit", _("The baseline is 0, and a share of 0 is 0: type a number."))
        if is_change:
            values |= {"limit_change": asked.value, "limit_mode": asked.mode}
        return values


def as_entered(guardrail: Guardrail, currency: str) -> dict[str, Any]:
    notation = Notation(unit=guardrail.metric.unit, currency=currency)
    typed = guardrail.limit if guardrail.limit_mode == Guardrail.Mode.ABSOLUTE else guardrail.limit_change
    plain = {name: getattr(guardrail, name) for name in ("metric_key", "kind", "scope", "is_hard")}
    return plain | {
        "department": guardrail.department_id,
        "limit": notation.asked_entry(guardrail.limit_mode, typed),
        "baseline": notation.entry(guardrail.baseline),
    }
