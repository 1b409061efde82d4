"""
Assessments: judged exactly, with reasons, and with what it would take.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.base import ProblemsError, Text, UnknownReferenceError
from community_edu.evaluation import (
    Assessment,
    Criterion,
    Gap,
    Outcome,
    Score,
    Standard,
    UnknownCriterionError,
    evaluate,
)
from community_edu.measures import PLAIN, Indicator, Measure, Quantity, Threshold, Trend, Unit

Numbers: TypeAlias = Mapping[str, Fraction | int]

PERSON = Unit.parse("person")
CNY = Unit.parse("CNY")


def standard(*criteria: Criterion, **units: str) -> Standard:
    """
    Return a standard over indicators of these *units*.
    """
    return Standard(
        id="standard",
        name="标准",
        indicators=[
            Indicator(id=name, name=name, unit=Unit.parse(unit)) for name, unit in units.items()
        ],
        criteria=criteria,
    )


def line(
    measure: str | None,
    threshold: str | None = None,
    *,
    name: str = "line",
    trend: Trend | None = None,
    lever: str | None = None,
    points: Fraction | int = 1,
) -> Criterion:
    """
    Return one criterion.
    """
    return Criterion(
        id=name,
        name=Text(f"{name}条", en=name),
        measure=None if measure is None else Measure.parse(measure),
        threshold=None if threshold is None else Threshold.parse(threshold),
        trend=trend,
        lever=lever,
        points=Fraction(points),
    )


def judged(
    measure: str,
    threshold: str | None,
    evidence: Numbers,
    previous: Numbers | None = None,
    trend: Trend | None = None,
) -> Outcome:
    """
    Judge one criterion over plain numbers.
    """
    names = {name.indicator: "1" for name in Measure.parse(measure).names}
    asked = standard(line(measure, threshold, trend=trend), **names)
    return evaluate(asked, evidence, previous).outcome("line")


RATE = line("trained / employees", ">= 50%", name="rate")
TRAINING = standard(RATE, trained="person", employees="person")


class TestJudging:
    @pytest.mark.parametrize(
        ("money", "aware", "content", "met"),
        [("2", "0.8", "0.7", 3), ("1.99", "0.799", "0.699", 0), ("2.01", "0.8", "0.699", 2)],
    )
    def test_demonstration_district(self, money: str, aware: str, content: str, met: int) -> None:
        """
        2 yuan a head, 80 % awareness and 70 % satisfaction are met at exactly that, not just below.
        """
        district = standard(
            line("money / residents", ">= 2 CNY/person", name="money"),
            line("aware", ">= 80%", name="awareness"),
            line("content", ">= 70%", name="satisfaction"),
            money="CNY",
            residents="person",
            aware="1",
            content="1",
        )
        assessment = evaluate(
            district,
            {
                "money": Fraction(money) * 1000,
                "residents": 1000,
                "aware": Fraction(aware),
                "content": Fraction(content),
            },
        )
        assert assessment.score == Score(Fraction(met), Fraction(3))

    @pytest.mark.parametrize(
        ("threshold", "below", "at", "above"),
        [
            (">= 0.3", "not_met", "met", "met"),
            ("<= 0.3", "met", "met", "not_met"),
            ("== 0.3", "not_met", "met", "not_met"),
            ("> 0.3", "not_met", "not_met", "met"),
            ("< 0.3", "met", "not_met", "not_met"),
        ],
    )
    def test_at_the_bound(self, threshold: str, below: str, at: str, above: str) -> None:
        """
        Just below, at and just above the bound are three things, without any tolerance.
        """
        bound, hair = Fraction(3, 10), Fraction(1, 10**20)
        status = [judged("a", threshold, {"a": bound + d}).status for d in (-hair, 0, hair)]
        assert status == [below, at, above]

    @given(
        st.integers(1, 500), st.integers(0, 500), st.integers(1, 100), st.sampled_from([0, 1, -1])
    )
    def test_growth_of_exactly_the_target(
        self, residents: int, before: int, points: int, more: int
    ) -> None:
        """
        Growth by exactly the target in percentage points meets it, and one person less does not.
        """
        scale = 100  # so that a percentage point is a whole number of persons
        outcome = judged(
            "trained / residents - prev.trained / prev.residents",
            f">= {points}pp",
            {"trained": before + residents * points + more, "residents": residents * scale},
            {"trained": before, "residents": residents * scale},
        )
        assert outcome.status == ("met" if more >= 0 else "not_met")

    def test_not_quite_three_points(self) -> None:
        """
        8,841 and then 9,725 of 29,470 is not 3 points more, and the reader is shown why.
        """
        growth = line("trained / residents - prev.trained / prev.residents", ">= 3pp")
        asked = standard(growth, trained="person", residents="person")
        now, before = ({"trained": n, "residents": 29_470} for n in (9_725, 8_841))
        assessment = evaluate(asked, now, before)
        assert assessment.outcome("line").status == "not_met"
        assert assessment.explain("line", "en") == (
            "line: not met (trained / residents - prev.trained / prev.residents = ≈2.9997 pp; ≥ 3 pp)"
        )
        assert str(assessment.gap("line")) == "+1 persons"

    def test_value_and_threshold_in_one_unit(self) -> None:
        """
        The outcome tells value and threshold in the unit of the measure.
        """
        asked = standard(line("trained", ">= 50"), trained="person")
        outcome = evaluate(asked, {"trained": 47}).outcome("line")
        assert outcome.value == Quantity(Fraction(47), PERSON)
        assert outcome.threshold == Threshold.parse(">= 50 person")
        assert outcome.reason is None

    @pytest.mark.parametrize(
        ("population", "managers", "met"),
        [(100_000, 15, True), (100_000, 14, False), (30_000, 5, True), (30_000, 4, False)],
    )
    def test_staff_of_a_centre(self, population: int, managers: int, *, met: bool) -> None:
        """
        A centre needs 1.5 managers for 10,000 residents, and never fewer than 5.
        """
        outcome = judged(
            "managers - max(5, residents * 1.5 / 10_000)",
            ">= 0",
            {"managers": managers, "residents": population},
        )
        assert (outcome.status == "met") is met

    @pytest.mark.parametrize(
        ("took_part", "met"), [(15_010, True), (14_735, True), (14_734, False)]
    )
    def test_half_of_the_elderly(self, took_part: int, *, met: bool) -> None:
        """
        15,010 of 29,470 elderly, 50.93 %, is at least half; so is exactly half and no less.
        """
        outcome = judged(
            "took_part / elderly", ">= 50%", {"took_part": took_part, "elderly": 29_470}
        )
        assert (outcome.status == "met") is met
        if took_part == 15_010:
            assert "≈50.93%" in outcome.explain("en")

    def test_weakest_dimension(self) -> None:
        """
        Outcomes keep exact values, so that the weakest and the strongest line can be named.
        """
        means = {"embedded_systems": "2.36", "team_learning": "3.1", "systems_connection": "4.02"}
        asked = standard(
            *(line(name, ">= 3.5", name=name.replace("_", "-")) for name in means),
            **dict.fromkeys(means, "1"),
        )
        assessment = evaluate(asked, {name: Fraction(mean) for name, mean in means.items()})
        values = {o.value.amount: o.criterion.id for o in assessment.outcomes if o.value}
        assert values[min(values)] == "embedded-systems"
        assert values[max(values)] == "systems-connection"


class TestNotAssessed:
    def test_missing_evidence(self) -> None:
        """
        Without its evidence a criterion is neither met nor failed, and all that is missing is said.
        """
        outcome = evaluate(TRAINING, {}).outcome("rate")
        assert (outcome.status, outcome.value, outcome.threshold) == ("not_assessed", None, None)
        assert outcome.explain("en") == (
            "rate: not assessed (no value is given for trained, employees)"
        )
        assert outcome.explain("zh-CN") == "rate条: 未评 (没有提供：trained、employees)"

    def test_missing_is_not_zero(self) -> None:
        """
        0 trained is a value and fails; no number of trained is none and does not.
        """
        assert evaluate(TRAINING, {"trained": 0, "employees": 9}).outcomes[0].status == "not_met"
        assert evaluate(TRAINING, {"employees": 9}).outcomes[0].status == "not_assessed"

    @pytest.mark.parametrize("trained", [0, 5])
    def test_zero_denominator(self, trained: int) -> None:
        """
        A share of nobody does not exist, even if nobody of nobody was trained.
        """
        outcome = evaluate(TRAINING, {"trained": trained, "employees": 0}).outcome("rate")
        assert outcome.explain("en") == (
            "rate: not assessed ('employees' is 0, so no share of it exists)"
        )
        assert outcome.explain() == "rate条: 未评 (“employees”为 0，无法计算比例)"

    @pytest.mark.parametrize(
        "words",
        [line(None), line(None, ">= 1"), line("a"), line(None, trend="up")],
        ids=["words", "no measure", "no threshold", "trend of what"],
    )
    def test_not_measurable(self, words: Criterion) -> None:
        """
        What the document does not make measurable no evidence can decide.
        """
        outcome = evaluate(standard(words, a="1"), {"a": 1}).outcome("line")
        assert outcome.status == "not_assessed"
        assert outcome.explain("en") == (
            "line: not assessed (the document gives no measure or no threshold)"
        )
        assert outcome.explain() == "line条: 未评 (原文没有给出可计算的指标或目标值)"

    def test_lowers_coverage_not_score(self) -> None:
        """
        What could not be assessed lowers the coverage and leaves the score as it is.
        """
        asked = standard(
            line("a", ">= 1", name="a", points=3),
            line("b", ">= 1", name="b", points=1),
            line("c", ">= 1", name="c", points=4),
            a="1",
            b="1",
            c="1",
        )
        full = evaluate(asked, {"a": 1, "b": 0, "c": 1})
        assert (full.score, full.coverage) == (Score(Fraction(7), Fraction(8)), Fraction(1))
        partly = evaluate(asked, {"a": 1, "b": 0})
        assert (partly.score, partly.coverage) == (Score(Fraction(3), Fraction(4)), Fraction(1, 2))
        assert partly.score.share == Fraction(3, 4)
        nothing = evaluate(asked, {})
        assert (nothing.score, nothing.coverage) == (Score(Fraction(0), Fraction(0)), Fraction(0))
        assert nothing.score.share is None

    def test_nothing_asked(self) -> None:
        """
        Of a standard that asks for nothing, nothing could be assessed.
        """
        assessment = evaluate(standard(), {})
        assert assessment.outcomes == ()
        assert assessment.coverage == 0

    @given(st.lists(st.tuples(st.integers(0, 9), st.none() | st.integers(0, 2)), max_size=6))
    def test_points_are_counted(self, lines: list[tuple[int, int | None]]) -> None:
        """
        The score is the points of the lines met, of those assessed; the coverage is the part of
        all points that these are.
        """
        asked = standard(
            *(line(f"x{n}", ">= 1", name=f"l{n}", points=p) for n, (p, _) in enumerate(lines)),
            **{f"x{n}": "1" for n in range(len(lines))},
        )
        evidence = {f"x{n}": value for n, (_, value) in enumerate(lines) if value is not None}
        assessment = evaluate(asked, evidence)
        known = sum(points for points, value in lines if value is not None)
        every = sum(points for points, _ in lines)
        assert assessment.score.points == sum(points for points, value in lines if value)
        assert assessment.score.of == known
        assert assessment.coverage == (Fraction(known, every) if every else 0)


class TestTrends:
    @pytest.mark.parametrize(
        ("trend", "now", "before", "status"),
        [
            ("up", 11, 10, "met"),
            ("up", 10, 10, "not_met"),
            ("up", 9, 10, "not_met"),
            ("down", 9, 10, "met"),
            ("down", 10, 10, "not_met"),
            ("down", 11, 10, "not_met"),
        ],
    )
    def test_against_the_period_before(
        self, trend: Trend, now: int, before: int, status: str
    ) -> None:
        """
        A trend is kept by moving; standing still is not moving.
        """
        assert judged("a", None, {"a": now}, {"a": before}, trend).status == status

    @pytest.mark.parametrize("previous", [None, {}])
    def test_without_the_period_before(self, previous: Numbers | None) -> None:
        """
        Without the period before no trend can be seen.
        """
        outcome = judged("a", None, {"a": 1}, previous, "up")
        assert (
            outcome.explain("en")
            == "line: not assessed (no value is given for a (the period before))"
        )
        assert outcome.explain() == "line条: 未评 (没有提供：a（上期）)"

    def test_share_of_nothing_before(self) -> None:
        """
        A share that did not exist in the period before is no ground for a trend.
        """
        outcome = judged("a / b", None, {"a": 1, "b": 2}, {"a": 1, "b": 0}, "up")
        assert outcome.explain("en") == (
            "line: not assessed ('b (the period before)' is 0, so no share of it exists)"
        )

    def test_explained(self) -> None:
        """
        A trend is explained by the two values, however near they are to each other.
        """
        outcome = judged("a / b", None, {"a": 333, "b": 1000}, {"a": 1, "b": 3}, "up")
        assert outcome.explain("en") == "line: not met (a / b = 33.3%; > about 33.33%)"
        outcome = judged("a / b", None, {"a": 33_334, "b": 100_000}, {"a": 1, "b": 3}, "up")
        assert outcome.explain() == "line条: 达标 (a / b = 33.334%; > 约 33.333%)"

    def test_threshold_first(self) -> None:
        """
        A criterion with a threshold is judged by it; a trend beside it decides nothing.
        """
        outcome = judged("a", ">= 5", {"a": 6}, {"a": 7}, "up")
        assert (outcome.status, outcome.threshold) == ("met", Threshold.parse(">= 5"))


class TestEvidence:
    def test_unknown_names(self) -> None:
        """
        Every name that is no indicator is told at once, in this period and in the one before.
        """
        with pytest.raises(ProblemsError, match="the evidence does not fit the standard") as caught:
            evaluate(TRAINING, {"traind": 1, "employees": 2, "x": 3}, {"employes": 4})
        assert str(caught.value).splitlines()[1:] == [
            "- there is no indicator 'traind'; did you mean 'trained'?",
            "- there is no indicator 'x'; define it, or correct the name",
            "- there is no indicator 'employes'; did you mean 'employees'?",
        ]
        assert "- 没有指标“x”，请先定义或改正名称" in caught.value.sentence("zh-CN")

    def test_kept_exactly(self) -> None:
        """
        The assessment keeps the evidence as exact fractions, also what no criterion asks for.
        """
        asked = standard(RATE, trained="person", employees="person", other="1")
        assessment = evaluate(asked, {"trained": 1, "other": Fraction(1, 3)}, {"employees": 2})
        assert assessment.evidence == {"trained": Fraction(1), "other": Fraction(1, 3)}
        assert assessment.previous == {"employees": Fraction(2)}
        assert all(isinstance(value, Fraction) for value in assessment.evidence.values())
        assert assessment.standard is asked

    def test_order_of_the_standard(self) -> None:
        """
        The outcomes stand in the order of the standard and are found by id.
        """
        asked = standard(line("b", ">= 1", name="b"), line("a", ">= 1", name="a"), a="1", b="1")
        assessment = evaluate(asked, {"a": 1, "b": 0})
        assert [outcome.criterion.id for outcome in assessment.outcomes] == ["b", "a"]
        assert assessment.by_id["a"] is assessment.outcomes[1]


class TestExplain:
    @pytest.mark.parametrize(
        ("trained", "zh", "en"),
        [
            (
                47,
                "rate条: 未达标 (trained / employees = ≈39.17%; ≥ 50%)",
                "rate: not met (trained / employees = ≈39.17%; ≥ 50%)",
            ),
            (
                60,
                "rate条: 达标 (trained / employees = 50%; ≥ 50%)",
                "rate: met (trained / employees = 50%; ≥ 50%)",
            ),
        ],
    )
    def test_in_both_languages(self, trained: int, zh: str, en: str) -> None:
        """
        A judgement tells the line, the verdict, the formula, its value and the threshold.
        """
        assessment = evaluate(TRAINING, {"trained": trained, "employees": 120})
        assert assessment.explain("rate") == assessment.explain("rate", "zh-CN") == zh
        assert assessment.explain("rate", "en") == en

    @pytest.mark.parametrize("method", ["outcome", "explain", "gap"])
    def test_unknown_criterion(self, method: str) -> None:
        """
        A criterion that the standard does not have is told, with those that it has.
        """
        two = standard(RATE, line("trained", ">= 1"), trained="person", employees="person")
        assessment = evaluate(two, {})
        with pytest.raises(UnknownCriterionError) as caught:
            getattr(assessment, method)("rates")
        assert str(caught.value) == ("there is no criterion 'rates'; the standard has rate, line")
        assert caught.value.sentence("zh-CN") == "没有“rates”这一条，标准中有 rate、line"

    def test_made_by_hand(self) -> None:
        """
        An outcome that somebody else made explains what it has.
        """
        assert Outcome(criterion=line(None), status="met").explain("en") == "line: met (; )"


class TestGap:
    def test_employees_trained(self) -> None:
        """
        47 of 120 trained are 13 persons short of half.
        """
        assessment = evaluate(TRAINING, {"trained": 47, "employees": 120})
        assert assessment.gap("rate") == Gap("trained", Fraction(13), PERSON)

    def test_met(self) -> None:
        """
        A criterion that is met needs a change of 0.
        """
        assessment = evaluate(TRAINING, {"trained": 60, "employees": 120})
        assert assessment.gap("rate") == Gap("trained", Fraction(0), PERSON)

    @pytest.mark.parametrize(
        ("own", "asked_for", "expected"),
        [
            (None, None, Gap("trained", Fraction(13), PERSON)),
            ("employees", None, Gap("employees", Fraction(-26), PERSON)),
            ("employees", "trained", Gap("trained", Fraction(13), PERSON)),
        ],
    )
    def test_which_lever(self, own: str | None, asked_for: str | None, expected: Gap) -> None:
        """
        The lever is the one asked for, else the criterion's own, else the first of its measure.
        """
        asked = standard(
            line("trained / employees", ">= 50%", lever=own), trained="person", employees="person"
        )
        assert evaluate(asked, {"trained": 47, "employees": 120}).gap("line", asked_for) == expected

    def test_first_that_can_change(self) -> None:
        """
        What was in the period before cannot change, so the first lever is one of this period.
        """
        asked = standard(line("prev.a / b", "<= 0.5"), a="person", b="class")
        assessment = evaluate(asked, {"a": 1, "b": 4}, {"a": 6})
        assert assessment.gap("line") == Gap("b", Fraction(8), Unit.parse("class"))

    def test_trend(self) -> None:
        """
        To keep a trend the value must pass that of the period before.
        """
        asked = standard(line("a / b", trend="up"), a="person", b="person")
        assessment = evaluate(asked, {"a": 40, "b": 100}, {"a": 45, "b": 90})
        assert str(assessment.gap("line")) == "+11 persons"
        assert evaluate(asked, {"a": 40, "b": 100}).gap("line") is None

    def test_money_in_cents(self) -> None:
        """
        Money can be missing by cents.
        """
        asked = standard(
            line("money / residents", ">= 2 CNY/person"), money="CNY", residents="person"
        )
        assessment = evaluate(asked, {"money": Fraction("1999.75"), "residents": 1000})
        gap = assessment.gap("line")
        assert gap == Gap("money", Fraction(1, 4), CNY)
        assert str(gap) == "+0.25 CNY"

    @pytest.mark.parametrize(
        ("environment", "processes", "leadership"), [(62, 58, 68), (71, 74, 76)]
    )
    def test_to_the_median(self, environment: int, processes: int, leadership: int) -> None:
        """
        Three composites, held against their medians of 71, 74 and 76.
        """
        medians = {"environment": 71, "processes": 74, "leadership": 76}
        values = {
            "environment": environment,
            "processes": processes,
            "leadership": leadership,
        }
        asked = standard(
            *(line(name, f">= {median}", name=name) for name, median in medians.items()),
            **dict.fromkeys(medians, "point"),
        )
        assessment = evaluate(asked, values)
        for name, median in medians.items():
            gap = assessment.gap(name)
            assert gap is not None
            assert gap.amount == median - values[name]
            assert assessment.outcome(name).status == ("met" if gap.amount == 0 else "not_met")

    @pytest.mark.parametrize(
        ("asked", "lever", "why"),
        [
            (line("a / b", ">= 50%"), None, "b is missing, so nothing was assessed"),
            (line(None, ">= 50%"), None, "there is no measure"),
            (line("a"), None, "there is no threshold"),
            (line("a - 2 * a", ">= 5"), None, "a would have to be below 0"),
            (line("a", ">= 5"), "c", "c is not in the measure"),
            (line("a", ">= 5"), "b", "b has no value that could change"),
            (line("min(a, 2)", ">= 5"), None, "it never goes above 2"),
            (line("1 / 2", ">= 100%"), None, "nothing in it can change"),
            (line("prev.c", ">= 5"), None, "what was before cannot change"),
        ],
    )
    def test_none(self, asked: Criterion, lever: str | None, why: str) -> None:
        """
        There is no gap where nothing was assessed or where the lever alone cannot close it.
        """
        assessment = evaluate(standard(asked, a="1", b="1", c="1"), {"a": 1, "c": 2}, {"c": 2})
        assert assessment.gap("line", lever) is None, why

    def test_met_without_lever(self) -> None:
        """
        A criterion in which nothing can change has no gap even if it is met.
        """
        assert evaluate(standard(line("1 / 2", ">= 50%")), {}).gap("line") is None

    def test_unknown_lever(self) -> None:
        """
        A lever that is no indicator is refused, whatever became of the criterion.
        """
        with pytest.raises(ProblemsError, match="no gap of 'rate' by 'traind'") as caught:
            evaluate(TRAINING, {}).gap("rate", "traind")
        (problem,) = caught.value.problems
        assert isinstance(problem, UnknownReferenceError)
        assert str(problem) == "there is no indicator 'traind'; did you mean 'trained'?"

    @pytest.mark.parametrize(
        ("gap", "zh", "en"),
        [
            (Gap("trained", Fraction(13), PERSON), "+13 人", "+13 persons"),
            (Gap("trained", Fraction(-26), PERSON), "-26 人", "-26 persons"),
            (Gap("trained", Fraction(0), PERSON), "0 人", "0 persons"),
            (Gap("share", Fraction(1, 100), PLAIN), "+1%", "+1%"),
        ],
    )
    def test_said(self, gap: Gap, zh: str, en: str) -> None:
        """
        A gap is said with its sign and unit.
        """
        assert gap.to("zh-CN") == zh
        assert gap.to("en") == str(gap) == en

    @given(st.integers(0, 60), st.integers(1, 60), st.integers(0, 99))
    def test_closes(self, trained: int, employees: int, percent: int) -> None:
        """
        With the gap made up the criterion is met, and with one person less it is not.
        """
        asked = standard(
            line("trained / employees", f">= {percent}%"), trained="person", employees="person"
        )

        def assessed(people: Fraction | int) -> Assessment:
            return evaluate(asked, {"trained": people, "employees": employees})

        gap = assessed(trained).gap("line")
        assert gap is not None
        assert assessed(trained + gap.amount).outcomes[0].status == "met"
        if gap.amount:
            assert assessed(trained + gap.amount - 1).outcomes[0].status == "not_met"


class TestScore:
    def test_share(self) -> None:
        """
        The share is exact, and there is none of nothing.
        """
        assert Score(Fraction(1), Fraction(3)).share == Fraction(1, 3)
        assert Score(Fraction(0), Fraction(3)).share == 0
        assert Score(Fraction(0), Fraction(0)).share is None


class TestGapOfAShare:
    def test_in_percent(self) -> None:
        """
        What is missing of an indicator that is itself a share is told in percent.
        """
        asked = standard(line("awareness", ">= 80%"), awareness="1")
        gap = evaluate(asked, {"awareness": Fraction("0.765")}).gap("line")
        assert gap is not None
        assert (gap.amount, str(gap)) == (Fraction("0.035"), "+3.5%")
