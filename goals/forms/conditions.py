"""One condition of a metric as people choose it: a field of the source, an operator, and values in the field's own input."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from goals.queries.qualifying import RECORDS
from metrics.definitions import OPERATORS, Condition, Value
from pipeline.definitions import Field, FieldKind, Source
from pipeline.rules import amounts
from teams.http.fields import DayField
from teams.rules.formats import decimal_mark

WORDS: dict[str, Any] = {
    "is": pgettext_lazy("operator", "is one of"),
    "is_not": pgettext_lazy("operator", "is none of"),
    "at_least": pgettext_lazy("operator", "is at least"),
    "at_most": pgettext_lazy("operator", "is at most"),
    "between": pgettext_lazy("operator", "is between"),
    "is_known": pgettext_lazy("operator", "is known"),
}
UNITS: dict[FieldKind, amounts.Unit] = {"number": "score", "money": "money", "share": "share", "duration": "duration"}
LTR = forms.TextInput(attrs={"dir": "ltr", "inputmode": "decimal", "autocomplete": "off"})


class ConditionForm(forms.Form):
    """Empty is no condition. `condition` is what was chosen; `names` what the records in it are called."""

    column = forms.ChoiceField(label=gettext_lazy("Field"), required=False)
    operator = forms.ChoiceField(label=gettext_lazy("Condition"), required=False)

    def __init__(self, data: Any, *, source: Source, currency: str, **kwargs: Any) -> None:
        self.source, self.currency = source, currency
        self.names: dict[str, str] = {}
        self.condition: Condition | None = None
        super().__init__(data, **kwargs)
        fields = [(field.name, field.label) for field in source.fields.values()]
        self.fields["column"].choices = [("", _("No condition")), *fields]  # type: ignore[attr-defined]
        self.fields["column"].widget.attrs["data-redraw"] = self.fields["operator"].widget.attrs["data-redraw"] = ""
        self.chosen: Field | None = source.fields.get(self._now("column"))
        if self.chosen is None:
            del self.fields["operator"]
        else:
            self._add_values(self.chosen)

    def _now(self, name: str) -> str:
        value = self.data.get(self.add_prefix(name)) if self.is_bound else self.initial.get(name)
        return str(value or "")

    @property
    def operator_now(self) -> str:
        allowed = [one for one in WORDS if one in OPERATORS[self.chosen.kind]] if self.chosen else []
        now = self._now("operator")
        return now if now in allowed else next(iter(allowed), "")

    def _add_values(self, field: Field) -> None:
        operators = [(one, words) for one, words in WORDS.items() if one in OPERATORS[field.kind]]
        self.fields["operator"].choices = operators  # type: ignore[attr-defined]
        if self.operator_now == "is_known":
            return
        self.fields["first"] = self._input(field)
        if self.operator_now == "between":
            self.fields["last"] = self._input(field)
            self.fields["last"].label = _("and")

    def _input(self, field: Field) -> forms.Field:
        label = _("Value")
        if field.kind == "flag":
            return forms.ChoiceField(label=label, choices=[("yes", _("Yes")), ("no", _("No"))])
        if field.kind == "day":
            return DayField(label=label)
        if field.kind == "record":
            rows = RECORDS[field.name].objects.all()  # type: ignore[attr-defined]
            return forms.MultipleChoiceField(label=label, choices=[(str(row.pk), str(row)) for row in rows])
        if field.kind == "word" and field.choices:
            return forms.MultipleChoiceField(label=label, choices=field.choices)
        widget = forms.TextInput() if field.kind == "word" else LTR
        return forms.CharField(label=label, max_length=200, widget=widget)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if self.chosen is None or self.errors:
            return values
        found = [self._value(name) for name in ("first", "last") if name in self.fields]
        flat = tuple(one for value in found for one in (value if isinstance(value, tuple) else (value,)))
        if self.errors:
            return values
        if self.operator_now == "between" and flat[0] > flat[1]:  # type: ignore[operator]
            self.add_error("last", _("The second value is below the first."))
            return values
        self.condition = Condition(self.chosen.name, self.operator_now, flat)  # type: ignore[arg-type]
        return values

    def _value(self, name: str) -> Value | tuple[Value, ...]:
        typed, field = self.cleaned_data[name], self.chosen
        if field is None or isinstance(typed, date):
            return typed
        if field.kind == "flag":
            return typed == "yes"
        if field.kind == "record":
            self.names |= {key: label for key, label in self.fields[name].choices if key in typed}  # type: ignore[attr-defined]
            return tuple(UUID(key) for key in typed)
        if field.kind == "word":
            return tuple(typed) if field.choices else tuple(part.strip() for part in typed.split(","))
        return self._read(name, typed, field.kind)

    def _read(self, name: str, typed: str, kind: FieldKind) -> Value:
        mark = decimal_mark(language=get_language() or "en")
        try:
            read = amounts.read(text=typed, unit=UNITS[kind], currency=self.currency, decimal=mark)
        except amounts.OtherCurrency:
            self.add_error(name, _("Amounts are in %(currency)s.") % {"currency": self.currency})
        except (amounts.Unreadable, amounts.OutOfRange):
            self.add_error(name, _("This is not a value of this field."))
        else:
            return int(read) if kind in ("money", "duration") else read
        return 0


def entered(condition: Condition, source: Source, *, currency: str) -> dict[str, Any]:
    """A condition as its form shows it."""
    field = source.fields[condition.column]
    shown: dict[str, Any] = {"column": condition.column, "operator": condition.operator}
    if not condition.values:
        return shown
    if field.kind in ("record", "word"):
        values = [str(value) for value in condition.values]
        return shown | {"first": values if field.kind == "record" or field.choices else ", ".join(values)}
    written = [_entry(field.kind, value, currency) for value in condition.values]
    return shown | dict(zip(("first", "last"), written, strict=False))


def _entry(kind: FieldKind, value: Value, currency: str) -> Any:
    if kind == "flag":
        return "yes" if value else "no"
    if kind == "day":
        return value
    language = get_language() or "en"
    return amounts.entry(value=Decimal(value), unit=UNITS[kind], currency=currency, language=language)  # type: ignore[arg-type]


def condition_forms(
    data: Any, *, prefix: str, source: Source, currency: str, initial: Sequence[dict[str, Any]], most: int
) -> list[ConditionForm]:
    """Those that hold something, and an empty one after them."""
    chosen = [n for n in range(most) if data.get(f"{prefix}{n}-column")] if data is not None else range(len(initial))
    wanted = [*chosen, next((n for n in range(most) if n not in chosen), most)][:most]
    return [
        ConditionForm(
            data,
            prefix=f"{prefix}{n}",
            source=source,
            currency=currency,
            initial=initial[n] if n < len(initial) else None,
        )
        for n in wanted
    ]
