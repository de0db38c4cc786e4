"""Money spent, and things asked that must be answered in time."""

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import django.db.models.functions.uuid
from django.db import migrations, models

import pipeline.models.touched
import teams.tenancy


class Migration(migrations.Migration):
    dependencies = [
        ("pipeline", "0011_news_of_leads"),
        ("teams", "0012_invitations_that_wait_are_found"),
    ]

    operations = [
        migrations.AlterField(
            model_name="crmimport",
            name="kind",
            field=models.CharField(
                choices=[
                    ("member", "People and teams"),
                    ("product", "Products"),
                    ("lead", "Leads"),
                    ("deal", "Deals"),
                    ("activity", "Activities"),
                    ("reading", "Readings"),
                    ("spend", "Expenses"),
                    ("case", "Cases"),
                ],
                max_length=10,
                verbose_name="What is in the file",
            ),
        ),
        migrations.CreateModel(
            name="Case",
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
                ("external_id", models.CharField(max_length=255)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("customer_request", "Customer request"),
                            ("complaint", "Complaint"),
                            ("press_inquiry", "Press inquiry"),
                            ("legal_statement", "Statement on a lawsuit"),
                            ("quote_request", "Request for a quote"),
                            ("internal_request", "Request of a colleague"),
                            ("other", "Other"),
                        ],
                        default="customer_request",
                        max_length=20,
                        verbose_name="Kind",
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=255, verbose_name="Subject")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("closed", "Closed")],
                        default="open",
                        max_length=6,
                        verbose_name="Status",
                    ),
                ),
                ("opened_at", models.DateTimeField(verbose_name="Opened")),
                ("opened_day", models.DateField(verbose_name="Opened on")),
                ("first_answered_at", models.DateTimeField(blank=True, null=True, verbose_name="First answered")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="Closed")),
                ("closed_day", models.DateField(blank=True, null=True, verbose_name="Closed on")),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="Due")),
                (
                    "seconds_to_answer",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.expressions.RawSQL(
                            "CASE WHEN first_answered_at >= opened_at THEN floor(extract(epoch FROM first_answered_at - opened_at))::bigint END",
                            (),
                        ),
                        output_field=models.BigIntegerField(null=True, verbose_name="Time to the first answer"),
                        verbose_name="Time to the first answer",
                    ),
                ),
                (
                    "seconds_to_close",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.expressions.RawSQL(
                            "CASE WHEN closed_at >= opened_at THEN floor(extract(epoch FROM closed_at - opened_at))::bigint END",
                            (),
                        ),
                        output_field=models.BigIntegerField(null=True, verbose_name="Time to the end"),
                        verbose_name="Time to the end",
                    ),
                ),
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
                    ),
                ),
                (
                    "lead_source",
                    teams.tenancy.TenantKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pipeline.leadsource",
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
                    "product",
                    teams.tenancy.TenantKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pipeline.product",
                    ),
                ),
                (
                    "source_system",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pipeline.sourcesystem",
                    ),
                ),
                (
                    "team",
                    teams.tenancy.TenantKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.team",
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
                    ),
                ),
            ],
            options={
                "verbose_name": "Case",
                "verbose_name_plural": "Cases",
                "ordering": ["-opened_at", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["organisation", "opened_day"],
                        include=(
                            "kind",
                            "owner",
                            "team",
                            "department",
                            "territory",
                            "product",
                            "lead_source",
                            "seconds_to_answer",
                        ),
                        name="pipeline_case_opened",
                    ),
                    models.Index(
                        condition=models.Q(("closed_day__isnull", False)),
                        fields=["organisation", "closed_day"],
                        include=(
                            "kind",
                            "owner",
                            "team",
                            "department",
                            "territory",
                            "product",
                            "lead_source",
                            "seconds_to_close",
                        ),
                        name="pipeline_case_closed",
                    ),
                ],
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="pipeline_case_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="pipeline_case_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="owner", name="pipeline_case_owner_fk", to="teams_membership"
                    ),
                    teams.tenancy.CompositeForeignKey(field="team", name="pipeline_case_team_fk", to="teams_team"),
                    teams.tenancy.CompositeForeignKey(
                        field="department", name="pipeline_case_department_fk", to="teams_department"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="territory", name="pipeline_case_territory_fk", to="teams_territory"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="product", name="pipeline_case_product_fk", to="pipeline_product"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="lead_source", name="pipeline_case_lead_source_fk", to="pipeline_leadsource"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="source_system", name="pipeline_case_source_system_fk", to="pipeline_sourcesystem"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "source_system", "external_id"), name="pipeline_case_external_id_key"
                    ),
                    pipeline.models.touched.TouchTriggers(
                        days=("opened_day", "closed_day"), fact="case", name="pipeline_case_touch"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_day__isnull", True), ("status", "open")),
                            models.Q(("closed_day__isnull", False), ("status", "closed")),
                            _connector="OR",
                        ),
                        name="pipeline_case_closed_has_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Spend",
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
                ("external_id", models.CharField(max_length=255)),
                ("purpose", models.CharField(blank=True, max_length=255, verbose_name="What for")),
                ("occurred_at", models.DateTimeField()),
                ("day", models.DateField(verbose_name="Day")),
                ("amount_minor", models.BigIntegerField(verbose_name="Amount")),
                ("currency", models.CharField(max_length=3, verbose_name="Currency")),
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
                    ),
                ),
                (
                    "lead_source",
                    teams.tenancy.TenantKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pipeline.leadsource",
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
                    "product",
                    teams.tenancy.TenantKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pipeline.product",
                    ),
                ),
                (
                    "source_system",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pipeline.sourcesystem",
                    ),
                ),
                (
                    "team",
                    teams.tenancy.TenantKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.team",
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
                    ),
                ),
            ],
            options={
                "verbose_name": "Expense",
                "verbose_name_plural": "Expenses",
                "ordering": ["-day", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["organisation", "day"],
                        include=(
                            "owner",
                            "team",
                            "department",
                            "territory",
                            "product",
                            "lead_source",
                            "amount_minor",
                            "currency",
                        ),
                        name="pipeline_spend_day",
                    )
                ],
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="pipeline_spend_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="pipeline_spend_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="owner", name="pipeline_spend_owner_fk", to="teams_membership"
                    ),
                    teams.tenancy.CompositeForeignKey(field="team", name="pipeline_spend_team_fk", to="teams_team"),
                    teams.tenancy.CompositeForeignKey(
                        field="department", name="pipeline_spend_department_fk", to="teams_department"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="territory", name="pipeline_spend_territory_fk", to="teams_territory"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="product", name="pipeline_spend_product_fk", to="pipeline_product"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="lead_source", name="pipeline_spend_lead_source_fk", to="pipeline_leadsource"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="source_system", name="pipeline_spend_source_system_fk", to="pipeline_sourcesystem"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "source_system", "external_id"), name="pipeline_spend_external_id_key"
                    ),
                    pipeline.models.touched.TouchTriggers(days=("day",), fact="spend", name="pipeline_spend_touch"),
                ],
            },
        ),
    ]
