"""What a notice is about, so that all that is told of one record is one thread."""

import re

IN_ORGANISATION = re.compile(r"^/o/[^/]+/")
RECORD = re.compile(r"^.*?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def matter_of(*, url: str, kind: str) -> str:
    """The record that the page of a notice belongs to: its address within the organisation up to the first id, else whole.

    What leads nowhere is a matter of its kind.
    """
    path = IN_ORGANISATION.sub("", url).partition("?")[0]
    record = RECORD.match(path)
    return record.group() if record else path or kind
