"""
Taking a text apart: plans, numbered parts, sentences, clauses.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import attrs

from community_edu.prose.values import TextSpan
from community_edu.prose.vocabulary import vocabulary

NUMERALS: Final = "一二三四五六七八九十"
WRAPPED: Final = 30
"""
So many characters has a line without a stop at its end that goes on in the next.
"""

LONGEST_TITLE: Final = 60
"""
So many characters may the first line have to be taken for a title.
"""
LONGEST_SENTENCE: Final = 2000
"""
So many characters may a sentence have before it is cut.
"""

_ENGLISH: Final = ("first", "second", "third", "four", "fourth", "five", "fifth", "six", "sixth")
_MARK = re.compile(
    rf"(?P<chapter>[{NUMERALS}]{{1,3}})\s*[、:：.．]"
    rf"|[（(](?P<part>[{NUMERALS}]{{1,3}})[)）]\s*、?"
    r"|(?P<item>\d{1,2})\s*(?:[、．]|\.(?!\d)|,(?=\s))"
    r"|[（(](?P<point>\d{1,2})[)）]\s*、?"
    r"|(?P<circle>[①-⑳])"
    rf"|(?P<word>(?i:{'|'.join(_ENGLISH)}))[,.]\s"
)
_LEVELS: Final = {"chapter": 1, "word": 1, "part": 2, "item": 3, "point": 4, "circle": 4}
_INLINE = re.compile(r"(?<=[。；;！!])[^\S\n]*(?=\d{1,2}[、．](?!\d))")
_STOP = re.compile(r"(?:(?<!\d)。|。(?!\d)|[！？!?；;]|\.(?=\s|$))+[”’」』）)\"]*")
_COMMA = re.compile(r"(?<!\d)[,，]|[,，](?!\d)|[；;\n]")
_OPEN_END = re.compile(r".*[^。！？!?；;：:.”\"）)]$", re.DOTALL)
_TITLE_END = re.compile(r"[。：:；;\n]|\.(?=\s|$)")


@attrs.frozen
class Chunk:
    """
    A stretch of a text that belongs together: a paragraph or an item of a list.

    Attributes:
        start: Where it begins, behind its number.
        end: Where it ends.
        level: The level of its number, as that of a `OutlineSection`; 0 without one.
        number: Its number.
    """

    start: int
    end: int
    level: int = 0
    number: int | None = None


@attrs.define
class Part:
    """
    One plan: its title and its stretches.
    """

    title: tuple[int, int] | None = None
    chunks: list[Chunk] = attrs.Factory(list[Chunk])


class Lines:
    """
    The lines of a text, to tell on which one a character stands.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def line(self, at: int) -> int:
        """
        Return the number of the line of a character.
        """
        return bisect_right(self._starts, at)

    def span(self, start: int, end: int) -> TextSpan:
        """
        Return the span from *start* to *end*.
        """
        return TextSpan(start, end, self.line(start), self.line(end - 1))

    def filled(self) -> Iterator[tuple[int, int]]:
        """
        Yield where each line that is not blank begins and ends, without the spaces around it.
        """
        for start, stop in zip(self._starts, [*self._starts[1:], len(self.text)], strict=True):
            found = stripped(self.text, start, stop)
            if found[0] < found[1]:
                yield found


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """
    Return where *text* between *start* and *end* begins and ends without the spaces around it.
    """
    words = text[start:end]
    return end - len(words.lstrip()), start + len(words.rstrip())


def parts_of(lines: Lines) -> tuple[list[Part], list[tuple[int, int]]]:
    """
    Return the plans of a text, and the lines that belong to none.

    A text without a line that begins a plan is one plan; its first line is the title.
    """
    words, text = vocabulary(), lines.text
    parts: list[Part] = []
    residue: list[tuple[int, int]] = []
    ended = False
    for start, end in lines.filled():
        line = text[start:end]
        if words.head.match(line):
            parts.append(Part((start, end)))
            ended = False
        elif ended or words.residue.match(line):
            residue.append((start, end))
        elif words.end.match(line):
            residue.append((start, end))
            ended = True
        else:
            if not parts:
                parts.append(Part())
            _add(parts[-1], text, start, end)
    if len(parts) > 1 and parts[0].title is None:  # what stands before the first of several
        before = parts.pop(0)
        residue = sorted([*residue, *((chunk.start, chunk.end) for chunk in before.chunks)])
    for part in parts:
        _take_title(part, text)
    return parts, residue


def _take_title(part: Part, text: str) -> None:
    """
    Take the first line for the title, if it is short, no numbered one and no sentence.
    """
    if part.title is not None or len(part.chunks) <= 1:
        return
    first = part.chunks[0]
    is_short = first.end - first.start <= LONGEST_TITLE
    if is_short and first.level == 0 and _STOP.search(text, first.start, first.end) is None:
        part.title = (first.start, first.end)
        del part.chunks[0]


def _add(part: Part, text: str, start: int, end: int) -> None:
    """
    Add a line: to the one before, if that is cut in the middle, or as one or more stretches.
    """
    last = part.chunks[-1] if part.chunks else None
    if last and not _MARK.match(text, start, end) and _goes_on(text, last):
        part.chunks.pop()
        start = last.start
        cuts = _cuts(text, start, end)
        part.chunks.append(attrs.evolve(last, end=cuts[0][1]))
        cuts = cuts[1:]
    else:
        cuts = _cuts(text, start, end)
    for first, stop in cuts:
        part.chunks.append(_chunk(text, first, stop))


def _goes_on(text: str, chunk: Chunk) -> bool:
    line = text[chunk.start : chunk.end].rpartition("\n")[2]
    return len(line) >= WRAPPED and _OPEN_END.match(line) is not None


def _cuts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """
    Cut before numbers within a line: …有关新闻。3、继续办好….
    """
    at = [start, *(match.end() for match in _INLINE.finditer(text, start, end)), end]
    return [stripped(text, *pair) for pair in pairwise(at)]


def _chunk(text: str, start: int, end: int) -> Chunk:
    mark = _MARK.match(text, start, end)
    if mark is None or mark.lastgroup is None:
        return Chunk(start, end)
    written = mark[mark.lastgroup]
    behind, _ = stripped(text, mark.end(), end)
    return Chunk(min(behind, end), end, _LEVELS[mark.lastgroup], _number(written))


def _number(written: str) -> int:
    """
    Return the number of a heading: 3, 十二, ③, second.
    """
    if written.isdecimal():
        return int(written)
    if "①" <= written <= "⑳":
        return ord(written) - ord("①") + 1
    if written.casefold() in _ENGLISH:
        word = written.casefold().removesuffix("th")
        return {"first": 1, "second": 2, "third": 3, "four": 4, "fif": 5, "five": 5}.get(word, 6)
    tens, ten, ones = written.rpartition("十")
    if not ten:
        return NUMERALS.index(written[-1]) + 1
    return 10 * (NUMERALS.index(tens) + 1 if len(tens) == 1 else 1) + (
        NUMERALS.index(ones) + 1 if len(ones) == 1 else 0
    )


def title_of(text: str, chunk: Chunk) -> str:
    """
    Return the words of a stretch up to its first stop or colon.
    """
    stop = _TITLE_END.search(text, chunk.start, chunk.end)
    return text[chunk.start : stop.start() if stop else chunk.end].strip()


def sentences_of(text: str, chunk: Chunk) -> Iterator[tuple[int, int]]:
    """
    Yield where each sentence of a stretch begins and ends; 3。5 is a number, no end.

    A sentence without an end in sight is cut behind a comma.
    """
    at = chunk.start
    for stop in (*(found.end() for found in _STOP.finditer(text, at, chunk.end)), chunk.end):
        last = at
        for comma in _COMMA.finditer(text, at, stop):
            if comma.end() - at > LONGEST_SENTENCE:
                yield stripped(text, at, last)
                at = last
            last = comma.end()
        start, end = stripped(text, at, stop)
        if start < end:
            yield start, end
        at = stop


def clauses_of(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """
    Yield where each clause of a sentence begins and ends.
    """
    at = start
    for comma in (*_COMMA.finditer(text, start, end), None):
        found = stripped(text, at, comma.start() if comma else end)
        if found[0] < found[1]:
            yield found
        at = comma.end() if comma else end
