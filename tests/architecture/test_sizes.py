"""A file that outgrows its size is missing a noun (STYLE: functions ≤ 30 lines, files ≤ 300)."""

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def files(*patterns: str) -> list[Path]:
    """What is in the repository, or would be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    return [path for path in sorted(ROOT / name for name in set(listed)) if path.exists()]


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


PYTHON = [path for path in files("*.py") if "migrations" not in path.parts]


@pytest.mark.parametrize("path", PYTHON, ids=relative)
def test_file_is_short(path):
    assert path.read_text().count("\n") <= 300


# A test may spell out a long table.
@pytest.mark.parametrize("path", [path for path in PYTHON if path.parts[len(ROOT.parts)] != "tests"], ids=relative)
def test_functions_are_short(path):
    functions = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)]
    assert [node.name for node in functions if length(node) > 30] == []


def length(function: ast.FunctionDef) -> int:
    """Lines of the body: the signature may spread out, and a docstring is for its reader."""
    first = function.body[1] if ast.get_docstring(function) and len(function.body) > 1 else function.body[0]
    return (function.end_lineno or 0) - first.lineno + 1
