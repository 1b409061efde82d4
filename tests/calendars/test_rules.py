from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rule_samples import YEARS, Meanings, dated, nameless, starts, years

from community_edu.base import Text
from community_edu.calendars import (
    FIRST_YEAR,
    LAST_YEAR,
    NO_NAMES,
    After,
    Almanac,
    Daily,
    DogDays,
    Easter,
    EntryDays,
    EveryMonths,
    FixedDate,
    HalfYear,
    LastWeek,
    Lunar,
    Monthly,
    MonthSpan,
    Named,
    Names,
    NthWeekday,
    Offset,
    QuarterOfYear,
    Rule,
    Season,
    Span,
    SundayWeek,
    UnknownNameError,
    Unresolved,
    Weekly,
    WholeYear,
    WorkCalendar,
    YearOutOfRangeError,
    checked_year,
    parse_rule,
    period_key,
)
from community_edu.calendars.rules import rrule

compared_years = st.sampled_from(YEARS)


class TestAnyRule:
    @given(nameless, years)
    def test_gives_runs_in_order_without_doubles(self, rule: Rule, year: int) -> None:
        """
        The occurrences of a rule are in order, and none is there twice.
        """
        found = rule.occurrences(year)
        assert list(found) == sorted(set(found))

    @given(nameless, years)
    def test_is_the_same_every_time(self, rule: Rule, year: int) -> None:
        """
        A rule has no clock and no memory: asked again it says the same.
        """
        assert rule.occurrences(year) == rule.occurrences(year)
        assert rule.unresolved(year) == rule.unresolved(year)
        assert rule.remarks(year) == rule.remarks(year)

    def test_must_say_its_days(self) -> None:
        """
        A rule of one's own has to say when it is, and by default has nothing to explain.
        """

        class Silent(Rule):
            def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
                return ()

        with pytest.raises(TypeError, match="abstract"):
            Rule()  # type: ignore[abstract]  # pyright: ignore[reportAbstractUsage]
        assert Silent().parts() == ()
        assert Silent().unresolved(2026) == Silent().remarks(2026) == ()
        assert Silent().to_rrule() is None


class TestGrain:
    @given(dated.filter(lambda rule: not isinstance(rule, Lunar)), compared_years)
    def test_tells_occurrences_apart(self, rule: Rule, year: int) -> None:
        """
        No two occurrences of a simple rule begin in one period of its grain.
        """
        begins = [span.start for span in rule.occurrences(year)]
        assert len({period_key(rule.grain(), day) for day in begins}) == len(begins)

    @pytest.mark.parametrize(
        ("rule", "grain"),
        [
            (FixedDate(3, 24), "year"),
            (NthWeekday(5, "SUN", 2), "year"),
            (MonthSpan(4), "year"),
            (Lunar(9, 9), "year"),
            (Unresolved("适时", "没有日期"), "year"),
            (EveryMonths(12), "year"),
            (EveryMonths(6), "half_year"),
            (EveryMonths(3), "quarter"),
            (EveryMonths(4), "month"),
            (EveryMonths(1), "month"),
            (Monthly(5), "month"),
            (Monthly(5, months=[3]), "month"),
            (Weekly(["SAT"]), "week"),
            (Weekly(["SAT", "SAT"]), "week"),
            (Weekly(["SAT", "SUN"]), "day"),
            (Weekly([]), "day"),
            (Daily(), "day"),
            (WholeYear(), "year"),
            (HalfYear(1), "year"),
            (QuarterOfYear(3), "year"),
            (Season("spring"), "year"),
            (SundayWeek(9, 3), "year"),
            (LastWeek(10), "year"),
            (DogDays(), "year"),
            (Easter(), "year"),
        ],
        ids=str,
    )
    def test_is_that_of_the_rule(self, rule: Rule, grain: str) -> None:
        """
        The grain belongs to the rule, not to the year: a rule of months goes by months even
        where it has one.
        """
        assert rule.grain() == grain


class TestNamed:
    def test_without_an_almanac(self) -> None:
        """
        Where no almanac is given, no name means anything.
        """
        for ask in (Named("x").occurrences, Named("x").unresolved, Named("x").remarks):
            with pytest.raises(UnknownNameError, match=r"'x' names no observance"):
                ask(2026)

    def test_tells_its_name(self) -> None:
        """
        A name is the one name that it refers to, and is written bare.
        """
        rule = Named("double_ninth")
        assert list(rule.named()) == ["double_ninth"]
        assert str(rule) == "double_ninth"
        assert list(Lunar(9, 9).named()) == []

    def test_unknown_in_chinese(self) -> None:
        """
        An unknown name is told in Chinese, with the nearest one that there is.
        """
        error = UnknownNameError("duble_ninth", ("double_ninth", "qixi"))
        assert error.sentence("zh-CN") == (
            "“duble_ninth”不是已知的节日、学校假期或规则，是否应为“double_ninth”？"
        )
        assert str(error).endswith("; did you mean 'double_ninth'?")
        assert UnknownNameError("zzz", ("qixi",)).sentence("zh-CN").endswith("或规则")

    def test_has_the_recurrence_of_its_rule(self) -> None:
        """
        A name has the RRULE of what it stands for, and none where nobody knows it.
        """
        meanings = Meanings({"tb_day": FixedDate(3, 24), "ninth": Lunar(9, 9)})
        assert Named("tb_day").to_rrule(meanings) == "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=24"
        assert Named("ninth").to_rrule(meanings) is None
        with pytest.raises(UnknownNameError, match=r"'tb_day' names no observance"):
            Named("tb_day").to_rrule()


class TestNames:
    def test_must_say_what_they_mean(self) -> None:
        """
        What gives names their meaning has to say the rule of each.
        """
        with pytest.raises(TypeError, match="abstract"):
            Names()  # type: ignore[abstract]  # pyright: ignore[reportAbstractUsage]

    def test_days_are_those_of_the_rule(self) -> None:
        """
        Without more ado the days of a name are those of its rule, whose names mean the same.
        """
        meanings = Meanings({"ninth": Lunar(9, 9), "eve": Offset(Named("ninth"), days=-1)})
        assert meanings.days("ninth", 2026) == Lunar(9, 9).occurrences(2026)
        assert [str(span.start) for span in meanings.days("eve", 2026)] == ["2026-10-17"]
        assert Named("eve").occurrences(2026, meanings) == meanings.days("eve", 2026)

    def test_working_days_by_the_law(self) -> None:
        """
        Where no notices are given, the law and the week say who works, as a provisional answer.
        """
        for names in (NO_NAMES, Meanings({})):
            assert names.workdays == WorkCalendar(provisional=True)
            assert not names.workdays.announced(2026)
            assert not names.workdays.is_workday(date(2026, 10, 1))


class TestEntryDays:
    PLAN = Meanings({"entry:opening": FixedDate(10, 22, days=3)})

    def test_are_those_of_another_duty(self) -> None:
        """
        The days of a duty are known to the names of its plan.
        """
        rule = EntryDays("opening")
        assert starts(rule, 2026, self.PLAN) == ["2026-10-22"]
        assert starts(After(rule, days=7), 2026, self.PLAN) == ["2026-10-25"]
        assert list(After(rule, days=7).named()) == ["entry:opening"]
        assert rule.to_rrule(self.PLAN) == "FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=22"
        assert rule.grain(self.PLAN) == "year"

    def test_are_unknown_elsewhere(self) -> None:
        """
        An almanac knows no duties.
        """
        with pytest.raises(UnknownNameError, match=r"'entry:opening' names no observance"):
            EntryDays("opening").occurrences(2026, Almanac())

    @pytest.mark.parametrize(
        ("duty", "text"),
        [
            ("opening", "entry('opening')"),
            ("spring-outing", "entry('spring-outing')"),
            ("年会", "entry('年会')"),
            ("it's", 'entry("it\'s")'),
        ],
    )
    def test_are_written_in_quotes(self, duty: str, text: str) -> None:
        """
        The identifier of a duty stands in quotes, and reads back; it is no name of a rule.
        """
        rule = EntryDays(duty)
        assert str(rule) == text
        assert parse_rule(text) == rule == EntryDays(rule.name)
        assert rule != Named(rule.name)


class TestRecurrenceTexts:
    def test_lists_and_values(self) -> None:
        """
        An RRULE names its frequency first, then each part in the order given, lists by commas.
        """
        assert rrule("DAILY") == "FREQ=DAILY"
        text = rrule("YEARLY", BYMONTH=(3, 6), BYDAY=("1SA", "-1SA"), BYMONTHDAY=-1)
        assert text == "FREQ=YEARLY;BYMONTH=3,6;BYDAY=1SA,-1SA;BYMONTHDAY=-1"


class TestUnresolved:
    def test_reason_in_both_languages(self) -> None:
        """
        The reason is said in the language of the reader.
        """
        reason = Text("没有给出日期", en="no date is given")
        rule = Unresolved.because("适时", reason)
        assert rule == Unresolved("适时", "没有给出日期", en="no date is given")
        assert rule.reason == reason
        (finding,) = rule.unresolved(2026)
        assert finding.message("zh-CN") == "“适时”无法换算成日期：没有给出日期"
        assert finding.message("en") == "'适时' cannot be turned into dates: no date is given"

    def test_reason_in_one_language(self) -> None:
        """
        A reason in one language only is said as it is.
        """
        assert Unresolved.because("适时", Text("没有日期")) == Unresolved("适时", "没有日期")
        assert Unresolved("适时", "没有日期").reason == Text("没有日期")

    def test_is_a_value(self) -> None:
        """
        Words that nobody can date are on no day, and say why.
        """
        rule = Unresolved("适时", "没有给出日期")
        assert rule.occurrences(2026) == ()
        (finding,) = rule.unresolved(2026)
        assert finding.code == "unresolved-text"
        assert finding.message("zh-CN") == "“适时”无法换算成日期：没有给出日期"
        assert finding.message("en") == "'适时' cannot be turned into dates: 没有给出日期"


class TestYears:
    def test_checked(self) -> None:
        """
        The years are 1901 to 2100, or from where the caller says.
        """
        assert (FIRST_YEAR, LAST_YEAR) == (1901, 2100)
        assert checked_year(1901) == 1901
        assert checked_year(1900, 1900) == 1900
        for year in (1900, 2101):
            with pytest.raises(YearOutOfRangeError, match=rf"{year} .* from 1901 to 2100"):
                checked_year(year)

    def test_says_so_in_chinese(self) -> None:
        """
        The error tells the range in Chinese.
        """
        with pytest.raises(YearOutOfRangeError) as caught:
            checked_year(2101)
        assert caught.value.sentence("zh-CN") == "年份 2101 超出范围，可用 1901 至 2100 年"
