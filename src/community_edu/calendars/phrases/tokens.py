"""
A phrase cut into tokens: its words of time, and the filler between them.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

import attrs

from community_edu.calendars.phrases.names import NamedDays, Names, Role, named_days
from community_edu.calendars.phrases.values import PhraseToken, valued
from community_edu.calendars.phrases.words import Section, sections
from community_edu.calendars.rules import Named
from community_edu.calendars.terms import TERM_NAMES

LONGEST_GAP = 60
"""
So many characters of filler may stand between a number and its period in English.
"""

_TRADITIONAL = (
    "週個兩節學開後間點時號經幾農陰曆歷內雙單習導結課會紀"
    "傳統員級戶這從過發現違規為類題顯遲於數兒婦勞產"
)
_SIMPLIFIED = (
    "周个两节学开后间点时号经几农阴历历内双单习导结课会纪"
    "传统员级户这从过发现违规为类题显迟于数儿妇劳产"
)
_PLAIN = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | dict(zip(_TRADITIONAL, _SIMPLIFIED, strict=True))
    | dict.fromkeys("‐‑‒–—―−－﹣", "-")
    | dict.fromkeys("～〜∼", "~")
    | dict.fromkeys("’‘", "'")
    | dict.fromkeys("•・‧", "·")
    | dict.fromkeys("\u3000\u00a0\t\r\n", " ")
)
_SMALL = str.maketrans({chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)})


def plain(text: str) -> str:
    """
    Return *text* in half-width signs, small letters and simplified words, each in its place.

    Example:
        >>> plain("每週５日，Ｍａｙ")
        '每周5日,may'
    """
    return text.translate(_PLAIN).translate(_SMALL)


_EDGE = "(?:(?<![a-z])|(?![a-z]))"
"""
Not within a Latin word.
"""


@attrs.frozen
class _Scanner:
    pattern: re.Pattern[str]
    kinds: dict[str, Section]


def _scanner(lines: Iterable[Section]) -> _Scanner:
    """
    Return one pattern for all of *lines*, with the kind and word of each of its groups.
    """
    kinds = {f"k{number}": section for number, section in enumerate(lines)}
    patterns = (f"(?P<{name}>(?:{section.pattern}){_EDGE})" for name, section in kinds.items())
    return _Scanner(re.compile(f"{_EDGE}(?:{'|'.join(patterns)})"), kinds)


@cache
def _scanners() -> tuple[_Scanner, _Scanner, _Scanner]:
    """
    Return what is tried before names, the names that are no observances, and what comes after.
    """
    split = [section.kind for section in sections()].index("NAME")
    first = (section for section in sections()[:split] if section.kind[0] != ".")
    rest = (s for s in sections()[split:] if s.kind not in {"NAME", "OBSERVANCE"})
    words = (
        Section("NAME", str(index), (pattern,)) for index, (pattern, _) in enumerate(named_days())
    )
    return _scanner(first), _scanner(words), _scanner(rest)


def tokens_of(text: str, names: Names) -> tuple[PhraseToken, ...]:
    """
    Cut *text* into tokens, the filler between them included.
    """
    clean = plain(text)
    tokens = tuple(_with_filler(clean, _tokens(text, clean, names)))
    return tuple(_links(tokens))


def _tokens(text: str, clean: str, names: Names) -> Iterator[PhraseToken]:
    first, words, rest = _scanners()
    at = 0
    while at < len(clean):
        token = (
            _matched(first, text, clean, at)
            or _observance(names, clean, at)
            or _matched(words, text, clean, at)
            or _matched(rest, text, clean, at)
        )
        if token is None:
            at += 1
            continue
        yield token
        at = token.end


_HOLIDAYS = re.compile(r"[\"”」]?(?:节日?)?(?:小?长假|假期(?!间)|假日|黄金周|放假)| holidays?\b")

_EVE = re.compile(r" eve\b")


def _observance(names: Names, clean: str, at: int) -> PhraseToken | None:
    """
    Return the observance that is named here; of 国庆长假 some day is meant.
    """
    named = names.at(clean, at)
    if named is None or _EVE.match(clean, named[1]):
        return None
    key, end = named
    holidays = _HOLIDAYS.match(clean, end)
    role: Role = "within" if holidays or key in TERM_NAMES else "when"
    return PhraseToken(
        "NAME", at, holidays.end() if holidays else end, days=NamedDays(Named(key), role)
    )


def _matched(scanner: _Scanner, text: str, clean: str, at: int) -> PhraseToken | None:
    match = scanner.pattern.match(clean, at)
    if match is None or match.lastgroup is None:
        return None
    small = text[at] == clean[at]
    if match[0] in _needing_capitals() and small and not _BEFORE_DATES.search(clean, 0, at):
        return None
    section = scanner.kinds[match.lastgroup]
    return valued(PhraseToken(section.kind, at, match.end(), section.word), match)


@cache
def _needing_capitals() -> frozenset[str]:
    return frozenset(
        word for section in sections() if section.kind == ".capital" for word in section.patterns
    )


_BEFORE_DATES = re.compile(
    r"(?:^|\d|\b(?:in|of|on|every|each|by|until|till|to|from|and|or|early|late|mid|before|after"
    r"|since|between|first|second|third|fourth|last|\d(?:st|nd|rd|th)),?)[\s,-]*$"
)


def _with_filler(clean: str, tokens: Iterator[PhraseToken]) -> Iterator[PhraseToken]:
    """
    Yield the tokens without those that mean nothing, and what lies between them.

    Filler that may stand between a number and its period in English (``two training
    sessions a year``) is a ``GAP``; all other is ``NOISE``.
    """
    at = 0
    for token in tokens:
        if token.kind == "SKIP":
            if at == token.start:
                at = token.end
            continue
        if token.kind == "NOISE":
            continue
        yield from _filler(clean, at, token.start)
        yield token
        at = token.end
    yield from _filler(clean, at, len(clean))


_SKIPPED = re.compile(r"(?:[\s的\"“”「」『』'《》()\[\]【】<>*]|\b(?:the|of|in|on|at)\b)*")
_LATIN = re.compile(r"[a-z\s'-]+")


def _filler(clean: str, start: int, end: int) -> Iterator[PhraseToken]:
    if _SKIPPED.fullmatch(clean, start, end):
        return
    latin = end - start <= LONGEST_GAP and _LATIN.fullmatch(clean, start, end)
    yield PhraseToken("GAP" if latin else "NOISE", start, end)


LUNAR_TENS = 10
"""
The first ten days of a lunar month begin with 初, the others are bare numbers.
"""
_NO_LUNAR_DAY = {"DAY", "MONTH", "YEAR", "CLASS"}
_MOON = {"LUNAR", "LEAP"}
_LUNAR_WORDS = {"LEAP", "NUM", "MONTH"}
_ORDINALS = {"ORD", "LAST"}
_COUNTING = {"NUM", *_ORDINALS}


def _links(tokens: tuple[PhraseToken, ...]) -> Iterator[PhraseToken]:
    """
    Tell the 、 and 至 between two numbers from those between two dates, and days of the moon.
    """
    kinds = ["", *(token.kind for token in tokens), "", ""]
    of_moon = False
    for index, token in enumerate(tokens):
        before, after = kinds[index], kinds[index + 2]
        if token.kind == "STOP" and token.word == "," and before == after == "NAME":
            yield attrs.evolve(token, kind="SEP")
            continue
        of_moon = token.kind in _MOON or (of_moon and token.kind in _LUNAR_WORDS)
        in_list = before in {"SEP", "TO"} and kinds[index - 1] == "LDAY"
        in_list = in_list or (before == "LDAY" and token.number > LUNAR_TENS)
        beside = (of_moon and before == "MONTH") or in_list
        if token.kind == "NUM" and beside and after not in _NO_LUNAR_DAY:
            yield attrs.evolve(token, kind="LDAY")
            continue
        if before == "GE" and {kinds[index - 1], after} <= _ORDINALS:  # 第二个和第四个
            before = after
        if token.kind in {"SEP", "TO"} and {before, after} <= _COUNTING:
            yield attrs.evolve(token, kind=f"N{token.kind}")
        else:
            yield token
