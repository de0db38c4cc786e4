"""Who is named by @ in a text."""

import unicodedata
from collections.abc import Iterable


def key(text: str) -> str:
    """As names are compared: without differences of case, width and composition."""
    return unicodedata.normalize("NFKC", text).casefold()


def mentioned[Person](*, text: str, people: Iterable[tuple[str, Person]]) -> list[Person]:
    """Those whose whole name follows an @, in the order of the text; of names that begin alike the longest counts."""
    written = key(text)
    by_name: dict[str, Person] = {}
    for name, person in people:
        by_name.setdefault(key(name), person)
    by_name.pop("", None)
    lengths = sorted({len(name) for name in by_name}, reverse=True)
    found: list[Person] = []
    # Per @ one look for each length of a name, not for each name: a text of nothing but @ is read in no time.
    for at, sign in enumerate(written):
        if sign == "@":
            parts = (written[at + 1 : at + 1 + length] for length in lengths)
            named = next((by_name[part] for part in parts if part in by_name), None)
            if named is not None and named not in found:
                found.append(named)
    return found
