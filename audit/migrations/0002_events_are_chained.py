import django.db.models.functions.uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("audit", "0001_walls_are_ready"),
    ]

    operations = [
        migrations.CreateModel(
            name="Event",
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
                ("organisation_id", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("actor_id", models.UUIDField(null=True)),
                ("actor_name", models.CharField(blank=True, max_length=150)),
                ("action", models.CharField(max_length=60)),
                ("record_type", models.CharField(max_length=60)),
                ("record_id", models.CharField(max_length=64)),
                ("record_name", models.CharField(blank=True, max_length=255)),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(fields=["organisation_id", "at"], name="audit_event_at"),
                    models.Index(fields=["organisation_id", "record_type", "record_id"], name="audit_event_record"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("organisation_id", models.UUIDField()),
                ("number", models.BigIntegerField()),
                ("event_id", models.UUIDField()),
                ("digest", models.BinaryField()),
                ("hash", models.BinaryField()),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "organisation_id", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation_id", "event_id"), name="audit_link_event_key")
                ],
            },
        ),
    ]
