import re
from datetime import timedelta

import pytest

from goals.models import JointSession, SessionDraft, SessionEntry, SessionTopic
from teams.models import Department
from teams.tenancy import tenant
from tests.factories.joint_sessions import make_joint_session, make_session_draft, make_session_topic
from tests.factories.teams import NOW, make_department

pytestmark = pytest.mark.usefixtures("today")
HTMX = {"HX-Request": "true"}


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def session(organisation, sales_manager) -> JointSession:
    with tenant(organisation.pk):
        sides = {"first_department": make_department(name="Sales"), "second_department": make_department(name="Growth")}
        return make_joint_session(led_by=sales_manager, started_at=NOW - timedelta(minutes=10), **sides)


@pytest.fixture
def client(client_of, sales_manager):
    return client_of(sales_manager)


def test_a_session_is_planned_begun_and_ended(client, session):
    with tenant(session.organisation_id):
        other = make_department(name="PR")
    url = client.organisation_url("goals:joint_session_new")
    typed = {"title": "Q4", "day": "2026-08-20", "begins": "10:00", "topics": "Revenue\n\nLeads"}
    sides = {"first_department": session.first_department_id, "second_department": other.pk}
    planned = client.post(url, typed | sides, follow=True)
    assert "The session is planned" in words(planned)
    assert "Leads" in words(planned)
    with tenant(session.organisation_id):
        made = JointSession.objects.get(title="Q4")
    client.post(client.organisation_url("goals:joint_session_start", made.pk))
    assert "In the room now" in words(client.get(client.organisation_url("goals:joint_session_detail", made.pk)))
    client.post(client.organisation_url("goals:joint_session_end", made.pk))
    refused = client.post(client.organisation_url("goals:joint_session_write", made.pk), {"kind": "note", "text": "x"})
    assert refused.status_code == 409
    assert "This session is over" in words(refused)


def test_two_different_departments_are_needed(client, session):
    url = client.organisation_url("goals:joint_session_new")
    same = dict.fromkeys(("first_department", "second_department"), session.first_department_id)
    response = client.post(url, {"title": "Q4", "day": "2026-08-20", "begins": "10:00", "topics": ""} | same)
    assert response.status_code == 422
    assert "Choose two different departments." in words(response)


def test_what_is_written_stands_in_the_room_and_in_the_minutes(client, session):
    url = client.organisation_url("goals:joint_session_write", session.pk)
    response = client.post(url, {"kind": "decision", "text": "<b>Call</b> within a day"}, headers=HTMX)
    assert b"<html" not in response.content
    assert "&lt;b&gt;Call&lt;/b&gt; within a day" in response.content.decode()
    assert client.post(url, {"kind": "note", "text": ""}).status_code == 422
    minutes = client.get(client.organisation_url("goals:joint_session_minutes", session.pk))
    assert "within a day" in words(minutes)


@pytest.mark.parametrize(
    ("name", "typed", "model"),
    [
        ("joint_session_write", {"kind": "decision", "text": "Call within a day"}, SessionEntry),
        ("session_topic_new", {"title": "Events", "minutes": "5"}, SessionTopic),
        ("session_draft_new", {"title": "More leads", "metric_key": "leads", "target": "5"}, SessionDraft),
    ],
)
def test_what_is_sent_twice_stands_once(client, session, name, typed, model):
    for _ in range(2):
        assert client.post(client.organisation_url(f"goals:{name}", session.pk), typed).status_code == 302
    with tenant(session.organisation_id):
        assert model.objects.count() == 1


def test_speaking_time_is_shared_by_department(client, session):
    url = client.organisation_url("goals:joint_session_speak", session.pk)
    with tenant(session.organisation_id):
        JointSession.objects.filter(pk=session.pk).update(
            speaking=session.first_department_id, speaking_since=NOW - timedelta(minutes=9)
        )
    text = words(client.post(url, {"department": session.second_department_id}, headers=HTMX))
    assert "Sales 9:00 100.0%" in text
    assert "One side speaks much more" in text
    assert client.post(url, {}).status_code == 302


def test_who_speaks_goes_on_when_a_stranger_is_named(client, session):
    speaking = session.first_department_id
    with tenant(session.organisation_id):
        JointSession.objects.filter(pk=session.pk).update(speaking=speaking, speaking_since=NOW)
    url = client.organisation_url("goals:joint_session_speak", session.pk)
    assert client.post(url, {"department": session.pk}).status_code == 404
    with tenant(session.organisation_id):
        assert JointSession.objects.get(pk=session.pk).speaking_id == speaking


def test_points_are_added_and_ticked(client, session):
    added = client.post(
        client.organisation_url("goals:session_topic_new", session.pk), {"title": "Leads", "minutes": "5"}, headers=HTMX
    )
    assert "Leads 5 minutes" in words(added)
    with tenant(session.organisation_id):
        topic = make_session_topic(session=session, title="Budget")
    ticked = client.post(client.organisation_url("goals:session_topic_tick", topic.pk), {"done": "yes"}, headers=HTMX)
    assert 'aria-pressed="true" aria-label="Done: Budget"' in ticked.content.decode()


def test_a_draft_that_somebody_saved_first_keeps_what_was_typed_as_a_proposal(client, session):
    with tenant(session.organisation_id):
        draft = make_session_draft(session=session)
    url = client.organisation_url("goals:session_draft_edit", draft.pk)
    assert "100,000" in client.get(url).content.decode()
    typed = {"version": "1", "title": "Won revenue", "metric_key": "won_revenue", "department": ""}
    client.post(url, typed | {"target": "200,000"})
    response = client.post(url, typed | {"target": "300,000"}, follow=True)
    assert "What you typed is kept as a proposal." in words(response)
    assert "Won revenue · Won revenue · 300,000" in words(response)
    assert "USD 200,000" in words(response).replace("\xa0", " ")
    assert client.post(url, typed | {"target": "many"}).status_code == 422


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("joint_session_write", {"kind": "note", "text": "Typed words"}),
        ("session_topic_new", {"title": "Typed words", "minutes": "5"}),
        ("session_draft_new", {"title": "Typed words", "metric_key": "won_revenue", "department": "", "target": "5"}),
    ],
)
def test_what_is_sent_when_the_session_is_over_can_be_copied(client, session, name, sent, headers):
    client.post(client.organisation_url("goals:joint_session_end", session.pk))
    response = client.post(client.organisation_url(f"goals:{name}", session.pk), sent, headers=headers)
    assert "You were typing this." in words(response)
    assert re.search(r'id="room-typed" data-level="warning">.*Typed words', response.text)
    shown = client.get(client.organisation_url("goals:joint_session_detail", session.pk)).text
    assert 'id="room-typed" data-level="warning" hidden' in shown


def test_a_new_draft_is_on_everybodys_screen(client, client_of, marketing_manager, session):
    url = client.organisation_url("goals:session_draft_new", session.pk)
    client.post(url, {"title": "More leads", "metric_key": "mqls", "department": "", "target": "900"})
    other = client_of(marketing_manager)
    assert "More leads" in words(other.get(other.organisation_url("goals:joint_session_detail", session.pk)))


def test_a_screen_is_told_of_a_change_once(client, session):
    url = client.organisation_url("goals:joint_session_live", session.pk)
    first = client.get(url).content.decode()
    tag = re.search(r"^id: (\S+)$", first, re.MULTILINE)
    assert "event: room" in first
    assert tag
    assert "nothing new" in client.get(url, headers={"Last-Event-ID": tag[1]}).content.decode()
    client.post(client.organisation_url("goals:joint_session_write", session.pk), {"kind": "note", "text": "New"})
    assert "event: room" in client.get(url, headers={"Last-Event-ID": tag[1]}).content.decode()
    assert client.get(url)["Content-Type"].startswith("text/event-stream")


def test_who_looks_on_reads_and_does_not_write(client_of, viewer, stranger, session):
    reader, foreign = client_of(viewer), client_of(stranger)
    assert reader.get(reader.organisation_url("goals:joint_session_detail", session.pk)).status_code == 200
    written = reader.post(
        reader.organisation_url("goals:joint_session_write", session.pk), {"kind": "note", "text": "x"}
    )
    assert written.status_code == 403
    assert foreign.get(foreign.organisation_url("goals:joint_session_detail", session.pk)).status_code == 404


@pytest.mark.parametrize("name", ["start", "end", "speak", "write"])
def test_what_changes_is_only_posted(client, session, name):
    assert client.get(client.organisation_url(f"goals:joint_session_{name}", session.pk)).status_code == 405


def test_as_many_queries_for_ten_entries_as_for_three(client, session, query_count):
    url = client.organisation_url("goals:joint_session_detail", session.pk)
    with tenant(session.organisation_id):
        for number in range(3):
            make_entry(session, number)
    few = query_count(client, url)
    with tenant(session.organisation_id):
        for number in range(3, 10):
            make_entry(session, number)
            make_session_draft(session=session, title=f"Draft {number}")
    assert query_count(client, url) == few


def make_entry(session: JointSession, number: int) -> SessionEntry:
    return SessionEntry.objects.create(
        session=session, number=number, kind="note", text=f"Note {number}", made_by=session.led_by, made_at=NOW
    )


def test_the_list_tells_what_runs(client, session):
    assert "running now" in words(client.get(client.organisation_url("goals:joint_session_list")))


def test_both_draft_for_both_and_each_makes_its_own_objectives(client_of, client, marketing_manager, session):
    """While it is open everybody changes every draft; afterwards its department's managers make the objective of it."""
    with tenant(session.organisation_id):
        growth = session.second_department
        Department.objects.filter(pk=growth.pk).update(kind="marketing")
        drafts = [make_session_draft(session=session, department=one) for one in session.departments]
    other = client_of(marketing_manager)
    for one in (client, other):
        text = one.get(one.organisation_url("goals:joint_session_detail", session.pk)).content.decode()
        assert all(one.organisation_url("goals:session_draft_edit", draft.pk) in text for draft in drafts)
    client.post(client.organisation_url("goals:joint_session_end", session.pk))
    for one, own, others in ((client, "Sales", "Growth"), (other, "Growth", "Sales")):
        page = one.get(one.organisation_url("goals:joint_session_detail", session.pk))
        assert page.context["makeable"] == {draft.pk for draft in drafts if draft.department.name == own}
        assert f"The managers of {others} make the objective." in words(page)
