from typing import Any

import pytest
from plan_samples import calendar_of, days, duty_of, plan_of

from community_edu.base import CommunityEduError, Path, ProblemsError
from community_edu.calendars import Observance, UnknownNameError, parse_rule
from community_edu.exchange import parse_document, read_plan
from community_edu.plans import Duty, Plan
from community_edu.plans.entry_days import CircularEntriesError, PlanAlmanac


def problems(*duties: Duty, **parts: Any) -> list[tuple[Path, str]]:  # noqa: ANN401 - any field of a plan
    """
    Return the place and the sentence of all that is wrong with a plan.
    """
    with pytest.raises(ProblemsError) as caught:
        plan_of(*duties, **parts)
    return [(getattr(problem, "path", ()), str(problem)) for problem in caught.value.problems]


def made(**names: str) -> tuple[Duty, ...]:
    """
    Make duties by their rules.
    """
    return tuple(duty_of(id=name, when=rule) for name, rule in names.items())


class TestEntryDays:
    @pytest.mark.parametrize(
        "fields",
        [
            {"when": "fixed(3, 2)"},
            {"when": "fixed(3, 2)", "due": "fixed(1, 1)"},
            {"due": "fixed(3, 2)"},
            {"chosen": "announced(['2026-03-02'])", "within": "month(3)"},
        ],
    )
    def test_are_those_of_the_duty(self, fields: dict[str, str]) -> None:
        """
        The days of an entry are when it takes place, or else when it is due, or was chosen.
        """
        first, later = duty_of(id="opening", **fields), duty_of(when="week_of(entry('opening'), 1)")
        calendar = calendar_of(first, later)
        assert "2026-03-09" in days(calendar)

    def test_order_does_not_matter(self) -> None:
        """
        A duty may go by one that stands below it, and that by another.
        """
        calendar = calendar_of(
            duty_of(id="report", due="offset(entry('review'), days=7)"),
            duty_of(id="review", when="offset(entry('opening'), days=30)"),
            duty_of(id="opening", when="fixed(3, 2)"),
        )
        assert days(calendar) == ["2026-03-02", "2026-04-01", "2026-04-08"]

    def test_in_observances(self) -> None:
        """
        A named day of the plan may go by a duty too.
        """
        day = Observance(key="eve", name="前一天", rule=parse_rule("offset(entry('a'), days=-1)"))
        calendar = calendar_of(
            duty_of(id="a", when="fixed(3, 2)"), duty_of(id="b", when="eve"), observances=[day]
        )
        assert days(calendar) == ["2026-03-01", "2026-03-02"]

    def test_only_in_a_plan(self) -> None:
        """
        Other almanacs know no entries, and that of a plan knows all else.
        """
        rule = parse_rule("entry('opening')")
        with pytest.raises(UnknownNameError):
            PlanAlmanac(entries={}).rule("entry:opening")
        almanac = PlanAlmanac(entries={"entry:opening": parse_rule("fixed(3, 2)")})
        assert str(rule.occurrences(2026, almanac)[0].start) == "2026-03-02"
        assert str(almanac.rule("double_ninth")) == "lunar(9, 9)"


class TestErrors:
    def test_unknown(self) -> None:
        """
        An entry that no duty has is told with the place of the rule, and with the nearest.
        """
        assert problems(
            duty_of(id="opening", when="fixed(3, 2)"),
            duty_of(due="after(entry('openning'), days=7)"),
        ) == [
            (
                ("duties", 1, "due"),
                "there is no duty with days 'openning'; did you mean 'opening'?",
            )
        ]

    def test_without_days(self) -> None:
        """
        A duty that has no days of its own is none to go by.
        """
        (found,) = problems(duty_of(id="a", cadence="often"), duty_of(when="entry('a')"))
        assert found[1].startswith("there is no duty with days 'a'")

    def test_circle(self) -> None:
        """
        Duties that are dated by one another are told, over however many others.
        """
        (found,) = problems(
            *made(x="fixed(1, 1)", a="entry('b')", b="offset(entry('c'), days=1)", c="entry('a')")
        )
        assert found == (
            ("duties", 1),
            "these duties are dated by one another: a, b, c, a; give one of them days of its own",
        )

    def test_circle_over_an_observance(self) -> None:
        """
        A circle may lead over a named day of the plan, by whatever name.
        """
        day = Observance(key="eve", name="前夜", rule=parse_rule("offset(entry('a'), days=-1)"))
        (found,) = problems(duty_of(id="a", when="前夜"), observances=[day])
        assert found[0] == ("duties", 0)

    def test_of_itself(self) -> None:
        """
        The smallest circle is one duty.
        """
        (found,) = problems(duty_of(id="a", when="entry('a')"))
        assert "by one another: a, a;" in found[1]

    def test_speaks_chinese(self) -> None:
        """
        The error speaks both languages.
        """
        error: CommunityEduError = CircularEntriesError(("duties", 0), ("a", "b", "a"))
        assert error.sentence("zh-CN") == (
            "这些工作任务的日期互相定义：a、b、a，请给其中一项写明日期"
        )


class TestFiles:
    TEXT = """
[plan]
id = "street"
title = "街道"

[[duties]]
id = "opening"
name = "开幕"
when = "fixed(3, 2)"

[[duties]]
id = "review"
name = "回顾"
when = "week_of(entry('{}'), 1)"
except = "public_holidays"
suspended = [{{ days = "month(1)", because = "装修" }}]
"""

    def test_are_read(self) -> None:
        """
        A plan file may name entries, and the keys that are words of Python go by their own name.
        """
        plan = read_plan(parse_document(self.TEXT.format("opening"), "plan.toml", "toml"))
        assert isinstance(plan, Plan)
        assert str(plan.duties[1].except_) == "public_holidays"
        assert plan.duties[1].suspended[0].because.zh == "装修"

    def test_unknown_is_placed(self) -> None:
        """
        An unknown entry is told once, at its line.
        """
        with pytest.raises(ProblemsError) as caught:
            read_plan(parse_document(self.TEXT.format("opning"), "plan.toml", "toml"))
        assert [str(problem) for problem in caught.value.problems] == [
            "plan.toml:14:1: duties[1].when: there is no duty with days 'opning'; did you mean 'opening'?"
        ]
