"""Which deals made their customers new (pipeline/rules/first_wins.py), for the customers of the deals that were `changed`."""

from django.db import connection

from pipeline.actions.plans import without_loops
from teams.tenancy import active_organisation_id

OF_CHANGED = "SELECT old_customer AS customer_key FROM changed UNION SELECT new_customer FROM changed"
OF_ALL = "SELECT DISTINCT customer_key FROM pipeline_deal WHERE organisation_id = %(organisation)s"
MARK = """
    WITH affected AS (SELECT customer_key FROM ({affected}) AS named WHERE customer_key <> ''),
    ranked AS MATERIALIZED (
        SELECT d.id, row_number() OVER (
            PARTITION BY d.customer_key ORDER BY d.closed_day, d.closed_at, d.external_id COLLATE "C", d.id
        ) = 1 AS is_first
        FROM affected a
        JOIN pipeline_deal d ON d.organisation_id = %(organisation)s AND d.customer_key = a.customer_key AND d.status = 'won'
    ),
    marked AS (
        SELECT id, is_first FROM ranked UNION ALL
        SELECT id, false FROM pipeline_deal
        WHERE organisation_id = %(organisation)s AND is_first_win AND (status <> 'won' OR customer_key = '')
    )
    UPDATE pipeline_deal d SET is_first_win = m.is_first FROM marked m
    WHERE d.organisation_id = %(organisation)s AND d.id = m.id AND d.is_first_win <> m.is_first
"""


def mark(affected: str) -> None:
    """Of the customers that a query names. What a deal loses or gains leaves `Touched`, as every change of it does."""
    with connection.cursor() as cursor, without_loops(cursor):
        cursor.execute(MARK.format(affected=affected), {"organisation": active_organisation_id()})
