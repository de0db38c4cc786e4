"""Assignments of leads say when their owner was told of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pipeline", "0024_facts_leave_what_they_were"),
        ("teams", "0014_rates_leave_what_they_change"),
    ]

    operations = [
        migrations.AddField(
            model_name="leadassignment",
            name="told_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="leadassignment",
            name="reason",
            field=models.CharField(
                choices=[
                    ("turn", "It was their turn"),
                    ("nobody_there", "Nobody of the team was there"),
                    ("no_rule", "No rule fits"),
                    ("by_hand", "Given by hand"),
                    ("came_back", "It came back to them"),
                ],
                max_length=12,
                verbose_name="Why",
            ),
        ),
        migrations.AddIndex(
            model_name="leadassignment",
            index=models.Index(
                condition=models.Q(("told_at__isnull", True)),
                fields=["organisation", "assigned_at"],
                name="pipeline_leadassignment_untold",
            ),
        ),
    ]
