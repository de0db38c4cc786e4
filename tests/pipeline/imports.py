"""Imports in tests: the same action as the command line, on a file or on rows written in the test."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.actions import scripted
from pipeline.models import CrmImport
from tests.factories.teams import NOW


def run(
    kind: str,
    content: bytes | str | Path,
    *,
    is_check: bool = False,
    at: datetime = NOW,
    file_name: str = "",
    **choices: Any,
) -> CrmImport:
    """Import `content` and return the finished row; `choices` as in a mapping file."""
    source = choices.pop("source", "CRM")
    return scripted.import_file(
        kind=kind,
        source=source,
        file_name=content.name if isinstance(content, Path) else file_name or f"{kind}.csv",
        chunks=pieces(content),
        choices=choices,
        is_check=is_check,
        at=at,
    )


def counts(kind: str, content: bytes | str | Path, **choices: Any) -> tuple[int, int, int, int]:
    """(created, updated, unchanged, refused)"""
    report = run(kind, content, **choices).report
    assert "error" not in report, report
    told = report["counts"]
    return told["created"], told["updated"], told["unchanged"], told["refused"]


def pieces(content: bytes | str | Path) -> Iterator[bytes]:
    if isinstance(content, Path):
        content = content.read_bytes()
    content = content.encode() if isinstance(content, str) else content
    for start in range(0, len(content), 100_000):
        yield content[start : start + 100_000]
