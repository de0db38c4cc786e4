"""Figures are updated every night: room on each page keeps the new row version beside the old one (HOT)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("goals", "0001_objectives_and_their_figures")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE goals_objectiveprogress SET (fillfactor = 80)",
            "ALTER TABLE goals_objectiveprogress RESET (fillfactor)",
        )
    ]
