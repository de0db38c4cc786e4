from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import allauth
import django
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import to_locale

from teams.management.catalogues import catalogue
from teams.management.catalogues.sources import (
    UntranslatableCall,
    overlay_messages,
    project_messages,
)

LOCALES = [to_locale(code) for code, _name in settings.LANGUAGES if code != "en"]
PACKAGES = [Path(str(package.__file__)).parent for package in (django, allauth)]
INSTALLED = [
    PACKAGES[0] / "conf" / "locale",
    PACKAGES[0] / "contrib" / "auth" / "locale",
    PACKAGES[1] / "locale",
]


class Command(BaseCommand):
    help = "Collects the strings that people see, checks their translations and compiles them, without GNU gettext."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_mutually_exclusive_group(required=True)
        verbs.add_argument(
            "--update",
            action="store_true",
            help="bring locale/*/django.po up to date with the sources",
        )
        verbs.add_argument(
            "--check",
            action="store_true",
            help="fail on anything missing, fuzzy or wrong",
        )
        verbs.add_argument("--compile", action="store_true", help="write the .mo files")
        parser.add_argument(
            "locales",
            nargs="*",
            metavar="locale",
            help=f"some of {', '.join(LOCALES)}; else all",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        base, locales = settings.BASE_DIR, options["locales"] or LOCALES
        if options["compile"]:
            for locale in locales:
                path = catalogue.path_of(locale, base)
                if path.exists():
                    catalogue.opened(locale, base).save_as_mofile(str(path.with_suffix(".mo")))
        elif options["update"]:
            for locale in locales:
                self.update(locale, base)
        else:
            self.check_all(locales, base)

    def wanted(self, locale: str, base: Path) -> Any:
        own_apps = [config.label for config in apps.get_app_configs() if Path(config.path).parent == base]
        try:
            own = project_messages(base, own_apps)
        except UntranslatableCall as problem:
            raise CommandError(str(problem)) from problem
        return catalogue.updated(
            locale,
            base,
            own,
            catalogue.missing_elsewhere(overlay_messages(), locale, INSTALLED),
        )

    def update(self, locale: str, base: Path) -> None:
        wanted, path = self.wanted(locale, base), catalogue.path_of(locale, base)
        path.parent.mkdir(parents=True, exist_ok=True)
        wanted.save(str(path))
        waiting = sum(1 for entry in wanted if any(catalogue.faults(entry, locale)))
        self.stdout.write(f"{locale}: {len(wanted)} strings, {waiting} to translate")

    def check_all(self, locales: list[str], base: Path) -> None:
        problems = [line for locale in locales for line in catalogue.problems(locale, base, self.wanted(locale, base))]
        for line in problems[:200]:
            self.stderr.write(line)
        if problems:
            raise CommandError(
                f"{len(problems)} problems in the translations. First: ./dev manage translations --update"
            )
