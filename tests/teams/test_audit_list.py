import pytest
from django.db import connection

import audit.actions
from audit.models import Event
from teams.models import Department
from teams.tenancy import tenant
from tests.factories.teams import NOW, make_department, make_membership, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(admin, ops_auditor):
    with tenant(admin.organisation_id):
        department = make_department(name="Sales")
        record(department, "department.create", admin, after={"name": "Sales", "kind": "sales"})
        record(department, "department.edit", ops_auditor, before={"name": "Sales"}, after={"name": "Selling"})
        connection.check_constraints()


def record(row, action, by, **values):
    audit.actions.record(action=action, record=row, by=by, at=NOW, **values)


def lines(client, **query):
    response = client.get(client.organisation_url("teams:audit_list"), query)
    assert response.status_code == 200
    return [(line.verb, line.kind, line.event.actor_name) for line in response.context["lines"]]


def test_shows_who_changed_what_from_what(client_of, ops_auditor, written):
    client = client_of(ops_auditor)
    assert lines(client)[:2] == [("Changed", "Department", "Omar Ops"), ("Created", "Department", "Adam Admin")]
    response = client.get(client.organisation_url("teams:audit_list"))
    (change,) = response.context["lines"][0].changes
    assert (change.field, change.before, change.after) == ("Name", "Sales", "Selling")
    assert response.context["chain"].is_verified
    assert response.context["chain"].broken_at is None


def test_filters(client_of, ops_auditor, written):
    client = client_of(ops_auditor)
    assert lines(client, action="department.edit") == [("Changed", "Department", "Omar Ops")]
    assert lines(client, actor="adam") == [("Created", "Department", "Adam Admin")]
    assert len(lines(client, record_type="teams.department")) == 2
    assert lines(client, first="2026-08-15") == []
    assert len(lines(client, first="2026-08-14", last="2026-08-14")) == 3
    assert len(lines(client, first="14.8.2026", action="nothing")) == 3


def test_htmx_gets_the_lines_alone(client_of, ops_auditor, written):
    client = client_of(ops_auditor)
    response = client.get(client.organisation_url("teams:audit_list"), headers={"HX-Request": "true"})
    assert response.text.lstrip().startswith('<div id="lines">')


def test_pages(client_of, ops_auditor):
    with tenant(ops_auditor.organisation_id):
        department = make_department()
        for _ in range(60):
            record(department, "department.edit", ops_auditor)
    client = client_of(ops_auditor)
    assert len(lines(client)) == 50
    assert len(lines(client, page=2)) == 11


def test_a_long_chain_is_verified_only_when_asked(client_of, ops_auditor, written, monkeypatch):
    monkeypatch.setattr("teams.queries.audit.VERIFIED_AT_ONCE", 1)
    client = client_of(ops_auditor)
    url = client.organisation_url("teams:audit_list")
    assert not client.get(url).context["chain"].is_verified
    assert client.get(url, {"verify": "1"}).context["chain"].is_verified


def test_asks_as_many_queries_for_ten_as_for_three(client_of, ops_auditor, query_count):
    client = client_of(ops_auditor)
    url = client.organisation_url("teams:audit_list")
    add(ops_auditor, rows=3)
    few = query_count(client, url)
    add(ops_auditor, rows=7)
    assert query_count(client, url) == few


def add(member, *, rows):
    with tenant(member.organisation_id):
        for _ in range(rows):
            record(make_department(), "department.create", member)


@pytest.mark.django_db(transaction=True)
def test_shows_where_the_chain_is_broken(client_of):
    organisation = make_organisation(slug="acme")
    with tenant(organisation.pk):
        auditor = make_membership("ops_auditor", organisation=organisation)
        department = Department.objects.create(name="Sales", kind="sales")
        record(department, "department.create", auditor)
    with connection.as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER audit_event_append_only")
        cursor.execute("UPDATE audit_event SET actor_name = 'Nobody' WHERE action = 'department.create'")
        cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER audit_event_append_only")
    client = client_of(auditor)
    response = client.get(client.organisation_url("teams:audit_list"))
    assert response.context["chain"].broken_at == 2
    assert "The chain is broken at entry 2" in response.text
    with tenant(organisation.pk):
        assert Event.objects.of(organisation.pk).count() == 2


def test_an_old_letter_can_be_compared(client_of, ops_auditor, written):
    client = client_of(ops_auditor)
    url = client.organisation_url("teams:audit_list")
    entry = client.get(url, {"entry": "2"}).context["entry"]
    assert entry.number == 2
    assert entry.hash in client.get(url, {"entry": "2"}).text
    assert [client.get(url, {"entry": number}).context["entry"] for number in ("99", "x", "9" * 30)] == [None] * 3
