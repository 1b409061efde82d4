import pickle
from collections import Counter
from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from community_edu.base import Language
from community_edu.calendars import (
    PERIOD_UNITS,
    PeriodUnit,
    Quota,
    QuotaSyntaxError,
    Span,
    UncountableQuotaError,
    parse_rule,
    periods,
    school_terms,
)
from community_edu.calendars.quotas import BadNumberOfTimesError, Occasion

counts = st.integers(0, 12)
units = st.sampled_from([*PERIOD_UNITS, "term", "school_year", "window"])
ranges: st.SearchStrategy[tuple[int, int | None]] = st.one_of(
    counts.map(lambda least: (least, None)),
    st.tuples(counts, counts).map(lambda ends: (min(ends), max(ends))),
)
sets = st.none() | st.sampled_from(["grade", "student", "teaching-point"])
quotas = st.tuples(ranges, units, sets).map(lambda parts: Quota(*parts[0], *parts[1:]))


def bucket(day: date, unit: PeriodUnit) -> str:
    """
    Name the period of a day, from the day alone: an oracle for `periods`.
    """
    match unit:
        case "plan" | "year":
            return f"{day.year}"
        case "half_year":
            return f"{day.year}-H{1 if day.month <= 6 else 2}"
        case "quarter":
            return f"{day.year}-Q{(day.month + 2) // 3}"
        case "month":
            return f"{day:%Y-%m}"
        case "week":
            return f"{day.isocalendar().year}-W{day.isocalendar().week:02}"
        case "day":
            return f"{day:%Y-%m-%d}"


class TestText:
    @given(quotas)
    def test_there_and_back(self, quota: Quota) -> None:
        """
        The text form of a quota reads back as the same quota.
        """
        assert Quota.parse(str(quota)) == quota

    @pytest.mark.parametrize(
        ("text", "quota"),
        [
            (">= 1 per quarter", Quota(1, None, "quarter")),
            ("== 10 per year", Quota(10, 10, "year")),
            ("<= 2 per month", Quota(0, 2, "month")),
            ("1..2 per half_year", Quota(1, 2, "half_year")),
            ("1..2 per term each grade", Quota(1, 2, "term", "grade")),
            (">= 1 per window", Quota(1, None, "window")),
            ("== 0 per week", Quota(0, 0, "week")),
        ],
    )
    def test_forms(self, text: str, quota: Quota) -> None:
        """
        A quota is at least, at most, exactly or from-to so many per period.
        """
        assert Quota.parse(text) == quota
        assert str(quota) == text

    @pytest.mark.parametrize(
        ("loose", "text"),
        [
            ("  >=1  per  quarter ", ">= 1 per quarter"),
            ("1 .. 2 per year", "1..2 per year"),
            ("0..3 per year", "<= 3 per year"),
            ("2..2 per year", "== 2 per year"),
            ("<= 0 per day", "== 0 per day"),
            (">= 01 per day", ">= 1 per day"),
        ],
    )
    def test_is_read_loosely(self, loose: str, text: str) -> None:
        """
        Spaces do not matter, and what means the same is the same.
        """
        assert str(Quota.parse(loose)) == text

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "1 per year",
            "> 1 per year",
            ">= one per year",
            ">= -1 per year",
            ">= 1.5 per year",
            ">= 1 per fortnight",
            ">= 1 per Year",
            ">= 1 a year",
            ">= 1 per year each",
            ">= 1 per year each Grade",
            "2..1 per year",
            "== 1..2 per year",
            ">= 1234567 per year",
            ">= １ per year",
            "9**9 per year",
            "== 1 per year\n; x",
        ],
    )
    def test_what_is_no_quota(self, text: str) -> None:
        """
        Anything else is refused, with examples and the periods that there are.
        """
        with pytest.raises(QuotaSyntaxError) as caught:
            Quota.parse(text)
        assert str(caught.value).startswith(f"'{text}' is not a quota; write '>= 1 per quarter'")
        assert str(caught.value).endswith("quarter, month, week, day, school_year, term, window")
        assert caught.value.sentence("zh-CN").startswith(f"“{text}”不是次数要求")

    @pytest.mark.parametrize(
        ("least", "most", "per", "each"),
        [
            (2, 1, "year", None),
            (-1, None, "year", None),
            (1, None, "fortnight", None),
            (1, None, "term", "每个年级"),
            (10**7, None, "year", None),
        ],
    )
    def test_is_valid_once_made(
        self, least: int, most: int | None, per: str, each: str | None
    ) -> None:
        """
        A quota that nothing could keep, or that has no text form, cannot be made at all.
        """
        with pytest.raises(QuotaSyntaxError, match=r"is not a quota"):
            Quota(least, most, per, each)


class TestSaid:
    @pytest.mark.parametrize(
        ("text", "zh", "en"),
        [
            (">= 1 per quarter", "每季度不少于 1 次", "at least 1 per quarter"),
            ("== 10 per year", "每年恰好 10 次", "exactly 10 per year"),
            ("<= 2 per month", "每月不多于 2 次", "at most 2 per month"),
            ("1..2 per term", "每学期有 1 至 2 次", "1 to 2 per school term"),
            ("== 1 per plan", "每个计划期恰好 1 次", "exactly 1 per plan period"),
            (
                ">= 1 per term each grade",
                "每学期每个年级不少于 1 次",
                "at least 1 per school term for each grade",
            ),
            (
                ">= 1 per year each yurt",
                "每年每个yurt不少于 1 次",
                "at least 1 per year for each yurt",
            ),
        ],
    )
    def test_to_a_reader(self, text: str, zh: str, en: str) -> None:
        """
        A quota is said in the words of the language, codes without a label as they are.
        """
        said: dict[Language, str] = {"zh-CN": zh, "en": en}
        for language, words in said.items():
            assert Quota.parse(text).to(language) == words


class TestCounting:
    @given(ranges, st.sampled_from(PERIOD_UNITS), st.data())
    def test_agrees_with_counting_by_hand(
        self, ends: tuple[int, int | None], unit: PeriodUnit, data: st.DataObject
    ) -> None:
        """
        A period falls short when the days in it, counted one by one, are too few or too many.
        """
        quota = Quota(*ends, unit)
        near = st.dates(date(2025, 12, 20), date(2027, 1, 10))
        days = data.draw(st.lists(near, max_size=40))
        counted = Counter(bucket(day, unit) for day in days)
        least, most = ends
        expected = {
            period.key: counted[period.key]
            for period in periods(unit, 2026)
            if counted[period.key] < least or (most is not None and counted[period.key] > most)
        }
        found = quota.shortfalls(days, 2026)
        assert {str(gap.period): gap.counted for gap in found} == expected
        assert [gap.period for gap in found] == sorted(gap.period for gap in found)

    @given(ranges, counts)
    @example((0, 0), 0)
    def test_is_kept_by_numbers_in_range(self, ends: tuple[int, int | None], count: int) -> None:
        """
        A count keeps a quota when it is neither too low nor too high.
        """
        least, most = ends
        kept = count >= least if most is None else count in range(least, most + 1)
        assert Quota(least, most, "year").kept_by(count) is kept

    def test_once_a_quarter_is_not_four_times_a_year(self) -> None:
        """
        Four meetings in one quarter keep "four a year" and not "one a quarter".
        """
        days = [date(2026, 5, day) for day in (6, 13, 20, 27)]
        assert Quota.parse(">= 4 per year").shortfalls(days, 2026) == ()
        gaps = Quota.parse(">= 1 per quarter").shortfalls(days, 2026)
        assert [(str(gap.period), gap.counted) for gap in gaps] == [
            ("2026-Q1", 0),
            ("2026-Q3", 0),
            ("2026-Q4", 0),
        ]

    def test_three_broadcasts_a_week(self) -> None:
        """
        每周三期 is counted in the 53 ISO weeks of 2026, the first of which begins in 2025.
        """
        rule = parse_rule("weekly([MON, WED, FRI])")
        days = [span.start for year in (2025, 2026, 2027) for span in rule.occurrences(year)]
        assert Quota.parse("== 3 per week").shortfalls(days, 2026) == ()
        assert len(Quota.parse(">= 4 per week").shortfalls(days, 2026)) == 53

    def test_takes_moments(self) -> None:
        """
        Days may come with a time.
        """
        moments = [datetime(2026, month, 5, 14, tzinfo=UTC) for month in (2, 5, 8, 11)]
        assert Quota.parse("== 1 per quarter").shortfalls(iter(moments), 2026) == ()

    @pytest.mark.parametrize(
        ("text", "missing", "zh"),
        [
            (">= 1 per term", "the days of each school term", "各学期的起止日期"),
            (">= 1 per school_year", "the days of each school year", "各学年的起止日期"),
            (">= 1 per window", "the days of each window", "各个时段的起止日期"),
            ("== 1 per year each grade", "the members of 'grade'", "“年级”的成员名单"),
        ],
    )
    def test_what_a_year_alone_cannot_decide(self, text: str, missing: str, zh: str) -> None:
        """
        What is counted per term, window or member of a set asks for these.
        """
        quota = Quota.parse(text)
        assert not quota.countable
        with pytest.raises(UncountableQuotaError) as caught:
            quota.shortfalls([date(2026, 5, 6)], 2026)
        assert str(caught.value) == f"'{text}' cannot be counted without {missing}"
        assert caught.value.sentence("zh-CN") == f"缺少{zh}，无法清点“{text}”"
        assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301

    @given(units.filter(lambda unit: unit in PERIOD_UNITS))
    def test_what_dates_can_decide(self, unit: str) -> None:
        """
        All the periods of the calendar are countable.
        """
        assert Quota(1, None, unit).countable


GRADES = ("grade-10", "grade-11", "grade-12")
TERMS = school_terms("CN-310000", 2026)


class TestPeriods:
    def test_of_the_school_year(self) -> None:
        """
        With the terms of the region a quota per term or school year knows its periods.
        """
        term, whole = Quota.parse(">= 1 per term"), Quota.parse(">= 1 per school_year")
        assert [str(period) for period in term.periods(2026, TERMS)] == [
            "2025-2026-1",
            "2025-2026-2",
        ]
        assert [str(period) for period in whole.periods(2026, TERMS)] == ["2025-2026"]

    def test_of_unknown_terms(self) -> None:
        """
        Terms of other years are no help.
        """
        with pytest.raises(UncountableQuotaError):
            Quota.parse(">= 1 per term").periods(2040, TERMS)

    def test_of_a_plan_of_several_years(self) -> None:
        """
        Once per plan is once in all its years.
        """
        years = Span(date(2026, 1, 1), date(2029, 1, 1))
        quota = Quota.parse("== 1 per plan")
        assert quota.shortfalls([date(2027, 5, 8)], quota.periods(years)) == ()
        assert len(quota.shortfalls([date(2027, 5, 8)], 2026)) == 1


class TestMembers:
    def test_each_must_have_it(self) -> None:
        """
        A member that lacks it in a period is named, whatever the others have.
        """
        quota = Quota.parse("1..2 per term each grade")
        done = [
            Occasion(date(2025, 9, 8), "grade-10"),
            Occasion(date(2025, 9, 9), "grade-11"),
            Occasion(date(2025, 9, 10), "grade-12", number=3),
            Occasion(date(2026, 3, 9), "grade-10"),
            Occasion(date(2026, 3, 9), "grade-11"),
        ]
        gaps = quota.shortfalls(done, quota.periods(2026, TERMS), members=GRADES)
        assert [(str(gap.period), gap.member, gap.counted) for gap in gaps] == [
            ("2025-2026-1", "grade-12", 3),
            ("2025-2026-2", "grade-12", 0),
        ]

    def test_of_nobody(self) -> None:
        """
        What was for no stated member counts for none of them.
        """
        quota = Quota.parse(">= 1 per year each grade")
        gaps = quota.shortfalls([Occasion(date(2026, 5, 8))], 2026, members=GRADES)
        assert [gap.member for gap in gaps] == list(GRADES)

    @given(
        st.lists(
            st.tuples(
                st.dates(date(2026, 1, 1), date(2026, 12, 31)),
                st.sampled_from([*GRADES, None]),
                st.integers(0, 3),
            ),
            max_size=20,
        ),
        st.sampled_from(PERIOD_UNITS).filter(lambda unit: unit not in {"day", "week"}),
    )
    def test_agrees_with_counting_by_hand(
        self, done: list[tuple[date, str | None, int]], unit: PeriodUnit
    ) -> None:
        """
        Each tally is the sum over the occasions of that member in that period.
        """
        sums = Counter[tuple[str, str | None]]()
        for day, member, number in done:
            sums[bucket(day, unit), member] += number
        quota = Quota(1, None, unit, "grade")
        occasions = [Occasion(Span.day(day), member, number) for day, member, number in done]
        for tally in quota.count(occasions, 2026, members=GRADES):
            assert tally.counted == sums[tally.period.key, tally.member]

    def test_number_of_times(self) -> None:
        """
        Nothing takes place less than no times.
        """
        with pytest.raises(BadNumberOfTimesError) as caught:
            Occasion(date(2026, 5, 8), number=-1)
        assert str(caught.value) == "nothing takes place -1 times; give 0 or more"
        assert caught.value.sentence("zh-CN") == "次数不能是 -1，请写 0 或更大的数"


class TestOnADay:
    def test_not_yet(self) -> None:
        """
        Too little in a period that is not over is open; too much, or a period that is, is not.
        """
        quota = Quota.parse("== 1 per quarter")
        done = [date(2026, 4, 1), date(2026, 5, 1), date(2026, 9, 30)]
        assert [
            (str(gap.period), gap.counted, gap.open)
            for gap in quota.shortfalls(done, 2026, on=date(2026, 9, 29))
        ] == [
            ("2026-Q1", 0, False),
            ("2026-Q2", 2, False),
            ("2026-Q3", 0, True),
            ("2026-Q4", 0, True),
        ]

    def test_on_the_last_day(self) -> None:
        """
        A period is over on the day after its last.
        """
        quota = Quota.parse(">= 1 per half_year")
        (first, _) = quota.shortfalls([], 2026, on=date(2026, 6, 30))
        assert first.open
        (first, _) = quota.shortfalls([], 2026, on=date(2026, 7, 1))
        assert not first.open
