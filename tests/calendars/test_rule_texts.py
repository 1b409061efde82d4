import pickle
from datetime import date

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from rule_samples import depth, rules

from community_edu.base import CommunityEduError
from community_edu.calendars import (
    After,
    Announced,
    Before,
    Between,
    ContradictoryWindowError,
    Daily,
    DateRange,
    DogDays,
    Easter,
    Edition,
    EmptyRangeError,
    EndOf,
    EntryDays,
    EvenWeeks,
    EveryDays,
    EveryMonths,
    EveryWeeks,
    EveryYears,
    Except,
    FixedDate,
    FromTo,
    HalfYear,
    ImpossibleDateError,
    InWindow,
    IsoWeek,
    LastWeek,
    Lunar,
    LunarMonthly,
    LunarRange,
    Monthly,
    MonthlyWeekday,
    MonthPart,
    MonthSpan,
    Named,
    Never,
    NoMembersError,
    NthWeekday,
    NthWorkday,
    OddWeeks,
    Offset,
    QuarterOfYear,
    Rotation,
    Rule,
    RuleSyntaxError,
    Season,
    Shifted,
    SolarTerm,
    SolarTermDay,
    StartOf,
    SundayWeek,
    TermWeeks,
    Union,
    UnknownSolarTermError,
    UnreadableSpanError,
    Unresolved,
    WeekContaining,
    Weekly,
    WeekOf,
    WholeYear,
    WorkdayBeside,
    WorkDays,
    YearOutOfRangeError,
    Years,
    parse_rule,
)
from community_edu.calendars.rule_texts import DEEPEST, FUNCTIONS, LONGEST

FORMS: dict[str, Rule] = {
    "double_ninth": Named("double_ninth"),
    "重阳节": Named("重阳节"),
    "fixed(3, 24)": FixedDate(3, 24),
    "fixed(10, 1, days=3)": FixedDate(10, 1, days=3),
    "span(8, 1, 8, 7)": DateRange(8, 1, 8, 7),
    "month(4)": MonthSpan(4),
    "part(5, early)": MonthPart(5, "early"),
    "nth_weekday(5, SUN, 2)": NthWeekday(5, "SUN", 2),
    "nth_weekday(3, MON, -1)": NthWeekday(3, "MON", -1),
    "iso_week(9, 3)": IsoWeek(9, 3),
    "week_containing(5, 15)": WeekContaining(5, 15),
    "weekly([SAT, SUN])": Weekly(["SAT", "SUN"]),
    "weekly([])": Weekly([]),
    "monthly(5)": Monthly(5),
    "monthly(-1, months=[6, 12])": Monthly(-1, months=[6, 12]),
    "every_months(6)": EveryMonths(6),
    "lunar(9, 9)": Lunar(9, 9),
    "lunar(12, -1)": Lunar(12, -1),
    "solar_term(qingming)": SolarTermDay(SolarTerm.QINGMING),
    "never()": Never(),
    "daily()": Daily(),
    "year()": WholeYear(),
    "half_year(1)": HalfYear(1),
    "quarter(3)": QuarterOfYear(3),
    "season(spring)": Season("spring"),
    "season(winter, by=solar_terms)": Season("winter", by="solar_terms"),
    "sunday_week(9, 3)": SundayWeek(9, 3),
    "last_week(10)": LastWeek(10),
    "monthly_weekday(SAT, [1, 3])": MonthlyWeekday("SAT", [1, 3]),
    "monthly_weekday(FRI, [-1], months=[3, 6])": MonthlyWeekday("FRI", [-1], months=[3, 6]),
    "every_weeks(2, [TUE])": EveryWeeks(2, ["TUE"]),
    "every_weeks(2, [TUE], start='2026-09-01')": EveryWeeks(2, ["TUE"], start=date(2026, 9, 1)),
    "workdays()": WorkDays(),
    "lunar(4, 8, leap=only)": Lunar(4, 8, leap="only"),
    "lunar_monthly([1, 15])": LunarMonthly([1, 15]),
    "dog_days()": DogDays(),
    "easter()": Easter(),
    "start_of(year(), days=31)": StartOf(WholeYear(), days=31),
    "start_of(first_term)": StartOf(Named("first_term")),
    "end_of(year(), days=31)": EndOf(WholeYear(), days=31),
    "entry('opening')": EntryDays("opening"),
    "week_of(solar_term(qingming))": WeekOf(SolarTermDay("qingming")),
    "week_of(entry('opening'), 1)": WeekOf(EntryDays("opening"), 1),
    "in_window(weekly([SAT]), summer_vacation)": InWindow(
        Weekly(["SAT"]), Named("summer_vacation")
    ),
    "excluding(weekly([SAT]), public_holidays)": Except(Weekly(["SAT"]), Named("public_holidays")),
    "shifted(monthly(5), next_workday)": Shifted(Monthly(5), "next_workday"),
    "between(weekly([TUE]), first='2026-03-01', last='2026-06-30')": Between(
        Weekly(["TUE"]), first=date(2026, 3, 1), last=date(2026, 6, 30)
    ),
    "edition(lifelong_learning_week, 6, first=2005)": Edition(
        Named("lifelong_learning_week"), 6, first=2005
    ),
    "odd_weeks(weekly([TUE]), first_term)": OddWeeks(Weekly(["TUE"]), Named("first_term")),
    "even_weeks(weekly([TUE]), first_term)": EvenWeeks(Weekly(["TUE"]), Named("first_term")),
    "term_weeks(weekly([TUE]), first_term, [1, 2, 3])": TermWeeks(
        Weekly(["TUE"]), Named("first_term"), [1, 2, 3]
    ),
    "rotation(monthly(-1), [grade_10, 高二, 'class 3'], since=2026)": Rotation(
        Monthly(-1), ["grade_10", "高二", "class 3"], since=2026
    ),
    "unresolved('适时', '没有日期')": Unresolved("适时", "没有日期"),
    "unresolved('适时', '没有日期', en='no date')": Unresolved("适时", "没有日期", en="no date"),
    "nth_workday(3, month)": NthWorkday(3, "month"),
    "nth_workday(-1, half_year)": NthWorkday(-1, "half_year"),
    "workday_after(national_day, 3)": WorkdayBeside(Named("national_day"), 3),
    "every_days(10)": EveryDays(10),
    "every_days(10, start='2026-03-01')": EveryDays(10, start=date(2026, 3, 1)),
    "every_years(fixed(9, 10), 3)": EveryYears(FixedDate(9, 10), 3),
    "every_years(fixed(9, 10), 3, first=2025)": EveryYears(FixedDate(9, 10), 3, first=2025),
    "lunar_span(12, 23, 1, 15)": LunarRange(12, 23, 1, 15),
    "from_to(iso_week(9, 2), fixed(12, 31))": FromTo(IsoWeek(9, 2), FixedDate(12, 31)),
    "before(spring_festival, days=15)": Before(Named("spring_festival"), days=15),
    "before(spring_festival)": Before(Named("spring_festival")),
    "after(national_day, days=7)": After(Named("national_day"), days=7),
    "offset(mid_autumn, days=-1)": Offset(Named("mid_autumn"), days=-1),
    "any_of([summer_vacation, weekly([SAT, SUN])])": Union(
        [Named("summer_vacation"), Weekly(["SAT", "SUN"])]
    ),
    "years(fixed(9, 10), first=1985)": Years(FixedDate(9, 10), first=1985),
    "years(fixed(11, 1), first=1995, last=2008)": Years(FixedDate(11, 1), first=1995, last=2008),
    "announced()": Announced(),
    "announced(['2018-10-25', '2022-11-20/2022-11-26'], otherwise=iso_week(10, 4))": Announced(
        ["2018-10-25", "2022-11-20/2022-11-26"], otherwise=IsoWeek(10, 4)
    ),
}
"""
The text form of each kind of rule, as plan files write it.
"""

A_RULE = r"expected a name or a function such as fixed\(3, 24\)"
A_NUMBER = r"expected a whole number"
A_WORD = r"expected a word"
A_LIST = r"expected a list in \[ \]"
A_DATE = r"expected a date such as '2026-09-01'"


def nested(levels: int) -> str:
    """
    Write a rule of so many functions, one in the other.
    """
    return "offset(" * (levels - 1) + "fixed(3, 24)" + ", days=1)" * (levels - 1)


def refusal(text: str) -> CommunityEduError | None:
    """
    Return why *text* is no rule, or `None` if it is one.
    """
    try:
        parse_rule(text)
    except CommunityEduError as error:
        return error
    return None


def check(text: str) -> None:
    """
    Check that *text* reads back, or is refused in a sentence of both languages.
    """
    error = refusal(text)
    if error is None:
        rule = parse_rule(text)
        assert parse_rule(str(rule)) == rule
    else:
        assert error.sentence("zh-CN") != error.sentence("en")


class TestForms:
    @pytest.mark.parametrize(("text", "rule"), FORMS.items())
    def test_reads_and_writes(self, text: str, rule: Rule) -> None:
        """
        Each kind of rule has one text form, which reads back.
        """
        assert parse_rule(text) == rule
        assert str(rule) == text

    def test_every_function_is_shown(self) -> None:
        """
        The forms above leave out no function.
        """
        assert set(FUNCTIONS) == {rule.function for rule in FORMS.values()} - {""}
        assert all(kind.function == name for name, kind in FUNCTIONS.items())

    @given(rules)
    @example(Unresolved("'\"\\\n\t{x} ''", "\u2028\ud800\x00"))
    @example(Monthly(5, months=[1]))
    @example(Announced([], otherwise=Named("x")))
    def test_there_and_back(self, rule: Rule) -> None:
        """
        Whatever a rule is made of, its text form reads back as the same rule.
        """
        text = str(rule)
        assume(len(text) <= LONGEST)
        assume(depth(rule) <= DEEPEST)
        assert parse_rule(text) == rule
        assert str(parse_rule(text)) == text

    @pytest.mark.parametrize(
        ("loose", "text"),
        [
            ("  before( lunar(9,9),days = 7 )  ", "before(lunar(9, 9), days=7)"),
            ("fixed(3, 24, days=1)", "fixed(3, 24)"),
            ("fixed(month=3, day=24)", "fixed(3, 24)"),
            ("nth_weekday(5, 'SUN', 2)", "nth_weekday(5, SUN, 2)"),
            ("((qixi))", "qixi"),
            ("years(qixi, last=2000, first=1990)", "years(qixi, first=1990, last=2000)"),
            ("solar_term(清明)", "solar_term(qingming)"),
            ("announced(['2026-01-24/2026-01-24'])", "announced(['2026-01-24'])"),
            ("fixed(3, 0x18,)", "fixed(3, 24)"),
            ("lunar(4, 8, leap=never)", "lunar(4, 8)"),
            ("week_of(qixi, 0)", "week_of(qixi)"),
            ("entry(opening)", "entry('opening')"),
            ("entry('entry:opening')", "entry('opening')"),
            ("rotation(monthly(-1), ['a', b])", "rotation(monthly(-1), [a, b])"),
            (
                "every_weeks(1, [TUE], start='20260901')",
                "every_weeks(1, [TUE], start='2026-09-01')",
            ),
            ("between(daily(), last='2026-06-30')", "between(daily(), last='2026-06-30')"),
        ],
    )
    def test_is_read_loosely(self, loose: str, text: str) -> None:
        """
        Spaces, defaults, named arguments and quotation marks may be written or left out.
        """
        assert str(parse_rule(loose)) == text


class TestWhatIsNoRule:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "   ",
            "3",
            "-1",
            "None",
            "True",
            "...",
            "'double_ninth'",
            "b'x'",
            "f'{x}'",
            "f'{().__class__}'",
            "x.y",
            "().__class__.__bases__[0].__subclasses__()",
            "__import__('os').system('true')",
            "x[0]",
            "fixed(3, 24)[0]",
            "fixed(3, 24).occurrences(2026)",
            "fixed(3, 24)(1)",
            "(lambda: 0)()",
            "lambda: fixed(3, 24)",
            "[x for x in y]",
            "{x for x in y}",
            "(x for x in y)",
            "{}",
            "[fixed(3, 24)]",
            "(x := y)",
            "x if y else z",
            "x and y",
            "not x",
            "x < y",
            "1 + 1",
            "9**9**9",
            "await x",
            "yield x",
            "*x",
            "x, y",
            "x y",
            "x; y",
            "x\ny",
            "import os",
            "x = fixed(3, 24)",
            "fixed(3, 24",
            "fixed(3 24)",
            "fixed(3, 24))",
            "fixed（3，24）",
            "x\0y",
            "\ud800",
            "fixed(0o9, 1)",
            "fixed(03, 24)",
            "fixed(3, 2_)",
            "between(x, last=2026-06-30)",
        ],
    )
    def test_is_refused(self, text: str) -> None:
        """
        What is no name and no function is refused with an example of what is.
        """
        with pytest.raises(RuleSyntaxError, match=A_RULE) as caught:
            parse_rule(text)
        assert caught.value.text == text
        assert caught.value.sentence("zh-CN").endswith("应为名称，或 fixed(3, 24) 这样的函数")

    @pytest.mark.parametrize(
        ("text", "part"),
        [
            ("before(x.y, days=1)", "x.y"),
            ("before(3, days=1)", "3"),
            ("before('x', days=1)", "'x'"),
            ("before([x], days=1)", "[x]"),
            ("before(None, days=1)", "None"),
            ("announced(otherwise=None)", "None"),
            ("any_of([x, [y]])", "[y]"),
            ("any_of([x, 9**9**9])", "9**9**9"),
            ("any_of([*x])", "*x"),
            (" years(lambda: 0, first=1985)", "lambda: 0"),
        ],
    )
    def test_inside_a_rule(self, text: str, part: str) -> None:
        """
        An argument that should be a rule and is none is named.
        """
        with pytest.raises(RuleSyntaxError, match=A_RULE) as caught:
            parse_rule(text)
        assert caught.value.part == part

    def test_says_what_where_and_why(self) -> None:
        """
        The error tells the rule, the part of it and what was expected, in both languages.
        """
        with pytest.raises(RuleSyntaxError) as caught:
            parse_rule("fixed(3, '24')")
        assert str(caught.value) == (
            "the rule 'fixed(3, '24')' cannot be read at ''24'': expected a whole number"
        )
        assert caught.value.sentence("zh-CN") == (
            "规则“fixed(3, '24')”在“'24'”处无法读取：应为整数"
        )
        assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301


class TestFunctions:
    @pytest.mark.parametrize(
        ("text", "near"),
        [
            ("fxed(3, 24)", "fixed"),
            ("Lunar(9, 9)", "lunar"),
            ("nth_weekdays(5, SUN, 2)", "nth_week"),
        ],
    )
    def test_misspelt(self, text: str, near: str) -> None:
        """
        For a function that is nearly right, the right one is told.
        """
        with pytest.raises(RuleSyntaxError, match=rf"expected {near}") as caught:
            parse_rule(text)
        assert caught.value.why_zh.startswith(f"应为 {near}")
        assert caught.value.part == text.partition("(")[0]

    @pytest.mark.parametrize("name", ["zzz", "exec", "__import__", "occurrences"])
    def test_unknown(self, name: str) -> None:
        """
        For a function that is like none, all are told.
        """
        with pytest.raises(RuleSyntaxError, match=r"expected never, daily, fixed, .*, unresolved$"):
            parse_rule(f"{name}(3)")

    @pytest.mark.parametrize(
        ("text", "usage"),
        [
            ("fixed()", r"fixed\(month, day, days=…\)"),
            ("fixed(3)", r"fixed\(month, day, days=…\)"),
            ("fixed(3, 24, 1)", r"fixed\(month, day, days=…\)"),
            ("fixed(3, month=3)", r"fixed\(month, day, days=…\)"),
            ("fixed(3, 24, month=3)", r"fixed\(month, day, days=…\)"),
            ("fixed(month=3, month=4, day=1)", r"fixed\(month, day, days=…\)"),
            ("fixed(3, 24, weeks=1)", r"fixed\(month, day, days=…\)"),
            ("fixed(3, 24, function=1)", r"fixed\(month, day, days=…\)"),
            ("fixed(*[3, 24])", r"fixed\(month, day, days=…\)"),
            ("fixed(**{'month': 3, 'day': 24})", r"fixed\(month, day, days=…\)"),
            ("fixed(3, 24, **{})", r"fixed\(month, day, days=…\)"),
            ("before(x, 7)", r"before\(rule, days=…\)"),
            ("before(days=7)", r"before\(rule, days=…\)"),
            ("offset(x)", r"offset\(rule, days=…\)"),
            ("weekly(SAT, SUN)", r"weekly\(weekdays\)"),
            ("announced([], x)", r"announced\(dates=…, otherwise=…\)"),
            ("any_of()", r"any_of\(rules\)"),
            ("year(2026)", r"year\(\)"),
            ("every_weeks(2)", r"every_weeks\(weeks, weekdays, start=…\)"),
            ("week_of()", r"week_of\(rule, weeks=…\)"),
            ("shifted(x)", r"shifted\(rule, roll\)"),
            ("unresolved('x')", r"unresolved\(text, why, en=…\)"),
            ("nth_workday(3)", r"nth_workday\(n, unit\)"),
            ("every_years(x)", r"every_years\(rule, years, first=…\)"),
            ("edition(x, first=2005)", r"edition\(rule, number, first=…\)"),
        ],
    )
    def test_wrong_arguments(self, text: str, usage: str) -> None:
        """
        For too few, too many, unknown or doubled arguments the right use is told.
        """
        with pytest.raises(RuleSyntaxError, match=rf"expected {usage}$") as caught:
            parse_rule(text)
        assert caught.value.part == text
        assert caught.value.why_zh == f"应为 {caught.value.why.removeprefix('expected ')}"


class TestArguments:
    @pytest.mark.parametrize(
        ("text", "part"),
        [
            ("fixed(True, 24)", "True"),
            ("fixed(3, False)", "False"),
            ("offset(x, days=False)", "False"),
            ("monthly(-True)", "-True"),
            ("fixed(3.0, 24)", "3.0"),
            ("fixed(3, -24.0)", "-24.0"),
            ("fixed(3, 2j)", "2j"),
            ("fixed('3', 24)", "'3'"),
            ("fixed(-'3', 24)", "-'3'"),
            ("fixed(b'3', 24)", "b'3'"),
            ("fixed(3, x)", "x"),
            ("fixed(3, None)", "None"),
            ("fixed(+3, 24)", "+3"),
            ("fixed(--3, 24)", "--3"),
            ("fixed(3 * 8, 24)", "3 * 8"),
            ("fixed(9**9**9, 24)", "9**9**9"),
            ("fixed(3, *[24])", "*[24]"),
            ("fixed(3, [24])", "[24]"),
            ("fixed(3, (y := 24))", "y := 24"),
            ("monthly(5, months=['3'])", "'3'"),
            ("monthly(5, months=[[3]])", "[3]"),
            ("years(x, first='1985')", "'1985'"),
            ("half_year(True)", "True"),
            ("week_of(x, False)", "False"),
            ("lunar_monthly([1, True])", "True"),
            ("term_weeks(x, y, ['1'])", "'1'"),
            ("rotation(x, [a], since='2026')", "'2026'"),
            ("before(x, days=None)", "None"),
            ("nth_weekday(5, SUN, second)", "second"),
        ],
    )
    def test_numbers(self, text: str, part: str) -> None:
        """
        Where a number belongs, only a whole number will do, and nothing is computed.
        """
        with pytest.raises(RuleSyntaxError, match=A_NUMBER) as caught:
            parse_rule(text)
        assert caught.value.part == part
        assert caught.value.why_zh == "应为整数"

    @pytest.mark.parametrize(
        ("text", "part"),
        [
            ("nth_weekday(5, 7, 2)", "7"),
            ("nth_weekday(5, fixed(3, 24), 2)", "fixed(3, 24)"),
            ("part(5, 1)", "1"),
            ("part(5, -early)", "-early"),
            ("solar_term(5)", "5"),
            ("solar_term(f'qingming')", "f'qingming'"),
            ("unresolved(1, 'why')", "1"),
            ("unresolved('x', None)", "None"),
            ("unresolved('x', 'why', en=None)", "None"),
            ("nth_workday(3, 1)", "1"),
            ("weekly([6])", "6"),
            ("weekly([[SAT]])", "[SAT]"),
            ("announced([2018])", "2018"),
            ("announced([x.y])", "x.y"),
            ("season(4)", "4"),
            ("lunar(4, 8, leap=True)", "True"),
            ("shifted(x, 1)", "1"),
            ("rotation(x, [1])", "1"),
            ("entry(7)", "7"),
        ],
    )
    def test_words(self, text: str, part: str) -> None:
        """
        Where a word belongs, only a word will do.
        """
        with pytest.raises(RuleSyntaxError, match=A_WORD) as caught:
            parse_rule(text)
        assert caught.value.part == part
        assert caught.value.why_zh == "应为单词"

    @pytest.mark.parametrize(
        ("text", "part"),
        [
            ("weekly(SAT)", "SAT"),
            ("weekly('SAT')", "'SAT'"),
            ("weekly((SAT, SUN))", "(SAT, SUN)"),
            ("monthly(5, months=6)", "6"),
            ("monthly(5, months=-6)", "-6"),
            ("monthly(5, months=range(6))", "range(6)"),
            ("any_of(x)", "x"),
            ("any_of(fixed(3, 24))", "fixed(3, 24)"),
            ("announced('2018-10-25')", "'2018-10-25'"),
            ("any_of([x for x in y])", "[x for x in y]"),
            ("lunar_monthly(1)", "1"),
            ("rotation(x, a)", "a"),
        ],
    )
    def test_lists(self, text: str, part: str) -> None:
        """
        Where a list belongs, only a list will do, of one element too.
        """
        with pytest.raises(RuleSyntaxError, match=A_LIST) as caught:
            parse_rule(text)
        assert caught.value.part == part
        assert caught.value.why_zh == "应为用 [ ] 括起的列表"

    @pytest.mark.parametrize(
        ("text", "part"),
        [
            ("between(x, first=2026)", "2026"),
            ("between(x, last='soon')", "'soon'"),
            ("between(x, last='2026-02-30')", "'2026-02-30'"),
            ("between(x, last=2026-11-30)", "2026-11-30"),
            ("between(x, last=None)", "None"),
            ("between(x, last=today)", "today"),
            ("every_weeks(2, [TUE], start='')", "''"),
            ("every_weeks(2, [TUE], start='2026-09-01T08:00')", "'2026-09-01T08:00'"),
            ("every_weeks(2, [TUE], start=True)", "True"),
        ],
    )
    def test_dates(self, text: str, part: str) -> None:
        """
        Where a date belongs, only one in quotes will do, that there is.
        """
        with pytest.raises(RuleSyntaxError, match=A_DATE) as caught:
            parse_rule(text)
        assert caught.value.part == part
        assert caught.value.why_zh == "应为日期，如 '2026-09-01'"

    @pytest.mark.parametrize("text", ["\\d", "\\", "a\\ b", "C:\\new"])
    def test_backslashes(self, text: str) -> None:
        """
        Words may have backslashes; one that escapes nothing is read as it stands, in silence.
        """
        rule = Unresolved(text, "why")
        assert parse_rule(str(rule)) == rule
        assert parse_rule(r"unresolved('\d \我', 'why')") == Unresolved(r"\d \我", "why")

    @pytest.mark.parametrize(
        "member", ["高一", "class 3", "it's", "None", "if", "ﬁ", "", "2a", "entry:x", '"']
    )
    def test_words_in_quotes(self, member: str) -> None:
        """
        A word that would not read back as it is stands in quotes.
        """
        rule = Rotation(Monthly(-1), [member])
        assert parse_rule(str(rule)) == rule
        bare = str(rule) == f"rotation(monthly(-1), [{member}])"
        assert bare is (member == "高一")

    @pytest.mark.parametrize(
        "text",
        [
            "fixed(2, 30)",
            "fixed(13, 1)",
            "fixed(3, 24, days=0)",
            "fixed(3, 24, days=99999999999999999999)",
            f"fixed({'9' * 1900}, 1)",
            "span(8, 1, 8, 32)",
            "month(0)",
            "part(5, begin)",
            "nth_weekday(5, sunday, 2)",
            "nth_weekday(5, SUN, 6)",
            "iso_week(9, 0)",
            "week_containing(2, 30)",
            "weekly([SAT, SO])",
            "monthly(32)",
            "monthly(5, months=[13])",
            "every_months(5)",
            "lunar(13, 1)",
            "lunar(9, 31)",
            "before(x, days=0)",
            "after(x, days=-7)",
            "offset(x, days=100000)",
            "half_year(3)",
            "quarter(0)",
            "season(fall)",
            "season(spring, by=moon)",
            "sunday_week(9, 7)",
            "last_week(13)",
            "monthly_weekday(SAT, [6])",
            "every_weeks(0, [SAT])",
            "lunar(1, 1, leap=only)",
            "lunar(4, 8, leap=maybe)",
            "lunar_monthly([0])",
            "start_of(x, days=0)",
            "end_of(x, days=367)",
            "week_of(x, 53)",
            "shifted(x, tomorrow)",
            "edition(x, 0)",
            "term_weeks(x, y, [0])",
            "years(x, last=0)",
        ],
    )
    def test_days_that_there_are_not(self, text: str) -> None:
        """
        A rule that reads well but speaks of no day is refused for that.
        """
        with pytest.raises(ImpossibleDateError, match=r"does not exist; it can be"):
            parse_rule(text)

    @pytest.mark.parametrize(
        ("text", "error"),
        [
            ("in_window(fixed(3, 24), month(4))", ContradictoryWindowError),
            ("announced(['2026-02-30'])", UnreadableSpanError),
            ("announced([tomorrow])", UnreadableSpanError),
            ("between(x, first='2026-07-01', last='2026-06-30')", EmptyRangeError),
            ("years(x, first=2009, last=2008)", EmptyRangeError),
            ("rotation(x, [])", NoMembersError),
            ("rotation(x, [a], since=1900)", YearOutOfRangeError),
        ],
    )
    def test_rules_that_do_not_hold_together(
        self, text: str, error: type[CommunityEduError]
    ) -> None:
        """
        A rule that reads well but says nothing that could be is refused for that.
        """
        with pytest.raises(error) as caught:
            parse_rule(text)
        assert caught.value.sentence("zh-CN") != caught.value.sentence("en")

    def test_terms_that_there_are_not(self) -> None:
        """
        A solar term is one of the 24.
        """
        with pytest.raises(UnknownSolarTermError, match=r"there is no solar term 'qing_ming'"):
            parse_rule("solar_term(qing_ming)")


class TestLimits:
    def test_length(self) -> None:
        """
        A rule has at most 2000 characters; of a longer one only the beginning is told.
        """
        longest = "x" * LONGEST
        assert parse_rule(longest) == Named(longest)
        with pytest.raises(RuleSyntaxError, match=r"longer than 2000 characters") as caught:
            parse_rule(longest + "x")
        assert caught.value.text == "x" * 40 + "…"
        assert caught.value.sentence("zh-CN").endswith("超过 2000 个字符")

    def test_depth(self) -> None:
        """
        Functions stand at most ten deep in one another.
        """
        assert depth(parse_rule(nested(DEEPEST))) == 10
        with pytest.raises(RuleSyntaxError, match=r"rules are nested deeper than 10") as caught:
            parse_rule(nested(DEEPEST + 1))
        assert caught.value.part == "fixed(3, 24)"
        assert caught.value.why_zh == "规则嵌套超过 10 层"

    @pytest.mark.parametrize(
        "text",
        [
            "(" * 900 + "x" + ")" * 900,
            "[" * 1900,
            "-" * 1900 + "1",
            "not " * 490 + "x",
            "x" + ".x" * 900,
            "x" + "()" * 900,
            "any_of([" * 240,
            "+".join(["x"] * 900),
            "lambda: " * 240 + "x",
        ],
        ids=lambda text: text[:8],
    )
    def test_towers(self, text: str) -> None:
        """
        However high a tower of brackets and signs, the answer is that it is no rule.
        """
        with pytest.raises(RuleSyntaxError):
            parse_rule(text)

    @given(
        st.text(max_size=60)
        | st.text("fixedlunarSUNbeforeday_s(,)[]='\"0123456789-+*.:{}x \n\\", max_size=60)
    )
    def test_any_text(self, text: str) -> None:
        """
        Any text is a rule, or is refused in a sentence; it is never run.
        """
        check(text)

    @given(st.lists(st.sampled_from(sorted(FUNCTIONS)), max_size=4), st.data())
    def test_any_call(self, functions: list[str], data: st.DataObject) -> None:
        """
        A function with any arguments is a rule, or is refused in a sentence.
        """
        atoms = ["1", "-1", "0", "True", "x", "'x'", "SUN", "[1]", "[x]", "[]", "1.5", "None"]
        text = data.draw(st.sampled_from(atoms))
        for function in functions:
            more = data.draw(st.lists(st.sampled_from([*atoms, "days=1", "n=1"]), max_size=3))
            text = f"{function}({', '.join([text, *more])})"
        check(text)
