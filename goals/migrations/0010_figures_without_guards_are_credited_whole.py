"""Pages show what is credited. Until the next recompute says so itself, that is all of a figure that no guard watches."""

from django.db import migrations

CREDIT = """
    UPDATE goals_objectiveprogress AS figure
    SET credited = figure.actual, credited_attainment = figure.attainment, effective_target = objective.target
    FROM goals_objective AS objective
    WHERE objective.organisation_id = figure.organisation_id AND objective.id = figure.objective_id
      AND figure.rule_version = 1
"""
CREDIT_POINTS = """
    UPDATE goals_progresspoint SET credited = actual, credited_attainment = attainment, effective_target = target
    WHERE rule_version = 1
"""


class Migration(migrations.Migration):
    dependencies = [
        ("goals", "0009_limits_in_points"),
    ]

    operations = [
        migrations.RunSQL(CREDIT, migrations.RunSQL.noop),
        migrations.RunSQL(CREDIT_POINTS, migrations.RunSQL.noop),
    ]
