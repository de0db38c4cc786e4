"""Offering a whole team its targets: whom, for when and of what; then a number for each rep, with one reason for all."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goals.catalogue import METRICS, metric_choices
from goals.forms.negotiations import answerable, end_of, faults_of, lines, usual_day
from goals.forms.notation import LTR, Notation
from goals.models import Objective
from goals.queries.team_openings import TeamRow
from goals.rules import targets
from goals.rules.progress import Direction
from teams.http import RowChoiceField
from teams.http.fields import DayField
from teams.models import Organisation, Period, Team


class TeamChoice(forms.Form):
    """Sends itself by GET."""

    team = RowChoiceField(label=gettext_lazy("Team"))
    period = RowChoiceField(label=gettext_lazy("Period"), key="key")
    metric = forms.ChoiceField(label=gettext_lazy("Metric"))

    def __init__(self, data: Any, *, teams: Sequence[Team], periods: Sequence[Period]) -> None:
        first = {"period": periods[0].key if periods else "", "metric": METRICS[0].key}
        chosen = {name: data.get(name) or first.get(name, "") for name in ("team", "period", "metric")}
        super().__init__(chosen if data.get("team") else None, initial=chosen)
        self.fields["team"].offer(teams, empty=_("Choose …"))  # type: ignore[attr-defined]
        self.fields["period"].offer(periods, label=lambda period: period.label)  # type: ignore[attr-defined]
        self.fields["metric"].choices = metric_choices()  # type: ignore[attr-defined]


class TeamOfferForm(forms.Form):
    """`rows` that are offered have a box and a number each, under the key of their objective; `typed` is what stands there first."""

    rationale = forms.CharField(label=gettext_lazy("Reason"), max_length=5000, widget=lines(3))
    evidence = forms.CharField(label=gettext_lazy("Evidence"), max_length=5000, required=False, widget=lines(2))
    answer_by = DayField(label=gettext_lazy("Answer by"))

    def __init__(
        self,
        data: Any = None,
        *,
        rows: Sequence[TeamRow],
        organisation: Organisation,
        today: date,
        typed: Mapping[str, Any] | None = None,
    ) -> None:
        self.organisation, self.today = organisation, today
        self.rows = [row for row in rows if row.standing is None]
        self.last_day = min((row.objective.period.last_day for row in self.rows), default=date.max)
        first = {"answer_by": usual_day(today=today, last_day=self.last_day)}
        super().__init__(data, initial=first | dict(typed or {}))
        for row in self.rows:
            key, entry = row.objective.pk, self.notation(row.objective).entry(row.proposed)
            self.fields[f"take-{key}"] = forms.BooleanField(required=False, initial=True)
            widget = forms.TextInput(attrs=LTR | {"class": "form-control"})
            self.fields[f"number-{key}"] = forms.CharField(
                required=False, max_length=64, initial=entry, widget=widget, label=_("Offer")
            )

    def notation(self, objective: Objective) -> Notation:
        return Notation(unit=objective.metric.unit, currency=objective.currency or self.organisation.currency)

    @property
    def lines(self) -> list[tuple[TeamRow, forms.BoundField, forms.BoundField]]:
        return [(row, self[f"take-{row.objective.pk}"], self[f"number-{row.objective.pk}"]) for row in self.rows]

    def clean_answer_by(self) -> date:
        return answerable(self.cleaned_data["answer_by"], today=self.today, last_day=self.last_day)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        taken = [row for row in self.rows if values.get(f"take-{row.objective.pk}")]
        if not taken:
            self.add_error(None, _("Choose at least one person."))
        values["numbers"] = [(row, self._number(row)) for row in taken]
        return values

    def _number(self, row: TeamRow) -> Decimal | None:
        """An error stands at the row that cannot be read."""
        name = f"number-{row.objective.pk}"
        try:
            number = self.notation(row.objective).number(self.cleaned_data.get(name, ""))
        except forms.ValidationError as error:
            self.add_error(name, error)
            return None
        if number is None:
            self.add_error(name, _("A target to reach must be more than zero."))
            return None
        for reason in faults_of(_terms(row.objective, number), direction=row.objective.direction).values():
            self.add_error(name, reason)
        return number

    @property
    def typed(self) -> dict[str, Any]:
        """As it was typed, to be shown again to those who are left."""
        return {name: self[name].value() for name in self.fields}

    @property
    def offers(self) -> list[tuple[Any, dict[str, Any]]]:
        """What the action takes. A stretch target that the offer has passed is none."""
        said = {name: self.cleaned_data[name] for name in ("rationale", "evidence")}
        said["answer_until"] = end_of(self.cleaned_data["answer_by"], self.organisation.zone)
        return [(row.opening, _terms(row.objective, number) | said) for row, number in self.cleaned_data["numbers"]]


def _terms(objective: Objective, number: Decimal) -> dict[str, Any]:
    direction: Direction = objective.direction  # type: ignore[assignment]
    stretch = targets.kept_stretch(stretch=objective.stretch, target=number, direction=direction)
    return {"committed": number, "upper": objective.target_upper, "stretch": stretch}
