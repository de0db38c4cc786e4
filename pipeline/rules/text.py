"""Unknown names and what to offer for them; cells that a spreadsheet would take for a formula.

OWASP "CSV Injection": a neutralised cell gets an apostrophe in front, and an import takes it off again.
"""

from collections.abc import Iterable
from difflib import SequenceMatcher

from teams.rules.names import UnsafeText, clean, key

__all__ = ["UnsafeText", "clean", "closest", "key", "loose_key", "neutralised", "without_neutral_prefix"]

FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
CLOSE_ENOUGH = 0.82


def loose_key(value: str) -> str:
    """Letters and digits only: 'GTX (Pro)', 'GTXPro' and 'gtx pro' give one key. Good for offering, not for deciding."""
    return "".join(character for character in key(value) if character.isalnum())


def closest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate to offer for an unknown name, or None when nothing is near."""
    wanted = loose_key(name)
    if not wanted:
        return None
    best, best_score = None, CLOSE_ENOUGH
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    for candidate in candidates:
        folded = loose_key(candidate)
        if folded == wanted:
            return candidate
        matcher.set_seq1(folded)
        if matcher.real_quick_ratio() > best_score and matcher.quick_ratio() > best_score:
            score = matcher.ratio()
            if score > best_score:
                best, best_score = candidate, score
    return best


def neutralised(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    stripped = cell.lstrip(" \u00a0\u3000")
    return f"'{cell}" if stripped and stripped[0] in FORMULA_STARTS else cell


def without_neutral_prefix(cell: str) -> str:
    """The reverse of neutralised(); other leading apostrophes stay."""
    if cell.startswith("'") and neutralised(cell[1:]) != cell[1:]:
        return cell[1:]
    return cell
