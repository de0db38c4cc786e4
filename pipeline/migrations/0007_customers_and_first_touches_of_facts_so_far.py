"""What an import derives from now on, for the facts that are there already."""

from django.db import migrations

CUSTOMERS = r"""
    UPDATE pipeline_deal
    SET customer_key = left(trim(regexp_replace(lower(normalize(account, NFKC)), '\s+', ' ', 'g')), 300)
    WHERE account <> ''
"""
FIRST_TOUCHES = """
    UPDATE pipeline_lead l SET first_touched_at = t.first_at FROM (
        SELECT a.organisation_id, a.lead_id, min(a.occurred_at) AS first_at
        FROM pipeline_activity a
        JOIN pipeline_lead l ON l.organisation_id = a.organisation_id AND l.id = a.lead_id AND a.occurred_at >= l.occurred_at
        WHERE a.kind IN ('call', 'meeting', 'presentation', 'proposal', 'email', 'store_visit')
        GROUP BY 1, 2
    ) t
    WHERE l.organisation_id = t.organisation_id AND l.id = t.lead_id
"""


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0006_deals_have_margins_and_leads_a_first_touch")]

    operations = [migrations.RunSQL([CUSTOMERS, FIRST_TOUCHES], [])]
