"""
What a clause seems to say: times, numbers, bodies, audiences, masked words.

No word is taken that the vocabulary does not have, and every guess is a stretch of the text.
"""

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from typing import cast

from community_edu.base import Finding, FindingKind, decimal_text
from community_edu.calendars import Quota, Reading, Unresolved, read_when
from community_edu.prose.segments import Lines, clauses_of
from community_edu.prose.values import Guess, GuessKind
from community_edu.prose.vocabulary import any_of, vocabulary

LONGEST_CLAUSE = 500
"""
So many characters may a clause have that is read for times.
"""
MOST_READINGS = 3
"""
So many times is a clause looked through, each time behind what was found before.
"""
LONGEST_NAME = 24
"""
So many characters may the name of a body have before its end.
"""
SHORTEST_PLACE = 2
"""
So many characters has the name of a place at least: 桂园社区.
"""

CLAUSE_TOO_LONG = FindingKind(
    "clause-too-long",
    "warning",
    zh="第 {line} 行有一个分句长 {length} 个字符，没有在其中找时间，请自行查看",
    en="line {line} has a clause of {length} characters, in which no time was looked for; read it",
)
STOP_IN_NUMBER = FindingKind(
    "stop-in-number",
    "warning",
    zh="“{text}”中的句号当作小数点，请核对",
    en="the full stop in '{text}' was taken for a decimal point; check it",
)

HOW_OFTEN = frozenset({"quota", "cadence"})
"""
What is taken from the rest of a clause, behind a first time.
"""

_LATIN = re.compile(r"[A-Za-z]+")
_LATIN_END = re.compile(r"[A-Za-z]+$")
_DIGITS = "零一二两三四五六七八九十百千"
_DIGIT = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}
_PLACE = {"十": 10, "百": 100, "千": 1000}
_SCALE = {"": 1, "万": 10**4, "亿": 10**8}
_DASH = "—–－~～至到-"
_NAME = re.compile(r"[一-鿿xXA-Z]+")


def guesses_in(lines: Lines, start: int, end: int) -> Iterator[Guess | Finding]:
    """
    Yield what a sentence seems to say, and what of it was not read.
    """
    taken = [*_bodies(lines, start, end)]
    named = {at for guess in taken for at in range(guess.span.start, guess.span.end)}
    taken += (guess for guess in _audiences(lines, start, end) if guess.span.start not in named)
    taken += _numbers(lines, start, end)
    taken += _masks(lines, start, end)
    for first, last in clauses_of(lines.text, start, end):
        if last - first > LONGEST_CLAUSE:
            items = {"line": lines.line(first), "length": last - first}
            yield Finding(CLAUSE_TOO_LONG, items=items)
        else:
            taken += _times(lines, first, last)
    yield from sorted(taken, key=lambda guess: (guess.span, guess.kind))


# ---------------------------------------------------------------- times


def _times(lines: Lines, start: int, end: int) -> Iterator[Guess]:
    """
    Yield what a clause says of time, in as few words as say it; then what the rest says.
    """
    for number in range(MOST_READINGS):
        words = vocabulary().not_time.sub(lambda found: "□" * len(found[0]), lines.text[start:end])
        reading = read_when(words)
        said = _said(reading)
        if not said or (number and HOW_OFTEN.isdisjoint(said)):
            return  # the name behind a date (3.24世界结核病防治宣传日) is no second time
        first, stop = _least_words(words, said)
        span = lines.span(start + first, start + stop)
        text = lines.text[span.start : span.end]
        for kind, value in said.items():
            yield Guess(cast("GuessKind", kind), span, text, str(value), reading.findings)
        start += stop


def _least_words(words: str, said: dict[str, object]) -> tuple[int, int]:
    """
    Return where the words begin and end that say the same; Latin ones are not cut.
    """
    stop = _least(len(words), lambda length: _said(read_when(words[:length])) == said)
    length = _least(stop, lambda length: _said(read_when(words[stop - length : stop])) == said)
    before, behind = _LATIN_END.search(words, 0, stop - length), _LATIN.match(words, stop)
    first = before.start() if before and _LATIN.match(words, stop - length) else stop - length
    return first, behind.end() if behind and _LATIN_END.search(words, 0, stop) else stop


def _said(reading: Reading) -> dict[str, object]:
    """
    Return what a reading gives: no words that are no time, no 各部门 that asks for nothing.
    """
    return {
        key: value
        for key, value in reading.said.items()
        if not isinstance(value, Unresolved) and not _asks_nothing(value)
    }


def _asks_nothing(value: object) -> bool:
    return (
        isinstance(value, Quota)
        and bool(value.each)
        and (value.at_least, value.at_most, value.per) == (1, None, "plan")
    )


def _least(longest: int, same: Callable[[int], bool]) -> int:
    """
    Return a length, as short as halving finds it, at which the words say the same.
    """
    low, high = 0, longest
    while low + 1 < high:
        middle = (low + high) // 2
        if same(middle):
            high = middle
        else:
            low = middle
    return high


# ---------------------------------------------------------------- numbers


@cache
def _number_pattern() -> re.Pattern[str]:
    words = vocabulary()
    digits = r"\d{1,3}(?:,\d{3})+|\d{1,12}(?:[.。]\d{1,6})?"
    return re.compile(
        rf"(?P<before>(?:{any_of(words.before)})?)\s?"
        rf"(?<![\d.第])(?P<first>{digits}|[{_DIGITS}]+)"
        rf"(?:\s?[{_DASH}]\s?(?P<last>{digits}|[{_DIGITS}]+))?"
        rf"(?P<scale>[万亿]?)\s?(?P<over>[余多几]?)\s?(?P<unit>{any_of(words.units)})"
        rf"(?P<behind>(?:{any_of(words.behind)})?)"
    )


def _numbers(lines: Lines, start: int, end: int) -> Iterator[Guess]:
    words = vocabulary()
    for found in _number_pattern().finditer(lines.text, start, end):
        scale = _SCALE[found["scale"]]
        first, last = (_value(found[name]) for name in ("first", "last"))
        if first is None or (found["last"] and last is None):
            continue
        unit = words.units[found["unit"]]
        bound = words.behind.get(found["behind"]) or words.before.get(found["before"], "")
        if found["over"]:
            bound = ">"
        if found["first"] == "一" and scale == 1 and not bound:
            continue  # 一个, 一批: an article
        amount = _amount(first * scale, unit)
        value = f"{_plain(first * scale)}..{_amount(last * scale, unit)}" if last else amount
        doubts: list[Finding] = []
        if "。" in found["first"]:
            doubts.append(Finding(STOP_IN_NUMBER, items={"text": found[0].strip()}))
        span = lines.span(*found.span())
        yield Guess("number", span, found[0], f"{bound} {value}".strip(), doubts)


def _amount(number: Fraction, unit: str) -> str:
    return _plain(number) + (unit if unit in {"%", "pp"} else f" {unit}")


def _plain(number: Fraction) -> str:
    return decimal_text(number)


def _value(written: str | None) -> Fraction | None:
    """
    Return the number that is written, if it is one.
    """
    if written is None:
        return None
    if written[0].isdecimal():
        return Fraction(written.replace(",", "").replace("。", "."))
    total, digit = 0, 0
    for char in written:
        if char in _DIGIT and digit:
            return None  # 三五: which of them?
        if char in _DIGIT:
            digit = _DIGIT[char]
        else:
            total, digit = total + (digit or 1) * _PLACE[char], 0
    return Fraction(total + digit)


# ---------------------------------------------------------------- bodies and audiences


@cache
def _body_pattern() -> re.Pattern[str]:
    words = vocabulary()
    return re.compile(any_of((*words.bodies, *words.places)))


def _bodies(lines: Lines, start: int, end: int) -> Iterator[Guess]:
    """
    Yield names of bodies: back from how one ends to what no name reaches over.
    """
    words = vocabulary()
    for run in _NAME.finditer(lines.text, start, end):
        none = {at for found in words.no_bodies.finditer(run[0]) for at in range(*found.span())}
        ends = [
            found
            for found in _body_pattern().finditer(run[0])
            if none.isdisjoint(range(*found.span()))
        ]
        at = 0
        for index, found in enumerate(ends):
            following = ends[index + 1] if index + 1 < len(ends) else None
            if following and not words.breaks.search(run[0], found.end(), following.end()):
                continue  # 社区教育委员会领导小组 is one body, and its end the last one
            low = max(at, found.start() - LONGEST_NAME)
            for stop in words.breaks.finditer(run[0], low, found.start()):
                low = stop.end()
            if found[0] in words.places and not (
                found.start() - low >= SHORTEST_PLACE
                and words.behind_places.match(run[0], found.end())
            ):
                continue
            kind = words.bodies.get(found[0]) or words.places[found[0]]
            span = lines.span(run.start() + low, run.start() + found.end())
            yield Guess("body", span, run[0][low : found.end()], kind)
            at = found.end()


@cache
def _audience_pattern() -> re.Pattern[str]:
    return re.compile(any_of(vocabulary().audiences))


def _audiences(lines: Lines, start: int, end: int) -> Iterator[Guess]:
    codes = vocabulary().audiences
    for found in _audience_pattern().finditer(lines.text, start, end):
        yield Guess("audience", lines.span(*found.span()), found[0], codes[found[0]])


def _masks(lines: Lines, start: int, end: int) -> Iterator[Guess]:
    for found in vocabulary().mask.finditer(lines.text, start, end):
        yield Guess("mask", lines.span(*found.span()), found[0], "")
