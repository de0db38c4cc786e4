from django import forms
from django.utils.translation import gettext_lazy as _

from teams.forms.fields import NameField

DAYS = [("30", _("30 days")), ("90", _("90 days")), ("365", _("One year"))]


class ApiTokenForm(forms.Form):
    name = NameField(label=_("Name"), max_length=60, help_text=_("What it is for, such as “Nightly report”."))
    days = forms.TypedChoiceField(label=_("Expires after"), choices=DAYS, initial="90", coerce=int)
