"""
Derived indicators: computed from what is counted, and shown on the way.
"""

import pytest

from community_edu.base import ProblemsError
from community_edu.evaluation import Criterion, Standard, compare_assessments, evaluate
from community_edu.measures import Indicator, Measure, Threshold, Unit

PERSON = Unit.parse("person")
GROWTH = Standard(
    id="growth",
    name="增长",
    indicators=[
        Indicator(id="trained", name="受训人员", unit=PERSON),
        Indicator(id="employees", name="从业人员", unit=PERSON),
        Indicator(id="rate", name="培训率", measure=Measure.parse("trained / employees")),
    ],
    criteria=[
        Criterion(
            id="rise",
            name={"zh": "培训率提高", "en": "Rise"},
            measure=Measure.parse("rate(t) - rate(prev)"),
            threshold=Threshold.parse(">= 3pp"),
        )
    ],
)
NOW = {"trained": 53, "employees": 100}
BEFORE = {"trained": 51, "employees": 100}


class TestDerived:
    def test_judged_and_shown(self) -> None:
        """
        A derived indicator is a step between a formula and what is counted.
        """
        assessment = evaluate(GROWTH, NOW, BEFORE)
        assert assessment.explain("rise", "en") == (
            "Rise: not met (rate(t) - rate(prev) = 2 pp; ≥ 3 pp)"
        )
        lines = assessment.derivation("rise").to("zh-CN").splitlines()
        assert lines[1:4] == [
            "  rate(t) - rate(prev) = 2 个百分点",
            "    培训率 rate = 53%",
            "      受训人员 trained = 53 人（本期）",
        ]
        assert lines[5:7] == [
            "    培训率 prev.rate = 51%",
            "      受训人员 prev.trained = 51 人（上期）",
        ]
        assert str(assessment.gap("rise")) == "+1 persons"
        assert assessment.levers("rise") == ("trained", "employees")

    def test_missing(self) -> None:
        """
        What is missing is what is counted, and what moved is, too.
        """
        assessment = evaluate(GROWTH, NOW)
        assert assessment.explain("rise", "en") == (
            "Rise: not assessed (no value is given for 受训人员 (the period before), 从业人员 (the period before))"
        )
        (move,) = compare_assessments(assessment, evaluate(GROWTH, NOW, BEFORE)).moved
        assert [one.name for one in move.evidence] == ["prev.trained", "prev.employees"]

    def test_not_given(self) -> None:
        """
        Evidence does not give what is computed.
        """
        with pytest.raises(ProblemsError) as caught:
            evaluate(GROWTH, {"rate": 1})
        assert str(caught.value.problems[0]) == (
            "'rate' cannot be int 1; give nothing: it is computed as trained / employees"
        )
