import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.uuid
from django.db import migrations, models

import teams.tenancy


class Migration(migrations.Migration):
    dependencies = [
        ("teams", "0006_calendar_versions_are_never_changed"),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="joined_on",
            field=models.DateField(blank=True, null=True, verbose_name="Joined on"),
        ),
        migrations.CreateModel(
            name="Absence",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("leave", "Annual leave"),
                            ("sick", "Sick leave"),
                            ("parental", "Parental leave"),
                            ("other", "Other absence"),
                        ],
                        default="leave",
                        max_length=8,
                        verbose_name="Kind",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="From")),
                ("ends_on", models.DateField(verbose_name="Until (exclusive)")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "membership",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absences",
                        to="teams.membership",
                        verbose_name="Person",
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
                "verbose_name": "Absence",
                "verbose_name_plural": "Absences",
                "ordering": ["starts_on", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "membership"], name="teams_absence_membership")],
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="teams_absence_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="teams_absence_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="membership", name="teams_absence_membership_fk", to="teams_membership"
                    ),
                    teams.tenancy.NoOverlap(key="membership", name="teams_absence_no_overlap"),
                    models.CheckConstraint(
                        condition=models.Q(("starts_on__lt", models.F("ends_on"))), name="teams_absence_not_empty"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PresenceChange",
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
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "membership",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.membership",
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
                "ordering": ["recorded_at", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="teams_presencechange_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="teams_presencechange_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="membership", name="teams_presencechange_membership_fk", to="teams_membership"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RampPlan",
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
                (
                    "shares",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DecimalField(decimal_places=3, max_digits=4),
                        default=list,
                        verbose_name="Ramp",
                    ),
                ),
                (
                    "membership",
                    teams.tenancy.TenantKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ramp_plans",
                        to="teams.membership",
                        verbose_name="Person",
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
                "verbose_name": "Ramp plan",
                "verbose_name_plural": "Ramp plans",
                "ordering": ["pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="teams_rampplan_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="teams_rampplan_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="membership", name="teams_rampplan_membership_fk", to="teams_membership"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "membership"), name="teams_rampplan_one", nulls_distinct=False
                    ),
                ],
            },
        ),
    ]
