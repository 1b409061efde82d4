from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.base import ProblemsError, Text
from community_edu.calendars import (
    TERM_NAMES,
    Announced,
    Period,
    SchoolTerms,
    SchoolYear,
    Span,
    UnknownTermsError,
    school_terms,
)

SHANGHAI_2025 = SchoolYear(
    region="CN-310000",
    name=Text("上海市 2025 学年度", en="Shanghai, school year 2025"),
    first_term=Span.parse("2025-09-01/2026-01-30"),
    winter_vacation=Span.parse("2026-02-02/2026-02-27"),
    second_term=Span.parse("2026-03-02/2026-06-30"),
    summer_vacation=Span.parse("2026-07-01/2026-08-31"),
    source="沪教委基〔2025〕13号, as reported at m.maigoo.com/news/734013.html",
)
ZHEJIANG_2026 = SchoolYear(
    region="CN-330000",
    name="浙江省 2026 学年度",
    first_term=Span.parse("2026-09-01/2027-01-29"),
    winter_vacation=Span.parse("2027-01-30/2027-02-25"),
    second_term=Span.parse("2027-02-26/2027-06-30"),
    summer_vacation=Span.parse("2027-07-01/2027-08-31"),
)


@st.composite
def school_years(draw: st.DrawFn) -> SchoolYear:
    """
    Make a school year that begins some day from July to September.
    """
    year = draw(st.integers(1950, 2090))
    start = date(year, 7, 1).toordinal() + draw(st.integers(0, 90))
    edges = [start]
    for least, most in ((90, 140), (20, 40), (90, 110), (15, 25)):
        gap = draw(st.integers(0, 3)) if len(edges) > 1 else 0
        edges += [edges[-1] + gap, edges[-1] + gap + draw(st.integers(least, most))]
    days = [date.fromordinal(edge) for edge in edges[1:]]
    first, winter, second, summer = (Span(*days[place : place + 2]) for place in range(0, 8, 2))
    return SchoolYear(
        region="CN-310000",
        name="学年",
        first_term=first,
        winter_vacation=winter,
        second_term=second,
        summer_vacation=summer,
    )


class TestShipped:
    @pytest.mark.parametrize("year", [2025, 2026, None])
    def test_shanghai(self, year: int | None) -> None:
        """
        The school year that Shanghai announced in 2025 shares days with two civil years.
        """
        assert school_terms("CN-310000", year).years == (SHANGHAI_2025,)

    @pytest.mark.parametrize(
        ("region", "year", "en", "zh"),
        [
            ("CN-310000", 2027, "'CN-310000' in 2027", "“CN-310000”2027 年"),
            ("CN-310000", 2024, "'CN-310000' in 2024", "“CN-310000”2024 年"),
            ("CN-110000", None, "'CN-110000'", "“CN-110000”"),
        ],
    )
    def test_others_are_unknown(self, region: str, year: int | None, en: str, zh: str) -> None:
        """
        Where no notice is at hand, that is said, with what there is.
        """
        with pytest.raises(UnknownTermsError) as caught:
            school_terms(region, year)
        assert str(caught.value) == (
            f"no school terms of {en} are shipped; there are CN-310000 2025-2026, or give a file "
            "of your own"
        )
        assert caught.value.sentence("zh-CN") == (
            f"没有{zh}的学期数据，现有 CN-310000 2025-2026；也可自备学期文件"
        )


class TestSchoolYear:
    def test_has_a_key_and_days(self) -> None:
        """
        It is called by both of its civil years, and lasts until the end of the summer holiday.
        """
        assert SHANGHAI_2025.key == "2025-2026"
        assert SHANGHAI_2025.span == Span.parse("2025-09-01/2026-08-31")
        assert SHANGHAI_2025.part("winter_vacation").days == 26

    def test_periods(self) -> None:
        """
        Its terms are numbered, and as a whole it is one period.
        """
        assert SHANGHAI_2025.periods() == (
            Period(SHANGHAI_2025.first_term, "2025-2026-1"),
            Period(SHANGHAI_2025.second_term, "2025-2026-2"),
        )
        assert SHANGHAI_2025.periods("school_year") == (Period(SHANGHAI_2025.span, "2025-2026"),)

    def test_name_may_be_chinese_alone(self) -> None:
        """
        A school year needs its four parts and a name; the name may be Chinese text only.
        """
        assert ZHEJIANG_2026.name == Text("浙江省 2026 学年度")
        assert ZHEJIANG_2026.source == ""

    def test_parts_follow_one_another(self) -> None:
        """
        Each part begins after the one before it is over; all that do not are told at once.
        """
        with pytest.raises(ProblemsError) as caught:
            attrs.evolve(
                SHANGHAI_2025,
                winter_vacation=Span.parse("2026-01-30/2026-03-02"),
                summer_vacation=Span.parse("2026-01-01"),
            )
        assert [str(problem) for problem in caught.value.problems] == [
            f"the {later} begins on {start}, but the {earlier} ends only on {end}; a school year "
            "is first term, winter holiday, second term, summer holiday"
            for later, start, earlier, end in (
                ("winter holiday", "2026-01-30", "first term", "2026-01-30"),
                ("second term", "2026-03-02", "winter holiday", "2026-03-02"),
                ("summer holiday", "2026-01-01", "second term", "2026-06-30"),
            )
        ]
        assert caught.value.problems[0].sentence("zh-CN") == (
            "寒假从 2026-01-30 开始，而第一学期到 2026-01-30 才结束；"
            "一学年依次是第一学期、寒假、第二学期、暑假"
        )

    @given(school_years())
    def test_parts_are_its_days(self, year: SchoolYear) -> None:
        """
        No day is in two parts, and every part is in the year.
        """
        days = [day for name in TERM_NAMES for day in year.part(name)]
        assert len(days) == len(set(days))
        assert set(days) <= set(year.span)


class TestSchoolTerms:
    def test_spans_and_rules(self) -> None:
        """
        Each kind of term is a run of days a school year, and a rule that knows no others.
        """
        terms = SchoolTerms([SHANGHAI_2025])
        assert terms.spans("winter_vacation") == (SHANGHAI_2025.winter_vacation,)
        assert terms.rule("first_term") == Announced(["2025-09-01/2026-01-30"])
        assert terms.rule("first_term").occurrences(2025) == (SHANGHAI_2025.first_term,)
        assert [finding.code for finding in terms.rule("first_term").unresolved(2026)] == [
            "not-announced"
        ]

    def test_school_years_are_in_order(self) -> None:
        """
        School years may be given in any order, and of several regions.
        """
        both = SchoolTerms([ZHEJIANG_2026, SHANGHAI_2025])
        assert both.years == (SHANGHAI_2025, ZHEJIANG_2026)
        assert [span.start.year for span in both.spans("summer_vacation")] == [2026, 2027]

    @pytest.mark.parametrize(
        ("year", "keys"),
        [
            (2024, []),
            (2025, ["2025-2026-1"]),
            (2026, ["2025-2026-1", "2025-2026-2", "2026-2027-1"]),
            (2027, ["2026-2027-1", "2026-2027-2"]),
            (2028, []),
        ],
    )
    def test_a_term_is_a_period_of_each_year_that_it_touches(
        self, year: int, keys: list[str]
    ) -> None:
        """
        A term that began in the year before is a period of this one, too.
        """
        terms = SchoolTerms([SHANGHAI_2025, ZHEJIANG_2026])
        assert [str(period) for period in terms.periods(year)] == keys

    def test_periods_of_a_run_of_days(self) -> None:
        """
        Of a run of days they are those that share a day with it.
        """
        terms = SchoolTerms([SHANGHAI_2025, ZHEJIANG_2026])
        three_years = Span.parse("2026-01-01/2028-12-31")
        assert [str(period) for period in terms.periods(three_years, "school_year")] == [
            "2025-2026",
            "2026-2027",
        ]
        assert terms.periods(Span.parse("2026-02-02/2026-02-27")) == ()

    @given(school_years())
    def test_rules_go_by_the_start_and_periods_by_the_days(self, year: SchoolYear) -> None:
        """
        A run is an occurrence of the year in which it starts alone, and a period of each year
        of its days.
        """
        terms = SchoolTerms([year])
        for civil in range(year.span.start.year - 1, year.span.last.year + 2):
            for name in TERM_NAMES:
                starts = year.part(name).start.year == civil
                assert bool(terms.rule(name).occurrences(civil)) is starts
            found = {period.span for period in terms.periods(civil)}
            assert found == {
                span
                for span in (year.first_term, year.second_term)
                if civil in {day.year for day in span}
            }

    @pytest.mark.parametrize(
        "first_term", ["2025-08-20/2026-01-20", "2026-08-31/2027-01-20", "2025-09-01/2026-01-30"]
    )
    def test_school_years_share_no_day(self, first_term: str) -> None:
        """
        Two school years with a day in common are refused: a date would lie in both.
        """
        other = attrs.evolve(
            ZHEJIANG_2026 if first_term.startswith("2026") else SHANGHAI_2025,
            first_term=Span.parse(first_term),
        )
        with pytest.raises(ProblemsError) as caught:
            SchoolTerms([SHANGHAI_2025, other])
        (problem,) = caught.value.problems
        assert str(problem).startswith("the school years 2025-2026 (")
        assert str(problem).endswith(") share days or a name; keep one")
        assert problem.sentence("zh-CN").endswith("）日期重叠或名称相同，请只保留一个")

    def test_keys_are_different(self) -> None:
        """
        Two school years that begin in one civil year would have one name.
        """
        short = SchoolYear(
            region="CN-310000",
            name="夏季短学年",
            first_term=Span.parse("2025-01-01/2025-02-01"),
            winter_vacation=Span.parse("2025-02-02/2025-03-01"),
            second_term=Span.parse("2025-03-02/2025-04-01"),
            summer_vacation=Span.parse("2025-04-02/2025-05-01"),
        )
        with pytest.raises(ProblemsError) as caught:
            SchoolTerms([SHANGHAI_2025, short])
        (problem,) = caught.value.problems
        assert str(problem) == (
            "the school years 2025-2026 (夏季短学年) and 2025-2026 (Shanghai, school year 2025) "
            "share days or a name; keep one"
        )
