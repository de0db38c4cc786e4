from typing import Any

from django import forms
from django.conf import settings
from django.utils.dates import MONTHS
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from teams.forms.fields import NameField, time_zone_choices, zones_with
from teams.forms.versions import ShownForm
from teams.models import Organisation
from teams.rules.formats import currency_choices


class OrganisationForm(ShownForm):
    name = NameField(label=_("Name"), max_length=150)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("Of letters to people who have not chosen their own."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=time_zone_choices, help_text=_("Tells on which day something happened.")
    )
    currency = forms.ChoiceField(
        label=_("Currency"), help_text=_("Can change only while there are no objectives: a target is an amount of it.")
    )
    fiscal_start_month = forms.TypedChoiceField(
        label=_("Fiscal year starts in"),
        choices=MONTHS.items(),
        coerce=int,
        help_text=_("Can change only while there are no objectives: quarters and months move with it."),
    )

    def __init__(self, data: Any = None, *, organisation: Organisation) -> None:
        super().__init__(data)
        self.show(organisation)
        choices = currency_choices(language=get_language() or "en")
        if organisation.currency not in dict(choices):
            choices.append((organisation.currency, organisation.currency))
        self.fields["currency"].choices = choices  # type: ignore[attr-defined]
        self.fields["time_zone"].choices = zones_with(organisation.time_zone)  # type: ignore[attr-defined]
