"""
Teaching weeks: grids of weeks, weekdays and periods, and the days on which they are held.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.base import ProblemsError
from community_edu.calendars import (
    WEEKDAYS,
    BadPeriodError,
    ClassPeriod,
    HolidayCalendar,
    HolidayNotice,
    HolidaysNotAnnouncedError,
    Span,
    TeachingWeeks,
    UnreadablePeriodError,
    UnreadableWeeksError,
    Weekday,
    WeekPattern,
    check_teaching_weeks,
    holidays,
    week_pattern,
)

FIRST = date(2026, 9, 28)
DAY = timedelta(days=1)


def weeks_of(
    number: int = 2,
    *,
    first: date = FIRST,
    periods: tuple[str, ...] = ("09:00-10:30",),
    weekdays: tuple[Weekday, ...] = WEEKDAYS[:5],
    closed: tuple[date, ...] = (),
    moved: Mapping[date, date] | None = None,
) -> TeachingWeeks:
    """
    Return weeks that are as usual but for what is said.
    """
    return TeachingWeeks(
        first=first,
        number=number,
        periods=periods,
        weekdays=weekdays,
        closed=closed,
        moved=moved or {},
    )


@st.composite
def any_weeks(draw: st.DrawFn) -> TeachingWeeks:
    """
    Draw weeks with closed days and days that are made up.
    """
    number = draw(st.integers(1, 4))
    weekdays = draw(st.sets(st.sampled_from(WEEKDAYS), min_size=1))
    days = [FIRST + DAY * offset for offset in range(7 * number)]
    lessons = [day for day in days if WEEKDAYS[day.weekday()] in weekdays]
    lost = draw(st.lists(st.sampled_from(lessons), unique=True, max_size=4))
    on = draw(st.lists(st.sampled_from(days), unique=True, min_size=len(lost), max_size=len(lost)))
    others = [day for day in days if day not in on]
    closed = draw(st.sets(st.sampled_from(others), max_size=6)) if others else set[date]()
    return weeks_of(
        number,
        weekdays=tuple(weekdays),
        closed=tuple(closed),
        moved=dict(zip(on, lost, strict=True)),
    )


class TestWeekPattern:
    @given(st.sets(st.integers(1, 60), min_size=1))
    def test_of_weeks(self, weeks: set[int]) -> None:
        """
        The pattern made of weeks names exactly these.
        """
        assert set(WeekPattern.of(weeks).among(60)) == weeks

    @pytest.mark.parametrize(
        ("written", "weeks"),
        [
            ("all", (1, 2, 3, 4, 5)),
            ("odd", (1, 3, 5)),
            ("even", (2, 4)),
            ("2 - 3, 5, 9", (2, 3, 5)),
            ("7", ()),
        ],
    )
    def test_among(self, written: str, weeks: tuple[int, ...]) -> None:
        """
        A pattern names weeks of the term, and none beyond it.
        """
        assert week_pattern(written).among(5) == weeks

    def test_said_once(self) -> None:
        """
        Spaces make no difference, and a pattern is its own text.
        """
        assert WeekPattern("1-3, 5") == week_pattern(WeekPattern("1-3,5"))
        assert str(WeekPattern("1-3, 5")) == "1-3,5"

    @pytest.mark.parametrize(
        "written", ["", "some", "3-1", "0", "1,", "1--3", "100", "单周", "１-3", "1," * 150 + "1"]
    )
    def test_unreadable(self, written: str) -> None:
        """
        What names no weeks is refused.
        """
        with pytest.raises(UnreadableWeeksError, match="names no weeks; write all, odd, even"):
            WeekPattern(written)

    def test_of_nothing(self) -> None:
        """
        There is no pattern of no weeks.
        """
        with pytest.raises(UnreadableWeeksError):
            WeekPattern.of([])


class TestClassPeriod:
    @given(st.times(), st.times())
    def test_there_and_back(self, start: time, end: time) -> None:
        """
        The text of a period is read as the same period.
        """
        start, end = (edge.replace(second=0, microsecond=0) for edge in (start, end))
        if start < end:
            period = ClassPeriod(start, end)
            assert ClassPeriod.parse(str(period)) == period

    @pytest.mark.parametrize(
        ("written", "part"),
        [("8:00-8:45", "morning"), ("12:00-13:00", "afternoon"), ("18:00-19:30", "evening")],
    )
    def test_part_of_the_day(self, written: str, part: str) -> None:
        """
        A period is of the part of the day in which it begins.
        """
        assert ClassPeriod.parse(written).part == part

    def test_title(self) -> None:
        """
        A period without a name goes by its hours.
        """
        assert str(ClassPeriod(time(8), time(8, 45), "第一节").title) == "第一节"
        assert str(ClassPeriod(time(8), time(8, 45)).title) == "08:00–08:45"

    @pytest.mark.parametrize(
        "written", ["", "第一节", "08:00", "8-9", "25:00-26:00", "08:00-24:00"]
    )
    def test_unreadable(self, written: str) -> None:
        """
        What says no hours of a day is refused.
        """
        with pytest.raises(UnreadablePeriodError, match="is no period of a day; write it as"):
            ClassPeriod.parse(written)

    @pytest.mark.parametrize(
        "edges",
        [
            (time(9), time(9)),
            (time(9), time(8)),
            (time(9), time(10, 0, 30)),
            (time(9, tzinfo=UTC), time(10, tzinfo=UTC)),
        ],
    )
    def test_no_such_period(self, edges: tuple[time, time]) -> None:
        """
        A period takes whole minutes of local time, at least one.
        """
        with pytest.raises(BadPeriodError, match="a period cannot be from"):
            ClassPeriod(*edges)


class TestTeachingWeeks:
    @given(any_weeks())
    def test_one_to_one(self, weeks: TeachingWeeks) -> None:
        """
        No day holds the lessons of two days, and no lesson is held twice.
        """
        days = list(weeks.dates.values())
        assert len(days) == len(set(days))

    @given(any_weeks())
    def test_each_day(self, weeks: TeachingWeeks) -> None:
        """
        A day holds what is made up on it, or else its own lessons if it is open and
        these are not made up elsewhere.
        """
        held = {day: lesson for lesson, day in weeks.dates.items()}
        for offset in range(7 * weeks.number):
            day = weeks.first + DAY * offset
            own = day not in weeks.closed and day not in weeks.moved.values()
            lesson = weeks.moved.get(day, day if own else None)
            taught = lesson is not None and WEEKDAYS[lesson.weekday()] in weeks.weekdays
            if lesson is None or not taught:
                assert day not in held
            else:
                week = (lesson - weeks.first).days // 7 + 1
                assert held[day] == (week, WEEKDAYS[lesson.weekday()])
                assert weeks.day_of(*held[day]) == day

    def test_normal_form(self) -> None:
        """
        Weekdays stand from Monday on, and a moment means its day.
        """
        weeks = weeks_of(
            1,
            first=datetime.fromisoformat("2026-09-28T08:00"),
            weekdays=("SAT", "MON"),
            periods=("09:00-10:00",),
        )
        assert (weeks.first, weeks.weekdays, weeks.last) == (
            FIRST,
            ("MON", "SAT"),
            date(2026, 10, 4),
        )

    def test_periods_touch(self) -> None:
        """
        A period may begin when the one before it is over.
        """
        periods = ("08:00-09:00", "09:00-10:00")
        assert tuple(map(str, weeks_of(periods=periods).periods)) == periods

    def test_everything_wrong(self) -> None:
        """
        All that cannot be is told at once.
        """
        with pytest.raises(ProblemsError) as caught:
            TeachingWeeks(
                first=date(2026, 9, 29),
                number=0,
                periods=["09:00-10:00", "09:30-11:00"],
                weekdays=["TUE", "TAG", "TUE"],  # type: ignore[list-item]
            )
        assert [problem.sentence() for problem in caught.value.problems] == [
            "2026-09-29 is no Monday; give the Monday of the first week",
            "there cannot be 0 weeks; give 1 to 60",
            (
                "09:30-11:00 begins before 09:00-10:00 is over; put periods in order, none "
                "overlapping another"
            ),
            "TUE stands twice; leave one out",
            "'TAG' is no weekday; it can be MON, TUE, WED, THU, FRI, SAT, SUN",
        ]
        assert "不是周一，请写第一周的周一" in caught.value.sentence("zh-CN")

    @pytest.mark.parametrize(
        ("number", "periods", "weekdays", "reason"),
        [
            (61, ("09:00-10:00",), WEEKDAYS, "there cannot be 61 weeks"),
            (1, (), WEEKDAYS, "a day cannot have 0 periods; give 1 to 48"),
            (1, ("09:00-10:00",), (), "there is no weekday; give one or more of MON, TUE"),
        ],
    )
    def test_nothing_to_teach(
        self,
        number: int,
        periods: tuple[str, ...],
        weekdays: tuple[Weekday, ...],
        reason: str,
    ) -> None:
        """
        There are weeks, days and periods, and not too many.
        """
        with pytest.raises(ProblemsError) as caught:
            weeks_of(number, periods=periods, weekdays=weekdays)
        assert reason in str(caught.value)

    def test_end_of_time(self) -> None:
        """
        Weeks that could run beyond the last date are refused.
        """
        with pytest.raises(ProblemsError) as caught:
            weeks_of(first=date(9999, 12, 27))
        assert "9999-12-27 is too late" in str(caught.value)

    @pytest.mark.parametrize(
        ("moved", "reason"),
        [
            ({date(2026, 10, 12): FIRST}, "2026-10-12 is to be made up outside the weeks"),
            ({date(2026, 10, 1): FIRST}, "2026-10-01 is closed and made up"),
            ({FIRST: date(2026, 10, 3)}, "2026-10-03 has no lessons that could be held on"),
            ({FIRST: date(2026, 9, 25)}, "2026-09-25 has no lessons that could be held on"),
            (
                {date(2026, 10, 3): FIRST, date(2026, 10, 4): FIRST},
                "the lessons of 2026-09-28 are made up on 2026-10-03 already",
            ),
        ],
    )
    def test_moves(self, moved: Mapping[date, date], reason: str) -> None:
        """
        Lessons of the weeks are made up once, on an open day of the weeks.
        """
        with pytest.raises(ProblemsError) as caught:
            weeks_of(closed=(date(2026, 10, 1),), moved=moved)
        assert reason in str(caught.value)


class TestOfTerm:
    def test_notices(self) -> None:
        """
        Public holidays and the days outside the term are closed.
        """
        weeks = TeachingWeeks.of_term(
            Span.parse("2026-09-02/2026-10-09"), periods=["09:00-10:30"], holidays=holidays("CN")
        )
        assert (weeks.first, weeks.number) == (date(2026, 8, 31), 6)
        assert weeks.day_of(1, "TUE") is None
        assert weeks.day_of(1, "WED") == date(2026, 9, 2)
        assert [weeks.day_of(5, day) for day in WEEKDAYS[2:5]] == [date(2026, 9, 30), None, None]
        assert weeks.day_of(6, "THU") == date(2026, 10, 8)

    def test_worked_weekend(self) -> None:
        """
        A worked Sunday makes up what the school says, and nothing if it does not say.
        """
        term = Span.parse("2026-09-14/2026-10-11")
        notices = holidays("CN")
        silent = TeachingWeeks.of_term(term, periods=["09:00-10:30"], holidays=notices)
        assert date(2026, 9, 20) not in silent.dates.values()
        assert [finding.parameters["day"] for finding in check_teaching_weeks(silent, notices)] == [
            date(2026, 9, 20),
            date(2026, 10, 10),
        ]
        told = TeachingWeeks.of_term(
            term,
            periods=["09:00-10:30"],
            holidays=notices,
            moved={date(2026, 9, 20): date(2026, 10, 6), date(2026, 10, 10): date(2026, 10, 7)},
        )
        assert told.day_of(4, "TUE") == date(2026, 9, 20)
        assert check_teaching_weeks(told, notices) == ()

    def test_not_announced(self) -> None:
        """
        A year without a notice is refused, or closed on the days of the law if that is enough.
        """
        term = Span.parse("2040-09-03/2040-10-12")
        with pytest.raises(HolidaysNotAnnouncedError, match="the public holidays of 2040"):
            TeachingWeeks.of_term(term, periods=["09:00-10:30"], holidays=holidays("CN"))
        weeks = TeachingWeeks.of_term(
            term,
            periods=["09:00-10:30"],
            holidays=holidays("CN"),
            closed=[date(2040, 10, 4)],
            provisional=True,
        )
        assert [weeks.day_of(5, day) for day in WEEKDAYS[:5]] == [
            None,
            None,
            None,
            None,
            date(2040, 10, 5),
        ]
        findings = check_teaching_weeks(weeks, holidays("CN"))
        assert [finding.message("en") for finding in findings] == [
            (
                "the holiday notice of 2040 is not at hand; its days off and shifted working "
                "days may change the teaching weeks"
            )
        ]

    def test_taught_on_a_holiday(self) -> None:
        """
        Teaching on a day off is found, and so is nothing that the school has closed.
        """
        notice = HolidayNotice(2026, {date(2026, 10, 1): "国庆节"}, [date(2026, 10, 10)])
        calendar = HolidayCalendar("CN", [notice])
        findings = check_teaching_weeks(weeks_of(closed=(date(2026, 10, 10),)), calendar)
        assert [finding.message() for finding in findings] == [
            "2026-10-01（周四）排了课，而当天国庆节放假"
        ]
