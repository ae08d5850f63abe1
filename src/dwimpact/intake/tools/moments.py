"""Moments of submission, in any usual notation, as days in the study's time zone."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

UNKNOWN_DAY = datetime.date(1980, 1, 1)  # LimeSurvey's, where responses are anonymous
TIME = (
    r"(?:[T ,]+(?:om +)?(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,]\d+)?)?"
    r"(?: *(?P<half>[AP])\.?M\.?)?(?: *uur)?)?"
    r"(?: *(?P<zone>Z|(?:UTC|GMT)?(?P<offset>[+-]\d\d?:?(?:\d\d)?)?))?"
)
WEEKDAY = r"(?:[^\W\d_]{2,9}\.?,? +)?"
YEAR_FIRST = re.compile(rf"(?P<y>\d{{4}})(?P<s>[-/.]?)(?P<m>\d\d?)(?P=s)(?P<d>\d\d?){TIME}", re.I)
YEAR_LAST = re.compile(
    rf"(?P<a>\d{{1,2}})[-/. ](?P<b>\d{{1,2}})[-/. ](?P<y>\d{{4}}|\d\d){TIME}", re.I
)
MONTH = r"(?P<name>[^\W\d_]{3,9})\.?"
DAY_NAMED = re.compile(
    rf"{WEEKDAY}(?P<d>\d\d?)[-/. ]+{MONTH}[-/. ,]+(?P<y>\d{{4}}|\d\d){TIME}", re.I
)
MONTH_NAMED = re.compile(rf"{WEEKDAY}{MONTH}[ -](?P<d>\d\d?),?[ -]+(?P<y>\d{{4}}){TIME}", re.I)
MONTH_STARTS = "jan feb mar apr may jun jul aug sep oct nov dec"
DUTCH_STARTS = {"maa": 3, "mrt": 3, "mei": 5, "okt": 10}
AS_NUMBER = re.compile(r"\d{5}([.,]\d+)?|\d{11}([.,]\d+)?")
EXCEL_START, SPSS_START = datetime.datetime(1899, 12, 30), datetime.datetime(1582, 10, 14)
YEARS = range(1980, 2100)  # of fieldwork
CENTURY = 2000
DAY_FIRST, MONTH_FIRST = "day first", "month first"


@dataclass(frozen=True)
class Days:
    """The day of each moment (missing where blank or unreadable), which moments cannot be read,
    and, where nothing in the column tells which, whether days or months were taken to come first.
    """

    days: pd.Series[Any]
    unreadable: pd.Series[bool]
    guessed: str = ""


def days_of(texts: pd.Series[Any], timezone: str) -> Days:
    """The days of moments written as ISO 8601, day or month first, with names of months in Dutch
    or English, or as the numbers of Excel and SPSS. A moment with an offset is that day in the time
    zone; one without is taken to be local already.
    """
    distinct = texts.dropna().unique()
    pairs = [m for text in distinct if (m := YEAR_LAST.fullmatch(text.strip()))]
    told = {order for match in pairs if (order := _order(match))}
    # AM and PM are English, where months come first; a day above twelve knows better.
    english = told == {MONTH_FIRST} or (not told and any(match["half"] for match in pairs))
    first = MONTH_FIRST if english else DAY_FIRST
    zone = ZoneInfo(timezone)
    read = {text: _day(text.strip(), first, zone, sure=len(told) < 2) for text in distinct}
    days = pd.to_datetime(texts.map(read))
    doubtful = not told and any(int(match["a"]) != int(match["b"]) for match in pairs)
    return Days(days, days.isna() & texts.notna(), first if doubtful else "")


def _order(match: re.Match[str]) -> str:
    """What a date tells of its order: above twelve there is no month."""
    if int(match["a"]) > 12:
        return DAY_FIRST
    return MONTH_FIRST if int(match["b"]) > 12 else ""


def _day(text: str, first: str, zone: ZoneInfo, *, sure: bool) -> datetime.date | None:
    """The day of a moment; None where it cannot be read, or where days and months come first in
    turn and this one does not tell.
    """
    try:
        if AS_NUMBER.fullmatch(text):
            return _counted(float(text.replace(",", ".")))
        if match := YEAR_FIRST.fullmatch(text):
            if not match["s"] and len(match["m"] + match["d"]) < 4:
                return None
            return _local(match, int(match["m"]), int(match["d"]), zone)
        if match := YEAR_LAST.fullmatch(text):
            order = _order(match) or first
            if not (sure or _order(match) or match["a"] == match["b"]):
                return None
            month, day = ("b", "a") if order == DAY_FIRST else ("a", "b")
            return _local(match, int(match[month]), int(match[day]), zone)
        if match := DAY_NAMED.fullmatch(text) or MONTH_NAMED.fullmatch(text):
            return _local(match, _month(match["name"]), int(match["d"]), zone)
    except (ValueError, OverflowError):
        pass
    return None


def _local(match: re.Match[str], month: int, day: int, zone: ZoneInfo) -> datetime.date:
    """The day in the time zone. Raises ValueError, OverflowError for one that there is not."""
    year = int(match["y"]) + (CENTURY if len(match["y"]) == 2 else 0)
    hour = int(match["hour"] or 0)
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].upper() == "P" else 0)
    clock = datetime.time(hour, int(match["minute"] or 0), int(match["second"] or 0))
    moment = datetime.datetime.combine(datetime.date(year, month, day), clock)
    if not match["zone"]:
        return moment.date()
    offset = datetime.timezone(_offset(match["offset"]))
    return moment.replace(tzinfo=offset).astimezone(zone).date()


def _offset(text: str | None) -> datetime.timedelta:
    """'+02:00', '+0200' or '+2' as the time that it is ahead."""
    number = (text or "+0").replace(":", "")
    sign, number = number[0], number[1:]
    hours, minutes = (number[:-2], number[-2:]) if len(number) > 2 else (number, "0")
    ahead = datetime.timedelta(hours=int(hours), minutes=int(minutes))
    return -ahead if sign == "-" else ahead


def _month(name: str) -> int:
    """The number of a month by its first letters. Raises ValueError."""
    start = name.casefold()[:3]
    return DUTCH_STARTS.get(start) or MONTH_STARTS.split().index(start) + 1


def _counted(number: float) -> datetime.date | None:
    """The day that a spreadsheet (days) or SPSS (seconds) has as a number."""
    excel = number < 1_000_000
    start = EXCEL_START if excel else SPSS_START
    since = datetime.timedelta(days=number) if excel else datetime.timedelta(seconds=number)
    day = (start + since).date()
    return day if day.year in YEARS else None
