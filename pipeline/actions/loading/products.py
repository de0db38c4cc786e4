"""Products, known by their names."""

from collections.abc import Iterator

from pipeline.actions.loading.run import Outcome, Run
from pipeline.actions.loading.staging import stage
from pipeline.actions.loading.upsert import Target, drop_repeated, upsert
from pipeline.importers.parsing import Record
from pipeline.rules import text

VALUES = {
    "name": "s.name", "name_key": "s.name_key", "code": "coalesce(s.code, '')", "list_price_minor": "s.amount_minor",
    "currency": "%(currency)s",
}  # fmt: skip
FED_BY = {"name": ["name"], "code": ["code"], "amount": ["list_price_minor", "currency"]}


def load(run: Run) -> Outcome:
    stage("product", _with_keys(run.records))
    repeated = drop_repeated("name_key", "name_repeated")
    updated = [column for field in FED_BY if field in run.mapped for column in FED_BY[field]]
    target = Target("pipeline_product", ("organisation_id", "name_key"), VALUES, updated, {})
    return Outcome(upsert(target, {"currency": run.currency}), {}, repeated)


def _with_keys(records: Iterator[tuple[int, Record]]) -> Iterator[tuple[int, Record]]:
    for line, record in records:
        yield line, record | {"name_key": text.key(record["name"])}
