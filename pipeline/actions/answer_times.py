"""How long cases waited for their first answer in business time (pipeline/rules/waits.py): by the organisation's calendar."""

from collections.abc import Iterator

from django.db import connection

from pipeline.rules.waits import InForce, business_seconds
from teams.models import CalendarVersion
from teams.queries.working_times import working_time_of
from teams.tenancy import active_organisation_id

OF_CHANGED = "c.id IN (SELECT id FROM changed)"
# Answered before there was a calendar, or before it knew that day.
MISSING = "c.first_answered_at >= c.opened_at AND c.business_seconds_to_answer IS NULL"
ASKED = """
    SELECT c.id::text, c.opened_at, c.first_answered_at FROM pipeline_case c
    WHERE c.organisation_id = %s AND (c.first_answered_at IS NOT NULL OR c.business_seconds_to_answer IS NOT NULL) AND {which}
"""
TELL = """
    UPDATE pipeline_case c SET business_seconds_to_answer = found.seconds
    FROM unnest(%s::uuid[], %s::bigint[]) AS found (id, seconds)
    WHERE c.organisation_id = %s AND c.id = found.id AND c.business_seconds_to_answer IS DISTINCT FROM found.seconds
"""


def derive(which: str) -> None:
    """For the cases that a condition names."""
    organisation_id = active_organisation_id()
    with connection.cursor() as cursor:
        cursor.execute(ASKED.format(which=which), [organisation_id])
        asked = cursor.fetchall()
        calendars = list(_calendars()) if asked else []
        found = [
            (id_, business_seconds(calendars=calendars, started_at=start, stopped_at=stop))
            for id_, start, stop in asked
        ]
        if found:
            cursor.execute(TELL, [*map(list, zip(*found, strict=True)), organisation_id])


def _calendars() -> Iterator[InForce]:
    """All versions of the calendar of the whole organisation, oldest first."""
    versions = CalendarVersion.objects.filter(calendar__is_default=True).order_by("number", "pk")
    for pk, created_at in versions.values_list("pk", "created_at"):
        yield InForce(created_at, working_time_of(pk))
