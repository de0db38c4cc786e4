"""A row per objective and day: what was known (docs/adr/0006-progress-points.md)."""

import django.db.models.deletion
from django.db import migrations, models

import teams.tenancy


class Migration(migrations.Migration):
    dependencies = [
        ("goals", "0005_how_progress_is_judged"),
        ("teams", "0007_leave_and_ramp"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProgressPoint",
            fields=[
                ("as_of", models.DateField()),
                ("numerator", models.DecimalField(decimal_places=0, max_digits=30, null=True)),
                ("denominator", models.DecimalField(decimal_places=0, max_digits=30, null=True)),
                ("actual", models.DecimalField(decimal_places=6, max_digits=36, null=True)),
                ("attainment", models.DecimalField(decimal_places=6, max_digits=48, null=True)),
                ("expected", models.DecimalField(decimal_places=6, max_digits=36)),
                ("pace", models.DecimalField(decimal_places=6, max_digits=48, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("not_started", "Not started"),
                            ("on_track", "On track"),
                            ("watch", "Watch"),
                            ("off_track", "Off track"),
                            ("reached", "Reached"),
                            ("missed", "Missed"),
                            ("no_data", "No figure"),
                        ],
                        max_length=11,
                    ),
                ),
                ("effective_target", models.DecimalField(decimal_places=6, max_digits=36, null=True)),
                ("credited", models.DecimalField(decimal_places=6, max_digits=36, null=True)),
                ("credited_attainment", models.DecimalField(decimal_places=6, max_digits=48, null=True)),
                ("actual_of_all", models.DecimalField(decimal_places=6, max_digits=36, null=True)),
                ("guards", models.JSONField(null=True)),
                ("reason", models.JSONField(null=True)),
                ("rule_version", models.PositiveSmallIntegerField(db_default=1)),
                (
                    "plain_status",
                    models.CharField(
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
                ("better_since", models.DateField(null=True)),
                (
                    "earlier_status",
                    models.CharField(
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
                ("earlier_better_since", models.DateField(null=True)),
                ("share", models.DecimalField(decimal_places=6, max_digits=7, null=True)),
                ("units_elapsed", models.PositiveSmallIntegerField(null=True)),
                ("units", models.PositiveSmallIntegerField(null=True)),
                (
                    "learned_from",
                    models.CharField(
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
                ("learned_periods", models.PositiveSmallIntegerField(null=True)),
                ("forecast", models.DecimalField(decimal_places=6, max_digits=48, null=True)),
                ("required_rate", models.DecimalField(decimal_places=6, max_digits=36, null=True)),
                ("required_ratio", models.DecimalField(decimal_places=6, max_digits=48, null=True)),
                ("presence", models.DecimalField(decimal_places=6, max_digits=7, null=True)),
                ("computed_at", models.DateTimeField()),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "organisation_id",
                        "objective_id",
                        "day",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("day", models.DateField()),
                ("target", models.DecimalField(decimal_places=6, max_digits=24)),
                ("version", models.PositiveIntegerField()),
                (
                    "objective",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="points",
                        to="goals.objective",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        default=teams.tenancy.active_organisation_id,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["objective", "day"],
                "base_manager_name": "objects",
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="goals_progresspoint_rls"),
                    teams.tenancy.CompositeForeignKey(
                        field="objective", name="goals_progresspoint_objective_fk", to="goals_objective"
                    ),
                ],
            },
        ),
    ]
