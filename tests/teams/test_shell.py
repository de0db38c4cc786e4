from typing import Any

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.urls import get_resolver

from teams import navigation
from teams.models import Membership


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
