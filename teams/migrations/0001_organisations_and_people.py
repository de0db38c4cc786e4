import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.functions.uuid
from django.conf import settings
from django.db import migrations, models

import teams.models.organisation
import teams.tenancy


class Migration(migrations.Migration):
    initial = True

    dependencies = [("audit", "0001_walls_are_ready")]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "id",
                    models.UUIDField(
                        db_default=django.db.models.functions.uuid.UUID7(),
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="E-mail address")),
                ("full_name", models.CharField(blank=True, max_length=150, verbose_name="Full name")),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("en", "English"),
                            ("ar", "Arabic"),
                            ("ur", "Urdu"),
                            ("zh-hans", "Simplified Chinese"),
                            ("fil", "Filipino"),
                        ],
                        max_length=10,
                        verbose_name="Language",
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(django.db.models.functions.text.Lower("email"), name="teams_user_email_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
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
                ("slug", models.SlugField(unique=True, verbose_name="Short name")),
                ("name", models.CharField(max_length=150, verbose_name="Name")),
                (
                    "time_zone",
                    models.CharField(
                        default="UTC",
                        max_length=64,
                        validators=[teams.models.organisation.validate_time_zone],
                        verbose_name="Time zone",
                    ),
                ),
                ("currency", models.CharField(default="USD", max_length=3, verbose_name="Currency")),
                (
                    "fiscal_start_month",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "January"),
                            (2, "February"),
                            (3, "March"),
                            (4, "April"),
                            (5, "May"),
                            (6, "June"),
                            (7, "July"),
                            (8, "August"),
                            (9, "September"),
                            (10, "October"),
                            (11, "November"),
                            (12, "December"),
                        ],
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                        verbose_name="Fiscal year starts in",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("en", "English"),
                            ("ar", "Arabic"),
                            ("ur", "Urdu"),
                            ("zh-hans", "Simplified Chinese"),
                            ("fil", "Filipino"),
                        ],
                        default="en",
                        max_length=10,
                        verbose_name="Language",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="id", name="teams_organisation_rls"),
                    models.CheckConstraint(
                        condition=models.Q(("fiscal_start_month__gte", 1), ("fiscal_start_month__lte", 12)),
                        name="teams_organisation_fiscal_start_month",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
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
                ("full_name", models.CharField(max_length=150, verbose_name="Full name")),
                ("name_key", models.CharField(editable=False, max_length=300)),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="E-mail address")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("owner", "Owner"),
                            ("admin", "Administrator"),
                            ("sales_manager", "Sales manager"),
                            ("marketing_manager", "Marketing manager"),
                            ("ops_auditor", "Ops auditor"),
                            ("rep", "Sales rep"),
                            ("marketer", "Marketer"),
                            ("viewer", "Viewer"),
                        ],
                        default="rep",
                        max_length=20,
                        verbose_name="Role",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="Active")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "ordering": ["full_name", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "name_key"], name="teams_membership_name"),
                    models.Index(fields=["user"], name="teams_membership_user"),
                ],
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="teams_membership_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="teams_membership_tenant_key"),
                    models.UniqueConstraint(
                        condition=models.Q(("user__isnull", False)),
                        fields=("organisation", "user"),
                        name="teams_membership_user_key",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Department",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sales", "Sales"),
                            ("marketing", "Marketing"),
                            ("communications", "Communications and PR"),
                            ("sales_operations", "Sales operations"),
                            ("leadership", "Leadership"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                        verbose_name="Kind",
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
                "ordering": ["name", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="teams_department_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="teams_department_tenant_key"),
                    models.UniqueConstraint(fields=("organisation", "name"), name="teams_department_name_key"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Period",
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
                        choices=[("year", "Year"), ("quarter", "Quarter"), ("month", "Month"), ("week", "Week")],
                        max_length=10,
                        verbose_name="Kind",
                    ),
                ),
                ("key", models.CharField(max_length=10, verbose_name="Period")),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveSmallIntegerField()),
                ("starts_on", models.DateField(verbose_name="From")),
                ("ends_on", models.DateField(verbose_name="Until (exclusive)")),
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
                "ordering": ["starts_on", "kind", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="teams_period_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="teams_period_tenant_key"),
                    models.UniqueConstraint(fields=("organisation", "key"), name="teams_period_key_key"),
                    models.CheckConstraint(
                        condition=models.Q(("starts_on__lt", models.F("ends_on"))), name="teams_period_not_empty"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Team",
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
                (
                    "department",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teams",
                        to="teams.department",
                        verbose_name="Department",
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
                    "parent",
                    teams.tenancy.TenantKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="teams.team",
                        verbose_name="Part of",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="teams_team_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="teams_team_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="department", name="teams_team_department_fk", to="teams_department"
                    ),
                    teams.tenancy.CompositeForeignKey(field="parent", name="teams_team_parent_fk", to="teams_team"),
                    models.UniqueConstraint(fields=("organisation", "name"), name="teams_team_name_key"),
                    models.CheckConstraint(
                        condition=models.Q(("parent", models.F("id")), _negated=True),
                        name="teams_team_not_its_own_parent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Territory",
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
                "verbose_name_plural": "territories",
                "ordering": ["name", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="teams_territory_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="teams_territory_tenant_key"),
                    models.UniqueConstraint(fields=("organisation", "name"), name="teams_territory_name_key"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
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
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="From")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="Until (exclusive)")),
                (
                    "membership",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
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
                (
                    "team",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
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
                        related_name="assignments",
                        to="teams.territory",
                        verbose_name="Territory",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_on", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "team"], name="teams_assignment_team"),
                ],
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="teams_assignment_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="teams_assignment_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="membership", name="teams_assignment_membership_fk", to="teams_membership"
                    ),
                    teams.tenancy.CompositeForeignKey(field="team", name="teams_assignment_team_fk", to="teams_team"),
                    teams.tenancy.CompositeForeignKey(
                        field="territory", name="teams_assignment_territory_fk", to="teams_territory"
                    ),
                    teams.tenancy.NoOverlap(key="membership", name="teams_assignment_no_overlap"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on__isnull", True),
                            ("ends_on__isnull", True),
                            ("starts_on__lt", models.F("ends_on")),
                            _connector="OR",
                        ),
                        name="teams_assignment_not_empty",
                    ),
                ],
            },
        ),
    ]
