import json
from argparse import ArgumentParser
from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = (
        "Run a benchmark of bench/ in a database of its own; compare ratios within one run, never times between runs."
    )

    # By name: bench/ stands beside the apps and is not part of the product's layers.
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", choices=import_module("bench").NAMES)
        parser.add_argument("--scale", choices=["small", "medium", "full"], default="small")
        parser.add_argument("--rounds", type=int, default=5)
        parser.add_argument(
            "--keep", action="store_true", help="leave the filled database for the next run with --keep"
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *, name: str, scale: str, rounds: int, keep: bool, **options: Any) -> None:
        result = import_module(f"bench.{name}").run(scale=scale, rounds=rounds, keep=keep)
        if options["json"]:
            self.stdout.write(json.dumps(result))
            return
        for key, value in (result | result.pop("seconds")).items():
            self.stdout.write(f"{key:<42} {value}")
