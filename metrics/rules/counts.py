"""Distinct count: how many different known things occur, as SQL's count(distinct …). New customers, active accounts.

It does not add up: the same customer in two months is two in the months and one in the quarter. So it is always counted
anew for each period and scope, never rolled up.
"""

from collections.abc import Hashable, Iterable


def distinct(*, values: Iterable[Hashable | None]) -> int:
    """Different values; unknown ones (None) are none. 0 without any: nothing counted is a number, not undefined."""
    return len({value for value in values if value is not None})
