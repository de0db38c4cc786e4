"""The allocation grid as a form: choices above, and cells that are typed into or pasted from a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from goals.forms.notation import Notation
from goals.models import Allocation, Objective
from goals.models.allocation import Over
from goals.queries.allocations import Grid, GridRow
from goals.queries.receivers import possible_ways
from goals.rules import weights
from goals.rules.allocation_plans import Plan, PlanLine
from pipeline.rules.text import without_neutral_prefix
from teams.http.fields import NameField
from teams.rules import formats

METHODS = [
    ("even", pgettext_lazy("allocation", "Evenly")),
    ("history", pgettext_lazy("allocation", "By history")),
    ("potential", pgettext_lazy("allocation", "By potential")),
    ("blend", pgettext_lazy("allocation", "By both")),
]
COLUMNS: dict[str, Any] = {
    "typed": gettext_lazy("Typed"),
    "floor": gettext_lazy("At least"),
    "cap": gettext_lazy("At most"),
    "potential": gettext_lazy("Potential"),
}
PERCENT = forms.TextInput(attrs={"dir": "ltr", "inputmode": "decimal", "autocomplete": "off"})
MOST_CHARACTERS = 60_000
# Field of the form: attribute of the plan.
CHOICES = {"blend": "blend", "padding": "padding_share", "season": "season"}
SWITCHES = ("is_rounded", "counts_presence")


@dataclass(frozen=True, slots=True)
class Cell:
    name: str
    label: str
    value: str
    error: str


class AllocateForm(forms.Form):
    """A new plan for an objective."""

    over = forms.ChoiceField(label=gettext_lazy("Hand down to"))
    name = NameField(label=gettext_lazy("Name of the plan"), max_length=80)

    def __init__(self, *args: Any, objective: Objective, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = possible_ways(objective)
        self.fields["over"].choices = [(way.value, way.label) for way in ways]  # type: ignore[attr-defined]


class NameForm(forms.Form):
    name = NameField(label=gettext_lazy("Name of the plan"), max_length=80)


class GridForm(forms.Form):
    """The choices of a plan and its cells. `plan` is what comes of it, once valid."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    method = forms.ChoiceField(label=pgettext_lazy("allocation", "Hand down"), choices=METHODS)
    blend = forms.CharField(label=gettext_lazy("Share of history, in percent"), max_length=12, widget=PERCENT)
    padding = forms.CharField(label=gettext_lazy("Padding, in percent"), max_length=12, widget=PERCENT)
    season = forms.CharField(
        label=gettext_lazy("Weights of the months"),
        max_length=200,
        required=False,
        widget=PERCENT,
        help_text=gettext_lazy("A number for each month, such as 25 30 45. Empty: no months."),
    )
    is_rounded = forms.BooleanField(label=gettext_lazy("Round numbers"), required=False)
    counts_presence = forms.BooleanField(label=gettext_lazy("Count leave and ramp"), required=False)

    def __init__(self, data: Any, *, grid: Grid, notation: Notation) -> None:
        self.grid, self.notation = grid, notation
        self.share = Notation(unit="share", currency="")
        plan = grid.plan
        initial = {
            "version": grid.version.number,
            "method": plan.method,
            "blend": self.share.entry(plan.blend),
            "padding": self.share.entry(plan.padding_share),
            "season": weights.entry(weights=plan.season, decimal=notation.decimal),
            "is_rounded": plan.is_rounded,
            "counts_presence": plan.counts_presence,
        }
        super().__init__(data, initial=initial)
        if grid.allocation.over != Over.REP:
            del self.fields["counts_presence"]
        if grid.allocation.over == Over.PERIOD:
            del self.fields["season"]
        self.cell_errors: dict[str, str] = {}
        self.typed: dict[UUID, dict[str, Decimal | None]] = {}

    def clean_blend(self) -> Decimal:
        return self._share("blend", most=Decimal(1))

    def clean_padding(self) -> Decimal:
        return self._share("padding", most=Decimal(1))

    def clean_season(self) -> tuple[Decimal, ...]:
        try:
            found = weights.read(text=self.cleaned_data["season"], decimal=self.notation.decimal)
        except weights.Unreadable as error:
            raise forms.ValidationError(_("Write a number for each month, such as 25 30 45.")) from error
        wanted = self.grid.month_count
        if found and (len(found) != wanted or not any(found)):
            raise forms.ValidationError(_("The period has %(count)s months.") % {"count": wanted})
        return tuple(found)

    def clean(self) -> dict[str, Any]:
        for row in self.grid.rows:
            self.typed[row.line.id] = self._read(row)
        if self.cell_errors:
            self.add_error(None, _("Some amounts cannot be read: they are marked. Nothing is lost."))
        return self.cleaned_data

    @property
    def plan(self) -> Plan:
        chosen = self.cleaned_data
        plan = replace(
            self.grid.plan,
            method=chosen["method"],
            blend=chosen["blend"],
            padding_share=chosen["padding"],
            season=chosen.get("season", ()),
            is_rounded=chosen["is_rounded"],
            counts_presence=chosen.get("counts_presence", self.grid.plan.counts_presence),
        )
        return plan.with_lines(self.typed)

    @property
    def rows(self) -> list[tuple[GridRow, list[Cell]]]:
        """Each row with its cells, as typed or as kept."""
        return [(row, [self._cell(row, column) for column in COLUMNS]) for row in self.grid.rows]

    def entries_since(self, seen: Plan) -> list[tuple[str, str]]:
        """What was typed over the version that was seen, by its label: kept on the page for whoever came second."""
        plan, lines = self.plan, {line.id: line for line in seen.lines}
        found = [(self.fields["method"].label, dict(METHODS)[plan.method])] if plan.method != seen.method else []
        found += [
            (self.fields[name].label, self.data.get(name, ""))
            for name, attribute in CHOICES.items()
            if name in self.fields and getattr(plan, attribute) != getattr(seen, attribute)
        ]
        found += [
            (self.fields[name].label, _("Yes") if getattr(plan, name) else _("No"))
            for name in SWITCHES
            if name in self.fields and getattr(plan, name) != getattr(seen, name)
        ]
        found += [
            (f"{row.receiver.name} · {COLUMNS[column]}", self.data[f"{column}-{row.line.id}"])
            for row in self.grid.rows
            for column, amount in self.typed[row.line.id].items()
            if amount != getattr(lines.get(row.line.id, PlanLine(row.line.id)), column)
        ]
        return [(str(label), str(value) or formats.NONE) for label, value in found]

    def _cell(self, row: GridRow, column: str) -> Cell:
        name = f"{column}-{row.line.id}"
        value = self.data.get(name, "") if self.is_bound else self.notation.entry(getattr(row.line, column))
        return Cell(name, str(COLUMNS[column]), value, self.cell_errors.get(name, ""))

    def _read(self, row: GridRow) -> dict[str, Decimal | None]:
        """What of the row was sent; a cell that was not sent stays."""
        found: dict[str, Decimal | None] = {}
        for column in COLUMNS:
            name = f"{column}-{row.line.id}"
            if name in self.data:
                try:
                    found[column] = _amount(self.data[name], self.notation)
                except forms.ValidationError as error:
                    self.cell_errors[name] = str(error.message)
        floor, cap = found.get("floor", row.line.floor), found.get("cap", row.line.cap)
        if floor is not None and cap is not None and floor > cap:
            self.cell_errors[f"cap-{row.line.id}"] = _("This is below “at least”.")
        return found

    def _share(self, name: str, *, most: Decimal) -> Decimal:
        found = self.share.number(self.cleaned_data[name]) or Decimal(0)
        if found > most:
            raise forms.ValidationError(_("Between 0 and 100."))
        return found


class PasteForm(forms.Form):
    """A table from a spreadsheet: a name and an amount a line, which become typed amounts. Or a CSV file of it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    column = forms.ChoiceField(label=gettext_lazy("These are"), choices=list(COLUMNS.items()), initial="typed")
    table = forms.CharField(
        label=gettext_lazy("Table"),
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 10, "dir": "auto", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Copy two columns from a spreadsheet: names and amounts. A row without an amount stays."
        ),
    )
    file = forms.FileField(label=gettext_lazy("Or a CSV file"), required=False)

    def __init__(self, data: Any, files: Any, *, grid: Grid, notation: Notation) -> None:
        self.grid, self.notation = grid, notation
        super().__init__(data, files, initial={"version": grid.version.number})
        self.found: dict[UUID, Decimal] = {}

    def stand_on(self, number: int) -> None:
        """After somebody else's change: as it was pasted, and now meant for that version."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["version"] = str(number)  # type: ignore[index]
        self.data["table"] = self.cleaned_data["file"] or self.cleaned_data["table"]  # type: ignore[index]

    def clean_file(self) -> str:
        """Its text."""
        file = self.cleaned_data["file"]
        if not file:
            return ""
        if file.size > MOST_CHARACTERS:
            raise forms.ValidationError(_("The file is too large for a table of names and amounts."))
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("This is not a text file in UTF-8.")) from error

    def clean(self) -> dict[str, Any]:
        text = self.cleaned_data.get("file") or self.cleaned_data.get("table", "")
        if not self.errors and not text.strip():
            self.add_error("table", _("Paste a table, or choose a file."))
        names = {row.receiver.name.casefold().strip(): row.line.id for row in self.grid.rows}
        for number, cells in enumerate(_cells(text), start=1):
            self._read(number, cells, names)
        if not self.errors and not self.found:
            self.add_error("table", _("No line has a name of the plan and an amount."))
        if not self.errors:
            self._check_bounds()
        return self.cleaned_data

    def _check_bounds(self) -> None:
        """A floor above a cap, whichever of them was there before, would leave a plan that cannot be worked out."""
        names = {row.line.id: row.receiver.name for row in self.grid.rows}
        for line in self.plan.lines:
            if line.floor is not None and line.cap is not None and line.floor > line.cap:
                reason = _("“%(name)s” would get at least more than at most.")
                self.add_error("table", reason % {"name": names[line.id]})

    @property
    def plan(self) -> Plan:
        column = self.cleaned_data["column"]
        return self.grid.plan.with_lines({id_: {column: amount} for id_, amount in self.found.items()})

    def _read(self, number: int, cells: list[str], names: Mapping[str, UUID]) -> None:
        name, amount = without_neutral_prefix(cells[0].strip()), next((cell for cell in cells[1:] if cell.strip()), "")
        if not amount:
            return
        known = names.get(name.casefold())
        try:
            value = _amount(amount, self.notation)
        except forms.ValidationError as error:
            if number > 1 or known is not None:  # the first line may be a heading
                self.add_error("table", _("Line %(number)s: %(reason)s") % {"number": number, "reason": error.message})
            return
        if known is None:
            reason = _("Line %(number)s: “%(name)s” is not in the plan.")
            self.add_error("table", reason % {"number": number, "name": name[:80]})
        elif value is not None:
            self.found[known] = value


def _amount(text: str, notation: Notation) -> Decimal | None:
    """What is handed down is whole, and not below nothing. Raises ``ValidationError``."""
    value = notation.number(text)
    if value is not None and (value < 0 or value != value.to_integral_value()):
        raise forms.ValidationError(_("A whole number."))
    return value


def _cells(text: str) -> Iterable[list[str]]:
    """Lines as cells: tabs as spreadsheets copy them, else commas or semicolons as they save them."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first = text.split("\n", 1)[0]
    mark = next((mark for mark in "\t;," if mark in first), "\t")
    return [cells for cells in csv.reader(io.StringIO(text), delimiter=mark) if any(cell.strip() for cell in cells)]


def notation_of(allocation: Allocation, currency: str) -> Notation:
    objective = allocation.objective
    return Notation(unit=objective.metric.unit, currency=objective.currency or currency)
