"""The figures that stand now are the first points: history begins where it was first kept."""

from django.db import migrations

POINTS = """
INSERT INTO goals_progresspoint
    (organisation_id, objective_id, day, target, version, as_of, numerator, denominator, actual, attainment, expected,
     pace, status, effective_target, credited, credited_attainment, actual_of_all, guards, reason, rule_version,
     plain_status, better_since, earlier_status, earlier_better_since, share, units_elapsed, units, learned_from,
     learned_periods, forecast, required_rate, required_ratio, presence, computed_at)
SELECT p.organisation_id, p.objective_id, (p.computed_at AT TIME ZONE g.time_zone)::date, o.target, o.version, p.as_of,
       p.numerator, p.denominator, p.actual, p.attainment, p.expected, p.pace, p.status, p.effective_target, p.credited,
       p.credited_attainment, p.actual_of_all, p.guards, p.reason, p.rule_version, p.plain_status, p.better_since,
       p.earlier_status, p.earlier_better_since, p.share, p.units_elapsed, p.units, p.learned_from, p.learned_periods,
       p.forecast, p.required_rate, p.required_ratio, p.presence, p.computed_at
FROM goals_objectiveprogress AS p
JOIN goals_objective AS o ON o.organisation_id = p.organisation_id AND o.id = p.objective_id
JOIN teams_organisation AS g ON g.id = p.organisation_id
"""


class Migration(migrations.Migration):
    dependencies = [("goals", "0006_a_point_per_objective_and_day")]

    operations = [migrations.RunSQL(POINTS, migrations.RunSQL.noop)]
