"""Who revoked a token, so that its person can be told; mail that does not go out is given up at last, and shown."""

import django.db.models.deletion
import django.db.models.functions.uuid
from django.db import migrations, models

import teams.tenancy


class Migration(migrations.Migration):
    dependencies = [
        ("teams", "0016_people_make_api_tokens"),
    ]

    operations = [
        migrations.CreateModel(
            name="MailFailure",
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
                    models.CharField(choices=[("letter", "Notices"), ("invitation", "Invitation")], max_length=10),
                ),
                ("address", models.EmailField(max_length=254, verbose_name="E-mail address")),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("reason", models.CharField(max_length=300, verbose_name="Reason")),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                (
                    "member",
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
                ("retry_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "Mail that does not arrive",
                "verbose_name_plural": "Mail that does not arrive",
                "ordering": ["-last_at", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="teams_mailfailure_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="teams_mailfailure_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="member", name="teams_mailfailure_member_fk", to="teams_membership"
                    ),
                    models.UniqueConstraint(fields=("organisation", "member", "kind"), name="teams_mailfailure_once"),
                ],
            },
        ),
        migrations.AddField(
            model_name="apitoken",
            name="revoked_by",
            field=teams.tenancy.TenantKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="teams.membership",
            ),
        ),
        migrations.AddConstraint(
            model_name="apitoken",
            constraint=teams.tenancy.CompositeForeignKey(
                field="revoked_by", name="teams_apitoken_revoked_by_fk", to="teams_membership"
            ),
        ),
    ]
