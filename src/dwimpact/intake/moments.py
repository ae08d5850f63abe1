"""Moments of submission, in any usual notation, as days in the study's time zone."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
from dateutil import parser

UNKNOWN_DAY = datetime.date(1980, 1, 1)  # LimeSurvey's, where responses are anonymous
YEAR_FIRST = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([T ,].*)?")
YEAR_LAST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})([T ,].*)?")
NAMED = re.compile(r"(?=.*\d{4}).*?\b([^\W\d_]{3,9})\b.*")
MONTH_NAMES = {"mrt": "mar", "maart": "march", "mei": "may", "okt": "oct", "januari": "january"}
MONTH_NAMES |= {"februari": "february", "juni": "june", "juli": "july", "augustus": "august"}
MONTH_NAMES |= {"oktober": "october"}
AS_NUMBER = re.compile(r"\d+([.,]\d+)?")
EXCEL_START, SPSS_START = datetime.datetime(1899, 12, 30), datetime.datetime(1582, 10, 14)
EXCEL_DAYS = 80_000  # past the year 2100
SPSS_SECONDS = range(12_000_000_000, 17_000_000_000)  # from 1962 to 2121
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
    told = {_order(text) for text in distinct} - {""}
    first = MONTH_FIRST if told == {MONTH_FIRST} else DAY_FIRST
    zone = ZoneInfo(timezone)
    read = {text: _day(text, first, zone, sure=len(told) < 2) for text in distinct}
    days = pd.to_datetime(texts.map(read))
    numeric = any(YEAR_LAST.fullmatch(text.strip()) for text in distinct)
    return Days(days, days.isna() & texts.notna(), first if numeric and not told else "")


def _order(text: str) -> str:
    """What a date tells of its order: above twelve there is no month."""
    match = YEAR_LAST.fullmatch(text.strip())
    if not match or int(match[1]) == int(match[2]):
        return ""
    if int(match[1]) > 12:
        return DAY_FIRST
    if int(match[2]) > 12 or re.search(r"[AP]M\b", text, re.IGNORECASE):
        return MONTH_FIRST
    return ""


def _day(text: str, first: str, zone: ZoneInfo, *, sure: bool) -> datetime.date | None:
    """The day of a moment; None where it cannot be read, or where days and months come first in
    turn and this one does not tell.
    """
    text = text.strip()
    try:
        if AS_NUMBER.fullmatch(text):
            return _counted(float(text.replace(",", ".")))
        if YEAR_FIRST.fullmatch(text):
            moment = parser.parse(text, yearfirst=True, dayfirst=False)
        elif YEAR_LAST.fullmatch(text):
            own = _order(text)
            if not (sure or own):
                return None
            moment = parser.parse(text, dayfirst=(own or first) == DAY_FIRST)
        elif NAMED.fullmatch(text):
            moment = parser.parse(_in_english(text), dayfirst=True)
        else:
            return None
    except (ValueError, OverflowError):
        return None
    return (moment.astimezone(zone) if moment.tzinfo else moment).date()


def _counted(number: float) -> datetime.date | None:
    """The day that a spreadsheet or SPSS has as a number."""
    if 0 < number < EXCEL_DAYS:
        return (EXCEL_START + datetime.timedelta(days=number)).date()
    if int(number) in SPSS_SECONDS:
        return (SPSS_START + datetime.timedelta(seconds=number)).date()
    return None


def _in_english(text: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda m: MONTH_NAMES.get(m[0].casefold(), m[0]), text)
