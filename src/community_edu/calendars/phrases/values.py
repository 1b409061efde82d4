"""
What the words found in a phrase are worth: their number, weekdays, time of day, date.
"""

import re
from collections.abc import Callable
from datetime import date, time
from fractions import Fraction

import attrs

from community_edu.calendars.combinators import Union
from community_edu.calendars.date_rules import Monthly
from community_edu.calendars.phrases.names import (
    SOLAR_TERMS,
    WEEKEND,
    WORKING_WEEK,
    NamedDays,
    named_days,
)
from community_edu.calendars.phrases.numbers import number_of
from community_edu.calendars.phrases.words import sections
from community_edu.calendars.rules import Unresolved
from community_edu.calendars.sky_rules import LunarMonthly
from community_edu.calendars.week_rules import WorkDays
from community_edu.calendars.weekdays import WEEKDAYS, Weekday

HALF_DAY = 240
"""
So many minutes are taken for half a day.
"""

NOON = 12
LATE_MORNING = 11
HOURS = 24


@attrs.frozen
class PhraseToken:
    """
    One word of time, or a run of filler.

    Attributes:
        kind: The name of the terminal in the grammar.
        start: Where it begins in the phrase.
        end: Where it ends.
        word: What it is, if it is one of several: ``quarter``, ``early``, ``regular``.
        number: Its number, if it has one.
        weekdays: Its weekdays, if it has some.
        clock: Its time of day, if it has one.
        day: Its date, if it is a whole one.
        days: What it names, if it is a name.
    """

    kind: str
    start: int
    end: int
    word: str = ""
    number: int = 0
    weekdays: tuple[Weekday, ...] = ()
    clock: time | None = None
    day: date | None = None
    days: NamedDays | None = None


def valued(token: PhraseToken, match: re.Match[str]) -> PhraseToken | None:
    """
    Return *token* with what its words are worth, or `None` if they are worth nothing.
    """
    value = _VALUES.get(token.kind)
    return value(token, match) if value else token


def _named(token: PhraseToken, match: re.Match[str]) -> PhraseToken:
    days = named_days()[int(token.word)][1]
    if isinstance(days.rule, Unresolved):
        days = attrs.evolve(days, rule=attrs.evolve(days.rule, text=match[0]))
    kind = "DAYS" if days.rule in _DAYS_OF_WEEKS else "NAME"
    return attrs.evolve(token, kind=kind, days=days)


def _fair(token: PhraseToken, match: re.Match[str]) -> PhraseToken:
    """
    Read 逢五逢十: the days of each month whose numbers end in 5 and 0.
    """
    ends = {(number_of(digits) or 0) % 10 for digits in _FAIR_ENDS.findall(match[0])}
    days = [day for day in range(1, 31) if day % 10 in ends]
    if match[0].startswith(("农", "阴")):
        return attrs.evolve(token, kind="NAME", days=NamedDays(LunarMonthly(days)))
    rule = Union(tuple(map(Monthly, days)))
    return attrs.evolve(token, kind="NAME", days=NamedDays(rule, choice="fair-days"))


_FAIR_ENDS = re.compile(r"10|[1-9]|[一二三四五六七八九十]")
_DAYS_OF_WEEKS = (WorkDays(), WEEKEND, WORKING_WEEK)


def _solar(token: PhraseToken, match: re.Match[str]) -> PhraseToken:
    return attrs.evolve(token, kind="NAME", days=NamedDays(SOLAR_TERMS[match[0]]))


def _comma(token: PhraseToken, match: re.Match[str]) -> PhraseToken:
    return attrs.evolve(token, word=match[0])


def _member(token: PhraseToken, match: re.Match[str]) -> PhraseToken:
    """
    Tell which set a word names: the one whose pattern takes most of its end.
    """
    found = [
        (len(ending[0]), section.word)
        for section in sections()
        if section.kind == ".member"
        for ending in re.finditer(f"(?:{section.pattern})$", match[0])
    ]
    _, name = max(found)
    return attrs.evolve(token, word=name)


def _numbered(token: PhraseToken, match: re.Match[str]) -> PhraseToken | None:
    """
    Read the number in 第五, 倒数第二, 初八, 2026年, 3rd, an (hour).
    """
    if token.word.isdigit():
        return attrs.evolve(token, number=int(token.word))
    found = match[0].strip()
    digits = _AROUND_NUMBERS.sub("", found.split()[0])
    number = number_of(digits) if digits else 1
    if number is None:
        return None
    return attrs.evolve(token, number=-number if found.startswith("倒数") else number)


_AROUND_NUMBERS = re.compile(r"^(?:倒数)?第?|^初|^[首头].*|年度?$|届$")


def _dotted(token: PhraseToken, match: re.Match[str]) -> PhraseToken:
    month, day = (int(digits) for digits in re.findall(r"\d+", match[0]))
    return attrs.evolve(token, number=100 * month + day)


def _whole_date(token: PhraseToken, match: re.Match[str]) -> PhraseToken | None:
    *year, month, day = (int(digits) for digits in re.findall(r"\d+", match[0]))
    try:
        whole = date(year[0], month, day) if year else None
    except ValueError:
        return None
    return attrs.evolve(token, day=whole, number=100 * month + day)


def _weekdays(token: PhraseToken, match: re.Match[str]) -> PhraseToken:
    if token.word:
        return attrs.evolve(token, weekdays=(WEEKDAYS[int(token.word)],))
    found = (_CHINESE_WEEKDAYS[char] for char in match[0] if char in _CHINESE_WEEKDAYS)
    return attrs.evolve(token, weekdays=tuple(found))


_CHINESE_WEEKDAYS: dict[str, Weekday] = {
    **dict(zip("一二三四五六日", WEEKDAYS, strict=True)),
    **dict(zip("123456", WEEKDAYS, strict=False)),
    "天": "SUN",
}

_AFTERNOON = ("下午", "傍晚", "晚", "夜里", "中午")
_QUARTERS = {"一刻": 15, "三刻": 45}


def _clock(token: PhraseToken, match: re.Match[str]) -> PhraseToken | None:
    """
    Read 上午9:00, 下午3点半, 2 pm, noon.
    """
    part = match.groupdict()
    if part["noon"]:
        return attrs.evolve(token, clock=time(NOON))
    hour = number_of(part["h1"] or part["h2"] or part["h3"] or "")
    minute = 30 if part["half"] else number_of(part["m1"] or part["m2"] or "零")
    minute = _QUARTERS.get(part["quarter"] or "", minute)
    if hour is None or minute is None:
        return None
    meridiem = part["pm1"] or part["pm2"]
    if hour == NOON and (part["ampm"] or "").startswith(("晚", "夜")):
        hour = 0
    afternoon = (part["ampm"] or "").startswith(_AFTERNOON) and hour < LATE_MORNING
    if afternoon or (meridiem == "p" and hour < NOON):
        hour += NOON
    elif meridiem == "a" and hour == NOON:
        hour = 0
    if hour >= HOURS or minute >= 60:  # noqa: PLR2004 - minutes of an hour
        return None
    return attrs.evolve(token, clock=time(hour, minute))


_HALF_DAY = re.compile(r"[天日]|day")
_AMOUNT = re.compile(r"\d+\.\d+|\d+|[a-z]+|[^个小钟分半\s]+")


def _length(token: PhraseToken, match: re.Match[str]) -> PhraseToken:
    """
    Read 两个半小时, half a day, 20分钟 as minutes.
    """
    text = match[0].strip()
    if _HALF_DAY.search(text):
        return attrs.evolve(token, number=HALF_DAY, word="half day")
    said = _AMOUNT.match(text)
    amount = Fraction(0)
    if said and said[0] != "half":
        value = 1 if said[0] in {"a", "an"} else number_of(said[0])
        amount = Fraction(said[0]) if "." in said[0] else Fraction(value or 0)
    if "半" in text or "half" in text:
        amount += Fraction(1, 2)
    minutes = amount if token.kind == "MINUTES" else 60 * amount
    return attrs.evolve(token, number=int(minutes))


_VALUES: dict[str, Callable[[PhraseToken, re.Match[str]], PhraseToken | None]] = {
    "NAME": _named,
    "SOLAR": _solar,
    "FAIR": _fair,
    "STOP": _comma,
    "EACH": _member,
    "MEMBER": _member,
    "CLOCK": _clock,
    "HOURS": _length,
    "MINUTES": _length,
    "ISO": _whole_date,
    "DOTTED": _dotted,
    "WDAY": _weekdays,
    **dict.fromkeys(
        ("NUM", "ORD", "EDITION", "LDAY", "YNUM", "MNAME", "LMONTH", "ONCE"), _numbered
    ),
}
