from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("teams", "0007_leave_and_ramp"),
    ]

    operations = [
        migrations.AddField(
            model_name="absence",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name="rampplan",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
    ]
