import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pipeline.actions import imports, scripted
from pipeline.importers.kinds import KINDS
from pipeline.importers.messages import file_message, row_message
from pipeline.importers.problems import Unreadable
from pipeline.importers.reading import CHUNK_BYTES
from pipeline.models import CrmImport
from teams.actions import organisations
from teams.tenancy import tenant


class Command(BaseCommand):
    help = "Import a CSV export into an organisation (docs/howto/import.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("kind", choices=sorted(KINDS))
        parser.add_argument("file", type=Path)
        parser.add_argument("--mapping", type=Path, help="JSON file with settings, columns, constants, words, matches")
        parser.add_argument("--source", default="CRM", help="name of the system the file comes from")
        parser.add_argument("--dry-run", action="store_true", help="check only: nothing is changed")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation_id = organisations.id_of(slug=options["slug"])
        if organisation_id is None:
            raise CommandError(f"There is no organisation “{options['slug']}”.")
        try:
            choices = _choices(options["mapping"])
            with tenant(organisation_id):
                crm_import = scripted.import_file(
                    kind=options["kind"],
                    source=options["source"],
                    file_name=options["file"].name,
                    chunks=_pieces(options["file"]),
                    choices=choices,
                    is_check=options["dry_run"],
                    at=timezone.now(),
                )
                self._print(crm_import, as_json=options["json"])
        except Unreadable as problem:
            raise CommandError(file_message(problem.as_json())) from problem
        except OSError as error:
            raise CommandError(str(error)) from error

    def _print(self, crm_import: CrmImport, *, as_json: bool) -> None:
        report = crm_import.report
        problems = crm_import.problems.order_by("line", "pk")
        told = [[row.line, row.severity, row.column, row_message(row.code)] for row in problems[:50]]
        if as_json:
            self.stdout.write(json.dumps(imports.as_json(crm_import) | {"first_problems": told}, ensure_ascii=False))
        elif "counts" in report:
            self.stdout.write(", ".join(f"{number} {name}" for name, number in report["counts"].items()))
            for line, severity, column, message in told[:20]:
                self.stdout.write(f"  line {line} ({severity}) {column}: {message}")
        if crm_import.state in CrmImport.WAITING:
            self.stderr.write("Another import of this organisation is running: a worker does this one after it.")
        if "error" in report:
            raise CommandError(file_message(report["error"]))


def _choices(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        choices = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise CommandError(f"{path.name} is not valid JSON: {error}") from error
    return dict(choices)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(CHUNK_BYTES):
            yield piece
