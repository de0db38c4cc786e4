"""A recompute while it waits, while it runs, and afterwards."""

import re

import pytest

from goals.actions import recompute_progress
from goals.models import Recompute
from teams.tenancy import tenant
from tests.factories.goals import make_recompute
from tests.factories.teams import NOW

pytestmark = pytest.mark.usefixtures("today")


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def client(client_of, ops_auditor):
    return client_of(ops_auditor)


@pytest.fixture
def recompute(organisation, objective):
    with tenant(organisation.pk):
        return make_recompute()


@pytest.fixture
def url(client, recompute):
    return client.organisation_url("goals:recompute_detail", recompute.pk)


def test_it_waits_for_a_worker(client, url):
    assert "Waiting for a worker" in words(client.get(url))


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("rollups", "Adding up the records by day … 1 of 4"),
        ("compare", "Comparing stored figures with the records … 2 of 4"),
        ("measure", "Computing 1 objective … 3 of 4"),
    ],
)
def test_it_tells_its_step(client, url, recompute, organisation, step, told):
    with tenant(organisation.pk):
        recompute_progress.tell(recompute.pk, step=step)
    response = client.get(url, headers={"HX-Request": "true"})
    assert told in words(response)
    assert 'hx-trigger="every 2s"' in response.content.decode()


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"drifted": 0}, "No drift: every stored figure said what the records say."),
        (
            {"drifted": 1, "cells_drifted": 4},
            "1 figure did not say what the records said. It is right again. 4 daily sums",
        ),
        ({"reason": "import"}, "so nothing was compared"),
    ],
)
def test_afterwards_it_tells_what_came_of_it(client, url, recompute, organisation, values, told):
    with tenant(organisation.pk):
        ended = {"state": "done", "objectives": 5, "changed": 2, "milliseconds": 900, "finished_at": NOW}
        Recompute.objects.filter(pk=recompute.pk).update(**ended | values)
    text = words(client.get(url))
    assert "5 objectives computed. 2 figures changed. 0.9 s" in text
    assert told in text


def test_a_failed_one_changed_nothing(client, url, recompute, organisation):
    with tenant(organisation.pk):
        Recompute.objects.filter(pk=recompute.pk).update(state="failed")
    assert "The figures are as they were before." in words(client.get(url))


def test_a_rep_may_not_and_a_stranger_finds_nothing(client_of, rep, stranger, recompute):
    assert (
        client_of(rep).get(client_of(rep).organisation_url("goals:recompute_detail", recompute.pk)).status_code == 403
    )
    client = client_of(stranger)
    assert client.get(client.organisation_url("goals:recompute_detail", recompute.pk)).status_code == 404


def test_it_is_only_read(client, url):
    assert client.post(url).status_code == 405
