"""How many random cases a test of a formula draws: those of the committed suite, or `CASES` times as many."""

import os


def times(number: int) -> int:
    return number * int(os.environ.get("CASES", "1"))
