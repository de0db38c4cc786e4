from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class VerifyForm(forms.Form):
    """A file, of which only the hash is taken: it is read through and not kept."""

    file = forms.FileField(label=_("Exported file"), allow_empty_file=True)

    @property
    def sha256(self) -> str:
        digest = sha256()
        file: Any = self.cleaned_data["file"]
        for chunk in file.chunks():
            digest.update(chunk)
        return digest.hexdigest()
