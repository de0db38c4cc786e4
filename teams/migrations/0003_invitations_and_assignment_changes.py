import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.uuid
from django.db import migrations, models

import teams.models.organisation
import teams.tenancy


class Migration(migrations.Migration):
    dependencies = [
        ("teams", "0002_doors_before_a_tenant"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="assignment",
            options={
                "base_manager_name": "objects",
                "ordering": ["starts_on", "pk"],
                "verbose_name_plural": "assignments",
            },
        ),
        migrations.AlterModelOptions(
            name="membership",
            options={
                "base_manager_name": "objects",
                "ordering": ["full_name", "pk"],
                "verbose_name_plural": "people",
            },
        ),
        migrations.AlterModelOptions(
            name="team",
            options={
                "base_manager_name": "objects",
                "ordering": ["name", "pk"],
                "verbose_name_plural": "teams",
            },
        ),
        migrations.AddField(
            model_name="membership",
            name="invitation_mailed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="invited_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="currency",
            field=models.CharField(
                default="USD",
                max_length=3,
                validators=[teams.models.organisation.validate_currency],
                verbose_name="Currency",
            ),
        ),
        migrations.CreateModel(
            name="AssignmentChange",
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
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                    ),
                ),
                (
                    "membership",
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
                "ordering": ["recorded_at", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="teams_assignmentchange_rls"),
                    models.UniqueConstraint(
                        fields=("organisation", "id"),
                        name="teams_assignmentchange_tenant_key",
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="membership",
                        name="teams_assignmentchange_membership_fk",
                        to="teams_membership",
                    ),
                ],
            },
        ),
    ]
