import json
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from teams.models import Organisation, Period
from teams.tenancy import tenant
from tests.factories.goals import make_objective
from tests.factories.pipeline import make_deal
from tests.factories.teams import make_membership


def run(*arguments: str) -> Any:
    out = StringIO()
    call_command(*arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture
def filled(organisation: Organisation) -> Organisation:
    with tenant(organisation.pk):
        quarter = Period.objects.get(key="2025-Q2")
        make_objective(period=quarter, target=Decimal(200_00))
        make_objective(
            period=quarter, rep=make_membership(full_name="Rita"), metric_key="win_rate", target=Decimal("0.6")
        )
        make_deal(day=quarter.starts_on, amount_minor=150_00)
    return organisation


def test_recompute_then_progress(filled: Organisation) -> None:
    assert run("recompute", "acme", "--as-of", "2025-07-31") == {"objectives": 2, "changed": 2}
    assert run("recompute", "acme", "--as-of", "2025-07-31") == {"objectives": 2, "changed": 0}
    revenue, rate = run("progress", "acme", "--period", "2025-Q2")
    assert (revenue["metric"], revenue["scope"], revenue["target"], revenue["actual"]) == (
        "won_revenue",
        "organisation",
        "20000",
        "15000",
    )
    assert (revenue["attainment"], revenue["expected"], revenue["pace"], revenue["status"]) == (
        "0.75",
        "20000",
        "0.75",
        "missed",
    )
    assert (rate["scope"], rate["actual"], rate["status"]) == ("rep: Rita", None, "no_data")


def test_as_text(filled: Organisation) -> None:
    out = StringIO()
    call_command("recompute", "acme", "--as-of", "2025-05-15", stdout=out)
    call_command("progress", "acme", "--period", "2025-Q2", stdout=out)
    assert "2 objectives, 2 figures changed" in out.getvalue()
    assert "rep: Rita\t0.6\t–\t–\t0.6\t–\tno_data" in out.getvalue()


@pytest.mark.parametrize(
    "arguments",
    [("recompute", "nobody"), ("progress", "nobody", "--period", "2025"), ("progress", "acme", "--period", "x")],
)
def test_unknown_names_are_told(filled: Organisation, arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match="no"):
        call_command(*arguments)
