"""What can be wrong with a file, a column or a cell: codes only. The words for people are in messages.py."""

from dataclasses import dataclass, field
from typing import Any

ERROR, WARNING = "error", "warning"


class Unreadable(Exception):
    """The file as a whole cannot be imported. `code` is a key of messages.FILE_MESSAGES."""

    def __init__(self, code: str, *, line: int = 0, **values: Any) -> None:
        super().__init__(code)
        self.code, self.line, self.values = code, line, values

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "line": self.line, "values": self.values}


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding in one line. An error refuses the row, a warning only tells."""

    line: int
    code: str
    column: str = ""
    value: str = ""
    severity: str = ERROR
    row: list[str] = field(default_factory=list)
