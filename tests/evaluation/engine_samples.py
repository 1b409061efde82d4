"""
A standard with a criterion of each scale, bodies for it, and what every engine must say of them.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import frame_samples
import polars as pl
import pytest
from reference_judge import Judged, judge_all, ranks

from community_edu.evaluation import (
    Band,
    Criterion,
    Grade,
    LevelPoints,
    Linear,
    RankPoints,
    RankScale,
    Standard,
    ThresholdCase,
    ThresholdTable,
)
from community_edu.evaluation.frames import evaluate_frame
from community_edu.measures import Condition, Measure, Quantity, Threshold, parse_threshold
from community_edu.testing import Body
from community_edu.testing.quantities import INDICATORS
from community_edu.testing.standards import CATEGORIES


def expected(standard: Standard, made: Sequence[Body]) -> dict[str, Judged]:
    """
    What the slow judge says of bodies that are peers.
    """
    return judge_all(standard, {body.id: (body.evidence, body.previous) for body in made})


def table(standard: Standard, made: Sequence[Body]) -> pl.DataFrame:
    """
    A row a body: whole numbers, floats of two decimals, booleans and texts, with nulls.
    """
    rows = [(body.id, body.parent, body.evidence, body.previous) for body in made]
    return frame_samples.table(standard, rows)


def check(standard: Standard, made: Sequence[Body], native: Any) -> None:  # noqa: ANN401 - a frame
    """
    Compare what a frame says with what the slow judge says.
    """
    right = expected(standard, made)
    places = ranks(right, {body.id: body.parent for body in made})
    judged = evaluate_frame(standard, native, parent="parent", statuses=True)
    assert type(judged) is type(native) or "duckdb" in type(native).__module__
    found = frame_samples.read(judged, "id")
    assert [row["id"] for row in found] == sorted(right)
    for row in found:
        wanted = right[row["id"]]
        for line in standard.criteria:
            column = line.id.replace("-", "_")
            assert row[f"status_{column}"] == wanted.statuses[line.id], row["id"]
            assert row[f"points_{column}"] == float(wanted.each[line.id])
        assert row["points"] == float(wanted.points)
        assert row["of"] == float(wanted.of)
        assert row["coverage"] == pytest.approx(float(wanted.coverage), rel=1e-15)
        assert row["grade"] == wanted.grade
        assert row["rank"] == places[row["id"]]


def line(number: int, **fields: Any) -> Criterion:  # noqa: ANN401 - whatever a criterion has
    return Criterion(id=f"criterion-{number}", name="指标", **fields)


def measured(text: str) -> dict[str, Measure]:
    return {"measure": Measure.parse(text)}


SAMPLE = Standard(
    id="sample",
    name="样例",
    indicators=INDICATORS,
    categories=CATEGORIES,
    criteria=[
        line(1, **measured("rate"), threshold=parse_threshold(">= 50%"), missing="zero"),
        line(
            2, **measured("trained"), threshold=parse_threshold(">= max(47, residents * 5 / 100)")
        ),
        line(
            3,
            **measured("funds / residents"),
            threshold_by=ThresholdTable(
                category="region",
                cases=[
                    ThresholdCase("east", parse_threshold(">= 2 CNY/person")),
                    ThresholdCase("west", parse_threshold(">= 1 CNY/person")),
                ],
            ),
            missing="fail",
        ),
        line(4, **measured("satisfaction"), trend="up"),
        line(
            5,
            **measured("growth / prev.residents"),
            bands=[
                Band(parse_threshold("> 10%"), Fraction(6)),
                Band(parse_threshold(">= 0"), Fraction("2.5")),
            ],
        ),
        line(
            6,
            **measured("books"),
            linear=Linear(*map(Quantity.parse, ("5 book", "47 book"))),
            points=7,
        ),
        line(
            7,
            category="region",
            levels=[LevelPoints("east", Fraction(3)), LevelPoints("west", Fraction(1))],
        ),
        line(
            8,
            conditions=map(Condition.parse, ("has_plan", "has_roll", "trained >= 47")),
            at_least=2,
            points=4,
        ),
        line(9, **measured("satisfaction"), awarded=True, points=2),
        line(
            10,
            **measured("funds"),
            ranks=RankScale(steps=[RankPoints(1, Fraction(5)), RankPoints(25, Fraction(2))]),
            evidence=["has_plan"],
        ),
        line(11, role="prerequisite", **measured("employees"), threshold=parse_threshold("> 0")),
        line(12),
    ],
    grades=[
        Grade(id="good", name="良好", threshold=Threshold.parse(">= 60%"), met=["criterion-1"]),
        Grade(id="passed", name="合格", threshold=Threshold.parse(">= 8")),
    ],
    minimum_coverage=Quantity.parse("50%"),
)
"""
A criterion of each scale, with a derived indicator, a formula as target and every policy.
"""

COLUMNS: dict[str, tuple[Any, ...]] = {
    "employees": (120, 94, 0, None, 120),
    "trained": (60, 47, 46, 59),
    "residents": (1000, 1100, 100, 0, None, 1100, 990),
    "funds": (*map(Decimal, ("2000.00", "2200.00", "1999.99", "100.00", "2200.00")), None),
    "books": (15, 47, 16, 5, 26, None, 4, 17),
    "satisfaction": (
        *map(Decimal, ("0.80", "2.00", "0.79", "2.01", "-0.10", "0.00", "1.05")),
        None,
    ),
    "has_plan": (True, True, False, True, None),
    "has_roll": (True, False, None),
    "region": ("east", "west", "centre", "east", None),
}


def sample_row(number: int) -> dict[str, Any]:
    """
    Some values of each name, nearly every time together with others.
    """
    row = {name: values[number % len(values)] for name, values in COLUMNS.items()}
    return {name: value for name, value in row.items() if value is not None}


SAMPLE_BODIES = tuple(
    Body(
        id=f"body-{number:02}",
        parent=("north", "south", "east")[number // 16],
        evidence=sample_row(number),
        previous=sample_row(number * 11 + 3),
    )
    for number in range(48)
)
