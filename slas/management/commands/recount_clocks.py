from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from slas.actions.recount import recount
from teams.actions import organisations
from teams.tenancy import every_organisation, tenant


class Command(BaseCommand):
    help = "Count the clocks of promises again from their calendars, and derive anew from the log what differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--organisation", metavar="SLUG", help="only this one")

    def handle(self, *args: Any, organisation: str | None, **options: Any) -> None:
        chosen = organisations.id_of(slug=organisation) if organisation else None
        if organisation and chosen is None:
            raise CommandError(f"There is no organisation {organisation}.")
        for organisation_id in [chosen] if chosen else every_organisation():
            with tenant(organisation_id):
                clocks, repaired = recount(at=timezone.now())
            self.stdout.write(f"{organisation_id}: {clocks} clocks counted, {repaired} leads derived anew")
