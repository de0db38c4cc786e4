import django.db.models.deletion
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
            name="Notification",
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
                            ("import_done", "Import finished"),
                            ("import_failed", "Import failed"),
                            ("audit_head", "Daily head of the audit trail"),
                        ],
                        max_length=20,
                    ),
                ),
                ("values", models.JSONField(default=dict)),
                ("url", models.CharField(blank=True, max_length=500)),
                ("created_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("mailed_at", models.DateTimeField(blank=True, null=True)),
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
                    "to",
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
                "ordering": ["-created_at", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "to", "-created_at"], name="notifications_notification_to"),
                    models.Index(
                        condition=models.Q(("mailed_at__isnull", True)),
                        fields=["organisation", "created_at"],
                        name="notifications_unmailed",
                    ),
                ],
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="notifications_notification_rls"),
                    models.UniqueConstraint(
                        fields=("organisation", "id"), name="notifications_notification_tenant_key"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="to", name="notifications_notification_to_fk", to="teams_membership"
                    ),
                ],
            },
        ),
    ]
