from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("pipeline", "0003_facts_are_vacuumed_early"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="activity",
            options={
                "base_manager_name": "objects",
                "ordering": ["-occurred_at", "pk"],
                "verbose_name": "Activity",
                "verbose_name_plural": "Activities",
            },
        ),
        migrations.AlterModelOptions(
            name="crmimport",
            options={"base_manager_name": "objects", "ordering": ["-created_at", "pk"], "verbose_name": "Import"},
        ),
        migrations.AlterModelOptions(
            name="deal",
            options={
                "base_manager_name": "objects",
                "ordering": ["-closed_day", "pk"],
                "verbose_name": "Deal",
                "verbose_name_plural": "Deals",
            },
        ),
        migrations.AlterModelOptions(
            name="lead",
            options={
                "base_manager_name": "objects",
                "ordering": ["-occurred_at", "pk"],
                "verbose_name": "Lead",
                "verbose_name_plural": "Leads",
            },
        ),
        migrations.AlterModelOptions(
            name="leadsource",
            options={"base_manager_name": "objects", "ordering": ["name", "pk"], "verbose_name": "Lead source"},
        ),
        migrations.AlterModelOptions(
            name="product",
            options={
                "base_manager_name": "objects",
                "ordering": ["name", "pk"],
                "verbose_name": "Product",
                "verbose_name_plural": "Products",
            },
        ),
        migrations.AlterModelOptions(
            name="stagetransition",
            options={
                "base_manager_name": "objects",
                "ordering": ["occurred_at", "pk"],
                "verbose_name": "Stage change",
                "verbose_name_plural": "Stage changes",
            },
        ),
    ]
