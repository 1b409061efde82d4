"""
The pace: how much of a promise is due on the day of a report.
"""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plan_samples import plan_of

from community_edu.calendars import Observance, parse_rule
from community_edu.measures import (
    Indicator,
    Measure,
    StatedNumber,
    Target,
    Threshold,
    Unit,
)
from community_edu.plans import Figure, Milestone, Report
from community_edu.plans.pace import Pace

LESSONS = Indicator(id="lessons", name="课时", unit=Unit.parse("lesson"))
MEASURE = Measure.parse("lessons")
THRESHOLD = Threshold.parse(">= 120 lesson")


def target(per: str = "year") -> Target:
    """
    Make the target of 120 lessons in a period.
    """
    return Target(id="lessons", name="课时", measure=MEASURE, threshold=THRESHOLD, per=per)


def pace(
    report: Report | None = None,
    *,
    on: date | None = None,
    year: int | None = None,
    period: str = "year",
    per: str = "year",
) -> Pace:
    """
    Make the pace of a plan with that target.
    """
    own = Observance(key="open_day", name="开放日", rule=parse_rule("fixed(5, 8)"))
    plan = plan_of(indicators=[LESSONS], targets=[target(per)], period=period, observances=[own])
    return Pace(plan=plan, report=report or Report(), given=on, year=year)


class TestDays:
    @pytest.mark.parametrize(
        ("rule", "year", "day"),
        [
            ("fixed(9, 30)", None, date(2025, 9, 30)),
            ("monthly(-1, months=[6])", None, date(2025, 6, 30)),
            ("span(6, 8, 6, 18)", 2026, date(2026, 6, 18)),
            ("double_ninth", 2026, date(2026, 10, 18)),
            ("open_day", None, date(2025, 5, 8)),
            ("double_ninth", None, None),
            ("unresolved('近期', '没有日期')", 2026, None),
            (None, 2026, None),
        ],
    )
    def test_last_day(self, rule: str | None, year: int | None, day: date | None) -> None:
        """
        A day is the last of its rule; one that moves from year to year needs the year.
        """
        found = pace(year=year).last_day(parse_rule(rule) if rule else None)
        assert found == day

    def test_said(self) -> None:
        """
        A year that nobody gave is not told.
        """
        assert pace().said(date(2025, 6, 18)) == "06-18"
        assert pace(year=2026).said(date(2026, 6, 18)) == "2026-06-18"

    def test_of_the_report(self) -> None:
        """
        The day is that of the report, unless another is asked for.
        """
        report = Report(as_of=parse_rule("fixed(9, 30)"))
        assert pace(report).on == date(2025, 9, 30)
        assert pace(report, on=date(2026, 3, 1)).on == date(2026, 3, 1)


class TestPassed:
    @pytest.mark.parametrize(
        ("per", "on", "passed"),
        [
            ("year", date(2026, 9, 30), Fraction(3, 4)),
            ("year", date(2028, 2, 29), Fraction(1, 6)),
            ("year", date(2026, 12, 31), Fraction(1)),
            ("half_year", date(2026, 9, 30), Fraction(1, 2)),
            ("quarter", date(2026, 9, 30), Fraction(1)),
            ("month", date(2026, 4, 15), Fraction(1, 2)),
            ("plan", date(2026, 6, 30), Fraction(1, 2)),
            ("school_year", date(2026, 6, 30), None),
        ],
    )
    def test_by_months(self, per: str, on: date, passed: Fraction | None) -> None:
        """
        The end of September is three quarters of any year: months count alike.
        """
        assert pace(on=on).passed(target(per)) == passed

    @given(st.dates(date(2026, 1, 1), date(2026, 12, 30)))
    def test_grows(self, day: date) -> None:
        """
        Every day more of the year is over, and on the last day all of it.
        """
        earlier, later = (
            pace(on=on).passed(target()) for on in (day, day.replace(day=28, month=12))
        )
        assert earlier is not None
        assert later is not None
        assert 0 < earlier <= 1
        assert (earlier <= later) is (day <= date(2026, 12, 28))

    @pytest.mark.parametrize(
        ("period", "per", "passed"),
        [
            ("half_year", "year", Fraction(1, 2)),
            ("year", "half_year", Fraction(1)),
            ("", "year", Fraction(1)),
            ("half_year", "years", Fraction(1)),
        ],
    )
    def test_without_a_day(self, period: str, per: str, passed: Fraction) -> None:
        """
        A report without a day covers all of its period: half a year of a year's target.
        """
        assert pace(Report(period=period)).passed(target(per)) == passed


class TestDue:
    def test_evenly(self) -> None:
        """
        A number grows evenly: at the end of June half of it is due.
        """
        due = pace(on=date(2026, 6, 30)).due(target(), THRESHOLD)
        assert due == Threshold.parse(">= 60 lesson")
        assert pace(on=date(2026, 12, 31)).due(target(), THRESHOLD) == THRESHOLD
        assert pace(on=date(2026, 6, 30)).due(target("years"), THRESHOLD) is None

    def test_shares(self) -> None:
        """
        A share does not grow with the days: all of it is due on each.
        """
        share = Threshold.parse(">= 50%")
        assert pace(on=date(2026, 6, 30)).due(target(), share) == share

    @pytest.mark.parametrize(
        ("on", "due"),
        [
            (date(2026, 3, 30), ">= 0 lesson"),
            (date(2026, 3, 31), ">= 10 lesson"),
            (date(2026, 8, 1), ">= 90 lesson"),
            (date(2026, 12, 31), ">= 120 lesson"),
        ],
    )
    def test_by_milestones(self, on: date, due: str) -> None:
        """
        Milestones with a threshold say how far a target should be; others are passed over.
        """
        steps = [
            Milestone(id=name, name=name, target=of, when=parse_rule(when), threshold=threshold)
            for name, of, when, threshold in (
                ("a", "lessons", "fixed(3, 31)", Threshold.parse(">= 10")),
                ("b", "lessons", "fixed(7, 31)", Threshold.parse(">= 90 lesson")),
                ("c", "other", "fixed(1, 31)", Threshold.parse(">= 1")),
                ("d", "lessons", "fixed(1, 31)", None),
                ("e", "lessons", "double_ninth", Threshold.parse(">= 1")),
            )
        ]
        found = pace(Report(milestones=steps), on=on).due(target(), THRESHOLD)
        assert found == Threshold.parse(due)

    def test_milestones_without_a_day(self) -> None:
        """
        Where the day is not known, a report of half a year is held against half.
        """
        step = Milestone(
            id="a",
            name="a",
            target="lessons",
            when=parse_rule("fixed(3, 31)"),
            threshold=Threshold.parse(">= 10"),
        )
        report = Report(period="half_year", milestones=[step])
        assert pace(report).due(target(), THRESHOLD) == Threshold.parse(">= 60 lesson")


class TestCovers:
    @pytest.mark.parametrize(
        ("figure_per", "period", "per", "on", "covers"),
        [
            ("", "", "year", date(2026, 9, 30), True),
            ("half_year", "year", "year", date(2026, 6, 30), True),
            ("half_year", "year", "year", date(2026, 9, 30), False),
            ("", "half_year", "year", date(2026, 9, 30), False),
            ("half_year", "", "year", None, True),
            ("year", "half_year", "half_year", date(2026, 6, 30), False),
            ("year", "", "term", date(2026, 6, 30), True),
        ],
    )
    def test_from_the_beginning(
        self, figure_per: str, period: str, per: str, on: date | None, *, covers: bool
    ) -> None:
        """
        The numbers of the second half alone, or of more than its period, say nothing of a target.
        """
        figure = Figure(
            id="lessons", indicator="lessons", value=StatedNumber.parse("60"), per=figure_per
        )
        report = Report(period=period, figures=[figure])
        assert pace(report, on=on).covers(target(per), MEASURE) is covers


class TestMilestones:
    def test_of_both_documents(self) -> None:
        """
        What the report says of a milestone takes the place of what the plan says.
        """
        planned = Report(milestones=[Milestone(id="a", name="a"), Milestone(id="b", name="b")])
        done = Report(milestones=[Milestone(id="b", name="b", status="done")])
        both = Pace(plan=plan_of(report=planned), report=done).milestones
        assert {name: step.status for name, step in both.items()} == {"a": "planned", "b": "done"}
