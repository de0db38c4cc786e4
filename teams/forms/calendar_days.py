"""Open hours as text, and the days of a calendar that differ from their weekday."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.forms.renderers import get_default_renderer
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teams.actions.calendars import SpecialDay
from teams.forms.fields import DayField, NameField
from teams.models import CalendarDay
from teams.rules import calendar_files, calendars

MOST_BYTES = 1024 * 1024

REASONS = {
    calendars.Unreadable: gettext_lazy(
        "“%(text)s” cannot be read. Write 09:00–17:00, with a comma between two stretches."
    ),
    calendars.WindowBackwards: gettext_lazy(
        "%(text)s closes before it opens. Hours after midnight go to the next day."
    ),
    calendars.WindowsOverlap: gettext_lazy("%(text)s overlap."),
    calendars.WindowsOutOfOrder: gettext_lazy("%(text)s: write the earlier hours first."),
}
HOURS = forms.TextInput({"dir": "ltr", "autocomplete": "off", "placeholder": "09:00–12:30, 13:30–17:00"})


class HoursField(forms.CharField):
    """“9–12:30, 13:30–18” as windows; empty is closed."""

    widget = HOURS

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=200, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return calendars.read_hours(text)
        except calendars.BadCalendar as error:
            raise forms.ValidationError(REASONS[type(error)] % {"text": error}) from error


class SpecialDayForm(forms.Form):
    """A row without a day is none."""

    day = DayField(label=gettext_lazy("Day"), required=False)
    name = NameField(label=gettext_lazy("Name"), required=False, max_length=200)
    hours = HoursField(label=gettext_lazy("Open hours"))

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if not values.get("day") and "day" not in self.errors and (values.get("name") or values.get("hours")):
            self.add_error("day", _("Which day is it?"))
        return values


class SpecialDays(forms.BaseFormSet):
    """Days off and days with hours of their own, within [first, end)."""

    form = SpecialDayForm
    renderer = None
    min_num, max_num, absolute_max = 0, 1000, 1500
    validate_min = validate_max = can_order = can_delete = can_delete_extra = False

    def __init__(self, *args: Any, first: date, end: date, extra: int = 2, **kwargs: Any) -> None:
        self.first, self.end, self.extra = first, end, extra
        self.renderer = get_default_renderer()
        super().__init__(*args, prefix="special", **kwargs)

    def clean(self) -> None:
        seen: set[date] = set()
        for form in self.forms:
            day = form.cleaned_data.get("day") if form.is_valid() else None
            if day in seen:
                form.add_error("day", _("This day is written twice."))
            elif day and not self.first <= day < self.end:
                reach = {"first": self.first.year, "last": self.end.year - 1}
                form.add_error("day", _("The calendar reaches from %(first)s to %(last)s.") % reach)
            seen.update([day] if day else [])

    @property
    def days(self) -> dict[date, SpecialDay]:
        """What the action takes."""
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("day")]
        return {row["day"]: _special(name=row["name"], hours=row["hours"]) for row in rows}


def _special(*, name: str, hours: calendars.Hours) -> SpecialDay:
    kind = CalendarDay.Kind.OPEN if hours else CalendarDay.Kind.CLOSED
    return SpecialDay(kind=kind, name=name, hours=hours)


def typed_days(days: Iterable[CalendarDay]) -> list[dict[str, Any]]:
    """The rows as they are typed."""
    return [{"day": day.day, "name": day.name, "hours": ", ".join(day.hours)} for day in days]


def typed_rows(typed: Any) -> list[dict[str, Any]]:
    """The rows that hold something, as they were sent."""
    count = min(int(number), SpecialDays.max_num) if (number := typed.get("special-TOTAL_FORMS", "")).isdecimal() else 0
    rows = [{name: typed.get(f"special-{row}-{name}", "") for name in ("day", "name", "hours")} for row in range(count)]
    return [row for row in rows if any(row.values())]


class DaysOffForm(forms.Form):
    """A calendar file, of which the days off are read."""

    file = forms.FileField(
        label=gettext_lazy("Calendar file (.ics)"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".ics,text/calendar"}),
    )

    def __init__(self, sent: Any = None, files: Any = None, *, first: date, end: date) -> None:
        super().__init__(sent, files)
        self.first, self.end, self.left_out = first, end, 0

    def clean_file(self) -> dict[date, str]:
        """The days off."""
        file = self.cleaned_data["file"]
        if not file:
            raise forms.ValidationError(_("Choose a file first."))
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than 1 MB."))
        try:
            found = calendar_files.days_off(content=file.read(), first=self.first, end=self.end)
        except calendar_files.NotACalendar as error:
            raise forms.ValidationError(_("This is not a calendar file.")) from error
        self.left_out = found.left_out
        return found.days
