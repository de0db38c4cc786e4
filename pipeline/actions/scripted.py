"""An import from a script: the same steps as in the browser, one after the other, with choices from a mapping file."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pipeline.actions import import_runs, imports
from pipeline.importers.kinds import KINDS
from pipeline.importers.problems import Unreadable
from pipeline.models import CrmImport

KEYS = {"settings", "columns", "constants", "words", "matches", "unknown"}


def import_file(
    *,
    kind: str,
    source: str,
    file_name: str,
    chunks: Iterable[bytes],
    choices: dict[str, Any],
    is_check: bool,
    at: datetime,
) -> CrmImport:
    """Upload, choose, and check or run in the caller's transaction. Raises Unreadable."""
    strange = set(choices) - KEYS
    if strange:
        raise Unreadable("mapping_wrong", value=", ".join(sorted(strange)))
    crm_import = imports.upload(kind=kind, source=source, file_name=file_name, chunks=chunks, by=None, at=at)
    _choose(crm_import, choices, at=at)
    state = CrmImport.State.CHECKING if is_check else CrmImport.State.QUEUED
    imports.request(crm_import=crm_import, state=state, by=None, at=at)
    import_runs.claim(import_id=crm_import.pk, at=at)
    done = import_runs.perform(import_id=crm_import.pk, at=at)
    return done or CrmImport.objects.get(pk=crm_import.pk)


def _choose(crm_import: CrmImport, choices: dict[str, Any], *, at: datetime) -> None:
    settings = choices.get("settings", {})
    if settings or "unknown" in choices:
        merged = crm_import.settings | settings | {"dates": crm_import.settings["dates"] | settings.get("dates", {})}
        imports.change_settings(
            crm_import=crm_import, values=merged | {"unknown": choices.get("unknown", {})}, by=None, at=at
        )
    mapping = _mapping(crm_import, choices)
    imports.change_mapping(crm_import=crm_import, mapping=mapping, by=None, at=at)
    matches = {
        target: {name: _choice(value) for name, value in names.items()}
        for target, names in choices.get("matches", {}).items()
    }
    imports.choose_matches(crm_import=crm_import, matches=matches, by=None, at=at)


def _choice(value: str) -> str:
    """In a mapping file a match is just the known name; create, empty and refuse stay words."""
    return value if value in {"create", "empty", "refuse"} else f"match:{value.removeprefix('match:')}"


def _mapping(crm_import: CrmImport, choices: dict[str, Any]) -> dict[str, Any]:
    """With "columns" the file says it all; without, the guess stands. Constants and words are laid over it."""
    kind, guessed = KINDS[crm_import.kind], crm_import.mapping
    columns = choices.get("columns", guessed["columns"])
    constants = {} if "columns" in choices else guessed.get("constants", {})
    constants |= choices.get("constants", {})
    known = {field.name for field in kind.fields}
    strange = [name for name in [*columns, *constants] if name not in known]
    if strange:
        raise Unreadable("mapping_wrong", value=", ".join(strange))
    columns = {name: column for name, column in columns.items() if column and name not in constants}
    return {"columns": columns, "constants": constants, "words": guessed.get("words", {}) | choices.get("words", {})}
