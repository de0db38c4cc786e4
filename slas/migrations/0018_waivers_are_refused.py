"""Whoever may waive a broken promise may also refuse to: the log has a word for it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("slas", "0017_asking_changes_nothing"),
    ]

    operations = [
        migrations.AlterField(
            model_name="clockevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("started", "Started"),
                    ("stopped", "Done"),
                    ("cancelled", "Cancelled"),
                    ("resumed", "Resumed"),
                    ("reassigned", "Handed on"),
                    ("rebased", "Moved to new terms"),
                    ("paused", "Paused"),
                    ("waived", "Waived"),
                    ("reversed", "Breach reversed"),
                    ("asked", "Waiver asked for"),
                    ("refused", "Waiver refused"),
                    ("retracted", "Taken back"),
                ],
                max_length=10,
            ),
        ),
    ]
