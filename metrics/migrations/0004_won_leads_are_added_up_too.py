"""Beside the leads of a day those that were won have cells now: what is kept has none yet, so the facts are read until the next
night counts all of them. The cells of all leads stay: that night compares them.
"""

from django.db import migrations

FORGET = "DELETE FROM metrics_rollup WHERE source = 'leads'"


class Migration(migrations.Migration):
    dependencies = [("metrics", "0003_facts_added_up_by_day")]

    operations = [migrations.RunSQL(FORGET, FORGET)]
