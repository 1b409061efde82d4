"""
What is doubtful in a standard without being wrong.
"""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.base import LANGUAGES, Finding, Path, Source, Text
from community_edu.evaluation import (
    Band,
    Category,
    CategoryValue,
    Criterion,
    CriterionGroup,
    Grade,
    LevelPoints,
    Quote,
    Reference,
    Standard,
    ThresholdCase,
    ThresholdTable,
)
from community_edu.evaluation.standards import check_standard
from community_edu.measures import (
    YES_NO,
    Condition,
    Indicator,
    Measure,
    Quantity,
    Threshold,
    Unit,
    parse_threshold,
)

PERSON = Unit.parse("person")
TRAINED = Indicator(id="trained", name="受训人员", unit=PERSON)
STAFF = Indicator(id="staff", name="人员", unit=PERSON)
FUNDS = Indicator(id="funds", name="经费", unit=Unit.parse("CNY"))
PLAN = Indicator(id="has_plan", name="年度计划", unit=YES_NO)
ROLL = Indicator(id="has_roll", name="名册", unit=YES_NO)
RATE = Measure.parse("trained / staff")
SOURCE = Source("001-2", 24, "不低于50%")
WORDS = Criterion(id="words", name="氛围", points=0)


def codes(standard: Standard) -> list[tuple[str, Path]]:
    """
    Return code and place of what is found, each sentence having been said in both languages.
    """
    findings = check_standard(standard)
    assert all(finding.message(language) for finding in findings for language in LANGUAGES)
    return [(finding.code, finding.path) for finding in findings]


def only(findings: Sequence[Finding]) -> str:
    """
    Return the sentence of the one finding.
    """
    (finding,) = findings
    return finding.message("en")


def bands(*steps: tuple[str, int]) -> Criterion:
    """
    Return a criterion with bands of the training rate.
    """
    made = [Band(parse_threshold(text), Fraction(points)) for text, points in steps]
    return Criterion(id="rate", name="培训率", measure=RATE, bands=made, source=SOURCE)


def asked(*criteria: Criterion, **rest: object) -> Standard:
    """
    Return a standard that asks for *criteria*, about trained persons and staff.
    """
    used = {
        name.indicator
        for line in criteria
        for measure in (line.measure, *(condition.measure for condition in line.conditions))
        if measure
        for name in measure.names
    }
    indicators = [one for one in (TRAINED, STAFF, FUNDS, PLAN, ROLL) if one.id in used]
    values: dict[str, object] = {"indicators": indicators, "criteria": criteria} | rest
    return Standard(id="s", name="标准", **values)  # type: ignore[arg-type]


class TestWhole:
    def test_nothing(self) -> None:
        """
        A standard without anything has nothing doubtful.
        """
        assert check_standard(Standard(id="s", name="标准")) == ()

    def test_known_in_part(self) -> None:
        """
        A standard known in part is told, with what its note says is missing.
        """
        note = Text("缺二级指标", en="the second level is missing")
        assert only(check_standard(asked(complete=False, note=note))) == (
            "only a part of '标准' is here, so it gives no grade: the second level is missing"
        )

    def test_known_in_part_without_a_note(self) -> None:
        """
        One that does not say what is missing is told to.
        """
        assert "what is missing is not said" in only(check_standard(asked(complete=False)))

    def test_numbers_without_source(self) -> None:
        """
        Criteria with a number and without a source are told together; those without numbers not.
        """
        lines = [
            Criterion(id="a", name="比例", measure=RATE, threshold=Threshold.parse(">= 50%")),
            Criterion(id="b", name="人数", conditions=[Condition.parse("trained >= 5 person")]),
            Criterion(id="c", name="计划", conditions=[Condition.parse("has_plan")]),
            Criterion(id="d", name="趋势", measure=RATE, trend="up"),
        ]
        (finding,) = check_standard(asked(*lines))
        assert (finding.code, finding.path) == ("criteria-without-source", ("criteria",))
        assert finding.message("en") == "these criteria have a number and no source: 比例, 人数"

    def test_quote_or_source(self) -> None:
        """
        A quote is a source, and so are the words of a plan.
        """
        half = Threshold.parse(">= 50%")
        quote = Quote(reference="paper", phrase="50%以上")
        quoted = Criterion(id="a", name="甲", measure=RATE, threshold=half, quote=quote)
        cited = Criterion(id="b", name="乙", measure=RATE, threshold=half, source=SOURCE)
        papers = [Reference(id="paper", title="文件")]
        assert check_standard(asked(quoted, cited, references=papers)) == ()


class TestBands:
    @pytest.mark.parametrize(
        ("better", "worse"),
        [
            (">= 50%", ">= 60%"),
            (">= 50%", ">= 50%"),
            (">= 50%", "> 50%"),
            (">= 50%", "== 50%"),
            ("<= 50%", "< 50%"),
            ("< 50%", "<= 40%"),
            (">= trained / staff", ">= trained / staff"),
        ],
    )
    def test_never_reached(self, better: str, worse: str) -> None:
        """
        A band that gives less for as much or more decides nothing.
        """
        found = check_standard(asked(bands((better, 5), (worse, 3))))
        assert [(one.code, one.path) for one in found] == [
            ("band-never-reached", ("criteria", 0, "bands", 1))
        ]
        assert only(found) == (
            f"the band '{worse}' of '培训率' decides nothing: all that reaches it reaches '{better}'"
        )

    @pytest.mark.parametrize(
        ("better", "worse"),
        [
            (">= 50%", ">= 40%"),
            ("> 50%", ">= 50%"),
            ("<= 40%", "<= 50%"),
            ("== 50%", ">= 50%"),
            (">= 50%", "<= 60%"),
            (">= trained / staff", ">= 40%"),
            (">= 50%", ">= trained / staff"),
        ],
    )
    def test_reached(self, better: str, worse: str) -> None:
        """
        A band that is easier to reach than those before it is as it should be.
        """
        assert check_standard(asked(bands((better, 5), (worse, 3)))) == ()

    def test_each_band_is_told_once(self) -> None:
        """
        A band behind two better ones that hide it is one finding.
        """
        found = codes(asked(bands((">= 50%", 5), (">= 40%", 4), (">= 60%", 3))))
        assert found == [("band-never-reached", ("criteria", 0, "bands", 2))]

    @given(
        st.tuples(st.sampled_from([">=", ">", "<=", "<", "=="]), st.integers(0, 5)),
        st.tuples(st.sampled_from([">=", ">", "<=", "<", "=="]), st.integers(0, 5)),
    )
    def test_some_value_decides(self, first: tuple[str, int], second: tuple[str, int]) -> None:
        """
        A band is told exactly if no value, whole or half, falls into it and not into the first.
        """
        better, worse = (Threshold.parse(f"{sign} {bound}/9") for sign, bound in (first, second))
        halves = [Fraction(number, 18) for number in range(-2, 14)]
        reached = any(worse.met_by(value) and not better.met_by(value) for value in halves)
        steps = [Band(better, Fraction(5)), Band(worse, Fraction(3))]
        line = Criterion(id="rate", name="率", measure=RATE, bands=steps, source=SOURCE)
        assert (check_standard(asked(line)) == ()) == reached


class TestScales:
    def test_missing_case(self) -> None:
        """
        A region without a threshold is told: its bodies are never assessed.
        """
        values = [CategoryValue("east", "东部"), CategoryValue("west", Text("西部", en="west"))]
        region = Category(id="region", name="地区", values=values)
        cases = [ThresholdCase("east", Threshold.parse(">= 50%"))]
        line = Criterion(
            id="rate",
            name="培训率",
            measure=RATE,
            threshold_by=ThresholdTable(category="region", cases=cases),
            source=SOURCE,
        )
        standard = asked(line, categories=[region])
        assert codes(standard) == [("case-missing", ("criteria", 0, "threshold_by"))]
        assert only(check_standard(standard)) == (
            "'培训率' has no threshold for west, which will not be assessed"
        )
        whole = [*cases, ThresholdCase("west", Threshold.parse(">= 40%"))]
        table = ThresholdTable(category="region", cases=whole)
        full = Criterion(id="rate", name="培训率", measure=RATE, threshold_by=table, source=SOURCE)
        assert check_standard(asked(full, categories=[region])) == ()

    @pytest.mark.parametrize(("least", "told"), [(None, 0), (1, 0), (2, 1)])
    def test_at_least_all(self, least: int | None, told: int) -> None:
        """
        At least two of two conditions is all of them.
        """
        conditions = [Condition.parse("has_plan"), Condition.parse("has_roll")]
        line = Criterion(id="a", name="台账", conditions=conditions, at_least=least)
        assert codes(asked(line)) == [("at-least-all", ("criteria", 0, "at_least"))] * told

    @pytest.mark.parametrize(
        ("measure", "threshold", "told"),
        [
            ("trained / staff", ">= 50%", 0),
            ("staff", ">= trained", 0),
            ("staff", ">= 5 person", 1),
            ("staff - prev.trained", ">= 5 person", 1),
        ],
    )
    def test_lever(self, measure: str, threshold: str, told: int) -> None:
        """
        A lever that stands in no formula of this period changes nothing.
        """
        line = Criterion(
            id="a",
            name="甲",
            measure=Measure.parse(measure),
            threshold=parse_threshold(threshold),
            lever="trained",
            source=SOURCE,
        )
        found = [
            finding.code for finding in check_standard(asked(line, indicators=[TRAINED, STAFF]))
        ]
        assert found.count("lever-not-in-measure") == told


class TestPopulation:
    @pytest.mark.parametrize(
        ("measure", "told"),
        [("funds / staff", 1), ("trained / staff", 0), ("funds", 0)],
    )
    def test_money_a_head(self, measure: str, told: int) -> None:
        """
        Money a head of a base without a population is told; shares and sums are not.
        """
        line = Criterion(id="a", name="人均", measure=Measure.parse(measure), trend="up")
        found = [finding.code for finding in check_standard(asked(line))]
        assert found == ["population-not-stated"] * told

    def test_each_base_once(self) -> None:
        """
        A base that two conditions of a criterion divide by is told once.
        """
        conditions = [Condition.parse(f"funds / staff >= {yuan} CNY/person") for yuan in (1, 2)]
        line = Criterion(id="a", name="人均", conditions=conditions, source=SOURCE)
        assert only(check_standard(asked(line))) == (
            "'人均' is money a head of '人员', and which population that is, is not said"
        )

    def test_derived(self) -> None:
        """
        The base of a derived indicator is told as if its formula stood in the criterion.
        """
        each = Indicator(
            id="each",
            name="人均",
            unit=Unit.parse("CNY/person"),
            measure=Measure.parse("funds / staff"),
        )
        line = Criterion(
            id="a", name="人均", measure=Measure.parse("each"), trend="up", lever="funds"
        )
        standard = asked(line, indicators=[FUNDS, STAFF, each])
        assert codes(standard) == [("population-not-stated", ("criteria", 0))]

    def test_stated(self) -> None:
        """
        A base that says whose heads they are is as it should be.
        """
        base = Indicator(id="staff", name="人员", unit=PERSON, population="常住人口")
        line = Criterion(id="a", name="人均", measure=Measure.parse("funds / staff"), trend="up")
        assert check_standard(asked(line, indicators=[FUNDS, base])) == ()


class TestPoints:
    @pytest.mark.parametrize("role", ["veto", "prerequisite"])
    def test_veto_with_points(self, role: str) -> None:
        """
        A veto or a prerequisite with points counts twice.
        """
        plan = [Condition.parse("has_plan")]
        line = Criterion(id="a", name="计划", role=role, conditions=plan, points=1)  # type: ignore[arg-type]
        assert codes(asked(line)) == [("veto-with-points", ("criteria", 0, "points"))]
        free = Criterion(id="a", name="计划", role=role, conditions=plan)  # type: ignore[arg-type]
        assert check_standard(asked(free)) == ()

    def test_words_with_points(self) -> None:
        """
        Points on words that nothing can decide are told; words without points are not.
        """
        line = Criterion(id="a", name="氛围浓厚", points=1)
        standard = asked(line, WORDS)
        assert codes(standard) == [("words-with-points", ("criteria", 0, "points"))]
        assert only(check_standard(standard)) == (
            "'氛围浓厚' is only words that nothing can decide, and counts 1 points"
        )

    def test_more_than_the_document_has(self) -> None:
        """
        Of a standard known in part, more points than the document states are told.
        """
        plan, roll = (
            Criterion(
                id=name, name=name, group="g", conditions=[Condition.parse(f"has_{name}")], points=9
            )
            for name in ("plan", "roll")
        )
        standard = asked(
            plan,
            roll,
            complete=False,
            total=Fraction(17),
            groups=[
                CriterionGroup(id="g", name="管理", points=Fraction(16)),
                CriterionGroup(id="h", name="其他"),
            ],
        )
        assert codes(standard)[1:] == [
            ("points-over-total", ("total",)),
            ("points-over-total", ("groups", 0, "points")),
        ]
        found = check_standard(standard)[2].message("en")
        assert found == "the criteria of '管理' have 18 points, more than the 16 of the document"

    @pytest.mark.parametrize(
        ("points", "total", "told"),
        [
            (98, None, 1),
            (109, None, 1),
            (1010, None, 1),
            (98, 98, 0),
            (100, None, 0),
            (90, None, 0),
        ],
    )
    def test_not_round(self, points: int, total: int | None, told: int) -> None:
        """
        Points that come to nearly a hundred or a thousand are told; a stated total settles it.
        """
        plan = [Condition.parse("has_plan")]
        line = Criterion(id="a", name="计划", conditions=plan, points=points)
        standard = asked(line, total=None if total is None else Fraction(total))
        assert codes(standard) == [("points-not-round", ("criteria",))] * told

    def test_nearly_round(self) -> None:
        """
        The sentence says what the points come to, and what they nearly are.
        """
        line = Criterion(id="a", name="计划", conditions=[Condition.parse("has_plan")], points=98)
        assert only(check_standard(asked(line))) == (
            "the criteria of '标准' have 98 points, nearly 100; look whether one is off"
        )

    @pytest.mark.parametrize(("minimum", "told"), [("80%", 1), ("70%", 0)])
    def test_coverage_out_of_reach(self, minimum: str, told: int) -> None:
        """
        Where three of ten points are on words, eighty percent can never be assessed.
        """
        plan = Criterion(id="a", name="计划", conditions=[Condition.parse("has_plan")], points=7)
        words = Criterion(id="b", name="氛围", points=3)
        standard = asked(plan, words, minimum_coverage=Quantity.parse(minimum))
        found = [one for one in check_standard(standard) if one.code == "coverage-out-of-reach"]
        assert [one.message("en") for one in found] == [
            "80% of the points must be assessed, but no more than 70% of them can be"
        ] * told


class TestGrades:
    def grades(self, *thresholds: str, met: Sequence[tuple[str, ...]] = ()) -> Standard:
        """
        Return a standard of ten points with grades of these thresholds.
        """
        plan = Criterion(
            id="plan", name="计划", conditions=[Condition.parse("has_plan")], points=10
        )
        made = [
            Grade(
                id=f"g{number}",
                name=Text(f"等次{number}", en=f"grade {number}"),
                threshold=Threshold.parse(text),
                met=met[number] if met else (),
            )
            for number, text in enumerate(thresholds)
        ]
        return asked(plan, grades=made)

    @pytest.mark.parametrize(
        "thresholds", [(">= 60%", ">= 80%"), (">= 6", ">= 6"), (">= 60%", "> 60%")]
    )
    def test_not_falling(self, thresholds: tuple[str, str]) -> None:
        """
        A grade that asks for as much as a better one, or more, is given to nobody.
        """
        standard = self.grades(*thresholds)
        assert codes(standard) == [("grade-never-given", ("grades", 1, "threshold"))]
        assert only(check_standard(standard)) == (
            "nobody gets the grade 'grade 1': whoever reaches it is already 'grade 0'"
        )

    def test_out_of_reach(self) -> None:
        """
        A grade for more points than there are is given to nobody.
        """
        assert only(check_standard(self.grades(">= 11", ">= 6"))) == (
            "nobody gets the grade 'grade 0': there are only 10 points in all"
        )
        assert only(check_standard(self.grades(">= 101%"))).endswith("10 points in all")

    def test_as_it_should_be(self) -> None:
        """
        Falling grades, and grades of points beside grades of shares, are not told.
        """
        assert check_standard(self.grades(">= 9", ">= 80%", ">= 6", ">= 60%")) == ()

    def test_what_must_be_met_besides(self) -> None:
        """
        The same points without what the better grade asks besides are a grade of their own.
        """
        assert check_standard(self.grades(">= 60%", ">= 60%", met=[("plan",), ()])) == ()
        both = self.grades(">= 60%", ">= 60%", met=[("plan",), ("plan",)])
        assert [finding.code for finding in check_standard(both)] == ["grade-never-given"]

    def test_not_of_a_part(self) -> None:
        """
        A standard known in part gives no grade at all, which is told once.
        """
        best = Grade(id="best", name="优秀", threshold=Threshold.parse(">= 90"))
        found = codes(asked(WORDS, grades=[best], complete=False))
        assert found == [("standard-incomplete", ("complete",))]


class TestUse:
    def test_not_used(self) -> None:
        """
        An indicator and a category that no criterion looks at are told.
        """
        level = Category(id="level", name="级别", values=[CategoryValue("city", "市级")])
        found = codes(asked(WORDS, indicators=[PLAN], categories=[level]))
        assert found == [
            ("indicator-not-used", ("indicators", 0)),
            ("indicator-not-used", ("categories", 0)),
        ]

    def test_used_in_every_way(self) -> None:
        """
        Measures, thresholds, conditions, documents and levels are uses.
        """
        level = Category(id="level", name="级别", values=[CategoryValue("city", "市级")])
        lines = [
            Criterion(
                id="a",
                name="甲",
                measure=Measure.parse("prev.trained"),
                threshold=parse_threshold(">= staff / 10"),
                evidence=["has_roll"],
                source=SOURCE,
            ),
            Criterion(id="b", name="乙", conditions=[Condition.parse("has_plan")]),
            Criterion(
                id="c", name="丙", category="level", levels=[LevelPoints("city", Fraction(1))]
            ),
        ]
        indicators = [TRAINED, STAFF, PLAN, ROLL]
        assert check_standard(asked(*lines, indicators=indicators, categories=[level])) == ()
