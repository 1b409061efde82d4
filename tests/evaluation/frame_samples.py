"""
The same rows as frames of every library, and what became of them as plain values.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import polars as pl

from community_edu.evaluation import Standard
from community_edu.measures import YES_NO, Unit
from community_edu.measures.units import DIVISIBLE

Native: TypeAlias = Any
Row: TypeAlias = Mapping[str, Any]


def as_pandas(frame: pl.DataFrame) -> Native:
    """
    Columns of NumPy as a caller makes them: gaps turn integers to floats, and booleans to objects.
    """
    import pandas as pd

    return pd.DataFrame(frame.to_dict(as_series=False))


def as_nullable(frame: pl.DataFrame) -> Native:
    return as_pandas(frame).convert_dtypes()


def as_arrow_backed(frame: pl.DataFrame) -> Native:
    import pandas as pd

    return as_arrow(frame).to_pandas(types_mapper=pd.ArrowDtype)


def as_duckdb(frame: pl.DataFrame) -> Native:
    import duckdb

    return duckdb.from_arrow(as_arrow(frame))


def as_dask(frame: pl.DataFrame) -> Native:
    import dask.dataframe as dd

    library: Any = dd
    return library.from_pandas(as_arrow_backed(frame), npartitions=2)


def as_lazy(frame: pl.DataFrame) -> Native:
    return frame.lazy()


def as_arrow(frame: pl.DataFrame) -> Native:
    untyped: Native = frame
    return untyped.to_arrow()


def as_polars(frame: pl.DataFrame) -> Native:
    return frame


ENGINES: Mapping[str, Callable[[pl.DataFrame], Native]] = {
    "polars": as_polars,
    "polars lazy": as_lazy,
    "pandas": as_pandas,
    "pandas nullable": as_nullable,
    "pandas arrow": as_arrow_backed,
    "pyarrow": as_arrow,
    "duckdb": as_duckdb,
    "dask": as_dask,
}
RANKING = [name for name in ENGINES if name != "dask"]
NEEDS = {"pandas": "pandas", "pyarrow": "pyarrow", "duckdb": "duckdb", "dask": "dask.dataframe"}


def read(native: Native, order: str | None = None) -> list[dict[str, Any]]:
    """
    The rows as plain values, NaN and the nulls of every library being `None`.
    """
    import narwhals.stable.v2 as nw

    frame: Any = nw.from_native(native)
    eager = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
    columns = {name: [plain(value) for value in eager[name].to_list()] for name in eager.columns}
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return sorted(rows, key=lambda row: str(row[order])) if order else rows


def plain(value: Native) -> Native:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    return None if type(value).__name__ == "NAType" else value


def stored_units(standard: Standard) -> dict[str, Unit]:
    """
    The units of what is stored: derived indicators are not.
    """
    return {one.id: one.unit for one in standard.indicators if one.measure is None}


def table(standard: Standard, bodies: Sequence[tuple[str, str, Row, Row]]) -> pl.DataFrame:
    """
    A row a body, with all that the standard could ask for in columns.

    A body is its identifier, what is above it, and what is known of both periods.
    """
    made: dict[str, pl.Series] = {
        "id": pl.Series([name for name, *_ in bodies], dtype=pl.String),
        "parent": pl.Series([parent for _, parent, *_ in bodies], dtype=pl.String),
    }
    for category in standard.category_by_id:
        found = [now.get(category) for _, _, now, _ in bodies]
        made[category] = pl.Series(found, dtype=pl.String)
    for name, unit in stored_units(standard).items():
        dtype, stored = _stored(unit)
        for column, periods in (
            (name, [now for _, _, now, _ in bodies]),
            (f"prev_{name}", [before for *_, before in bodies]),
        ):
            values = [None if one.get(name) is None else stored(one[name]) for one in periods]
            made[column] = pl.Series(values, dtype=dtype)
    return pl.DataFrame(made)


def _stored(unit: Unit) -> tuple[Native, Callable[[Native], Native]]:
    """
    How a caller would store values of *unit*.
    """
    if unit == YES_NO:
        return pl.Boolean, bool
    whole = len(unit.factors) == 1 and unit.factors[0][0] not in DIVISIBLE
    return (pl.Int64, int) if whole else (pl.Float64, float)
