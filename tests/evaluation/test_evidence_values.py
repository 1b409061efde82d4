"""
Evidence: exact numbers, answers, values of categories, and what is missing and why.
"""

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

import pytest

from community_edu.base import ProblemsError, Text
from community_edu.evaluation import (
    Category,
    CategoryValue,
    Criterion,
    Evidence,
    LevelPoints,
    Missing,
    Standard,
    evaluate,
)
from community_edu.measures import Condition, Indicator, Measure, Threshold, Unit

REGION = Category(
    id="region", name="地区", values=[CategoryValue("east", "东部"), CategoryValue("west", "西部")]
)
RATE = Criterion(
    id="rate",
    name={"zh": "培训率", "en": "Rate"},
    measure=Measure.parse("trained / employees"),
    threshold=Threshold.parse(">= 50%"),
)
ASKED = Standard(
    id="s",
    name="标准",
    indicators=[
        Indicator(id="trained", name="受训人员", unit=Unit.parse("person")),
        Indicator(id="employees", name="从业人员", unit=Unit.parse("person")),
        Indicator(id="has_plan", name="有计划", unit=Unit.parse("yes_no")),
    ],
    categories=[REGION],
    criteria=[
        RATE,
        Criterion(id="plan", name="计划", conditions=[Condition.parse("has_plan")]),
        Criterion(
            id="region", name="地区", category="region", levels=[LevelPoints("east", Fraction(1))]
        ),
    ],
)
PLAIN = Standard(id="p", name="标准", indicators=ASKED.indicators, criteria=ASKED.criteria[:2])


def sentences(standard: Standard, evidence: object) -> list[str]:
    """
    Return what is wrong with *evidence*.
    """
    with pytest.raises(ProblemsError, match="the evidence does not fit") as caught:
        evaluate(standard, evidence)  # type: ignore[arg-type]
    return [str(problem) for problem in caught.value.problems]


class TestValues:
    @pytest.mark.parametrize("half", [60, Fraction(60), Decimal("60.0")])
    def test_exact_numbers(self, half: Fraction) -> None:
        """
        Whole numbers, fractions and decimals are all exact.
        """
        found = evaluate(ASKED, {"trained": half, "employees": 120})
        assert (
            found.outcome("rate").value
            == evaluate(PLAIN, {"trained": 60, "employees": 120}).outcome("rate").value
        )
        assert found.numbers["trained"] == 60

    @pytest.mark.parametrize(
        ("answer", "status"), [(True, "met"), (1, "met"), (False, "not_met"), (0, "not_met")]
    )
    def test_answers(self, answer: int, status: str) -> None:
        """
        An answer is True or False, or 1 or 0.
        """
        for standard in (ASKED, PLAIN):
            assert evaluate(standard, {"has_plan": answer}).outcome("plan").status == status

    @pytest.mark.parametrize("standard", [ASKED, PLAIN])
    def test_refused(self, standard: Standard) -> None:
        """
        Floats, texts, other answers, infinity and None are refused, all at once.
        """
        evidence = {"trained": 0.5, "employees": "120", "has_plan": 2}
        assert sentences(standard, evidence) == [
            "'trained' cannot be float 0.5; give an int, a Fraction or a Decimal",
            "'employees' cannot be str '120'; give an int, a Fraction or a Decimal",
            "'has_plan' cannot be int 2; give True or False (1 or 0)",
        ]
        assert sentences(standard, {"has_plan": 2}) == [
            "'has_plan' cannot be int 2; give True or False (1 or 0)"
        ]
        assert sentences(standard, {"trained": None, "employees": True}) == [
            "'trained' cannot be NoneType None; give an int, a Fraction or a Decimal",
            "'employees' cannot be bool True; give an int, a Fraction or a Decimal",
        ]
        assert sentences(standard, {"trained": Decimal("Infinity"), "has_plan": "yes"}) == [
            "'trained' cannot be Decimal Decimal('Infinity'); give an int, a Fraction or a Decimal",
            "'has_plan' cannot be str 'yes'; give True or False (1 or 0)",
        ]

    def test_categories(self) -> None:
        """
        A value of a category is one of its values.
        """
        assert evaluate(ASKED, {"region": "east"}).outcome("region").status == "met"
        assert sentences(ASKED, {"region": "eats"}) == [
            "there is no value of the category 'eats'; did you mean 'east'?"
        ]
        assert sentences(ASKED, {"region": 0}) == [
            "'region' cannot be int 0; give the identifier of a value of the category"
        ]

    def test_one_wrong_among_all(self) -> None:
        """
        An unknown name in place of a known one is told, also where the number of names is right.
        """
        assert sentences(PLAIN, {"traned": 1, "employees": 2, "has_plan": 1}) == [
            "there is no indicator 'traned'; did you mean 'trained'?"
        ]

    @pytest.mark.parametrize(
        "evidence",
        [
            MappingProxyType({"trained": 60, "employees": 120, "has_plan": 1}),
            defaultdict(int, {"trained": 60, "employees": 120, "has_plan": 1}),
        ],
    )
    def test_any_mapping(self, evidence: Evidence) -> None:
        """
        Evidence may be any mapping, and is left as it is.
        """
        before = dict(evidence)
        assert evaluate(PLAIN, evidence).score.points == 2
        assert dict(evidence) == before

    def test_kept(self) -> None:
        """
        What happens to a mapping after the judgement changes nothing.
        """
        evidence = {"trained": 60, "employees": 120}
        assessment = evaluate(PLAIN, evidence)
        evidence["trained"] = 0
        assert assessment.outcome("rate").explain("en") == (
            "Rate: met (trained / employees = 50%; ≥ 50%)"
        )

    def test_one_indicator(self) -> None:
        """
        A standard may have one indicator only, or none.
        """
        one = Standard(
            id="one",
            name="标准",
            indicators=[Indicator(id="books", name="图书")],
            criteria=[
                Criterion(
                    id="books",
                    name="图书",
                    measure=Measure.parse("books"),
                    threshold=Threshold.parse(">= 3"),
                )
            ],
        )
        assert evaluate(one, {"books": 3}).score.points == 1
        assert evaluate(Standard(id="none", name="标准"), {}, {}).score.of == 0


class TestMissing:
    def test_reason(self) -> None:
        """
        The reason why a value is missing is told with the judgement and in the derivation.
        """
        lost = Missing(Text("台账遗失", en="the roll was lost"))
        assessment = evaluate(ASKED, {"trained": lost, "region": Missing("未定"), "has_plan": 1})
        assert assessment.explain("rate", "en") == (
            "Rate: not assessed (no value is given for 受训人员 (the roll was lost), 从业人员)"
        )
        assert (
            assessment.explain("rate") == "培训率: 未评 (没有提供：受训人员（台账遗失）、从业人员)"
        )
        assert assessment.explain("region") == "地区: 未评 (没有提供：地区（未定）)"
        assert "受训人员 trained（台账遗失）" in assessment.derivation("rate").to()
        assert assessment.derivation("region").to().splitlines()[1] == "  地区（未定）"
        assert assessment.evidence == {
            "trained": lost,
            "region": Missing("未定"),
            "has_plan": Fraction(1),
        }

    def test_before(self) -> None:
        """
        What is missing of the period before has its own reason.
        """
        growth = Criterion(id="up", name="上升", measure=Measure.parse("trained"), trend="up")
        asked = Standard(id="s", name="标准", indicators=ASKED.indicators, criteria=[growth])
        assessment = evaluate(asked, {"trained": 3}, {"trained": Missing("未统计")})
        assert assessment.explain("up") == "上升: 未评 (没有提供：受训人员（上期，未统计）)"
        assert assessment.evidence == {"trained": Fraction(3)}

    def test_unknown_name(self) -> None:
        """
        Also what is missing must be something that the standard names.
        """
        assert sentences(ASKED, {"x": Missing("?")}) == [
            "there is no indicator 'x'; define it, or correct the name"
        ]
