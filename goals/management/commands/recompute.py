import json
from argparse import ArgumentParser
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from goals.actions import recomputes
from teams.actions import organisations
from teams.tenancy import tenant


class Command(BaseCommand):
    help = "Compute the figures of all objectives of an organisation anew, now, in this process."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument(
            "--as-of", type=date.fromisoformat, help="count through the end of this day (default: today)"
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *, slug: str, as_of: date | None, **options: Any) -> None:
        organisation_id = organisations.id_of(slug=slug)
        if organisation_id is None:
            raise CommandError(f"There is no organisation “{slug}”.")
        with tenant(organisation_id):
            revalued = recomputes.everything(at=timezone.now(), as_of=as_of)
        if options["json"]:
            self.stdout.write(json.dumps(asdict(revalued)))
        else:
            self.stdout.write(f"{revalued.objectives} objectives, {revalued.changed} figures changed")
