"""Who is named by @ in a text."""

import unicodedata
from collections.abc import Iterable


def key(text: str) -> str:
    """As names are compared: without differences of case, width and composition."""
    return unicodedata.normalize("NFKC", text).casefold()


def mentioned[Person](*, text: str, people: Iterable[tuple[str, Person]]) -> list[Person]:
    """Those whose whole name follows an @, in the order of the text; of names that begin alike the longest counts."""
    written = key(text)
    by_length = sorted(((key(name), person) for name, person in people), key=lambda pair: -len(pair[0]))
    found: list[Person] = []
    at = written.find("@")
    while at >= 0:
        named = next((person for name, person in by_length if name and written.startswith(name, at + 1)), None)
        if named is not None and named not in found:
            found.append(named)
        at = written.find("@", at + 1)
    return found
