"""Whatever is written into the audit trail can be read in words, in every language."""

import re

import pytest
from django.utils import translation

from audit.models import Event
from goals.rules import help_requests, negotiation
from slas.rules.clock_log import Kind
from teams.queries.audit import VERBS, lines
from tests.architecture.test_sizes import PYTHON, ROOT, relative

WRITTEN = re.compile(r'action="[a-z_]+\.([a-z_]+)"|f"\{[^"]+\}\.([a-z_]+)"')
# Those that an action puts together: f"negotiation.{verb}".
PUT_TOGETHER = (
    *negotiation.Verb,
    *help_requests.Verb,
    *(set(Kind) - {Kind.STARTED}),
    "archive",
    "ask",
    "refuse",
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


@pytest.mark.parametrize(
    ("record_type", "after", "told"),
    [
        ("slas.breach", {"side": "marketing", "version": 2}, [("الطرف", "التسويق"), ("الإصدار", "2")]),
        ("goals.negotiation", {"part": "holder"}, [("صفة الموقّع", "صاحب المستهدف")]),
        ("pipeline.lead", {"action": "nurture"}, [("الإجراء", "رعاية حتى يوم معيّن")]),
    ],
)
def test_what_is_told_beside_the_fields_of_a_record_has_words_too(record_type, after, told):
    event = Event(action="any.sign", record_type=record_type, before={}, after=after)
    with translation.override("ar"):
        (line,) = lines([event])
        assert sorted((change.field, change.after) for change in line.changes) == sorted(told)
