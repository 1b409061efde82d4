"""
What is wrong with a formula, or with the evidence that it is given.
"""

from typing import ClassVar

import attrs

from community_edu.base import CommunityEduError, Path, Text, UnknownReferenceError

LONGEST = 500
DEEPEST = 20
SHOWN = 60

_END = Text("末尾", en="its end")


def excerpt(value: str) -> str:
    """
    Return the beginning of a text that is too long to show, else the text.
    """
    return value if len(value) <= LONGEST else f"{value[:SHOWN]}…"


@attrs.define(slots=False)
class MeasureSyntaxError(CommunityEduError, ValueError):
    """
    A formula that the measure language does not have.

    Attributes:
        text: The formula, or its beginning.
        part: What stands in question; empty at the end of the formula.
        column: Where it begins, the first character being 1.
        hint: What to do about it, if that is known.
    """

    code: ClassVar[str] = "bad-measure"
    en: ClassVar[str] = (
        "the measure '{text}' cannot be read at {part} (column {column}){hint}; use numbers, "
        "indicator names, prev.name, name(t), name(prev), + - * /, parentheses, min, max and "
        "count, at most 500 characters and 20 levels of them"
    )
    zh: ClassVar[str] = (
        "算式“{text}”在第 {column} 个字符{part}处无法读取{hint}，只能用数、指标名、prev.指标名、"
        "指标名(t)、指标名(prev)、+ - * /、括号、min、max 和 count，最多 500 个字符、20 层"
    )

    text: str
    part: str
    column: int = 1
    hint: Text | None = None

    def facts(self) -> dict[str, object]:
        """
        Return the fields, the part in quotation marks and the hint after a colon.
        """
        part = Text(f"“{self.part}”", en=f"'{self.part}'") if self.part else _END
        hint = Text(f"：{self.hint.zh}", en=f": {self.hint.to('en')}") if self.hint else ""
        return super().facts() | {"part": part, "hint": hint}


@attrs.define(slots=False)
class MissingEvidenceError(CommunityEduError, LookupError):
    """
    A measure whose indicators are not all given.
    """

    code: ClassVar[str] = "missing-evidence"
    en: ClassVar[str] = "no value is given for {names}"
    zh: ClassVar[str] = "没有提供：{names}"

    names: tuple[str, ...]


@attrs.define(slots=False)
class ZeroDenominatorError(CommunityEduError, ZeroDivisionError):
    """
    A share of nothing.
    """

    code: ClassVar[str] = "zero-denominator"
    en: ClassVar[str] = "'{part}' is 0, so no share of it exists"
    zh: ClassVar[str] = "“{part}”为 0，无法计算比例"

    part: str


@attrs.define(slots=False)
class UnknownIndicatorError(UnknownReferenceError):
    """
    A name in a formula that no indicator has.

    Attributes:
        column: Where in the formula it first stands, from 1; 0 if that is not known.
    """

    en: ClassVar[str] = "there is no {kind} '{value}'{place_en}{hint_en}"
    zh: ClassVar[str] = "没有{kind_zh}“{value}”{place_zh}{hint_zh}"

    column: int = 0

    def facts(self) -> dict[str, object]:
        """
        Return the fields, with the place and the nearest known name as advice.
        """
        places = {"place_en": "", "place_zh": ""}
        if self.column:
            places = {
                "place_en": f" (column {self.column} of the formula)",
                "place_zh": f"（算式第 {self.column} 个字符）",
            }
        return super().facts() | places


@attrs.define(slots=False)
class NoPeriodBeforeError(CommunityEduError, ValueError):
    """
    A formula that would need the evidence of two periods ago.
    """

    code: ClassVar[str] = "no-period-before"
    en: ClassVar[str] = (
        "'{text}' already looks at the period before, so there is no {text} of the period before; "
        "write the formula out over names and prev.names"
    )
    zh: ClassVar[str] = (
        "“{text}”本身已含上期数，没有它的上期值，请直接用指标名和 prev.指标名 写出算式"
    )

    text: str
    path: Path = ()


@attrs.define(slots=False)
class DefinitionCycleError(CommunityEduError, ValueError):
    """
    Derived indicators that are defined by one another.
    """

    code: ClassVar[str] = "definition-cycle"
    en: ClassVar[str] = "{names} are defined by one another; give one of them a value of its own"
    zh: ClassVar[str] = "{names} 的定义互相循环，请至少给其中一个直接的数值"

    names: tuple[str, ...]
    path: Path = ()


@attrs.define(slots=False)
class LongDefinitionError(CommunityEduError, ValueError):
    """
    A formula that becomes too long once its derived indicators are written out.
    """

    code: ClassVar[str] = "long-definition"
    en: ClassVar[str] = (
        "'{text}' has more than {most} numbers, names and operations, or more than {deepest} "
        "levels of them, once its derived indicators are written out; count some of them directly"
    )
    zh: ClassVar[str] = (
        "“{text}”展开派生指标后超过 {most} 个数、名称和运算，或超过 {deepest} 层，"
        "请改用直接统计的指标"
    )

    text: str
    most: int
    deepest: int
    path: Path = ()
