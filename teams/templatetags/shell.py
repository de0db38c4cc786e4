"""Tags of the page's frame: icons, the side menu, the person's organisations; and `once`, for what all pages share."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.template.base import NodeList, Parser, Token
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from teams import navigation
from teams.queries.seats import Seat, seats_of

register = template.Library()

MENUS: dict[tuple[Any, ...], SafeString] = {}
MOST_MENUS = 4096
ICON_NAMES = frozenset(Path(settings.BASE_DIR, "static/vendor/build/icons.txt").read_text().split())
# These point along the line of reading, so they turn round in a right-to-left page.
DIRECTED = frozenset(
    {
        "arrow-left",
        "arrow-right",
        "arrow-up-right",
        "arrow-down-right",
        "chart-line",
        "chevron-left",
        "chevron-right",
        "chevrons-left",
        "chevrons-right",
        "external-link",
        "file-export",
        "file-import",
        "history",
        "layout-sidebar",
        "list",
        "list-check",
        "list-details",
        "login",
        "logout",
        "refresh",
        "send",
        "trending-down",
        "trending-up",
    }
)


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """`{% icon "target" %}` beside a text; `{% icon "lock" label=… %}` where it stands alone."""
    return _icon(name, str(label), css)


@lru_cache(maxsize=1024)
def _icon(name: str, label: str, css: str) -> SafeString:
    if name not in ICON_NAMES:
        raise template.TemplateSyntaxError(f"No icon {name!r} in static/vendor/build/icons.txt")
    classes = " ".join(part for part in ("icon", "icon-directed" if name in DIRECTED else "", css) if part)
    meaning = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="{}" width="20" height="20" {}><use href="{}#{}"></use></svg>',
        classes,
        meaning,
        static("vendor/icons.svg"),
        name,
    )


class NotShared(RuntimeError):
    """A `once` block asks for a variable: it would show everybody what the first one saw."""


class NobodysContext(template.Context):
    """Knows what the block itself sets, and nothing of the request."""

    def __getitem__(self, key: Any) -> Any:
        for known in reversed(self.dicts):
            if key in known:
                return known[key]
        raise NotShared(key)


class OnceNode(template.Node):
    """Made once in a process for each language."""

    def __init__(self, parts: NodeList) -> None:
        self.parts = parts
        self.made: dict[str, SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        language = get_language() or "en"
        if language not in self.made:
            self.made[language] = self._make(context)
        return self.made[language]

    def _make(self, context: template.Context) -> SafeString:
        alone = NobodysContext()
        template_of_it: Any = context.template
        alone.template = template_of_it
        with alone.render_context.push_state(template_of_it):
            return self.parts.render(alone)


@register.tag
def once(parser: Parser, token: Token) -> OnceNode:
    """`{% once %}…{% endonce %}`: what depends on the language alone. Nothing of a request or an organisation can get into it."""
    parts = parser.parse(("endonce",))
    parser.delete_first_token()
    return OnceNode(parts)


@register.simple_tag(takes_context=True)
def menu(context: template.Context) -> SafeString:
    """`{% menu %}`: the side menu of this member; made once for each role, lit entry, language and address of an organisation."""
    request: Any = context["request"]
    if getattr(request, "carried", None):
        return _menu(request)
    match = request.resolver_match
    lit = navigation.lit(match.view_name if match else "")
    key = request.membership.role, lit, get_language(), request.organisation.slug
    # Another thread may empty it at any time.
    made = MENUS.get(key)
    if made is None:
        if len(MENUS) >= MOST_MENUS:
            MENUS.clear()
        made = MENUS[key] = _menu(request)
    return made


def _menu(request: Any) -> SafeString:
    return render_to_string("components/menu.html", {"groups": list(navigation.groups(request))})


@register.simple_tag(takes_context=True)
def seats(context: template.Context) -> list[Seat]:
    """The organisations of the person who is signed in."""
    request: Any = context["request"]
    return getattr(request, "seats", None) or seats_of(user=request.user)
