"""
Assessments on a terminal, in a notebook and as plain data.
"""

from fractions import Fraction
from typing import cast

from community_edu.base.html import LEFT
from community_edu.evaluation import (
    Assessment,
    Criterion,
    CriterionGroup,
    Grade,
    Standard,
    compare_assessments,
    evaluate,
)
from community_edu.measures import Condition, Indicator, Measure, Threshold, Unit
from community_edu.views import (
    assessment_record,
    assessment_text,
    comparison_record,
    comparison_text,
)

PERSON = Unit.parse("person")
STANDARD = Standard(
    id="school",
    name={"zh": "社区学校 <标准>", "en": "School"},
    indicators=[
        Indicator(id="staff", name={"zh": "专职人员", "en": "Staff"}, unit=PERSON),
        Indicator(id="volunteers", name={"zh": "志愿者", "en": "Volunteers"}, unit=PERSON),
        Indicator(id="has_plan", name={"zh": "有计划", "en": "Has a plan"}, unit=Unit.parse("yes_no")),
        Indicator(id="has_room", name={"zh": "有教室", "en": "Has a room"}, unit=Unit.parse("yes_no")),
    ],
    groups=[
        CriterionGroup(id="people", name={"zh": "队伍", "en": "People"}),
        CriterionGroup(id="helpers", name={"zh": "志愿", "en": "Helpers"}, parent="people"),
    ],
    criteria=[
        Criterion(
            id="basics",
            name={"zh": "基本条件", "en": "Basics"},
            conditions=[Condition.parse("has_plan"), Condition.parse("has_room")],
            points=Fraction(2),
        ),
        Criterion(
            id="staff",
            name={"zh": "专职人员", "en": "Staff"},
            group="people",
            measure=Measure.parse("staff"),
            threshold=Threshold.parse(">= 5"),
            points=Fraction(4),
        ),
        Criterion(
            id="volunteers",
            name={"zh": "志愿者", "en": "Volunteers"},
            group="helpers",
            measure=Measure.parse("volunteers"),
            threshold=Threshold.parse(">= 10"),
            points=Fraction(3),
        ),
    ],
    grades=[Grade(id="good", name={"zh": "合格", "en": "good"}, threshold=Threshold.parse(">= 60%"))],
)  # fmt: skip


def assessed(*, claims: bool = False, **evidence: int) -> Assessment:
    """
    Return an assessment of a school with a plan and no room.
    """
    claimed = {"staff": 4, "basics": 2} if claims else None
    return evaluate(STANDARD, {"has_plan": 1, "has_room": 0, **evidence}, claimed=claimed)


class TestText:
    def test_under_headings(self) -> None:
        """
        Criteria stand under their headings, with sums, claims, gaps, and the grade at the end.
        """
        text = assessment_text(assessed(staff=3, volunteers=10, claims=True), "en")
        assert text.splitlines() == [
            "Basics: partly met (1 of 2 hold, 2 needed; open: Has a room), 2 claimed",
            "People (3 of 7 points, 4 claimed)",
            "  Staff: not met (staff = 3 persons; ≥ 5 persons), 4 claimed  staff +2 persons",
            "  Helpers (3 of 3 points)",
            "    Volunteers: met (volunteers = 10 persons; ≥ 10 persons)",
            "",
            "score 3 of 9; assessed 3 of 3 criteria; no grade: ≈33.33% of the points reaches no grade",
        ]

    def test_in_chinese(self) -> None:
        """
        The same in Chinese, with the grade that was reached.
        """
        text = assessment_text(assessed(staff=5, volunteers=10, claims=True), "zh-CN")
        assert text.splitlines()[1] == "队伍（7 / 7 分，自评 4 分）"
        assert text.splitlines()[-1] == "得分 7 / 9；已评 3 条，共 3 条；等次：合格"
        assert assessment_text(assessed(staff=5), "zh-CN").splitlines()[-1] == (
            "得分 4 / 6；已评 2 条，共 3 条；等次：合格"
        )
        assert assessment_text(assessed(), "zh-CN").splitlines()[-1] == (
            "得分 0 / 2；已评 1 条，共 3 条；不评等次：得分率 0%，未达到任何等次的要求"
        )
        assert assessment_text(assessed(staff=5), "en").splitlines()[-1] == (
            "score 4 of 6; assessed 2 of 3 criteria; grade: good"
        )


class TestTable:
    def test_columns(self) -> None:
        """
        The table has a column of claims only where points are claimed; all text is escaped.
        """
        page = assessed(staff=3, volunteers=10)._repr_html_().replace(LEFT, "")  # pyright: ignore[reportPrivateUsage]
        assert "社区学校 &lt;标准&gt;" in page
        assert "自评分" not in page
        assert "<th>队伍</th><th></th><th>3 / 7</th>" in page
        assert "<th>　志愿</th>" in page
        assert "<td>1 / 2 项</td><td></td><td>有教室</td>" in page
        claims = assessed(claims=True)._repr_html_().replace(LEFT, "")  # pyright: ignore[reportPrivateUsage]
        assert "<th>自评分</th>" in claims
        assert "<td>没有提供：专职人员</td>" in claims


class TestRecords:
    def test_assessment(self) -> None:
        """
        Plain data has the points, the grade and why there is none, groups and criteria.
        """
        record = assessment_record(assessed(staff=3, volunteers=10, claims=True))
        criteria = record.pop("criteria")
        assert record == {
            "points": 3.0,
            "of": 9.0,
            "coverage": 1.0,
            "grade": None,
            "grade_obstacle": "no_grade_reached",
            "grade_reason": "得分率 ≈33.33%，未达到任何等次的要求",
            "grade_reason_en": "≈33.33% of the points reaches no grade",
            "groups": [
                {"id": "people", "points": 3.0, "of": 7.0, "claimed": 4.0},
                {"id": "helpers", "points": 3.0, "of": 3.0, "claimed": None},
            ],
        }
        basics, staff, _ = cast("list[dict[str, object]]", criteria)
        assert basics["open"] == ["has_room"]
        assert {key: staff[key] for key in ("id", "points", "of", "claimed", "gap", "place")} == {
            "id": "staff",
            "points": 0.0,
            "of": 4.0,
            "claimed": 4.0,
            "gap": 2.0,
            "place": None,
        }

    def test_comparison(self) -> None:
        """
        A comparison is told as text and as plain data.
        """
        found = compare_assessments(assessed(staff=3), assessed(staff=5))
        assert comparison_text(found, "en") == (
            "Staff: better (not met → met; 0 → 4 of 4 points; Staff 3 persons → 5 persons)\n"
            "score 0 of 6 points → 4 of 6 points; coverage ≈66.67% → ≈66.67%; grade none → good\n"
        )
        record = comparison_record(found, "zh-CN")
        assert record["after"] == {"points": 4.0, "of": 6.0, "coverage": 2 / 3, "grade": "good"}
        moved = cast("list[dict[str, object]]", record["moved"])
        assert moved[0]["kind"] == "better"
        assert (moved[0]["value_before"], moved[0]["value"]) == (3.0, 5.0)
        other = Standard(id="school", name="空", indicators=STANDARD.indicators)
        gone = comparison_record(compare_assessments(assessed(), evaluate(other, {})), "en")
        removed = cast("list[dict[str, object]]", gone["moved"])
        assert [(one["kind"], one["status"], one["value_before"]) for one in removed] == [
            ("removed", None, None)
        ] * 3
