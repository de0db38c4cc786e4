"""Targets against a baseline, bands, stretch, milestones, guardrails, the tree of objectives, and what follows from them."""

from decimal import Decimal

import django.db.models.deletion
import django.db.models.functions.uuid
from django.db import migrations, models

import teams.tenancy


class Migration(migrations.Migration):
    dependencies = [
        ("goals", "0003_records_have_names"),
        ("pipeline", "0004_records_have_names"),
        ("teams", "0004_records_have_names"),
    ]

    operations = [
        migrations.CreateModel(
            name="Guardrail",
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
                ("metric_key", models.CharField(max_length=40, verbose_name="Metric")),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("same", "The same as the objective’s"),
                            ("department", "A department"),
                            ("organisation", "The whole organisation"),
                        ],
                        default="same",
                        max_length=12,
                        verbose_name="Scope",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("floor", "Not below"), ("ceiling", "Not above")],
                        default="floor",
                        max_length=7,
                        verbose_name="Limit",
                    ),
                ),
                (
                    "limit_mode",
                    models.CharField(
                        choices=[("absolute", "A number"), ("relative", "Against the baseline")],
                        default="absolute",
                        max_length=8,
                        verbose_name="Limit as",
                    ),
                ),
                (
                    "limit_change",
                    models.DecimalField(blank=True, decimal_places=6, max_digits=12, null=True, verbose_name="Change"),
                ),
                (
                    "baseline",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=24, null=True, verbose_name="Baseline"
                    ),
                ),
                ("limit", models.DecimalField(decimal_places=6, max_digits=24, verbose_name="Limit")),
                ("is_hard", models.BooleanField(default=False, verbose_name="Nothing counts while it is broken")),
                (
                    "department",
                    teams.tenancy.TenantKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.department",
                        verbose_name="Department",
                    ),
                ),
                (
                    "objective",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="guardrails",
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
                "verbose_name": "Guardrail",
                "verbose_name_plural": "Guardrails",
                "ordering": ["objective", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "objective"], name="goals_guardrail_objective"),
                ],
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="goals_guardrail_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="goals_guardrail_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="objective", name="goals_guardrail_objective_fk", to="goals_objective"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="department", name="goals_guardrail_department_fk", to="teams_department"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("department__isnull", False), ("scope", "department")),
                            models.Q(models.Q(("scope", "department"), _negated=True), ("department", None)),
                            _connector="OR",
                        ),
                        name="goals_guardrail_scope_matches",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("limit_change", None), ("limit_mode", "absolute")),
                            models.Q(
                                ("baseline__isnull", False), ("limit_change__isnull", False), ("limit_mode", "relative")
                            ),
                            _connector="OR",
                        ),
                        name="goals_guardrail_change_has_mode",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
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
                ("due_on", models.DateField(verbose_name="Due on")),
                ("value", models.DecimalField(decimal_places=6, max_digits=24, verbose_name="Value")),
                (
                    "objective",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="milestones",
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
                "verbose_name": "Milestone",
                "verbose_name_plural": "Milestones",
                "ordering": ["due_on", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="goals_milestone_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="goals_milestone_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="objective", name="goals_milestone_objective_fk", to="goals_objective"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "objective", "due_on"), name="goals_milestone_one_a_day"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="objective",
            name="contribution_share",
            field=models.DecimalField(
                decimal_places=6, default=Decimal("1"), max_digits=7, verbose_name="Contribution"
            ),
        ),
        migrations.AddField(
            model_name="objective",
            name="currency",
            field=models.CharField(blank=True, max_length=3, verbose_name="Currency"),
        ),
        migrations.AddField(
            model_name="objective",
            name="parent",
            field=teams.tenancy.TenantKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="children",
                to="goals.objective",
                verbose_name="Part of",
            ),
        ),
        migrations.AddField(
            model_name="objective",
            name="qualifying",
            field=models.JSONField(blank=True, default=list, verbose_name="Only what qualifies counts"),
        ),
        migrations.AddField(
            model_name="objective",
            name="relation",
            field=models.CharField(
                blank=True,
                choices=[("contribute", "Contributes"), ("support", "Supports"), ("guard", "Guards")],
                max_length=10,
                verbose_name="Relation",
            ),
        ),
        migrations.AddField(
            model_name="objective",
            name="stretch",
            field=models.DecimalField(
                blank=True, decimal_places=6, max_digits=24, null=True, verbose_name="Stretch target"
            ),
        ),
        migrations.AddField(
            model_name="objective",
            name="target_change",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=12, null=True, verbose_name="Change"),
        ),
        migrations.AddField(
            model_name="objective",
            name="target_mode",
            field=models.CharField(
                choices=[
                    ("absolute", "A number"),
                    ("relative", "A change of the baseline"),
                    ("points", "Percentage points on the baseline"),
                ],
                default="absolute",
                max_length=8,
                verbose_name="Target as",
            ),
        ),
        migrations.AddField(
            model_name="objective",
            name="target_upper",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True, verbose_name="Upper end"),
        ),
        migrations.AddField(
            model_name="objectiveprogress",
            name="actual_of_all",
            field=models.DecimalField(decimal_places=6, max_digits=36, null=True),
        ),
        migrations.AddField(
            model_name="objectiveprogress",
            name="credited",
            field=models.DecimalField(decimal_places=6, max_digits=36, null=True),
        ),
        migrations.AddField(
            model_name="objectiveprogress",
            name="credited_attainment",
            field=models.DecimalField(decimal_places=6, max_digits=48, null=True),
        ),
        migrations.AddField(
            model_name="objectiveprogress",
            name="effective_target",
            field=models.DecimalField(decimal_places=6, max_digits=36, null=True),
        ),
        migrations.AddField(
            model_name="objectiveprogress",
            name="guards",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="objectiveprogress",
            name="reason",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="objectiveprogress",
            name="rule_version",
            field=models.PositiveSmallIntegerField(db_default=1),
        ),
        migrations.AlterField(
            model_name="objective",
            name="direction",
            field=models.CharField(
                choices=[("at_least", "At least"), ("at_most", "At most"), ("between", "Between")],
                default="at_least",
                max_length=8,
                verbose_name="Direction",
            ),
        ),
        migrations.AddIndex(
            model_name="objective",
            index=models.Index(
                condition=models.Q(("parent__isnull", False)),
                fields=["organisation", "parent"],
                name="goals_objective_parent",
            ),
        ),
        migrations.AddConstraint(
            model_name="objective",
            constraint=teams.tenancy.CompositeForeignKey(
                field="parent", name="goals_objective_parent_fk", to="goals_objective"
            ),
        ),
        migrations.AddConstraint(
            model_name="objective",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("direction", "between"),
                        ("target_upper__gt", models.F("target")),
                        ("target_upper__isnull", False),
                    ),
                    models.Q(models.Q(("direction", "between"), _negated=True), ("target_upper", None)),
                    _connector="OR",
                ),
                name="goals_objective_band_has_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="objective",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("target_change", None), ("target_mode", "absolute")),
                    models.Q(
                        ("baseline__isnull", False),
                        ("target_change__isnull", False),
                        ("target_mode__in", ["relative", "points"]),
                    ),
                    _connector="OR",
                ),
                name="goals_objective_change_has_mode",
            ),
        ),
        migrations.AddConstraint(
            model_name="objective",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stretch", None),
                    models.Q(("direction", "at_least"), ("stretch__gt", models.F("target"))),
                    models.Q(("direction", "at_most"), ("stretch__lt", models.F("target"))),
                    _connector="OR",
                ),
                name="goals_objective_stretch_is_beyond",
            ),
        ),
        migrations.AddConstraint(
            model_name="objective",
            constraint=models.CheckConstraint(
                condition=models.Q(("currency", ""), ("currency__regex", "^[A-Z]{3}$"), _connector="OR"),
                name="goals_objective_currency_is_a_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="objective",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("parent", None), ("relation", "")),
                    models.Q(("parent__isnull", False), ("relation__in", ["contribute", "support", "guard"])),
                    _connector="OR",
                ),
                name="goals_objective_parent_has_relation",
            ),
        ),
        migrations.AddConstraint(
            model_name="objective",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent", models.F("id")), _negated=True), name="goals_objective_not_its_own_parent"
            ),
        ),
        migrations.AddConstraint(
            model_name="objective",
            constraint=models.CheckConstraint(
                condition=models.Q(("contribution_share__gt", 0), ("contribution_share__lte", 1)),
                name="goals_objective_share_is_a_share",
            ),
        ),
    ]
