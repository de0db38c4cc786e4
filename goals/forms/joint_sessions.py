from datetime import datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goals.catalogue import metric_choices, metric_or_gone
from goals.forms.notation import Notation, amount_field
from goals.models import Goal, JointSession, SessionDraft, SessionEntry
from goals.queries.joint_sessions import target_words
from teams.http import RowChoiceField
from teams.http.fields import DayField, NameField
from teams.models import Department

Kind = SessionEntry.Kind
MOST_TOPICS = 30


class JointSessionForm(forms.Form):
    title = NameField(label=gettext_lazy("Title"), max_length=200)
    goal = RowChoiceField(label=gettext_lazy("Goal"), required=False)
    first_department = RowChoiceField(label=gettext_lazy("Department"))
    second_department = RowChoiceField(label=gettext_lazy("With"))
    day = DayField(label=gettext_lazy("Day"))
    begins = forms.TimeField(
        label=gettext_lazy("Begins"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), initial=time(10)
    )
    topics = forms.CharField(
        label=gettext_lazy("Agenda"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("A point on each line. More can be added in the room."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departments = list(Department.objects.all())
        for name in ("first_department", "second_department"):
            self.fields[name].offer(departments, empty=_("Choose …"))  # type: ignore[attr-defined]
        self.fields["goal"].offer(Goal.objects.active(), empty=_("No goal"))  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        typed = self.cleaned_data
        at = timezone.make_aware(datetime.combine(typed["day"], typed["begins"]))
        names = ("title", "goal", "first_department", "second_department")
        return {name: typed[name] for name in names} | {"planned_at": at}

    @property
    def points(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["topics"].splitlines() if line.strip()][:MOST_TOPICS]


class EntryForm(forms.Form):
    """What is written in the room."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=[(kind.value, kind.label) for kind in Kind if kind != Kind.PROPOSAL]
    )
    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2, "data-send": ""})
    )


class TopicForm(forms.Form):
    title = NameField(label=gettext_lazy("Point"), max_length=200)
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=1, max_value=480, initial=10)


class DraftForm(forms.Form):
    """A draft of an objective; `version` is the one that was seen."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = NameField(label=gettext_lazy("Objective"), max_length=200)
    department = RowChoiceField(label=gettext_lazy("Department"), required=False)
    metric_key = forms.ChoiceField(label=gettext_lazy("Metric"))
    target = amount_field(gettext_lazy("Target"))

    def __init__(
        self, data: Any = None, *, session: JointSession, currency: str, draft: SessionDraft | None = None
    ) -> None:
        self.currency = currency
        super().__init__(data, initial=_as_entered(draft, currency) if draft else None)
        kept = draft.metric_key if draft else ""
        self.fields["metric_key"].choices = metric_choices(keep=kept)  # type: ignore[attr-defined]
        self.fields["department"].offer(session.departments, empty=_("Both"))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if "metric_key" in typed and "target" in typed:
            try:
                typed["amount"] = _notation(typed["metric_key"], self.currency).number(typed["target"])
            except forms.ValidationError as error:
                self.add_error("target", error)
        return typed

    @property
    def values(self) -> dict[str, Any]:
        amount: Decimal | None = self.cleaned_data["amount"]
        names = ("title", "department", "metric_key")
        return {name: self.cleaned_data[name] for name in names} | {"target": amount}

    @property
    def words(self) -> str:
        """What was typed, for keeping where somebody else was first."""
        return target_words(self.values, self.cleaned_data["target"])


def _as_entered(draft: SessionDraft, currency: str) -> dict[str, Any]:
    return {
        "version": draft.version,
        "title": draft.title,
        "department": str(draft.department_id) if draft.department_id else "",
        "metric_key": draft.metric_key,
        "target": _notation(draft.metric_key, currency).entry(draft.target),
    }


def _notation(metric_key: str, currency: str) -> Notation:
    return Notation(unit=metric_or_gone(metric_key).unit, currency=currency)
