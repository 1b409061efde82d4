"""
The text form of day rules, in which plan files and the command line write them.

``double_ninth``, ``nth_weekday(5, SUN, 2)``, ``before(spring_festival, days=15)``:
a name, or a function with numbers, words, lists and other rules as arguments.
`str` of a rule writes the form that `parse_rule` reads.
"""

import ast
import warnings
from datetime import date
from typing import ClassVar, get_args, get_origin

import attrs

from community_edu.base import CommunityEduError, closest
from community_edu.calendars import (
    combinators,
    date_rules,
    interval_rules,
    notice_rules,
    rules,
    sky_rules,
    turn_rules,
    week_rules,
    window_rules,
    workday_rules,
)
from community_edu.calendars.rules import Named, Rule

LONGEST = 2000
DEEPEST = 10


FUNCTIONS: dict[str, type[Rule]] = {
    rule.function: rule
    for rule in (
        date_rules.Never,
        date_rules.Daily,
        date_rules.FixedDate,
        date_rules.DateRange,
        date_rules.MonthSpan,
        date_rules.MonthPart,
        date_rules.WholeYear,
        date_rules.HalfYear,
        date_rules.QuarterOfYear,
        date_rules.Season,
        date_rules.Monthly,
        date_rules.EveryMonths,
        week_rules.NthWeekday,
        week_rules.IsoWeek,
        week_rules.SundayWeek,
        week_rules.LastWeek,
        week_rules.WeekContaining,
        week_rules.Weekly,
        week_rules.MonthlyWeekday,
        week_rules.EveryWeeks,
        week_rules.WorkDays,
        workday_rules.NthWorkday,
        workday_rules.WorkdayBeside,
        interval_rules.EveryDays,
        interval_rules.EveryYears,
        sky_rules.Lunar,
        sky_rules.LunarRange,
        sky_rules.LunarMonthly,
        sky_rules.SolarTermDay,
        sky_rules.DogDays,
        sky_rules.Easter,
        window_rules.Before,
        window_rules.After,
        window_rules.StartOf,
        window_rules.EndOf,
        window_rules.WeekOf,
        window_rules.Offset,
        window_rules.FromTo,
        combinators.Union,
        combinators.InWindow,
        combinators.Except,
        combinators.Shifted,
        combinators.Years,
        combinators.Between,
        notice_rules.Announced,
        notice_rules.Edition,
        turn_rules.OddWeeks,
        turn_rules.EvenWeeks,
        turn_rules.TermWeeks,
        turn_rules.Rotation,
        rules.EntryDays,
        rules.Unresolved,
    )
}
"""
The rules by the name of their function in the text form.
"""


@attrs.define(slots=False)
class RuleSyntaxError(CommunityEduError, ValueError):
    """
    A rule that cannot be read.
    """

    code: ClassVar[str] = "bad-rule"
    en: ClassVar[str] = "the rule '{text}' cannot be read at '{part}': {why}"
    zh: ClassVar[str] = "规则“{text}”在“{part}”处无法读取：{why_zh}"

    text: str
    part: str
    why: str
    why_zh: str


def parse_rule(text: str) -> Rule:
    """
    Read the text form of a rule.

    A bare name is kept as a name: what it stands for is settled when the rule
    is dated (see `Almanac`).

    Raises:
        RuleSyntaxError: The text is no rule; says what was expected.
        ImpossibleDateError: It speaks of a day that no calendar has.
        UnknownSolarTermError: It speaks of a solar term that there is not.
        ContradictoryWindowError: It has days in a window that never holds one.
        EmptyRangeError: It has a range that ends before it begins.
        NoMembersError: It has a rotation with nobody to take turns.
        YearOutOfRangeError: It counts from a year beyond the tables.
        UnreadableSpanError: It announces a day that is none.
        EmptySpanError: It announces days that end before they begin.

    Example:
        >>> str(parse_rule("before( lunar(9,9), days=7 )"))
        'before(lunar(9, 9), days=7)'
    """
    if len(text) > LONGEST:
        raise RuleSyntaxError(
            f"{text[:40]}…", "", f"longer than {LONGEST} characters", f"超过 {LONGEST} 个字符"
        )
    try:
        with warnings.catch_warnings():  # of a backslash that escapes nothing
            warnings.simplefilter("ignore")
            tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise RuleSyntaxError(
            text,
            text.strip(),
            "expected a name or a function such as fixed(3, 24)",
            "应为名称，或 fixed(3, 24) 这样的函数",
        ) from None
    return _Reader(text).rule(tree, DEEPEST)


@attrs.frozen
class _Reader:
    text: str

    def error(self, node: ast.AST, why: str, why_zh: str) -> RuleSyntaxError:
        part = ast.get_source_segment(self.text.strip(), node) or self.text
        return RuleSyntaxError(self.text, part, why, why_zh)

    def rule(self, node: ast.expr, depth: int) -> Rule:
        match node:
            case ast.Name(id=name):
                return Named(name)
            case ast.Call(func=ast.Name(id=name)):
                if depth == 0:
                    raise self.error(
                        node,
                        f"rules are nested deeper than {DEEPEST}",
                        f"规则嵌套超过 {DEEPEST} 层",
                    )
                if name in FUNCTIONS:
                    return self.call(node, FUNCTIONS[name], depth)
                near = closest(name, tuple(FUNCTIONS)) or ", ".join(FUNCTIONS)
                raise self.error(node.func, f"expected {near}", f"应为 {near}")
            case _:
                raise self.error(
                    node,
                    "expected a name or a function such as fixed(3, 24)",
                    "应为名称，或 fixed(3, 24) 这样的函数",
                )

    def call(self, node: ast.Call, kind: type[Rule], depth: int) -> Rule:
        fields = attrs.fields(kind)
        positional = [field for field in fields if not field.kw_only]
        given = list(zip(positional, node.args, strict=False))
        by_name = {field.name: field for field in fields}
        given += [(by_name[kw.arg], kw.value) for kw in node.keywords if kw.arg in by_name]
        needed = {field.name for field in fields if field.default is attrs.NOTHING}
        names = {field.name for field, _ in given}
        count = len(node.args) + len(node.keywords)
        if len(given) != count or len(names) != count or needed - names:
            usage = f"{kind.function}({', '.join(map(_usage, fields))})"
            raise self.error(node, f"expected {usage}", f"应为 {usage}")
        arguments = {field.name: self.argument(value, field.type, depth) for field, value in given}
        return kind(**arguments)

    def argument(self, node: ast.expr, wanted: object, depth: int) -> object:
        kinds = (wanted, *get_args(wanted))
        if get_origin(wanted) is tuple:
            if isinstance(node, ast.List):
                return tuple(self.argument(item, kinds[1], depth) for item in node.elts)
            raise self.error(node, "expected a list in [ ]", "应为用 [ ] 括起的列表")
        if Rule in kinds:
            return self.rule(node, depth - 1)
        if int in kinds:
            return self.number(node)
        if date in kinds:
            return self.date(node)
        match node:
            case ast.Name(id=str() as word) | ast.Constant(value=str() as word):
                return word
            case _:
                raise self.error(node, "expected a word", "应为单词")

    def date(self, node: ast.expr) -> date:
        match node:
            case ast.Constant(value=str() as text):
                try:
                    return date.fromisoformat(text)
                except ValueError:
                    pass
            case _:
                pass
        raise self.error(node, "expected a date such as '2026-09-01'", "应为日期，如 '2026-09-01'")

    def number(self, node: ast.expr) -> int:
        match node:
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=value)):
                sign = -1
            case ast.Constant(value=value):
                sign = 1
            case _:
                value, sign = None, 1
        if type(value) is not int:  # True is an int, and no number
            raise self.error(node, "expected a whole number", "应为整数")
        return sign * value


def _usage(field: "attrs.Attribute[object]") -> str:
    if field.default is attrs.NOTHING and not field.kw_only:
        return field.name
    return f"{field.name}=…"
