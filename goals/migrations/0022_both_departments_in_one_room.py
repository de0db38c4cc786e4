"""The room of a joint session, its agenda, turns, entries, drafts and who is there."""

import django.db.models.deletion
import django.db.models.functions.uuid
from django.db import migrations, models

import teams.tenancy


class Migration(migrations.Migration):
    dependencies = [
        ("goals", "0021_sweeps_ask_for_rates"),
        ("teams", "0013_sweeps_ask_who_has_invitations"),
    ]

    operations = [
        migrations.CreateModel(
            name="JointSession",
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
                ("title", models.CharField(max_length=200, verbose_name="Title")),
                ("planned_at", models.DateTimeField(verbose_name="Begins")),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("sequence", models.PositiveIntegerField(default=0, editable=False)),
                ("speaking_since", models.DateTimeField(blank=True, null=True)),
                (
                    "first_department",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.department",
                        verbose_name="Department",
                    ),
                ),
                (
                    "goal",
                    teams.tenancy.TenantKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="goals.goal",
                        verbose_name="Goal",
                    ),
                ),
                (
                    "led_by",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.membership",
                        verbose_name="Led by",
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
                    "second_department",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.department",
                        verbose_name="With",
                    ),
                ),
                (
                    "speaking",
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
            ],
            options={
                "verbose_name": "Joint session",
                "verbose_name_plural": "Joint sessions",
                "ordering": ["-planned_at", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="goals_jointsession_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="goals_jointsession_tenant_key"),
                    teams.tenancy.CompositeForeignKey(field="goal", name="goals_jointsession_goal_fk", to="goals_goal"),
                    teams.tenancy.CompositeForeignKey(
                        field="first_department", name="goals_jointsession_first_department_fk", to="teams_department"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="second_department", name="goals_jointsession_second_department_fk", to="teams_department"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="led_by", name="goals_jointsession_led_by_fk", to="teams_membership"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="speaking", name="goals_jointsession_speaking_fk", to="teams_department"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first_department", models.F("second_department")), _negated=True),
                        name="goals_jointsession_two_departments",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at", None),
                            models.Q(("speaking", None), ("started_at__lte", models.F("ended_at"))),
                            _connector="OR",
                        ),
                        name="goals_jointsession_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("speaking", None), ("speaking_since", None)),
                            models.Q(
                                ("speaking__isnull", False),
                                ("speaking_since__isnull", False),
                                ("started_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="goals_jointsession_speaks_since",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SessionDraft",
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
                ("title", models.CharField(max_length=200, verbose_name="Objective")),
                ("metric_key", models.CharField(max_length=40, verbose_name="Metric")),
                (
                    "target",
                    models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True, verbose_name="Target"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField()),
                (
                    "changed_by",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.membership",
                    ),
                ),
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
                        verbose_name="Department",
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
                    "session",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="goals.jointsession",
                    ),
                ),
            ],
            options={
                "verbose_name": "Draft of an objective",
                "ordering": ["created_at", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "session"], name="goals_sessiondraft_session"),
                ],
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="goals_sessiondraft_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="goals_sessiondraft_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="session", name="goals_sessiondraft_session_fk", to="goals_jointsession"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="department", name="goals_sessiondraft_department_fk", to="teams_department"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="changed_by", name="goals_sessiondraft_changed_by_fk", to="teams_membership"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SessionEntry",
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
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("note", "Note"),
                            ("decision", "Decision"),
                            ("question", "Open question"),
                            ("proposal", "Proposal"),
                        ],
                        max_length=8,
                        verbose_name="Kind",
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="Text")),
                ("made_at", models.DateTimeField()),
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
                    "session",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="goals.jointsession",
                    ),
                ),
            ],
            options={
                "ordering": ["number", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="goals_sessionentry_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="goals_sessionentry_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="session", name="goals_sessionentry_session_fk", to="goals_jointsession"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="made_by", name="goals_sessionentry_made_by_fk", to="teams_membership"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "session", "number"), name="goals_sessionentry_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="goals_sessionentry_has_text"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SessionPresence",
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
                ("seen_at", models.DateTimeField()),
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
                    "member",
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
                    "session",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="presences",
                        to="goals.jointsession",
                    ),
                ),
            ],
            options={
                "ordering": ["member__full_name", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="goals_sessionpresence_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="goals_sessionpresence_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="session", name="goals_sessionpresence_session_fk", to="goals_jointsession"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="member", name="goals_sessionpresence_member_fk", to="teams_membership"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="department", name="goals_sessionpresence_department_fk", to="teams_department"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "session", "member"), name="goals_sessionpresence_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SessionTopic",
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
                ("title", models.CharField(max_length=200, verbose_name="Point")),
                ("minutes", models.PositiveSmallIntegerField(default=10, verbose_name="Minutes")),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
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
                    "session",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="topics",
                        to="goals.jointsession",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "session"], name="goals_sessiontopic_session"),
                ],
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="goals_sessiontopic_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="goals_sessiontopic_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="session", name="goals_sessiontopic_session_fk", to="goals_jointsession"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SpeakingTurn",
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
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField()),
                (
                    "department",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.department",
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
                    "session",
                    teams.tenancy.TenantKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="turns",
                        to="goals.jointsession",
                    ),
                ),
            ],
            options={
                "ordering": ["started_at", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "session"], name="goals_speakingturn_session"),
                ],
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="goals_speakingturn_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="goals_speakingturn_tenant_key"),
                    teams.tenancy.CompositeForeignKey(
                        field="session", name="goals_speakingturn_session_fk", to="goals_jointsession"
                    ),
                    teams.tenancy.CompositeForeignKey(
                        field="department", name="goals_speakingturn_department_fk", to="teams_department"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("started_at__lt", models.F("ended_at"))), name="goals_speakingturn_in_order"
                    ),
                ],
            },
        ),
    ]
