"""With a token a program reads what one person may read in one organisation. Of its secret only a hash is kept."""

import django.db.models.deletion
import django.db.models.functions.uuid
from django.db import migrations, models

import teams.tenancy


class Migration(migrations.Migration):
    dependencies = [
        ("teams", "0015_rate_changes_name_days_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApiToken",
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
                ("name", models.CharField(max_length=60, verbose_name="Name")),
                ("digest", models.CharField(editable=False, max_length=64)),
                ("created_at", models.DateTimeField(verbose_name="Created")),
                ("expires_at", models.DateTimeField(verbose_name="Expires")),
                ("last_used_at", models.DateTimeField(null=True, verbose_name="Last used")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="Revoked")),
                (
                    "membership",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="api_tokens",
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
                "verbose_name": "API token",
                "verbose_name_plural": "API tokens",
                "ordering": ["-created_at", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="teams_apitoken_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="teams_apitoken_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="membership", name="teams_apitoken_membership_fk", to="teams_membership"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("organisation", "membership", "name"),
                        name="teams_apitoken_name_key",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("created_at"))),
                        name="teams_apitoken_expires_later",
                    ),
                ],
            },
        ),
    ]
