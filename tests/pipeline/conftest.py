import re
from typing import Any

import pytest

from pipeline.actions import import_runs, imports
from pipeline.models import CrmImport
from teams.models import Membership, Organisation
from teams.tenancy import tenant
from tests.factories.teams import NOW
from tests.pipeline.imports import pieces

DEALS = """opportunity_id,sales_agent,product,deal_stage,engage_date,close_date,close_value
A1,Anna Snelling,GTX Pro,Won,2026-01-05,2026-02-01,1000
A2,Anna Snelling,GTXPro,Lost,2026-01-05,2026-02-30,10
A3,Boris Faz,GTX Pro,Engaging,2026-01-05,,
"""


def chosen(page: str) -> list[str]:
    """The chosen values of all selects of a page."""
    return re.findall(r'<option\s+value="([^"]*)"\s+selected', page)


def at_state(organisation: Organisation, by: Membership, state: str, content: str = DEALS) -> CrmImport:
    """An import of `content` that has come as far as `state`."""
    with tenant(organisation.pk):
        row = imports.upload(kind="deal", source="CRM", file_name="deals.csv", chunks=pieces(content), by=by, at=NOW)
        for wanted in {"checked": ["checking"], "done": ["queued"], "checking": ["checking"]}.get(state, []):
            row = imports.request(crm_import=row, state=wanted, by=by, at=NOW)
        if state in ("checked", "done"):
            import_runs.claim(import_id=row.pk, at=NOW)
            done: Any = import_runs.perform(import_id=row.pk, at=NOW)
            row = done
    return row


@pytest.fixture
def draft(organisation: Organisation, sales_manager: Membership) -> CrmImport:
    return at_state(organisation, sales_manager, "draft")


@pytest.fixture
def checking(organisation: Organisation, sales_manager: Membership) -> CrmImport:
    return at_state(organisation, sales_manager, "checking")


@pytest.fixture
def checked(organisation: Organisation, sales_manager: Membership) -> CrmImport:
    return at_state(organisation, sales_manager, "checked")


@pytest.fixture
def done(organisation: Organisation, sales_manager: Membership) -> CrmImport:
    return at_state(organisation, sales_manager, "done")
