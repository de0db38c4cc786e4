"""Judging open leads by the definition in force: one statement, which keeps only what differs from what was found before."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from psycopg2 import sql

from pipeline.models import LeadDefinition
from pipeline.queries import judging
from teams.tenancy import active_organisation_id

EVERY = timedelta(hours=1)
# Who has not decided for a year is no lead any more.
SINCE = timedelta(days=365)
OPEN = "l.stage NOT IN ('won', 'lost') AND l.day >= {day}::date"
KEEP = """
    INSERT INTO pipeline_leadjudgement (organisation_id, lead_id, definition_id, lead_class, facts, judged_at)
    SELECT {organisation}::uuid, j.id, {definition}::uuid, j.lead_class, j.facts, {at}
    FROM ({judged}) j
    LEFT JOIN LATERAL (
        SELECT x.lead_class FROM pipeline_leadjudgement x
        WHERE x.organisation_id = {organisation}::uuid AND x.lead_id = j.id AND x.definition_id = {definition}::uuid
        ORDER BY x.judged_at DESC LIMIT 1) x ON true
    WHERE x.lead_class IS DISTINCT FROM j.lead_class
    ON CONFLICT DO NOTHING
"""


@transaction.atomic
def judge(*, at: datetime) -> int:
    """Judge all open leads, if that was not done within the last hour; return how many are something else now.

    The definition's row is the claim: held elsewhere, there is nothing to do.
    """
    due = LeadDefinition.objects.in_force().exclude(judged_at__gt=at - EVERY)
    definition = due.select_for_update(skip_locked=True).first()
    if definition is None:
        return 0
    found = _keep(definition, at)
    LeadDefinition.objects.filter(pk=definition.pk).update(judged_at=at)
    return found


def _keep(definition: LeadDefinition, at: datetime) -> int:
    leads = sql.SQL(OPEN).format(day=sql.Literal((at - SINCE).date().isoformat()))
    moment = judging.instant(at)
    query = sql.SQL(KEEP).format(
        organisation=sql.Literal(_text(active_organisation_id())),
        definition=sql.Literal(_text(definition.pk)),
        at=moment,
        judged=judging.statement(terms=definition.rules, leads=leads, at=moment),
    )
    with connection.cursor() as cursor:
        cursor.execute(query.as_string(cursor.connection))
        return int(cursor.rowcount)


def _text(key: UUID) -> str:
    return str(key)
