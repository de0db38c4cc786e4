"""Finds the strings that people see, in Python by its syntax tree and in templates by Django's own lexer."""

import ast
import importlib.util
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation.template import templatize

# Where each argument of a call stands: (context, singular, plural).
ARGUMENTS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
LITERAL = r"""u?((?:'(?:[^'\\]|\\.)*')|(?:"(?:[^"\\]|\\.)*"))"""
TEMPLATE_CALL = re.compile(
    rf"\b(_|gettext|ngettext|pgettext|npgettext)\({LITERAL}(?:, {LITERAL})?(?:, {LITERAL})?",
    re.DOTALL,
)
SKIPPED_FOLDERS = {"migrations", "tests", "bench", "node_modules"}

# Strings of Django and allauth that people meet here, for languages that those do not speak.
OVERLAY_SOURCES = {
    "django": [
        "core/validators.py",
        "forms/fields.py",
        "forms/models.py",
        "forms/widgets.py",
        "contrib/auth/password_validation.py",
        "db/models/base.py",
        "db/models/constraints.py",
        "utils/timesince.py",
    ],
    "allauth": [
        "account/adapter.py",
        "account/fields.py",
        "account/forms.py",
        "account/internal/flows/password_reset.py",
        "mfa/adapter.py",
        "mfa/base/forms.py",
        "mfa/recovery_codes/forms.py",
        "mfa/totp/forms.py",
        "templates/account/account_inactive.html",
        "templates/account/email_confirm.html",
        "templates/account/login.html",
        "templates/account/logout.html",
        "templates/account/password_*.html",
        "templates/account/reauthenticate.html",
        "templates/account/base_reauthenticate.html",
        "templates/account/signup_closed.html",
        "templates/account/messages/email_*.txt",
        "templates/account/messages/logged_*.txt",
        "templates/account/messages/password_*.txt",
        "templates/account/email/base_*.txt",
        "templates/account/email/email_*.txt",
        "templates/account/email/password_*.txt",
        "templates/account/email/unknown_account_*.txt",
        "templates/mfa/authenticate.html",
        "templates/mfa/index.html",
        "templates/mfa/reauthenticate.html",
        "templates/mfa/recovery_codes/*.html",
        "templates/mfa/totp/*.html",
        "templates/mfa/messages/[rt]*.txt",
        "templates/mfa/email/[rt]*.txt",
    ],
}
# Ways of signing in that Lockstep does not offer.
NEVER_SHOWN = re.compile(r"phone|username|passkey|security key|sign-in code", re.IGNORECASE)


class UntranslatableCall(Exception):
    """A call of gettext whose text is not a plain string, so that no catalogue can hold it."""


@dataclass(frozen=True)
class Message:
    text: str
    plural: str = ""
    context: str = ""
    places: frozenset[str] = field(default=frozenset(), compare=False)

    @property
    def key(self) -> tuple[str, str]:
        return self.context, self.text


def python_messages(source: str, place: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name not in ARGUMENTS or len(node.args) <= max(position or 0 for position in ARGUMENTS[name]):
            continue
        parts = [node.args[position] if position is not None else None for position in ARGUMENTS[name]]
        texts = [_constant(part, f"{place}:{node.lineno}") for part in parts]
        yield Message(context=texts[0], text=texts[1], plural=texts[2], places=frozenset([place]))


def _constant(node: ast.expr | None, place: str) -> str:
    if node is None:
        return ""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise UntranslatableCall(f"{place}: only a plain string can be translated")


def template_messages(source: str, place: str) -> Iterator[Message]:
    for match in TEMPLATE_CALL.finditer(templatize(source, origin=place)):
        texts = [ast.literal_eval(literal) for literal in match.groups()[1:] if literal]
        context, text, plural = (
            texts[position] if position is not None else "" for position in ARGUMENTS[match.group(1)]
        )
        yield Message(context=context, text=text, plural=plural, places=frozenset([place]))


def messages_in(paths: Iterable[Path], base: Path) -> list[Message]:
    """One message per context and text, sorted; where one use has a plural, all share it."""
    found: dict[tuple[str, str], Message] = {}
    for path in sorted(paths):
        source, place = (
            path.read_text(encoding="utf-8"),
            path.relative_to(base).as_posix(),
        )
        extract = python_messages if path.suffix == ".py" else template_messages
        for message in extract(source, place):
            known = found.get(message.key, message)
            places = known.places | message.places
            found[message.key] = Message(message.text, message.plural or known.plural, message.context, places)
    return [found[key] for key in sorted(found) if key[1]]


def project_messages(base: Path, apps: Iterable[str]) -> list[Message]:
    paths = [path for app in (*apps, "config") for path in (base / app).rglob("*.py")]
    paths += [path for suffix in ("html", "txt") for path in (base / "templates").rglob(f"*.{suffix}")]
    return messages_in(
        (path for path in paths if not SKIPPED_FOLDERS & set(path.relative_to(base).parts)),
        base,
    )


def overlay_messages() -> list[Message]:
    paths, site_packages = [], Path()
    for package, patterns in OVERLAY_SOURCES.items():
        folder = Path(str(importlib.util.find_spec(package).origin)).parent  # type: ignore[union-attr]
        site_packages = folder.parent
        paths += [path for pattern in patterns for path in folder.glob(pattern)]
    return [message for message in messages_in(paths, site_packages) if not NEVER_SHOWN.search(message.text)]
