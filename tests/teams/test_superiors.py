"""Who stands above whom, by assignments of the day and the heads of departments."""

from datetime import date

import pytest

from teams.models import Department, Membership, Team
from teams.queries.superiors import ladder_of, managed_departments, managers_of
from tests.factories.teams import make_assignment, make_department, make_membership, make_team

TODAY = date(2026, 8, 14)
pytestmark = pytest.mark.usefixtures("in_tenant")


@pytest.fixture
def sales(in_tenant) -> Department:
    return make_department(name="Sales", head=make_membership("sales_manager", full_name="Head"))


@pytest.fixture
def teams(sales: Department) -> dict[str, Team]:
    """West is part of Field, Field of nothing; East is beside them."""
    field = make_team(name="Field", department=sales)
    return {
        "Field": field,
        "West": make_team(name="West", department=sales, parent=field),
        "East": make_team(name="East", department=sales),
    }


@pytest.fixture
def people(teams: dict[str, Team]) -> dict[str, Membership]:
    people = {
        name: make_membership("sales_manager", full_name=name) for name in ("West lead", "Field lead", "East lead")
    }
    for name, member in people.items():
        make_assignment(membership=member, team=teams[name.split()[0]])
    rep = make_membership(full_name="Rep")
    make_assignment(membership=rep, team=teams["West"])
    return people | {"Rep": rep, "Owner": make_membership("owner", full_name="Owner")}


def names(members: list[Membership]) -> list[str]:
    return [member.full_name for member in members]


def test_the_nearest_manager_first_then_head_and_owner(people, sales) -> None:
    ladder = ladder_of(member=people["Rep"], department_id=sales.pk, on=TODAY)
    assert names(ladder) == ["West lead", "Field lead", "Head", "Owner"]


def test_nobody_stands_above_themselves(people, sales) -> None:
    assert names(ladder_of(member=people["Field lead"], department_id=sales.pk, on=TODAY)) == ["Head", "Owner"]
    assert names(ladder_of(member=people["Owner"], department_id=None, on=TODAY)) == []


def test_who_left_or_cannot_sign_in_is_passed_over(people, sales) -> None:
    Membership.objects.filter(full_name="West lead").update(is_active=False)
    Membership.objects.filter(full_name="Head").update(user=None)
    assert names(ladder_of(member=people["Rep"], department_id=sales.pk, on=TODAY)) == ["Field lead", "Owner"]


def test_a_manager_speaks_for_the_department_they_work_in_on_the_day(people, sales) -> None:
    assert managed_departments(member=people["East lead"], on=TODAY) == {sales.pk}
    assert managed_departments(member=people["Rep"], on=TODAY) == frozenset()
    assert managed_departments(member=sales.head, on=TODAY) == {sales.pk}


def test_a_manager_whom_the_chart_shows_nowhere_speaks_for_the_departments_of_their_side(people, sales) -> None:
    abroad, marketing = make_department("sales", name="Sales abroad"), make_department("marketing", name="Marketing")
    unplaced = make_membership("marketing_manager", full_name="Unplaced")
    people["East lead"].assignments.update(ends_on=TODAY)
    assert managed_departments(member=people["East lead"], on=TODAY) == {sales.pk, abroad.pk}
    assert managed_departments(member=unplaced, on=TODAY) == {marketing.pk}
    make_assignment(membership=unplaced, team=make_team(department=abroad))
    assert managed_departments(member=unplaced, on=TODAY) == {abroad.pk}


def test_without_a_head_all_managers_speak(people, sales) -> None:
    assert names(managers_of(department_id=sales.pk, on=TODAY)) == ["Head"]
    Department.objects.update(head=None)
    assert names(managers_of(department_id=sales.pk, on=TODAY)) == ["East lead", "Field lead", "West lead"]


def test_where_the_chart_shows_no_manager_those_of_the_side_speak(people, sales) -> None:
    marketing = make_department("marketing", name="Marketing")
    make_membership("marketing_manager", full_name="Unplaced")
    head_of_another = make_membership("marketing_manager", full_name="Head of brand")
    make_department("marketing", name="Brand", head=head_of_another)
    assert names(managers_of(department_id=marketing.pk, on=TODAY)) == ["Unplaced"]


def test_a_head_of_another_organisation_is_refused_by_the_database(sales, stranger) -> None:
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError, match="teams_department_head_fk"), transaction.atomic():
        Department.objects.update(head_id=stranger.pk)
