from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from teams.rules import names
from teams.rules.calendars import time_zones


class NameField(forms.CharField):
    """A name as it is stored: NFC, trimmed, without characters that reorder the text around it."""

    def clean(self, value: Any) -> str:
        try:
            return super().clean(names.clean(value or ""))
        except names.UnsafeText as error:
            raise ValidationError(
                _("Remove the invisible characters that change the direction of the text.")
            ) from error


class DayInput(forms.DateInput):
    """The browser's own date picker; it always sends YYYY-MM-DD."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day of this or the last century: far off ones are slips of the pen, and have no neighbours to reckon with."""

    widget = DayInput
    default_validators = [MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(2199, 12, 31))]


class MomentField(forms.DateTimeField):
    """A moment of the days that `DayField` knows. In the year 9999 it may be the year 10000 elsewhere, which nobody can read."""

    widget = forms.DateTimeInput({"type": "datetime-local", "dir": "ltr"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> datetime | None:
        moment = super().to_python(value)
        if moment is not None and not 1900 <= moment.year < 2200:
            raise ValidationError(_("There is no such date or time."))
        return moment


def time_zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """IANA zones by continent; the old single names and the offsets of Etc/ are left out."""
    continents: dict[str, list[tuple[str, str]]] = {"UTC": [("UTC", "UTC")]}
    for zone in sorted(time_zones()):
        continent, _slash, place = zone.partition("/")
        if place and continent not in {"Etc", "SystemV", "posix", "right", "US", "Brazil", "Canada", "Chile", "Mexico"}:
            continents.setdefault(continent, []).append((zone, zone.replace("_", " ")))
    return list(continents.items())


def zones_with(present: str) -> list[Any]:
    """The zones on offer, and first the one that is set although it is none of them."""
    choices: list[Any] = list(time_zone_choices())
    known = {zone for _continent, zones in choices for zone, _label in zones}
    return choices if present in known else [(present, present), *choices]
