from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("goals", "0023_recomputes_compare")]

    operations = [
        migrations.AddField(
            model_name="goal",
            name="cadence",
            field=models.CharField(
                blank=True,
                choices=[
                    ("weekly", "Check-in every week"),
                    ("fortnightly", "Check-in every two weeks"),
                    ("monthly", "Check-in every month"),
                ],
                max_length=11,
                verbose_name="Check-ins",
            ),
        ),
        migrations.AddField(model_name="goal", name="remind_at", field=models.DateTimeField(editable=False, null=True)),
        migrations.AddIndex(
            model_name="goal",
            index=models.Index(
                condition=models.Q(("remind_at__isnull", False)), fields=["remind_at"], name="goals_goal_remind"
            ),
        ),
    ]
