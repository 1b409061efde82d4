"""
The door: frames of every library, looked at before anything is computed.

Only names and kinds of columns are looked at; of frames that are in memory also
whether floats are all finite, since that makes the rest quicker.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final, TypeAlias

import narwhals.stable.v2 as nw
from narwhals.stable.v2.dtypes import DType

from community_edu.base import References, Text
from community_edu.evaluation.frames.engine.sheets import Frame, Leaf, unused_prefix
from community_edu.evaluation.frames.engine.terms import Expr
from community_edu.evaluation.frames.errors import ColumnKindError, FrameKindError
from community_edu.evaluation.standards import Standard
from community_edu.measures import YES_NO
from community_edu.measures.nodes import Name

Native: TypeAlias = Any

COLUMN: Final = ("column", "列")
PREVIOUS: Final = "prev_"

_NUMBERS: Final = Text("数值列", en="a column of numbers")
_ANSWERS: Final = Text("是非列或 0/1 列", en="a column of booleans, or of 0 and 1")
_TEXTS: Final = Text("文本列", en="a column of texts")


def opened(native: object) -> Frame:
    """
    Return the frame of any library as ours.

    Raises:
        FrameKindError: It is no frame.
    """
    given: Any = native
    try:
        frame: Frame = nw.from_native(given)
    except TypeError:
        reason = Text(
            "不是可用的表，请给出 polars、pandas、PyArrow、DuckDB、PySpark 或 Dask 的表",
            en="this is no frame; give one of polars, pandas, PyArrow, DuckDB, PySpark or Dask",
        )
        raise FrameKindError(type(native).__name__, reason) from None
    return frame


def is_lazy(frame: object) -> bool:
    """
    Tell whether to look at values would make the engine compute them.
    """
    return isinstance(frame, nw.LazyFrame)


class Door:
    """
    The columns of a frame that names stand for, made ready.

    Args:
        standard: Says what is counted in what.
        frame: The frame.
        check: Takes what is wrong with the columns.
    """

    def __init__(self, standard: Standard, frame: Frame, check: References) -> None:
        self._standard = standard
        self._check = check
        self._prefix = f"{unused_prefix(frame.collect_schema().names())}in_"
        self._new: dict[str, Expr] = {}
        self.frame = frame
        self.leaves: dict[Name, Leaf] = {}
        self.texts: dict[str, str] = {}

    def enter(self, columns: Mapping[Name, str]) -> None:
        """
        Make the columns of names ready.

        Args:
            columns: The column of each name; those that are not there are left out.
        """
        texts = self._standard.category_by_id
        self.frame = plain_pandas(
            self.frame,
            numbers=[column for name, column in columns.items() if name.indicator not in texts],
            texts=[column for name, column in columns.items() if name.indicator in texts],
        )
        schema = self.frame.collect_schema()
        for name, column in columns.items():
            if name.indicator in self._standard.category_by_id:
                self._take_text(name.indicator, column, schema[column])
            else:
                self._take_number(name, column, schema[column])
        if self._new:
            self.frame = self.frame.with_columns(**self._new)

    def _take_text(self, name: str, column: str, dtype: DType) -> None:
        if isinstance(dtype, nw.String):
            self.texts[name] = column
        elif isinstance(dtype, (nw.Categorical, nw.Enum, nw.Unknown)) or dtype.is_integer():
            self.texts[name] = self._kept(nw.col(column).cast(nw.String))
        else:
            self._refuse(column, dtype, _TEXTS)

    def _take_number(self, name: Name, column: str, dtype: DType) -> None:
        is_answer = self._standard.units[name.indicator] == YES_NO
        value = nw.col(column)
        if isinstance(dtype, nw.Boolean) and is_answer:
            self.leaves[name] = Leaf(column, "answer")
        elif isinstance(dtype, nw.Unknown):  # a column that holds nothing but nulls
            self.leaves[name] = Leaf(self._kept(value.cast(nw.Float64)), "whole")
        elif not dtype.is_numeric():
            self._refuse(column, dtype, _ANSWERS if is_answer else _NUMBERS)
        elif is_answer:
            answer = nw.when((value == 0) | (value == 1)).then(value.cast(nw.Float64))
            self.leaves[name] = Leaf(self._kept(answer), "whole")
        elif dtype.is_integer() or (isinstance(dtype, nw.Float64) and self._all(column, _is_whole)):
            self.leaves[name] = Leaf(column, "whole")
        else:
            made = self._finite(column, dtype)
            self.leaves[name] = Leaf(column if made is None else self._kept(made), "decimal")

    def _finite(self, column: str, dtype: DType) -> Expr | None:
        """
        Return a column as Float64 with nulls for what is no number; `None` if it is that already.
        """
        value = nw.col(column)
        if isinstance(dtype, nw.Float32):
            # through its text: 0.571 is 0.571 and not the float nearest to it in 24 bits
            value = value.cast(nw.String).cast(nw.Float64)
        elif not isinstance(dtype, nw.Float64):
            return value.cast(nw.Float64)
        elif self._all(column, _is_finite):
            return None
        return nw.when(value.is_finite()).then(value)

    def _kept(self, value: Expr) -> str:
        name = f"{self._prefix}{len(self._new)}"
        self._new[name] = value
        return name

    def _refuse(self, column: str, dtype: DType, rule: Text) -> None:
        self._check.problems.append(ColumnKindError(column, str(dtype), rule, (column,)))

    def _all(self, column: str, test: Callable[[Native], Native]) -> bool:
        """
        Tell whether all values of a column in memory are null or as *test* asks.
        """
        if is_lazy(self.frame):
            return False
        frame: Any = self.frame
        values = frame[column]
        return bool(test(values).sum() + values.is_null().sum() == len(values))


def _is_finite(values: Native) -> Native:
    return values.is_finite()


def _is_whole(values: Native) -> Native:
    return values - values.floor() == 0  # nor is infinity


def plain_pandas(frame: Frame, *, numbers: Sequence[str], texts: Sequence[str]) -> Frame:
    """
    Give columns of Python objects in pandas a type: booleans with gaps, for example.

    Texts lose the type ``string``, since what it compares to cannot be joined with
    nullable booleans.
    """
    if not frame.implementation.is_pandas():
        return frame
    native: Any = frame.to_native()
    pandas: Any = frame.__native_namespace__()
    new: dict[str, Any] = {}
    for column in numbers:
        if native[column].dtype == object:
            new[column] = _typed(native[column], pandas)
    for column in texts:
        if native[column].dtype == "string":
            new[column] = native[column].astype(object)
    return opened(native.assign(**new)) if new else frame


def _typed(series: Native, pandas: Native) -> Native:
    """
    Return a column of Python objects as one of booleans or numbers, if that is what it holds.
    """
    if pandas.api.types.infer_dtype(series, skipna=True) == "boolean":
        with suppress(TypeError):  # other gaps than None and NaN
            floats = series.to_numpy().astype("float64")
            answers = pandas.arrays.BooleanArray(floats == 1, floats != floats)  # noqa: PLR0124 - NaN
            return pandas.Series(answers, index=series.index)
    made = series.convert_dtypes()
    if made.dtype == object:  # decimals, or nothing at all
        with suppress(TypeError, ValueError):
            made = made.astype("Float64")
    return made
