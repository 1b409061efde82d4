import re
from datetime import date, datetime, time, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_samples import (
    GRADES,
    HEALTH,
    JINGTAI,
    WORDS,
    calendar_of,
    codes,
    days,
    duty_of,
    plan_of,
    reasons,
    theme_of,
)

from community_edu.base import ProblemsError, Source, Text
from community_edu.calendars import (
    CADENCES,
    PERIOD_UNITS,
    Almanac,
    CircularNamesError,
    FixedDate,
    Observance,
    PeriodUnit,
    Quota,
    Span,
    TangledNamesError,
    UnknownNameError,
    YearOutOfRangeError,
    holidays,
    parse_rule,
    school_terms,
)
from community_edu.organizations import Audience, Venue
from community_edu.plans import (
    Calendar,
    Duty,
    Milestone,
    Plan,
    Report,
    Suspension,
    Theme,
    ThemeDay,
    build_calendar,
)
from community_edu.plans.entries import keys

HEALTH_2026 = build_calendar(HEALTH, 2026)
JINGTAI_2026 = build_calendar(JINGTAI, 2026, holidays=holidays("CN"))

MONTH_ENDS = [
    "2026-01-31",
    "2026-02-28",
    "2026-03-31",
    "2026-04-30",
    "2026-05-31",
    "2026-06-30",
    "2026-07-31",
    "2026-08-31",
    "2026-09-30",
    "2026-10-31",
    "2026-11-30",
    "2026-12-31",
]

RULES = [
    "fixed(3, 24)",
    "fixed(2, 29)",
    "span(12, 30, 1, 2)",
    "month(4)",
    "nth_weekday(5, SUN, 2)",
    "iso_week(1, 1)",
    "weekly([SAT, SUN])",
    "monthly(-1)",
    "monthly(5, months=[1, 2])",
    "every_months(6)",
    "lunar(12, 8)",
    "lunar(12, 30)",
    "solar_term(qingming)",
    "before(spring_festival, days=60)",
    "before(spring_festival)",
    "after(national_day, days=7)",
    "offset(fixed(12, 31), days=9)",
    "any_of([summer_vacation, weekly([SAT, SUN])])",
    "any_of([fixed(8, 1), fixed(8, 1, days=7)])",
    "any_of([before(new_year, days=3), fixed(1, 1), fixed(7, 1)])",
    "years(fixed(11, 1), last=2008)",
    "announced(['2026-01-24', '2026-01-24', '2026-06-18/2026-06-20'])",
    "announced(['2026-06-18'], otherwise=lunar(5, 5))",
    "public_holidays",
    "winter_vacation",
    "founding_day",
    "unresolved('适时', 'no date')",
]

rules = st.sampled_from(RULES).map(parse_rule)
years = st.integers(1901, 2100)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """
    Draw a plan of a few duties and themes, dated in every way that there is.
    """
    duties = [
        Duty(
            id=f"duty-{index}",
            name=f"事项 {index}",
            when=draw(st.none() | rules),
            due=draw(st.none() | rules),
            within=draw(st.none() | rules),
            quota=draw(
                st.none() | st.sampled_from([">= 1 per quarter", "== 1 per term"]).map(Quota.parse)
            ),
            cadence=draw(st.none() | st.sampled_from(list(CADENCES))),
            edition=draw(st.none() | st.just(6)),
            trigger=draw(st.none() | st.just("发现问题时")),
            starts=draw(st.none() | st.just(time(23, 30))),
        )
        for index in range(draw(st.integers(0, 3)))
    ]
    themes = [
        Theme(
            id=f"theme-{index}",
            month=draw(st.integers(1, 12)),
            name="主题",
            days=[ThemeDay(id=f"day-{index}-{number}", when=draw(rules)) for number in range(2)],
        )
        for index in range(draw(st.integers(0, 2)))
    ]
    founding = Observance(key="founding_day", name="校庆", rule=FixedDate(6, 18))
    return Plan(id="street", title="计划", duties=duties, themes=themes, observances=[founding])


def masked(calendar: Calendar) -> list[str]:
    """
    Return the identifiers without the year in them.
    """
    return [entry.id.replace(str(calendar.year), "YEAR") for entry in calendar.entries]


def codes_on(calendar: Calendar, day: str) -> tuple[str, ...]:
    """
    Return the codes of findings of the one entry that begins on *day*.
    """
    (found,) = [entry.findings for entry in calendar.entries if str(entry.first_day) == day]
    return found


class TestHealthEducation:
    def test_twelve_themes(self) -> None:
        """
        Each month has its theme, from its first day to the first of the next.
        """
        themes = [entry for entry in HEALTH_2026.entries if entry.kind == "theme"]
        assert [entry.start for entry in themes] == [date(2026, m, 1) for m in range(1, 13)]
        assert [entry.end for entry in themes] == [
            *(date(2026, m, 1) for m in range(2, 13)),
            date(2027, 1, 1),
        ]

    @pytest.mark.parametrize(
        ("day", "start", "end"),
        [
            ("tuberculosis-day", "2026-03-24", "2026-03-25"),
            ("immunisation-day", "2026-04-25", "2026-04-26"),
            ("no-tobacco-day", "2026-05-31", "2026-06-01"),
            ("breastfeeding-week", "2026-08-01", "2026-08-08"),
            ("love-teeth-day", "2026-09-20", "2026-09-21"),
            ("hypertension-day", "2026-10-08", "2026-10-09"),
            ("mental-health-day", "2026-10-10", "2026-10-11"),
            ("old-peoples-day", "2026-10-18", "2026-10-19"),
            ("food-hygiene-week", "2026-11-01", "2026-11-08"),
            ("diabetes-day", "2026-11-14", "2026-11-15"),
            ("aids-day", "2026-12-01", "2026-12-02"),
        ],
    )
    def test_days(self, day: str, start: str, end: str) -> None:
        """
        Each day and week of the plan is on the day on which people keep it.
        """
        (entry,) = [e for e in HEALTH_2026.entries if e.id == f"health-education/{day}/2026"]
        assert (str(entry.start), str(entry.end), entry.kind) == (start, end, "observance")

    def test_days_in_other_months(self) -> None:
        """
        The immunisation day stands under July and is in April; Double Ninth stands under
        September and is in October: both are entered where they are, with a finding.
        """
        immunisation, ninth = HEALTH_2026.findings
        assert immunisation.path == ("themes", 6, "days", 0)
        assert immunisation.message("zh-CN") == (
            "“全国计划免疫宣传日”写在七月，但 2026 年在 2026-04-25，已按实际日期排入"
        )
        assert ninth.message("en") == (
            "'Old people's day (Double Ninth)' stands under September, but in 2026 it is on "
            "2026-10-18; it is entered there"
        )
        assert ninth.source == Source("001-3", 62, "老人节")
        assert codes_on(HEALTH_2026, "2026-10-18") == ("date-in-other-month",)
        assert codes_on(HEALTH_2026, "2026-09-20") == ()

    def test_undated(self) -> None:
        """
        What the plan gives no date for is kept, with the reason.
        """
        assert [(u.duty, u.finding.code) for u in HEALTH_2026.unresolved] == [
            ("staff-training", "vague-cadence"),
            ("inspection", "vague-cadence"),
            ("annual-assessment", "count-without-dates"),
            ("health-activities", "vague-cadence"),
        ]
        assert HEALTH_2026.windows == ()

    def test_an_earlier_year(self) -> None:
        """
        In 2025 Double Ninth was on 29 October; all fixed days stay.
        """
        earlier = build_calendar(HEALTH, 2025)
        ninth = [e for e in earlier.entries if e.id == "health-education/old-peoples-day/2025"]
        assert [str(entry.start) for entry in ninth] == ["2025-10-29"]
        assert masked(earlier) == masked(HEALTH_2026)


class TestJingtai:
    def test_two_committee_meetings(self) -> None:
        """
        A half-yearly meeting is entered at the ends of the half-years, as an assumption.
        """
        meetings = [entry for entry in JINGTAI_2026.entries if entry.kind == "event"]
        assert [(str(entry.start), entry.id) for entry in meetings] == [
            ("2026-06-30", "jingtai-street/committee-meeting/2026-H1"),
            ("2026-12-31", "jingtai-street/committee-meeting/2026-H2"),
        ]
        assert {entry.findings for entry in meetings} == {("anchor-assumed",)}

    def test_twelve_reports(self) -> None:
        """
        A monthly report is due at the end of each month, of February too.
        """
        reports = [entry for entry in JINGTAI_2026.entries if entry.kind == "task"]
        assert [str(entry.start) for entry in reports] == MONTH_ENDS
        assert [entry.id.rpartition("/")[2] for entry in reports] == [
            f"due-{day[:7]}" for day in MONTH_ENDS
        ]

    def test_reports_due_on_days_off(self) -> None:
        """
        Three of them are due on a weekend; those, and no others, are marked.
        """
        off = [e.first_day for e in JINGTAI_2026.entries if "due-on-day-off" in e.findings]
        assert [str(day) for day in off] == ["2026-01-31", "2026-05-31", "2026-10-31"]
        (finding,) = [f for f in JINGTAI_2026.findings if f.code == "due-on-day-off"]
        assert finding.message("zh-CN") == (
            "“基层社区教育工作月报”有 3 次的截止日不是工作日，首个是 2026-01-31；原文没有说是否顺延"
        )
        assert "is due on days off (days: 3, the first 2026-01-31)" in finding.message("en")

    def test_windows(self) -> None:
        """
        暑假、双休日 are the weekends and the summer, in which weekends are no windows apart.
        """
        spans = [window.span for window in JINGTAI_2026.windows]
        assert len(spans) == 44
        summer = Span.through(date(2026, 7, 1), date(2026, 8, 31))
        weekends = [span for span in spans if span != summer]
        assert len(weekends) == 43
        assert {(span.start.weekday(), span.days) for span in weekends} == {(5, 2)}
        assert not any(span.overlaps(summer) for span in weekends)
        assert {window.duty for window in JINGTAI_2026.windows} == {"youth-activities"}

    def test_announced_terms(self) -> None:
        """
        With the terms of the region the summer is announced, and no assumption is left.
        """
        dated = build_calendar(JINGTAI, 2026, terms=school_terms("CN-310000", 2026))
        assert dated.windows == JINGTAI_2026.windows
        assert "date-by-practice" in codes(JINGTAI_2026.findings)
        assert "date-by-practice" not in codes(dated.findings)

    def test_undated(self) -> None:
        """
        Each duty without a date has its reason.
        """
        assert {undated.duty: undated.finding.code for undated in JINGTAI_2026.unresolved} == {
            "youth-activities": "to-be-placed",
            "learning-week": "edition-without-date",
            "exchange-meeting": "count-without-dates",
            "publicity-campaign": "count-without-dates",
            "lecture-hall": "no-date-given",
            "children-art-festival": "vague-cadence",
            "books-plays-films": "no-date-given",
            "arts-performances": "no-date-given",
            "youth-public-welfare": "no-date-given",
            "volunteer-training": "no-date-given",
            "training-assessment": "no-date-given",
            "selection": "no-date-given",
            "budget": "vague-cadence",
        }
        assert len(JINGTAI_2026.unresolved) == 13


class TestAnyPlan:
    @given(plans(), years)
    @settings(deadline=None)
    def test_is_dated_in_any_year(self, plan: Plan, year: int) -> None:
        """
        Entries are in order of time, with identifiers of their own, in or beside the year, and
        the same however often one asks.
        """
        calendar = build_calendar(plan, year, holidays=holidays("CN"))
        begins = [(entry.first_day, entry.start.isoformat()) for entry in calendar.entries]
        assert begins == sorted(begins)
        ids = [entry.id for entry in calendar.entries]
        assert len(set(ids)) == len(ids)
        for entry in calendar.entries:
            assert entry.start < entry.end
            assert entry.id.startswith(f"street/{entry.id.split('/')[1]}/")
            assert abs((entry.first_day - date(year, 7, 1)).days) < 250
        assert calendar == build_calendar(plan, year, holidays=holidays("CN"))

    @given(plans(), years)
    @settings(deadline=None)
    def test_no_promise_is_lost(self, plan: Plan, year: int) -> None:
        """
        Each duty and each day of a theme is dated, or has windows, or it is said why not.
        """
        calendar = build_calendar(plan, year)
        told = {
            *(entry.path for entry in calendar.entries),
            *(undated.finding.path for undated in calendar.unresolved),
            *(finding.path for finding in calendar.findings),
        }
        for index, duty in enumerate(plan.duties):
            assert any(path[:2] == ("duties", index) for path in told), duty
        for index, theme in enumerate(plan.themes):
            for number in range(len(theme.days)):
                assert ("themes", index, "days", number) in told

    @given(st.sampled_from([HEALTH, JINGTAI]), st.integers(1998, 2100), st.integers(1998, 2100))
    def test_identifiers_differ_by_the_year_only(self, plan: Plan, one: int, other: int) -> None:
        """
        An entry has the same identifier in every year but for the year.
        """
        first, second = build_calendar(plan, one), build_calendar(plan, other)
        assert sorted(masked(first)) == sorted(masked(second))
        assert all(
            re.fullmatch(r"[a-z-]+/[a-z-]+/(due-)?YEAR(-\w+)?", name) for name in masked(first)
        )

    @given(st.sampled_from([HEALTH, JINGTAI]), years)
    def test_examples_in_any_year(self, plan: Plan, year: int) -> None:
        """
        The examples can be bound to every year from 1901 to 2100.
        """
        calendar = build_calendar(plan, year)
        assert calendar.year == year
        assert {entry.first_day.year for entry in calendar.entries} == {year}

    @pytest.mark.parametrize("year", [1900, 2101, 0, -1, 20260])
    def test_other_years(self, year: int) -> None:
        """
        Other years are refused, whatever the plan.
        """
        with pytest.raises(
            YearOutOfRangeError, match=rf"the year {year} is out of range"
        ) as caught:
            build_calendar(plan_of(), year)
        assert caught.value.sentence("zh-CN") == f"年份 {year} 超出范围，可用 1901 至 2100 年"

    def test_first_and_last_year(self) -> None:
        """
        In the first year and the last the whole plan is there.
        """
        long = duty_of(when="before(spring_festival, days=60)", due="lunar(12, 8)")
        assert days(calendar_of(long, year=1901))[0] == "1900-12-21"
        assert calendar_of(long, year=2100).entries


def entry_ids(*, when: str, year: int = 2026) -> list[str]:
    """
    Return the identifiers of the entries of a duty.
    """
    return [entry.id for entry in calendar_of(duty_of(when=when), year=year).entries]


class TestKeys:
    @pytest.mark.parametrize(
        ("rule", "first", "last", "count"),
        [
            ("lunar(9, 9)", "2026", "2026", 1),
            ("every_months(6)", "2026-H1", "2026-H2", 2),
            ("every_months(3)", "2026-Q1", "2026-Q4", 4),
            ("monthly(5, months=[1, 2])", "2026-01", "2026-02", 2),
            ("monthly(-1)", "2026-01", "2026-12", 12),
            ("weekly([MON])", "2026-W02", "2026-W53", 52),
            ("weekly([SAT, SUN])", "2026-01-03", "2026-12-27", 104),
            ("weekly([THU, SAT])", "2026-01-01", "2026-12-31", 105),
            ("any_of([fixed(8, 1), fixed(8, 1, days=7)])", "2026-08-01--2026-08-01", None, 2),
            ("any_of([iso_week(1, 1), fixed(7, 1)])", "2026-01", "2026-07", 2),
            ("any_of([fixed(3, 1), offset(fixed(12, 31), days=9)])", "2026-03", "2026-12", 2),
            ("any_of([fixed(3, 1), fixed(3, 8), fixed(5, 1)])", "2026-03-01", "2026-05", 3),
            ("any_of([lunar(9, 9)])", "2026", "2026", 1),
            ("years(offset(double_ninth, days=-1), first=2000)", "2026", "2026", 1),
        ],
    )
    def test_are_the_periods_of_the_rule(
        self, rule: str, first: str, last: str | None, count: int
    ) -> None:
        """
        Entries are named by the period of their rule, those that share one by a shorter one; what
        begins beside the year is named by its nearest end.
        """
        parsed = parse_rule(rule)
        spans = parsed.occurrences(2026, Almanac())
        found = keys(spans, parsed.grain(Almanac()), 2026)
        assert len(found) == count
        assert found[0] == first
        assert last is None or found[-1] == last

    def test_others_come_and_go(self) -> None:
        """
        An entry keeps its name when others of its duty move to other months, or are dropped.
        """
        quarterly = set(entry_ids(when="monthly(15, months=[3, 6, 9, 12])"))
        moved = set(entry_ids(when="monthly(20, months=[4, 6, 9, 12])"))
        fewer = set(entry_ids(when="monthly(15, months=[3])"))
        assert quarterly - moved == {"street/duty/2026-03"}
        assert moved - quarterly == {"street/duty/2026-04"}
        assert fewer < quarterly

    def test_two_years_share_no_name(self) -> None:
        """
        What begins in December for the next year is not taken for what was in that December.
        """
        for rule in (
            "any_of([iso_week(1, 1), fixed(12, 30)])",
            "any_of([weekly([MON]), weekly([FRI])])",
            "weekly([THU])",
            "before(lunar(1, 1), days=60)",
        ):
            for year in range(2019, 2040):
                ids = set(entry_ids(when=rule, year=year))
                assert not ids & set(entry_ids(when=rule, year=year + 1)), (rule, year)

    @given(
        st.lists(
            st.tuples(st.dates(date(2025, 12, 1), date(2027, 1, 31)), st.integers(1, 40)).map(
                lambda pair: Span(pair[0], pair[0] + timedelta(days=pair[1]))
            ),
            unique=True,
            max_size=30,
        ),
        st.sampled_from(PERIOD_UNITS),
    )
    def test_are_unique(self, spans: list[Span], grain: PeriodUnit) -> None:
        """
        There is one key a span, and no two are the same.
        """
        found = keys(sorted(spans), grain, 2026)
        assert len(found) == len(spans) == len(set(found))
        assert all(key.startswith("202") for key in found)

    @given(
        st.lists(st.integers(1, 12), min_size=2, max_size=12, unique=True),
        st.data(),
    )
    def test_stay_when_days_move_within_their_months(
        self, months: list[int], data: st.DataObject
    ) -> None:
        """
        Days that move within their months keep their keys.
        """
        day = st.integers(1, 28)

        def somewhere() -> list[Span]:
            return [Span.day(date(2026, month, data.draw(day))) for month in sorted(months)]

        assert keys(somewhere(), "month", 2026) == keys(somewhere(), "month", 2026)

    def test_stay_when_a_notice_moves_a_day(self) -> None:
        """
        An event that a notice moves is the same event.
        """
        guessed = duty_of(when="lifelong_learning_week")
        announced = duty_of(when="announced(['2026-11-20/2026-11-26'])")
        (before,), (after,) = calendar_of(guessed).entries, calendar_of(announced).entries
        assert before.start != after.start
        assert before.id == after.id == "street/duty/2026"


class TestDuties:
    def test_events_and_tasks(self) -> None:
        """
        What takes place is an event, what is due a task, and one duty may have both.
        """
        calendar = calendar_of(duty_of(when="fixed(6, 10)", due="fixed(6, 30)"))
        assert [(entry.kind, str(entry.start), entry.id) for entry in calendar.entries] == [
            ("event", "2026-06-10", "street/duty/2026"),
            ("task", "2026-06-30", "street/duty/due-2026"),
        ]
        assert calendar.unresolved == ()

    def test_tell_what_a_reader_needs(self) -> None:
        """
        An entry has the duty's name, audience, place and words, what it is about and the note.
        """
        duty = duty_of(
            when="fixed(6, 10)",
            audiences=["residents"],
            venue="hall",
            about=Text("上月", en="last month"),
            note=Text("请带笔", en="bring a pen"),
        )
        calendar = calendar_of(
            duty,
            audiences=[Audience(id="residents", name="居民")],
            venues=[
                Venue(id="room", name="教室", kind="classroom"),
                Venue(id="hall", name="大厅", kind="hall"),
            ],
        )
        (entry,) = calendar.entries
        assert entry.title == duty.name
        assert entry.audiences == ("residents",)
        assert entry.location == Text("大厅")
        assert entry.description == Text("上月\n请带笔", en="last month\nbring a pen")
        assert entry.source == WORDS
        assert entry.path == ("duties", 0)
        assert entry.duty == "duty"

    def test_description_in_half_the_languages(self) -> None:
        """
        A description is in English only where all of it is; without any there is none.
        """
        half = duty_of(when="fixed(6, 10)", about="上月", note=Text("请带笔", en="bring a pen"))
        assert calendar_of(half).entries[0].description == Text("上月\n请带笔")
        assert calendar_of(duty_of(when="fixed(6, 10)")).entries[0].description is None

    @pytest.mark.parametrize(
        ("starts", "minutes", "end"),
        [
            (time(14), 90, datetime(2026, 6, 10, 15, 30)),  # noqa: DTZ001 - local times
            (time(23, 30), 60, datetime(2026, 6, 11, 0, 30)),  # noqa: DTZ001
            (time(0), 1440, datetime(2026, 6, 11)),  # noqa: DTZ001
        ],
    )
    def test_with_a_time(self, starts: time, minutes: int, end: datetime) -> None:
        """
        An event with a beginning lasts its minutes, over midnight too.
        """
        calendar = calendar_of(duty_of(when="fixed(6, 10)", starts=starts, minutes=minutes))
        (entry,) = calendar.entries
        assert not entry.all_day
        assert entry.start == datetime.combine(date(2026, 6, 10), starts)
        assert entry.end == end

    def test_with_a_time_on_some_days(self) -> None:
        """
        A run of several days takes them whole, whatever time the duty has.
        """
        duty = duty_of(when="any_of([fixed(6, 10), labour_day, span(8, 1, 8, 7)])", starts=time(14))
        two, one, week = calendar_of(duty).entries
        assert not one.all_day
        assert (two.all_day, str(two.end)) == (True, "2026-05-03")
        assert (week.all_day, str(week.end)) == (True, "2026-08-08")

    def test_are_in_order_of_time(self) -> None:
        """
        On one day what takes all of it comes first, then what begins earlier, then the plan's
        own order.
        """
        calendar = calendar_of(
            duty_of(id="late", when="fixed(6, 10)", starts=time(18)),
            duty_of(id="early", when="fixed(6, 10)", starts=time(9, 5)),
            duty_of(id="whole", when="fixed(6, 10)"),
            duty_of(id="also", when="fixed(6, 10)"),
            duty_of(id="before", when="fixed(6, 9)", starts=time(20)),
        )
        assert [entry.duty for entry in calendar.entries] == [
            "before",
            "whole",
            "also",
            "early",
            "late",
        ]

    @pytest.mark.parametrize("field", ["when", "due", "within"])
    def test_with_no_day_in_the_year(self, field: str) -> None:
        """
        A rule without a day in the year is a finding: nothing is wrong, but somebody should look.
        """
        calendar = calendar_of(duty_of(**{field: "years(fixed(11, 1), last=2008)"}))
        assert calendar.entries == ()
        assert calendar.windows == ()
        (finding,) = calendar.findings
        assert (finding.code, finding.path) == ("no-day-in-year", ("duties", 0, field))
        assert finding.message("zh-CN") == (
            "“事项”在 2026 年没有一天（规则：years(fixed(11, 1), last=2008)）"
        )
        assert finding.message("en") == (
            "'thing' falls on no day of 2026 (rule: years(fixed(11, 1), last=2008))"
        )

    @pytest.mark.parametrize("field", ["when", "due", "within"])
    @pytest.mark.parametrize(
        ("rule", "code"),
        [
            ("winter_vacation", "not-announced"),
            ("before(spring_festival)", "length-unspecified"),
            ("unresolved('适时', '没有日期')", "unresolved-text"),
        ],
    )
    def test_with_a_rule_that_cannot_be_dated(self, field: str, rule: str, code: str) -> None:
        """
        What a rule cannot date is told once, as unresolved, at the rule and with its words.
        """
        calendar = calendar_of(duty_of(**{field: rule}))
        assert calendar.entries == ()
        assert calendar.windows == ()
        assert calendar.findings == ()
        (undated,) = calendar.unresolved
        assert undated.finding.code == code
        assert undated.finding.path == ("duties", 0, field)
        assert undated.finding.source == WORDS
        assert (undated.duty, undated.title) == ("duty", Text("事项", en="thing"))

    def test_half_dated(self) -> None:
        """
        What can be dated of a rule is, and what cannot is told.
        """
        calendar = calendar_of(duty_of(when="any_of([fixed(3, 8), winter_vacation])"))
        assert days(calendar) == ["2026-03-08"]
        assert reasons(calendar) == ["not-announced"]


class TestWindows:
    def test_are_where_a_date_is_to_be_chosen(self) -> None:
        """
        A window is no entry: that its date is to be chosen is told.
        """
        calendar = calendar_of(duty_of(within="before(double_ninth, days=7)"))
        (window,) = calendar.windows
        assert window.span == Span.through(date(2026, 10, 11), date(2026, 10, 17))
        assert (window.duty, window.title, window.source) == (
            "duty",
            Text("事项", en="thing"),
            WORDS,
        )
        (undated,) = calendar.unresolved
        assert undated.finding.message("zh-CN") == (
            "“事项”的日期要在 1 个时段中选定，首个是 2026-10-11–2026-10-17"
        )
        assert undated.finding.message("en") == (
            "the date of 'thing' is still to be chosen (windows: 1, the first 2026-10-11–2026-10-17)"
        )
        assert calendar.entries == ()

    def test_beside_a_date(self) -> None:
        """
        A duty that has a date has nothing left to choose.
        """
        calendar = calendar_of(duty_of(when="fixed(10, 12)", within="before(double_ninth, days=7)"))
        assert len(calendar.windows) == 1
        assert calendar.unresolved == ()

    def test_half_known(self) -> None:
        """
        Of several windows those that are known stand, and those that are not are told.
        """
        calendar = calendar_of(duty_of(within="any_of([summer_vacation, winter_vacation])"))
        assert [str(window.span.start) for window in calendar.windows] == ["2026-07-01"]
        assert reasons(calendar) == ["not-announced", "to-be-placed"]


class TestWithoutDates:
    @pytest.mark.parametrize(
        ("fields", "code", "key", "zh", "en"),
        [
            (
                {"cadence": "regular"},
                "vague-cadence",
                "cadence",
                "“事项”只说“定期”，没有日期，也无法衡量",
                "'thing' says only 'regularly': no date, and nothing to measure",
            ),
            (
                {"edition": 6},
                "edition-without-date",
                "edition",
                "第 6 届“事项”的日期由主办方另行公布",
                "the date of 'thing', number 6, is set elsewhere",
            ),
            (
                {"trigger": Text("发现问题时", en="when a problem is found")},
                "event-triggered",
                "trigger",
                "“事项”由事件触发（发现问题时），没有日期",
                "'thing' is set off by an event (when a problem is found), not by a date",
            ),
            (
                {"quota": Quota.parse("== 10 per year")},
                "count-without-dates",
                "quota",
                "“事项”要求每年恰好 10 次，但没有安排日期",
                "'thing' must happen exactly 10 per year, but no date is planned",
            ),
            (
                {},
                "no-date-given",
                "id",
                "“事项”没有说明时间",
                "nothing is said of when 'thing' is",
            ),
        ],
    )
    def test_the_reason_is_told(
        self, fields: dict[str, object], code: str, key: str, zh: str, en: str
    ) -> None:
        """
        A duty without a date has the reason that the plan gives, at the words that give it.
        """
        (undated,) = calendar_of(duty_of(**fields)).unresolved
        assert undated.finding.code == code
        assert undated.finding.path == ("duties", 0, key)
        assert undated.finding.message("zh-CN") == zh
        assert undated.finding.message("en") == en
        assert undated.finding.source == WORDS

    def test_all_reasons_are_told(self) -> None:
        """
        A duty with several reasons has them all.
        """
        duty = duty_of(cadence="often", edition=2, trigger="x", quota=Quota.parse("== 1 per year"))
        assert reasons(calendar_of(duty)) == [
            "vague-cadence",
            "edition-without-date",
            "event-triggered",
            "count-without-dates",
        ]

    @pytest.mark.parametrize("field", ["when", "due"])
    def test_a_date_settles_it(self, field: str) -> None:
        """
        With a date a count or an edition is settled; a vague word and a trigger stay.
        """
        duty = duty_of(
            **{field: "fixed(6, 10)"},
            cadence="often",
            edition=2,
            trigger="发现问题时",
            quota=Quota.parse("== 1 per year"),
        )
        assert reasons(calendar_of(duty)) == ["vague-cadence", "event-triggered"]

    def test_a_window_settles_a_count(self) -> None:
        """
        A count within windows is to be placed in them.
        """
        duty = duty_of(within="month(4)", quota=Quota.parse("== 1 per year"))
        assert reasons(calendar_of(duty)) == ["to-be-placed"]


class TestDaysOff:
    REPORT = duty_of(due="monthly(3)")

    def test_of_tasks_are_told(self) -> None:
        """
        A task that is due on a weekend or a holiday is marked, and told once a duty; a Sunday
        that is worked is none.
        """
        calendar = build_calendar(
            plan_of(
                duty_of(due="any_of([fixed(10, 1), fixed(9, 20), fixed(9, 27), fixed(9, 28)])")
            ),
            2026,
            holidays=holidays("CN"),
        )
        assert codes(calendar.findings) == ["due-on-day-off"]
        assert calendar.findings[0].parameters["count"] == 2
        assert calendar.findings[0].path == ("duties", 0, "due")
        assert [str(e.start) for e in calendar.entries if e.findings] == [
            "2026-09-27",
            "2026-10-01",
        ]

    def test_only_as_far_as_announced(self) -> None:
        """
        Of a year without a notice, and without holidays at all, nothing is said.
        """
        unknown = holidays("CN").years[-1] + 1
        assert build_calendar(plan_of(self.REPORT), unknown, holidays=holidays("CN")).findings == ()
        assert build_calendar(plan_of(self.REPORT), 2026).findings == ()
        assert build_calendar(plan_of(self.REPORT), 2026, holidays=holidays("CN")).findings

    def test_over_the_end_of_what_is_announced(self) -> None:
        """
        A task of the last year with a notice may be due in the next, of which nothing is known.
        """
        last = holidays("CN").years[-1]
        duty = duty_of(due="offset(fixed(12, 31), days=1)")
        calendar = build_calendar(plan_of(duty), last, holidays=holidays("CN"))
        assert days(calendar) == [f"{last + 1}-01-01"]
        assert calendar.findings == ()

    def test_of_events_are_not_told(self) -> None:
        """
        Events on days off are as they should be.
        """
        plan = plan_of(duty_of(when="fixed(10, 1)"))
        assert build_calendar(plan, 2026, holidays=holidays("CN")).findings == ()

    def test_of_tasks_at_work(self) -> None:
        """
        Of tasks on working days nothing is said.
        """
        plan = plan_of(duty_of(due="fixed(3, 3)"))
        assert build_calendar(plan, 2026, holidays=holidays("CN")).findings == ()

    def test_holidays_as_windows(self) -> None:
        """
        节假日 are windows where the holidays are announced, and unresolved where not.
        """
        plan = plan_of(duty_of(within="public_holidays"))
        announced = build_calendar(plan, 2026, holidays=holidays("CN"))
        assert len(announced.windows) == 7
        assert reasons(announced) == ["to-be-placed"]
        assert reasons(build_calendar(plan, 2026)) == ["not-announced"]


class TestThemes:
    def test_tell_their_topics(self) -> None:
        """
        The description of a theme is its topics, in English if all have it, or its note.
        """
        both = [Text("吸烟", en="smoking"), Text("吸毒", en="drugs")]
        calendar = calendar_of(
            themes=[
                theme_of(5, "fixed(5, 1)", id="a", days=[], topics=both),
                theme_of(6, "fixed(6, 1)", id="b", days=[], topics=[*both, Text("酒")]),
                theme_of(7, "fixed(7, 1)", id="c", days=[], note="备注"),
                theme_of(8, "fixed(8, 1)", id="d", days=[]),
            ]
        )
        assert [entry.description for entry in calendar.entries] == [
            Text("吸烟、吸毒", en="smoking, drugs"),
            Text("吸烟、吸毒、酒"),
            Text("备注"),
            None,
        ]

    def test_days_are_called_by_their_own_name(self) -> None:
        """
        A day is called what the plan calls it, else as the observance, else by its rule.
        """
        own = Observance(
            key="founding_day", name=Text("校庆", en="founding day"), rule=FixedDate(6, 18)
        )
        theme = Theme(
            id="june",
            month=6,
            name="主题",
            days=[
                ThemeDay(id="a", when=parse_rule("fixed(6, 1)"), name="宣传日"),
                ThemeDay(id="b", when=parse_rule("fixed(6, 2)")),
                ThemeDay(id="c", when=parse_rule("environment_day")),
                ThemeDay(id="d", when=parse_rule("founding_day")),
                ThemeDay(id="e", when=parse_rule("first_term")),
            ],
        )
        calendar = calendar_of(themes=[theme], observances=[own])
        assert [entry.title.zh for entry in calendar.entries[1:]] == [
            "宣传日",
            "fixed(6, 2)",
            "世界环境日",
            "校庆",
        ]
        assert [undated.title.zh for undated in calendar.unresolved] == ["first_term"]
        assert calendar.unresolved[0].finding.path == ("themes", 0, "days", 4)
        assert calendar.unresolved[0].duty == "e"

    def test_days_take_after_their_theme(self) -> None:
        """
        What a day does not say of itself it has from its theme: audience, words, description.
        """
        theme = Theme(
            id="march",
            month=3,
            name="防治",
            audiences=["residents"],
            source=WORDS,
            days=[
                ThemeDay(id="a", when=parse_rule("fixed(3, 1)")),
                ThemeDay(
                    id="b",
                    when=parse_rule("fixed(3, 2)"),
                    audiences=["youth"],
                    note="备注",
                    source=Source("001-3", 1, "词"),
                ),
            ],
        )
        audiences = [Audience(id="residents", name="居民"), Audience(id="youth", name="青少年")]
        _, plain, own = calendar_of(themes=[theme], audiences=audiences).entries
        assert (plain.audiences, plain.source, plain.description) == (
            ("residents",),
            WORDS,
            Text("防治"),
        )
        assert (own.audiences, own.source, own.description) == (
            ("youth",),
            Source("001-3", 1, "词"),
            Text("备注"),
        )
        assert {plain.duty, own.duty} == {"march"}

    @pytest.mark.parametrize(
        ("month", "when", "found"),
        [
            (3, "fixed(3, 24)", False),
            (4, "fixed(3, 24)", True),
            (3, "iso_week(4, 1)", False),  # 30 March to 5 April
            (4, "iso_week(4, 1)", False),
            (5, "iso_week(4, 1)", True),
            (9, "span(8, 20, 10, 10)", False),
            (7, "span(8, 20, 10, 10)", True),
            (12, "span(12, 30, 1, 2)", False),
            (1, "span(12, 30, 1, 2)", True),  # that is next January
            (1, "iso_week(1, 1)", False),  # from 29 December 2025
            (12, "iso_week(1, 1)", True),
        ],
    )
    def test_days_in_other_months(self, month: int, when: str, found: bool) -> None:  # noqa: FBT001 - a table
        """
        A day or week is in its month if it touches it in the year of the plan; else that is told.
        """
        calendar = calendar_of(themes=[theme_of(month, when)])
        assert codes(calendar.findings) == ["date-in-other-month"] * found

    def test_day_that_is_not_in_the_year(self) -> None:
        """
        A day that is on no day of the year is told.
        """
        calendar = calendar_of(themes=[theme_of(12, "laba")], year=2023)
        assert [entry.kind for entry in calendar.entries] == ["theme"]
        (finding,) = calendar.findings
        assert (finding.code, finding.path) == ("no-day-in-year", ("themes", 0, "days", 0))
        assert finding.message("zh-CN") == "“腊八节”在 2023 年没有一天（规则：laba）"

    def test_day_that_is_twice_in_the_year(self) -> None:
        """
        A lunar day that falls twice is there twice, and told where it is in another month.
        """
        calendar = calendar_of(themes=[theme_of(12, "laba")], year=2022)
        assert [(e.id, e.findings) for e in calendar.entries if e.kind == "observance"] == [
            ("street/day/2022-01", ("date-in-other-month",)),
            ("street/day/2022-12", ()),
        ]

    def test_remarks_of_days_are_told(self) -> None:
        """
        A day by practice is marked, and told at its place with the words of its theme.
        """
        theme = theme_of(10, "lifelong_learning_week", source=WORDS)
        calendar = calendar_of(themes=[theme])
        (finding,) = calendar.findings
        assert (finding.code, finding.path, finding.source) == (
            "date-by-practice",
            ("themes", 0, "days", 0),
            WORDS,
        )
        assert calendar.entries[1].findings == ("date-by-practice",)


class TestNames:
    def test_of_the_plan(self) -> None:
        """
        A plan's own observances are names in its rules, and replace shipped ones.
        """
        own = [
            Observance(key="founding_day", name="校庆", rule=FixedDate(6, 18)),
            Observance(key="qixi", name="七夕", rule=FixedDate(8, 7)),
        ]
        duty = duty_of(when="any_of([offset(founding_day, days=1), qixi])")
        assert days(calendar_of(duty, observances=own)) == ["2026-06-19", "2026-08-07"]
        assert days(calendar_of(duty_of(when="qixi"))) == ["2026-08-19"]

    def test_unknown(self) -> None:
        """
        A name that stands for nothing is refused, with the nearest.
        """
        with pytest.raises(UnknownNameError, match=r"did you mean 'double_ninth'"):
            calendar_of(duty_of(when="before(doubel_ninth, days=3)"))

    def test_circular(self) -> None:
        """
        Observances that are defined by one another are refused.
        """
        own = [Observance(key="qixi", name="七夕", rule=parse_rule("offset(qixi, days=1)"))]
        with pytest.raises(CircularNamesError, match=r"qixi, qixi"):
            calendar_of(observances=own)

    def test_tangled(self) -> None:
        """
        Observances that double from one to the next are refused before they take for ever.
        """
        own = [
            Observance(key=f"n{i}", name="x", rule=parse_rule(f"any_of([n{i + 1}, n{i + 1}])"))
            for i in range(60)
        ]
        with pytest.raises(TangledNamesError):
            calendar_of(duty_of(when="n0"), observances=own)

    def test_terms(self) -> None:
        """
        School terms are names where they are given.
        """
        plan = plan_of(duty_of(within="winter_vacation"), duty_of(id="b", when="second_term"))
        dated = build_calendar(plan, 2026, terms=school_terms("CN-310000", 2026))
        assert [window.span for window in dated.windows] == [
            Span.through(date(2026, 2, 2), date(2026, 2, 27))
        ]
        assert [(str(entry.start), str(entry.end)) for entry in dated.entries] == [
            ("2026-03-02", "2026-07-01")
        ]
        assert reasons(build_calendar(plan, 2026)) == ["not-announced", "not-announced"]


class TestCalendarValue:
    def test_holds_what_it_was_made_of(self) -> None:
        """
        A calendar keeps its plan and its year, and a changed plan makes another calendar.
        """
        assert HEALTH_2026.plan is HEALTH
        assert build_calendar(HEALTH, 2026) == HEALTH_2026
        fewer = attrs.evolve(HEALTH, themes=HEALTH.themes[:3])
        assert build_calendar(fewer, 2026).entries == HEALTH_2026.entries[:4]


class TestOutsideWindow:
    def test_date_beside_its_window(self) -> None:
        """
        A date that lies outside the windows of its own duty is entered, with a finding.
        """
        calendar = calendar_of(
            duty_of(when="monthly(8, months=[7, 9])", within="summer_vacation", due="fixed(8, 1)")
        )
        outside = [entry.id for entry in calendar.entries if "outside-window" in entry.findings]
        assert outside == ["street/duty/2026-09"]
        (finding,) = [f for f in calendar.findings if f.code == "outside-window"]
        assert finding.message("en").endswith(
            "2026-09-08, outside the windows that the plan sets for it"
        )
        assert "不在计划规定的时段内" in finding.message("zh-CN")

    def test_window_without_length(self) -> None:
        """
        A window of unknown length holds no date against another.
        """
        calendar = calendar_of(duty_of(when="fixed(1, 5)", within="before(spring_festival)"))
        assert "outside-window" not in {finding.code for finding in calendar.findings}

    def test_window_that_began_the_year_before(self) -> None:
        """
        A date early in the year may lie in a window that began in the year before.
        """
        duty = duty_of(when="monthly(2, months=[1, 11])", within="span(12, 20, 1, 10)")
        outside = [e.id for e in calendar_of(duty).entries if "outside-window" in e.findings]
        assert outside == ["street/duty/2026-11"]


class TestDueDay:
    def test_is_the_last_day(self) -> None:
        """
        A task of several days is due on its last: that is the day which must be a working day.
        """
        workweek = duty_of(due="span(9, 26, 9, 28)")  # from a Saturday through a Monday
        calendar = build_calendar(plan_of(workweek), 2026, holidays=holidays("CN"))
        assert calendar.findings == ()
        weekend = duty_of(due="span(9, 10, 9, 12)")  # from a Thursday through a Saturday
        calendar = build_calendar(plan_of(weekend), 2026, holidays=holidays("CN"))
        (finding,) = calendar.findings
        assert finding.code == "due-on-day-off"
        assert finding.parameters["first"] == date(2026, 9, 12)
        assert calendar.entries[0].findings == ("due-on-day-off",)


class TestExceptions:
    def test_are_left_out(self) -> None:
        """
        What would begin on an excepted day is not entered; nothing is said, for the plan says it.
        """
        calendar = calendar_of(
            duty_of(when="monthly(1)", except_="any_of([fixed(1, 1), fixed(5, 1)])")
        )
        assert len(calendar.entries) == 10
        assert calendar.findings == ()

    def test_do_not_rename_the_others(self) -> None:
        """
        The other entries keep the identifiers that they have without the exception.
        """
        rule = "announced(['2026-03-02', '2026-03-09', '2026-05-04'])"
        all_days = calendar_of(duty_of(when=rule))
        fewer = calendar_of(duty_of(when=rule, except_="fixed(3, 2)"))
        assert [entry.id for entry in fewer.entries] == [entry.id for entry in all_days.entries][1:]

    def test_of_a_window_that_began_the_year_before(self) -> None:
        """
        An exception may have begun in the year before.
        """
        calendar = calendar_of(duty_of(when="monthly(2)", except_="span(12, 20, 1, 10)"))
        assert days(calendar)[0] == "2026-02-02"

    def test_of_tasks_go_by_the_day_that_is_due(self) -> None:
        """
        A task is left out if it would be due on such a day, an event if it would begin on it.
        """
        rule, day = "span(5, 4, 5, 8)", "fixed(5, 8)"
        assert days(calendar_of(duty_of(due=rule, except_=day))) == []
        assert days(calendar_of(duty_of(when=rule, except_=day))) == ["2026-05-04"]

    def test_what_is_doubtful_about_them(self) -> None:
        """
        An exception that cannot be dated is told.
        """
        calendar = calendar_of(duty_of(when="monthly(2)", except_="winter_vacation"))
        assert [(f.code, f.path) for f in calendar.findings] == [
            ("not-announced", ("duties", 0, "except"))
        ]


class TestSuspensions:
    def test_are_told(self) -> None:
        """
        What falls in a suspension is left out, and a finding says how many, since when and why.
        """
        rest = Suspension(days=parse_rule("span(7, 1, 8, 31)"), because=Text("装修", en="repairs"))
        calendar = calendar_of(duty_of(when="monthly(10)", suspended=[rest]))
        assert len(calendar.entries) == 10
        (finding,) = calendar.findings
        assert (finding.code, finding.severity) == ("suspended", "info")
        assert finding.path == ("duties", 0, "suspended", 0)
        assert finding.message("zh-CN") == "“事项”因装修暂停 2 次，首个是 2026-07-10"
        assert finding.message("en") == (
            "'thing' is suspended (times: 2, the first 2026-07-10): repairs"
        )

    def test_that_touch_nothing(self) -> None:
        """
        Of a suspension in which nothing would have been, nothing is said.
        """
        rest = Suspension(days=parse_rule("fixed(7, 1)"), because="装修")
        calendar = calendar_of(duty_of(when="monthly(10)", suspended=[rest]))
        assert (len(calendar.entries), calendar.findings) == (12, ())


class TestMakeUps:
    def test_are_extra_entries(self) -> None:
        """
        What is made up is entered with a mark, under an identifier of its own.
        """
        calendar = calendar_of(
            duty_of(when="fixed(7, 10)", except_="month(7)", makeup="fixed(9, 12)", starts=time(9))
        )
        (entry,) = calendar.entries
        assert (entry.id, entry.kind) == ("street/duty/makeup-2026", "event")
        assert entry.title == Text("事项（补）", en="thing (make-up)")
        assert entry.start.isoformat() == "2026-09-12T09:00:00"

    def test_of_tasks_are_tasks(self) -> None:
        """
        A deadline that is made up is a task.
        """
        report = duty_of(due="fixed(7, 10)", makeup="fixed(9, 12)")
        calendar = build_calendar(plan_of(report), 2026, holidays=holidays("CN"))
        assert [entry.kind for entry in calendar.entries] == ["task", "task"]
        assert codes_on(calendar, "2026-09-12") == ("due-on-day-off",)  # a Saturday


class TestStatedDates:
    def test_that_differ_are_told(self) -> None:
        """
        The computed day stands; the one that the text states is kept in a finding.
        """
        calendar = calendar_of(duty_of(when="lunar(9, 9)", stated="fixed(10, 9)"))
        (finding,) = calendar.findings
        assert finding.path == ("duties", 0, "stated")
        assert finding.message("en") == (
            "the text puts 'thing' on 2026-10-09, but lunar(9, 9) is on 2026-10-18 in 2026; it is "
            "entered there"
        )
        assert finding.message("zh-CN") == (
            "“事项”原文写作 2026-10-09，而“lunar(9, 9)”在 2026 年是 2026-10-18，已按后者排入"
        )
        assert codes_on(calendar, "2026-10-18") == ("stated-date-differs",)

    @pytest.mark.parametrize("stated", ["fixed(10, 18)", "announced(['2022-10-04'])"])
    def test_that_agree(self, stated: str) -> None:
        """
        Of what agrees, or speaks of another year, it is not said that it differs.
        """
        calendar = calendar_of(duty_of(when="lunar(9, 9)", stated=stated))
        assert "stated-date-differs" not in codes(calendar.findings)

    def test_where_there_is_nothing_to_compare(self) -> None:
        """
        A rule without a day in the year contradicts nothing.
        """
        calendar = calendar_of(duty_of(when="fixed(2, 29)", stated="fixed(2, 28)"))
        assert codes(calendar.findings) == ["no-day-in-year"]


class TestTurns:
    def test_say_whose_it_is(self) -> None:
        """
        Each entry of a rotation names the member whose turn it is.
        """
        rule = "rotation(monthly(1, months=[3, 4, 5]), [grade_10, grade_11])"
        calendar = calendar_of(duty_of(when=rule), sets=[GRADES])
        assert [(entry.member, entry.title) for entry in calendar.entries] == [
            ("grade_10", Text("事项：高一", en="thing: Grade 10")),
            ("grade_11", Text("事项：高二", en="thing: Grade 11")),
            ("grade_10", Text("事项：高一", en="thing: Grade 10")),
        ]

    def test_inside_another_rule(self) -> None:
        """
        A turn stays whose it is when the rotation is limited to some days.
        """
        rule = "excluding(rotation(monthly(1), [north, south]), fixed(1, 1))"
        calendar = calendar_of(duty_of(when=rule))
        assert [entry.member for entry in calendar.entries][:2] == ["south", "north"]
        assert calendar.entries[0].title == Text("事项：south")

    def test_each(self) -> None:
        """
        What is for each member of a set is entered for each of them.
        """
        calendar = calendar_of(duty_of(when="fixed(9, 1)", each="grade"), sets=[GRADES])
        assert [(entry.id, entry.member) for entry in calendar.entries] == [
            ("street/duty/2026/grade_10", "grade_10"),
            ("street/duty/2026/grade_11", "grade_11"),
        ]


class TestStatus:
    def test_by_practice_is_provisional(self) -> None:
        """
        A date that depends on a notice yet to come is provisional; others are fixed.
        """
        calendar = calendar_of(
            duty_of(id="a", when="lifelong_learning_week"), duty_of(id="b", when="fixed(1, 2)")
        )
        assert [entry.status for entry in calendar.entries] == ["fixed", "provisional"]

    def test_on_assumed_workdays_is_provisional(self) -> None:
        """
        So is one that moves to a working day of a year without a holiday notice.
        """
        calendar = calendar_of(duty_of(due="shifted(fixed(10, 1), next_workday)"), year=2040)
        assert [entry.status for entry in calendar.entries] == ["provisional"]

    def test_of_theme_days(self) -> None:
        """
        The days of themes have a status too.
        """
        calendar = calendar_of(themes=[theme_of(10, "lifelong_learning_week")])
        assert [entry.status for entry in calendar.entries] == ["fixed", "provisional"]


class TestEmptyWindows:
    def test_are_told_once(self) -> None:
        """
        A window that is empty in the year is a finding, and no other is made of it.
        """
        rule = "in_window(before(spring_festival, days=5), month(2))"
        years = {
            year: codes(calendar_of(duty_of(when=rule), year=year).findings)
            for year in range(2020, 2030)
        }
        assert years[2026] == []
        assert years[2020] == years[2023] == ["empty-window"]


class TestMilestones:
    @staticmethod
    def year(**fields: Any) -> Calendar:  # noqa: ANN401 - any field of a milestone
        """
        Bind a plan with one milestone to 2026.
        """
        step = Milestone(id="opening", name="开标", source=WORDS, **fields)
        return build_calendar(plan_of(report=Report(milestones=[step])), 2026)

    def test_is_a_task(self) -> None:
        """
        A planned step is due on its day, and known by its period.
        """
        (entry,) = self.year(when=parse_rule("fixed(6, 18)"), note="工程部分").entries
        assert (entry.id, entry.kind) == ("street/opening/due-2026", "task")
        assert (str(entry.start), entry.path) == ("2026-06-18", ("milestones", 0))
        assert (entry.description, entry.source) == (Text("工程部分"), WORDS)
        assert entry.status == "fixed"

    def test_estimates_are_not_sure(self) -> None:
        """
        A step whose day is estimated (估计8月底) is provisional.
        """
        (entry,) = self.year(when=parse_rule("monthly(-1, months=[8])"), status="estimated").entries
        assert (str(entry.start), entry.status) == ("2026-08-31", "provisional")

    def test_what_is_done(self) -> None:
        """
        A step that is done is not entered again.
        """
        assert self.year(when=parse_rule("fixed(6, 8)"), status="done").entries == ()

    @pytest.mark.parametrize(
        ("when", "codes"),
        [
            (None, ["no-date-given"]),
            ("unresolved('2—3年内', 'no first year')", ["unresolved-text"]),
            ("before(spring_festival)", ["length-unspecified"]),
        ],
    )
    def test_without_a_date(self, when: str | None, codes: list[str]) -> None:
        """
        A step that cannot be dated is kept, with the reason.
        """
        year = self.year(when=when and parse_rule(when))
        assert year.entries == ()
        assert reasons(year) == codes
        assert year.unresolved[0].finding.path[:2] == ("milestones", 0)

    def test_of_other_years(self) -> None:
        """
        A step of another year is told not to be in this one.
        """
        year = self.year(when=parse_rule("years(fixed(6, 18), last=2020)"))
        assert [finding.code for finding in year.findings] == ["no-day-in-year"]

    def test_one_name_space(self) -> None:
        """
        A step and a duty share no identifier, since both make entries.
        """
        step = Milestone(id="duty", name="开标")
        with pytest.raises(ProblemsError) as caught:
            plan_of(duty_of(), report=Report(milestones=[step]))
        assert "'duty' is already used at duties[0].id" in str(caught.value.problems[0])
