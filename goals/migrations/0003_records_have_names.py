from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("goals", "0002_figures_leave_room_for_updates"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="goal",
            options={
                "base_manager_name": "objects",
                "ordering": ["title", "pk"],
                "verbose_name": "Goal",
                "verbose_name_plural": "Goals",
            },
        ),
        migrations.AlterModelOptions(
            name="objective",
            options={
                "base_manager_name": "objects",
                "ordering": ["metric_key", "scope", "pk"],
                "verbose_name": "Objective",
                "verbose_name_plural": "Objectives",
            },
        ),
        migrations.AlterModelOptions(
            name="recompute",
            options={"base_manager_name": "objects", "ordering": ["-requested_at", "pk"], "verbose_name": "Recompute"},
        ),
    ]
