"""A recompute of everything tells how far incremental work had drifted from the facts, and how long it took."""

import django.db.models.deletion
import django.db.models.functions.uuid
from django.db import migrations, models

import teams.tenancy


class Migration(migrations.Migration):
    dependencies = [
        ("goals", "0022_both_departments_in_one_room"),
        ("teams", "0013_sweeps_ask_who_has_invitations"),
    ]

    operations = [
        migrations.CreateModel(
            name="Drift",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_default=django.db.models.functions.uuid.UUID7(),
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("as_of", models.DateField()),
                ("stored_numerator", models.DecimalField(decimal_places=6, max_digits=36, null=True)),
                ("stored_denominator", models.DecimalField(decimal_places=6, max_digits=36, null=True)),
                ("stored_actual", models.DecimalField(decimal_places=6, max_digits=36, null=True)),
                ("full_numerator", models.DecimalField(decimal_places=6, max_digits=36, null=True)),
                ("full_denominator", models.DecimalField(decimal_places=6, max_digits=36, null=True)),
                ("full_actual", models.DecimalField(decimal_places=6, max_digits=36, null=True)),
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
                (
                    "recompute",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drifts",
                        to="goals.recompute",
                    ),
                ),
            ],
            options={
                "verbose_name": "Drift of a figure",
                "ordering": ["recompute", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="goals_drift_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="goals_drift_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="recompute", name="goals_drift_recompute_fk", to="goals_recompute"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="objective", name="goals_drift_objective_fk", to="goals_objective"
                    ),
                    models.UniqueConstraint(fields=("organisation", "recompute", "objective"), name="goals_drift_one"),
                ],
            },
        ),
        migrations.AddField(
            model_name="recompute",
            name="cells_drifted",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="recompute",
            name="drifted",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="recompute",
            name="milliseconds",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="recompute",
            index=models.Index(fields=["organisation", "-requested_at", "id"], name="goals_recompute_newest"),
        ),
    ]
