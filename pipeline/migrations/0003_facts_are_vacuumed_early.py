"""Facts are read from indexes alone, which needs a fresh visibility map: vacuum after a hundredth of new rows."""

from django.db import migrations

TABLES = ("pipeline_lead", "pipeline_deal", "pipeline_activity", "pipeline_stagetransition")


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0002_deals_are_found_by_lead")]

    operations = [
        migrations.RunSQL(
            [f"ALTER TABLE {table} SET (autovacuum_vacuum_insert_scale_factor = 0.01)" for table in TABLES],
            [f"ALTER TABLE {table} RESET (autovacuum_vacuum_insert_scale_factor)" for table in TABLES],
        )
    ]
