"""Conventions that every template and script keeps."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from teams.templatetags.shell import DIRECTED, ICON_NAMES

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
APPS = ("reports", "goals", "slas", "metrics", "pipeline", "notifications", "teams", "audit")
SPRITE = (ROOT / "static/vendor/icons.svg").read_text()
named = pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))


@named
def test_icons_are_in_the_sprite(template: Path) -> None:
    used = re.findall(r"""\{% icon ["']([\w-]+)["']|icon_name=["']([\w-]+)["']""", template.read_text())
    assert {name for pair in used for name in pair if name} <= ICON_NAMES


@named
def test_nothing_inline_that_the_content_policy_forbids(template: Path) -> None:
    text = template.read_text()
    inline_script = r"<script(?![^>]*\bsrc=)(?![^>]*application/json)"
    assert not re.findall(rf"""\sstyle=["']|\son[a-z]+=["']|<style|hx-on|["']js:|{inline_script}""", text)


@named
def test_what_people_wrote_is_escaped_in_quotes(template: Path) -> None:
    """Help texts alone are passed as they are: they are the product's own words."""
    text = template.read_text().replace("field.help_text|safe", "")
    assert re.findall(r"\|\s*safe|autoescape|\s[\w:-]+=\s*\{\{|<script[^>]*>[^<]*\{\{", text) == []


def test_nothing_else_makes_text_into_markup() -> None:
    sources = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
    assert len(sources) > 300
    assert [
        path.name for path in sources if re.search(r"mark_safe|html_safe|SafeString\([^'\")]", path.read_text())
    ] == []
    doors = r"(?:inner|outer)HTML\s*=|insertAdjacentHTML|document\.write|\beval\(|new Function|setHTMLUnsafe"
    scripts = {path.name for path in (ROOT / "static/js").glob("*.js") if re.search(doors, path.read_text())}
    assert scripts == {"room.js"}  # the answer of the room's own page


@named
def test_short_enough_to_be_read(template: Path) -> None:
    assert len(template.read_text().splitlines()) <= 120


@pytest.mark.parametrize("sheet", sorted((ROOT / "static/css").glob("*.css")), ids=lambda path: path.name)
def test_style_sheets_know_no_left_and_right(sheet: Path) -> None:
    """Nor does a condition stand behind a selector, where the browser drops the whole block."""
    physical = r"(?:margin|padding|border)-(?:left|right)|text-align:\s*(?:left|right)|float:\s*(?:left|right)|[{;]\s*(?:left|right):"
    assert not re.findall(physical, sheet.read_text())
    assert not re.findall(r"[^\s{};/]\s+@\w+", sheet.read_text())


def test_the_sprite_holds_every_listed_icon() -> None:
    assert set(re.findall(r'<symbol id="([\w-]+)"', SPRITE)) == ICON_NAMES
    assert DIRECTED <= ICON_NAMES


def test_vendored_files_name_no_source_map() -> None:
    vendored = [path for path in (ROOT / "static/vendor").rglob("*.*s") if path.parent.name != "build"]
    assert [path for path in vendored if "sourceMappingURL" in path.read_text()] == []
