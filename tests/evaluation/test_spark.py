"""
Beyond one machine: PySpark on two local cores judges every row as the scalar engine does.

PySpark and Java are wanted. Without them these tests are skipped; with
``COMMUNITY_EDU_REQUIRE_PEERS=1`` in the environment they fail.
"""

import os
import shutil
import warnings
from collections.abc import Iterator
from fractions import Fraction
from importlib.util import find_spec
from typing import Any, TypeAlias

import pytest

pytest.importorskip("narwhals")
pl = pytest.importorskip("polars")

from engine_samples import SAMPLE, SAMPLE_BODIES, check  # noqa: E402 - as above
from engine_samples import table as table_of  # noqa: E402
from frame_samples import stored_units, table  # noqa: E402
from hypothesis import HealthCheck, Phase, given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from reference_judge import judge_all, ranks  # noqa: E402

from community_edu.evaluation import Criterion, Standard  # noqa: E402
from community_edu.evaluation.frames import (  # noqa: E402
    evaluate_frame,
    roll_up,
    share_of,
)
from community_edu.measures import Indicator, Measure, Threshold, Unit  # noqa: E402
from community_edu.testing import bodies, standards  # noqa: E402

# PySpark warns of the versions of pandas and of its own workings, and leaves sockets to Java
pytestmark = [
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

Session: TypeAlias = Any


@pytest.fixture(scope="module")
def spark() -> Iterator[Session]:
    """
    Two cores of this machine.
    """
    missing = "pyspark" if find_spec("pyspark") is None else "java"
    if find_spec("pyspark") is None or shutil.which("java") is None:
        reason = f"{missing} is not installed"
        if os.environ.get("COMMUNITY_EDU_REQUIRE_PEERS") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pyspark.sql import SparkSession

        builder: Any = SparkSession.builder
        session = (
            builder.master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.adaptive.enabled", "false")
            .config("spark.sql.codegen.wholeStage", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.default.parallelism", "2")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate()
        )
        session.sparkContext.setLogLevel("ERROR")
        yield session
        session.stop()


def in_spark(spark: Session, frame: Any) -> Any:  # noqa: ANN401 - untyped as PySpark is
    """
    The rows as a frame of Spark.
    """
    kinds = {"String": "string", "Int64": "long", "Float64": "double", "Boolean": "boolean"}
    schema = ", ".join(f"`{name}` {kinds[str(dtype)]}" for name, dtype in frame.schema.items())
    return spark.createDataFrame(frame.rows(), schema)


class TestSpark:
    def test_sample(self, spark: Session) -> None:
        """
        A criterion of each scale is judged as the slow judge does, for every body of the sample.
        """
        check(SAMPLE, SAMPLE_BODIES, in_spark(spark, table_of(SAMPLE, SAMPLE_BODIES)))

    def test_rows_are_judged_as_bodies(self, spark: Session) -> None:
        """
        On random standards each row has the status, points, grade and rank of the slow judge.
        """

        @given(st.data())
        @settings(
            max_examples=4,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        )
        def agree(data: st.DataObject) -> None:
            asked = data.draw(standards())
            stored = stored_units(asked).keys() | asked.category_by_id.keys()
            rows = [
                (
                    one.id,
                    one.parent,
                    {name: value for name, value in one.evidence.items() if name in stored},
                    {name: value for name, value in one.previous.items() if name in stored},
                )
                for one in data.draw(bodies(asked))
            ]
            expected = judge_all(asked, {name: (now, before) for name, _, now, before in rows})
            places = ranks(expected, {name: parent for name, parent, *_ in rows})
            frame = in_spark(spark, table(asked, rows))
            found = evaluate_frame(asked, frame, parent="parent", statuses=True).collect()
            assert len(found) == len(rows)
            for row in found:
                judged = expected[row["id"]]
                for one, status in judged.statuses.items():
                    name = one.replace("-", "_").replace(".", "_")
                    assert row[f"status_{name}"] == status
                    assert row[f"points_{name}"] == float(judged.each[one])
                assert (row["points"], row["of"]) == (float(judged.points), float(judged.of))
                assert row["coverage"] == float(judged.coverage)
                assert (row["grade"], row["rank"]) == (judged.grade, places[row["id"]])

        agree()

    def test_previous_and_roll_ups(self, spark: Session) -> None:
        """
        The period before is joined, and bodies above are judged by sums.
        """
        person = Unit.parse("person")
        asked = Standard(
            id="training",
            name="培训",
            indicators=[
                Indicator(id="all", name="从业人员", unit=person),
                Indicator(id="trained", name="受训人员", unit=person),
            ],
            criteria=[
                Criterion(
                    id="growth",
                    name="提高",
                    measure=Measure.parse("trained / all - prev.trained / prev.all"),
                    threshold=Threshold.parse(">= 3pp"),
                    points=Fraction(2),
                )
            ],
        )
        now = pl.DataFrame(
            {"id": ["a", "b"], "p": ["x", "x"], "trained": [9725, 33], "all": [29470, 100]}
        )
        before = pl.DataFrame({"id": ["b", "a"], "trained": [30, 8841], "all": [100, 29470]})
        judged = evaluate_frame(
            asked, in_spark(spark, now), previous=in_spark(spark, before), key="id", statuses=True
        )
        assert {row["id"]: row["points"] for row in judged.collect()} == {"a": 0.0, "b": 2.0}
        beside = now.join(before, on="id", suffix="_").rename(
            {"trained_": "prev_trained", "all_": "prev_all"}
        )
        (row,) = roll_up(asked, in_spark(spark, beside), by="p").collect()
        assert (row["bodies"], row["status_growth"], row["entered_growth"]) == (2, "not_met", 2)
        (row,) = share_of(judged, by="p", where={"status_growth": "met"}, previous=judged).collect()
        assert (row["share"], row["direction"]) == (0.5, "level")
