import pickle
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community_edu.calendars import (
    HolidaysNotAnnouncedError,
    OverlappingPeriodsError,
    Period,
    Quota,
    Span,
    UncountableQuotaError,
    Weekday,
    WorkCalendar,
    holidays,
    parse_rule,
    periods,
)
from community_edu.calendars.placement import (
    PlacementError,
    Proposal,
    TooManyChoicesError,
    Wishes,
    propose,
)

WEEKDAYS: tuple[Weekday, ...] = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
YEAR = Span(date(2026, 1, 1), date(2027, 1, 1))
FIRST = date(2026, 9, 21)  # a Monday; National Day and shifted working days follow
LAST = date(2026, 10, 12)
OFFICIAL = WorkCalendar(holidays("CN"))

near = st.dates(FIRST, LAST)
short_spans = st.tuples(near, st.integers(1, 4)).map(
    lambda pair: Span(pair[0], pair[0] + timedelta(days=pair[1]))
)
windows = st.lists(st.tuples(near, st.integers(1, 7)), max_size=2).map(
    lambda pairs: [Span(day, day + timedelta(days=length)) for day, length in pairs]
)
wishes = st.builds(
    Wishes,
    workdays=st.none() | st.just(OFFICIAL),
    on=st.sampled_from(["workdays", "days_off"]),
    clear=st.integers(0, 4),
    weekdays=st.lists(st.sampled_from(WEEKDAYS), max_size=3, unique=True),
)
HALVES = [
    Period(Span(FIRST, date(2026, 10, 1)), "A"),
    Period(Span(date(2026, 10, 1), date(2026, 11, 1)), "B"),
]


def starts(proposal: Proposal) -> list[str]:
    """
    Return the first day of each proposal.
    """
    return [str(span.start) for span in proposal.spans]


def said(proposal: Proposal) -> list[str]:
    """
    Return what was found, in English.
    """
    return [finding.message("en") for finding in proposal.findings]


def day_set(spans: Iterable[Span]) -> set[date]:
    """
    Return the days of *spans*.
    """
    return {day for span in spans for day in span}


def distance(span: Span, other: Span) -> int:
    """
    Count the days from one to the other; 0 if they share one.
    """
    return min(abs((day - there).days) for day in span for there in other)


def cost(
    chosen: tuple[Span, ...],
    possible: list[Span],
    taken: list[Span],
    busy: list[Span],
    wish: Wishes,
) -> tuple[int, ...]:
    """
    Judge a choice by the sentences of the documentation, wish by wish: an oracle for `propose`.
    """
    off = close = rank = 0
    for span in chosen:
        if wish.workdays is not None:
            wanted = wish.on == "workdays"
            off += sum(wish.workdays.is_workday(day) != wanted for day in span)
        near_by = min((distance(span, other) for other in busy), default=wish.clear)
        close += max(0, wish.clear - near_by)
        weekday = WEEKDAYS[span.start.weekday()]
        listed = weekday in wish.weekdays
        rank += wish.weekdays.index(weekday) if listed else len(wish.weekdays)
    all_days = sorted(span.start for span in (*chosen, *taken))
    spread = sum((after - before).days ** 2 for before, after in pairwise(all_days))
    if chosen:
        edges = [span.start for span in possible]
        spread += 2 * max(0, (all_days[0] - min(edges)).days) ** 2
        spread += 2 * max(0, (max(edges) - all_days[-1]).days) ** 2
    return off, close, rank, spread


def apart(chosen: tuple[Span, ...]) -> bool:
    """
    Tell whether no two share a day.
    """
    return all(not one.overlaps(other) for one, other in combinations(chosen, 2))


class TestLaws:
    @given(
        windows,
        st.integers(0, 3),
        st.none() | st.just(HALVES),
        st.integers(1, 3),
        st.lists(short_spans, max_size=2),
        st.lists(short_spans, max_size=2),
        wishes,
    )
    @settings(max_examples=200, deadline=None)
    def test_is_the_best_of_all(  # noqa: PLR0917 - as many as Hypothesis draws
        self,
        windows: list[Span],
        count: int,
        periods: list[Period] | None,
        days: int,
        taken: list[Span],
        busy: list[Span],
        wish: Wishes,
    ) -> None:
        """
        No choice that keeps the conditions is better, and of equal ones none is earlier.
        """
        found = propose(
            windows, count, periods=periods, days=days, taken=taken, busy=busy, wishes=wish
        )
        inside = day_set(windows)
        buckets = periods
        if buckets is None:
            whole = [Span(min(inside), max(inside) + timedelta(days=1))] if inside else []
            buckets = [Period(span, "all") for span in whole]
        choices: list[tuple[Span, ...]] = [()]
        everywhere: list[Span] = []
        for bucket in buckets:
            possible = [
                span
                for day in bucket.span
                if set(span := Span(day, day + timedelta(days=days))) <= inside & set(bucket.span)
                and not day_set(taken) & set(span)
            ]
            lacking = max(0, count - sum(span.start in bucket.span for span in taken))
            size = max(
                n
                for n in range(lacking + 1)
                if any(apart(some) for some in combinations(possible, n))
            )
            some = [chosen for chosen in combinations(possible, size) if apart(chosen)]
            choices = [(*one, *other) for one in choices for other in some]
            everywhere += reachable(some)
        best = min(choices, key=lambda one: (*cost(one, everywhere, taken, busy, wish), one))
        assert found.spans == best

    @given(windows, st.integers(0, 9), st.integers(1, 3), st.lists(short_spans, max_size=2), wishes)
    def test_conditions(
        self, windows: list[Span], count: int, days: int, taken: list[Span], wish: Wishes
    ) -> None:
        """
        Proposals lie inside the windows, are apart, and are never more than is wanted.
        """
        found = propose(windows, count, days=days, taken=taken, wishes=wish)
        assert all(span.days == days for span in found.spans)
        assert day_set(found.spans) <= day_set(windows) - day_set(taken)
        assert apart(found.spans)
        assert len(found.spans) <= count
        assert list(found.spans) == sorted(found.spans)
        again = propose(
            list(reversed(windows)), count, days=days, taken=reversed(taken), wishes=wish
        )
        assert again == found


def reachable(choices: list[tuple[Span, ...]]) -> list[Span]:
    """
    Return what is chosen in any of *choices*.
    """
    return sorted({span for chosen in choices for span in chosen})


class TestSpread:
    def test_one_lies_in_the_middle(self) -> None:
        """
        A single date stands in the middle of its window, the earlier of two middles.
        """
        week = Span.through(date(2026, 10, 11), date(2026, 10, 17))
        assert starts(propose([week])) == ["2026-10-14"]
        assert starts(propose([Span.through(week.start, date(2026, 10, 16))])) == ["2026-10-13"]

    def test_four_a_year_stand_in_the_middles_of_quarters(self) -> None:
        """
        Four a year have equal distances, and half of that at both ends.
        """
        found = propose([YEAR], 4)
        assert starts(found) == ["2026-02-15", "2026-05-17", "2026-08-16", "2026-11-15"]

    def test_between_what_is_there(self) -> None:
        """
        What is taken already counts, and new dates go between it.
        """
        taken = [Span.day(date(2026, 5, 8)), Span.day(date(2026, 6, 1))]
        found = propose([YEAR], Quota.parse(">= 1 per quarter"), taken=taken)
        assert starts(found) == ["2026-02-12", "2026-08-25", "2026-11-18"]

    def test_every_day(self) -> None:
        """
        As many as there are days is every day.
        """
        assert day_set(propose([YEAR], 365).spans) == set(YEAR)


class TestDemand:
    def test_each_window(self) -> None:
        """
        Per window each run of days gets its own; runs that touch are one.
        """
        weekends = parse_rule("any_of([span(7, 1, 8, 31), weekly([SAT, SUN])])")
        found = propose(weekends.occurrences(2026), Quota.parse("== 1 per window"))
        assert len(found.spans) == 44
        assert found.findings == ()

    def test_of_periods_beside_the_window(self) -> None:
        """
        Only the periods that share days with the windows ask for dates.
        """
        spring = Span(date(2026, 2, 1), date(2026, 5, 1))
        assert len(propose([spring], Quota.parse(">= 1 per month")).spans) == 3

    def test_only_what_is_least(self) -> None:
        """
        Of a range the least is proposed; of an upper limit nothing.
        """
        assert len(propose([YEAR], Quota.parse("1..2 per half_year")).spans) == 2
        assert propose([YEAR], Quota.parse("<= 2 per month")).spans == ()

    def test_terms_are_given_as_periods(self) -> None:
        """
        A quota per term is placed in the terms that are given.
        """
        quota = Quota.parse("2..3 per term")
        terms = [Period(Span(date(2026, 3, 2), date(2026, 7, 1)), "2025-2026-2")]
        assert len(propose([YEAR], quota, periods=terms).spans) == 2
        with pytest.raises(UncountableQuotaError, match=r"without the days of each school term"):
            propose([YEAR], quota)

    def test_of_each_member(self) -> None:
        """
        A quota for each member of a set is asked for one by one.
        """
        with pytest.raises(UncountableQuotaError, match=r"without one member at a time"):
            propose([YEAR], Quota.parse(">= 1 per year each grade"))

    def test_no_windows(self) -> None:
        """
        Where there is no window there is no proposal, and what is asked of a period is missed.
        """
        assert propose([], 3) == Proposal(spans=())
        found = propose([], 2, periods=periods("half_year", 2026))
        assert said(found) == [
            "2026-H1 asks for 2, and its windows have room for 0",
            "2026-H2 asks for 2, and its windows have room for 0",
        ]
        assert found.findings[0].message("zh-CN") == "2026-H1 需要排 2 次，时段内只排得下 0 次"

    def test_too_little_room(self) -> None:
        """
        What has no room is not squeezed in; as many as fit are proposed.
        """
        week = Span.through(date(2026, 10, 12), date(2026, 10, 18))
        found = propose([week], 4, days=2)
        assert starts(found) == ["2026-10-12", "2026-10-14", "2026-10-16"]
        assert said(found) == ["2026-10-12–2026-10-18 asks for 4, and its windows have room for 3"]
        assert propose([week], days=8).spans == ()


class TestWishes:
    def test_avoid_days_off(self) -> None:
        """
        Dates are on working days, and a Sunday worked for a holiday is one.
        """
        golden = Span.through(date(2026, 9, 26), date(2026, 10, 11))
        found = propose([golden], 5, wishes=Wishes(workdays=OFFICIAL))
        assert [OFFICIAL.is_workday(span.start) for span in found.spans] == [True] * 5
        assert found.findings == ()

    def test_prefer_days_off(self) -> None:
        """
        Or they are on days off, as parents need it.
        """
        found = propose([YEAR], 12, wishes=Wishes(workdays=OFFICIAL, on="days_off"))
        assert not any(OFFICIAL.is_workday(span.start) for span in found.spans)

    def test_against_a_wish(self) -> None:
        """
        Where no better day is, the date is proposed all the same, and it is told.
        """
        weekend = Span.through(date(2026, 10, 17), date(2026, 10, 18))
        busy = [Span.day(date(2026, 10, 19))]
        wish = Wishes(workdays=OFFICIAL, clear=3, weekdays=["WED"])
        found = propose([weekend], busy=busy, wishes=wish)
        assert starts(found) == ["2026-10-17"]
        assert said(found) == [
            f"proposed dates that do not meet the wish '{name}': 1, the first 2026-10-17; their "
            f"windows have no better day"
            for name in ("on working days", "3 days away from other entries", "WED")
        ]
        assert found.findings[1].message("zh-CN") == (
            "有 1 个建议日期不合“与其他安排相隔 3 天”，首个是 2026-10-17：时段内没有更合适的日子"
        )
        off = propose(
            [Span.day(date(2026, 10, 19))], wishes=Wishes(workdays=OFFICIAL, on="days_off")
        )
        assert off.findings[0].message("zh-CN").startswith("有 1 个建议日期不合“排在休息日”")

    def test_the_first_weekday_is_the_best(self) -> None:
        """
        Preferred weekdays come in their order; the first is taken wherever it is.
        """
        found = propose([YEAR], 12, wishes=Wishes(weekdays=["SAT", "WED"]))
        assert {span.start.weekday() for span in found.spans} == {5}
        few = Span.through(date(2026, 10, 12), date(2026, 10, 16))
        found = propose([few], wishes=Wishes(weekdays=["SAT", "WED"]))
        assert starts(found) == ["2026-10-14"]
        assert found.findings == ()

    def test_year_without_notice(self) -> None:
        """
        A work calendar that knows nothing of a year says so, unless it may assume the law.
        """
        later = Span(date(2040, 1, 1), date(2041, 1, 1))
        with pytest.raises(HolidaysNotAnnouncedError):
            propose([later], wishes=Wishes(workdays=OFFICIAL))
        assumed = WorkCalendar(holidays("CN"), provisional=True)
        assert len(propose([later], wishes=Wishes(workdays=assumed)).spans) == 1


class TestRefusals:
    @pytest.mark.parametrize(
        ("call", "message"),
        [
            (lambda: propose([YEAR], -1), "number of dates -1; it can be 0–10000"),
            (lambda: propose([YEAR], 10_001), "number of dates 10001; it can be 0–10000"),
            (lambda: propose([YEAR], days=0), "number of days 0; it can be 1–366"),
            (lambda: propose([YEAR], days=367), "number of days 367; it can be 1–366"),
            (lambda: Wishes(clear=-1), "days apart -1; it can be 0–366"),
            (
                lambda: Wishes(weekdays=[cast("Weekday", "HOL")]),
                "weekday HOL; it can be MON, TUE, WED, THU, FRI, SAT, SUN",
            ),
            (
                lambda: Wishes(on=cast("Any", "sunny")),
                "kind of day sunny; it can be workdays, days_off",
            ),
        ],
    )
    def test_what_is_possible(self, call: Callable[[], object], message: str) -> None:
        """
        What cannot be asked for is refused, with what can.
        """
        with pytest.raises(PlacementError) as caught:
            call()
        assert str(caught.value) == f"dates cannot be proposed with the {message}"
        assert caught.value.sentence("zh-CN").startswith("无法按")
        assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301

    def test_periods_that_share_days(self) -> None:
        """
        Periods must not share days.
        """
        both = (*periods("quarter", 2026), *periods("half_year", 2026))
        with pytest.raises(OverlappingPeriodsError):
            propose([YEAR], periods=both)

    def test_too_much(self) -> None:
        """
        More choices than can be weighed in a few seconds are refused at once.
        """
        century = Span(date(2001, 1, 1), date(2101, 1, 1))
        with pytest.raises(TooManyChoicesError, match=r"ask period by period") as caught:
            propose([century], 100)
        assert caught.value.sentence("zh-CN").startswith("要排 100 个日期")

    def test_many(self) -> None:
        """
        Ten thousand dates are placed if each has its own period.
        """
        decades = Span(date(2001, 1, 1), date(2101, 1, 1))
        days = [Span.day(day) for day in list(decades)[::3]][:10_000]
        assert propose(days, Quota.parse("== 1 per window")).spans == tuple(days)
