"""The two walls, each alone and both together."""

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError

import audit.actions
from audit.queries import chain_state
from teams.actions import organisations
from teams.models import Department, Organisation, Team
from teams.queries.organisations import active_organisation
from teams.tenancy import NoTenant, tenant
from tests.factories.teams import NOW, make_department, make_membership, make_organisation, make_team


def test_the_manager_raises_without_an_organisation(organisation):
    with pytest.raises(NoTenant):
        Department.objects.count()


def test_the_database_raises_without_an_organisation(organisation):
    with tenant(organisation.pk):
        make_department()  # with no row to look at, PostgreSQL would not ask the policy
    with pytest.raises(ProgrammingError, match="no organisation is active"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM teams_department")


def test_rows_of_another_organisation_are_out_of_sight(organisation, other_organisation):
    with tenant(organisation.pk):
        make_department(name="Ours")
    with tenant(other_organisation.pk):
        assert not Department.objects.exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM teams_department")
            assert cursor.fetchone() == (0,)


def test_the_database_refuses_a_row_for_another_organisation(organisation, other_organisation):
    with pytest.raises(ProgrammingError, match="row-level security"), tenant(organisation.pk):
        make_department(organisation=other_organisation)


def test_a_key_into_another_organisation_is_refused(organisation, other_organisation):
    with tenant(other_organisation.pk):
        foreign = make_department()
    with pytest.raises(IntegrityError, match="teams_team_department_fk"), tenant(organisation.pk):
        Team.objects.create(name="Spies", department_id=foreign.pk)


def test_a_nested_tenant_gives_the_outer_one_back(organisation, other_organisation):
    with tenant(organisation.pk):
        make_team(name="Ours")
        with tenant(other_organisation.pk):
            assert not Team.objects.exists()
        assert Team.objects.get().name == "Ours"


def test_the_organisation_is_read_once_in_a_block(organisation, django_assert_num_queries):
    with tenant(organisation.pk), django_assert_num_queries(1):
        assert active_organisation() is active_organisation()
    with tenant(organisation.pk), django_assert_num_queries(1):
        active_organisation()


CHANGES = {
    "saved": lambda row: (setattr(row, "time_zone", "Asia/Karachi"), row.save()),
    "updated": lambda row: Organisation.objects.filter(pk=row.pk).update(time_zone="Asia/Karachi"),
    "edited": lambda row: organisations.edit(
        organisation=row, values={"time_zone": "Asia/Karachi"}, by=make_membership("owner"), at=NOW
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_changed_organisation_is_seen_by_the_block_and_those_around(organisation, change):
    with tenant(organisation.pk):
        assert active_organisation().time_zone == "UTC"
        with tenant(organisation.pk):
            assert active_organisation().time_zone == "UTC"
            change(organisation)
            assert active_organisation().time_zone == "Asia/Karachi"
        assert active_organisation().time_zone == "Asia/Karachi"


def test_a_change_that_is_undone_is_not_believed(organisation):
    with tenant(organisation.pk):
        active_organisation()
        with transaction.atomic():
            Organisation.objects.update(time_zone="Asia/Karachi")
            assert active_organisation().time_zone == "Asia/Karachi"
            transaction.set_rollback(True)
        assert active_organisation().time_zone == "UTC"


def test_a_nested_block_has_its_own_organisation(organisation, other_organisation):
    with tenant(organisation.pk):
        assert active_organisation() == organisation
        with tenant(other_organisation.pk):
            assert active_organisation() == other_organisation
        assert active_organisation() == organisation


def test_no_block_no_organisation(organisation):
    with pytest.raises(NoTenant):
        active_organisation()


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET action = 'x'", "DELETE FROM audit_event"])
def test_the_audit_trail_is_append_only(in_tenant, statement):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_chain_verifies_after_commit(organisation):
    with tenant(organisation.pk):
        audit.actions.record(action="test.run", record=organisation, at=NOW, after={"x": 1})
        connection.check_constraints()
        state = chain_state(organisation_id=organisation.pk)
    assert state.length == 2
    assert state.broken_at is None
    assert len(state.head) == 64


def test_a_temporary_table_takes_no_link_of_the_chain(organisation):
    with tenant(organisation.pk):
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TEMPORARY TABLE audit_link (LIKE public.audit_link INCLUDING DEFAULTS) ON COMMIT DROP"
            )
        audit.actions.record(action="test.run", record=organisation, at=NOW)
        connection.check_constraints()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_temp.audit_link")
            assert cursor.fetchone() == (0,)
            cursor.execute("DROP TABLE pg_temp.audit_link")
        assert chain_state(organisation_id=organisation.pk).length == 2


@pytest.mark.django_db(transaction=True)
def test_the_chain_shows_what_was_tampered_with():
    organisation = make_organisation()
    with tenant(organisation.pk):
        audit.actions.record(action="test.run", record=organisation, at=NOW)
    with connection.as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER audit_event_append_only")
        cursor.execute("UPDATE audit_event SET actor_name = 'Nobody' WHERE action = 'test.run'")
        cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER audit_event_append_only")
    with tenant(organisation.pk):
        assert chain_state(organisation_id=organisation.pk).broken_at == 2
