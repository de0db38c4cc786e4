"""Numbers of a negotiation, typed in the unit of the metric, with their reason."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goals.forms.notation import Notation, amount_field
from goals.models import Direction, Objective, Offer
from goals.queries.matters import midnight
from goals.rules import targets
from teams.http import RowChoiceField
from teams.http.fields import DayField
from teams.models import Department, Organisation

DAYS_TO_ANSWER = 7


def lines(count: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": count})


class WordsField(forms.CharField):
    """Text of which the end of a line counts once, as in the browser, which sends two characters for it."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class NumberForm(forms.Form):
    """An offer or a counter-offer: the number, why, what shows it, and (for the manager's side) until when."""

    seen = forms.UUIDField(required=False, widget=forms.HiddenInput)
    committed = amount_field(gettext_lazy("Target"), is_required=True)
    upper = amount_field(gettext_lazy("Upper end"), is_required=True)
    stretch = amount_field(gettext_lazy("Stretch target"))
    rationale = forms.CharField(label=gettext_lazy("Reason"), max_length=5000, widget=lines(3))
    evidence = forms.CharField(
        label=gettext_lazy("Evidence"),
        max_length=5000,
        required=False,
        widget=lines(2),
        help_text=gettext_lazy("Links or facts that the other side can check, one a line."),
    )
    answer_by = DayField(label=gettext_lazy("Answer by"))

    def __init__(
        self,
        data: Any = None,
        *,
        objective: Objective,
        organisation: Organisation,
        today: date,
        latest: Offer | None = None,
        with_deadline: bool = True,
        **kwargs: Any,
    ) -> None:
        self.objective, self.organisation, self.today = objective, organisation, today
        self.usual_day = usual_day(today=today, last_day=objective.period.last_day)
        first = {"seen": latest.pk if latest else None, "answer_by": self.usual_day}
        super().__init__(data, initial=first | (kwargs.pop("initial", None) or {}), **kwargs)
        self.fields["committed"].help_text = self.notation.hint
        self.fields["stretch"].help_text = _("A second number further on, with other consequences.")
        if objective.direction != Direction.BETWEEN:
            del self.fields["upper"]
        else:
            del self.fields["stretch"]
            self.fields["committed"].label = _("Lower end")
        if not with_deadline:
            del self.fields["answer_by"]

    @property
    def values(self) -> dict[str, Any]:
        """What the action takes. Without a day of its own, the answer has a week."""
        typed = self.cleaned_data
        last_day = typed.get("answer_by") or self.usual_day
        return {
            "committed": typed["committed"],
            "upper": typed.get("upper"),
            "stretch": typed.get("stretch"),
            "rationale": typed["rationale"],
            "evidence": typed["evidence"],
            "answer_until": end_of(last_day, self.organisation.zone),
        }

    def stand_on(self, latest: Offer | None) -> None:
        """After a newer number came in between: as typed, and now an answer to that one."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data[self.add_prefix("seen")] = str(latest.pk) if latest else ""  # type: ignore[index]

    @property
    def notation(self) -> Notation:
        currency = self.objective.currency or self.organisation.currency
        return Notation(unit=self.objective.metric.unit, currency=currency)

    def clean_committed(self) -> Decimal | None:
        return self.notation.number(self.cleaned_data["committed"])

    def clean_upper(self) -> Decimal | None:
        return self.notation.number(self.cleaned_data["upper"])

    def clean_stretch(self) -> Decimal | None:
        return self.notation.number(self.cleaned_data["stretch"])

    def clean_answer_by(self) -> date:
        day: date = self.cleaned_data["answer_by"]
        return answerable(day, today=self.today, last_day=self.objective.period.last_day)

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        committed = typed.get("committed")
        if committed is None or self.errors:
            return typed
        number = {"committed": committed, "upper": typed.get("upper"), "stretch": typed.get("stretch")}
        for name, reason in faults_of(number, direction=self.objective.direction).items():
            self.add_error(name, reason)
        return typed


class OpeningForm(NumberForm):
    """The first number, and the other department where the target binds it too."""

    other_department = RowChoiceField(
        label=gettext_lazy("Also binds"),
        required=False,
        help_text=gettext_lazy("A second department that signs too, because the target binds both."),
    )

    def __init__(
        self, data: Any = None, *, department: Department | None, bound: Department | None = None, **terms: Any
    ) -> None:
        """`bound` is the department that the version in force binds too."""
        objective: Objective = terms["objective"]
        super().__init__(data, **terms)
        for name, number in (
            ("committed", objective.target),
            ("upper", objective.target_upper),
            ("stretch", objective.stretch),
        ):
            if name in self.fields:
                self.initial.setdefault(name, self.notation.entry(number))
        others = Department.objects.exclude(pk=department.pk) if department else Department.objects.all()
        self.fields["other_department"].offer(others, empty=_("No other department"))  # type: ignore[attr-defined]
        if bound is not None and bound != department:
            self.initial["other_department"] = str(bound.pk)
            self.fields["other_department"].disabled = True
            self.fields["other_department"].help_text = _("The version in force binds it, so this one does too.")


class ImposeForm(NumberForm):
    """A target without an agreement: the reason stands beside it for ever."""

    def __init__(self, data: Any = None, **terms: Any) -> None:
        super().__init__(data, with_deadline=False, prefix="impose", **terms)
        del self.fields["evidence"]
        self.fields["rationale"].label = _("Why it is imposed")

    @property
    def values(self) -> dict[str, Any]:
        self.cleaned_data["evidence"] = ""
        return super().values


class NoteForm(forms.Form):
    """A word with a step."""

    note = WordsField(label=gettext_lazy("Note"), max_length=2000, required=False, widget=lines(2))


def usual_day(*, today: date, last_day: date) -> date:
    """Until when an answer is asked for: a week, or as long as the period lasts."""
    return min(today + timedelta(days=DAYS_TO_ANSWER), max(today, last_day))


def answerable(day: date, *, today: date, last_day: date) -> date:
    """The day, if it can still be answered then."""
    if day < today:
        raise forms.ValidationError(_("This day is over. Choose today or later."))
    if day > last_day:
        raise forms.ValidationError(_("This is after the period. Choose a day before it ends."))
    return day


def faults_of(number: Mapping[str, Any], *, direction: str) -> dict[str, str]:
    """What does not fit of a number with its upper end and its stretch target, by field."""
    faults = {}
    if number["committed"] == 0 and direction == Direction.AT_LEAST:
        faults["committed"] = _("A target to reach must be more than zero.")
    try:
        upper, stretch = number["upper"], number["stretch"]
        targets.check(target=number["committed"], upper=upper, stretch=stretch, direction=direction)  # type: ignore[arg-type]
    except targets.StretchFallsShort:
        faults["stretch"] = _("A stretch target lies beyond the target.")
    except targets.EmptyBand:
        faults["upper"] = _("The upper end must be above the lower one.")
    return faults


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which the day is over."""
    return midnight(day + timedelta(days=1), zone)
