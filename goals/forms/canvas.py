"""The lines of a goal's canvas as forms."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goals.models import Assumption, Goal, HelpRequest, Initiative, Obstacle
from goals.models.canvas import CanvasEntry
from teams.http import RowChoiceField
from teams.http.fields import DayField, NameField
from teams.http.versions import VersionedForm
from teams.models import Department, Membership


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _title(label: Any, help_text: Any = "") -> NameField:
    return NameField(
        label=label, max_length=200, help_text=help_text, widget=forms.TextInput(attrs={"autofocus": True})
    )


class EntryForm(VersionedForm):
    """A line; `entry` is the one that is changed."""

    def __init__(self, data: Any = None, *, entry: CanvasEntry | None = None) -> None:
        super().__init__(data, initial=self._as_entered(entry) if entry else None)
        for name in {"owner"} & set(self.fields):
            kept = getattr(entry, "owner", None)
            members = Membership.objects.active().with_those(kept)
            self.fields[name].offer(members, empty=_("Nobody yet"))  # type: ignore[attr-defined]

    def _as_entered(self, entry: CanvasEntry) -> dict[str, Any]:
        names = {
            name: f"{name}_id" if isinstance(field, RowChoiceField) else name
            for name, field in self.base_fields.items()
        }
        return {name: getattr(entry, attribute, None) for name, attribute in names.items()}


class InitiativeForm(EntryForm):
    title = _title(gettext_lazy("What we do"))
    owner = RowChoiceField(label=gettext_lazy("Owner"), required=False)
    starts_on = DayField(label=gettext_lazy("First day"), required=False)
    ends_on = DayField(label=gettext_lazy("Last day"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), choices=Initiative.State.choices)

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day is before the first."))
        return self.cleaned_data


class ObstacleForm(EntryForm):
    title = _title(gettext_lazy("What is it?"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Obstacle.Kind.choices)
    owner = RowChoiceField(label=gettext_lazy("Who takes care of it"), required=False)
    is_resolved = forms.BooleanField(label=gettext_lazy("It is out of the way"), required=False)


class AssumptionForm(EntryForm):
    title = _title(gettext_lazy("What we take for granted"))
    measure = forms.ChoiceField(label=gettext_lazy("Measured"), choices=Assumption.Measure.choices)
    expected = forms.CharField(label=gettext_lazy("What we expect"), max_length=200, required=False)
    expected_share = forms.DecimalField(
        label=gettext_lazy("Expected turnover, in per cent of the reps"),
        min_value=0,
        max_value=100,
        max_digits=6,
        decimal_places=2,
        required=False,
    )
    effect = forms.CharField(
        label=gettext_lazy("Effect"),
        max_length=500,
        required=False,
        widget=_lines(2),
        help_text=gettext_lazy("What it means for the targets, if it comes true."),
    )

    def _as_entered(self, entry: CanvasEntry) -> dict[str, Any]:
        first = super()._as_entered(entry)
        share = first["expected_share"]
        return first | {"expected_share": None if share is None else (share * 100).normalize()}

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if values.get("measure") == Assumption.Measure.TURNOVER:
            if values.get("expected_share") is None and "expected_share" not in self.errors:
                self.add_error("expected_share", _("How much do you expect?"))
        else:
            values["expected_share"] = None
        if values.get("expected_share") is not None:
            values["expected_share"] /= 100
        return values


class HelpRequestForm(EntryForm):
    title = _title(gettext_lazy("What do you need?"))
    department = RowChoiceField(label=gettext_lazy("From which department?"))
    needed_by = DayField(label=gettext_lazy("Needed by"), required=False)
    details = forms.CharField(label=gettext_lazy("Details"), max_length=5000, required=False, widget=_lines(2))

    def __init__(self, data: Any = None, *, entry: CanvasEntry | None = None) -> None:
        super().__init__(data, entry=entry)
        self.fields["department"].offer(Department.objects.order_by("name", "pk"))  # type: ignore[attr-defined]


class PurposeForm(VersionedForm):
    """What a goal is about, in words."""

    what = forms.CharField(
        label=gettext_lazy("What we do this period"), required=False, max_length=5000, widget=_lines(3)
    )
    why = forms.CharField(label=gettext_lazy("Why it matters"), required=False, max_length=5000, widget=_lines(4))
    sponsor = RowChoiceField(label=gettext_lazy("Sponsor"), required=False)

    def __init__(self, data: Any = None, *, goal: Goal) -> None:
        kept = {"what": goal.what, "why": goal.why, "sponsor": goal.sponsor_id, "version": goal.version}
        super().__init__(data, initial=kept)
        members = Membership.objects.active().with_those(goal.sponsor)
        self.fields["sponsor"].offer(members, empty=_("Nobody yet"))  # type: ignore[attr-defined]


class ReplyForm(forms.Form):
    """What a department answers, or why it cannot help."""

    reply = forms.CharField(
        label=gettext_lazy("Your reply"),
        max_length=5000,
        required=False,
        widget=_lines(3),
        help_text=gettext_lazy("Needed to decline or to answer; who asked reads it."),
    )

    @property
    def text(self) -> str:
        return self.cleaned_data["reply"] if self.is_valid() else ""


FORMS: dict[type[CanvasEntry], type[EntryForm]] = {
    Initiative: InitiativeForm,
    Obstacle: ObstacleForm,
    Assumption: AssumptionForm,
    HelpRequest: HelpRequestForm,
}
