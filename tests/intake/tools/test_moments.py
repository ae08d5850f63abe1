"""Any day, in any usual notation, comes back as that day."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dwimpact.intake.tools.moments import DAY_FIRST, days_of

ZONE = "Europe/Amsterdam"
DUTCH = "januari februari maart april mei juni juli augustus september oktober november december"
SHORT = "jan feb mrt apr mei jun jul aug sept okt nov dec"
Moment = datetime.datetime
NOTATIONS: dict[str, Callable[[Moment], str]] = {
    "ISO": lambda m: m.isoformat(),
    "ISO, the day alone": lambda m: m.date().isoformat(),
    "ISO with a space": lambda m: f"{m:%Y-%m-%d %H:%M}",
    "ISO with parts of a second": lambda m: f"{m:%Y-%m-%dT%H:%M:%S.123456789}",
    "year first, with strokes": lambda m: f"{m:%Y/%m/%d %I:%M:%S %p}",
    "year first, with dots": lambda m: f"{m:%Y.%m.%d}",
    "no zeros": lambda m: f"{m.year}-{m.month}-{m.day}",
    "day first": lambda m: f"{m.day}-{m.month}-{m.year} {m:%H:%M:%S}",
    "day first, with strokes": lambda m: f"{m:%d/%m/%Y}",
    "day first, with dots": lambda m: f"{m:%d.%m.%Y %H:%M}",
    "day first, two figures of the year": lambda m: f"{m:%d-%m-%y}",
    "month first": lambda m: f"{m.month}/{m.day}/{m.year} {m:%I:%M:%S %p}",
    "month first, two figures of the year": lambda m: f"{m:%m/%d/%y %I:%M %p}",
    "English": lambda m: f"{m:%B} {m.day}, {m.year} {m:%H:%M}",
    "English, short": lambda m: f"{m:%d-%b-%Y %H:%M:%S}",
    "English, with the day of the week": lambda m: f"{m:%A, %B} {m.day}, {m.year} {m:%I:%M:%S %p}",
    "of mail": lambda m: f"{m:%a, %d %b %Y %H:%M:%S}",
    "Dutch": lambda m: f"{m.day} {DUTCH.split()[m.month - 1]} {m.year}",
    "Dutch, with the time": lambda m: f"{m:%d} {DUTCH.split()[m.month - 1]} {m.year} {m:%H:%M}",
    "Dutch, short": lambda m: f"{m.day}-{SHORT.split()[m.month - 1]}-{m.year}",
    "Dutch, with a dot": lambda m: f"{m.day} {SHORT.split()[m.month - 1]}. {m.year}",
    "Dutch capitals": lambda m: f"{m:%d} {SHORT.split()[m.month - 1].upper()} {m.year}",
    "Excel": lambda m: str((m - datetime.datetime(1899, 12, 30)) / datetime.timedelta(days=1)),
    "Excel, with a comma": lambda m: f"{(m.date() - datetime.date(1899, 12, 30)).days},25",
    "SPSS": lambda m: str(int((m - datetime.datetime(1582, 10, 14)).total_seconds())),
}
MOMENTS = st.datetimes(datetime.datetime(2000, 1, 1), datetime.datetime(2049, 12, 31, 23))


def read(*texts: str | None, zone: str = ZONE) -> list[str | None]:
    days = days_of(pd.Series(texts, dtype="str"), zone).days
    return [None if pd.isna(day) else str(day.date()) for day in days]


@pytest.mark.parametrize("notation", NOTATIONS)
@given(moment=MOMENTS)
def test_any_day_comes_back(notation: str, moment: Moment) -> None:
    written = NOTATIONS[notation](moment.replace(microsecond=0))
    assert read(written) == [str(moment.date())]


@given(moments=st.lists(MOMENTS, min_size=1, max_size=5), first=st.sampled_from(["%d-%m", "%m-%d"]))
def test_a_day_above_twelve_tells_of_the_whole_column(moments: list[Moment], first: str) -> None:
    tells = datetime.datetime(2023, 5, 31)
    written = [moment.strftime(f"{first}-%Y") for moment in (*moments, tells)]
    assert read(*written) == [str(moment.date()) for moment in (*moments, tells)]


@given(moment=MOMENTS, hours=st.integers(-12, 14), minutes=st.sampled_from([0, 30, 45]))
def test_an_offset_tells_the_day_in_the_time_zone(moment: Moment, hours: int, minutes: int) -> None:
    offset = datetime.timezone(datetime.timedelta(hours=hours, minutes=minutes))
    there = moment.replace(tzinfo=offset)
    here = str(there.astimezone(ZoneInfo(ZONE)).date())
    assert read(there.isoformat(), f"{there:%Y-%m-%d %H:%M:%S %z}") == [here, here]


@pytest.mark.parametrize(
    ("text", "there", "here"),
    [
        ("2023-05-01T22:00:00Z", "2023-05-01", "2023-05-02"),  # summer, two hours on
        ("2023-01-01T22:30:00Z", "2023-01-01", "2023-01-01"),  # winter, one
        ("2023-10-29T00:30:00.000Z", "2023-10-28", "2023-10-29"),  # in the hour that comes twice
        ("2023-03-26 02:30", "2023-03-26", "2023-03-26"),  # in the hour that is not there
    ],
)
def test_the_day_is_that_of_the_time_zone(text: str, there: str, here: str) -> None:
    assert (read(text, zone="America/New_York"), read(text)) == ([there], [here])


def test_orders_that_contradict_each_other_are_not_guessed() -> None:
    assert read("13-5-2023", "5/14/2023", "1-2-2023") == ["2023-05-13", "2023-05-14", None]


def test_a_guess_is_told_only_where_nothing_tells() -> None:
    def guessed(*texts: str) -> str:
        return days_of(pd.Series(texts, dtype="str"), ZONE).guessed

    assert guessed("1-5-2023", "4-5-2023") == DAY_FIRST
    assert guessed("1-5-2023", "13-5-2023") == guessed("2023-05-01") == ""


def test_blank_is_no_unreadable_moment() -> None:
    days = days_of(pd.Series([None, "gisteren", "31-2-2023", "2023-13-01"], dtype="str"), ZONE)
    assert days.days.isna().all()
    assert days.unreadable.tolist() == [False, True, True, True]
    assert read() == []


@given(st.text(alphabet="0123456789-/.: ,TZAMPpmeijan()'é½\n", max_size=20))
def test_nothing_that_is_no_moment_ends_the_run(text: str) -> None:
    days = days_of(pd.Series([text, f"x{text}"], dtype="str"), ZONE)
    assert days.unreadable.equals(days.days.isna())
    assert days.unreadable[1] or "mei" in text or "jan" in text


def test_an_offset_in_words_is_that_offset() -> None:
    """As Google Forms writes it."""
    assert read("2023/05/01 11:30:00 PM GMT+2", "2023-05-01 23:30 UTC+2") == ["2023-05-01"] * 2


def test_am_and_pm_do_not_say_that_months_come_first() -> None:
    """In Australia, Canada and India they stand after days that come first."""
    assert read("13/5/2023 9:12 PM", "1/6/2023 9:12 PM") == ["2023-05-13", "2023-06-01"]


def test_am_and_pm_alone_leave_a_doubt() -> None:
    assert days_of(pd.Series(["3/5/2023 9:12 AM"], dtype="str"), ZONE).guessed


@pytest.mark.parametrize(
    "text", ["9999-12-31T23:59:59-05:00", "0001-01-01T00:00:00+05:00", "2023-05-01T09:12:00+99:00"]
)
def test_a_moment_that_no_calendar_has_is_unreadable(text: str) -> None:
    assert read(text) == [None]


def test_a_month_without_a_day_is_no_day() -> None:
    assert read("mei 2023", "May 2023") == [None, None]


@pytest.mark.filterwarnings("ignore::dateutil.parser.UnknownTimezoneWarning")
def test_a_day_is_the_same_on_every_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        days = []
        for zone in ("UTC", "America/New_York"):
            patch.setenv("TZ", zone)
            time.tzset()
            days.append(read("2023-05-01 23:30 EST"))
    time.tzset()
    assert days[0] == days[1]


def test_no_word_of_a_cell_is_quoted() -> None:
    assert read("12 mei 2023 10:00 FATMA", "2023-05-01 23:30 CEST") in (
        [None, None],
        [None, "2023-05-01"],
    )


def test_a_number_that_is_no_day_of_fieldwork_is_unreadable() -> None:
    """A year, a row, a date without its year: what follows is a row set aside as of 1905."""
    assert read("2023", "1", "1.5") == [None, None, None]


@pytest.mark.parametrize(
    "text",
    [
        "1-mei-23",  # the first of Excel's own notations, and the next its long one
        "maandag 1 mei 2023",
        "ma 1 mei 2023 09:12",
        "1 mei 2023 om 09:12",
        "1 mei 2023 9.12 uur",
        "1-5-2023 9.12",
        "2023-05-01 9.12",
        "20230501",
    ],
)
def test_usual_notations_of_a_dutch_office(text: str) -> None:
    assert read(text) == ["2023-05-01"]


def test_no_doubt_about_days_that_are_the_same_either_way() -> None:
    assert days_of(pd.Series(["5-5-2023", "4/4/2023"], dtype="str"), ZONE).guessed == ""
