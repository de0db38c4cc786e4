"""Names that say nothing are not used (STYLE §3)."""

import ast

import pytest

from tests.architecture.test_sizes import PYTHON, relative

ALLOWED = {"process_view"}  # Django calls a middleware's method so.
BANNED = {"utils", "helpers", "common", "misc", "manager2", "data", "info"}


@pytest.mark.parametrize("path", PYTHON, ids=relative)
def test_names_say_something(path):
    tree = ast.parse(path.read_text())
    defined = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    names = sorted(defined - ALLOWED)
    wrong = [name for name in [path.stem, *names] if name.lower() in BANNED or name.startswith(("process_", "handle_"))]
    assert wrong == []
