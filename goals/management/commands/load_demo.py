from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from goals.demo import accounts, cast
from goals.demo.load import load
from teams.actions import organisations
from teams.models import Organisation
from teams.tenancy import tenant

NOT_HERE = (
    "load_demo makes accounts whose password is printed, so it runs only where DEBUG is on or ALLOWED_HOSTS names this "
    "machine alone. Where everybody may see the demo organisation: load_demo --yes-public."
)


class Command(BaseCommand):
    help = "Make the demo organisation and print its sign-ins. Running it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--address", default="http://localhost:8000", help="Where the pages are served.")
        parser.add_argument("--yes-public", action="store_true", help="Make it although others can reach the pages.")

        parser.add_argument("--scale", type=float, default=1.0, help="How many facts, 1 being about 45,000.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not (accounts.is_private_place() or options["yes_public"]):
            raise CommandError(NOT_HERE)
        organisation_id = organisations.id_of(slug=cast.SLUG)
        if organisation_id:
            with tenant(organisation_id):
                made_on = Organisation.objects.get(pk=organisation_id).created_at.date()
            accounts.renew_passwords()
            self.stdout.write(f"The demo organisation is there since {made_on}; nothing was changed.")
        else:
            self.stdout.write("Making the demo organisation, which takes a few minutes ...")
            made = load(at=timezone.now(), scale=options["scale"])
            self.stdout.write(
                f"{made.leads} leads, {made.deals} deals, {made.activities} activities, {made.objectives} objectives."
            )
        self._print_sign_ins(options["address"])

    def _print_sign_ins(self, address: str) -> None:
        self.stdout.write(
            f"\n{cast.NAME}: {address.rstrip('/')}/o/{cast.SLUG}/   password of all: {accounts.password()}\n"
        )
        for sign_in in accounts.sign_ins():
            language = f" ({sign_in.language})" if sign_in.language else ""
            self.stdout.write(f"  {sign_in.role.value.replace('_', ' '):<18}{sign_in.email}{language}")
