"""Facts added up by day, for scopes that many of them share. The only index, the primary key, carries the sums as well, so that
cells are read from it alone; like the facts they are vacuumed early.
"""

import django.db.models.deletion
import django.db.models.functions.uuid
from django.db import migrations, models

import teams.tenancy

COVERING = """
ALTER TABLE metrics_rollupday DROP CONSTRAINT metrics_rollupday_pkey;
ALTER TABLE metrics_rollupday ADD CONSTRAINT metrics_rollupday_pkey
    PRIMARY KEY (organisation_id, series, scope_id, word, day, currency) INCLUDE (n, total, known);
ALTER TABLE metrics_rollupday SET (autovacuum_vacuum_insert_scale_factor = 0.01, autovacuum_vacuum_scale_factor = 0.05);
"""
BARE = """
ALTER TABLE metrics_rollupday DROP CONSTRAINT metrics_rollupday_pkey;
ALTER TABLE metrics_rollupday ADD CONSTRAINT metrics_rollupday_pkey
    PRIMARY KEY (organisation_id, series, scope_id, word, day, currency);
ALTER TABLE metrics_rollupday RESET (autovacuum_vacuum_insert_scale_factor, autovacuum_vacuum_scale_factor);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("metrics", "0002_versions_of_metrics_are_for_ever"),
    ]

    operations = [
        migrations.CreateModel(
            name="Rollup",
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
                ("source", models.CharField(max_length=20)),
                ("scope", models.CharField(max_length=12)),
                ("built_at", models.DateTimeField()),
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
                "ordering": ["source", "scope"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="metrics_rollup_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="metrics_rollup_tenant_key"),
                    models.UniqueConstraint(fields=("organisation", "source", "scope"), name="metrics_rollup_key"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RollupDay",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "organisation_id",
                        "series",
                        "scope_id",
                        "word",
                        "day",
                        "currency",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("series", models.CharField(max_length=40)),
                ("scope_id", models.UUIDField()),
                ("word", models.CharField(max_length=20)),
                ("day", models.DateField()),
                ("currency", models.CharField(max_length=3)),
                ("n", models.BigIntegerField()),
                ("total", models.DecimalField(decimal_places=0, max_digits=40, null=True)),
                ("known", models.BigIntegerField(null=True)),
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
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [teams.tenancy.RowLevelSecurity(column="organisation_id", name="metrics_rollupday_rls")],
            },
        ),
        migrations.RunSQL(COVERING, BARE),
    ]
