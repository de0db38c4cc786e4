from typing import Any

from django.core.management.commands import migrate
from django.db import connection


class Command(migrate.Command):
    help = "Django's migrate, run as the owner role after giving the app role its rights."

    def handle(self, *args: Any, **options: Any) -> str | None:
        database: Any = connection
        with database.as_owner():
            database.grant_app_role()
            return super().handle(*args, **options)
