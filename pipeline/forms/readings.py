from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from pipeline.models import LeadSource, Product, Reading, ReadingSeries
from pipeline.rules import amounts, readings
from teams.actions.versions import EditConflict
from teams.http import RowChoiceField
from teams.http.fields import DayField, NameField
from teams.http.versions import VersionedForm
from teams.models import Department, Membership, Team, Territory
from teams.rules.formats import decimal_mark

ABOUT = ("team", "department", "territory", "product", "lead_source")
ROWS: dict[str, Any] = {
    "owner": lambda: Membership.objects.active(),
    "team": Team.objects.order_by,
    "department": Department.objects.order_by,
    "territory": Territory.objects.order_by,
    "product": Product.objects.order_by,
    "lead_source": LeadSource.objects.order_by,
}


class ReadingForm(VersionedForm):
    """A value as people write it, in the unit of what was measured. `own`: whose readings alone may be written down."""

    series = RowChoiceField(label=gettext_lazy("What was measured"))
    value_scaled = forms.CharField(
        label=gettext_lazy("Value"),
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        help_text=gettext_lazy("As one writes it: 1,200 · 75 % · 4.5 · 30 s · 1 h 30 min"),
    )
    day = DayField(label=gettext_lazy("Day"))
    owner = RowChoiceField(
        label=gettext_lazy("Person"),
        required=False,
        help_text=gettext_lazy("It then counts for the team and territory that the person was in on that day."),
    )
    note = NameField(label=gettext_lazy("Note"), required=False, max_length=255)
    team = RowChoiceField(label=gettext_lazy("Team"), required=False)
    department = RowChoiceField(label=gettext_lazy("Department"), required=False)
    territory = RowChoiceField(label=gettext_lazy("Territory"), required=False)
    product = RowChoiceField(label=gettext_lazy("Product"), required=False)
    lead_source = RowChoiceField(label=gettext_lazy("Lead source"), required=False)

    def __init__(
        self, data: Any = None, *, today: date, currency: str, own: Membership | None, reading: Reading | None = None
    ) -> None:
        self.today, self.own = today, own
        self.where: Any = {"currency": currency}
        super().__init__(data, initial=self._as_entered(reading) if reading else {"day": today})
        self.units: dict[int, str] = {}
        self.fields["series"].offer(  # type: ignore[attr-defined]
            ReadingSeries.objects.order_by("name", "pk"), empty=_("Choose …"), label=_with_unit
        )
        if own:
            for name in ("owner", "team", "department", "territory"):
                del self.fields[name]
        for name in [name for name in ROWS if name in self.fields]:
            self.fields[name].offer(ROWS[name](), empty="–")  # type: ignore[attr-defined]

    def _as_entered(self, reading: Reading) -> dict[str, Any]:
        entry = amounts.entry(
            value=reading.value, unit=reading.series.measured_in, language=get_language() or "en", **self.where
        )
        keys = {name: getattr(reading, f"{name}_id") for name in ("series", *ROWS)}
        named = {name: getattr(reading, name) for name in ("day", "note", "version")}
        return keys | named | {"value_scaled": entry}

    @property
    def more(self) -> list[forms.BoundField]:
        """What few readings need."""
        return [self[name] for name in ABOUT if name in self.fields]

    @property
    def has_more(self) -> bool:
        return any(field.value() or field.errors for field in self.more)

    @property
    def values(self) -> dict[str, Any]:
        return super().values | ({"owner": self.own} if self.own else {})

    def clean_day(self) -> date:
        if self.cleaned_data["day"] > self.today:
            raise ValidationError(_("This day has not come yet."))
        return self.cleaned_data["day"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        series, typed = cleaned.get("series"), cleaned.get("value_scaled")
        if series and typed:
            try:
                cleaned["value_scaled"] = self._read(typed, series.unit)
            except ValidationError as error:
                self.add_error("value_scaled", error)
            else:
                self.units[cleaned["value_scaled"]] = series.unit
        return cleaned

    def _read(self, typed: str, unit: Any) -> int:
        mark = decimal_mark(language=get_language() or "en")
        try:
            return readings.scaled(amounts.read(text=typed, unit=unit, decimal=mark, **self.where))
        except amounts.Unreadable:
            raise ValidationError(_("This is not a value in the unit of what was measured.")) from None
        except amounts.OtherCurrency:
            raise ValidationError(_("Amounts are in %(currency)s here.") % self.where) from None
        except (amounts.OutOfRange, readings.TooBig):
            raise ValidationError(_("This number is out of range.")) from None

    def show_conflict(self, conflict: EditConflict) -> None:
        current: Any = conflict.current
        self.units[current.value_scaled] = current.series.unit
        super().show_conflict(conflict)

    def written(self, name: str, value: Any) -> str:
        if name != "value_scaled":
            return super().written(name, value)
        unit: Any = self.units[value]
        return amounts.write(value=readings.value_of(value), unit=unit, language=get_language() or "en", **self.where)


def _with_unit(series: ReadingSeries) -> str:
    return f"{series.name} ({series.get_unit_display()})"


class ReadingFilter(forms.Form):
    """What is not understood counts as not asked."""

    series = RowChoiceField(label=gettext_lazy("What was measured"), required=False)
    owner = RowChoiceField(label=gettext_lazy("Person"), required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", pgettext_lazy("readings", "In force")), ("withdrawn", pgettext_lazy("reading", "Withdrawn"))],
    )

    def __init__(self, query: Any, *, with_people: bool) -> None:
        super().__init__(query, auto_id="filter_%s")
        if not with_people:
            del self.fields["owner"]
        self.fields["series"].offer(ReadingSeries.objects.order_by("name", "pk"), empty=_("All"))  # type: ignore[attr-defined]
        if with_people:
            self.fields["owner"].offer(Membership.objects.active(), empty=_("All"))  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def criteria(self) -> dict[str, Any]:
        """Columns and what they must be."""
        return {name: row for name in ("series", "owner") if (row := self.cleaned_data.get(name))}

    @property
    def is_withdrawn(self) -> bool:
        return self.cleaned_data.get("state") == "withdrawn"

    @property
    def is_narrowed(self) -> bool:
        return bool(self.criteria)
