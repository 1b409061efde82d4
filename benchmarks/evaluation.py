"""
Many bodies at once: ``python benchmarks/evaluation.py [--rows N] [--repeats K] [--spark]``.

600,000 organizations under 40,000 parents and a standard of 50 criteria: 15 shares, 10
growths in percentage points, 10 answers, 10 counts, 5 measures with bands; 3 to 5 % of
the values are missing, some denominators are 0. The limit is polars written by hand for the same
points, coverage, grade and rank within the parent. Each run is in a process of its own
with the data read before the clock starts; figures are CPU seconds of all its threads, the best of
several, since what else the machine does counts little there. The last line reads the
Parquet file as a stream and tells the peak of memory. Every result must equal the limit's.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import polars as pl

from community_edu.evaluation import Band, Criterion, Grade, Standard
from community_edu.evaluation.frames import evaluate_frame
from community_edu.measures import (
    YES_NO,
    Condition,
    Indicator,
    Measure,
    Quantity,
    Threshold,
    Unit,
)

Anything: TypeAlias = Any

ROWS = 600_000
BODIES_A_PARENT = 15
BASES = ("residents", "employees", "elderly", "households")
RATIOS, GROWTHS, ANSWERS, COUNTS, BANDED = 15, 10, 10, 10, 5
EMPTY, HAVING = 0.01, 0.7
GOOD, FAIR = 0.6, 0.45
FULL, MOST, SOME = 3, 2, 1
RESULTS = ("id", "parent", "points", "of", "coverage", "grade", "rank")
LIMIT = "polars by hand"


def base_of(number: int) -> str:
    """
    Return what the share with this number is a share of.
    """
    return BASES[number % len(BASES)]


def make(rows: int, seed: int = 5) -> pl.DataFrame:
    """
    Make the bodies: counts of persons, and answers.
    """
    random = np.random.default_rng(seed)

    def holed(values: Anything, part: float) -> pl.Series:
        gaps = pl.Series(random.random(rows) < part)
        return pl.select(pl.when(~gaps).then(pl.Series(values))).to_series()

    found: dict[str, pl.Series] = {
        "id": pl.Series(np.arange(rows)),
        "parent": pl.Series(random.integers(0, max(1, rows // BODIES_A_PARENT), rows)),
    }
    bases: dict[str, Any] = {}
    for base in BASES:
        for name in (base, f"prev_{base}"):
            empty = random.random(rows) < EMPTY
            bases[name] = np.where(empty, 0, random.integers(20, 30_000, rows))
            found[name] = holed(bases[name], 0.03)
    for number in range(RATIOS):
        for prefix in ("", "prev_") if number < GROWTHS else ("",):
            base = bases[f"{prefix}{base_of(number)}"]
            part = (base * random.integers(0, 101, rows)) // 100
            found[f"{prefix}part_{number}"] = holed(part, 0.04)
    for number in range(ANSWERS):
        found[f"has_{number}"] = holed(random.random(rows) < HAVING, 0.05)
    for number in range(COUNTS):
        found[f"count_{number}"] = holed(random.integers(0, 12, rows), 0.03)
    for number in range(BANDED):
        base = bases[base_of(number)]
        found[f"money_{number}"] = holed(base * random.integers(0, 5, rows), 0.05)
    return pl.DataFrame(found)


def standard() -> Standard:
    """
    Return the 50 criteria.
    """
    person, money, event = Unit.parse("person"), Unit.parse("CNY"), Unit.parse("class")
    units = dict.fromkeys([*BASES, *(f"part_{number}" for number in range(RATIOS))], person)
    units |= {f"has_{number}": YES_NO for number in range(ANSWERS)}
    units |= {f"count_{number}": event for number in range(COUNTS)}
    units |= {f"money_{number}": money for number in range(BANDED)}
    shares = [f"part_{number} / {base_of(number)}" for number in range(RATIOS)]
    criteria = [
        Criterion(
            id=f"share-{number}",
            name="比例",
            measure=Measure.parse(share),
            threshold=Threshold.parse(">= 50%"),
            points=Fraction(2),
        )
        for number, share in enumerate(shares)
    ]
    criteria += [
        Criterion(
            id=f"growth-{number}",
            name="提高",
            measure=Measure.parse(
                f"{shares[number]} - prev.part_{number} / prev.{base_of(number)}"
            ),
            threshold=Threshold.parse(">= 3pp"),
            points=Fraction(3),
        )
        for number in range(GROWTHS)
    ]
    criteria += [
        Criterion(
            id=f"answer-{number}",
            name="有无",
            conditions=[Condition.parse(f"has_{number}")],
            points=Fraction(1),
        )
        for number in range(ANSWERS)
    ]
    criteria += [
        Criterion(
            id=f"count-{number}",
            name="次数",
            measure=Measure.parse(f"count_{number}"),
            threshold=Threshold.parse(">= 4"),
            points=Fraction(1),
        )
        for number in range(COUNTS)
    ]
    criteria += [
        Criterion(
            id=f"band-{number}",
            name="人均经费",
            measure=Measure.parse(f"money_{number} / {base_of(number)}"),
            bands=[
                Band(Threshold.parse(f">= {step} CNY/person"), Fraction(points))
                for step, points in ((3, 6), (2, 4), (1, 2))
            ],
        )
        for number in range(BANDED)
    ]
    return Standard(
        id="fifty",
        name="五十条",
        indicators=[Indicator(id=name, name=name, unit=unit) for name, unit in units.items()],
        criteria=criteria,
        grades=[
            Grade(id="good", name="优秀", threshold=Threshold.parse(">= 60%")),
            Grade(id="fair", name="合格", threshold=Threshold.parse(">= 45%")),
        ],
        minimum_coverage=Quantity.parse("80%"),
    )


def by_hand(frame: pl.LazyFrame) -> pl.LazyFrame:
    """
    The same in polars, as one writes it who knows it well.

    Growth is compared with a tolerance, for differences of floats miss 3 points by a hair.
    """

    def share(over: str, under: str) -> pl.Expr:
        return pl.when(pl.col(under) != 0).then(pl.col(over) / pl.col(under))

    def met(value: pl.Expr, bound: float, points: int) -> pl.Expr:
        return pl.when(value >= bound).then(points).when(value.is_not_null()).then(0)

    values: list[pl.Expr] = []
    points: list[pl.Expr] = []
    weights: list[int] = []
    for number in range(RATIOS):
        values.append(share(f"part_{number}", base_of(number)).alias(f"v{number}"))
        points.append(met(pl.col(f"v{number}"), 0.5, 2))
        weights.append(2)
    for number in range(GROWTHS):
        before = share(f"prev_part_{number}", f"prev_{base_of(number)}")
        values.append((share(f"part_{number}", base_of(number)) - before).alias(f"g{number}"))
        points.append(met(pl.col(f"g{number}"), 0.03 - 1e-12, 3))
        weights.append(3)
    for number in range(ANSWERS):
        points.append(pl.col(f"has_{number}").cast(pl.Int32))
        weights.append(1)
    for number in range(COUNTS):
        points.append(met(pl.col(f"count_{number}"), 4, 1))
        weights.append(1)
    for number in range(BANDED):
        value = pl.col(f"b{number}")
        values.append(share(f"money_{number}", base_of(number)).alias(f"b{number}"))
        steps = (
            pl.when(value >= FULL).then(6).when(value >= MOST).then(4).when(value >= SOME).then(2)
        )
        points.append(steps.when(value.is_not_null()).then(0))
        weights.append(6)
    named = [one.cast(pl.Int32).alias(f"p{number}") for number, one in enumerate(points)]
    known = [
        pl.when(pl.col(f"p{number}").is_not_null()).then(weight).otherwise(0)
        for number, weight in enumerate(weights)
    ]
    share_of_points = pl.col("points") / pl.col("of")
    # not coverage >= 0.8: polars divides by a constant with an error in the last place
    enough = (pl.col("of") >= 0.8 * sum(weights)) & (pl.col("of") > 0)
    return (
        frame.with_columns(values)
        .with_columns(named)
        .with_columns(
            points=pl.sum_horizontal(pl.col("^p[0-9]+$")).cast(pl.Float64),
            of=pl.sum_horizontal(known).cast(pl.Float64),
        )
        .with_columns(coverage=pl.col("of") / sum(weights))
        .with_columns(share=pl.when(enough).then(share_of_points))
        .with_columns(
            grade=pl.when(pl.col("share") >= GOOD)
            .then(pl.lit("good"))
            .when(pl.col("share") >= FAIR)
            .then(pl.lit("fair")),
            rank=pl.col("share").rank("min", descending=True).over("parent").cast(pl.Int64),
        )
        .select(RESULTS)
    )


def run_polars(path: str) -> Callable[[], pl.DataFrame]:
    """
    Polars, asked lazily.
    """
    frame = pl.read_parquet(path).lazy()
    return lambda: evaluate_frame(standard(), frame, parent="parent").select(RESULTS).collect()


def run_limit(path: str) -> Callable[[], pl.DataFrame]:
    """
    Polars by hand.
    """
    frame = pl.read_parquet(path).lazy()
    return lambda: by_hand(frame).collect()


def run_eager(path: str) -> Callable[[], pl.DataFrame]:
    """
    Polars, step by step.
    """
    frame = pl.read_parquet(path)
    return lambda: evaluate_frame(standard(), frame, parent="parent").select(RESULTS)


def run_pandas(path: str) -> Callable[[], Any]:
    """
    The columns of pandas that a caller has by default, of NumPy.
    """
    import pandas as pd

    frame: Any = pd.read_parquet(path)
    return lambda: evaluate_frame(standard(), frame, parent="parent")[list(RESULTS)]


def run_nullable(path: str) -> Callable[[], Any]:
    """
    The nullable columns of pandas.
    """
    import pandas as pd

    frame: Any = pd.read_parquet(path, dtype_backend="numpy_nullable")
    return lambda: evaluate_frame(standard(), frame, parent="parent")[list(RESULTS)]


def run_arrow(path: str) -> Callable[[], Any]:
    """
    PyArrow tables.
    """
    frame = pl.read_parquet(path).to_arrow()
    return lambda: evaluate_frame(standard(), frame, parent="parent").select(list(RESULTS))


def run_duckdb(path: str) -> Callable[[], Any]:
    """
    A table of DuckDB, in memory.
    """
    import duckdb

    connection = duckdb.connect()
    connection.execute("create table bodies as select * from read_parquet(?)", [path])
    frame = connection.table("bodies")
    names = ", ".join(RESULTS)
    return lambda: evaluate_frame(standard(), frame, parent="parent").select(names).to_arrow_table()


def run_stream(path: str) -> Callable[[], pl.DataFrame]:
    """
    From the file to a file, never whole in memory.
    """
    out = f"{path}.stream"

    def run() -> pl.DataFrame:
        judged = evaluate_frame(standard(), pl.scan_parquet(path), parent="parent")
        judged.select(RESULTS).sink_parquet(out)
        return pl.DataFrame()

    return run


def run_spark(path: str) -> Callable[[], Any]:
    """
    PySpark on this machine, two cores.
    """
    from pyspark.sql import SparkSession

    builder: Any = SparkSession.builder
    spark = (
        builder.master("local[2]")
        .config("spark.driver.memory", "4g")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "8")
        .getOrCreate()
    )
    frame = spark.read.parquet(path)
    return lambda: evaluate_frame(standard(), frame, parent="parent").select(*RESULTS).toArrow()


RUNS: dict[str, Callable[[str], Callable[[], Any]]] = {
    LIMIT: run_limit,
    "polars lazy": run_polars,
    "polars": run_eager,
    "duckdb": run_duckdb,
    "pandas": run_pandas,
    "pandas nullable": run_nullable,
    "pyarrow": run_arrow,
    "stream": run_stream,
    "pyspark": run_spark,
}


def processor_seconds() -> float:
    """
    Return the CPU seconds of this process and of those it started.
    """
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in spent)


def one(name: str, path: str, repeats: int) -> None:
    """
    Run one engine in this process, write what it gave, and print its figures.
    """
    run = RUNS[name](path)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    spent, waited = float("inf"), float("inf")
    result: Any = None
    for _ in range(repeats):
        start, clock = processor_seconds(), time.perf_counter()
        result = run()
        waited = min(waited, time.perf_counter() - clock)
        spent = min(spent, processor_seconds() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if name == "pyspark":
        spent = float("nan")  # Java's, which cannot be asked while it runs
    if name != "stream":
        as_polars(result).write_parquet(f"{path}.{name}")
    print(json.dumps({"cpu": spent, "wall": waited, "before": before, "peak": peak}))


def as_polars(result: Anything) -> pl.DataFrame:
    """
    Return the results of any engine in one form.
    """
    if isinstance(result, pl.DataFrame):
        return result
    if hasattr(result, "dtypes") and hasattr(result, "to_parquet"):
        return pl.from_pandas(result)
    return pl.DataFrame(pl.from_arrow(result))


def read_results(path: str, name: str) -> pl.DataFrame:
    """
    Return what a run wrote, in one order and with one kind of columns.
    """
    frame = pl.read_parquet(f"{path}.{name}").select(RESULTS).sort("id")
    return frame.with_columns(
        pl.col("points", "of").cast(pl.Float64),
        pl.col("coverage").cast(pl.Float64).round(12),  # polars by hand is off in the last digit
        pl.col("rank").cast(pl.Int64),
        pl.col("grade").cast(pl.String),
    )


def main() -> None:
    """
    Print for each engine its CPU seconds, those of the limit being 1, and its memory.
    """
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--spark", action="store_true", help="PySpark too, some minutes")
    parser.add_argument("--make", metavar="FILE", help=argparse.SUPPRESS)
    parser.add_argument("--one", nargs=2, metavar=("ENGINE", "FILE"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.make:
        # a stream holds some row groups at a time; with the 262,144 of polars it takes a third more
        make(asked.rows).write_parquet(asked.make, row_group_size=50_000)
        return
    if asked.one:
        one(*asked.one, asked.repeats)
        return
    names = [name for name in RUNS if name != "pyspark" or asked.spark]
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "bodies.parquet")
        # in a process of its own: on Linux a child begins with the peak of its parent
        this = [sys.executable, __file__]
        subprocess.run([*this, "--make", path, "--rows", str(asked.rows)], check=True)
        size = Path(path).stat().st_size / 2**20
        print(f"{asked.rows} rows, {len(pl.read_parquet_schema(path))} columns, {size:.0f} MB")
        found: dict[str, dict[str, float]] = {}
        for name in names:
            repeats = 1 if name in {"stream", "pyspark"} else asked.repeats
            command = [*this, "--one", name, path, "--repeats", str(repeats)]
            run = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
            found[name] = json.loads(run.stdout.splitlines()[-1])
        expected = read_results(path, LIMIT)
        print(f"{'':16}{'CPU s':>8}{'x limit':>9}{'wall s':>8}{'peak MB':>9}{'data MB':>9}  equal")
        for name, told in found.items():
            equal = "yes" if read_results(path, name).equals(expected) else "NO"
            print(f"{name:16}{told['cpu']:8.2f}{told['cpu'] / found[LIMIT]['cpu']:9.2f}", end="")
            print(f"{told['wall']:8.2f}{told['peak']:9.0f}{told['before']:9.0f}  {equal}")


if __name__ == "__main__":
    main()
