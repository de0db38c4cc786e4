"""Values as people write them in forms: read, or refused with the reason in the reader's words."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from goals.rules import asked
from goals.rules.asked import Asked
from pipeline.rules import amounts
from pipeline.rules.amounts import Unit
from teams.rules.formats import decimal_mark

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LTR = {"dir": "ltr", "inputmode": "text", "autocomplete": "off"}


def amount_field(label: "str | StrPromise", *, is_required: bool = False) -> forms.CharField:
    return forms.CharField(label=label, required=is_required, max_length=64, widget=forms.TextInput(attrs=LTR))


@dataclass(frozen=True, slots=True)
class Notation:
    """How values of one metric are written in the reader's language."""

    unit: Unit
    currency: str

    @property
    def language(self) -> str:
        return get_language() or "en"

    @property
    def decimal(self) -> str:
        return decimal_mark(language=self.language)

    @property
    def is_whole(self) -> bool:
        """Counts, and money in its minor units."""
        return self.unit in ("money", "count")

    @property
    def hint(self) -> str:
        if self.unit == "share":
            return _("In percent, such as 12.5.")
        if self.unit == "count":
            return _("A whole number.")
        if self.unit == "score":
            return _("A number, such as 4.5.")
        if self.unit == "duration":
            return _("A duration, such as 30 s, 24 h or 1 h 30 min.")
        return _("In %(currency)s, such as 1,200,000 or 1.2m.") % {"currency": self.currency}

    @property
    def hint_of_change(self) -> str:
        if self.unit == "share":
            return _("Or a change of the baseline, such as +10 % or +5 points.")
        return _("Or a change of the baseline, such as +10 %.")

    def number(self, text: str) -> Decimal | None:
        """None where nothing is typed. Raises ``ValidationError``."""
        if not text.strip():
            return None
        return self._read(lambda: amounts.read(text=text, unit=self.unit, currency=self.currency, decimal=self.decimal))

    def asked(self, text: str) -> Asked | None:
        """A number or a change; None where nothing is typed. Raises ``ValidationError``."""
        if not text.strip():
            return None
        return self._read(lambda: asked.read(text=text, unit=self.unit, currency=self.currency, decimal=self.decimal))

    def written(self, value: Decimal | None) -> str:
        return amounts.write(value=value, unit=self.unit, currency=self.currency, language=self.language)

    def entry(self, value: Decimal | None) -> str:
        return amounts.entry(value=value, unit=self.unit, currency=self.currency, language=self.language)

    def asked_entry(self, mode: str, value: Decimal | None) -> str:
        if value is None:
            return ""
        return asked.entry(
            asked=Asked(mode, value),  # type: ignore[arg-type]
            unit=self.unit,
            currency=self.currency,
            language=self.language,
            points=pgettext("percentage", "points"),
        )

    def _read[Value](self, read: Callable[[], Value]) -> Value:
        try:
            return read()
        except amounts.Unreadable:
            reason = _("This is not a number: %(hint)s") % {"hint": self.hint}
        except amounts.OutOfRange:
            reason = _("This is negative or too large.")
        except amounts.OtherCurrency:
            reason = _("Amounts are in %(currency)s.") % {"currency": self.currency}
        except asked.PointsOfNoShare:
            reason = _("Only a metric in percent can change by points. Write +5 % instead.")
        raise forms.ValidationError(reason)
