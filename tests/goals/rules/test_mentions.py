from time import process_time

import pytest

from goals.rules.mentions import mentioned

PEOPLE = [(name, name) for name in ("Ann", "Ann Lee", "Åsa Öst", "", "李雷")]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Ann Lee and @Ann", ["Ann Lee", "Ann"]),
        ("@ANN @ann", ["Ann"]),
        ("mail ann@example.org to @A\u030asa O\u0308st", ["Åsa Öst"]),
        ("＠李雷请看", ["李雷"]),
        ("Ann, nobody@ @ @@", []),
        ("", []),
    ],
)
def test_who_is_named(text, named):
    assert mentioned(text=text, people=PEOPLE) == named


def test_a_text_of_nothing_but_signs_costs_no_time():
    people = [(f"Person {number}", number) for number in range(5000)]
    began = process_time()
    assert mentioned(text="@" * 5000, people=people) == []
    assert process_time() - began < 1
