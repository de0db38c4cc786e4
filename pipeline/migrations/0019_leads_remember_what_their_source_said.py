"""What the source said last of a lead, so that a file overrules what was decided here only where the source has changed; and
whose lead it was that was given back.
"""

import django.db.models.deletion
from django.db import migrations, models

import teams.tenancy


class Migration(migrations.Migration):
    dependencies = [
        ("pipeline", "0018_leads_are_handed_out_where_there_are_rules"),
        ("teams", "0014_rates_leave_what_they_change"),
    ]

    operations = [
        migrations.AddField(
            model_name="lead",
            name="source_owner",
            field=teams.tenancy.TenantKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="teams.membership",
            ),
        ),
        migrations.AddField(
            model_name="lead",
            name="source_stage",
            field=models.CharField(
                blank=True,
                choices=[
                    ("inquiry", "Inquiry"),
                    ("mql", "Marketing-qualified (MQL)"),
                    ("sal", "Sales-accepted (SAL)"),
                    ("sql", "Sales-qualified (SQL)"),
                    ("opportunity", "Opportunity"),
                    ("won", "Won"),
                    ("lost", "Lost"),
                    ("recycled", "Recycled to nurture"),
                ],
                editable=False,
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="lead",
            name="source_territory",
            field=teams.tenancy.TenantKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="teams.territory",
            ),
        ),
        migrations.AddField(
            model_name="leadrejection",
            name="owner",
            field=teams.tenancy.TenantKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="teams.membership",
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=teams.tenancy.CompositeForeignKey(
                field="source_owner", name="pipeline_lead_source_owner_fk", to="teams_membership"
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=teams.tenancy.CompositeForeignKey(
                field="source_territory", name="pipeline_lead_source_territory_fk", to="teams_territory"
            ),
        ),
        migrations.AddConstraint(
            model_name="leadrejection",
            constraint=teams.tenancy.CompositeForeignKey(
                field="owner", name="pipeline_leadrejection_owner_fk", to="teams_membership"
            ),
        ),
    ]
