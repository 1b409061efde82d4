"""
Where each key and each value of a TOML document stands in its text.

The standard parser gives the values and no places; this scanner gives the
places and no values. It walks text that the parser has accepted, so it checks
nothing: it only has to know where a key, a string or a bracket ends.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from itertools import count

import attrs

from community_edu.base import Path


@attrs.frozen
class Position:
    """
    A place in a text, as editors show it.

    Attributes:
        line: Counted from 1; a line ends with LF or CR LF.
        column: Counted from 1, in characters and not in bytes or cells.
    """

    line: int
    column: int


def positions(text: str) -> Mapping[Path, Position]:
    r"""
    Find every table, array, element and value of a TOML document.

    The place of a thing is that of its key. An element of an array stands at
    its first character; a table written under a header, and each element of an
    array of tables, at the ``[`` of the header. A table or an array that only
    longer headers name stands at the first of them.

    Args:
        text: A document that `tomllib.loads` accepts; of any other the result
            is meaningless. The time it takes grows in step with the length.

    Returns:
        One position for each path but the empty one, which is the document.

    Example:
        >>> found = positions('[plan]\nduties = [{when = "九九"}]')
        >>> found["plan",], found["plan", "duties", 0, "when"]
        (Position(line=1, column=1), Position(line=2, column=12))
    """
    scanner = _Scanner(text)
    scanner.document()
    return scanner.found


def nearest(index: Mapping[Path, Position], path: Path) -> Position | None:
    r"""
    Return the position of the longest beginning of *path* that *index* has.

    Example:
        >>> nearest(positions("[plan]\nyear = 2026"), ("plan", "name"))
        Position(line=1, column=1)
    """
    beginnings = (path[:length] for length in range(len(path), 0, -1))
    return next((index[known] for known in beginnings if known in index), None)


def deep_key(text: str, most: int) -> Position | None:
    r"""
    Return the position of the first dotted key with more than *most* parts.

    Unlike `positions` it takes any text, and does not tell keys from values: a
    number with a point passes for a key of two parts. It has to be asked before the parser,
    which needs time and memory in the square of the parts of a key, so that one
    line of dots stops it.

    Example:
        >>> deep_key('text = "1.2.3.4"\na.b.c.d = 1', most=3)
        Position(line=2, column=1)
    """
    if all(line.count(".") < most for line in text.split("\n")):
        return None  # a key stands on one line, and hardly any line has so many points
    for token in _TOKEN.finditer(text):
        key = token["key"] or ""
        if key.count(".") >= most and len(_PART.findall(key)) > most:
            return position_at(text, token.start())
    return None


def position_at(text: str, offset: int) -> Position:
    """
    Return the position of the character of *text* at *offset*, counted from 0.

    Example:
        >>> position_at("year = 2026", 7)
        Position(line=1, column=8)
    """
    return Position(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


# The grammar of TOML, as far as it takes to find ends. Repetitions are possessive (`*+`), and a
# string may end with its line or with the text instead of a quote: no text makes them go back.
_STRING = r"""(?:"(?:[^"\\\n]++|\\[^\n])*+"?|'[^'\n]*+'?)"""
_LONG_STRING = (
    r'(?:"""(?:[^"\\]++|\\.?+|"{1,2}(?!"))*+(?:"{3,5}|\Z)'
    r"|'''(?:[^']++|'{1,2}(?!'))*+(?:'{3,5}|\Z))"
)
_NAME = rf"(?:[A-Za-z0-9_-]++|{_STRING})"
_DATE_AND_TIME = r"\d{4}-\d\d-\d\d \d[\d:.Zz+-]*+"
_WORD = r"[^ \t\r\n,\]}#]++"  # true, 42, 2026-03-01, inf

_PART = re.compile(_NAME)
_DOT = re.compile(r"[ \t.]*+")
_FILLER = re.compile(r"(?:[ \t\r\n,]++|#[^\n]*+)*+")  # all that may stand between two things
_SCALAR = re.compile(f"{_LONG_STRING}|{_STRING}|{_DATE_AND_TIME}|{_WORD}", re.DOTALL)
_TOKEN = re.compile(
    rf"#[^\n]*+|{_LONG_STRING}|(?P<key>{_NAME}(?:[ \t]*+\.[ \t]*+{_NAME})*+)", re.DOTALL
)


class _Scanner:
    """
    A cursor that moves once over a text, and what it has found on its way.
    """

    def __init__(self, text: str) -> None:
        self.found: dict[Path, Position] = {}
        self.lengths: dict[Path, int] = {}  # of the arrays of tables, so far
        self.text = text
        self.at = 0
        self.line = 1
        self.line_start = 0
        self.counted = 0  # up to here the lines are counted

    def document(self) -> None:
        """
        Pass over everything: headers, and the pairs under each.
        """
        table: Path = ()
        self.skip(_FILLER)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.value(self.key(table))
            self.skip(_FILLER)

    def header(self) -> Path:
        """
        Pass over ``[a.b]`` or ``[[a.b]]``; return the path of the table it opens.
        """
        here = self.position(self.at)
        brackets = 2 if self.text.startswith("[[", self.at) else 1
        self.at += brackets
        *above, last = [name for name, _ in self.names()]
        self.at += brackets

        path: Path = ()
        for name in above:
            path = (*path, name)
            self.found.setdefault(path, here)
            if path in self.lengths:
                path = (*path, self.lengths[path] - 1)
        path = (*path, last)
        if brackets == 1:
            self.found[path] = here  # its own header, even if a longer one came first
            return path
        self.found.setdefault(path, here)
        number = self.lengths.get(path, 0)
        self.lengths[path] = number + 1
        self.found[*path, number] = here
        return (*path, number)

    def key(self, table: Path) -> Path:
        """
        Pass over ``a.b =``; return the path of the value that follows.
        """
        path = table
        for name, start in self.names():
            path = (*path, name)
            self.found.setdefault(path, self.position(start))
        self.at += len("=")
        self.skip(_FILLER)
        return path

    def names(self) -> Iterator[tuple[str, int]]:
        """
        Pass over a dotted key; yield each name with the place where it starts.
        """
        self.skip(_DOT)
        more = True
        while more:
            start = self.at
            yield _read(self.skip(_PART)), start
            more = "." in self.skip(_DOT)

    def value(self, path: Path) -> None:
        """
        Pass over a value, with all that stands inside it.
        """
        opened: list[tuple[Path, Iterator[int] | None]] = []
        while True:
            bracket = self.text[self.at]
            if bracket in "[{":
                self.at += 1
                opened.append((path, count() if bracket == "[" else None))
            else:
                self.skip(_SCALAR)
            while opened:
                self.skip(_FILLER)
                if self.text[self.at] not in "]}":
                    break
                self.at += 1
                opened.pop()
            else:
                return
            path = self.inner(*opened[-1])

    def inner(self, container: Path, numbers: Iterator[int] | None) -> Path:
        """
        Pass to the next value of an array, or with *numbers* `None` of a table; return its path.
        """
        if numbers is None:
            return self.key(container)
        path = (*container, next(numbers))
        self.found[path] = self.position(self.at)
        return path

    def skip(self, pattern: re.Pattern[str]) -> str:
        """
        Pass over what *pattern* matches and return it.
        """
        match = pattern.match(self.text, self.at)
        if match is None:
            raise ValueError(f"not a TOML document: see character {self.at}")
        self.at = match.end()
        return match.group()

    def position(self, at: int) -> Position:
        """
        Turn an offset into line and column; offsets never go back, so each line counts once.
        """
        self.line += self.text.count("\n", self.counted, at)
        self.line_start = max(self.line_start, self.text.rfind("\n", self.counted, at) + 1)
        self.counted = at
        return Position(self.line, at - self.line_start + 1)


def _read(name: str) -> str:
    """
    Return what a *name* of a key says: as it is, or without its quotes and escapes.
    """
    if name[0] not in "\"'":
        return name
    if name[0] == "'" or "\\" not in name:
        return name[1:-1]
    return str(tomllib.loads(f"name = {name}")["name"])
