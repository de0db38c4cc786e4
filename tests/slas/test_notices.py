"""Warnings and escalations: one digest per person at a time, within open hours, one thread per breach."""

from datetime import timedelta

import pytest

from notifications.actions import notify
from notifications.models import Notification
from pipeline.models import StageTransition
from slas.actions import notices
from slas.models import ClockNotice, ClockWatch
from teams.models import Department
from teams.permissions import Role
from tests.factories.slas import LONG_AGO, make_agreement, make_promise, put_in_force
from tests.factories.teams import make_assignment, make_department, make_membership, make_team
from tests.slas.conftest import at

pytestmark = pytest.mark.django_db

LADDER = [["owner", 100], ["manager", 150], ["heads", 200]]


@pytest.fixture
def people(in_tenant):
    return {
        "rep": make_membership(full_name="Rita Rep"),
        "manager": make_membership(Role.SALES_MANAGER, full_name="Team lead"),
        "sales": make_membership(Role.SALES_MANAGER, full_name="Head of sales"),
        "marketing": make_membership(Role.MARKETING_MANAGER, full_name="Head of marketing"),
    }


@pytest.fixture
def promise(people, calendar):
    """Warned of at half and at 80 % of four hours; from Wednesday 16:00 these are Thursday 10:00 and 11:12."""
    marketing = make_department(Department.Kind.MARKETING, name="Marketing", head=people["marketing"])
    sales = make_department(name="Sales", head=people["sales"])
    team = make_team(name="West", department=sales)
    for name in ("rep", "manager"):
        make_assignment(membership=people[name], team=team)
    version = make_agreement(applies_from=LONG_AGO, marketing=marketing, sales=sales)
    made = make_promise(version=version, calendar=calendar, warn_percents=[50, 80], ladder=LADDER)
    put_in_force(version, at=LONG_AGO)
    return made


@pytest.fixture
def running(story, promise, people):
    lead = story(name="Northwind")
    lead.reaches("mql", at(5, "16:00"), owner=people["rep"]).swept(at(5, "16:01"))
    return lead


def told():
    rows = ClockNotice.objects.select_related("to").order_by("told_at", "to__full_name")
    return [(notice.step, notice.percent, notice.to.full_name) for notice in rows]


def test_warned_then_escalated_step_by_step(running):
    for moment in (at(6, "9:59"), at(6, "10:00"), at(6, "11:30"), at(6, "12:30"), at(6, "14:00"), at(6, "16:00")):
        running.swept(moment)
        notices.tell(at=moment)
    assert told() == [
        ("warning", 50, "Rita Rep"),
        ("warning", 80, "Rita Rep"),
        ("owner", 100, "Rita Rep"),
        ("manager", 150, "Team lead"),
        ("heads", 200, "Head of marketing"),
        ("heads", 200, "Head of sales"),
    ]


def test_telling_twice_tells_once(running):
    running.swept(at(6, "12:30"))
    assert notices.tell(at=at(6, "12:30")) == 1
    assert notices.tell(at=at(6, "12:31")) == 0
    assert notices.tell(at=at(6, "13:30")) == 0


def test_nobody_is_told_while_the_calendar_is_closed(running):
    running.swept(at(6, "21:00"))
    assert notices.tell(at=at(6, "21:00")) == 0
    assert notices.tell(at=at(7, "9:00")) == 2
    assert [step for step, _percent, _name in told()] == ["heads", "heads"]


def test_many_clocks_are_one_digest(story, running, people):
    for number in range(4):
        story(name=f"Lead {number}").reaches("mql", at(5, "16:00"), owner=people["rep"]).swept(at(6, "12:30"))
    running.swept(at(6, "12:30"))
    assert notices.tell(at=at(6, "12:30")) == 1
    notice = Notification.objects.get(to=people["rep"], kind="clock_digest")
    assert (notice.values["warned"], notice.values["overdue"]) == (0, 5)
    assert notice.values["leads"][-1] == "…"
    assert ", … " in f"{notice} "
    assert ClockNotice.objects.count() == 5


def test_the_next_digest_waits_a_quarter_of_an_hour(story, running, people):
    notices.tell(at=at(6, "10:00"))
    story(name="Fabrikam").reaches("mql", at(5, "16:05"), owner=people["rep"]).swept(at(6, "10:05"))
    assert notices.tell(at=at(6, "10:10")) == 0
    assert notices.tell(at=at(6, "10:16")) == 1
    assert len(told()) == 2


def test_what_was_due_long_ago_is_no_news(running):
    running.swept(at(20, "10:00"))
    assert notices.tell(at=at(20, "10:00")) == 0


def test_what_was_done_is_no_matter_any_more(running, people):
    running.touched(at(6, "12:15"), owner=people["rep"]).swept(at(6, "12:30"))
    assert notices.tell(at=at(6, "12:30")) == 0


def test_a_clock_that_nobody_owns_goes_to_the_head_of_the_side(story, promise):
    story().reaches("mql", at(5, "16:00")).swept(at(6, "12:30"))
    notices.tell(at=at(6, "12:30"))
    assert told() == [("owner", 100, "Head of sales")]


def test_within_a_digest_the_link_leads_to_the_one_clock(running, people):
    notices.tell(at=at(6, "10:00"))
    (clock,) = running.clocks()
    assert str(clock.pk) in Notification.objects.get(to=people["rep"]).url
    assert clock.due_at - at(6, "10:00") == timedelta(hours=2)


def test_a_head_who_was_told_of_something_else_just_now_is_told_later(running, people):
    running.swept(at(6, "16:00"))
    notify(to=people["sales"], kind=Notification.Kind.CLOCK_DIGEST, values={}, url="/", at=at(6, "15:55"))
    notices.tell(at=at(6, "16:00"))
    assert told() == [("heads", 200, "Head of marketing")]
    notices.tell(at=at(6, "16:11"))
    assert told() == [("heads", 200, "Head of marketing"), ("heads", 200, "Head of sales")]


def test_warnings_alone_are_a_kind_of_their_own(running, people):
    notices.tell(at=at(6, "10:00"))
    assert Notification.objects.get(to=people["rep"]).kind == "clock_warned"
    running.swept(at(6, "12:30"))
    notices.tell(at=at(6, "12:30"))
    assert Notification.objects.filter(to=people["rep"], kind="clock_digest").count() == 1


@pytest.mark.parametrize(
    ("moment", "again"),
    [
        pytest.param(at(6, "9:30"), at(6, "10:00"), id="the first warning"),
        pytest.param(at(6, "10:00"), at(6, "11:12"), id="the second one"),
        pytest.param(at(6, "11:12"), at(7, "11:12"), id="none before it is a breach: within a day"),
        pytest.param(at(5, "20:00"), at(6, "9:00"), id="closed: when the calendar opens"),
    ],
)
def test_a_clock_is_looked_at_when_there_may_be_something_to_tell(running, moment, again):
    notices.tell(at=moment)
    assert ClockWatch.objects.get().look_at == again


def test_a_breach_is_looked_at_at_once_and_then_step_by_step(running):
    notices.tell(at=at(6, "11:12"))
    running.swept(at(6, "12:01"))
    assert ClockWatch.objects.get().look_at == at(6, "12:01")
    notices.tell(at=at(6, "12:01"))
    assert ClockWatch.objects.get().look_at == at(6, "14:00")


def test_what_is_closed_is_looked_at_no_more(running, people):
    running.touched(at(6, "9:15"), owner=people["rep"]).swept(at(6, "9:16"))
    assert not ClockWatch.objects.exists()


def test_a_sweep_costs_what_is_due_and_not_what_is_open(story, people, promise, django_assert_num_queries):
    for number in range(5):
        story(name=f"Lead {number}").reaches("mql", at(5, "16:00"), owner=people["rep"]).swept(at(5, "16:01"))
    notices.tell(at=at(5, "16:02"))
    # The lock, who had a digest, what is due, within a savepoint; nothing is read of the clocks.
    with django_assert_num_queries(5):
        assert notices.tell(at=at(6, "9:30")) == 0


def test_a_lead_whose_start_is_taken_back_after_a_warning_keeps_its_thread(running, people):
    notices.tell(at=at(6, "10:00"))
    StageTransition.objects.update(occurred_at=LONG_AGO - timedelta(hours=1))
    (clock,) = running.swept(at(6, "10:05"))
    assert clock.state == "cancelled"
    assert told() == [("warning", 50, "Rita Rep")]
