"""Tags of the page's frame: icons, the side menu, the person's organisations."""

from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from teams import navigation
from teams.queries.seats import Seat, seats_of

register = template.Library()

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


@register.simple_tag(takes_context=True)
def menu(context: template.Context) -> list[navigation.Group]:
    """`{% menu as groups %}`: the side menu of this member."""
    return list(navigation.groups(context["request"]))


@register.simple_tag(takes_context=True)
def seats(context: template.Context) -> list[Seat]:
    """The organisations of the person who is signed in."""
    request: Any = context["request"]
    return getattr(request, "seats", None) or seats_of(user=request.user)
