import pytest

from slas.rules.survival import times

DONE, OPEN = True, False


@pytest.mark.parametrize(
    ("spans", "median", "p90"),
    [
        ([], None, None),
        ([(10, DONE)], 10, 10),
        ([(1, DONE), (2, DONE), (3, DONE), (4, DONE)], 2, 4),
        # Two of four are open: half are done at 2 at the earliest, nine in ten nobody knows.
        ([(1, DONE), (2, DONE), (50, OPEN), (60, OPEN)], 2, None),
        ([(1, DONE), (50, OPEN), (60, OPEN)], None, None),
        # An open one stays at risk until the time it has run, and leaves then: 2/3, then 1/3 of what was left, …
        ([(1, DONE), (2, OPEN), (3, DONE)], 3, 3),
        # Done and open at the same time: the open one was still at risk.
        ([(5, DONE), (5, OPEN)], 5, None),
    ],
)
def test_half_and_nine_in_ten_with_the_open_ones(spans, median, p90):
    found = times(spans=spans)
    assert (found.median, found.p90) == (median, p90)
    assert (found.done, found.of) == (sum(done for _, done in spans), len(spans))


def test_the_example_of_freireich_1963():
    """6-MP remissions of leukaemia in weeks, the textbook's example: the median is 23 weeks."""
    done = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    still_open = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    found = times(spans=[*((week, DONE) for week in done), *((week, OPEN) for week in still_open)])
    assert (found.median, found.p90, found.done, found.of) == (23, None, 9, 21)
