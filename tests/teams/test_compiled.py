"""A query that is made once answers as if it were made each time, and says so when it cannot."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db.models import QuerySet

from goals.models import Objective
from teams.models import Membership, Organisation, Team
from teams.models.compiled import Unrepeatable, rows_of, tuples_of
from teams.tenancy import NoTenant, tenant
from tests.factories.teams import make_membership, make_team


def joined_before(day: date, *ids: UUID) -> QuerySet[Any, Any]:
    return Membership.objects.filter(joined_on__lt=day, pk__in=ids).order_by("pk")


def with_department(name: str) -> QuerySet[Team]:
    return Team.objects.filter(name__startswith=name).select_related("department")


def names_of_teams() -> QuerySet[Any, Any]:
    return Team.objects.order_by("name").values_list("name")


def conditions() -> QuerySet[Any, Any]:
    return Objective.objects.order_by("pk").values_list("qualifying")


def today(_day: date) -> QuerySet[Any, Any]:
    return Membership.objects.filter(joined_on=date.today())


def test_each_call_has_its_own_values(in_tenant: Organisation) -> None:
    early = make_membership("rep", joined_on=date(2026, 1, 1))
    late = make_membership("rep", joined_on=date(2026, 6, 1))
    ids = early.pk, late.pk
    assert rows_of(joined_before, date(2026, 3, 1), *ids) == [early]
    assert {row.pk for row in rows_of(joined_before, date(2026, 7, 1), *ids)} == set(ids)
    assert rows_of(joined_before, date(2026, 7, 1), late.pk, UUID(int=0)) == [late]


def test_relations_come_along(in_tenant: Organisation, django_assert_num_queries: Any) -> None:
    make_team(name="North 100 %")
    with django_assert_num_queries(1):
        assert [team.department.name for team in rows_of(with_department, "North 100 %")]
    assert rows_of(with_department, "South") == []


def test_another_organisation_sees_its_own(in_tenant: Organisation, other_organisation: Organisation) -> None:
    mine = make_team(name="Ours")
    assert rows_of(with_department, "Ours") == [mine]
    with tenant(other_organisation.pk):
        assert rows_of(with_department, "Ours") == []


def test_a_day_that_was_not_given_is_refused(in_tenant: Organisation) -> None:
    with pytest.raises(Unrepeatable):
        rows_of(today, date(2026, 1, 1))


def test_each_organisation_gets_its_own_rows(organisation: Organisation, other_organisation: Organisation) -> None:
    for one, name in ((organisation, "Acme East"), (other_organisation, "Globex West")):
        with tenant(one.pk):
            make_team(name=name)
            assert tuples_of(names_of_teams) == [(name,)]


def test_without_an_organisation_there_are_none(organisation: Organisation) -> None:
    with pytest.raises(NoTenant):
        tuples_of(names_of_teams)


def test_columns_that_django_converts_are_refused(in_tenant: Organisation) -> None:
    with pytest.raises(TypeError, match="conditions"):
        tuples_of(conditions)
