import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.uuid
from django.db import migrations, models

import teams.tenancy

ID = models.UUIDField(
    db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False
)


def organisation() -> models.ForeignKey:
    return models.ForeignKey(
        db_index=False,
        default=teams.tenancy.active_organisation_id,
        editable=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="teams.organisation",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("pipeline", "0009_sweeps_ask_who_has_work"),
        ("teams", "0010_calendars_say_which_holidays_are_kept"),
    ]

    operations = [
        migrations.AddField(
            model_name="deal",
            name="expected_day",
            field=models.DateField(blank=True, null=True, verbose_name="Expected to close on"),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                condition=models.Q(("status", "open")),
                fields=["organisation", "expected_day"],
                name="pipeline_deal_expected",
            ),
        ),
        migrations.CreateModel(
            name="DealStage",
            fields=[
                ("id", ID),
                ("stage", models.CharField(max_length=150)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "deal",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pipeline.deal",
                    ),
                ),
                ("organisation", organisation()),
            ],
            options={
                "ordering": ["deal", "recorded_at", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="pipeline_dealstage_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="pipeline_dealstage_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="deal", name="pipeline_dealstage_deal_fk", to="pipeline_deal"
                    ),
                    models.UniqueConstraint(fields=("organisation", "deal", "stage"), name="pipeline_dealstage_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="StageChance",
            fields=[
                ("id", ID),
                ("stage", models.CharField(blank=True, max_length=150)),
                ("won", models.PositiveIntegerField()),
                ("closed", models.PositiveIntegerField()),
                ("organisation", organisation()),
            ],
            options={
                "ordering": ["stage", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="pipeline_stagechance_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="pipeline_stagechance_tenant_key"),
                    models.UniqueConstraint(fields=("organisation", "stage"), name="pipeline_stagechance_one"),
                    models.CheckConstraint(
                        condition=models.Q(("won__lte", models.F("closed"))),
                        name="pipeline_stagechance_won_of_closed",
                    ),
                ],
            },
        ),
    ]
