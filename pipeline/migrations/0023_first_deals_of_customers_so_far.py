"""What an import marks from now on, for the deals that are there already."""

from django.db import migrations

MARK = """
    UPDATE pipeline_deal SET is_first_win = true WHERE id IN (
        SELECT DISTINCT ON (organisation_id, customer_key) id FROM pipeline_deal WHERE status = 'won' AND customer_key <> ''
        ORDER BY organisation_id, customer_key, closed_day, closed_at, external_id COLLATE "C", id
    )
"""


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0022_new_customers_and_answers_in_business_time")]

    operations = [migrations.RunSQL(MARK, "")]
