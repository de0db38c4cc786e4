from datetime import date

import pytest

from goals.rules.confidence import Said, level, means
from goals.rules.mentions import mentioned
from goals.rules.talking_points import Seen, is_falling, points

PEOPLE = [("Ann", 1), ("Ann Lee", 2), ("فاطمة الزهراني", 3), ("José", 4)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hello", []),
        ("@Ann, please", [1]),
        ("@ann lee and @ANN", [2, 1]),
        ("ann@example.com", []),
        ("@فاطمة الزهراني شكرا", [3]),
        ("@Jose\u0301 \uff20Ann @Ann", [4, 1]),
        ("@ Ann", []),
    ],
)
def test_who_is_mentioned(text, found):
    assert mentioned(text=text, people=PEOPLE) == found


@pytest.mark.parametrize(
    ("status", "confidences", "overdue", "asks", "guard", "found"),
    [
        ("off_track", [80], False, 0, False, ["behind_but_sure"]),
        ("watch", [50], False, 0, False, ["behind"]),
        ("off_track", [], True, 1, True, ["behind", "guard_broken", "silent", "asks"]),
        ("on_track", [80, 60], False, 0, False, ["falling"]),
        ("on_track", [30], False, 0, False, ["ahead_but_unsure"]),
        ("on_track", [80], False, 0, False, ["well"]),
        ("reached", [], False, 0, False, ["well"]),
        ("no_data", [], False, 0, False, []),
    ],
)
def test_what_to_talk_about(status, confidences, overdue, asks, guard, found):
    seen = Seen(status=status, is_guard_broken=guard, confidences=confidences, is_overdue=overdue, open_asks=asks)
    assert points(seen) == found


@pytest.mark.parametrize(
    ("confidences", "falls"),
    [
        ([], False),
        ([50], False),
        ([70, 60], False),
        ([70, 55], True),
        ([90, 70, 70, 70, 60], False),
        ([80, 70, 60], True),
    ],
)
def test_falling(confidences, falls):
    assert is_falling(confidences) is falls


def test_mean_confidence_takes_the_last_word_of_each():
    said = [Said("a", date(2026, 7, 1), 80), Said("b", date(2026, 7, 2), 40), Said("a", date(2026, 7, 3), 60)]
    assert means(said) == [(date(2026, 7, 1), 80), (date(2026, 7, 2), 60), (date(2026, 7, 3), 50)]


@pytest.mark.parametrize(
    ("confidence", "found"), [(100, "sure"), (75, "sure"), (74, "doubtful"), (40, "doubtful"), (39, "unsure")]
)
def test_how_sure_somebody_is(confidence, found):
    assert level(confidence=confidence) == found
