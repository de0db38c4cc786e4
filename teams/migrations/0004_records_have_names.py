from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("teams", "0003_invitations_and_assignment_changes"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="assignment",
            options={
                "base_manager_name": "objects",
                "ordering": ["starts_on", "pk"],
                "verbose_name": "Assignment",
                "verbose_name_plural": "Assignments",
            },
        ),
        migrations.AlterModelOptions(
            name="department",
            options={
                "base_manager_name": "objects",
                "ordering": ["name", "pk"],
                "verbose_name": "Department",
                "verbose_name_plural": "Departments",
            },
        ),
        migrations.AlterModelOptions(
            name="membership",
            options={
                "base_manager_name": "objects",
                "ordering": ["full_name", "pk"],
                "verbose_name": "Person",
                "verbose_name_plural": "People",
            },
        ),
        migrations.AlterModelOptions(
            name="organisation",
            options={"verbose_name": "Organisation"},
        ),
        migrations.AlterModelOptions(
            name="period",
            options={
                "base_manager_name": "objects",
                "ordering": ["starts_on", "kind", "pk"],
                "verbose_name": "Period",
                "verbose_name_plural": "Periods",
            },
        ),
        migrations.AlterModelOptions(
            name="team",
            options={
                "base_manager_name": "objects",
                "ordering": ["name", "pk"],
                "verbose_name": "Team",
                "verbose_name_plural": "Teams",
            },
        ),
        migrations.AlterModelOptions(
            name="territory",
            options={
                "base_manager_name": "objects",
                "ordering": ["name", "pk"],
                "verbose_name": "Territory",
                "verbose_name_plural": "Territories",
            },
        ),
    ]
