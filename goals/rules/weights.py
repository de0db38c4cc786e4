"""Month weights as people type them: a number per month, such as "25 30 45", on any scale."""

import re
from collections.abc import Sequence
from decimal import Decimal

from pipeline.rules import amounts

PLACES = Decimal("0.0001")
MOST = Decimal(10) ** 7


class Unreadable(ValueError):
    """Something in it is not a number of 0 or more."""


def read(*, text: str, decimal: str) -> list[Decimal]:
    """The numbers between spaces, slashes, semicolons, and commas where these are no decimal mark. Raises Unreadable."""
    apart = r"[\s/;·|؛]+" if decimal == "," else r"[\s/;,·|،؛]+"
    try:
        weights = [amounts.number(text=word, decimal=decimal) for word in re.split(apart, text.strip()) if word]
    except (amounts.Unreadable, amounts.OutOfRange) as error:
        raise Unreadable(text) from error
    if any(not 0 <= weight < MOST for weight in weights):
        raise Unreadable(text)
    return [weight.quantize(PLACES) for weight in weights]


def entry(*, weights: Sequence[Decimal], decimal: str) -> str:
    """As they stand in an input: without anything between thousands, so that `read` gives them back."""
    return " ".join(f"{weight.normalize():f}".replace(".", decimal) for weight in weights)
