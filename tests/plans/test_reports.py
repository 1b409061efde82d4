"""
Reports: numbers, claims that are computed again, and milestones.
"""

from fractions import Fraction
from typing import Any

import pytest
from plan_samples import ROOT, WORDS, duty_of, plan_of

from community_edu.base import Finding, ProblemsError, UnknownReferenceError, format_path
from community_edu.calendars import parse_rule
from community_edu.courses import Project
from community_edu.exchange import load_plan
from community_edu.measures import (
    Bound,
    Comparison,
    Indicator,
    Interval,
    Measure,
    StatedNumber,
    Target,
    Threshold,
    Unit,
)
from community_edu.plans import (
    Claim,
    ClaimFormError,
    Figure,
    Milestone,
    Report,
    check_plan,
    check_report,
)
from community_edu.plans.reports import counted


def indicator(name: str, unit: str = "person") -> Indicator:
    """
    Make an indicator.
    """
    return Indicator(id=name, name=name, unit=Unit.parse(unit))


def figure(name: str, value: str, bound: Bound = "=") -> Figure:
    """
    Make the figure of an indicator.
    """
    return Figure(
        id=name.replace("_", "-"), indicator=name, value=StatedNumber.parse(value), bound=bound
    )


def holds(text: str) -> Claim:
    """
    Make a claim that a comparison holds.
    """
    return Claim(id="claim", name="说法", holds=Comparison.parse(text), source=WORDS)


def implies(text: str) -> Claim:
    """
    Make a claim from which a number follows.
    """
    return Claim(id="claim", name="推算", implies=Measure.parse(text), source=WORDS)


def checked(claim: Claim, *figures: Figure, **units: str) -> tuple[Finding, ...]:
    """
    Return what is found about one claim; all is counted in persons unless said otherwise.
    """
    names = [entry.indicator for entry in figures] + list(units)
    indicators = [indicator(name, units.get(name, "person")) for name in dict.fromkeys(names)]
    return check_report(Report(figures=figures, claims=[claim]), indicators)


class TestReport:
    def test_of_evidence(self) -> None:
        """
        What is known exactly makes a report without a title, a day or a period.
        """
        report = Report.of({"trained": 47, "funds_": Fraction(1, 3)})
        assert report.intervals == {
            "trained": Interval.point(47),
            "funds_": Interval.point(Fraction(1, 3)),
        }
        assert (report.title, report.as_of, report.period) == (None, None, "")

    def test_twice(self) -> None:
        """
        An identifier stands once, and so does the number of an indicator.
        """
        with pytest.raises(ProblemsError) as caught:
            Report(
                figures=[figure("a", "1"), figure("a", "2")],
                claims=[holds("a > 1"), holds("a > 2")],
                milestones=[Milestone(id="m", name="m"), Milestone(id="m", name="m")],
            )
        problems = [
            (format_path(getattr(problem, "path", ())), problem.code)
            for problem in caught.value.problems
        ]
        assert problems == [
            ("figures[1].id", "duplicate-id"),
            ("claims[1].id", "duplicate-id"),
            ("milestones[1].id", "duplicate-id"),
            ("figures[1].indicator", "repeated-figure"),
        ]

    @pytest.mark.parametrize("both", [True, False])
    def test_claims_of_one_form(self, *, both: bool) -> None:
        """
        A claim says that something holds or what follows, and only one of the two.
        """
        forms: dict[str, Any] = {
            "holds": Comparison.parse("a > 1"),
            "implies": Measure.parse("a / 2"),
        }
        with pytest.raises(ClaimFormError, match="'c' needs either 'holds' or 'implies', and only"):
            Claim(id="c", name="c", **(forms if both else {}))

    def test_rules(self) -> None:
        """
        Its day rules are the day to which it goes, and those of its milestones.
        """
        rule = parse_rule("fixed(6, 18)")
        report = Report(
            as_of=rule,
            milestones=[Milestone(id="a", name="a"), Milestone(id="b", name="b", when=rule)],
        )
        assert [format_path(path) for path, _ in report.rules()] == [
            "report.as_of",
            "milestones[1].when",
        ]
        assert list(Report().rules()) == []


class TestClaims:
    def test_parts_of_a_total(self) -> None:
        """
        Tax parts of 669 do not fit into a total of 659: the claim fails, with both sides.
        """
        parts = ("237万", "321万", "21万", "90万")
        figures = [figure(f"part{number}", part) for number, part in enumerate(parts)]
        units = {f"part{number}": "CNY" for number in range(4)} | {"total": "CNY"}
        claim = holds("part0 + part1 + part2 + part3 <= total")
        (finding,) = checked(claim, *figures, figure("total", "659万"), **units)
        assert (finding.code, finding.severity, finding.path) == (
            "claim-fails",
            "error",
            ("claims", 0),
        )
        assert finding.source == WORDS
        assert finding.message("en") == (
            "'说法' does not hold: part0 + part1 + part2 + part3 <= total, but the left side is "
            "≥ 6670000 CNY, < 6710000 CNY and the right side ≥ 6585000 CNY, < 6595000 CNY"
        )

    def test_more_than_ten_with_ten_listed(self) -> None:
        """
        Ten listed courses are not the more than ten that the text counts.
        """
        figures = (figure("listed", "10"), figure("stated", "10", ">"))
        (finding,) = checked(holds("listed == stated"), *figures, listed="course", stated="course")
        assert finding.message("zh-CN") == (
            "“说法”不成立：listed == stated，而左边是 10 门课程，右边是 > 10 门课程"
        )

    def test_left_open(self) -> None:
        """
        What rounding leaves undecided is told as that.
        """
        (finding,) = checked(holds("share >= 0.224"), figure("share", "22.4%"), share="1")
        assert (finding.code, finding.severity) == ("claim-open", "warning")
        assert "≥ 22.35%, < 22.45%" in finding.message("en")

    def test_holds(self) -> None:
        """
        Of a claim that holds nothing is said; one about numbers alone may be made too.
        """
        assert checked(holds("a < 3"), figure("a", "2")) == ()
        assert checked(holds("1 < 2")) == ()
        (finding,) = checked(holds("2 < 1"))
        assert finding.code == "claim-fails"

    def test_registered_population(self) -> None:
        """
        29470 at 22.4% are of 131270 to 131856 residents: persons are counted whole.
        """
        figures = (figure("elderly", "29470"), figure("share", "22.4%"))
        (finding,) = checked(implies("elderly / share"), *figures, share="1")
        assert (finding.code, finding.severity) == ("implied-number", "info")
        assert finding.message("en") == (
            "'推算': from elderly / share follows 131270–131856 persons"
        )

    @pytest.mark.parametrize(
        ("formula", "numbers", "units", "value"),
        [
            ("classes / 2", {"classes": "319"}, {"classes": "class"}, "159.5 classes"),
            ("a / b", {"a": "153", "b": "49"}, {"a": "lesson"}, "≈3.12 lessons per person"),
            ("a / b", {"a": "4050000", "b": "6590000"}, {}, "≈61.46%"),
        ],
    )
    def test_values(
        self, formula: str, numbers: dict[str, str], units: dict[str, str], value: str
    ) -> None:
        """
        Quotients keep their parts, and so does a number that is not whole at all.
        """
        figures = [figure(name, number) for name, number in numbers.items()]
        (finding,) = checked(implies(formula), *figures, **units)
        assert finding.message("en").endswith(f"follows {value}")

    def test_without_numbers(self) -> None:
        """
        A claim about what nobody counted, or that divides by nothing, cannot be checked.
        """
        (missing,) = checked(holds("a < b"), figure("a", "2"), b="person")
        assert missing.message("en") == "'说法' cannot be checked: no value is given for b"
        (nothing,) = checked(implies("a / b"), figure("a", "2"), figure("b", "0"))
        assert nothing.message("zh-CN") == "“推算”无法核对：“b”为 0，无法计算比例"

    def test_about_nothing(self) -> None:
        """
        A claim about something that is not counted at all is an error.
        """
        with pytest.raises(UnknownReferenceError, match="there is no indicator 'a'"):
            check_report(Report(figures=[figure("a", "1")], claims=[implies("a / 2")]), [])

    def test_counted(self) -> None:
        """
        Only what is counted by one unit is counted whole.
        """
        some = Interval(Fraction(5, 2), Fraction(9, 2))
        assert str(counted(some, Unit.parse("person"))) == "[3, 4]"
        assert counted(some, Unit.parse("1")) == some
        assert counted(some, Unit.parse("CNY/person")) == some


class TestInPlans:
    def test_checked_with_the_plan(self) -> None:
        """
        The claims of a plan's document are checked with the plan.
        """
        report = Report(figures=[figure("a", "2")], claims=[holds("a > 3")])
        (finding,) = check_plan(plan_of(indicators=[indicator("a")], report=report))
        assert finding.code == "claim-fails"

    def test_refused(self) -> None:
        """
        Persons and person-times are not added, percent are no persons, and names lead somewhere.
        """
        report = Report(
            figures=[figure("persons", "22.4%"), figure("nobody", "3%")],
            claims=[
                holds("persons + visits > 3"),
                Claim(id="b", name="b", implies=Measure.parse("persons - visits")),
                Claim(id="c", name="c", holds=Comparison.parse("persons < heads")),
            ],
            milestones=[
                Milestone(
                    id="m",
                    name="m",
                    project="pilot",
                    target="visits",
                    threshold=Threshold.parse(">= 3 person"),
                ),
                Milestone(id="n", name="n", project="pilott", target="nothing"),
                Milestone(id="o", name="o", target="words"),
                Milestone(id="p", name="p", target="unknown"),
            ],
        )
        with pytest.raises(ProblemsError) as caught:
            plan_of(
                indicators=[indicator("persons"), indicator("visits", "person_time")],
                projects=[Project(id="pilot", name="试点")],
                targets=[
                    Target(id="visits", name="人次", measure=Measure.parse("visits")),
                    Target(id="words", name="提高"),
                    Target(id="unknown", name="未知", candidates=[Measure.parse("heads")]),
                ],
                report=report,
            )
        problems = [
            (format_path(getattr(problem, "path", ())), problem.code)
            for problem in caught.value.problems
        ]
        assert problems == [
            ("targets[2].candidates[0]", "unknown-reference"),
            ("figures[0].value", "unit-mismatch"),
            ("figures[1].indicator", "unknown-reference"),
            ("claims[0].holds", "unit-mismatch"),
            ("claims[1].implies", "unit-mismatch"),
            ("claims[2].holds", "unknown-reference"),
            ("milestones[1].project", "unknown-reference"),
            ("milestones[1].target", "unknown-reference"),
            ("milestones[0].threshold", "unit-mismatch"),
        ]

    def test_calendar_names(self) -> None:
        """
        A milestone stands in the calendar, so that no duty has its identifier.
        """
        report = Report(milestones=[Milestone(id="duty", name="m")])
        with pytest.raises(ProblemsError) as caught:
            plan_of(duty_of(), report=report)
        (problem,) = caught.value.problems
        assert str(problem).startswith("the id 'duty' is already used at duties[0].id")


class TestRealReports:
    @pytest.mark.parametrize(
        ("name", "claim", "said"),
        [
            ("tax-economy", "tax-parts", "the left side is 6690000 CNY and the right side 6590000"),
            ("tax-economy", "task-by-registered-capital", "follows 59.375%"),
            ("hebeili", "list-is-complete", "the left side is 10 courses and the right side > 10"),
            ("town-school", "registered-population", "follows 131270–131856 persons"),
        ],
    )
    def test_arithmetic(self, name: str, claim: str, said: str) -> None:
        """
        What real documents say of their numbers is computed again as a careful reader would.
        """
        plan = load_plan(ROOT / "examples" / "plans" / f"{name}.toml")
        assert plan.report is not None
        places = {entry.id: index for index, entry in enumerate(plan.report.claims)}
        findings = {
            finding.path: finding.message("en")
            for finding in check_report(plan.report, plan.indicators)
        }
        assert said in findings["claims", places[claim]]
