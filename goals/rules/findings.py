"""What a test of an objective's wording found: never a bare score, but the evidence, and by its code what would pass."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Verdict = Literal["passed", "failed", "unknown"]


@dataclass(frozen=True, slots=True)
class Finding:
    """`test` names the test, `code` the evidence; `facts` are the values that its words need."""

    test: str
    verdict: Verdict
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def passed(test: str, code: str, **facts: Any) -> Finding:
    return Finding(test, "passed", code, facts)


def failed(test: str, code: str, **facts: Any) -> Finding:
    return Finding(test, "failed", code, facts)


def unknown(test: str, code: str, **facts: Any) -> Finding:
    return Finding(test, "unknown", code, facts)
