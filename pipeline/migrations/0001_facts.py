import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.uuid
from django.db import migrations, models

import teams.tenancy


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("teams", "0001_organisations_and_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="LeadSource",
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
                ("name", models.CharField(max_length=150, verbose_name="Lead source")),
                ("name_key", models.CharField(editable=False, max_length=300)),
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
                "ordering": ["name", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="pipeline_leadsource_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="pipeline_leadsource_tenant_key"),
                    models.UniqueConstraint(fields=("organisation", "name_key"), name="pipeline_leadsource_name_key"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Product",
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
                ("name", models.CharField(max_length=150, verbose_name="Product")),
                ("name_key", models.CharField(editable=False, max_length=300)),
                ("code", models.CharField(blank=True, max_length=100, verbose_name="Code")),
                ("list_price_minor", models.BigIntegerField(blank=True, null=True, verbose_name="List price")),
                ("currency", models.CharField(max_length=3, verbose_name="Currency")),
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
                "ordering": ["name", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="pipeline_product_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="pipeline_product_tenant_key"),
                    models.UniqueConstraint(fields=("organisation", "name_key"), name="pipeline_product_name_key"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SourceSystem",
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
                ("name", models.CharField(max_length=100, verbose_name="Source system")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
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
                "ordering": ["name", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="pipeline_sourcesystem_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="pipeline_sourcesystem_tenant_key"),
                    models.UniqueConstraint(fields=("organisation", "name"), name="pipeline_sourcesystem_name_key"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Lead",
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
                ("name", models.CharField(blank=True, max_length=255, verbose_name="Name")),
                ("company", models.CharField(blank=True, max_length=255, verbose_name="Company")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("inquiry", "Inquiry"),
                            ("mql", "Marketing-qualified (MQL)"),
                            ("sal", "Sales-accepted (SAL)"),
                            ("sql", "Sales-qualified (SQL)"),
                            ("opportunity", "Opportunity"),
                            ("won", "Won"),
                            ("lost", "Lost"),
                            ("recycled", "Recycled to nurture"),
                        ],
                        default="inquiry",
                        max_length=12,
                        verbose_name="Stage",
                    ),
                ),
                ("status", models.CharField(blank=True, max_length=150, verbose_name="Status in the source")),
                ("occurred_at", models.DateTimeField()),
                ("day", models.DateField()),
                ("won_at", models.DateTimeField(blank=True, null=True)),
                ("won_day", models.DateField(blank=True, null=True)),
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
            ],
            options={
                "ordering": ["-occurred_at", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["organisation", "owner", "day"], include=("won_day",), name="pipeline_lead_day_owner"
                    ),
                    models.Index(
                        fields=["organisation", "team", "day"], include=("won_day",), name="pipeline_lead_day_team"
                    ),
                    models.Index(
                        fields=["organisation", "day"],
                        include=("department", "territory", "product", "lead_source", "won_day"),
                        name="pipeline_lead_day_wide",
                    ),
                ],
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="pipeline_lead_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="pipeline_lead_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="owner", name="pipeline_lead_owner_fk", to="teams_membership"
                    ),
                    teams.tenancy.CompositeForeignKey(field="team", name="pipeline_lead_team_fk", to="teams_team"),
                    teams.tenancy.CompositeForeignKey(
                        field="department", name="pipeline_lead_department_fk", to="teams_department"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="territory", name="pipeline_lead_territory_fk", to="teams_territory"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="product", name="pipeline_lead_product_fk", to="pipeline_product"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="lead_source", name="pipeline_lead_lead_source_fk", to="pipeline_leadsource"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="source_system", name="pipeline_lead_source_system_fk", to="pipeline_sourcesystem"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "source_system", "external_id"), name="pipeline_lead_external_id_key"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Deal",
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
                ("name", models.CharField(blank=True, max_length=255, verbose_name="Deal")),
                ("account", models.CharField(blank=True, max_length=255, verbose_name="Account")),
                ("stage", models.CharField(blank=True, max_length=150, verbose_name="Stage in the source")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("won", "Won"), ("lost", "Lost")],
                        default="open",
                        max_length=4,
                        verbose_name="Status",
                    ),
                ),
                ("amount_minor", models.BigIntegerField(blank=True, null=True, verbose_name="Amount")),
                ("list_price_minor", models.BigIntegerField(blank=True, null=True, verbose_name="List price")),
                ("currency", models.CharField(max_length=3, verbose_name="Currency")),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("opened_day", models.DateField(blank=True, null=True, verbose_name="Opened on")),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("closed_day", models.DateField(blank=True, null=True, verbose_name="Closed on")),
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
                (
                    "lead",
                    teams.tenancy.TenantKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deals",
                        to="pipeline.lead",
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
            ],
            options={
                "ordering": ["-closed_day", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["organisation", "owner", "status", "closed_day"],
                        include=("amount_minor", "currency"),
                        name="pipeline_deal_closed_owner",
                    ),
                    models.Index(
                        fields=["organisation", "team", "status", "closed_day"],
                        include=("amount_minor", "currency"),
                        name="pipeline_deal_closed_team",
                    ),
                    models.Index(
                        fields=["organisation", "status", "closed_day"],
                        include=("department", "territory", "product", "lead_source", "amount_minor", "currency"),
                        name="pipeline_deal_closed_wide",
                    ),
                    models.Index(
                        fields=["organisation", "opened_day"],
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
                        name="pipeline_deal_opened_wide",
                    ),
                ],
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="pipeline_deal_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="pipeline_deal_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="owner", name="pipeline_deal_owner_fk", to="teams_membership"
                    ),
                    teams.tenancy.CompositeForeignKey(field="team", name="pipeline_deal_team_fk", to="teams_team"),
                    teams.tenancy.CompositeForeignKey(
                        field="department", name="pipeline_deal_department_fk", to="teams_department"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="territory", name="pipeline_deal_territory_fk", to="teams_territory"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="product", name="pipeline_deal_product_fk", to="pipeline_product"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="lead_source", name="pipeline_deal_lead_source_fk", to="pipeline_leadsource"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="source_system", name="pipeline_deal_source_system_fk", to="pipeline_sourcesystem"
                    ),
                    teams.tenancy.CompositeForeignKey(field="lead", name="pipeline_deal_lead_fk", to="pipeline_lead"),
                    models.UniqueConstraint(
                        fields=("organisation", "source_system", "external_id"), name="pipeline_deal_external_id_key"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status", "open"), ("closed_day__isnull", False), _connector="OR"),
                        name="pipeline_deal_closed_has_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CrmImport",
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
                            ("member", "People and teams"),
                            ("product", "Products"),
                            ("lead", "Leads"),
                            ("deal", "Deals"),
                            ("activity", "Activities"),
                        ],
                        max_length=10,
                        verbose_name="What is in the file",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("checking", "Checking"),
                            ("checked", "Checked"),
                            ("queued", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="State",
                    ),
                ),
                ("file_name", models.CharField(max_length=255, verbose_name="File")),
                ("size", models.PositiveBigIntegerField(verbose_name="Size")),
                ("sha256", models.CharField(max_length=64)),
                ("settings", models.JSONField(default=dict)),
                ("mapping", models.JSONField(default=dict)),
                ("matches", models.JSONField(default=dict)),
                ("report", models.JSONField(default=dict)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
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
                    "requested_by",
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
                    "source_system",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pipeline.sourcesystem",
                        verbose_name="Source system",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["checking", "queued", "running"])),
                        fields=["organisation", "state"],
                        name="pipeline_crmimport_due",
                    ),
                ],
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="pipeline_crmimport_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="pipeline_crmimport_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="source_system", name="pipeline_crmimport_source_system_fk", to="pipeline_sourcesystem"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="requested_by", name="pipeline_crmimport_requested_by_fk", to="teams_membership"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Activity",
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
                            ("call", "Call"),
                            ("meeting", "Meeting"),
                            ("presentation", "Presentation"),
                            ("proposal", "Proposal"),
                            ("email", "E-mail"),
                            ("task", "Task"),
                            ("other", "Other"),
                        ],
                        max_length=12,
                        verbose_name="Kind",
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=255, verbose_name="Subject")),
                ("occurred_at", models.DateTimeField()),
                ("day", models.DateField()),
                ("duration_seconds", models.PositiveIntegerField(blank=True, null=True)),
                ("amount_minor", models.BigIntegerField(blank=True, null=True)),
                ("currency", models.CharField(blank=True, max_length=3)),
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
                (
                    "deal",
                    teams.tenancy.TenantKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="pipeline.deal",
                    ),
                ),
                (
                    "lead",
                    teams.tenancy.TenantKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="pipeline.lead",
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
            ],
            options={
                "verbose_name_plural": "activities",
                "ordering": ["-occurred_at", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "owner", "kind", "day"], name="pipeline_activity_kind_owner"),
                    models.Index(fields=["organisation", "team", "kind", "day"], name="pipeline_activity_kind_team"),
                    models.Index(
                        fields=["organisation", "kind", "day"],
                        include=("department", "territory", "product", "lead_source"),
                        name="pipeline_activity_kind_wide",
                    ),
                ],
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="pipeline_activity_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="pipeline_activity_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="owner", name="pipeline_activity_owner_fk", to="teams_membership"
                    ),
                    teams.tenancy.CompositeForeignKey(field="team", name="pipeline_activity_team_fk", to="teams_team"),
                    teams.tenancy.CompositeForeignKey(
                        field="department", name="pipeline_activity_department_fk", to="teams_department"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="territory", name="pipeline_activity_territory_fk", to="teams_territory"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="product", name="pipeline_activity_product_fk", to="pipeline_product"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="lead_source", name="pipeline_activity_lead_source_fk", to="pipeline_leadsource"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="source_system", name="pipeline_activity_source_system_fk", to="pipeline_sourcesystem"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="lead", name="pipeline_activity_lead_fk", to="pipeline_lead"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="deal", name="pipeline_activity_deal_fk", to="pipeline_deal"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "source_system", "external_id"),
                        name="pipeline_activity_external_id_key",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StageTransition",
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
                    "from_stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("inquiry", "Inquiry"),
                            ("mql", "Marketing-qualified (MQL)"),
                            ("sal", "Sales-accepted (SAL)"),
                            ("sql", "Sales-qualified (SQL)"),
                            ("opportunity", "Opportunity"),
                            ("won", "Won"),
                            ("lost", "Lost"),
                            ("recycled", "Recycled to nurture"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "to_stage",
                    models.CharField(
                        choices=[
                            ("inquiry", "Inquiry"),
                            ("mql", "Marketing-qualified (MQL)"),
                            ("sal", "Sales-accepted (SAL)"),
                            ("sql", "Sales-qualified (SQL)"),
                            ("opportunity", "Opportunity"),
                            ("won", "Won"),
                            ("lost", "Lost"),
                            ("recycled", "Recycled to nurture"),
                        ],
                        max_length=12,
                    ),
                ),
                ("occurred_at", models.DateTimeField()),
                ("day", models.DateField()),
                ("is_first", models.BooleanField(default=True)),
                (
                    "deal",
                    teams.tenancy.TenantKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transitions",
                        to="pipeline.deal",
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
                    "lead",
                    teams.tenancy.TenantKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transitions",
                        to="pipeline.lead",
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
                "ordering": ["occurred_at", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_first", True)),
                        fields=["organisation", "owner", "to_stage", "day"],
                        name="pipeline_stagetransition_owner",
                    ),
                    models.Index(
                        condition=models.Q(("is_first", True)),
                        fields=["organisation", "team", "to_stage", "day"],
                        name="pipeline_stagetransition_team",
                    ),
                    models.Index(
                        condition=models.Q(("is_first", True)),
                        fields=["organisation", "to_stage", "day"],
                        include=("department", "territory", "product", "lead_source"),
                        name="pipeline_stagetransition_wide",
                    ),
                ],
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="pipeline_stagetransition_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="pipeline_stagetransition_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="owner", name="pipeline_stagetransition_owner_fk", to="teams_membership"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="team", name="pipeline_stagetransition_team_fk", to="teams_team"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="department", name="pipeline_stagetransition_department_fk", to="teams_department"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="territory", name="pipeline_stagetransition_territory_fk", to="teams_territory"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="product", name="pipeline_stagetransition_product_fk", to="pipeline_product"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="lead_source", name="pipeline_stagetransition_lead_source_fk", to="pipeline_leadsource"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="lead", name="pipeline_stagetransition_lead_fk", to="pipeline_lead"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="deal", name="pipeline_stagetransition_deal_fk", to="pipeline_deal"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("deal__isnull", False), ("lead__isnull", True)),
                            models.Q(("deal__isnull", True), ("lead__isnull", False)),
                            _connector="OR",
                        ),
                        name="pipeline_stagetransition_one_subject",
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "lead", "to_stage", "occurred_at"),
                        name="pipeline_stagetransition_lead_key",
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "deal", "to_stage", "occurred_at"),
                        name="pipeline_stagetransition_deal_key",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Touched",
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
                ("source", models.CharField(max_length=50)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="pipeline_touched_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="pipeline_touched_tenant_key"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportChunk",
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
                ("content", models.BinaryField()),
                (
                    "crm_import",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="chunks",
                        to="pipeline.crmimport",
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
                "ordering": ["number"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="pipeline_importchunk_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="pipeline_importchunk_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="crm_import", name="pipeline_importchunk_crm_import_fk", to="pipeline_crmimport"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "crm_import", "number"), name="pipeline_importchunk_number_key"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportProblem",
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
                ("line", models.PositiveIntegerField()),
                ("severity", models.CharField(choices=[("error", "Refused"), ("warning", "Warning")], max_length=7)),
                ("code", models.CharField(max_length=50)),
                ("column", models.CharField(blank=True, max_length=255)),
                ("value", models.CharField(blank=True, max_length=255)),
                ("row", models.JSONField(default=list)),
                (
                    "crm_import",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="problems",
                        to="pipeline.crmimport",
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
                "ordering": ["line", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "crm_import", "line"], name="pipeline_importproblem_line")
                ],
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="pipeline_importproblem_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="pipeline_importproblem_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="crm_import", name="pipeline_importproblem_crm_import_fk", to="pipeline_crmimport"
                    ),
                ],
            },
        ),
    ]
