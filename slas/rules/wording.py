"""What differs between two wordings of one promise, word by word (in scripts without spaces sign by sign)."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# A run of white space, one sign of a script that is written without spaces, or a word
PIECES = re.compile(r"\s+|[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]|[^\s\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]+")


@dataclass(frozen=True, slots=True)
class Stretch:
    text: str
    differs: bool


def compared(*, before: str, after: str) -> tuple[list[Stretch], list[Stretch]]:
    """Both texts in stretches; where one of them is empty the other differs as a whole."""
    old, new = PIECES.findall(before), PIECES.findall(after)
    old_side: list[Stretch] = []
    new_side: list[Stretch] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        for side, pieces in ((old_side, old[i1:i2]), (new_side, new[j1:j2])):
            if pieces:
                side.append(Stretch("".join(pieces), differs=tag != "equal"))
    return old_side, new_side
