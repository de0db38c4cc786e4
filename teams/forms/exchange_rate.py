from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from teams.forms.fields import DayField
from teams.forms.versions import VersionedForm
from teams.models import ExchangeRate, Organisation
from teams.rules.formats import currency_choices


class ExchangeRateForm(VersionedForm):
    """What one unit of another currency costs in the organisation's own, from a day on."""

    currency = forms.ChoiceField(label=_("Currency"))
    starts_on = DayField(label=_("From"), help_text=_("Holds until the day of the next rate of this currency."))
    per_unit = forms.DecimalField(
        label=_("Rate"), max_digits=20, decimal_places=10, min_value=Decimal("0.0000000001"), max_value=Decimal(10**9)
    )

    def __init__(self, data: Any = None, *, organisation: Organisation, rate: ExchangeRate | None = None) -> None:
        initial = {}
        if rate is not None:
            initial = {name: getattr(rate, name) for name in ("currency", "starts_on", "version")}
            initial["per_unit"] = f"{rate.per_unit.normalize():f}"
        super().__init__(data, initial=initial)
        choices = currency_choices(language=get_language() or "en")
        self.fields["currency"].choices = [  # type: ignore[attr-defined]
            (code, name) for code, name in choices if code != organisation.currency
        ]
        self.fields["per_unit"].help_text = _("What one unit costs in %(currency)s, such as 1.0825.") % {
            "currency": organisation.currency
        }
