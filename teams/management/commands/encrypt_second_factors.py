from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError, CommandParser

from teams.actions import second_factors


class Command(BaseCommand):
    help = "Encrypts the secrets of second factors that are in the clear, or under a later one of SECOND_FACTOR_KEYS, with the first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--forget-unreadable",
            action="store_true",
            help="the key is lost: whose secrets no key opens sign in with their password alone from now on",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        changed, unreadable = 0, {}
        for pk, user_id, email in Authenticator.objects.order_by("pk").values_list("pk", "user_id", "user__email"):
            try:
                changed += second_factors.encrypt_anew(authenticator_id=pk)
            except second_factors.NoKeyFits:
                unreadable[user_id] = email
        self.stdout.write(f"{changed} second factors encrypted anew.")
        if unreadable and not options["forget_unreadable"]:
            raise CommandError(
                f"No key of SECOND_FACTOR_KEYS opens those of {', '.join(unreadable.values())}. Bring the missing key back "
                "(behind the others); if it is lost: --forget-unreadable.",
                returncode=3,
            )
        for user_id, email in unreadable.items():
            second_factors.forget(user_id=user_id)
            self.stdout.write(f"Forgotten: {email}")
