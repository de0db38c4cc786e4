"""Days of which the records say something else than what was known. All have to be measured once."""

import django.db.models.deletion
from django.db import migrations, models

import teams.tenancy

EVERY_OBJECTIVE = """
INSERT INTO goals_correctiondue (organisation_id, objective_id, from_day)
SELECT o.organisation_id, o.id, p.starts_on FROM goals_objective AS o
JOIN teams_period AS p ON p.organisation_id = o.organisation_id AND p.id = o.period_id
"""
DUE = """
CREATE FUNCTION lockstep_due_corrections() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT DISTINCT organisation_id FROM goals_correctiondue
$$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("goals", "0011_sweeps_ask_who_has_work"),
        ("teams", "0010_calendars_say_which_holidays_are_kept"),
    ]

    operations = [
        migrations.CreateModel(
            name="CorrectedPoint",
            fields=[
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
                ("actual", models.DecimalField(decimal_places=6, max_digits=36, null=True)),
                ("measured_at", models.DateTimeField()),
                (
                    "objective",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
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
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="goals_correctedpoint_rls"),
                    teams.tenancy.CompositeForeignKey(
                        field="objective", name="goals_correctedpoint_objective_fk", to="goals_objective"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CorrectionDue",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "organisation_id", "objective_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("from_day", models.DateField()),
                (
                    "objective",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
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
                "ordering": ["objective"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="goals_correctiondue_rls"),
                    teams.tenancy.CompositeForeignKey(
                        field="objective", name="goals_correctiondue_objective_fk", to="goals_objective"
                    ),
                ],
            },
        ),
        migrations.RunSQL(EVERY_OBJECTIVE, migrations.RunSQL.noop),
        migrations.RunSQL(DUE, "DROP FUNCTION lockstep_due_corrections()"),
    ]
