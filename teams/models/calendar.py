from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from teams.models.membership import Membership
from teams.models.organisation import validate_time_zone
from teams.rules import calendars
from teams.tenancy import TenantKey, TenantManager, TenantModel, walls


class Calendar(TenantModel):
    """When an organisation, or a part of it, works. `version` is the number of its newest version, which is in force."""

    name = models.CharField(_("Name"), max_length=100)
    is_default = models.BooleanField(_("Calendar of the whole organisation"), default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        verbose_name = pgettext_lazy("record", "Calendar")
        verbose_name_plural = _("Calendars")
        ordering = ["-is_default", "name", "pk"]
        constraints = [
            *walls("teams_calendar"),
            models.UniqueConstraint(fields=["organisation", "name"], name="teams_calendar_name_key"),
            models.UniqueConstraint(
                fields=["organisation"], condition=models.Q(is_default=True), name="teams_calendar_one_default"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CalendarVersionQuerySet(models.QuerySet["CalendarVersion"]):
    def newest(self) -> "CalendarVersionQuerySet":
        """Of each calendar the version in force."""
        return self.filter(number=models.F("calendar__version"))

    def of_default(self) -> "CalendarVersionQuerySet":
        return self.newest().filter(calendar__is_default=True)

    def with_days(self) -> "CalendarVersionQuerySet":
        """With all that `terms` reads."""
        return self.select_related("calendar").prefetch_related("days")


class CalendarVersion(TenantModel):
    """What a calendar said from one edit to the next. Never changed (a trigger refuses), so that a running clock and a
    signed promise keep the hours they began with.

    `hours`: windows by ISO weekday, {"1": ["09:00–12:30", "13:30–18:00"]}; `worked_holidays`: keys of those that are not
    kept (teams/rules/public_holidays.py). Known for the days [starts_on, ends_on).
    """

    calendar = TenantKey(Calendar, verbose_name=pgettext_lazy("record", "Calendar"), related_name="versions")
    number = models.PositiveIntegerField(_("Version"))
    time_zone = models.CharField(_("Time zone"), max_length=64, validators=[validate_time_zone])
    hours = models.JSONField(_("Open hours"))
    country = models.CharField(_("Holidays of"), max_length=2, blank=True)
    subdivision = models.CharField(_("Region"), max_length=50, blank=True)
    worked_holidays = models.JSONField(default=list)
    starts_on = models.DateField()
    ends_on = models.DateField()
    created_at = models.DateTimeField(db_default=Now())
    created_by = TenantKey(Membership, null=True, blank=True, related_name="+")

    objects = TenantManager.from_queryset(CalendarVersionQuerySet)()

    class Meta(TenantModel.Meta):
        verbose_name = _("Calendar version")
        verbose_name_plural = _("Calendar versions")
        ordering = ["calendar", "-number", "pk"]
        constraints = [
            *walls("teams_calendarversion", calendar="teams_calendar", created_by="teams_membership"),
            models.UniqueConstraint(
                fields=["organisation", "calendar", "number"], name="teams_calendarversion_number_key"
            ),
            models.CheckConstraint(
                name="teams_calendarversion_not_empty",
                condition=models.Q(starts_on__lt=models.F("ends_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.calendar} {self.number}"

    @property
    def last_day(self) -> date:
        return self.ends_on - timedelta(days=1)

    @property
    def terms(self) -> calendars.Calendar:
        """The calendar as the rules take it."""
        return calendars.Calendar(
            zone=self.time_zone,
            week={int(weekday): _windows(texts) for weekday, texts in self.hours.items()},
            days={day.day: _windows(day.hours) for day in self.days.all()},
            starts_on=self.starts_on,
            ends_on=self.ends_on,
        )


class CalendarDay(TenantModel):
    """A day on which a version differs from its week: without `hours` it is closed."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("Public holiday")
        MAKE_UP = "make_up", _("Worked in exchange for a holiday")
        CLOSED = "closed", pgettext_lazy("calendar", "Closed")
        OPEN = "open", pgettext_lazy("calendar", "Open")

    OF_COUNTRY = (Kind.HOLIDAY, Kind.MAKE_UP)

    version = TenantKey(CalendarVersion, on_delete=models.CASCADE, related_name="days")
    day = models.DateField(_("Day"))
    kind = models.CharField(_("Kind"), max_length=7, choices=Kind.choices)
    name = models.CharField(_("Name"), max_length=200, blank=True)
    hours = models.JSONField(_("Open hours"), default=list)

    class Meta(TenantModel.Meta):
        verbose_name = _("Day of a calendar")
        verbose_name_plural = _("Days of a calendar")
        ordering = ["day", "pk"]
        constraints = [
            *walls("teams_calendarday", version="teams_calendarversion"),
            models.UniqueConstraint(fields=["organisation", "version", "day"], name="teams_calendarday_day_key"),
            models.CheckConstraint(
                name="teams_calendarday_open_has_hours",
                condition=models.Q(kind__in=["make_up", "open"]) & ~models.Q(hours=[])
                | models.Q(kind__in=["holiday", "closed"], hours=[]),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.day.isoformat()


def _windows(texts: list[Any]) -> calendars.Hours:
    return calendars.read_hours(", ".join(texts))
