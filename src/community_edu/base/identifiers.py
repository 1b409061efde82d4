"""
Identifiers: short ASCII names that files, feeds and references are keyed by.
"""

import re
from typing import ClassVar

import attrs

from community_edu.base.errors import CommunityEduError, Path, format_path

PATTERN = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
LONGEST = 80


@attrs.define(slots=False)
class InvalidIdentifierError(CommunityEduError, ValueError):
    """
    An identifier that could not stand in a file name, a reference or a UID.
    """

    code: ClassVar[str] = "invalid-id"
    en: ClassVar[str] = (
        "{value} is not an identifier; write lowercase letters a-z and digits, joined by "
        "'-', '_' or '.', at most 80 of them"
    )
    zh: ClassVar[str] = (
        "“{value}”不是有效的标识，只能用小写字母 a-z 和数字，中间可用 - _ . 连接，最长 80 个字符"
    )

    value: str


def identifier(value: str) -> str:
    """
    Return *value* if it is an identifier.

    Raises:
        InvalidIdentifierError: It holds anything but ``a-z0-9`` joined by
            single ``-``, ``_`` or ``.``, or is longer than 80 characters.

    Example:
        >>> identifier("jingtai-street")
        'jingtai-street'
    """
    if len(value) > LONGEST or not PATTERN.fullmatch(value):
        raise InvalidIdentifierError(value)
    return value


@attrs.define(slots=False)
class DuplicateIdError(CommunityEduError, ValueError):
    """
    Two things of one kind with the same identifier.
    """

    code: ClassVar[str] = "duplicate-id"
    en: ClassVar[str] = "the id '{value}' is already used at {first}; give each its own"
    zh: ClassVar[str] = "标识“{value}”已在 {first} 使用，请另起一个"

    path: Path
    value: str
    first_path: Path

    def facts(self) -> dict[str, object]:
        """
        Return the fields, with the first use as a reader would look for it.
        """
        return super().facts() | {"first": format_path(self.first_path)}


@attrs.define(slots=False)
class UnknownReferenceError(CommunityEduError, LookupError):
    """
    A reference to something that the plan does not have.
    """

    code: ClassVar[str] = "unknown-reference"
    en: ClassVar[str] = "there is no {kind} '{value}'{hint_en}"
    zh: ClassVar[str] = "没有{kind_zh}“{value}”{hint_zh}"

    path: Path
    kind: str
    kind_zh: str
    value: str
    known: tuple[str, ...]

    def facts(self) -> dict[str, object]:
        """
        Return the fields, with the nearest known name as advice.
        """
        near = closest(self.value, self.known)
        if near:
            hints = {"hint_en": f"; did you mean '{near}'?", "hint_zh": f"，是否应为“{near}”？"}
        else:
            hints = {
                "hint_en": "; define it, or correct the name",
                "hint_zh": "，请先定义或改正名称",
            }
        return super().facts() | hints


def closest(value: str, known: tuple[str, ...]) -> str | None:
    """
    Return the one of *known* that a writer of *value* most likely meant.
    """
    import difflib  # rarely needed, and slow to load

    matches = difflib.get_close_matches(value, known, n=1, cutoff=0.6)
    return matches[0] if matches else None
