"""
What is refused about a frame before anything is judged.
"""

from typing import ClassVar

import attrs

from community_edu.base import CommunityEduError, Path, Text


@attrs.define(slots=False)
class FrameKindError(CommunityEduError, TypeError):
    """
    Something that is no frame, or a frame that cannot do what is asked.
    """

    code: ClassVar[str] = "bad-frame"
    en: ClassVar[str] = "{kind}: {reason}"
    zh: ClassVar[str] = "{kind}：{reason}"

    kind: str
    reason: Text


@attrs.define(slots=False)
class ColumnKindError(CommunityEduError, TypeError):
    """
    A column that holds what its indicator or category cannot be.
    """

    code: ClassVar[str] = "bad-column"
    en: ClassVar[str] = "the column '{column}' holds {kind}; make it {rule}"
    zh: ClassVar[str] = "列“{column}”的类型是 {kind}，应为{rule}"

    column: str
    kind: str
    rule: Text
    path: Path = ()


@attrs.define(slots=False)
class TakenColumnError(CommunityEduError, ValueError):
    """
    A column of the frame with the name of a result.
    """

    code: ClassVar[str] = "taken-column"
    en: ClassVar[str] = (
        "the frame already has a column '{column}', which is the name of a result; "
        "rename or drop it"
    )
    zh: ClassVar[str] = "表中已有“{column}”列，与结果列重名，请改名或删去"

    column: str
    path: Path = ()


@attrs.define(slots=False)
class SameColumnError(CommunityEduError, ValueError):
    """
    Two criteria whose results would have the same name.
    """

    code: ClassVar[str] = "same-column"
    en: ClassVar[str] = (
        "the criteria '{first}' and '{second}' would both be told in '{column}'; rename one"
    )
    zh: ClassVar[str] = "“{first}”与“{second}”的结果列同为“{column}”，请改一个标识"

    first: str
    second: str
    column: str
    path: Path = ()


@attrs.define(slots=False)
class DuplicateKeyError(CommunityEduError, ValueError):
    """
    A body that stands twice in the frame of the period before.
    """

    code: ClassVar[str] = "duplicate-key"
    en: ClassVar[str] = (
        "in the frame of the period before, {values} stands more than once in '{key}'"
    )
    zh: ClassVar[str] = "上期表的“{key}”列中 {values} 出现不止一次"

    key: str
    values: tuple[str, ...]
    path: Path = ()


@attrs.define(slots=False)
class NotSummableError(CommunityEduError, ValueError):
    """
    Something that says nothing when it is added up over bodies.
    """

    code: ClassVar[str] = "not-summable"
    en: ClassVar[str] = "'{about}' cannot be rolled up: {reason}"
    zh: ClassVar[str] = "“{about}”不能汇总：{reason}"

    about: str
    reason: Text
    path: Path = ()
