"""A choice from a list, however long: lists of objectives offer some three hundred periods, teams and metrics."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

OPTION, CHOSEN = '\n  <option value="{}">{}</option>', '\n  <option value="{}" selected>{}</option>'
GROUP = '\n  <optgroup label="{}">{}\n  </optgroup>'
type Choices = tuple[tuple[str, Any], ...]


class Options(forms.Select):
    """The same as templates/django/forms/widgets/select.html, without a template for each option."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        wanted = dict(self.build_attrs(self.attrs, attrs))
        look = f"form-select {wanted.pop('class', '')}".strip()
        options = _options(_plain(self.choices), next(iter(self.format_value(value)), None))
        return format_html('<select name="{}" class="{}"{}>{}\n</select>', name, look, flatatt(wanted), options)


class ChoiceField(forms.ChoiceField):
    widget = Options


def _plain(choices: Iterable[Any]) -> Choices:
    return tuple(
        (_text(key), _plain(label))
        if isinstance(label, list | tuple)
        else ("" if key is None else _text(key), _text(label))
        for key, label in choices
    )


def _text(word: Any) -> str:
    """A part of a text that is marked as safe is not: equal texts must not be taken for each other."""
    return str(word)[:]


@lru_cache(maxsize=256)
def _options(choices: Choices, chosen: str | None) -> SafeString:
    """The same words give the same options: most lists of choices are the same from page to page."""
    return format_html_join("", "{}", ((one,) for one in _written(choices, chosen)))


def _written(choices: Choices, chosen: str | None) -> Iterator[SafeString]:
    for key, label in choices:
        if isinstance(label, tuple):
            yield format_html(GROUP, key, format_html_join("", "{}", ((one,) for one in _written(label, chosen))))
        else:
            yield format_html(CHOSEN if key == chosen else OPTION, key, label)
