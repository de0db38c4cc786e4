from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pipeline.models import ReadingSeries
from teams.http.fields import NameField
from teams.http.versions import VersionedForm


class ReadingSeriesForm(VersionedForm):
    name = NameField(
        label=_("What is measured"),
        max_length=150,
        help_text=_("For example: Brand awareness, Store visits, Coaching hours."),
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=ReadingSeries.Units.choices)

    def __init__(self, data: Any = None, *, series: ReadingSeries | None = None) -> None:
        initial = {"name": series.name, "unit": series.unit, "version": series.version} if series else {}
        super().__init__(data, initial=initial)
