"""Rules that hand leads out, capacities and turns; why each lead is whose it is, and what was given back."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.uuid
from django.db import migrations, models

import teams.tenancy


class Migration(migrations.Migration):
    dependencies = [
        ("pipeline", "0015_what_is_signed_of_leads_is_never_changed"),
        ("teams", "0014_rates_leave_what_they_change"),
    ]
    operations = [
        migrations.CreateModel(
            name="LeadAssignment",
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
                    "reason",
                    models.CharField(
                        choices=[
                            ("turn", "It was their turn"),
                            ("nobody_there", "Nobody of the team was there"),
                            ("no_rule", "No rule fits"),
                            ("by_hand", "Given by hand"),
                        ],
                        max_length=12,
                        verbose_name="Why",
                    ),
                ),
                ("rule_name", models.CharField(blank=True, max_length=100)),
                ("candidates", models.JSONField(default=list)),
                ("assigned_at", models.DateTimeField()),
                (
                    "by",
                    teams.tenancy.TenantKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.membership",
                    ),
                ),
                (
                    "lead",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="handed_out",
                        to="pipeline.lead",
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
                    "owner",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.membership",
                        verbose_name="Owner",
                    ),
                ),
            ],
            options={
                "verbose_name": "Assignment of a lead",
                "verbose_name_plural": "Assignments of leads",
                "ordering": ["-assigned_at", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "lead"], name="pipeline_leadassignment_lead"),
                    models.Index(fields=["organisation", "-assigned_at"], name="pipeline_leadassignment_at"),
                ],
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="pipeline_leadassignment_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="pipeline_leadassignment_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="lead", name="pipeline_leadassignment_lead_fk", to="pipeline_lead"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="owner", name="pipeline_leadassignment_owner_fk", to="teams_membership"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="by", name="pipeline_leadassignment_by_fk", to="teams_membership"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LeadRejection",
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
                    "reason",
                    models.CharField(
                        choices=[
                            ("duplicate", "Duplicate"),
                            ("no_customer", "Will never buy: student, job seeker, competitor"),
                            ("bad_contact", "Cannot be reached: wrong number or address"),
                            ("missing_facts", "Too little is known"),
                            ("wrong_territory", "Belongs to another territory"),
                            ("wrong_product", "Wants a product of somebody else"),
                            ("not_now", "Not yet: asked for a later day"),
                            ("no_budget", "No budget for now"),
                        ],
                        max_length=15,
                        verbose_name="Reason",
                    ),
                ),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("discard", "Discard"),
                            ("fix_data", "Marketing completes it"),
                            ("reroute", "Goes to somebody else"),
                            ("nurture", "Nurture until a day"),
                        ],
                        max_length=8,
                        verbose_name="What is done",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="Note")),
                ("returns_on", models.DateField(blank=True, null=True, verbose_name="Comes back on")),
                ("rejected_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "lead",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rejections",
                        to="pipeline.lead",
                        verbose_name="Lead",
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
                    "rejected_by",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.membership",
                    ),
                ),
                (
                    "settled_by",
                    teams.tenancy.TenantKey(
                        blank=True,
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
                "verbose_name": "Rejected lead",
                "verbose_name_plural": "Rejected leads",
                "ordering": ["-rejected_at", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at__isnull", True)),
                        fields=["organisation", "returns_on"],
                        name="pipeline_leadrejection_returns",
                    ),
                ],
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="pipeline_leadrejection_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="pipeline_leadrejection_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="lead", name="pipeline_leadrejection_lead_fk", to="pipeline_lead"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="rejected_by", name="pipeline_leadrejection_rejected_by_fk", to="teams_membership"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="settled_by", name="pipeline_leadrejection_settled_by_fk", to="teams_membership"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("settled_at__isnull", True)),
                        fields=("organisation", "lead"),
                        name="pipeline_leadrejection_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("action", "nurture"), ("returns_on__isnull", False)),
                            models.Q(models.Q(("action", "nurture"), _negated=True), ("returns_on", None)),
                            _connector="OR",
                        ),
                        name="pipeline_leadrejection_nurture_has_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RepCapacity",
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
                    "leads_per_week",
                    models.PositiveSmallIntegerField(
                        default=10,
                        validators=[django.core.validators.MaxValueValidator(1000)],
                        verbose_name="Leads a week",
                    ),
                ),
                ("credit", models.IntegerField(default=0, editable=False)),
                (
                    "membership",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
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
                "verbose_name": "Capacity for leads",
                "verbose_name_plural": "Capacities for leads",
                "ordering": ["membership", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="pipeline_repcapacity_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="pipeline_repcapacity_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="membership", name="pipeline_repcapacity_membership_fk", to="teams_membership"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "membership"), name="pipeline_repcapacity_member_key"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoutingRule",
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
                ("name", models.CharField(max_length=100, verbose_name="Name")),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="Order")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "calendar",
                    teams.tenancy.TenantKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.calendar",
                        verbose_name="Calendar",
                    ),
                ),
                (
                    "fallback",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.membership",
                        verbose_name="If nobody is there",
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
                    "product",
                    teams.tenancy.TenantKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pipeline.product",
                        verbose_name="Product",
                    ),
                ),
                (
                    "team",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.team",
                        verbose_name="Team",
                    ),
                ),
                (
                    "territory",
                    teams.tenancy.TenantKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.territory",
                        verbose_name="Territory",
                    ),
                ),
            ],
            options={
                "verbose_name": "Distribution rule",
                "verbose_name_plural": "Distribution rules",
                "ordering": ["position", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="pipeline_routingrule_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="pipeline_routingrule_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="territory", name="pipeline_routingrule_territory_fk", to="teams_territory"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="product", name="pipeline_routingrule_product_fk", to="pipeline_product"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="team", name="pipeline_routingrule_team_fk", to="teams_team"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="fallback", name="pipeline_routingrule_fallback_fk", to="teams_membership"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="calendar", name="pipeline_routingrule_calendar_fk", to="teams_calendar"
                    ),
                    models.UniqueConstraint(fields=("organisation", "name"), name="pipeline_routingrule_name_key"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("owner__isnull", True), ("stage", "mql")),
                fields=["organisation", "occurred_at"],
                name="pipeline_lead_unassigned",
            ),
        ),
    ]
