from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from slas.forms.filters import ClockFilterForm
from slas.models import Breach
from teams.http import RowChoiceField
from teams.http.fields import DayField
from teams.http.versions import VersionedForm
from teams.models import Membership
from teams.rules.formats import NONE, day

STATES = [
    ("unexplained", gettext_lazy("Without a cause")),
    ("unsigned", gettext_lazy("Not signed off by both")),
    ("action_overdue", gettext_lazy("Corrective action overdue")),
    ("waived", gettext_lazy("Waived")),
    ("reversed", gettext_lazy("Reversed")),
]
FIELDS = ("cause", "cause_note", "action", "action_owner", "action_due_on", "action_done_on", "version")


class BreachFilterForm(ClockFilterForm):
    """Which breaches a page shows: those that count, or what has become of them."""

    def _offer(self) -> None:
        super()._offer()
        self.fields["state"].choices = [("", _("All that count")), *STATES]  # type: ignore[attr-defined]


class BreachForm(VersionedForm):
    """Why it happened, and what is done about it."""

    cause = forms.ChoiceField(label=gettext_lazy("Cause"), choices=[("", NONE), *Breach.Cause.choices])
    cause_note = forms.CharField(label=gettext_lazy("What happened"), max_length=500, required=False)
    action = forms.CharField(label=gettext_lazy("Corrective action"), max_length=500, required=False)
    action_owner = RowChoiceField(label=gettext_lazy("Who does it"), required=False)
    action_due_on = DayField(label=gettext_lazy("By"), required=False)
    action_done_on = DayField(label=gettext_lazy("Done on"), required=False)

    def __init__(self, data: Any = None, *, breach: Breach) -> None:
        shown = {name: getattr(breach, name) for name in FIELDS} | {"action_owner": breach.action_owner_id}
        super().__init__(data, initial=shown)
        people = Membership.objects.active().order_by("full_name", "pk")
        self.fields["action_owner"].offer(people, empty=_("Nobody"))  # type: ignore[attr-defined]

    def written(self, name: str, value: Any) -> str:
        return (
            day(value=value, language=get_language() or "en")
            if isinstance(value, date)
            else super().written(name, value)
        )
