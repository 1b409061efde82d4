"""
The names of days in phrases: those of a catalogue, their short forms, and common words.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Literal, TypeAlias

import attrs

from community_edu.calendars.combinators import Union
from community_edu.calendars.observances import ObservanceCatalog
from community_edu.calendars.phrases.words import sections
from community_edu.calendars.rule_texts import parse_rule
from community_edu.calendars.rules import Named, Rule
from community_edu.calendars.sky_rules import SolarTermDay
from community_edu.calendars.solar_terms import SolarTerm
from community_edu.calendars.week_rules import Weekly
from community_edu.calendars.weekdays import WEEKDAYS

Role: TypeAlias = Literal["when", "within"]

TERMS = Union((Named("first_term"), Named("second_term")))
WEEKEND = Weekly(("SAT", "SUN"))
WORKING_WEEK = Weekly(WEEKDAYS[:5])


@attrs.frozen
class NamedDays:
    """
    What a name in a phrase stands for.

    Attributes:
        rule: The days.
        role: Whether it is on those days (``when``) or some day among them.
        choice: The code of the choice that reading it takes, if it takes one.
    """

    rule: Rule
    role: Role = "when"
    choice: str = ""


@cache
def named_days() -> tuple[tuple[str, NamedDays], ...]:
    """
    Return what is named without being an observance, each with its pattern.
    """
    found: list[tuple[str, NamedDays]] = []
    for section in sections():
        if section.kind == "NAME":
            role, choice, rule = section.word.split(" ", 2)
            days = NamedDays(
                parse_rule(rule), "when" if role == "when" else "within", choice.strip("-")
            )
            found.append((section.pattern, days))
    return tuple(found)


MONTHS_AS_DAYS = {"五一", "十一", "六一", "七一", "八一", "三八", "五四", "高考"}
"""
Names that are numbers or topics, too: they name a day only before a word that goes with days.
"""

ORIGINS = ("世界", "全国", "国际", "中国", "联合国", "国家", "中华", "全球")
LONG_ENOUGH = 4
"""
So long must a name be that is known without 世界 or 全国 before it: 卫生日 alone names no day.
"""
_FILLERS = re.compile(r"防治|预防|宣传教育|宣传|活动|纪念|教育")
_ENGLISH_ORIGINS = re.compile(
    r"^(?:international day of |international day for |world |national |international |china )"
)


def core(name: str) -> str:
    """
    Return *name* without the words that people add or leave out.

    Example:
        >>> core("世界结核病防治宣传日") == core("世界防治结核病日")
        True
    """
    return _FILLERS.sub("", name)


def _forms(name: str) -> Iterator[str]:
    """
    Yield the forms under which one name of a catalogue is known, the name first.
    """
    for part in re.split(r"\s*[/(（）)]\s*", name.casefold().replace("’", "'")):
        if part in {"", "旧", "historic", "north", "south", "china"}:
            continue
        yield part
        yield core(part)
        for origin in ORIGINS:
            bare = core(part.removeprefix(origin))
            if bare != core(part) and (bare.endswith("节") or len(bare) >= LONG_ENOUGH):
                yield bare
        if part.isascii():
            bare = _ENGLISH_ORIGINS.sub("", part)
            if " " in bare and len(bare.split()[0]) > LONG_ENOUGH:
                yield bare
            if bare.endswith(" festival"):
                continue
            if bare.endswith(" vacation"):
                yield bare.replace("vacation", "holiday")


@attrs.frozen
class Names:
    """
    The names of a catalogue, ready to be found in a text.
    """

    keys: Mapping[str, str]
    longest: int
    firsts: frozenset[str]

    def at(self, text: str, start: int) -> tuple[str, int] | None:
        """
        Return the key of the longest name that begins at *start*, and where it ends.
        """
        if text[start] not in self.firsts:
            return None
        latin = text[start].isascii()
        if latin and start and text[start - 1].isalnum() and text[start - 1].isascii():
            return None
        for end in range(min(len(text), start + self.longest), start + 1, -1):
            found = text[start:end]
            key = self.keys.get(found) or (None if latin else self.keys.get(core(found)))
            if key is None or (latin and text[end : end + 1].isalnum() and text[end].isascii()):
                continue
            if found in MONTHS_AS_DAYS and not _is_day(text, start, end):
                continue
            if latin and text[end : end + 2] == "'s":
                end += 2  # noqa: PLW2901 - the possessive belongs to the name
            return key, end
        return None


_WITH_DAYS = re.compile(
    r"节|国际|劳动|国庆|建党|建军|儿童|青年|妇女|假|长假|小长假|黄金周|期间|前|后|当|结束"
    r"|[、和,\"”」]|$"
)
_NUMERALS = "零〇一二三四五六七八九十百千廿第初周期闰月日逢年"


def _is_day(text: str, start: int, end: int) -> bool:
    alone = start == 0 or text[start - 1] not in _NUMERALS
    return alone and _WITH_DAYS.match(text, end) is not None


def names_of(catalog: ObservanceCatalog) -> Names:
    """
    Return the names of *catalog*; a short form that two observances share names neither.
    """
    return _names(_ByIdentity(catalog))


class _ByIdentity:
    """
    A catalogue as the key of a cache: the same one, not an equal one.
    """

    def __init__(self, catalog: ObservanceCatalog) -> None:
        self.catalog = catalog

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and self.catalog is other.catalog

    def __hash__(self) -> int:
        return id(self.catalog)


@lru_cache(maxsize=8)
def _names(by_identity: _ByIdentity) -> Names:
    catalog = by_identity.catalog
    exact: dict[str, str] = {}
    short: dict[str, set[str]] = {}
    for key in catalog:
        observance = catalog[key]
        for name in (observance.name.zh, *observance.aliases, observance.name.en or ""):
            exact[name.casefold()] = key
            for form in _forms(name):
                short.setdefault(form, set()).add(key)
    keys = {form: found.pop() for form, found in short.items() if len(found) == 1}
    for section in sections():
        if section.kind == "OBSERVANCE" and section.word in catalog:
            keys |= dict.fromkeys(section.patterns, section.word)
    keys |= exact
    keys = {name: key for name, key in keys.items() if len(name) > 1}
    starts = {name[0] for name in keys} | {origin[0] for origin in ORIGINS} | set("防预宣")
    return Names(keys, max(map(len, keys), default=0) + 6, frozenset(starts))


SOLAR_TERMS: Mapping[str, Rule] = {term.label.zh: SolarTermDay(term) for term in SolarTerm}
