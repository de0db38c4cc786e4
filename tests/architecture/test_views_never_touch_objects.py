"""Views load through access and queries, so that no permission and no query is hidden in them."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
VIEWS = sorted(path for pattern in ("*/views.py", "*/views/**/*.py", "*/api/**/*.py") for path in ROOT.glob(pattern))


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: str(path.relative_to(ROOT)))
def test_view_touches_no_manager(path):
    attributes = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)]
    touched = [node.lineno for node in attributes if node.attr in {"objects", "_default_manager", "_base_manager"}]
    assert touched == []


def test_there_are_views():
    assert VIEWS
