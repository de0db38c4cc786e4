"""Plans of handing a number down, and every version of them."""

import django.db.models.deletion
import django.db.models.functions.uuid
from django.db import migrations, models

import teams.tenancy


class Migration(migrations.Migration):
    dependencies = [
        ("goals", "0018_canvas_of_a_goal"),
        ("teams", "0013_sweeps_ask_who_has_invitations"),
    ]

    operations = [
        migrations.CreateModel(
            name="Allocation",
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
                ("name", models.CharField(max_length=80, verbose_name="Name")),
                (
                    "over",
                    models.CharField(
                        choices=[
                            ("department", "Departments"),
                            ("team", "Teams"),
                            ("rep", "Reps"),
                            ("product", "Products"),
                            ("territory", "Territories"),
                            ("period", "Months"),
                        ],
                        max_length=10,
                        verbose_name="Over",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("applied", models.PositiveIntegerField(blank=True, null=True)),
                ("applied_at", models.DateTimeField(blank=True, null=True)),
                ("effects", models.JSONField(blank=True, default=list)),
                ("is_discarded", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                (
                    "created_by",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.membership",
                    ),
                ),
                (
                    "objective",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
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
                "verbose_name": "Allocation",
                "verbose_name_plural": "Allocations",
                "ordering": ["-created_at", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "objective"], name="goals_allocation_objective"),
                ],
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="goals_allocation_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="goals_allocation_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="objective", name="goals_allocation_objective_fk", to="goals_objective"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="created_by", name="goals_allocation_created_by_fk", to="teams_membership"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="goals_allocation_has_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("applied", None), ("applied_at", None)),
                            models.Q(
                                ("applied__gte", 1),
                                ("applied__lte", models.F("version")),
                                ("applied_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="goals_allocation_applied_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AllocationVersion",
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
                ("number", models.PositiveIntegerField()),
                (
                    "step",
                    models.CharField(
                        choices=[("start", "Started"), ("change", "Changed"), ("paste", "Pasted"), ("undo", "Undone")],
                        max_length=6,
                    ),
                ),
                ("back_to", models.PositiveIntegerField(blank=True, null=True)),
                ("terms", models.JSONField()),
                ("made_at", models.DateTimeField()),
                (
                    "allocation",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="goals.allocation",
                    ),
                ),
                (
                    "made_by",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
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
                "ordering": ["allocation", "number"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="goals_allocationversion_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="goals_allocationversion_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="allocation", name="goals_allocationversion_allocation_fk", to="goals_allocation"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="made_by", name="goals_allocationversion_made_by_fk", to="teams_membership"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "allocation", "number"), name="goals_allocation_version"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("back_to__lt", models.F("number")), ("step", "undo")),
                            models.Q(models.Q(("step", "undo"), _negated=True), ("back_to", None)),
                            _connector="OR",
                        ),
                        name="goals_allocation_undo_goes_back",
                    ),
                ],
            },
        ),
    ]
