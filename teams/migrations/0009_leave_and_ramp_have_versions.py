from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("teams", "0008_departments_have_heads"),
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
