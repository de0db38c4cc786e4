"""The stored file of an import, and how its bytes become rows."""

from collections.abc import Iterator
from typing import Any

from pipeline.importers import reading
from pipeline.models import CrmImport, ImportChunk


def content_of(crm_import: CrmImport) -> Iterator[bytes]:
    """The stored file, one piece in memory at a time."""
    numbers = ImportChunk.objects.filter(crm_import=crm_import).order_by("number").values_list("number", flat=True)
    for number in list(numbers):
        chunk = ImportChunk.objects.filter(crm_import=crm_import, number=number).values_list("content", flat=True)
        yield bytes(chunk.get())


def dialect_of(settings: dict[str, Any]) -> reading.Dialect:
    return reading.Dialect(settings["encoding"], settings["delimiter"], settings.get("is_sure", True))
