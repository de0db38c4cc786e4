"""The part of a form that says how progress is judged over time: the expected course, and whether leave lowers the target."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from goals.forms.targets import TargetForm
from goals.models import PaceMethod, Scope
from goals.models.objective import OF_LEVELS
from goals.rules import spans, weights
from teams.rules import formats
from teams.rules.formats import month

PRORATED = [
    ("yes", gettext_lazy("By leave, ramp and days in no team")),
    ("no", gettext_lazy("Not at all: the full target is asked")),
]


class CourseForm(TargetForm):
    pace_method = forms.ChoiceField(
        label=gettext_lazy("Expected course"), choices=PaceMethod.choices, initial=PaceMethod.CALENDAR, required=False
    )
    season_weights = forms.CharField(
        label=gettext_lazy("Weights of the months"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "text", "autocomplete": "off"}),
    )
    is_prorated = forms.ChoiceField(label=gettext_lazy("Prorated"), choices=PRORATED, initial="yes", required=False)

    def offer_courses(self) -> None:
        self.fields["pace_method"].help_text = self._course_words()
        names = self._month_names()
        if names:
            words = {"months": _joined(names), "example": " ".join(["25", "30", "45"][: len(names)])}
            self.fields["season_weights"].help_text = (
                _("One for each of %(months)s, on any scale, such as %(example)s.") % words
            )

    @property
    def is_seasonal(self) -> bool:
        return self.now("pace_method") == PaceMethod.SEASONAL

    @property
    def is_of_one_person(self) -> bool:
        return self.now("scope") == Scope.REP and self.metric.accumulates

    def clean_pace_method(self) -> str:
        method = self.cleaned_data["pace_method"] or PaceMethod.CALENDAR
        if not self.metric.accumulates and method not in {PaceMethod.CALENDAR, *OF_LEVELS}:
            raise forms.ValidationError(
                _("This metric does not add up over time: its target holds on any day, or has steps or milestones.")
            )
        return method

    def clean_is_prorated(self) -> bool:
        return self.cleaned_data["is_prorated"] != "no"

    def clean_season_weights(self) -> list[Decimal]:
        if not self.is_seasonal:
            return []
        try:
            return weights.read(text=self.cleaned_data["season_weights"], decimal=self.notation.decimal)
        except weights.Unreadable as error:
            raise forms.ValidationError(_("Type numbers of 0 or more, one for each month.")) from error

    def check_course(self, values: dict[str, Any]) -> None:
        """Weights go with the months of the period; milestones are needed to go by them."""
        period, typed = values.get("period"), values.get("season_weights")
        if values.get("pace_method") == PaceMethod.SEASONAL and period is not None and typed is not None:
            months = len(list(spans.months(starts_on=period.starts_on, ends_on=period.ends_on)))
            if len(typed) != months or not any(typed):
                self.add_error("season_weights", self._wrong_weights(months))
        if values.get("pace_method") == PaceMethod.MILESTONES and not self.rows["milestones"].filled:
            self.add_error("pace_method", _("Add a milestone below to go by milestones."))

    def _wrong_weights(self, months: int) -> str:
        words = {"number": months, "months": _joined(self._month_names())}
        return _("Type %(number)s numbers, not all of them 0: %(months)s.") % words

    def _course_words(self) -> str:
        if not self.metric.accumulates:
            return _("On any day the target is expected, unless steps or milestones lead to it.")
        return _("How the share of the target that is expected by a day runs through the period.")

    def _month_names(self) -> list[str]:
        period = self.fields["period"].rows.get(self["period"].value())  # type: ignore[attr-defined]
        if period is None:
            return []
        months = spans.months(starts_on=period.starts_on, ends_on=period.ends_on)
        return [month(value=start, language=get_language() or "en") for start, _end in months]

    def written(self, name: str, value: Any) -> str:
        if name == "season_weights":
            return super().written(name, weights.entry(weights=value, decimal=self.notation.decimal))
        return super().written(name, value)


def _joined(names: Iterable[str]) -> str:
    return formats.joined(parts=names, language=get_language() or "en")
