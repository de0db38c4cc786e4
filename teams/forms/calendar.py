from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from teams.actions import calendars
from teams.actions.calendars import Terms
from teams.forms.calendar_days import HoursField, SpecialDays, typed_days, typed_rows
from teams.forms.fields import NameField, zones_with
from teams.models import CalendarDay, CalendarVersion, Organisation
from teams.rules import countries, public_holidays
from teams.rules.calendars import WEEKDAYS as WEEKDAY_NUMBERS
from teams.rules.formats import day

NINE_TO_FIVE = "09:00–17:00"


class Difference(NamedTuple):
    """A field in which two people wrote different things."""

    label: Any
    theirs: str
    ours: str


class CalendarForm(forms.Form):
    """A calendar's next version. `holidays_of` remembers of which country and region the ticks are."""

    name = NameField(label=gettext_lazy("Name"), max_length=100)
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"))
    country = forms.ChoiceField(label=gettext_lazy("Holidays of"), required=False)
    subdivision = forms.ChoiceField(label=gettext_lazy("Region"), required=False)
    kept = forms.MultipleChoiceField(
        label=gettext_lazy("Days off"), required=False, widget=forms.CheckboxSelectMultiple
    )
    holidays_of = forms.CharField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        sent: Any = None,
        *,
        at: datetime,
        initial: Mapping[str, Any],
        days: list[dict[str, Any]],
        more_rows: int = 2,
    ) -> None:
        super().__init__(sent, initial=dict(initial))
        first, end = calendars.span(at=at)
        self.differences: list[Difference] = []
        self.special = SpecialDays(sent, initial=days, first=first, end=end, extra=more_rows)
        for number in WEEKDAY_NUMBERS:
            self.fields[f"weekday_{number}"] = HoursField(label=WEEKDAYS[number - 1])
        self._offer(at.date())

    @classmethod
    def of(
        cls, sent: Any, *, organisation: Organisation, version: CalendarVersion | None, at: datetime
    ) -> "CalendarForm":
        """For a version, or for a new calendar; `sent` is bound to it."""
        initial = entered(version) if version else suggested(organisation)
        own = version.days.exclude(kind__in=CalendarDay.OF_COUNTRY) if version else ()
        return cls(sent, at=at, initial=initial, days=typed_days(own))

    @classmethod
    def redrawn(cls, typed: Any, *, at: datetime, more: Mapping[date, str], more_rows: int) -> "CalendarForm":
        """As typed, not judged: for another country, for more rows, or with the days of a file."""
        days = typed_rows(typed)
        known = {row["day"] for row in days}
        days += [{"day": on.isoformat(), "name": name} for on, name in more.items() if on.isoformat() not in known]
        form = cls(at=at, initial=typed.dict(), days=days, more_rows=more_rows)
        if typed.get("holidays_of") == form.shown_holidays:
            form.initial["kept"] = typed.getlist("kept")
        return form

    def _offer(self, today: date) -> None:
        language = get_language() or "en"
        country, region = self._now("country"), self._now("subdivision")
        regions = public_holidays.regions(country=country)
        region = region if region in dict(regions) else ""
        holidays = public_holidays.listed(
            country=country, region=region, first_year=today.year, last_year=today.year + 1, language=language
        )
        # One tick a name, at its next date.
        to_come = [holiday for holiday in holidays if holiday.day >= today and not holiday.is_worked]
        self.holidays = {holiday.key: holiday for holiday in reversed(to_come)}
        named = countries.choices(among=public_holidays.countries(), language=language)
        offers: dict[str, list[Any]] = {
            "time_zone": zones_with(self.initial.get("time_zone", "UTC")),
            "country": [("", _("No public holidays")), *named],
            "subdivision": [("", _("The whole country")), *regions],
            "kept": [
                (key, f"{holiday.name} – {day(value=holiday.day, language=language)}")
                for key, holiday in sorted(self.holidays.items(), key=lambda pair: pair[1].day)
            ],
        }
        for name, offered in offers.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        worked = self.initial.get("worked_holidays", ())
        self.shown_holidays = f"{country}/{region}"
        self.initial["kept"] = [key for key in self.holidays if key not in worked]
        self.initial["subdivision"] = region

    def _now(self, name: str) -> str:
        """What a select shows at present, sent or offered."""
        return str((self.data.get(name) if self.is_bound else self.initial.get(name)) or "")

    @property
    def weekdays(self) -> list[forms.BoundField]:
        return [self[f"weekday_{number}"] for number in WEEKDAY_NUMBERS]

    @property
    def has_regions(self) -> bool:
        return len(self.fields["subdivision"].choices) > 1  # type: ignore[attr-defined]

    @property
    def http_status(self) -> int:
        """Of the page that shows the form: as it is or only looked at, refused, or in conflict."""
        if self.differences:
            return 409
        return 422 if self.is_bound and not self.is_valid() else 200

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.special.is_valid()])

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        weekdays = [f"weekday_{number}" for number in WEEKDAY_NUMBERS]
        if not any(values.get(name) or name in self.errors for name in weekdays):
            self.add_error(None, _("At least one weekday needs an open hour: otherwise nothing would ever be due."))
        return values

    @property
    def terms(self) -> Terms:
        """What the action takes."""
        values = self.cleaned_data
        is_shown = values["holidays_of"] == self.shown_holidays
        worked = [key for key in self.holidays if key not in values["kept"]] if is_shown else []
        return Terms(
            time_zone=values["time_zone"],
            week={number: values[f"weekday_{number}"] for number in WEEKDAY_NUMBERS},
            days=self.special.days,
            country=values["country"],
            subdivision=values["subdivision"],
            worked_holidays=tuple(worked),
        )

    def show_conflict(self, current: CalendarVersion) -> None:
        """Put what was saved meanwhile beside what is typed; sent again, it stands on that version."""
        theirs = entered(current)
        written = {name: (str(theirs[name] or ""), self.data.get(name, "")) for name in self.fields if name in theirs}
        self.differences = [
            Difference(self.fields[name].label, *both)
            for name, both in written.items()
            if name != "version" and both[0] != both[1]
        ]
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["version"] = str(current.number)  # type: ignore[index]


def entered(version: CalendarVersion) -> dict[str, Any]:
    """A version as it is typed."""
    hours = {f"weekday_{number}": ", ".join(version.hours.get(str(number), [])) for number in WEEKDAY_NUMBERS}
    return hours | {
        "name": version.calendar.name,
        "time_zone": version.time_zone,
        "country": version.country,
        "subdivision": version.subdivision,
        "worked_holidays": version.worked_holidays,
        "version": version.number,
    }


def suggested(organisation: Organisation) -> dict[str, Any]:
    """Nine to five on the working days of the country that the time zone lies in, and its holidays."""
    country = countries.of_zone(organisation.time_zone)
    hours = {f"weekday_{number}": NINE_TO_FIVE for number in countries.working_weekdays(country=country)}
    is_known = country in public_holidays.countries()
    return hours | {"time_zone": organisation.time_zone, "country": country if is_known else ""}
