"""One language's catalogue: brought up to date with the sources, checked, and compiled with polib."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import polib

from teams.management.catalogues.sources import Message

PLURAL_FORMS = {
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;",
    "fil": "nplurals=2; plural=(n != 1);",
    "ur": "nplurals=2; plural=(n != 1);",
    "zh_Hans": "nplurals=1; plural=0;",
}
OVERLAY = "overlay"
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdifr]|\{\w*\}")
TAG = re.compile(r"</?\w+")


def path_of(locale: str, base: Path) -> Path:
    return base / "locale" / locale / "LC_MESSAGES" / "django.po"


def plural_count(locale: str) -> int:
    return int(PLURAL_FORMS[locale].removeprefix("nplurals=").split(";")[0])


def opened(locale: str, base: Path) -> polib.POFile:
    path = path_of(locale, base)
    return polib.pofile(str(path), wrapwidth=100) if path.exists() else polib.POFile(wrapwidth=100)


def key_of(entry: polib.POEntry) -> tuple[str, str]:
    return entry.msgctxt or "", entry.msgid


def missing_elsewhere(messages: Iterable[Message], locale: str, folders: Iterable[Path]) -> list[Message]:
    """The messages that no compiled catalogue of the installed packages translates."""
    translated: set[tuple[str, str]] = set()
    for folder in folders:
        path = folder / locale / "LC_MESSAGES" / "django.mo"
        if path.exists():
            translated |= {key_of(entry) for entry in polib.mofile(str(path))}
    return [message for message in messages if message.key not in translated]


def updated(locale: str, base: Path, messages: Iterable[Message], overlays: Iterable[Message]) -> polib.POFile:
    """What the catalogue should hold: every message once, with the translations that exist; nothing guessed."""
    known = {key_of(entry): entry for entry in opened(locale, base) if not entry.obsolete}
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.metadata = {
        "Project-Id-Version": "Lockstep",
        "Language": locale,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL_FORMS[locale],
    }
    own = list(messages)
    own_keys = {message.key for message in own}
    catalogue.extend(_entry(message, known.get(message.key), locale) for message in own)
    for message in overlays:
        if message.key not in own_keys:
            catalogue.append(_entry(message, known.get(message.key), locale, comment=OVERLAY))
    return catalogue


def _entry(message: Message, known: polib.POEntry | None, locale: str, *, comment: str = "") -> polib.POEntry:
    entry = polib.POEntry(
        msgid=message.text,
        msgctxt=message.context or None,
        comment=comment,
        occurrences=[(place, "") for place in sorted(message.places)],
        flags=["python-format"] if "%(" in message.text + message.plural else [],
    )
    if known:
        entry.tcomment, entry.flags = (
            known.tcomment,
            entry.flags + (["fuzzy"] if known.fuzzy else []),
        )
    if message.plural:
        forms = known.msgstr_plural if known else {}
        entry.msgid_plural = message.plural
        entry.msgstr_plural = {index: forms.get(index, "") for index in range(plural_count(locale))}
    elif known:
        entry.msgstr = known.msgstr
    return entry


def problems(locale: str, base: Path, wanted: polib.POFile) -> Iterator[str]:
    """Everything that keeps the catalogue from being right, one line each."""
    present = opened(locale, base)
    if present.metadata.get("Plural-Forms") != PLURAL_FORMS[locale]:
        yield f"{locale}: wrong or no Plural-Forms header"
    entries = {key_of(entry): entry for entry in present if not entry.obsolete}
    if len(entries) != len(present):
        yield f"{locale}: doubled or obsolete entries"
    for key in entries.keys() - {key_of(entry) for entry in wanted}:
        yield f"{locale}: no longer used: {key[1]!r}"
    for entry in wanted:
        found = entries.get(key_of(entry))
        if found is None or found.msgid_plural != entry.msgid_plural:
            yield f"{locale}: missing: {entry.msgid!r}"
        else:
            yield from (f"{locale}: {fault}: {entry.msgid!r}" for fault in faults(found, locale))


def faults(entry: polib.POEntry, locale: str) -> Iterator[str]:
    forms = entry.msgstr_plural if entry.msgid_plural else {0: entry.msgstr}
    expected = range(plural_count(locale) if entry.msgid_plural else 1)
    if entry.fuzzy:
        yield "fuzzy"
    if sorted(forms) != list(expected):
        yield "wrong number of plural forms"
    elif not all(forms.values()):
        yield "untranslated"
    else:
        yield from _text_faults(entry, forms)


def _text_faults(entry: polib.POEntry, forms: dict[int, str]) -> Iterator[str]:
    original = entry.msgid_plural or entry.msgid
    wanted, last = placeholders(original), max(forms)
    for index, text in forms.items():
        # "One reading" may leave the number out, the form for many may not.
        may_drop_the_number = index != last and placeholders(text) < wanted
        if placeholders(text) != wanted and not may_drop_the_number:
            yield "other placeholders than the original"
        if TAG.findall(text) != TAG.findall(original):
            yield "other HTML than the original"
        if text[:1].isspace() != original[:1].isspace() or text[-1:].isspace() != original[-1:].isspace():
            yield "other spaces around it than the original"
        if "%(" in original and not _formats(text):
            yield "a stray percent sign"


def placeholders(text: str) -> set[str]:
    return {match.group(0) for match in PLACEHOLDER.finditer(text)}


def _formats(text: str) -> bool:
    try:
        text % defaultdict(int)
    except (ValueError, TypeError):
        return False
    return True
