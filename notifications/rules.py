"""What a notice says, in the language that is active."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

TEXTS: dict[str, Callable[[], str]] = {
    "import_done": lambda: _(
        "%(file)s: %(created)s created, %(updated)s updated, %(unchanged)s unchanged, %(refused)s refused"
    ),
    "import_failed": lambda: _("%(file)s could not be imported: %(reason)s"),
    "audit_head": lambda: _("The audit trail ends at entry %(number)s. Hash: %(hash)s. Signature: %(signature)s"),
}


def text_of(*, kind: str, values: dict[str, Any]) -> str:
    return TEXTS[kind]() % values
