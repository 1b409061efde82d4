"""
Two assessments compared: what moved, and why.
"""

from fractions import Fraction

import pytest
from scale_samples import CRITERIA, FULL, GRADES, asked

from community_edu.base.html import LEFT
from community_edu.evaluation import (
    DifferentStandardsError,
    EvidenceValue,
    Standard,
    compare_assessments,
    evaluate,
)
from community_edu.measures import Condition, Measure, Threshold

Change = dict[str, EvidenceValue]
ASKED = asked("staff", "coverage", "funds", "honour", "work", "visit", grades=GRADES)


def changed(change: Change) -> Change:
    """
    Return the full evidence with a change; "" stands for unknown.
    """
    return {key: value for key, value in (FULL | change).items() if value != ""}


class TestWhatMoved:
    @pytest.mark.parametrize(
        ("before", "after", "name", "kind", "en"),
        [
            ({"staff": 14}, {}, "staff", "better", "Staff: better (not met → met; 0 → 4 of 4 points; Staff 14 persons → 15 persons)"),
            ({}, {"residents": 110_000}, "staff", "worse", "Staff: worse (met → not met; 4 → 0 of 4 points; Residents 100000 persons → 110000 persons; target ≥ 15 persons → ≥ 16.5 persons)"),
            ({}, {"funds": 310_000}, "funds", "changed", "Funds a head: changed (funds / residents 3 CNY per person → 3.1 CNY per person; Funds 300000 CNY → 310000 CNY)"),
            ({"honour": "city"}, {}, "honour", "better", "Honour: better (partly met → met; 2.5 → 5 of 5 points; Honours city → national)"),
            ({"region": "centre"}, {}, "coverage", "changed", "Coverage: changed (Region centre → east; target ≥ 80% → ≥ 90%)"),
            ({"score": ""}, {}, "visit", "assessed", "Visit: now assessed (not assessed → met; not counted → 10 of 10 points; Score unknown → 10 points)"),
            ({}, {"score": "", "lectures": ""}, "visit", "unassessed", "Visit: no longer assessed (met → not assessed; 10 of 10 points → not counted; Score 10 points → unknown)"),
            ({"staff": ""}, {"staff": "", "residents": 110_000}, "staff", "changed", "Staff: changed (Residents 100000 persons → 110000 persons)"),
            ({"lectures": ""}, {}, "work", "changed", "Daily work: changed (Lectures unknown → 4 activities)"),
        ],
    )  # fmt: skip
    def test_and_why(self, before: Change, after: Change, name: str, kind: str, en: str) -> None:
        """
        A move tells status, points, value, target, and the evidence behind it.
        """
        found = compare_assessments(
            evaluate(ASKED, changed(before)), evaluate(ASKED, changed(after))
        )
        move = next(move for move in found.moved if move.criterion.id == name)
        assert (move.kind, move.explain("en")) == (kind, en)
        assert move.explain()

    def test_nothing(self) -> None:
        """
        Where nothing moved there is nothing but the score.
        """
        same = evaluate(ASKED, FULL)
        found = compare_assessments(same, evaluate(ASKED, FULL))
        assert found.moved == ()
        assert found.explain("en") == (
            "score 30 of 30 points → 30 of 30 points; coverage 100% → 100%; "
            "grade excellent → excellent"
        )

    def test_totals(self) -> None:
        """
        The comparison tells the score, the coverage and the grade before and after.
        """
        before = evaluate(ASKED, changed({"staff": 14, "funds": 100_000, "score": ""}))
        found = compare_assessments(before, evaluate(ASKED, FULL))
        assert [score.points for score in found.scores] == [11, 30]
        assert found.coverages == (Fraction(2, 3), Fraction(1))
        assert [grade.id if grade else None for grade in found.grades] == [None, "excellent"]
        assert sum(move.points for move in found.moved) == 19
        assert found.summary() == (
            "得分 11 / 20 分 → 30 / 30 分；覆盖 ≈66.67% → 100%；等次 无 → 优秀"
        )
        assert repr(found) == (
            "AssessmentComparison(standard='sample', before=Score(points=11, of=20), "
            "after=Score(points=30, of=30), moved=4)"
        )

    def test_table(self) -> None:
        """
        In a notebook it shows what moved, escaped.
        """
        found = compare_assessments(evaluate(ASKED, changed({"staff": 14})), evaluate(ASKED, FULL))
        page = found._repr_html_().replace(LEFT, "")  # pyright: ignore[reportPrivateUsage]
        assert (
            "<td>专职人员</td><td>改善</td><td>未达标，0 / 4 分</td><td>达标，4 / 4 分</td>" in page
        )
        assert page.count("<tr>") == 3
        assert repr(found.moved[0]) == "CriterionMove(criterion='staff', kind='better')"

    def test_target_in_the_table(self) -> None:
        """
        A target that moved is among the reasons in the table.
        """
        grown = evaluate(ASKED, changed({"residents": 110_000}))
        page = compare_assessments(evaluate(ASKED, FULL), grown)._repr_html_()  # pyright: ignore[reportPrivateUsage]
        assert "居民 100000 人 → 110000 人；目标 ≥ 15 人 → ≥ 16.5 人</td>" in page

    @pytest.mark.parametrize(
        ("now", "row", "en"),
        [
            ({"staff": 14}, "<td>转为未评</td><td>未达标，0 / 4 分</td><td>未评</td>", "0 of 4 points → not counted"),
            ({}, "<td>转为未评</td><td>达标，4 / 4 分</td><td>未评</td>", "4 of 4 points → not counted"),
        ],
    )  # fmt: skip
    def test_not_assessed(self, now: Change, row: str, en: str) -> None:
        """
        What is no longer assessed is neither better nor worse, and has no points.
        """
        standard = asked("staff")
        known = evaluate(standard, changed(now))
        unknown = evaluate(standard, changed({"staff": ""}))
        found = compare_assessments(known, unknown)
        assert row in found._repr_html_().replace(LEFT, "")  # pyright: ignore[reportPrivateUsage]
        assert en in found.explain("en")
        (back,) = compare_assessments(unknown, known).moved
        assert back.kind == "assessed"

    def test_places(self) -> None:
        """
        A place that is lost to others is told, though no evidence of the body moved.
        """
        standard = asked("rank")
        before, after = (evaluate(standard, FULL, peers=[{"visits": n}]) for n in (1, 1_000))
        (move,) = compare_assessments(before, after).moved
        assert move.explain("en") == (
            "Rank: worse (met → partly met; 5 → 2 of 5 points; place 1 → 2)"
        )

    def test_period_before(self) -> None:
        """
        Evidence of the period before is told as such.
        """
        trend = Standard(
            id="t",
            name="标准",
            indicators=ASKED.indicators,
            criteria=[
                type(CRITERIA["staff"])(
                    id="up", name="上升", measure=Measure.parse("staff"), trend="up"
                )
            ],
        )
        before, after = (evaluate(trend, {"staff": 5}, {"staff": n}) for n in (4, 6))
        (move,) = compare_assessments(before, after).moved
        assert move.explain("en") == (
            "上升: worse (met → not met; 1 → 0 of 1 points; "
            "Staff (the period before) 4 persons → 6 persons; target > 4 persons → > 6 persons)"
        )


class TestVersions:
    def test_other_criteria(self) -> None:
        """
        What only one version of a standard has was added or removed.
        """
        before = evaluate(asked("staff", "books"), FULL)
        after = evaluate(asked("staff", "plan"), FULL)
        found = compare_assessments(before, after)
        assert [(move.criterion.id, move.kind, move.target_moved) for move in found.moved] == [
            ("plan", "added", False),
            ("books", "removed", False),
        ]
        assert found.explain("en").splitlines()[:2] == ["A plan: added", "Books: removed"]
        assert [move.points for move in found.moved] == [0, -10]
        assert "<td></td>" in found._repr_html_()  # pyright: ignore[reportPrivateUsage]

    def test_other_evidence(self) -> None:
        """
        Indicators that only one version has are known by that version's names.
        """
        smaller = Standard(id="sample", name="样例", indicators=ASKED.indicators[:1], criteria=[])
        before = evaluate(smaller, {"residents": 1})
        assert compare_assessments(before, evaluate(ASKED, {})).criteria[0].kind == "added"
        older = type(CRITERIA["work"])(
            id="work", name="工作", conditions=[Condition.parse("x >= 1")]
        )
        made = Standard(
            id="sample",
            name="样例",
            indicators=[type(ASKED.indicators[0])(id="x", name="旧指标")],
            criteria=[older],
        )
        found = compare_assessments(evaluate(made, {"x": 1}), evaluate(asked("work"), {}))
        assert [one.title.zh for one in found.criteria[0].evidence] == ["旧指标"]
        assert str(Threshold.parse(">= 1")) == ">= 1"

    def test_two_standards(self) -> None:
        """
        Assessments by two standards are not compared.
        """
        other = evaluate(Standard(id="other", name="另一标准"), {})
        with pytest.raises(DifferentStandardsError) as caught:
            compare_assessments(other, evaluate(ASKED, {}))
        assert str(caught.value) == (
            "an assessment by 'other' cannot be compared with one by 'sample'; "
            "assess both by one standard"
        )
        assert "不能比较" in caught.value.sentence("zh-CN")
