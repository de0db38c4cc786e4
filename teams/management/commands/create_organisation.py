import json
import os
from collections.abc import Callable
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email, validate_slug
from django.db import transaction
from django.utils import timezone

from teams.actions import members, organisations
from teams.actions.organisations import SlugTaken
from teams.models import Organisation


class Command(BaseCommand):
    help = "Makes an organisation with its calendar, and its first owner if an e-mail address is given."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="short name in addresses: letters, digits, hyphens")
        parser.add_argument("--name", required=True)
        parser.add_argument("--time-zone", required=True, help="an IANA name such as Asia/Manila")
        parser.add_argument("--currency", required=True, help="an ISO code such as USD")
        parser.add_argument("--fiscal-start-month", required=True, type=int, help="1 to 12")
        parser.add_argument("--language", default="en")
        parser.add_argument("--owner-email")
        parser.add_argument("--owner-name", default="")
        parser.add_argument("--owner-password-env", help="name of the environment variable that holds the password")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        password = self._password(options["owner_password_env"])
        self._check("slug", validate_slug, options["slug"])
        if options["owner_email"]:
            self._check("owner-email", validate_email, options["owner_email"])
        try:
            organisation = self._create(options, password)
        except SlugTaken as error:
            raise CommandError(f"The short name {options['slug']!r} is taken.", returncode=3) from error
        except ValidationError as error:
            reasons = (f"{field}: {reason}" for field, told in error.message_dict.items() for reason in told)
            raise CommandError("\n".join(reasons), returncode=2) from error
        told = {name: getattr(organisation, name) for name in ("slug", "name", "time_zone", "currency")}
        told["id"], told["fiscal_start_month"] = str(organisation.pk), organisation.fiscal_start_month
        self.stdout.write(
            json.dumps(told, ensure_ascii=False)
            if options["json"]
            else f"Created {organisation.name} at /o/{organisation.slug}/"
        )

    @transaction.atomic
    def _create(self, options: dict[str, Any], password: str | None) -> Organisation:
        terms = ("slug", "name", "time_zone", "currency", "fiscal_start_month", "language")
        at = timezone.now()
        organisation = organisations.create(**{term: options[term] for term in terms}, at=at)
        if email := options["owner_email"]:
            name = options["owner_name"] or email.partition("@")[0]
            members.add_owner(organisation=organisation, email=email, full_name=name, password=password, at=at)
        return organisation

    def _password(self, variable: str | None) -> str | None:
        if not variable:
            return None
        if not os.environ.get(variable):
            raise CommandError(f"The environment variable {variable} is empty.", returncode=2)
        self._check("owner-password", validate_password, os.environ[variable])
        return os.environ[variable]

    def _check(self, name: str, validate: Callable[[str], None], value: str) -> None:
        try:
            validate(value)
        except ValidationError as error:
            raise CommandError(f"{name}: {' '.join(error.messages)}", returncode=2) from error
