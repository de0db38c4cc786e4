from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from slas.models import Clock
from slas.queries.clocks import ANY_BREACH, ClockFilter, on_offer, options, promise_name
from teams.http import RowChoiceField
from teams.http.fields import ChoiceField
from teams.models import Membership
from teams.permissions import Permission
from teams.queries.periods import PeriodChoice, period_choice

OVERDUE = (ANY_BREACH, _("All breaches"))


class ClockFilterForm(forms.Form):
    """Which clocks a page shows. Always bound: without a choice those of the current quarter.

    A choice that does not exist is shown with its error, and filters nothing.
    """

    period = RowChoiceField(key="key", label=_("Period"), required=False)
    promise = RowChoiceField(key="line", label=_("Promise"), required=False)
    version = RowChoiceField(label=_("Version"), required=False)
    team = RowChoiceField(label=_("Team"), required=False)
    source = RowChoiceField(label=_("Lead source"), required=False)
    owner = RowChoiceField(label=_("Owner"), required=False)
    state = ChoiceField(label=_("State"), required=False)

    def __init__(self, query: Any, *, member: Membership, today: date) -> None:
        self.periods: PeriodChoice = period_choice(key=query.get("period", ""), today=today)
        chosen = {"period": self.periods.chosen.key} if self.periods.chosen else {}
        super().__init__({**query.dict(), **chosen}, auto_id="filter_%s")
        if not member.may(Permission.CLOCK_VIEW_ALL):
            del self.fields["owner"]
        self._offer()
        self.is_valid()

    def _offer(self) -> None:
        promises, versions = on_offer()
        self._of("period").offer(self.periods.groups, label=lambda period: period.label)
        self._of("promise").offer(promises, empty=gettext("All"), label=promise_name)
        self._of("version").offer(versions, empty=gettext("All"))
        named = options()
        for name in named.keys() & self.fields:
            self._of(name).offer(named[name], empty=gettext("All"))
        states = [(state.value, state.label) for state in Clock.State]
        self.fields["state"].choices = [("", _("All")), OVERDUE, *states]  # type: ignore[attr-defined]

    def _of(self, name: str) -> RowChoiceField:
        return self.fields[name]  # type: ignore[return-value]

    def chosen(self, name: str) -> Any:
        return self.cleaned_data.get(name) or None

    @property
    def is_narrowed(self) -> bool:
        return any(self.chosen(name) for name in self.fields if name != "period")

    @property
    def where(self) -> ClockFilter:
        ids = {name: getattr(self.chosen(name), "pk", None) for name in ("team", "source", "owner")}
        return ClockFilter(
            period=self.chosen("period"),
            line=getattr(self.chosen("promise"), "line", None),
            version_id=getattr(self.chosen("version"), "pk", None),
            team_id=ids["team"],
            lead_source_id=ids["source"],
            owner_id=ids["owner"],
            state=self.chosen("state"),
        )

    @property
    def without_state(self) -> ClockFilter:
        return replace(self.where, state=None)
