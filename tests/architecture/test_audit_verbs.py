"""Whatever is written into the audit trail can be read in words, in every language."""

import re

import pytest

from goals.rules import help_requests, negotiation
from slas.rules.clock_log import Kind
from teams.queries.audit import VERBS
from tests.architecture.test_sizes import PYTHON, ROOT, relative

WRITTEN = re.compile(r'action="[a-z_]+\.([a-z_]+)"|f"\{[^"]+\}\.([a-z_]+)"')
# Those that an action puts together: f"negotiation.{verb}".
PUT_TOGETHER = (
    *negotiation.Verb,
    *help_requests.Verb,
    *(set(Kind) - {Kind.STARTED}),
    "archive",
    "restore",
    "review",
    "renew",
)
SOURCES = [path for path in PYTHON if "actions" in path.relative_to(ROOT).parts]


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_every_verb_of_an_action_has_words(path):
    verbs = {one or other for one, other in WRITTEN.findall(path.read_text())}
    assert verbs - VERBS.keys() == set()


@pytest.mark.parametrize("verb", PUT_TOGETHER, ids=str)
def test_every_verb_that_is_put_together_has_words(verb):
    assert str(verb) in VERBS
