"""Looking back on a goal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from goals.actions.reviews import Judged
from goals.models import Assumption, GoalReview
from teams.http.versions import VersionedForm


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class JudgeForm(forms.Form):
    """One assumption against what happened."""

    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"), choices=Assumption.Outcome.choices)
    happened = forms.CharField(label=gettext_lazy("What happened"), max_length=2000, required=False, widget=_lines(2))

    def __init__(self, data: Any = None, *, assumption: Assumption) -> None:
        self.assumption = assumption
        first = {"outcome": assumption.outcome, "happened": assumption.happened}
        super().__init__(data, prefix=f"assumption-{assumption.pk}", initial=first)


class ReviewForm(VersionedForm):
    market = forms.CharField(
        label=gettext_lazy("What changed in the market"), max_length=5000, required=False, widget=_lines(3)
    )
    keep = forms.CharField(label=gettext_lazy("What to keep"), max_length=5000, required=False, widget=_lines(3))
    change = forms.CharField(label=gettext_lazy("What to change"), max_length=5000, required=False, widget=_lines(3))

    def __init__(self, data: Any = None, *, review: GoalReview | None, assumptions: list[Assumption]) -> None:
        first = {name: getattr(review, name, "") for name in ("market", "keep", "change")}
        super().__init__(data, initial=first | {"version": review.version if review else 0})
        self.judging = [JudgeForm(data, assumption=one) for one in assumptions]

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(form.is_valid() for form in self.judging)])

    @property
    def judged(self) -> list[Judged]:
        return [Judged(assumption=form.assumption, **form.cleaned_data) for form in self.judging]
