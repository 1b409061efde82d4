from datetime import date

import pytest

from community_edu.base import Text
from community_edu.calendars import (
    Announced,
    SchoolTerms,
    SchoolYear,
    Span,
    UnknownTermsError,
    school_terms,
)

SHANGHAI_2025 = SchoolYear(
    region="CN-310000",
    name=Text("上海市 2025 学年度", en="Shanghai, school year 2025"),
    first_term=Span.through(date(2025, 9, 1), date(2026, 1, 30)),
    winter_vacation=Span.through(date(2026, 2, 2), date(2026, 2, 27)),
    second_term=Span.through(date(2026, 3, 2), date(2026, 6, 30)),
    summer_vacation=Span.through(date(2026, 7, 1), date(2026, 8, 31)),
    source="沪教委基〔2025〕13号, as reported at m.maigoo.com/news/734013.html",
)


class TestShipped:
    @pytest.mark.parametrize("year", [2025, 2026])
    def test_shanghai(self, year: int) -> None:
        """
        The school year that Shanghai announced in 2025 touches two civil years.
        """
        assert school_terms("CN-310000", year).years == (SHANGHAI_2025,)

    @pytest.mark.parametrize(("region", "year"), [("CN-310000", 2027), ("CN-110000", 2026)])
    def test_others_are_unknown(self, region: str, year: int) -> None:
        """
        Where no notice is at hand, that is said, with what there is.
        """
        with pytest.raises(UnknownTermsError) as caught:
            school_terms(region, year)
        assert str(caught.value) == (
            f"no school terms of '{region}' in {year} are shipped; there are CN-310000 2025, or "
            "make SchoolTerms of your own"
        )
        assert caught.value.sentence("zh-CN") == (
            f"没有“{region}”{year} 年的学期数据，现有 CN-310000 2025；也可自建 SchoolTerms"
        )


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

    def test_a_region_may_be_added(self) -> None:
        """
        A school year needs its four spans and a name; the name may be Chinese text only.
        """
        year = SchoolYear(
            region="CN-330000",
            name="浙江省 2026 学年度",
            first_term=Span.through(date(2026, 9, 1), date(2027, 1, 29)),
            winter_vacation=Span.through(date(2027, 1, 30), date(2027, 2, 25)),
            second_term=Span.through(date(2027, 2, 26), date(2027, 6, 30)),
            summer_vacation=Span.through(date(2027, 7, 1), date(2027, 8, 31)),
        )
        assert year.name == Text("浙江省 2026 学年度")
        both = SchoolTerms([SHANGHAI_2025, year])
        assert [span.start.year for span in both.spans("summer_vacation")] == [2026, 2027]
