"""Rows of a form: the same few fields several times, of which those left empty do not count."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from teams.http.versions import VersionedForm

MOST_ROWS = 50


class Rows[RowForm: forms.Form]:
    """Row forms under each other, one empty at the end. `redrawn` ones show what is typed and judge nothing."""

    def __init__(
        self,
        kind: type[RowForm],
        data: Any,
        *,
        prefix: str,
        initial: Sequence[Mapping[str, Any]] = (),
        is_judged: bool = True,
        leave_out: int | None = None,
        **terms: Any,
    ) -> None:
        self.prefix, self.terms, self.kind = prefix, terms, kind
        if data is None:
            self.forms = self._shown(initial)
        elif is_judged:
            self.forms = [self._sent(data, number) for number in _numbers(data, prefix)]
        else:
            self.forms = self._shown(self._written(data, leave_out))

    def _sent(self, data: Any, number: int) -> RowForm:
        return self.kind(
            data,
            prefix=f"{self.prefix}-{number}",
            empty_permitted=True,
            use_required_attribute=False,
            **self.terms,
        )

    def _shown(self, rows: Sequence[Mapping[str, Any]]) -> list[RowForm]:
        return [
            self.kind(prefix=f"{self.prefix}-{number}", initial=dict(row), use_required_attribute=False, **self.terms)
            for number, row in enumerate([*rows, {}][:MOST_ROWS])
        ]

    def _written(self, data: Any, leave_out: int | None) -> list[dict[str, Any]]:
        """What is typed into each row that holds anything."""
        sent = [self._sent(data, number) for number in _numbers(data, self.prefix) if number != leave_out]
        return [{name: row[name].value() for name in row.fields} for row in sent if row.has_changed()]

    def is_valid(self) -> bool:
        return all(form.is_valid() for form in self.forms)

    @property
    def filled(self) -> list[RowForm]:
        """Those in which something is written; with their cleaned data, if they are valid."""
        return [form for form in self.forms if form.has_changed()]

    @property
    def written(self) -> list[RowForm]:
        """Those in which anything is written, sent or shown."""
        return [form for form in self.forms if (form.has_changed() if form.is_bound else form.initial)]

    @property
    def is_open(self) -> bool:
        """Whether anything is written in them."""
        return bool(self.written)


def _numbers(data: Any, prefix: str) -> list[int]:
    """The rows that were sent."""
    sent = (re.fullmatch(rf"{re.escape(prefix)}-(\d{{1,3}})-\w+", name) for name in data)
    return sorted({int(match[1]) for match in sent if match})[:MOST_ROWS]


class FormWithRows(VersionedForm):
    """A form with rows below it: valid if all are."""

    rows: dict[str, Rows[Any]]

    def is_valid(self) -> bool:
        return super().is_valid() and all(rows.is_valid() for rows in self.rows.values())
