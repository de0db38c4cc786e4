"""What auditors found of a clock is kept beside it. A verdict is evidence: the database refuses to change it."""

import django.db.models.deletion
import django.db.models.functions.uuid
from django.db import migrations, models

import teams.tenancy

NEVER_CHANGED = """
CREATE TRIGGER slas_clockreview_append_only BEFORE UPDATE OR DELETE ON slas_clockreview
    FOR EACH ROW EXECUTE FUNCTION slas_refuse('the review of a clock')
"""
CHANGEABLE = "DROP TRIGGER slas_clockreview_append_only ON slas_clockreview"


class Migration(migrations.Migration):
    dependencies = [
        ("slas", "0018_waivers_are_refused"),
        ("teams", "0017_tokens_are_revoked_by_somebody_and_mail_fails"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClockReview",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_default=django.db.models.functions.uuid.UUID7(),
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("confirmed", "Confirmed"), ("doubted", "Doubted")],
                        max_length=9,
                        verbose_name="Verdict",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="Note")),
                ("reviewed_at", models.DateTimeField()),
                (
                    "by",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.membership",
                    ),
                ),
                (
                    "clock",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="slas.clock",
                        verbose_name="Clock",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        default=teams.tenancy.active_organisation_id,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "Review of a clock",
                "verbose_name_plural": "Reviews of clocks",
                "ordering": ["reviewed_at", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "clock", "-reviewed_at"], name="slas_clockreview_latest")
                ],
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="slas_clockreview_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="slas_clockreview_tenant_key"),
                    teams.tenancy.CompositeForeignKey(field="clock", name="slas_clockreview_clock_fk", to="slas_clock"),
                    teams.tenancy.CompositeForeignKey(field="by", name="slas_clockreview_by_fk", to="teams_membership"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verdict", "doubted"), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="slas_clockreview_doubt_says_why",
                    ),
                ],
            },
        ),
        migrations.RunSQL(NEVER_CHANGED, CHANGEABLE),
    ]
