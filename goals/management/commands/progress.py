import json
from argparse import ArgumentParser
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from goals.queries.progress import ProgressRow, progress_rows
from teams.actions import organisations
from teams.models import Organisation, Period
from teams.tenancy import tenant

COLUMNS = ("objective", "scope", "target", "actual", "attainment", "expected", "pace", "status")


class Command(BaseCommand):
    help = "List every objective of a period with its target and its last computed figure."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--period", required=True, help="e.g. 2017, 2017-Q2, 2017-M04 or 2017-W07")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, slug: str, period: str, **options: Any) -> None:
        organisation_id = organisations.id_of(slug=slug)
        if organisation_id is None:
            raise CommandError(f"There is no organisation “{slug}”.")
        with tenant(organisation_id):
            organisation = Organisation.objects.get(slug=slug)
            found = Period.objects.filter(key=period).first()
            if found is None:
                raise CommandError(f"{slug} has no period {period!r}.")
            today = timezone.now().astimezone(organisation.zone).date()
            rows = [
                _plain(row) for row in progress_rows(period=found, on=min(today, found.ends_on - timedelta(days=1)))
            ]
        if options["json"]:
            self.stdout.write(json.dumps(rows))
        else:
            self._table(rows)

    def _table(self, rows: list[dict[str, Any]]) -> None:
        self.stdout.write("\t".join(COLUMNS))
        for row in rows:
            self.stdout.write("\t".join("–" if row[column] is None else str(row[column]) for column in COLUMNS))


def _plain(row: ProgressRow) -> dict[str, Any]:
    """Numbers as exact decimal strings, in the metric's unit (money in minor units); undefined is null."""
    return {
        "id": str(row.id),
        "objective": row.name,
        "metric": row.metric_key,
        "unit": row.metric.unit,
        "scope": f"{row.scope}: {row.scope_name}" if row.scope_name else row.scope,
        "scope_kind": row.scope,
        "scope_name": row.scope_name,
        "period": row.period_key,
        "direction": row.direction,
        **{
            name: _number(getattr(row, name))
            for name in ("target", "numerator", "denominator", "actual", "attainment", "expected", "pace")
        },
        "as_of": row.as_of and row.as_of.isoformat(),
        "status": row.status,
    }


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"
