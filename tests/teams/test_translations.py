from pathlib import Path

import polib
import pytest

from teams.management.catalogues import catalogue
from teams.management.catalogues.sources import Message, UntranslatableCall, python_messages, template_messages


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('_("Goal")', Message("Goal")),
        ('gettext_lazy("Goals " "and promises")', Message("Goals and promises")),
        ('ngettext("%(n)s goal", "%(n)s goals", n) % {"n": n}', Message("%(n)s goal", "%(n)s goals")),
        ('pgettext("month", "May")', Message("May", context="month")),
    ],
)
def test_python_strings_are_found(source: str, expected: Message) -> None:
    assert list(python_messages(source, "goals/models.py")) == [expected]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{% translate "Goal" %}', Message("Goal")),
        ('{% include "x.html" with title=_("Goal") %}', Message("Goal")),
        ('{{ goal.name|default:_("No name") }}', Message("No name")),
        ("{% blocktranslate trimmed %}\n  One\n  {{ who }} %\n{% endblocktranslate %}", Message("One %(who)s %%")),
        (
            "{% blocktranslate count n=n %}{{ n }} goal{% plural %}{{ n }} goals{% endblocktranslate %}",
            Message("%(n)s goal", "%(n)s goals"),
        ),
        ('{% translate "May" context "month" %}', Message("May", context="month")),
    ],
)
def test_template_strings_are_found(source: str, expected: Message) -> None:
    assert list(template_messages(source, "goals/goal_list.html")) == [expected]


def test_an_f_string_cannot_be_translated() -> None:
    with pytest.raises(UntranslatableCall, match=r"goals/models\.py:1"):
        list(python_messages('_(f"Goal {name}")', "goals/models.py"))


def test_update_keeps_translations_and_drops_what_is_gone(tmp_path: Path) -> None:
    path = catalogue.path_of("fil", tmp_path)
    path.parent.mkdir(parents=True)
    path.write_text('msgid "Goal"\nmsgstr "Layunin"\n\nmsgid "Gone"\nmsgstr "Wala"\n', encoding="utf-8")
    after = catalogue.updated("fil", tmp_path, [Message("Goal"), Message("Goals")], [Message("Sign In")])
    assert [(entry.msgid, entry.msgstr, entry.comment) for entry in after] == [
        ("Goal", "Layunin", ""),
        ("Goals", "", ""),
        ("Sign In", "", catalogue.OVERLAY),
    ]
    after.save(str(path))
    assert list(catalogue.problems("fil", tmp_path, after)) == [
        "fil: untranslated: 'Goals'",
        "fil: untranslated: 'Sign In'",
    ]


@pytest.mark.parametrize(
    ("original", "translation", "fault"),
    [
        ("%(n)s goals", "%(n)s layunin", None),
        ("%(n)s goals", "layunin", "other placeholders than the original"),
        ("%(n)s goals", "%(m)s layunin", "other placeholders than the original"),
        ("80% of %(n)s", "80% %(n)s", "a stray percent sign"),
        ("<b>Goal</b>", "Layunin", "other HTML than the original"),
        ("Goal ", "Layunin", "other spaces around it than the original"),
        ("Goal", "", "untranslated"),
    ],
)
def test_faults_of_a_translation_are_named(original: str, translation: str, fault: str | None) -> None:
    entry = polib.POEntry(msgid=original, msgstr=translation)
    assert list(catalogue.faults(entry, "fil")) == ([fault] if fault else [])


def test_arabic_needs_six_forms_of_which_some_leave_out_the_number() -> None:
    forms = dict(enumerate(["لا أهداف", "هدف", "هدفان", "%(n)s أهداف", "%(n)s هدفًا", "%(n)s هدف"]))
    entry = polib.POEntry(msgid="%(n)s goal", msgid_plural="%(n)s goals", msgstr_plural=forms)
    assert list(catalogue.faults(entry, "ar")) == []
    del forms[5]
    assert list(catalogue.faults(entry, "ar")) == ["wrong number of plural forms"]
