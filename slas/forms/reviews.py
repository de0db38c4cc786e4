from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from slas.models import ClockReview

Verdict = ClockReview.Verdict
CHOICES = [
    ("", "–"),
    (Verdict.CONFIRMED, pgettext_lazy("verdict", "Confirmed: the clock is counted as it happened")),
    (Verdict.DOUBTED, pgettext_lazy("verdict", "Doubted: something does not fit")),
]


class ReviewForm(forms.Form):
    """A verdict on a clock; why is asked of whoever doubts, or settles a doubt."""

    verdict = forms.ChoiceField(label=_("Verdict"), choices=CHOICES)
    note = forms.CharField(label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))


def seed_of(query: Any) -> str:
    """That of the sample from which a page was opened: letters and digits, as all seeds are."""
    asked = query.get("seed", "")[:40]
    return asked if asked.isascii() and asked.isalnum() else ""
