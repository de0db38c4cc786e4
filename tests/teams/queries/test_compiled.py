"""Queries whose text is made once in a process."""

from typing import Any

import pytest
from django.db.models import QuerySet

from goals.models import Objective
from teams.models import Organisation, Team
from teams.queries import compiled
from teams.tenancy import NoTenant, tenant
from tests.factories.teams import make_team


def names_of_teams() -> QuerySet[Any, Any]:
    return Team.objects.order_by("name").values_list("name")


def conditions() -> QuerySet[Any, Any]:
    return Objective.objects.order_by("pk").values_list("qualifying")


def test_each_organisation_gets_its_own_rows(organisation: Organisation, other_organisation: Organisation) -> None:
    for one, name in ((organisation, "Acme East"), (other_organisation, "Globex West")):
        with tenant(one.pk):
            make_team(name=name)
            assert compiled.rows_of(names_of_teams) == [(name,)]


def test_without_an_organisation_there_are_none(organisation: Organisation) -> None:
    with pytest.raises(NoTenant):
        compiled.rows_of(names_of_teams)


def test_columns_that_django_converts_are_refused(in_tenant: Organisation) -> None:
    with pytest.raises(TypeError, match="conditions"):
        compiled.rows_of(conditions)
