"""The recompute after an import looks only at what `Touched` names: so every table that is measured must leave it."""

import pytest
from django.db import connection

import pipeline.sources
import slas.sources
from pipeline.models.touched import TRANSITIONS

DESCRIBED = [*vars(pipeline.sources).values(), *vars(slas.sources).values()]
SOURCES = [value for value in DESCRIBED if type(value).__name__ == "Source"]
TRIGGERS = """
    SELECT trigger_event.name, encode(t.tgargs, 'escape')
    FROM pg_trigger AS t JOIN pg_proc AS p ON p.oid = t.tgfoid,
         (VALUES ('INSERT', 4), ('DELETE', 8), ('UPDATE', 16)) AS trigger_event (name, bit)
    WHERE t.tgrelid = %s::regclass AND p.proname = 'pipeline_touch' AND t.tgtype & trigger_event.bit > 0
"""


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.key)
def test_whatever_changes_a_measured_table_is_noted(source, db):
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS, [source.table])
        arguments = {event: text.split("\\000")[:-1] for event, text in cursor.fetchall()}
    assert set(arguments) == set(TRANSITIONS), f"{source.table} needs TouchTriggers"
    for fact, *days in arguments.values():
        assert fact == source.fact
        assert source.day in days
