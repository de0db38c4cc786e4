import django.db.models.deletion
import django.db.models.functions.uuid
from django.db import migrations, models

import teams.tenancy


class Migration(migrations.Migration):
    dependencies = [
        ("goals", "0015_what_was_agreed_is_kept"),
        ("teams", "0012_invitations_that_wait_are_found"),
    ]

    operations = [
        migrations.CreateModel(
            name="Close",
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
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Being closed"),
                            ("closed", "Closed"),
                            ("failed", "Failed"),
                            ("reopened", "Opened again"),
                        ],
                        default="queued",
                        max_length=8,
                        verbose_name="State",
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("closed_at", models.DateTimeField(null=True)),
                ("results", models.PositiveIntegerField(null=True)),
                ("undefined", models.PositiveIntegerField(null=True)),
                ("hash", models.CharField(blank=True, max_length=64)),
                ("reopened_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True, verbose_name="Reason")),
                (
                    "asked_by",
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
                (
                    "period",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closes",
                        to="teams.period",
                        verbose_name="Period",
                    ),
                ),
                (
                    "reopened_by",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.membership",
                    ),
                ),
            ],
            options={
                "verbose_name": "Closing of a period",
                "ordering": ["-asked_at", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="goals_close_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="goals_close_tenant_key"),
                    teams.tenancy.CompositeForeignKey(field="period", name="goals_close_period_fk", to="teams_period"),
                    teams.tenancy.CompositeForeignKey(
                        field="asked_by", name="goals_close_asked_by_fk", to="teams_membership"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="reopened_by", name="goals_close_reopened_by_fk", to="teams_membership"
                    ),
                    models.UniqueConstraint(fields=("organisation", "period", "number"), name="goals_close_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["queued", "closed"])),
                        fields=("organisation", "period"),
                        name="goals_close_one_stands",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("state__in", ["queued", "failed"])),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("results__isnull", False),
                                ("state__in", ["closed", "reopened"]),
                            ),
                            _connector="OR",
                        ),
                        name="goals_close_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("reopened_at__isnull", False),
                                ("reopened_by__isnull", False),
                                ("state", "reopened"),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "reopened"), _negated=True), ("reason", ""), ("reopened_at", None)
                            ),
                            _connector="OR",
                        ),
                        name="goals_close_reopened_for_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClosedResult",
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
                ("numerator", models.DecimalField(decimal_places=6, max_digits=36, null=True)),
                ("denominator", models.DecimalField(decimal_places=6, max_digits=36, null=True)),
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
                ("name", models.CharField(max_length=200)),
                ("scope_name", models.CharField(blank=True, max_length=200)),
                ("target", models.DecimalField(decimal_places=6, max_digits=24)),
                ("text", models.TextField()),
                ("hash", models.CharField(max_length=64)),
                (
                    "close",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closed_results",
                        to="goals.close",
                    ),
                ),
                (
                    "department",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.department",
                    ),
                ),
                (
                    "objective",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closed_results",
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
                "ordering": ["close", "name", "scope_name", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "objective"], name="goals_closedresult_objective"),
                ],
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="goals_closedresult_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="goals_closedresult_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="close", name="goals_closedresult_close_fk", to="goals_close"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="objective", name="goals_closedresult_objective_fk", to="goals_objective"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="department", name="goals_closedresult_department_fk", to="teams_department"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "close", "objective"), name="goals_closedresult_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CloseSignature",
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
                ("signer_name", models.CharField(max_length=150)),
                ("signer_role", models.CharField(max_length=20)),
                ("signed_at", models.DateTimeField()),
                ("results", models.PositiveIntegerField()),
                ("hash", models.CharField(max_length=64)),
                (
                    "close",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="goals.close",
                    ),
                ),
                (
                    "department",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.department",
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
                    "signed_by",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.membership",
                    ),
                ),
            ],
            options={
                "ordering": ["signed_at", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="goals_closesignature_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="goals_closesignature_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="close", name="goals_closesignature_close_fk", to="goals_close"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="department", name="goals_closesignature_department_fk", to="teams_department"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="signed_by", name="goals_closesignature_signed_by_fk", to="teams_membership"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "close", "department"),
                        name="goals_closesignature_one",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Restatement",
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
                ("numerator", models.DecimalField(decimal_places=6, max_digits=36, null=True)),
                ("denominator", models.DecimalField(decimal_places=6, max_digits=36, null=True)),
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
                    "result",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="restatements",
                        to="goals.closedresult",
                    ),
                ),
            ],
            options={
                "ordering": ["result", "computed_at", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "result", "computed_at"], name="goals_restatement_latest"),
                ],
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="goals_restatement_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="goals_restatement_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="result", name="goals_restatement_result_fk", to="goals_closedresult"
                    ),
                ],
            },
        ),
    ]
