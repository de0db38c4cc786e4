from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("goals", "0007_present_figures_are_the_first_points"),
    ]

    operations = [
        migrations.AlterField(
            model_name="objective",
            name="pace_method",
            field=models.CharField(
                choices=[
                    ("calendar", "Every day alike"),
                    ("business_days", "Business days"),
                    ("seasonal", "Weights of the months"),
                    ("learned", "Learned from past periods"),
                    ("steps", "Steps at the end of each month"),
                    ("milestones", "Milestones"),
                ],
                default="calendar",
                max_length=13,
                verbose_name="Expected course",
            ),
        ),
        migrations.AlterField(
            model_name="recompute",
            name="reason",
            field=models.CharField(
                choices=[
                    ("nightly", "Nightly"),
                    ("import", "After an import"),
                    ("request", "On request"),
                    ("presence", "After a change of leave, ramp or calendar"),
                ],
                max_length=8,
                verbose_name="Reason",
            ),
        ),
    ]
