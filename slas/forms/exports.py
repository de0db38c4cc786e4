from hashlib import sha256
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _


class VerifyForm(forms.Form):
    """A file, of which only the hash is taken: it is read through and not kept; or a hash that is printed on one."""

    file = forms.FileField(label=_("Exported file"), required=False, allow_empty_file=True)
    printed = forms.CharField(
        label=_("Or its hash (SHA-256)"),
        required=False,
        help_text=_("It stands in the list of exports, and at the foot of every page of a PDF."),
        validators=[RegexValidator(r"^[0-9a-f]{64}$", _("A hash has 64 characters, 0–9 and a–f."))],
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        if not self.errors and not self.cleaned_data["printed"] and not self.cleaned_data["file"]:
            self.add_error("file", _("Choose a file, or type its hash."))
        return self.cleaned_data

    @property
    def sha256(self) -> str:
        file: Any = self.cleaned_data["file"]
        if not file:
            return str(self.cleaned_data["printed"])
        digest = sha256()
        for chunk in file.chunks():
            digest.update(chunk)
        return digest.hexdigest()
