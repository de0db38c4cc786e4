from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.rules import dates

SAO_PAULO, RIYADH = ZoneInfo("America/Sao_Paulo"), ZoneInfo("Asia/Riyadh")


@pytest.mark.parametrize(
    ("samples", "key", "rivals"),
    [
        (["2017-03-01", "2017-12-31"], "iso", ()),
        (["2018-02-26 19:58:54"], "iso", ()),
        (["2026-01-31T09:30:00+03:00", "2026-01-31T06:30:00Z"], "iso", ()),
        (["2018.02.01", "2017.10.20"], "ymd_dot", ()),
        (["2018.02.26 19:58"], "ymd_dot", ()),
        (["2018. 02. 26."], "ymd_dot", ()),
        (["15 Apr, 2021 00:02:00", "09 Mar, 2020 23:59:00"], "dmy_word", ()),
        (["Apr 15, 2021", "March 2, 2020"], "mdy_word", ()),
        (["10/20/2022", "1/2/2022"], "mdy_slash", ()),
        (["20/10/2022", "1/2/2022"], "dmy_slash", ()),
        (["01/02/2022", "03/04/2022"], "dmy_slash", ("mdy_slash",)),
        (["03-07-2021 01:09", "31-12-2020 12:59"], "dmy_dash", ()),
        (["31.01.2026", "01.02.2026"], "dmy_dot", ()),
        (["2026年1月31日"], "ymd_han", ()),
        (["٢٠٢٦-٠١-٣١"], "iso", ()),
        (["1/31/26 3:05 PM"], "mdy_short", ()),
        (["2026-02-01", "2026-02-30"], "iso", ()),
        (["20260131", "20260201", "20260202"], "compact", ()),
    ],
)
def test_the_format_of_a_column_is_recognised(samples, key, rivals):
    assert dates.guess(samples) == dates.Guess(key, rivals)


@pytest.mark.parametrize("samples", [[], ["", " "], ["Cancity"], ["1054", "4514"], ["1.5", "2.5"], ["5 apples"]])
def test_a_column_without_dates_gives_no_guess(samples):
    assert dates.guess(samples) is None


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("2018-02-26 19:58:54", "iso", datetime(2018, 2, 26, 19, 58, 54)),
        ("2018.02.26 19:58", "ymd_dot", datetime(2018, 2, 26, 19, 58)),
        ("15 Apr, 2021 00:02:00", "dmy_word", datetime(2021, 4, 15, 0, 2)),
        ("15-Apr-2021", "dmy_word", datetime(2021, 4, 15)),
        ("12/31/2022 12:05 AM", "mdy_slash", datetime(2022, 12, 31, 0, 5)),
        ("12/31/2022 12:05 PM", "mdy_slash", datetime(2022, 12, 31, 12, 5)),
        ("2026-01-31T09:30:00.123456Z", "iso", datetime(2026, 1, 31, 9, 30, tzinfo=UTC)),
        ("31/01/68", "dmy_short", datetime(2068, 1, 31)),
        ("31/01/99", "dmy_short", datetime(1999, 1, 31)),
    ],
)
def test_a_value_is_read(text, form, expected):
    assert dates.read(text, form=form)[0] == expected


@pytest.mark.parametrize(
    ("text", "form", "error"),
    [
        ("2018-02-30", "iso", dates.ImpossibleDate),
        ("31/02/2020", "dmy_slash", dates.ImpossibleDate),
        ("10/20/2022", "dmy_slash", dates.ImpossibleDate),
        ("0001-01-01", "iso", dates.ImpossibleDate),
        ("9999-12-31", "iso", dates.ImpossibleDate),
        ("2018-02-01 25:00", "iso", dates.ImpossibleDate),
        ("2018-02-01 13:00 PM", "iso", dates.ImpossibleDate),
        ("15 Foo, 2021", "dmy_word", dates.ImpossibleDate),
        ("2018-02-01 10:00:00+99:00", "iso", dates.ImpossibleDate),
        ("yesterday", "iso", dates.NotADate),
        ("2018-02-01; DROP TABLE", "iso", dates.NotADate),
        ("", "iso", dates.NotADate),
        ("2018-02-01" + " " * 60_000, "iso", dates.NotADate),
    ],
)
def test_a_wrong_value_is_refused(text, form, error):
    with pytest.raises(error):
        dates.read(text, form=form)


@pytest.mark.parametrize(
    ("text", "zone", "home", "instant", "day"),
    [
        ("2018-06-01 02:00:00", "UTC", SAO_PAULO, datetime(2018, 6, 1, 2, tzinfo=UTC), date(2018, 5, 31)),
        ("2018-06-01", "UTC", SAO_PAULO, datetime(2018, 6, 1, 3, tzinfo=UTC), date(2018, 6, 1)),
        ("2026-01-31 23:30", "Asia/Riyadh", RIYADH, datetime(2026, 1, 31, 20, 30, tzinfo=UTC), date(2026, 1, 31)),
        ("2026-01-31 23:30+00:00", "Asia/Riyadh", RIYADH, datetime(2026, 1, 31, 23, 30, tzinfo=UTC), date(2026, 2, 1)),
        ("2026-03-08 02:30", "America/New_York", ZoneInfo("America/New_York"), datetime(2026, 3, 8, 7, 30, tzinfo=UTC),
         date(2026, 3, 8)),
    ],
)  # fmt: skip
def test_the_day_is_the_organisations_own(text, zone, home, instant, day):
    assert dates.moment(text, form="iso", zone=ZoneInfo(zone), home=home) == (instant, day)


@given(
    st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from(["%d/%m/%Y", "%d.%m.%Y", "%Y.%m.%d", "%d %b, %Y"])
)
def test_every_day_is_read_back(day, style):
    form = {"%d/%m/%Y": "dmy_slash", "%d.%m.%Y": "dmy_dot", "%Y.%m.%d": "ymd_dot", "%d %b, %Y": "dmy_word"}[style]
    assert dates.read(day.strftime(style), form=form)[0].date() == day


@given(st.text(max_size=40), st.sampled_from(sorted(dates.FORMATS)))
def test_any_text_is_read_or_refused(text, form):
    try:
        dates.moment(text, form=form, zone=RIYADH, home=SAO_PAULO)
    except (dates.NotADate, dates.ImpossibleDate):
        pass
