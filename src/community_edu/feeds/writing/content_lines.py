r"""
Content lines (RFC 5545 §3.1): texts escaped, parameters quoted, long lines folded.

The bytes are those that the icalendar library writes, many times faster, but for what it
gets wrong: the two characters ``\N`` of a text stay what they are.
"""

import re
from collections.abc import Iterable
from typing import ClassVar, Final, TypeAlias

import attrs

from community_edu.base import CommunityEduError

Parameter: TypeAlias = tuple[str, str | tuple[str, ...]]
"""
The name of a parameter and its value, or its values.
"""

LONGEST: Final = 74
"""
How many octets of a line are written before it is folded. RFC 5545 §3.1 allows 75, with the
space in front of a line that goes on.
"""

QUOTED: Final = frozenset(
    (
        "ALTREP",
        "DELEGATED-FROM",
        "DELEGATED-TO",
        "DIR",
        "LINKREL",
        "MEMBER",
        "SENT-BY",
        "X-ADDRESS",
        "X-TITLE",
    )
)
"""
The parameters whose values are quoted whatever they hold.
"""

_SPECIAL: Final = re.compile(r"[\\;,\r\n]")
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_TO_QUOTE: Final = re.compile("[,;:\u2019]")
_HALVES: Final = frozenset(b"\\^")
_WITHIN: Final = range(0x80, 0xC0)
"""
The octets of UTF-8 that go on with a character.
"""


@attrs.define(slots=False)
class LineEndInValueError(CommunityEduError, ValueError):
    """
    A line end where only one line can be written: it would begin another property.
    """

    code: ClassVar[str] = "line-end-in-value"
    en: ClassVar[str] = (
        "the property {line!r} has a line end in its value; only texts can have one, escaped"
    )
    zh: ClassVar[str] = "属性 {line!r} 的值含有换行；只有文本的值可以换行，并须转义"

    line: str


def escaped(text: str) -> str:
    r"""
    Write a TEXT value: ``\``, ``;``, ``,`` and line ends are escaped (RFC 5545 §3.3.11).

    Control characters are left as they are: `clean` takes them out.

    Example:
        >>> print(escaped("讲座, 免费; C:\\New\n二楼"))
        讲座\, 免费\; C:\\New\n二楼
    """
    if not _SPECIAL.search(text):
        return text
    marked = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return marked.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def content_line(name: str, value: str, parameters: Iterable[Parameter] = ()) -> str:
    """
    Write a property in one line, which is still to be folded.

    Args:
        name: The name of the property.
        value: Its value as it is to stand there: a text must be `escaped`.
        parameters: In the order to be written. What must not stand in a value of theirs
            is written with a caret (RFC 6868); values that need it are quoted.

    Example:
        >>> print(content_line("X", "geo:31.2,121.5", [("X-TITLE", '"二楼"'), ("N", "1")]))
        X;X-TITLE="^'二楼^'";N=1:geo:31.2,121.5
    """
    return f"{name}{''.join(map(_parameter, parameters))}:{value}"


def folded(lines: Iterable[str]) -> bytes:
    """
    Write *lines* in UTF-8, each of no more than 75 octets, with CRLF at the ends.

    A line is never cut within a character, nor after a backslash or a caret, since
    readers stumble over either.

    Raises:
        LineEndInValueError: There is a line end within a line.

    Example:
        >>> folded(["SUMMARY:" + "长" * 24]).decode().splitlines()
        ['SUMMARY:长长长长长长长长长长长长长长长长长长长长长长', ' 长长']
    """
    pieces: list[bytes] = []
    for line in lines:
        if "\n" in line or "\r" in line:
            raise LineEndInValueError(line)
        data = line.encode()
        pieces.append(data if len(data) <= LONGEST else _cut(data))
    pieces.append(b"")
    return b"\r\n".join(pieces)


def _cut(data: bytes) -> bytes:
    pieces: list[bytes] = []
    start = 0
    while len(data) - start > LONGEST:
        end = start + LONGEST
        while data[end] in _WITHIN:
            end -= 1
        end -= data[end - 1] in _HALVES
        pieces.append(data[start:end])
        start = end
    pieces.append(data[start:])
    return b"\r\n ".join(pieces)


def _parameter(parameter: Parameter) -> str:
    name, value = parameter
    values = (value,) if isinstance(value, str) else value
    return f";{name}={','.join(_parameter_value(name, one) for one in values)}"


def _parameter_value(name: str, value: str) -> str:
    marked = _LINE_END.sub("^n", value.replace("^", "^^")).replace('"', "^'")
    quoted = name in QUOTED or (name == "CN" and (" " in value or "'" in value))
    return f'"{marked}"' if quoted or _TO_QUOTE.search(marked) else marked
