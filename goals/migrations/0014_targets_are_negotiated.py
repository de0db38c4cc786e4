"""Negotiations, their numbers, steps and signatures. The key that others point at comes first: the tables refer to each other."""

import django.db.models.deletion
import django.db.models.functions.uuid
from django.db import migrations, models

import teams.tenancy


class Migration(migrations.Migration):
    dependencies = [
        ("goals", "0013_parts_of_a_number_may_have_decimals"),
        ("teams", "0009_leave_and_ramp_have_versions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Negotiation",
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
                ("number", models.PositiveSmallIntegerField(verbose_name="Version")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("offered", "Offered"),
                            ("countered", "Countered"),
                            ("escalated", "Escalated"),
                            ("agreed", "Agreed"),
                            ("signed", "Signed"),
                            ("active", "In force"),
                            ("imposed", "Imposed"),
                            ("amended", "Amended"),
                            ("withdrawn", "Withdrawn"),
                            ("closed", "Closed"),
                        ],
                        default="draft",
                        max_length=9,
                        verbose_name="State",
                    ),
                ),
                (
                    "opened_side",
                    models.CharField(choices=[("manager", "Manager"), ("holder", "Whose target it is")], max_length=7),
                ),
                ("opened_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                ("terms", models.JSONField(blank=True, null=True)),
                ("terms_hash", models.CharField(blank=True, max_length=64)),
                ("imposed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "department",
                    teams.tenancy.TenantKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.department",
                    ),
                ),
                (
                    "escalated_to",
                    teams.tenancy.TenantKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.membership",
                    ),
                ),
                (
                    "holder",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.membership",
                    ),
                ),
                (
                    "imposed_by",
                    teams.tenancy.TenantKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.membership",
                    ),
                ),
                (
                    "objective",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="negotiations",
                        to="goals.objective",
                    ),
                ),
                (
                    "opened_by",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.membership",
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
                (
                    "other_department",
                    teams.tenancy.TenantKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.department",
                        verbose_name="Also binds",
                    ),
                ),
            ],
            options={
                "verbose_name": "Negotiation",
                "verbose_name_plural": "Negotiations",
                "ordering": ["-opened_at", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "holder", "-opened_at"], name="goals_negotiation_holder"),
                    models.Index(
                        fields=["organisation", "department", "-opened_at"], name="goals_negotiation_department"
                    ),
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)),
                        fields=["due_at", "organisation"],
                        name="goals_negotiation_due",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="goals_negotiation_tenant_key"),
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="goals_negotiation_rls"),
                    teams.tenancy.CompositeForeignKey(
                        field="objective", name="goals_negotiation_objective_fk", to="goals_objective"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="holder", name="goals_negotiation_holder_fk", to="teams_membership"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="opened_by", name="goals_negotiation_opened_by_fk", to="teams_membership"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="department", name="goals_negotiation_department_fk", to="teams_department"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="other_department", name="goals_negotiation_other_department_fk", to="teams_department"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="escalated_to", name="goals_negotiation_escalated_to_fk", to="teams_membership"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="imposed_by", name="goals_negotiation_imposed_by_fk", to="teams_membership"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "objective", "number"), name="goals_negotiation_number"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["countered", "draft", "escalated", "offered"])),
                        fields=("organisation", "objective"),
                        name="goals_negotiation_one_open",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["active", "agreed", "imposed", "signed"])),
                        fields=("organisation", "objective"),
                        name="goals_negotiation_one_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("terms__isnull", False), ("terms_hash__regex", "^[0-9a-f]{64}$")),
                            models.Q(
                                ("state__in", ["countered", "draft", "escalated", "offered", "withdrawn", "closed"]),
                                ("terms_hash", ""),
                            ),
                            _connector="OR",
                        ),
                        name="goals_negotiation_agreed_has_terms",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("imposed_at__isnull", False), ("imposed_by__isnull", False)),
                            models.Q(
                                ("imposed_at", None),
                                ("imposed_by", None),
                                models.Q(("state", "imposed"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="goals_negotiation_imposed_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("opened_by", models.F("holder")), ("opened_side", "holder")),
                            models.Q(
                                ("opened_side", "manager"), models.Q(("opened_by", models.F("holder")), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="goals_negotiation_two_sides",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "escalated"), _negated=True),
                            ("escalated_to__isnull", False),
                            _connector="OR",
                        ),
                        name="goals_negotiation_escalated_to_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Offer",
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
                ("version", models.PositiveSmallIntegerField(verbose_name="Version")),
                (
                    "side",
                    models.CharField(choices=[("manager", "Manager"), ("holder", "Whose target it is")], max_length=7),
                ),
                ("committed", models.DecimalField(decimal_places=6, max_digits=24, verbose_name="Target")),
                (
                    "upper",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=24, null=True, verbose_name="Upper end"
                    ),
                ),
                (
                    "stretch",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=24, null=True, verbose_name="Stretch target"
                    ),
                ),
                ("rationale", models.TextField(verbose_name="Reason")),
                ("evidence", models.TextField(blank=True, verbose_name="Evidence")),
                ("made_at", models.DateTimeField()),
                ("answer_until", models.DateTimeField()),
                (
                    "made_by",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.membership",
                    ),
                ),
                (
                    "negotiation",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to="goals.negotiation",
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
                "ordering": ["negotiation", "version"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="goals_offer_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="goals_offer_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="negotiation", name="goals_offer_negotiation_fk", to="goals_negotiation"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="made_by", name="goals_offer_made_by_fk", to="teams_membership"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "negotiation", "version"), name="goals_offer_version"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("upper", None),
                            models.Q(("stretch", None), ("upper__gt", models.F("committed"))),
                            _connector="OR",
                        ),
                        name="goals_offer_band_has_ends",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stretch", None),
                            models.Q(("stretch", models.F("committed")), _negated=True),
                            _connector="OR",
                        ),
                        name="goals_offer_stretch_is_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rationale", ""), _negated=True), name="goals_offer_has_reason"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="negotiation",
            name="latest",
            field=teams.tenancy.TenantKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="goals.offer",
            ),
        ),
        migrations.CreateModel(
            name="Signature",
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
                    "part",
                    models.CharField(
                        choices=[
                            ("manager", "For the manager’s side"),
                            ("holder", "Whose target it is"),
                            ("other_department", "For the other department"),
                        ],
                        max_length=16,
                    ),
                ),
                ("signed_at", models.DateTimeField()),
                ("terms_hash", models.CharField(max_length=64)),
                (
                    "department",
                    teams.tenancy.TenantKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.department",
                    ),
                ),
                (
                    "negotiation",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="goals.negotiation",
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
                (
                    "signed_by",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.membership",
                    ),
                ),
            ],
            options={
                "ordering": ["negotiation", "signed_at", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="goals_signature_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="goals_signature_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="negotiation", name="goals_signature_negotiation_fk", to="goals_negotiation"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="department", name="goals_signature_department_fk", to="teams_department"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="signed_by", name="goals_signature_signed_by_fk", to="teams_membership"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "negotiation", "part"), name="goals_signature_one_per_part"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "negotiation", "signed_by"), name="goals_signature_one_per_person"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("terms_hash__regex", "^[0-9a-f]{64}$")), name="goals_signature_of_terms"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NegotiationStep",
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
                    "verb",
                    models.CharField(
                        choices=[
                            ("offer", "offer"),
                            ("counter", "counter"),
                            ("accept", "accept"),
                            ("withdraw", "withdraw"),
                            ("escalate", "escalate"),
                            ("impose", "impose"),
                            ("sign", "sign"),
                            ("activate", "activate"),
                            ("amend", "amend"),
                            ("replace", "replace"),
                            ("close", "close"),
                        ],
                        max_length=8,
                    ),
                ),
                ("taken_at", models.DateTimeField()),
                ("note", models.TextField(blank=True)),
                (
                    "negotiation",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="goals.negotiation",
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
                (
                    "taken_by",
                    teams.tenancy.TenantKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.membership",
                    ),
                ),
                (
                    "to",
                    teams.tenancy.TenantKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.membership",
                    ),
                ),
            ],
            options={
                "ordering": ["negotiation", "taken_at", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "negotiation"], name="goals_negotiationstep_of")],
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="goals_negotiationstep_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="goals_negotiationstep_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="negotiation", name="goals_negotiationstep_negotiation_fk", to="goals_negotiation"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="taken_by", name="goals_negotiationstep_taken_by_fk", to="teams_membership"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="to", name="goals_negotiationstep_to_fk", to="teams_membership"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="negotiation",
            constraint=teams.tenancy.CompositeForeignKey(
                field="latest", name="goals_negotiation_latest_fk", to="goals_offer"
            ),
        ),
    ]
