"""The table of kinds holds all that is sent, and nothing else: a new kind cannot be forgotten."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import override

from notifications.catalogue import KINDS, Kind
from notifications.models import Notification
from notifications.rules.letters import Mail
from teams.templatetags.shell import ICON_NAMES

APPS = ("notifications", "pipeline", "slas", "goals", "reports", "teams")
SENT = re.compile(r"\bKind\.([A-Z_]+)\b")
SPELLED = re.compile(r'"([a-z]+(?:_[a-z]+)+)"')
NAMES = {kind.name: kind.value for kind in Kind}


def sent_in_the_code() -> set[str]:
    """Kinds that a module which leaves notices names, as members of the enum or as strings."""
    root = Path(settings.BASE_DIR)
    texts = [path.read_text() for app in APPS for path in (root / app).glob("actions/**/*.py")]
    texts = [text for text in texts if "from notifications" in text or "notifications." in text]
    named = {NAMES[name] for text in texts for name in SENT.findall(text) if name in NAMES}
    return named | {word for text in texts for word in SPELLED.findall(text) if word in NAMES.values()}


def test_every_kind_is_sent_somewhere_and_has_its_line():
    assert set(KINDS) == {kind.value for kind in Kind}
    assert sent_in_the_code() == set(KINDS)


def test_what_is_not_in_the_table_cannot_be_sent(rep, in_tenant):
    with pytest.raises(KeyError):
        Notification(to=rep, kind="rumour").told  # noqa: B018
    assert Notification.Kind is Kind


@pytest.mark.parametrize("kind", KINDS)
def test_a_line_says_what_it_needs_to(kind):
    told = KINDS[kind]
    assert told.icon in ICON_NAMES
    assert len(kind) <= Notification._meta.get_field("kind").max_length
    assert not told.fixed or told.mail == Mail.AT_ONCE
    assert not told.about or f"%({told.about})s" in told.text()


def test_kinds_of_a_group_stand_together():
    groups = [told.group for told in KINDS.values()]
    assert sorted(groups, key=groups.index) == groups


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "Ann, Bo, …"), ("ar", "Ann، Bo، …"), ("zh-hans", "Ann、Bo、…")]
)
def test_names_are_joined_as_the_reader_writes(in_tenant, language, expected):
    notice = Notification(kind=Kind.CLOCK_WARNED, values={"warned": 3, "leads": ["Ann", "Bo", "…"]})
    with override(language):
        assert expected in str(notice)
        assert notice.title == expected
