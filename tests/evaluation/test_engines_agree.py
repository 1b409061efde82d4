"""
Every engine gives every body what the slow judge gives it: outcomes, points, grade, rank.

Standards and evidence are random: much is missing, divided by zero, or exactly at a target.
"""

import importlib
import os
import shutil
import warnings
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from importlib.util import find_spec
from typing import Any, TypeAlias

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

pytest.importorskip("narwhals")
pytest.importorskip("polars")

import frame_samples
import polars as pl
from reference_judge import Judged, judge_all, judge_one, ranks

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
    evaluate,
    evaluate_many,
)
from community_edu.evaluation.frames import evaluate_frame
from community_edu.evaluation.ranking import ranks as ranks_of_marks
from community_edu.measures import Condition, Measure, Quantity, Threshold, parse_threshold
from community_edu.testing import Body, bodies, standards
from community_edu.testing.quantities import INDICATORS
from community_edu.testing.standards import CATEGORIES

LARGEST = 2000
"""
The most that something is counted to be, so that no two values are within the slack of floats.
"""

Case: TypeAlias = tuple[Standard, tuple[Body, ...]]

no_explaining = tuple(phase for phase in Phase if phase is not Phase.explain)
cases = standards().flatmap(
    lambda standard: st.tuples(st.just(standard), bodies(standard, largest=LARGEST))
)


def expected(standard: Standard, made: Sequence[Body]) -> dict[str, Judged]:
    """
    What the slow judge says of bodies that are peers.
    """
    return judge_all(standard, {body.id: (body.evidence, body.previous) for body in made})


class TestScalarEngine:
    @settings(max_examples=300, phases=no_explaining)
    @given(cases)
    def test_one_body(self, case: Case) -> None:
        """
        `evaluate` decides as the slow judge does, and so does `evaluate` with peers.
        """
        standard, made = case
        body, *others = made
        for peers in ([], [one.evidence for one in others]):
            right = judge_one(standard, body.evidence, body.previous, peers)
            found = evaluate(standard, body.evidence, body.previous, peers=peers)
            assert {line.criterion.id: line.status for line in found.outcomes} == right.statuses
            assert {line.criterion.id: line.points for line in found.outcomes} == right.each
            assert (found.score.points, found.score.of) == (right.points, right.of)
            assert found.coverage == right.coverage
            assert (found.grade.id if found.grade else None) == right.grade
            assert found.marks.obstacle == right.obstacle

    @settings(max_examples=300, phases=no_explaining)
    @given(cases)
    def test_many_bodies(self, case: Case) -> None:
        """
        `evaluate_many` decides as the slow judge does, also by rank among the bodies given.
        """
        standard, made = case
        right = expected(standard, made)
        places = ranks(right, {body.id: body.parent for body in made})
        found = evaluate_many(
            standard,
            {body.id: body.evidence for body in made},
            {body.id: body.previous for body in made},
        )
        for name, marks in found.items():
            wanted = right[name]
            assert marks.statuses == wanted.statuses
            assert (marks.points, marks.of) == (wanted.points, wanted.of)
            assert (marks.coverage, marks.grade) == (wanted.coverage, wanted.grade)
            assert marks.obstacle == wanted.obstacle
        assert ranks_of_marks(found, {body.id: body.parent for body in made}) == places


EXAMPLES = {"polars": 60, "duckdb": 16}
"""
How many standards an engine is tried with; 25 if it does not stand here.
"""


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


def many(made: Sequence[Body]) -> tuple[Body, ...]:
    """
    More bodies out of few: the evidence of each with the period before of each.
    """
    return tuple(
        Body(
            id=f"{one.id}/{other.id}",
            parent=one.parent if number % 2 else other.parent,
            evidence=one.evidence,
            previous=other.previous,
        )
        for number, one in enumerate(made)
        for other in made
    )


class TestFrames:
    @pytest.mark.parametrize("engine", frame_samples.RANKING)
    def test_frame(self, engine: str) -> None:
        """
        `evaluate_frame` decides each row as the slow judge does, in every library.
        """
        pytest.importorskip(engine.split(maxsplit=1)[0])

        @settings(max_examples=EXAMPLES.get(engine, 25), phases=no_explaining)
        @given(cases)
        def agree(case: Case) -> None:
            standard, few = case
            made = many(few)
            check(standard, made, frame_samples.ENGINES[engine](table(standard, made)))

        agree()

    @settings(max_examples=40, phases=no_explaining)
    @given(cases)
    def test_period_before(self, case: Case) -> None:
        """
        The period before may stand in a frame of its own, in another order.
        """
        standard, made = case
        whole = table(standard, made)
        before = whole.select("id", pl.col("^prev_.*$").name.replace("^prev_", "")).reverse()
        now = whole.select(pl.exclude("^prev_.*$"))
        right = expected(standard, made)
        for row in frame_samples.read(evaluate_frame(standard, now, previous=before, key="id")):
            wanted = right[row["id"]]
            assert (row["points"], row["of"]) == (float(wanted.points), float(wanted.of))
            assert row["grade"] == wanted.grade


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


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """
    A session on two cores; without PySpark or Java its tests are skipped, unless they are required.
    """
    there: dict[str, object] = {"PySpark": find_spec("pyspark"), "Java": shutil.which("java")}
    missing = [name for name, found in there.items() if found is None]
    if missing:
        reason = f"{' and '.join(missing)}: not installed"
        if os.environ.get("COMMUNITY_EDU_REQUIRE_PEERS") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sql: Any = importlib.import_module("pyspark.sql")
        builder = sql.SparkSession.builder.master("local[2]")
        for key, value in SPARK.items():
            builder = builder.config(key, value)
        session = builder.getOrCreate()
        yield session
        session.stop()


SPARK = {
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
}
SPARK_TYPES = {"String": "string", "Int64": "bigint", "Float64": "double", "Boolean": "boolean"}


class TestSample:
    def test_every_outcome(self) -> None:
        """
        The sample has every outcome of every scale, each grade, and bodies without a rank.
        """
        right = expected(SAMPLE, SAMPLE_BODIES)
        found = {(name, status) for one in right.values() for name, status in one.statuses.items()}
        partly = {
            "criterion-5",
            "criterion-6",
            "criterion-7",
            "criterion-8",
            "criterion-9",
            "criterion-10",
        }
        for criterion in SAMPLE.criteria:
            name = criterion.id
            wanted = (
                {"met", "not_met", "not_assessed"} if criterion.measurable else {"not_assessed"}
            )
            wanted -= {"not_assessed"} if criterion.missing == "fail" else set()
            wanted |= {"partly"} if name in partly else set()
            assert {status for other, status in found if other == name} == wanted, name
        assert {one.grade for one in right.values()} == {"good", "passed", None}
        assert {one.rankable for one in right.values()} == {True, False}

    @pytest.mark.parametrize("engine", frame_samples.RANKING)
    def test_engines(self, engine: str) -> None:
        """
        Every engine on one machine judges the sample as the slow judge does.
        """
        pytest.importorskip(engine.split(maxsplit=1)[0])
        check(SAMPLE, SAMPLE_BODIES, frame_samples.ENGINES[engine](table(SAMPLE, SAMPLE_BODIES)))

    def test_spark(self, spark: Any) -> None:  # noqa: ANN401 - PySpark may be absent
        """
        PySpark judges the sample as the slow judge does.
        """
        frame = table(SAMPLE, SAMPLE_BODIES)
        schema = ", ".join(
            f"{name} {SPARK_TYPES[str(dtype)]}" for name, dtype in frame.schema.items()
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            check(SAMPLE, SAMPLE_BODIES, spark.createDataFrame(frame.rows(), schema=schema))
