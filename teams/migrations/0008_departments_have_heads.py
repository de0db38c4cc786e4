import django.db.models.deletion
from django.db import migrations

import teams.tenancy


class Migration(migrations.Migration):
    dependencies = [
        ("teams", "0007_leave_and_ramp"),
    ]

    operations = [
        migrations.AddField(
            model_name="department",
            name="head",
            field=teams.tenancy.TenantKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="teams.membership",
                verbose_name="Head",
            ),
        ),
        migrations.AddConstraint(
            model_name="department",
            constraint=teams.tenancy.CompositeForeignKey(
                field="head", name="teams_department_head_fk", to="teams_membership"
            ),
        ),
    ]
