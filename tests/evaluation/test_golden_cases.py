"""
Published or computed cases with their known answers, through the public functions.

G1 is from a reprint of Garvin, Edmondson and Gino (2008), G2 arithmetic on the Qingdao
standard of 2017, G3 the figures of 2010, G4 to G6 arithmetic on the plans, G7 from a
study with the DLOQ (jiaphd.org 14(2):175), G8 six scores on which pymcdm and
scikit-criteria agreed.
"""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from community_edu.evaluation import Criterion, Standard, evaluate
from community_edu.evaluation.assessments import evaluate_many
from community_edu.evaluation.judging import ranks
from community_edu.evaluation.surveys import Dimension
from community_edu.evaluation.surveys.scores import extremes
from community_edu.exchange import load_standard
from community_edu.measures import (
    Indicator,
    Interval,
    Measure,
    Quantity,
    StatedNumber,
    Threshold,
    Unit,
    enclose,
)

PERSON = Unit.parse("person")
STREET = Path(__file__).parents[2] / "examples" / "plans" / "jingtai-street.toml"


class TestMedians:
    """
    G1: the company of the article against the published medians.
    """

    @pytest.mark.parametrize(
        ("block", "score", "short"),
        [("environment", 62, 9), ("processes", 58, 16), ("leadership", 68, 8)],
    )
    def test_short_of_each_median(self, block: str, score: int, short: int) -> None:
        """
        Each block is below its median, by as much as the article's numbers differ.
        """
        standard = load_standard("learning-organization-garvin-2008")
        assessment = evaluate(standard, {f"{block}_score": score})
        outcome = assessment.outcome(block)
        assert outcome.status == "not_met"
        gap = assessment.gap(block)
        assert gap is not None
        assert gap.amount == short

    def test_no_grade_of_three_medians(self) -> None:
        """
        Scores above all medians are no grade: the standard is known only in part.
        """
        standard = load_standard("learning-organization-garvin-2008")
        scores = {"environment_score": 71, "processes_score": 74, "leadership_score": 76}
        assessment = evaluate(standard, scores)
        assert [outcome.status for outcome in assessment.outcomes] == ["met"] * 3
        assert assessment.grade is None


class TestFormulaTargets:
    """
    G2: what the Qingdao standard asks of a centre, by its population.
    """

    @pytest.mark.parametrize(
        ("population", "managers", "teachers", "volunteers"),
        [(100_000, 15, 30, 300), (30_000, 5, 9, 90)],
    )
    def test_staff_by_population(
        self, population: int, managers: int, teachers: int, volunteers: int
    ) -> None:
        """
        The numbers are exactly enough, and one person fewer is not.
        """
        standard = load_standard("qingdao-centre-2017")
        people = dict.fromkeys(
            ("town_population", "permanent_residents", "area_population"), population
        )
        staff = {
            "managers": managers,
            "part_time_teachers": teachers,
            "volunteers": volunteers,
        }
        enough = evaluate(standard, people | staff)
        fewer = evaluate(standard, people | {name: count - 1 for name, count in staff.items()})
        for criterion, needed in zip(
            ("managers", "part-time-teachers", "volunteers"), staff.values(), strict=True
        ):
            threshold = enough.outcome(criterion).threshold
            assert threshold is not None
            assert threshold.quantity == Quantity(Fraction(needed), PERSON)
            assert enough.outcome(criterion).status == "met"
            assert fewer.outcome(criterion).status == "not_met"
            assert str(fewer.gap(criterion)) == "+1 persons"


class TestEquality:
    """
    G3: the figures of 2010, met exactly.
    """

    @pytest.mark.parametrize(
        ("criterion", "evidence", "met"),
        [
            ("funds-per-head", ("district_training_funds", "permanent_residents"), ("2.00", 1)),
            ("awareness", ("members_aware", "members_surveyed"), (80, 100)),
            ("agreement", ("members_agreeing", "members_surveyed"), (80, 100)),
            ("satisfaction", ("learners_satisfied", "learners_surveyed"), (70, 100)),
        ],
    )
    def test_at_and_below(
        self, criterion: str, evidence: tuple[str, str], met: tuple[str | int, int]
    ) -> None:
        """
        A value of exactly the target meets it; a hundredth of a yuan or a tenth of a percent
        less does not.
        """
        standard = load_standard("demonstration-district-2010")
        counted, base = evidence
        amount, of = Decimal(met[0]) * 1000, met[1] * 1000
        less = amount - (10 if criterion == "funds-per-head" else 100)
        values = [(amount, "met"), (less, "not_met")]
        for value, status in values:
            outcome = evaluate(standard, {counted: Fraction(value), base: of}).outcome(criterion)
            assert outcome.status == status


class TestTrainingRate:
    """
    G4: 47 of 120 employees of the subdistrict's plan.
    """

    def test_rate_and_gap(self) -> None:
        """
        39.2 % is not 50 %: 13 more persons are needed.
        """
        standard = load_standard(STREET)
        assessment = evaluate(standard, {"employees": 120, "employees_trained": 47})
        outcome = assessment.outcome("employees-trained")
        assert outcome.status == "not_met"
        assert outcome.value is not None
        assert outcome.value.amount == Fraction(47, 120)
        assert round(outcome.value.amount * 100, 1) == Fraction("39.2")
        assert str(assessment.gap("employees-trained")) == "+13 persons"


class TestRoundedShare:
    """
    G5: 29,470 old people are 22.4 % of the population, and 15,010 of them took part.
    """

    def test_population_in_bounds(self) -> None:
        """
        The rounded share leaves a population between 131,270 and 131,856 open.
        """
        stated = {
            "elderly": StatedNumber.parse("29470").interval(),
            "share": StatedNumber.parse("22.4%").interval(),
        }
        population = enclose(Measure.parse("elderly / share"), stated).whole()
        assert population == Interval(Fraction(131_270), Fraction(131_856))

    def test_participation(self) -> None:
        """
        50.93 % of the old people took part.
        """
        rate = Measure.parse("took_part / elderly").value(
            {"took_part": Fraction(15_010), "elderly": Fraction(29_470)}
        )
        assert Quantity(rate).to("en") == "≈50.93%"


class TestPercentagePoints:
    """
    G6: 9,725 after 8,841 of 29,470, where three percentage points were meant.
    """

    def standard(self) -> Standard:
        """
        Return a standard that asks for three percentage points more than last year.
        """
        return Standard(
            id="growth",
            name="增长",
            indicators=[
                Indicator(id="trained", name="受训", unit=PERSON),
                Indicator(id="elderly", name="老年人", unit=PERSON),
            ],
            criteria=[
                Criterion(
                    id="growth",
                    name="培训率增长",
                    measure=Measure.parse("trained / elderly - prev.trained / prev.elderly"),
                    threshold=Threshold.parse(">= 3pp"),
                )
            ],
        )

    def test_one_person_short(self) -> None:
        """
        2.99966 points are not 3, one person more is enough, and no reader sees "3 not met".
        """
        now = {"trained": 9725, "elderly": 29_470}
        before = {"trained": 8841, "elderly": 29_470}
        assessment = evaluate(self.standard(), now, before)
        outcome = assessment.outcome("growth")
        assert outcome.status == "not_met"
        assert outcome.value is not None
        assert outcome.value.amount == Fraction(884, 29_470)
        assert round(outcome.value.amount * 100, 5) == Fraction("2.99966")
        assert str(assessment.gap("growth")) == "+1 persons"
        assert "2.9997" in assessment.explain("growth", "en")
        enough = evaluate(self.standard(), now | {"trained": 9726}, before)
        assert enough.outcome("growth").status == "met"


class TestDimensions:
    """
    G7: the dimensions of the DLOQ in a dental school of 236.
    """

    def test_lowest_and_highest(self) -> None:
        """
        The dimension with the least mean and that with the greatest are named.
        """
        published = {"embedded_systems": Fraction("2.36"), "systems_connection": Fraction("4.02")}
        means = [(Dimension(id=name, name=name), mean) for name, mean in published.items()]
        assert [dimension.id for dimension in extremes(means, min)] == ["embedded_systems"]
        assert [dimension.id for dimension in extremes(means, max)] == ["systems_connection"]


class TestWeightedSums:
    """
    G8: six alternatives of five weighted criteria, as two libraries for decisions scored them.
    """

    def test_places(self) -> None:
        """
        The six scores have the places that both libraries gave them.
        """
        scores = (".1598", ".1696", ".1676", ".1700", ".1591", ".1739")
        standard = Standard(
            id="sums",
            name="加权和",
            indicators=[Indicator(id="score", name="得分", unit=Unit.parse("point"))],
            criteria=[
                Criterion(
                    id="score",
                    name="得分",
                    measure=Measure.parse("score"),
                    awarded=True,
                    points=Fraction(100),
                )
            ],
        )
        bodies = {score: {"score": Decimal(score) * 100} for score in scores}
        marks = evaluate_many(standard, bodies)
        assert [str(one.points) for one in marks.values()][:2] == ["799/50", "424/25"]
        assert list(ranks(marks).values()) == [5, 3, 4, 2, 6, 1]
