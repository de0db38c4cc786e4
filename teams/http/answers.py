from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from teams.actions.refusals import Refused
from teams.actions.versions import EditConflict
from teams.forms.versions import VersionedForm
from teams.http import TenantRequest, url_for


def is_done(form: forms.Form, action: Callable[[], Any]) -> bool:
    """Whether the form is valid and its action went through; a refusal is shown at its field."""
    if not form.is_valid():
        return False
    try:
        action()
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.reason)
        return False
    return True


def is_saved(form: VersionedForm, action: Callable[[], Any]) -> bool:
    """The same over a row that somebody else may have saved first: both sides are shown then."""
    try:
        return is_done(form, action)
    except EditConflict as conflict:
        form.show_conflict(conflict)
        return False


def number_of(text: str) -> int | None:
    """A version or revision as an address or a hidden field holds it; None of anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def status_of(form: forms.Form) -> int:
    return 422 if form.is_bound else 200


def done(request: TenantRequest, text: str, name: str, *args: Any) -> HttpResponse:
    """Say what was done on the page to go to."""
    messages.success(request, text)
    return redirect(url_for(request, name, *args))


def answer(request: TenantRequest, action: Callable[[], Any], text: str, name: str, *args: Any) -> HttpResponse:
    """Do what a button asks for, or say why not, on the page to go to; that of a row which is gone is its list."""
    try:
        action()
        messages.success(request, text)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    return redirect(url_for(request, name, *args))
