"""
What a plan covers: its calendar has nothing beside that, and counts nothing beside it.
"""

from datetime import date
from typing import Any

import attrs
import pytest

from community_edu.base import Finding, FindingKind, ProblemsError
from community_edu.calendars import Quota, Wishes, parse_rule, school_terms
from community_edu.exchange import parse_document, read_plan
from community_edu.plans import (
    Calendar,
    Duty,
    Plan,
    Theme,
    ThemeDay,
    build_calendar,
    check_plan,
    propose_dates,
)


def plan(*duties: Duty, covers: str | None = "half_year(2)", **parts: Any) -> Plan:  # noqa: ANN401 - as evolve takes
    """
    Return a plan for the second half-year.
    """
    rule = None if covers is None else parse_rule(covers)
    return attrs.evolve(Plan(id="p", title="计划", covers=rule, duties=duties), **parts)


def duty(**parts: str) -> Duty:
    """
    Return a duty with these rules.
    """
    rules: dict[str, Any] = {key: parse_rule(rule) for key, rule in parts.items() if key != "quota"}
    quota = Quota.parse(parts["quota"]) if "quota" in parts else None
    return attrs.evolve(Duty(id="d", name="任务"), quota=quota, **rules)


def starts(calendar: Calendar) -> list[str]:
    """
    Return the first days of the entries, without the year.
    """
    return [f"{entry.first_day:%m-%d}" for entry in calendar.entries]


class TestForYear:
    def test_same(self) -> None:
        """
        The method is the function.
        """
        made = plan(duty(due="monthly(-1)"), covers=None)
        terms = school_terms("CN-310000", 2026)
        assert made.for_year(2026, terms=terms) == build_calendar(made, 2026, terms=terms)
        assert made.for_year(2026).covered == ()

    def test_half(self) -> None:
        """
        A task is in if it is due on a day that is covered, an event if any day of it is.
        """
        made = plan(duty(due="monthly(-1)", when="span(6, 20, 7, 2)")).for_year(2026)
        assert starts(made) == ["06-20", "07-31", "08-31", "09-30", "10-31", "11-30", "12-31"]
        assert made.findings == ()

    def test_windows(self) -> None:
        """
        A window ends where the plan ends.
        """
        made = plan(duty(within="span(6, 1, 8, 31)")).for_year(2026)
        assert [str(window.span.start) for window in made.windows] == ["2026-07-01"]

    def test_left_out(self) -> None:
        """
        Of days that are all beside the plan it is told that they are left out.
        """
        made = plan(duty(when="fixed(3, 5)")).for_year(2026)
        assert made.entries == ()
        assert [f.message("en") for f in made.findings] == [
            (
                "no day of '任务' (fixed(3, 5)) is among those that the plan covers (half_year(2)); "
                "it is left out"
            )
        ]

    def test_school_year(self) -> None:
        """
        A school year has its autumn in one civil year and its spring in the next.
        """
        year = "between(daily(), first='2026-09-01', last='2027-07-10')"
        made = plan(duty(when="any_of([fixed(5, 8), fixed(10, 8)])"), covers=year)
        assert starts(made.for_year(2026)) == ["10-08"]
        assert starts(made.for_year(2027)) == ["05-08"]
        spring = plan(duty(when="fixed(5, 8)"), covers=year).for_year(2026)
        assert (spring.entries, spring.findings) == ((), ())

    def test_years(self) -> None:
        """
        A plan of some years has nothing in others, and says so.
        """
        years = "years(year(), first=2026, last=2028)"
        made = plan(duty(when="fixed(5, 8)"), covers=years)
        assert starts(made.for_year(2028)) == ["05-08"]
        late = made.for_year(2029)
        assert late.entries == ()
        assert [f.message("en") for f in late.findings] == [
            f"the plan covers {years}, of which no day is in 2029"
        ]

    def test_themes(self) -> None:
        """
        Themes of months beside the plan are left out, and days of others that are.
        """
        days = [
            ThemeDay(id="in", when=parse_rule("fixed(9, 9)")),
            ThemeDay(id="out", when=parse_rule("fixed(6, 9)")),
        ]
        themes = [
            Theme(id="may", month=5, name="五月"),
            Theme(id="september", month=9, name="九月", days=days),
        ]
        made = plan(themes=themes).for_year(2026)
        assert [entry.id for entry in made.entries] == ["p/september/2026", "p/in/2026"]

    def test_chosen_and_makeup(self) -> None:
        """
        Chosen days and make-up days are covered, too, or left out.
        """
        days = "announced(['2026-03-12', '2026-09-12'])"
        made = plan(duty(chosen=days, makeup="fixed(9, 13)")).for_year(2026)
        assert starts(made) == ["09-12", "09-13"]

    def test_names_are_checked(self) -> None:
        """
        What a file says to be covered may only name what is known.
        """
        text = '[plan]\nid = "p"\ntitle = "计划"\ncovers = "no_such_day"\n'
        with pytest.raises(ProblemsError) as caught:
            read_plan(parse_document(text, "plan.toml", "toml"))
        assert "plan.toml:4:1" in str(caught.value.problems[0])


class TestCounting:
    def test_periods(self) -> None:
        """
        A quota counts in the periods that share a day with what is covered.
        """
        made = plan(duty(quota=">= 1 per quarter", when="fixed(8, 1)")).for_year(2026)
        assert [period.key for period in made.periods(made.plan.duties[0])] == [
            "2026-Q3",
            "2026-Q4",
        ]
        (found,) = check_plan(made.plan, made)
        assert found.message("en").endswith("the calendar has 0 in 2026-Q4")

    def test_plan(self) -> None:
        """
        What is counted per plan is counted in all that it covers.
        """
        made = plan(duty(quota="== 1 per plan", when="fixed(8, 1)")).for_year(2026)
        (period,) = made.periods(made.plan.duties[0])
        assert (period.span.start, period.span.last) == (date(2026, 7, 1), date(2026, 12, 31))
        assert check_plan(made.plan, made) == ()

    def test_part_of_a_period(self) -> None:
        """
        Of a period of which the plan has only a part it cannot say that it is short.
        """
        made = plan(duty(quota="== 4 per year", when="fixed(8, 1)")).for_year(2026)
        (found,) = check_plan(made.plan, made)
        assert found.code == "quota-not-countable"
        assert found.message("en").endswith("without the part of 2026 beside the plan")

    def test_proposals(self) -> None:
        """
        Dates are proposed among the days that are covered.
        """
        made = plan(duty(quota="== 2 per year")).for_year(2026)
        proposed = propose_dates(made, wishes=Wishes())
        assert len(proposed.entries) == 2
        assert all(entry.first_day >= date(2026, 7, 1) for entry in proposed.entries)


class TestOwnChecks:
    def test_last(self) -> None:
        """
        Own checks take the plan and its calendar, and their findings stand last, in their order.
        """
        kind = FindingKind("own", "info", zh="{year}", en="{year}")

        def years(_: Plan, calendar: Calendar | None) -> list[Finding]:
            return [Finding(kind, items={"year": calendar.year if calendar else 0})]

        def none(_: Plan, __: Calendar | None) -> list[Finding]:
            return []

        made = plan(duty(when="fixed(3, 5)"))
        found = check_plan(made, made.for_year(2026), checks=[years, none, years])
        assert [f.message("en") for f in found[-2:]] == ["2026", "2026"]
        assert found[:-2] == check_plan(made, made.for_year(2026))
        assert check_plan(made, checks=[years])[-1].message() == "0"
