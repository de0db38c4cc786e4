from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goals.models import Goal
from teams.http import RowChoiceField
from teams.http.fields import NameField
from teams.http.versions import VersionedForm
from teams.models import Membership
from teams.queries.periods import periods_on_offer


class GoalForm(VersionedForm):
    title = NameField(
        label=gettext_lazy("Title"),
        max_length=200,
        help_text=gettext_lazy("What do we want to reach? It may be broad: its objectives make it measurable."),
    )
    what = forms.CharField(
        label=gettext_lazy("What we do this period"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    why = forms.CharField(
        label=gettext_lazy("Why it matters"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    parent = RowChoiceField(label=gettext_lazy("Part of"), required=False)
    period = RowChoiceField(label=gettext_lazy("Period"), required=False, key="key")
    cadence = forms.ChoiceField(
        label=gettext_lazy("Check-ins"),
        required=False,
        choices=[("", gettext_lazy("No fixed rhythm")), *Goal.Cadence.choices],
        help_text=gettext_lazy("Without one in time, an objective on track is shown as silent, not as green."),
    )
    owner = RowChoiceField(label=gettext_lazy("Owner"), required=False, help_text=gettext_lazy("Who works towards it."))
    sponsor = RowChoiceField(
        label=gettext_lazy("Sponsor"), required=False, help_text=gettext_lazy("Who in leadership stands behind it.")
    )

    def __init__(self, data: Any = None, *, goal: Goal | None = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial if goal is None else _as_entered(goal))
        goals = Goal.objects.active()
        others = goals.exclude(pk=goal.pk) if goal else goals
        self.fields["parent"].offer(others, empty=_("No other goal"))  # type: ignore[attr-defined]
        periods = periods_on_offer(keep=goal.period_id if goal else None)
        named = {"empty": _("Any period"), "label": lambda period: period.label}
        self.fields["period"].offer(periods, **named)  # type: ignore[attr-defined]
        members = Membership.objects.active().with_those(*([goal.owner, goal.sponsor] if goal else []))
        for name in ("owner", "sponsor"):
            self.fields[name].offer(members, empty=_("Nobody yet"))  # type: ignore[attr-defined]


def _as_entered(goal: Goal) -> dict[str, Any]:
    keys = {name: getattr(goal, f"{name}_id") for name in ("parent", "owner", "sponsor")}
    return keys | {
        "title": goal.title,
        "what": goal.what,
        "why": goal.why,
        "cadence": goal.cadence,
        "period": goal.period.key if goal.period else "",
        "version": goal.version,
    }
