"""
Reading the files of others: TOML and JSON, with a place for all that is wrong.

A file may be anything: missing, a folder, a pipe, endless, binary, in another
encoding, typed with Chinese punctuation, or made to stop its reader. Whatever it
is, the answer is a `Document`, or one `ProblemsError` that says what to do.
"""

import json
import os
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import cached_property
from itertools import islice
from pathlib import Path as FilePath
from typing import IO, Final, Literal, TypeAlias, cast

import attrs

from community_edu.base import (
    CommunityEduError,
    Path,
    ProblemsError,
    Text,
)
from community_edu.exchange._positions import Position, deep_key, nearest, position_at, positions
from community_edu.exchange.document_errors import (
    BadNumberError,
    BadSyntaxError,
    EmptyFileError,
    FileTooLargeError,
    HalfCharacterError,
    MoreProblemsError,
    NotAnObjectError,
    NotUtf8Error,
    RepeatedKeyError,
    TooDeepError,
    advice,
)
from community_edu.exchange.files import read_bytes
from community_edu.exchange.places import Place, PlacedError, refusal, short, visible

Format: TypeAlias = Literal["toml", "json"]
"""
What a document is written in.
"""

FORMATS: Final[Mapping[str, Format]] = {".toml": "toml", ".json": "json"}
"""
The format that the suffix of a file stands for.
"""

LARGEST_FILE: Final = 1024 * 1024
"""
The most bytes that a document may have: 1 MiB, thirty times the richest real plan.
"""

DEEPEST: Final = 32
"""
The most steps that a path in a document may have.
"""

LARGEST_EXPONENT: Final = 308
"""
The power of ten that no number may reach, up or down: that of a C double.
"""

MOST_PROBLEMS: Final = 100
"""
The most problems of a file that are told of at once.
"""


@attrs.frozen
class Document:
    r"""
    A file that could be read: its text and what it says.

    Attributes:
        name: The name of the file, as the user gave it; places begin with it.
        text: The text, without a byte order mark.
        data: The values. A number with a point is a `Decimal`, so that a limit
            of 0.1 is that and not nearly that.
        format: What *text* is written in.

    Example:
        >>> document = parse_document('[[duties]]\nwhen = "九九"', "plan.toml", "toml")
        >>> document.data
        {'duties': [{'when': '九九'}]}
        >>> str(document.place(("duties", 0, "when")))
        'plan.toml:2:1'
    """

    name: str
    text: str
    data: Mapping[str, object]
    format: Format = "toml"

    def place(self, path: Path) -> Place:
        """
        Return where *path* stands, or what would hold it if it is missing.

        JSON has no positions: its places name the file alone.
        """
        position = nearest(self._positions, path)
        if position is None:
            return Place(self.name)
        return Place(self.name, position.line, position.column)

    @cached_property
    def _positions(self) -> Mapping[Path, Position]:
        return positions(self.text) if self.format == "toml" else {}


def first_problems(problems: Sequence[PlacedError], name: str) -> list[PlacedError]:
    """
    Return the problems of a file; of more than `MOST_PROBLEMS` the first, and that there are more.
    """
    told = list(problems[:MOST_PROBLEMS])
    if len(problems) > MOST_PROBLEMS:
        told.append(PlacedError(Place(name), (), MoreProblemsError(MOST_PROBLEMS)))
    return told


def read_document(path: str | os.PathLike[str]) -> Document:
    """
    Read the TOML or JSON file at *path*; its suffix, large or small, says which.

    Nothing but a regular file is opened, and no more than `LARGEST_FILE` bytes
    are taken, so that neither a pipe nor an endless file holds the reader.

    Raises:
        ProblemsError: There is no such file, it cannot be read, or it is
            refused for a reason that `parse_document` lists. Each problem is a
            `PlacedError`.
    """
    name = os.fspath(path)
    raw = read_bytes(path, FORMATS, LARGEST_FILE)
    return _parse(raw, name, FORMATS[FilePath(name).suffix.casefold()])


def read_stream(stream: IO[bytes], name: str, format: Format = "toml") -> Document:
    """
    Read a document from an open stream, such as standard input, called *name*.

    No more than `LARGEST_FILE` bytes are taken.

    Raises:
        ProblemsError: As `parse_document`.
    """
    return _parse(stream.read(LARGEST_FILE + 1), name, format)


def parse_document(text: str, name: str, format: Format) -> Document:
    """
    Read *text* as a file called *name* with this text would be read.

    Refused are a text of more than `LARGEST_FILE` bytes, one of spaces alone or
    with a zero byte; what is not TOML 1.0, or JSON with an object at the top;
    JSON keys given twice and characters cut in half; numbers that are infinite,
    none, or beyond `LARGEST_EXPONENT`; and values deeper than `DEEPEST`.

    Raises:
        ProblemsError: What stopped the parser, or else the refused values, at
            most `MOST_PROBLEMS` of them. Each problem is a `PlacedError`.

    Example:
        >>> parse_document("share = 0.10", "plan.toml", "toml").data
        {'share': Decimal('0.10')}
    """
    if len(text) > LARGEST_FILE:  # asked before it is copied
        raise refusal(Place(name), FileTooLargeError(LARGEST_FILE))
    return _parse(text.encode("utf-8", "surrogatepass"), name, format)


_TOO_LARGE = 10**LARGEST_EXPONENT
_HALF = re.compile("[\ud800-\udfff]")
_DIGITS = re.compile(r"[0-9][0-9_]*+")
_LONGEST_NUMBER = 400  # in characters: `LARGEST_EXPONENT` and as many more as could matter


@attrs.frozen
class _Refused:
    """
    What stands in the data for a value that is refused, until its path is known.
    """

    problem: CommunityEduError


def _parse(raw: bytes, name: str, text_format: Format) -> Document:
    """
    Turn the bytes of a file into a document with nothing refused in it.
    """
    if len(raw) > LARGEST_FILE:
        raise refusal(Place(name), FileTooLargeError(LARGEST_FILE))
    text = decode(raw, name)
    if not text.strip():
        raise refusal(Place(name), EmptyFileError())
    try:
        data = _load_toml(text, name) if text_format == "toml" else _load_json(text, name)
    except RecursionError:
        raise refusal(Place(name), TooDeepError(DEEPEST)) from None
    document = Document(name, text, data, text_format)
    problems = [
        PlacedError(document.place(path), path, problem)
        for path, problem in islice(_refused(data), MOST_PROBLEMS)
    ]
    if problems:
        raise ProblemsError(visible(name), problems)
    return document


def decode(raw: bytes, name: str) -> str:
    """
    Return the text of a file without byte order mark; refuse what is no text in UTF-8.
    """
    bad = raw.find(0)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        bad = error.start if bad < 0 else min(bad, error.start)
    else:
        if bad < 0:
            return text.removeprefix("\ufeff")
    place = Place(name, raw.count(b"\n", 0, bad) + 1)
    raise refusal(place, NotUtf8Error(_guess(raw)))


def _guess(raw: bytes) -> Text:
    """
    Say what bytes that are not UTF-8 may be.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Text("UTF-16 编码", en="UTF-16")
    if 0 in raw:
        return Text("含有零字节的二进制内容", en="binary, with a zero byte")
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return Text("另一种编码", en="another encoding")
    return Text("类似 GB18030（GBK）的编码", en="GB18030 (GBK), it seems")


def _load_toml(text: str, name: str) -> dict[str, object]:
    """
    Parse TOML; refused numbers stand in the data as `_Refused`.
    """
    deep = deep_key(text, DEEPEST)
    if deep:
        raise refusal(Place(name, deep.line, deep.column), TooDeepError(DEEPEST))
    try:
        return tomllib.loads(text, parse_float=_decimal)
    except tomllib.TOMLDecodeError as error:
        detail = re.sub(r" \(at [^()]*\)$", "", str(error))
        found = re.search(r"line (\d+), column (\d+)\)$", str(error))
        at = Position(int(found[1]), int(found[2])) if found else None
        raise _bad_syntax(text, name, "TOML", detail, at) from None
    except ValueError:  # from `int`: the number has thousands of digits
        longest = max(_DIGITS.finditer(text), key=lambda digits: len(digits.group()))
        at = position_at(text, longest.start())
        problem = BadNumberError(short(longest.group()), LARGEST_EXPONENT)
        raise refusal(Place(name, at.line, at.column), problem) from None


def _load_json(text: str, name: str) -> dict[str, object]:
    """
    Parse JSON; refused numbers and repeated keys stand in the data as `_Refused`.
    """
    try:
        data: object = json.loads(
            text,
            parse_float=_decimal,
            parse_int=_integer,
            parse_constant=_decimal,
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as error:
        at = Position(error.lineno, error.colno)
        raise _bad_syntax(text, name, "JSON", error.msg, at) from None
    if not isinstance(data, dict):
        raise refusal(Place(name), NotAnObjectError())
    return cast("dict[str, object]", data)


def _bad_syntax(
    text: str, name: str, text_format: str, detail: str, at: Position | None
) -> ProblemsError:
    """
    Return the error for what the parser said *at* a position, or at the end.
    """
    if at is None:
        end = text.rstrip()
        at = position_at(end, len(end))
    line = text.split("\n")[at.line - 1]
    character = line[at.column - 1 : at.column].strip("\r")
    quotes = re.findall("[“”„＂]", line)
    if quotes and (not character or detail.startswith("Unterminated")):
        character = quotes[-1]  # the text runs to the end: this was meant to close it
    problem = BadSyntaxError(text_format, advice(detail, character), short(detail))
    return refusal(Place(name, at.line, at.column), problem)


def _decimal(text: str) -> Decimal | _Refused:
    """
    Read a number with a point or an exponent, exactly.
    """
    if len(text) <= _LONGEST_NUMBER:
        try:
            number = Decimal(text)
        except InvalidOperation:  # an exponent of twenty digits
            number = Decimal("inf")
        if number.is_finite() and abs(number.adjusted()) < LARGEST_EXPONENT:
            return number
    return _Refused(BadNumberError(short(text), LARGEST_EXPONENT))


def _integer(text: str) -> int | _Refused:
    """
    Read a whole number that `int` can read in a moment.
    """
    if len(text) <= _LONGEST_NUMBER:
        return int(text)
    return _Refused(BadNumberError(short(text), LARGEST_EXPONENT))


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """
    Make one JSON object; a repeated key gets a refusal as its value.
    """
    data = dict(pairs)
    if len(data) < len(pairs):
        for key, number in Counter(key for key, _ in pairs).items():
            if number > 1:
                data[key] = _Refused(RepeatedKeyError(short(key)))
    return data


def _refused(data: dict[str, object]) -> Iterator[tuple[Path, CommunityEduError]]:
    """
    Yield every value of *data* that is refused, in the order of the file.
    """
    path: list[str | int] = []
    opened: list[Iterator[tuple[str | int, object]]] = [iter(data.items())]
    while opened:
        for step, value in opened[-1]:
            problem = _problem(step, value)
            inside = _inside(value)
            if problem is not None:
                yield (*path, step), problem
            elif inside is not None and len(opened) == DEEPEST:
                yield (*path, step), TooDeepError(DEEPEST)
            elif inside is not None:
                path.append(step)
                opened.append(inside)
                break
        else:
            opened.pop()
            del path[-1:]


def _inside(value: object) -> Iterator[tuple[str | int, object]] | None:
    """
    Return the steps into a table or an array, and `None` for any other value.
    """
    if isinstance(value, dict):
        return iter(cast("dict[str, object]", value).items())
    if isinstance(value, list):
        return iter(enumerate(cast("list[object]", value)))
    return None


def _problem(step: str | int, value: object) -> CommunityEduError | None:
    """
    Say what is wrong with one value, or with its key.
    """
    if isinstance(value, _Refused):
        return value.problem
    if isinstance(value, int) and abs(value) >= _TOO_LARGE:
        return BadNumberError(short(f"{value:#x}"), LARGEST_EXPONENT)
    for text in (step, value):
        if isinstance(text, str) and not text.isascii() and (half := _HALF.search(text)):
            return HalfCharacterError(half.group())
    return None
