"""What is asked of a list of the API, refused where it is not understood; and a page of it, by where the last one ended."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core import signing
from django.forms import BaseForm
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

CURSOR = "cursor"
PER_PAGE = 100


def checked[Form: BaseForm](form: Form, request: Request, *, beside: tuple[str, ...] = ()) -> Form:
    """A page shows a choice that does not exist with its error, and filters nothing; here it is refused by its name.

    `beside` is what the address may ask for too.
    """
    query, periods = request.query_params, form.periods  # type: ignore[attr-defined]
    errors = {name: [str(one) for one in told] for name, told in form.errors.items()}
    errors |= {name: [_("There is no such filter.")] for name in query if name not in {*form.fields, *beside, CURSOR}}
    if query.get("period") and (periods.chosen is None or periods.chosen.key != query["period"]):
        errors["period"] = [_("There is no such period.")]
    if errors:
        raise ValidationError(errors)
    return form


def place(request: Request) -> list[str] | None:
    """Where the page before ended; cursors are signed for their address, so that none is made up."""
    text = request.query_params.get(CURSOR, "")
    try:
        return signing.loads(text, salt=request.path) if text else None
    except signing.BadSignature as error:
        raise ValidationError({CURSOR: [_("This cursor is none that was given out here.")]}) from error


def listing[Row](request: Request, rows: list[Row], *, ended: Callable[[Row], Iterable[Any]]) -> dict[str, Any]:
    """A page of rows, of which one more than fits was looked for."""
    shown, link = rows[:PER_PAGE], None
    if len(rows) > PER_PAGE:
        query = request.query_params.copy()
        query[CURSOR] = signing.dumps([str(part) for part in ended(shown[-1])], salt=request.path)
        link = request.build_absolute_uri(f"?{query.urlencode()}")
    return {"time_zone": get_current_timezone_name(), "next": link, "results": shown}
