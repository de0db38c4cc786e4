from datetime import date

import pytest

from teams.rules import countries, public_holidays


def listed(country, language="en", region=""):
    terms = {"country": country, "region": region, "first_year": 2026, "last_year": 2026}
    return {holiday.day: holiday for holiday in public_holidays.listed(**terms, language=language)}


@pytest.mark.parametrize(
    ("country", "language", "day", "name"),
    [
        ("US", "en", date(2026, 9, 7), "Labor Day"),
        ("DE", "en", date(2026, 5, 1), "Labor Day"),
        ("SA", "ar", date(2026, 2, 22), "يوم التأسيس"),
        ("SA", "en", date(2026, 2, 22), "Founding Day Holiday"),
        ("PK", "ur", date(2026, 2, 5), "یوم یکجہتی کشمیر"),
        ("CN", "zh-hans", date(2026, 2, 17), "春节"),
        ("PH", "fil", date(2026, 1, 1), "Bagong Taon"),
        ("PH", "ar", date(2026, 1, 1), "New Year's Day"),
    ],
)
def test_names_are_in_the_readers_language_if_the_library_knows_it(country, language, day, name):
    assert listed(country, language)[day].name == name


def test_the_key_is_the_same_in_every_language():
    assert {
        language: listed("SA", language)[date(2026, 9, 23)].key for language in ("en", "ar", "ur")
    } == dict.fromkeys(("en", "ar", "ur"), listed("SA")[date(2026, 9, 23)].key)


def test_regions_have_holidays_of_their_own():
    epiphany = date(2026, 1, 6)
    assert epiphany in listed("DE", region="BY")
    assert epiphany not in listed("DE")


def test_a_weekend_may_be_worked_in_exchange():
    assert listed("CN")[date(2026, 2, 14)].is_worked


@pytest.mark.parametrize(("country", "region"), [("", ""), ("XX", ""), ("DE", "XX")])
def test_what_is_unknown_has_no_holidays(country, region):
    assert listed(country, region=region) == {}


@pytest.mark.parametrize(
    ("zone", "country", "weekdays"),
    [
        ("Africa/Cairo", "EG", (1, 2, 3, 4, 7)),
        ("Asia/Riyadh", "SA", (1, 2, 3, 4, 7)),
        ("Asia/Manila", "PH", (1, 2, 3, 4, 5)),
        ("UTC", "", (1, 2, 3, 4, 5)),
    ],
)
def test_a_time_zone_tells_the_working_week(zone, country, weekdays):
    assert countries.of_zone(zone) == country
    assert countries.working_weekdays(country=country) == weekdays
