import json
from datetime import date
from pathlib import Path

import pytest

from community_edu.base import ProblemsError, Text
from community_edu.calendars import (
    HolidayCalendar,
    SchoolTerms,
    Span,
    WorkCalendar,
    holidays,
    school_terms,
)
from community_edu.exchange import (
    load_holidays,
    load_school_terms,
    parse_document,
    read_holidays,
    read_school_terms,
)
from community_edu.exchange.converting import structure, unstructure

EXAMPLES = Path(__file__).parents[2] / "examples" / "year-data"


def lines(text: str) -> str:
    """
    Return a text without the margin that it has in the source.
    """
    return "\n".join(line.strip() for line in text.strip().splitlines())


def refused_holidays(text: str) -> list[str]:
    """
    Return what is said of a file of notices that is refused.
    """
    with pytest.raises(ProblemsError) as caught:
        read_holidays(parse_document(lines(text), "holidays.toml", "toml"))
    assert caught.value.message == "holidays.toml is not a file of holiday notices that can be used"
    return [str(problem) for problem in caught.value.problems]


def refused_terms(text: str) -> list[str]:
    """
    Return what is said of a file of school years that is refused.
    """
    with pytest.raises(ProblemsError) as caught:
        read_school_terms(parse_document(lines(text), "terms.toml", "toml"))
    assert caught.value.message == "terms.toml is not a file of school years that can be used"
    return [str(problem) for problem in caught.value.problems]


class TestHolidays:
    def test_a_real_notice(self) -> None:
        """
        The notice of 2026, typed from its text, has the days that the package has.
        """
        (notice,) = load_holidays(EXAMPLES / "holidays-2026.toml")
        (shipped,) = (found for found in holidays("CN").notices if found.year == 2026)
        assert (notice.off, notice.worked) == (shipped.off, shipped.worked)
        assert notice.issued == date(2025, 11, 4)
        assert notice.source.endswith("（国办发明电〔2025〕7号）")

    def test_toml_and_json_say_the_same(self, tmp_path: Path) -> None:
        """
        Days are text in JSON, and text or dates in TOML.
        """
        toml = tmp_path / "notice.toml"
        toml.write_text(
            lines("""
                format = 1
                [[notices]]
                year = 2027
                issued = 2026-11-20
                [[notices.holidays]]
                name = { zh = "元旦", en = "New Year" }
                days = "2027-01-01/2027-01-03"
                worked = [2026-12-27, "2027-01-09/2027-01-10"]
            """),
            "utf-8",
        )
        plain = {
            "notices": [
                {
                    "year": 2027,
                    "issued": "2026-11-20",
                    "holidays": [
                        {
                            "name": {"zh": "元旦", "en": "New Year"},
                            "days": "2027-01-01/2027-01-03",
                            "worked": ["2026-12-27", "2027-01-09", "2027-01-10"],
                        }
                    ],
                }
            ]
        }
        other = tmp_path / "notice.json"
        other.write_text(json.dumps(plain), "utf-8")
        (notice,) = load_holidays(toml)
        assert load_holidays(other) == (notice,)
        assert notice.worked == (date(2026, 12, 27), date(2027, 1, 9), date(2027, 1, 10))
        assert notice.off[date(2027, 1, 3)] == Text("元旦", en="New Year")

    def test_amendments_stand_later_in_the_file(self) -> None:
        """
        Of two notices of one year in a file the later amends the earlier.
        """
        notices = read_holidays(
            parse_document(
                lines("""
                    [[notices]]
                    year = 2027
                    holidays = [{ name = "劳动节", days = 2027-05-01, worked = [2027-05-08] }]
                    [[notices]]
                    year = 2027
                    holidays = [{ name = "劳动节", days = "2027-05-01/2027-05-08" }]
                """),
                "holidays.toml",
                "toml",
            )
        )
        calendar = HolidayCalendar("CN", notices)
        assert calendar.spans() == (Span.parse("2027-05-01/2027-05-08"),)
        assert calendar.worked == frozenset()
        assert not WorkCalendar(calendar).is_workday(date(2027, 5, 8))

    def test_nothing_is_no_file_of_notices(self) -> None:
        """
        A file must have the list, though it may be empty; other keys are typing errors.
        """
        assert refused_holidays("notice = []") == [
            "holidays.toml: the key 'notices' is missing; add it",
            (
                "holidays.toml:1:1: notice: the key 'notice' is not known here; did you mean "
                "'notices'?"
            ),
        ]
        assert read_holidays(parse_document("notices = []", "none.toml", "toml")) == ()

    def test_all_problems_at_once(self) -> None:
        """
        Every problem is told, at its place, in the order of the file.
        """
        found = refused_holidays("""
            format = 2
            [[notices]]
            year = "2027"
            issued = "soon"
            [[notices.holidays]]
            name = "元旦"
            day = "2027-01-01"
            days = "2027-02-30"
            worked = ["2027-01-03/2027-01-01", 7]
            [[notices]]
            year = 2027
            issued = 2026-11-20T08:00:00
            [[notices.holidays]]
            name = "元旦"
            days = [2027-01-01]
        """)
        assert found == [
            "holidays.toml:1:1: format: this file has format 2; this version reads format 1",
            "holidays.toml:3:1: notices[0].year: expected a whole number, found a text in quotes",
            (
                "holidays.toml:4:1: notices[0].issued: date 'soon' does not exist; it can be "
                "'2027-01-31'"
            ),
            (
                "holidays.toml:7:1: notices[0].holidays[0].day: the key 'day' is not known here; did "
                "you mean 'days'?"
            ),
            (
                "holidays.toml:8:1: notices[0].holidays[0].days: '2027-02-30' is no day and no run of "
                "days; write 2026-10-01, or 2026-10-01/2026-10-07"
            ),
            (
                "holidays.toml:9:11: notices[0].holidays[0].worked[0]: a span from 2027-01-03 to "
                "2027-01-02 (not included) has no day; let it end later"
            ),
            (
                "holidays.toml:9:36: notices[0].holidays[0].worked[1]: expected a day or a run of "
                "days such as 2027-01-01/2027-01-03, found a whole number"
            ),
            "holidays.toml:12:1: notices[1].issued: expected a text in quotes, found datetime",
            (
                "holidays.toml:15:1: notices[1].holidays[0].days: expected a day or a run of days "
                "such as 2027-01-01/2027-01-03, found a list in [ ]"
            ),
        ]

    def test_days_that_contradict_one_another(self) -> None:
        """
        A day off twice, off and worked, or of another year is told where it stands; an endless
        run is told without counting its days.
        """
        found = refused_holidays("""
            [[notices]]
            year = 2027
            [[notices.holidays]]
            name = "中秋节"
            days = "2027-09-15/2027-09-17"
            worked = ["2027-09-17", "2028-01-08"]
            [[notices.holidays]]
            name = "国庆节"
            days = "2027-09-17/2027-09-30"
            [[notices.holidays]]
            name = "大假"
            days = "0001-01-01/9999-12-30"
        """)
        assert found == [
            (
                "holidays.toml:6:11: notices[0].holidays[0].worked[0]: the notice of 2027 has "
                "2027-09-17 both as a day off and as a working day"
            ),
            (
                "holidays.toml:6:25: notices[0].holidays[0].worked[1]: the notice of 2027 cannot set "
                "2028-01-08; it sets days of that year and of the December before it"
            ),
            (
                "holidays.toml:9:1: notices[0].holidays[1].days: 2027-09-17 is already off for 中秋节; "
                "give each day once, and where two holidays meet, both names in one"
            ),
            (
                "holidays.toml:12:1: notices[0].holidays[2].days: the notice of 2027 cannot set "
                "0001-01-01; it sets days of that year and of the December before it"
            ),
        ]

    def test_a_notice_without_days(self) -> None:
        """
        A notice must set some day; where its only days were refused, that is all that is said.
        """
        assert refused_holidays("""
            [[notices]]
            year = 2027
            holidays = []
            [[notices]]
            year = 2028
            holidays = [{ name = "元旦", days = 2027-01-01 }]
        """) == [
            (
                "holidays.toml:1:1: notices[0]: the notice of 2027 sets no day; name the days off, or "
                "leave it out"
            ),
            (
                "holidays.toml:6:28: notices[1].holidays[0].days: the notice of 2028 cannot set "
                "2027-01-01; it sets days of that year and of the December before it"
            ),
        ]

    def test_speaks_chinese(self) -> None:
        """
        What is wrong is told in Chinese too.
        """
        text = 'notices = [{ year = 2027, holidays = [{ name = "元旦", days = "元旦" }] }]'
        with pytest.raises(ProblemsError) as caught:
            read_holidays(parse_document(text, "放假.toml", "toml"))
        (problem,) = caught.value.problems
        assert problem.sentence("zh-CN") == (
            "放假.toml:1:54: notices[0].holidays[0].days: “元旦”不是日期，请写成 2026-10-01，"
            "或起止日期 2026-10-01/2026-10-07"
        )
        text = text.replace('days = "元旦"', "days = 2027-01-01").replace(
            "]", ', { name = "春节", days = 2027-01-01 }]', 1
        )
        with pytest.raises(ProblemsError) as caught:
            read_holidays(parse_document(text, "放假.toml", "toml"))
        assert "2027-01-01 已因元旦放假；每天只写一次" in caught.value.problems[0].sentence("zh-CN")


class TestSchoolTerms:
    YEAR = """
        region = "CN-330000"
        name = "浙江省 2026 学年度"
        first_term = "2026-09-01/2027-01-29"
        winter_vacation = "2027-01-30/2027-02-25"
        second_term = "2027-02-26/2027-06-30"
        summer_vacation = "2027-07-01/2027-08-31"
    """

    def test_the_example_is_the_shipped_one(self) -> None:
        """
        The file to copy has the school year that is shipped.
        """
        assert load_school_terms(EXAMPLES / "school-year.toml") == school_terms("CN-310000")

    def test_toml_and_json_say_the_same(self, tmp_path: Path) -> None:
        """
        A school year of one's own is read from either.
        """
        document = parse_document(lines(f"[[school_years]]{self.YEAR}"), "terms.toml", "toml")
        terms = read_school_terms(document)
        assert [year.key for year in terms.years] == ["2026-2027"]
        path = tmp_path / "terms.json"
        path.write_text(json.dumps(document.data, ensure_ascii=False), "utf-8")
        assert load_school_terms(path) == terms

    def test_may_be_empty(self) -> None:
        """
        A list without a school year knows of none.
        """
        assert read_school_terms(parse_document("school_years = []", "t.toml", "toml")) == (
            SchoolTerms([])
        )
        assert refused_terms("terms = []") == [
            "terms.toml: the key 'school_years' is missing; add it",
            (
                "terms.toml:1:1: terms: the key 'terms' is not known here; it can be format, "
                "school_years"
            ),
        ]

    def test_terms_out_of_order(self) -> None:
        """
        A part that begins too early is told at its key, beside other problems.
        """
        text = self.YEAR.replace("2027-01-30/", "2027-01-29/").replace(
            '"2027-07-01/', '"2027-06-01/'
        )
        found = refused_terms(f"""
            format = 1
            [[school_years]]{text}
            [[school_years]]
            name = "学年"
        """)
        order = "a school year is first term, winter holiday, second term, summer holiday"
        assert found == [
            (
                "terms.toml:6:1: school_years[0].winter_vacation: the winter holiday begins on "
                f"2027-01-29, but the first term ends only on 2027-01-29; {order}"
            ),
            (
                "terms.toml:8:1: school_years[0].summer_vacation: the summer holiday begins on "
                f"2027-06-01, but the second term ends only on 2027-06-30; {order}"
            ),
            *(
                f"terms.toml:10:1: school_years[1]: the key '{key}' is missing; add it"
                for key in (
                    "region",
                    "first_term",
                    "second_term",
                    "winter_vacation",
                    "summer_vacation",
                )
            ),
        ]

    def test_years_that_overlap(self) -> None:
        """
        Of two that share days, the one that stands later in the file is told of.
        """
        earlier = self.YEAR.replace("2026-09-01/", "2026-08-15/")
        found = refused_terms(f"[[school_years]]{self.YEAR}\n[[school_years]]{earlier}")
        assert found == [
            (
                "terms.toml:9:1: school_years[1]: the school years 2026-2027 (浙江省 2026 学年度) and "
                "2026-2027 (浙江省 2026 学年度) share days or a name; keep one"
            )
        ]


class TestPlainData:
    def test_days_read_back(self) -> None:
        """
        A day, a run of days and a school year written as plain data read back as they were.
        """
        values = (
            (date(2027, 1, 1), "2027-01-01"),
            (Span.parse("2027-01-01"), "2027-01-01"),
            (Span.parse("2027-01-01/2027-01-03"), "2027-01-01/2027-01-03"),
        )
        for value, text in values:
            assert unstructure(value) == text
            assert structure(text, type(value)) == value
        (year,) = school_terms("CN-310000").years
        assert structure(unstructure(year), type(year)) == year
