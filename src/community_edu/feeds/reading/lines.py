"""
The content lines of a calendar file (RFC 5545 §3.1), whatever its bytes are.
"""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Final, NamedTuple

from community_edu.base import Text
from community_edu.feeds.reading.limits import ReadingLimits
from community_edu.feeds.reading.problems import (
    CALENDAR_ENCODING,
    CALENDAR_LINE_UNREAD,
    CALENDAR_TOO_LARGE,
    Problems,
)

FOLDS: Final = b" \t"
UTF8_MARK: Final = b"\xef\xbb\xbf"
WIDE_MARKS: Final = {
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"B\x00": "utf-16-le",
    b"\x00B": "utf-16-be",
}
"""
How a file in UTF-16 begins: with its mark, or with the B of BEGIN.
"""

LAST_RESORT: Final = "gb18030"

TOO_LONG: Final = Text("太长", en="it is too long")
NO_NAME: Final = Text("不是“名称:值”", en="it is not NAME:VALUE")
BAD_BYTES: Final = Text(
    "有不是 UTF-8 的字节，已替换为 \ufffd",
    en="some of its bytes are not UTF-8; they were replaced by \ufffd",
)

_NAME: Final = re.compile(r"[A-Za-z0-9-]+")
_PARAMETER: Final = re.compile(r';\s*([A-Za-z0-9-]+)\s*=\s*((?:"[^"]*"|[^";:])*)')
_NONE: Final[Mapping[str, str]] = {}


class Line(NamedTuple):
    """
    One content line.

    Attributes:
        number: That of its first line in the file, from 1.
        name: In capitals.
        parameters: By names in capitals, without quotes.
        value: As it stands, not unescaped.
    """

    number: int
    name: str
    parameters: Mapping[str, str]
    value: str


def content_lines(data: bytes, limits: ReadingLimits, problems: Problems) -> Iterator[Line]:
    r"""
    Yield the lines of a file that have a name and a value; note the others.

    Lines may end in CRLF, in LF, or all of them in CR. They are unfolded before they are
    decoded: a fold may stand inside a character. Bytes are UTF-8 with or without its mark,
    UTF-16, or, if most lines with other than ASCII are no UTF-8, GB18030.

    Example:
        >>> problems = Problems(most=9)
        >>> data = b"\xef\xbb\xbfSUMMARY;LANGUAGE=zh:\xe9\r\n \x87\x8d\n?\n"
        >>> for line in content_lines(data, ReadingLimits(), problems):
        ...     print(line.number, line.name, line.parameters["LANGUAGE"], line.value)
        1 SUMMARY zh 重
        >>> print(problems.found[0].message("en"))
        line 3 of the calendar was not read: it is not NAME:VALUE
    """
    plain = _as_bytes_of_utf8(data, problems)
    encoding = _encoding(plain, limits)
    if encoding != "utf-8":
        problems.note(CALENDAR_ENCODING, encoding=encoding.upper())
    for number, raw in _unfolded(plain, limits, problems):
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            try:
                text = raw.decode(encoding)
            except UnicodeDecodeError:
                text = raw.decode(errors="replace")
                problems.note(CALENDAR_LINE_UNREAD, line=number, reason=BAD_BYTES)
        line = content_line(number, text)
        if line is None:
            problems.note(CALENDAR_LINE_UNREAD, line=number, reason=NO_NAME)
        else:
            yield line


def content_line(number: int, text: str) -> Line | None:
    """
    Take a line apart; `None` if it has no name or no value.

    Names of zones such as ``(UTC+08:00) Beijing`` should be in quotes, and are read without.

    Example:
        >>> line = content_line(1, "DTSTART;TZID=(UTC+08:00) Beijing:20261008T090000")
        >>> line.parameters["TZID"], line.value
        ('(UTC+08:00) Beijing', '20261008T090000')
    """
    head, colon, value = text.partition(":")
    name, semicolon, _ = head.partition(";")
    name = name.strip()
    if not colon or not _NAME.fullmatch(name):
        return None
    if not semicolon:
        return Line(number, name.upper(), _NONE, value)
    parameters: dict[str, str] = {}
    place = text.index(";")
    while found := _PARAMETER.match(text, place):
        parameters.setdefault(found[1].upper(), found[2].strip().replace('"', ""))
        place = found.end()
    if text[place : place + 1] == ":":
        value = text[place + 1 :]
    zone = parameters.get("TZID", "")
    if "(" in zone and ")" not in zone:
        rest, colon, value = value.rpartition(":")
        parameters["TZID"] = f"{zone}:{rest}"
    return Line(number, name.upper(), parameters, value)


def _as_bytes_of_utf8(data: bytes, problems: Problems) -> bytes:
    wide = WIDE_MARKS.get(data[:2])
    if wide:
        problems.note(CALENDAR_ENCODING, encoding="UTF-16")
        return data.decode(wide, "replace").encode()
    return data.removeprefix(UTF8_MARK)


def _encoding(data: bytes, limits: ReadingLimits) -> str:
    """
    Return the encoding in which most lines with other than ASCII are.
    """
    try:
        data.decode()
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8"
    balance = 0
    for _, raw in _unfolded(data, limits, None):
        if not raw.isascii():
            try:
                raw.decode()
            except UnicodeDecodeError:
                balance += _reads_as_chinese(raw)
            else:
                balance -= 1
    return LAST_RESORT if balance > 0 else "utf-8"


def _reads_as_chinese(raw: bytes) -> int:
    """
    Return 1 for a line that is text in GB18030, -1 for one that is not.
    """
    try:
        raw.decode(LAST_RESORT)
    except UnicodeDecodeError:
        return -1
    return 1


def _unfolded(
    data: bytes, limits: ReadingLimits, problems: Problems | None
) -> Iterator[tuple[int, bytes]]:
    """
    Yield each line with its number, its folds undone; empty lines are passed over.
    """
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    first, size = 0, 0
    pieces: list[bytes] = []
    for number, ended in enumerate(BytesIO(data), 1):
        raw = ended.rstrip(b"\r\n")
        if number > limits.lines:
            if problems:
                what = Text(f"超过 {limits.lines} 行", en=f"more than {limits.lines} lines")
                problems.note(CALENDAR_TOO_LARGE, what=what, most=limits.lines)
            break
        if not raw:
            continue
        if raw[0] in FOLDS and first:
            size += len(raw) - 1
            if size <= limits.line:
                pieces.append(raw[1:])
            continue
        yield from _whole(first, pieces, size, limits, problems)
        first, size = number, len(raw)
        pieces = [raw] if size <= limits.line else []
    yield from _whole(first, pieces, size, limits, problems)


def _whole(
    first: int, pieces: list[bytes], size: int, limits: ReadingLimits, problems: Problems | None
) -> Iterator[tuple[int, bytes]]:
    if size > limits.line:
        if problems:
            problems.note(CALENDAR_LINE_UNREAD, line=first, reason=TOO_LONG)
    elif pieces:
        yield first, b"".join(pieces)
