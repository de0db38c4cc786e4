"""Forms over a row that somebody else may save first."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from teams.actions.versions import EditConflict, shown_as
from teams.rules.formats import NONE, day


@dataclass(frozen=True, slots=True)
class Difference:
    """A field on which two people disagree."""

    label: str
    theirs: str
    ours: str


class VersionedForm(forms.Form):
    """Remembers which version it shows. After a conflict it holds what both people wrote, and can be sent again."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_in_conflict = False
        self.differences: list[Difference] = []

    def clean_version(self) -> int:
        """What does not say which version it was written on stands on none: nobody's words are overwritten by it."""
        return self.cleaned_data["version"] or 0

    @property
    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @property
    def http_status(self) -> int:
        """Of the page that shows the form: as it is, refused, or in conflict."""
        if self.is_in_conflict or self.differences:
            return 409
        return 422 if self.is_bound else 200

    def show_conflict(self, conflict: EditConflict) -> None:
        """Put both sides next to each other; the form as typed now stands on the version saved meanwhile."""
        self.is_in_conflict = True
        self.differences = [
            Difference(label=str(self.fields[name].label), theirs=theirs, ours=ours)
            for name, value in conflict.proposed.items()
            if name in self.fields
            and (theirs := self.written(name, getattr(conflict.current, name))) != (ours := self.written(name, value))
        ] + self.differing_parts(conflict.current)
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["version"] = str(conflict.version)  # type: ignore[index]

    def differing_parts(self, current: Any) -> list[Difference]:
        """What is typed in no field of this form but differs as well: rows of their own, another form below."""
        return []

    def written(self, name: str, value: Any) -> str:
        """A value in words."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField) and isinstance(value, str | int):
            return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, Decimal):
            return f"{value.normalize():f}"
        return NONE if value is None or value == "" else str(value)


class ShownForm(VersionedForm):
    """Over a row that counts no versions: what the form shows of it stands for one."""

    def show(self, row: models.Model) -> None:
        names = [name for name in self.fields if name != "version"]
        fields: dict[str, Any] = {name: row._meta.get_field(name) for name in names}
        shown = {name: getattr(row, field.attname) for name, field in fields.items()}
        self.initial = {**self.initial, **shown, "version": shown_as(row, names)}

    def clean_version(self) -> int | None:  # type: ignore[override]
        return self.cleaned_data["version"]

    def written(self, name: str, value: Any) -> str:
        if isinstance(value, date):
            return day(value=value, language=get_language() or "en")
        return super().written(name, value)
