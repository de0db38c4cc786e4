import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("goals", "0004_what_objectives_ask"),
        ("pipeline", "0004_records_have_names"),
        ("teams", "0007_leave_and_ramp"),
    ]

    operations = [
        migrations.AddField(
            model_name="objective",
            name="is_prorated",
            field=models.BooleanField(default=True, verbose_name="Prorated for leave and ramp"),
        ),
        migrations.AddField(
            model_name="objective",
            name="pace_method",
            field=models.CharField(
                choices=[
                    ("calendar", "Every day alike"),
                    ("business_days", "Business days"),
                    ("seasonal", "Weights of the months"),
                    ("learned", "Learned from past periods"),
                    ("steps", "Steps at each reading"),
                    ("milestones", "Milestones"),
                ],
                default="calendar",
                max_length=13,
                verbose_name="Expected course",
            ),
        ),
        migrations.AddField(
            model_name="objective",
            name="season_weights",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.DecimalField(decimal_places=4, max_digits=12),
                default=list,
                verbose_name="Weights of the months",
            ),
        ),
        migrations.AddField(
            model_name="objectiveprogress",
            name="better_since",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="objectiveprogress",
            name="earlier_better_since",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="objectiveprogress",
            name="earlier_status",
            field=models.CharField(
                blank=True,
                choices=[
                    ("not_started", "Not started"),
                    ("on_track", "On track"),
                    ("watch", "Watch"),
                    ("off_track", "Off track"),
                    ("reached", "Reached"),
                    ("missed", "Missed"),
                    ("no_data", "No figure"),
                ],
                db_default="",
                max_length=11,
            ),
        ),
        migrations.AddField(
            model_name="objectiveprogress",
            name="forecast",
            field=models.DecimalField(decimal_places=6, max_digits=48, null=True),
        ),
        migrations.AddField(
            model_name="objectiveprogress",
            name="learned_from",
            field=models.CharField(
                blank=True,
                choices=[
                    ("own", "Its own past"),
                    ("organisation", "The organisation’s past"),
                    ("calendar", "The calendar"),
                ],
                db_default="",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="objectiveprogress",
            name="learned_periods",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="objectiveprogress",
            name="plain_status",
            field=models.CharField(
                blank=True,
                choices=[
                    ("not_started", "Not started"),
                    ("on_track", "On track"),
                    ("watch", "Watch"),
                    ("off_track", "Off track"),
                    ("reached", "Reached"),
                    ("missed", "Missed"),
                    ("no_data", "No figure"),
                ],
                db_default="",
                max_length=11,
            ),
        ),
        migrations.AddField(
            model_name="objectiveprogress",
            name="presence",
            field=models.DecimalField(decimal_places=6, max_digits=7, null=True),
        ),
        migrations.AddField(
            model_name="objectiveprogress",
            name="required_rate",
            field=models.DecimalField(decimal_places=6, max_digits=36, null=True),
        ),
        migrations.AddField(
            model_name="objectiveprogress",
            name="required_ratio",
            field=models.DecimalField(decimal_places=6, max_digits=48, null=True),
        ),
        migrations.AddField(
            model_name="objectiveprogress",
            name="share",
            field=models.DecimalField(decimal_places=6, max_digits=7, null=True),
        ),
        migrations.AddField(
            model_name="objectiveprogress",
            name="units",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="objectiveprogress",
            name="units_elapsed",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name="objective",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("pace_method", "seasonal"), ("season_weights__len__gte", 1)),
                    models.Q(models.Q(("pace_method", "seasonal"), _negated=True), ("season_weights", [])),
                    _connector="OR",
                ),
                name="goals_objective_season_has_weights",
            ),
        ),
    ]
