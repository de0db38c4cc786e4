"""Leads so far: what is stored is what their source said, save for those handed out or given back here, which came as MQLs of
nobody. And a lead that was given back was theirs who gave it back.
"""

from django.db import migrations

SAID = """
    UPDATE pipeline_lead l SET
        source_stage = CASE WHEN d.is_decided THEN 'mql' ELSE l.stage END,
        source_owner_id = CASE WHEN d.is_given THEN NULL ELSE l.owner_id END
    FROM (
        SELECT l.id, EXISTS (SELECT FROM pipeline_leadassignment a WHERE a.lead_id = l.id) AS is_given,
            EXISTS (SELECT FROM pipeline_leadassignment a WHERE a.lead_id = l.id)
            OR EXISTS (SELECT FROM pipeline_leadrejection r WHERE r.lead_id = l.id) AS is_decided
        FROM pipeline_lead l
    ) d
    WHERE d.id = l.id
"""
WHOSE = "UPDATE pipeline_leadrejection SET owner_id = rejected_by_id"


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0020_what_is_handed_out_is_said_once")]
    operations = [migrations.RunSQL([SAID, WHOSE], [])]
