from uuid import UUID

import pytest

from teams.rules import api_tokens

ID, SECRET = UUID(int=7), "s-_" + "A" * 40
TEXT = f"lk_{ID.hex}_{SECRET}"


def test_what_is_written_is_read():
    assert api_tokens.written(id=ID, secret=SECRET) == TEXT
    assert api_tokens.parts(text=TEXT) == (ID, SECRET)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "lk_",
        TEXT[:-1],
        TEXT + "A",
        TEXT.replace("lk_", "LK_"),
        TEXT + "\n",
        TEXT.replace("A", "\0"),
        TEXT.replace("0", "٠"),
    ],
)
def test_anything_else_is_none(text):
    assert api_tokens.parts(text=text) is None
