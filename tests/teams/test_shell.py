from datetime import UTC, datetime
from typing import Any

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.test.html import parse_html
from django.urls import get_resolver
from django.utils import timezone, translation
from django.utils.safestring import SafeString

from teams import navigation
from teams.forms.selects import Options
from teams.models import Membership
from teams.templatetags import shell
from teams.templatetags.shell import NotShared


@pytest.fixture
def request_of(rf: RequestFactory) -> Any:
    def make(membership: Membership) -> Any:
        request: Any = rf.get("/")
        request.membership, request.organisation, request.resolver_match = membership, membership.organisation, None
        return request

    return make


def test_the_menu_shows_what_the_role_allows(request_of: Any, viewer: Membership, owner: Membership) -> None:
    for_owner = [link.icon for group in navigation.groups(request_of(owner)) for link in group.links]
    for_viewer = [link.icon for group in navigation.groups(request_of(viewer)) for link in group.links]
    assert {"settings", "history"} <= set(for_owner)
    assert not {"settings", "history"} & set(for_viewer)


def test_every_address_that_lights_an_item_exists() -> None:
    spaces = get_resolver().namespace_dict.items()
    names = {
        f"{space}:{name}" for space, (_prefix, found) in spaces for name in found.reverse_dict if isinstance(name, str)
    }
    items = [item for section in navigation.SECTIONS for item in section.items]
    unused = {part for item in items for part in item.covers if not any(name.startswith(part) for name in names)}
    assert unused == set()


def test_the_menu_leaves_out_what_has_no_address(request_of: Any, owner: Membership) -> None:
    nowhere = navigation.Item("teams:nowhere", "Nowhere", "x", navigation.Permission.MEMBER_VIEW, ("teams:nowhere",))
    assert list(navigation.links(request_of(owner), (nowhere,))) == []


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ('{% icon "target" %}', 'aria-hidden="true"'),
        ('{% icon "lock" label="Locked" %}', 'role="img" aria-label="Locked"'),
        ('{% icon "arrow-left" %}', "icon-directed"),
    ],
)
def test_an_icon_is_decoration_unless_it_has_a_label(tag: str, expected: str) -> None:
    assert expected in Template(tag).render(Context())


def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(TemplateSyntaxError):
        Template('{% icon "no-such-icon" %}').render(Context())


def test_a_shared_part_is_made_once_for_each_language() -> None:
    part = Template('{% once %}{% get_current_language as code %}{{ code }}{% translate "Menu" %}{% endonce %}')
    with translation.override("en"):
        english = part.render(Context())
    with translation.override("ar"):
        arabic = part.render(Context())
    assert (english, arabic.startswith("ar"), arabic != english) == ("enMenu", True, True)


@pytest.mark.parametrize(
    "part",
    ["{{ name }}", "{% if name %}x{% endif %}", '{% icon "lock" label=name %}', '{% url_for "teams:role_list" %}'],
)
def test_a_shared_part_sees_nothing_of_the_request(part: str) -> None:
    with pytest.raises(NotShared):
        Template(f"{{% once %}}{part}{{% endonce %}}").render(Context({"name": "Olga", "request": "of Olga"}))


def test_the_menu_is_made_once_and_is_of_the_organisation(
    request_of: Any, owner: Membership, viewer: Membership
) -> None:
    menu = Template("{% menu %}")
    made = {member.role: menu.render(Context({"request": request_of(member)})) for member in (owner, viewer)}
    assert menu.render(Context({"request": request_of(owner)})) == made[owner.role] != made[viewer.role]
    elsewhere = request_of(owner)
    elsewhere.organisation.slug = "elsewhere"
    assert f"/o/{owner.organisation.slug}/" not in menu.render(Context({"request": elsewhere})).replace(
        "/o/elsewhere/", ""
    )


def test_a_menu_is_made_anew_though_another_thread_forgets_all_of_them(
    request_of: Any, owner: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Forgetful(dict[Any, Any]):
        def __contains__(self, key: object) -> bool:
            return True

    monkeypatch.setattr(shell, "MENUS", Forgetful())
    assert "<a" in Template("{% menu %}").render(Context({"request": request_of(owner)}))


@pytest.mark.parametrize("chosen", ["b", "", None, 7, "gone"])
def test_options_are_those_of_the_template(chosen: Any) -> None:
    choices = [("", "All"), ("Group <1>", [("a", "A & B"), ("b", "B")]), (7, "Seven")]
    plain, quick = (
        kind(attrs={"class": "wide", "required": True}, choices=choices).render("name", chosen, {"id": "id_name"})
        for kind in (forms.Select, Options)
    )
    assert parse_html(quick) == parse_html(plain)


def test_words_that_are_safe_elsewhere_are_not_taken_for_the_same_words_here() -> None:
    safe, typed = (Options(choices=[("a", word)]) for word in (SafeString("<b>"), "<b>"))
    assert "&lt;b&gt;" in safe.render("name", None)
    assert "&lt;b&gt;" in typed.render("name", None)


def test_the_day_of_a_moment_is_the_day_here() -> None:
    moment = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)
    with timezone.override("Africa/Cairo"):
        assert Template("{{ moment|day }}").render(Context({"moment": moment})) == "Apr 1, 2026"
