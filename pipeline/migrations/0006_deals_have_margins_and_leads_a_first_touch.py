"""What objectives about margin, price discipline, customers, sales cycles and speed to lead are measured by."""

import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pipeline", "0005_readings_of_what_no_crm_knows"),
        ("teams", "0009_leave_and_ramp_have_versions"),
    ]

    operations = [
        migrations.AddField(
            model_name="deal",
            name="cost_minor",
            field=models.BigIntegerField(blank=True, null=True, verbose_name="Cost"),
        ),
        migrations.AddField(
            model_name="deal",
            name="customer_key",
            field=models.CharField(blank=True, editable=False, max_length=300, verbose_name="Customer"),
        ),
        migrations.AddField(
            model_name="deal",
            name="quantity",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="Quantity"),
        ),
        migrations.AddField(
            model_name="deal",
            name="cycle_seconds",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.expressions.RawSQL(
                    "CASE WHEN closed_at >= opened_at THEN floor(extract(epoch FROM closed_at - opened_at))::bigint END",
                    (),
                ),
                output_field=models.BigIntegerField(null=True, verbose_name="Sales cycle"),
                verbose_name="Sales cycle",
            ),
        ),
        migrations.AddField(
            model_name="deal",
            name="margin_minor",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.expressions.RawSQL(
                    "CASE WHEN abs(amount_minor) < 4611686018427387904 AND abs(cost_minor) < 4611686018427387904 THEN amount_minor - cost_minor END",
                    (),
                ),
                output_field=models.BigIntegerField(null=True, verbose_name="Margin"),
                verbose_name="Margin",
            ),
        ),
        migrations.AddField(
            model_name="deal",
            name="price_share_bp",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.expressions.RawSQL(
                    "CASE WHEN amount_minor IS NOT NULL AND list_price_minor <> 0 AND coalesce(quantity, 1) <> 0 THEN least(greatest(floor(amount_minor::numeric * 10000 / (list_price_minor::numeric * coalesce(quantity, 1))), -2147483648), 2147483647)::integer END",
                    (),
                ),
                output_field=models.IntegerField(null=True, verbose_name="Share of the list price"),
                verbose_name="Share of the list price",
            ),
        ),
        migrations.AddField(
            model_name="lead",
            name="first_touched_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="First touched"),
        ),
        migrations.AddField(
            model_name="lead",
            name="seconds_to_touch",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.expressions.RawSQL(
                    "CASE WHEN first_touched_at >= occurred_at THEN floor(extract(epoch FROM first_touched_at - occurred_at))::bigint END",
                    (),
                ),
                output_field=models.BigIntegerField(null=True, verbose_name="Time to first touch"),
                verbose_name="Time to first touch",
            ),
        ),
        migrations.AlterField(
            model_name="activity",
            name="kind",
            field=models.CharField(
                choices=[
                    ("call", "Call"),
                    ("meeting", "Meeting"),
                    ("presentation", "Presentation"),
                    ("proposal", "Proposal"),
                    ("email", "E-mail"),
                    ("task", "Task"),
                    ("store_visit", "Store visit"),
                    ("coaching", "Coaching"),
                    ("training", "Training"),
                    ("event", "Event or association meeting"),
                    ("press_release", "Press release"),
                    ("interview", "Interview or press briefing"),
                    ("publication", "Article or post"),
                    ("other", "Other"),
                ],
                max_length=20,
                verbose_name="Kind",
            ),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                condition=models.Q(("lead__isnull", False)),
                fields=["organisation", "lead"],
                name="pipeline_activity_lead",
            ),
        ),
    ]
