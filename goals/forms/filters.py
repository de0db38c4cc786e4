from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from goals.catalogue import metric_choices
from goals.forms.past_days import AsOf
from goals.models import Goal, Scope, Status
from goals.queries.progress import ProgressFilter
from teams.http import RowChoiceField
from teams.http.fields import ChoiceField
from teams.queries.periods import PeriodChoice, period_choice
from teams.queries.structure import departments, teams

ORDERS = [
    ("scope", pgettext_lazy("sort by", "Scope")),
    ("-attainment", gettext_lazy("Highest attainment")),
    ("attainment", gettext_lazy("Lowest attainment")),
    ("-pace", gettext_lazy("Fastest pace")),
    ("pace", gettext_lazy("Slowest pace")),
]
STATUSES = [*Status.choices, ("silent", gettext_lazy("On track, but silent"))]


class ObjectiveFilter(forms.Form):
    """What a list of objectives shows. Always bound: without a choice it shows the current quarter, all of it.

    A choice that does not exist is shown with its error, and filters nothing.
    """

    period = RowChoiceField(key="key", label=gettext_lazy("Period"), required=False)
    department = RowChoiceField(label=gettext_lazy("Department"), required=False)
    team = RowChoiceField(label=gettext_lazy("Team"), required=False)
    metric = ChoiceField(label=gettext_lazy("Metric"), required=False)
    scope = ChoiceField(label=gettext_lazy("Scope"), required=False)
    status = ChoiceField(label=gettext_lazy("Status"), required=False)
    goal = RowChoiceField(label=gettext_lazy("Goal"), required=False)
    sort = ChoiceField(label=gettext_lazy("Sort by"), required=False, choices=ORDERS)

    def __init__(self, query: Any, *, as_of: AsOf, only: tuple[str, ...] | None = None) -> None:
        self.periods: PeriodChoice = period_choice(key=query.get("period", ""), today=as_of.day)
        self.known_on = as_of.past
        chosen = {"period": self.periods.chosen.key} if self.periods.chosen else {}
        super().__init__({**query.dict(), **chosen})
        for name in set(self.fields) - set(only or self.fields):
            del self.fields[name]
        self._offer()
        self.is_valid()

    def _offer(self) -> None:
        rows = {"period": self.periods.groups, "department": departments, "team": teams, "goal": Goal.objects.active}
        for name in set(rows) & set(self.fields):
            offered = rows[name]
            self.fields[name].offer(  # type: ignore[attr-defined]
                offered() if callable(offered) else offered,
                empty=None if name == "period" else _("All"),
                label=(lambda period: period.label) if name == "period" else str,
            )
        choices = {"metric": metric_choices, "scope": lambda: Scope.choices, "status": lambda: STATUSES}
        for name in set(choices) & set(self.fields):
            self.fields[name].choices = [("", _("All")), *choices[name]()]  # type: ignore[attr-defined]

    def chosen(self, name: str) -> Any:
        return getattr(self, "cleaned_data", {}).get(name) or None

    def rows(self, name: str) -> list[Any]:
        """All rows that a choice offers."""
        return list(self.fields[name].rows.values())  # type: ignore[attr-defined]

    @property
    def on(self) -> date:
        """The day from which reps are placed in teams."""
        return self.periods.day

    @property
    def order(self) -> str:
        return self.chosen("sort") or "scope"

    @property
    def is_narrowed(self) -> bool:
        return any(self.chosen(name) for name in self.fields if name not in ("period", "sort"))

    @property
    def where(self) -> ProgressFilter:
        ids = {f"{name}_id": getattr(self.chosen(name), "pk", None) for name in ("department", "team", "goal")}
        return ProgressFilter(
            **ids,
            metric_key=self.chosen("metric"),
            scope=self.chosen("scope"),
            status=self.chosen("status"),
            known_on=self.known_on,
        )
