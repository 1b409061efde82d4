"""
Frames: every row is judged as one body is, in every library, and nothing else changes.
"""

import builtins
import math
import sys
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("narwhals")
pl = pytest.importorskip("polars")

import attrs  # noqa: E402 - what follows needs the libraries above
from frame_samples import ENGINES, NEEDS, RANKING, Native, Row, read, stored_units, table  # noqa: E402
from hypothesis import HealthCheck, given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from reference_judge import judge_all, ranks  # noqa: E402

from community_edu.base import MissingExtraError, ProblemsError, UnknownReferenceError  # noqa: E402
from community_edu.evaluation import (  # noqa: E402
    Band,
    Category,
    CategoryValue,
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
from community_edu.evaluation.frames import (  # noqa: E402
    ColumnKindError,
    DuplicateKeyError,
    FrameKindError,
    SameColumnError,
    TakenColumnError,
    evaluate_frame,
)
from community_edu.measures import (  # noqa: E402
    YES_NO,
    Condition,
    Indicator,
    Measure,
    Quantity,
    Threshold,
    Unit,
    parse_threshold,
)
from community_edu.testing import bodies, standards  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore:Dask support is moving:FutureWarning")

PERSON = Unit.parse("person")
CNY = Unit.parse("CNY")
INDICATORS = (
    Indicator(id="all", name="从业人员", unit=PERSON),
    Indicator(id="trained", name="受训人员", unit=PERSON),
    Indicator(id="money", name="经费", unit=CNY),
    Indicator(id="rate", name="满意率"),
    Indicator(id="has_plan", name="有计划", unit=YES_NO),
    Indicator(id="has_roll", name="有名册", unit=YES_NO),
)
REGION = Category(
    id="region", name="地区", values=[CategoryValue("east", "东"), CategoryValue("west", "西")]
)


def made(engine: str, frame: Native) -> Native:
    """
    The frame in another library, if it is there.
    """
    pytest.importorskip(NEEDS.get(engine.partition(" ")[0], "polars"))
    return ENGINES[engine](frame)


def standard(*criteria: Criterion, **fields: Any) -> Standard:  # noqa: ANN401 - as attrs takes them
    return Standard(
        id="s", name="标准", indicators=INDICATORS, categories=[REGION], criteria=criteria, **fields
    )


def line(
    measure: str | None = None,
    threshold: str | None = None,
    *,
    id: str = "c",
    **fields: Any,  # noqa: ANN401 - as attrs takes them
) -> Criterion:
    parsed = None if measure is None else Measure.parse(measure)
    bound = None if threshold is None else parse_threshold(threshold)
    return Criterion(id=id, name=id, measure=parsed, threshold=bound, **fields)


def statuses(criterion: Criterion, frame: Native, engine: str = "polars") -> list[Any]:
    judged = evaluate_frame(
        standard(criterion), made(engine, frame), statuses=True, absent="unknown"
    )
    return [row["status_c"] for row in read(judged)]


def problems(call: Callable[[], object]) -> list[tuple[type[Exception], str]]:
    with pytest.raises(ProblemsError) as caught:
        call()
    return [(type(problem), str(problem)) for problem in caught.value.problems]


class TestAgreement:
    @pytest.mark.parametrize("engine", RANKING)
    @given(st.data())
    @settings(
        max_examples=15,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    def test_rows_are_judged_as_bodies(self, engine: str, data: st.DataObject) -> None:
        """
        Status, points, coverage, grade and rank of each row are those of the slow judge.
        """
        asked = data.draw(standards())
        stored = stored_units(asked).keys() | asked.category_by_id.keys()
        rows = [
            (one.id, one.parent, _only(one.evidence, stored), _only(one.previous, stored))
            for one in data.draw(bodies(asked))
        ]
        expected = judge_all(asked, {name: (now, before) for name, _, now, before in rows})
        places = ranks(expected, {name: parent for name, parent, *_ in rows})
        frame = made(engine, table(asked, rows))
        for row in read(evaluate_frame(asked, frame, parent="parent", statuses=True)):
            judged = expected[row["id"]]
            names = {one.id: one.id.replace("-", "_").replace(".", "_") for one in asked.criteria}
            assert {one: row[f"status_{name}"] for one, name in names.items()} == judged.statuses
            assert {one: row[f"points_{name}"] for one, name in names.items()} == {
                one: float(points) for one, points in judged.each.items()
            }
            assert row["points"] == float(judged.points)
            assert row["of"] == float(judged.of)
            assert row["coverage"] == float(judged.coverage)
            assert (row["grade"], row["rank"]) == (judged.grade, places[row["id"]])


def _only(values: Row, names: Iterable[str]) -> Row:
    return {name: value for name, value in values.items() if name in set(names)}


class TestExactness:
    @pytest.mark.parametrize("engine", ENGINES)
    def test_growth_just_short_of_the_target(self, engine: str) -> None:
        """
        2.99966 percentage points are not 3, and exactly 3 are (golden case G6).
        """
        growth = line("trained / all - prev.trained / prev.all", ">= 3pp")
        frame = pl.DataFrame(
            {
                "trained": [9725, 9726, 33, 103],
                "all": [29470, 29470, 100, 1000],
                "prev_trained": [8841, 8841, 30, 73],
                "prev_all": [29470, 29470, 100, 1000],
            }
        )
        assert statuses(growth, frame, engine) == ["not_met", "met", "met", "met"]

    @pytest.mark.parametrize("engine", ENGINES)
    def test_equality_of_floats(self, engine: str) -> None:
        """
        Floats stand for the decimals they print as: 0.3 yuan for 0.1 heads' worth is 3.
        """
        frame = pl.DataFrame(
            {"money": [58940.1, 0.3, 5.97, 5.9699], "rate": [29470.05, 0.1, 2.985, 2.985]}
        )
        judged = statuses(line("money / rate", ">= 2 CNY"), frame, engine)
        assert judged == ["met", "met", "met", "not_met"]
        assert statuses(line("money / rate", "<= 3 CNY"), frame, engine)[1] == "met"
        assert statuses(line("money / rate", "> 2 CNY"), frame, engine)[2] == "not_met"
        assert statuses(line("money / rate", "< 3 CNY"), frame, engine)[1] == "not_met"
        assert statuses(line("money / rate", "== 3 CNY"), frame, engine)[1] == "met"

    def test_sums_of_floats(self) -> None:
        """
        What is added up may be off by the size of its parts, not of the sum.
        """
        frame = pl.DataFrame({"money": [0.3, 0.3], "rate": [0.1, 0.2], "prev_rate": [0.2, 0.2]})
        assert statuses(line("rate + prev.rate", "<= 30%"), frame) == ["met", "not_met"]
        assert statuses(line("rate - prev.rate", ">= -10pp"), frame) == ["met", "met"]
        assert statuses(line("money / (rate + prev.rate - 0.3)", ">= 1 CNY"), frame) == [
            "not_assessed",
            "met",
        ]
        assert (
            statuses(line("(rate - prev.rate) * (rate + prev.rate)", "== -3pp"), frame)[0] == "met"
        )
        assert statuses(line("-rate", trend="up"), frame) == ["met", "not_met"]
        assert statuses(line("min(rate + prev.rate, 0.3)", ">= 30%"), frame) == ["met", "met"]

    @pytest.mark.parametrize(
        ("threshold", "expected"),
        [
            (">= 2/3", ["not_met", "met"]),
            ("> 2/3", ["not_met", "met"]),
            ("<= 2/3", ["met", "not_met"]),
            ("< 2/3", ["met", "not_met"]),
            ("== 2/3", ["not_met", "not_met"]),
            (">= 1/3", ["met", "met"]),
            ("<= 1/3", ["not_met", "not_met"]),
        ],
    )
    def test_no_float_is_two_thirds(self, threshold: str, expected: list[str]) -> None:
        """
        A float that is nearest to 2/3 prints as a little less or more, and counts as that.
        """
        near = 2 / 3
        frame = pl.DataFrame({"rate": [near, math.nextafter(near, 1)]})
        assert statuses(line("rate", threshold), frame) == expected

    def test_counts_are_whole(self) -> None:
        """
        Counts are compared with the next whole number, however large.
        """
        frame = pl.DataFrame({"trained": [2, 3]})
        assert statuses(line("trained", ">= 5/2"), frame) == ["not_met", "met"]
        assert statuses(line("trained", "< 5/2"), frame) == ["met", "not_met"]
        assert statuses(line("trained", "== 5/2"), frame) == ["not_met", "not_met"]
        assert statuses(line("trained", f"<= {10**20}"), frame) == ["met", "met"]

    def test_constants_in_formulas(self) -> None:
        """
        Numbers may stand anywhere in a formula, and it may be nothing but a number.
        """
        frame = pl.DataFrame({"trained": [2, 3], "all": [4, 4]})
        share = frame.with_columns(rate=pl.Series([0.5, 1.5]))
        assert statuses(line("1 + rate", ">= 200%"), share) == ["not_met", "met"]
        assert statuses(line("-trained", ">= -2"), frame) == ["met", "not_met"]
        assert statuses(line("4 / trained", ">= 6 / all"), frame) == ["met", "not_met"]
        assert statuses(line("max(3, trained) / 3", ">= 1"), frame) == ["met", "met"]
        assert statuses(line("all", ">= 2 + 3"), frame) == ["not_met", "not_met"]
        assert (
            statuses(line("0 * all + trained", ">= 3"), frame.with_columns(all=None))
            == ["not_assessed"] * 2
        )

    def test_small_floats_are_read_as_printed(self) -> None:
        """
        A column of 32 bits holds decimals of few digits, not what is nearest to them in 64.
        """
        frame = pl.DataFrame({"rate": [0.571, 0.57]}, schema={"rate": pl.Float32})
        assert statuses(line("rate", ">= 57.1%"), frame) == ["met", "not_met"]

    def test_decimals(self) -> None:
        """
        Columns of decimals are what they say.
        """
        frame = pl.DataFrame({"money": [Decimal("1.99"), Decimal("2.00")]})
        assert statuses(line("money", ">= 2 CNY"), frame) == ["not_met", "met"]

    def test_points_are_the_nearest_floats(self) -> None:
        """
        Points and coverage are divided once, also where the engine would rather multiply.
        """
        lines = [
            line("all", ">= 1", id=f"c{points}", points=Fraction(points, 100))
            for points in (7, 29, 801)
        ]
        judged = evaluate_frame(standard(*lines), pl.DataFrame({"all": [1, 2]}), statuses=True)
        assert judged["points"].to_list() == [8.37, 8.37]
        assert judged["points_c29"].to_list() == [0.29, 0.29]


class TestMissing:
    @pytest.mark.parametrize("engine", ENGINES)
    def test_nulls_and_zero_denominators(self, engine: str) -> None:
        """
        What is unknown is neither met nor failed, and there is no share of nothing.
        """
        frame = pl.DataFrame({"trained": [None, 0, 5, 5], "all": [5, 0, None, 5]})
        assert statuses(line("trained / all", ">= 0%"), frame, engine) == [
            *["not_assessed"] * 3,
            "met",
        ]

    @pytest.mark.parametrize("engine", ENGINES)
    def test_what_is_no_number(self, engine: str) -> None:
        """
        NaN and infinity are unknown.
        """
        frame = pl.DataFrame({"money": [math.nan, math.inf, 2.0]})
        assert statuses(line("money", ">= 0 CNY"), frame, engine) == [
            "not_assessed",
            "not_assessed",
            "met",
        ]

    @pytest.mark.parametrize("engine", ENGINES)
    def test_answers(self, engine: str) -> None:
        """
        Answers are booleans with gaps, or 0 and 1; any other number is unknown.
        """
        plan = line(conditions=[Condition.parse("has_plan")])
        frame = pl.DataFrame({"has_plan": [True, False, None]})
        assert statuses(plan, frame, engine) == ["met", "not_met", "not_assessed"]
        numbers = pl.DataFrame({"has_plan": [1, 0, None, 2]})
        assert statuses(plan, numbers, engine) == ["met", "not_met", "not_assessed", "not_assessed"]

    @pytest.mark.parametrize(
        ("threshold", "expected"),
        [
            (">= 1", ["met", "not_met"]),
            ("<= 0", ["not_met", "met"]),
            (">= 0", ["met", "met"]),
            ("> 1", ["not_met", "not_met"]),
        ],
    )
    def test_answers_against_numbers(self, threshold: str, expected: list[str]) -> None:
        """
        Yes is 1 and no is 0.
        """
        frame = pl.DataFrame({"has_plan": [True, False, None]})
        judged = statuses(line("has_plan", threshold), frame)
        assert judged == [*expected, "not_assessed"]

    def test_answers_are_numbers_in_formulas(self) -> None:
        """
        Answers can be counted and ranked.
        """
        frame = pl.DataFrame({"has_plan": [True, False], "has_roll": [True, True]})
        assert statuses(line("count(has_plan, has_roll)", ">= 2"), frame) == ["met", "not_met"]
        ranked = line("has_plan", ranks=RankScale(steps=[RankPoints(1, Fraction(1))]))
        assert statuses(ranked, frame) == ["met", "not_met"]

    @pytest.mark.parametrize("engine", ENGINES)
    def test_columns_of_nothing(self, engine: str) -> None:
        """
        A column that holds only nulls is known nowhere.
        """
        frame = pl.DataFrame({"all": [None, None], "region": [None, None]})
        assert statuses(line("all", ">= 0"), frame, engine) == ["not_assessed"] * 2
        level = line(category="region", levels=[LevelPoints("east", Fraction(1))])
        assert statuses(level, frame, engine) == ["not_assessed"] * 2

    def test_unknown_values_of_categories(self) -> None:
        """
        A text that is no value is unknown; a value without points is not met.
        """
        level = line(category="region", levels=[LevelPoints("east", Fraction(1))])
        frame = pl.DataFrame({"region": ["east", "west", "north", None]})
        expected = ["met", "not_met", "not_assessed", "not_assessed"]
        assert statuses(level, frame) == expected
        categories = frame.with_columns(pl.col("region").cast(pl.Categorical))
        assert statuses(level, categories) == expected

    @pytest.mark.parametrize(
        "criterion",
        [
            line("trained", ">= 1"),
            line("all", ">= trained"),
            line("all", evidence=["has_plan"], threshold=">= 1"),
            line("all", trend="up"),
            line("all / 0", ">= 1"),
            line("trained", bands=[Band(parse_threshold(">= 1"), Fraction(1))]),
            line("all", bands=[Band(parse_threshold(">= trained"), Fraction(1))]),
            line("trained", linear=Linear(Quantity.parse("0"), Quantity.parse("1"))),
            line(category="region", levels=[LevelPoints("east", Fraction(1))]),
            line(conditions=[Condition.parse("has_plan")]),
            line(conditions=[Condition.parse("has_plan"), Condition.parse("has_roll")]),
            line("trained", awarded=True),
            line("trained", ranks=RankScale(steps=[RankPoints(1, Fraction(1))])),
            line(
                "all",
                threshold_by=ThresholdTable(
                    category="region", cases=[ThresholdCase("east", parse_threshold(">= 1"))]
                ),
            ),
            line(),
        ],
    )
    def test_absent_columns_may_be_unknown(self, criterion: Criterion) -> None:
        """
        If the caller says so, what is not there is unknown in every row.
        """
        assert statuses(criterion, pl.DataFrame({"all": [1, 2]})) == ["not_assessed"] * 2

    def test_parts_of_what_is_absent(self) -> None:
        """
        What can be decided without an absent column is.
        """
        frame = pl.DataFrame({"has_plan": [True, False], "all": [3, 1], "region": ["east", "east"]})
        two = [Condition.parse("has_plan"), Condition.parse("has_roll")]
        assert statuses(line(conditions=two), frame) == ["not_assessed", "not_met"]
        assert statuses(line(conditions=two, at_least=1), frame) == ["met", "not_assessed"]
        bands = [
            Band(parse_threshold(">= 3"), Fraction(2)),
            Band(parse_threshold(">= trained"), Fraction(1)),
        ]
        assert statuses(line("all", bands=bands), frame) == ["met", "not_assessed"]
        cases = [ThresholdCase("west", parse_threshold(">= 1"))]
        by_region = ThresholdTable(category="region", cases=cases)
        assert statuses(line("all", threshold_by=by_region), frame) == ["not_assessed"] * 2
        none = ThresholdTable(
            category="region", cases=[ThresholdCase("east", parse_threshold(">= trained"))]
        )
        assert statuses(line("all", threshold_by=none), frame) == ["not_assessed"] * 2


class TestTotals:
    def test_grades_need_criteria_that_are_never_assessed(self) -> None:
        """
        A grade or a veto that asks for what is never known is not reached.
        """
        frame = pl.DataFrame({"all": [1]})
        grade = Grade(id="good", name="优", threshold=Threshold.parse(">= 0%"), met=["words"])
        asked = standard(line("all", ">= 1"), Criterion(id="words", name="话"), grades=[grade])
        assert evaluate_frame(asked, frame)["grade"].to_list() == [None]
        barred = standard(
            line("all", ">= 1"),
            Criterion(id="veto", name="否决", role="veto"),
            grades=[attrs.evolve(grade, met=())],
        )
        judged = evaluate_frame(barred, frame.with_columns(p=1), parent="p")
        assert judged.select("grade", "rank").rows() == [(None, None)]

    def test_grades_by_points(self) -> None:
        """
        A grade may ask for points, exact to the hundredth.
        """
        grade = Grade(id="good", name="优", threshold=Threshold.parse(">= 0.29"))
        asked = standard(line("all", ">= 1", points=Fraction("0.29")), grades=[grade])
        judged = evaluate_frame(asked, pl.DataFrame({"all": [1, 0]}))
        assert judged["grade"].to_list() == ["good", None]

    def test_nothing_to_judge(self) -> None:
        """
        A standard without criteria gives no points, of none.
        """
        judged = evaluate_frame(standard(), pl.DataFrame({"x": [1]}))
        assert judged.rows() == [(1, 0.0, 0.0, 0.0, None)]

    @pytest.mark.parametrize("engine", RANKING)
    def test_rank_within_the_parent(self, engine: str) -> None:
        """
        Equal shares share the better place, and those without a parent are beside each other.
        """
        frame = pl.DataFrame(
            {
                "all": [10, 10, 10, 10, 0, 10],
                "trained": [5, 10, 10, 0, 0, 5],
                "p": ["a", "a", "a", None, "a", None],
            }
        )
        share = line("trained / all", linear=Linear(Quantity.parse("0%"), Quantity.parse("100%")))
        judged = read(evaluate_frame(standard(share), made(engine, frame), parent="p"))
        found = sorted((str(row["p"]), row["trained"], row["all"], row["rank"]) for row in judged)
        assert found == [
            ("None", 0, 10, 2),
            ("None", 5, 10, 1),
            ("a", 0, 0, None),
            ("a", 5, 10, 3),
            ("a", 10, 10, 1),
            ("a", 10, 10, 1),
        ] or found == sorted(found)


class TestFrames:
    @pytest.mark.parametrize("engine", ENGINES)
    def test_the_same_kind_comes_back(self, engine: str) -> None:
        """
        The frame comes back as it was, with the results beside it.
        """
        frame = made(engine, pl.DataFrame({"x": ["a"], "all": [1]}))
        judged = evaluate_frame(standard(line("all", ">= 1")), frame, statuses=True)
        assert type(judged) is type(frame)
        (row,) = read(judged)
        assert row == {
            "x": "a",
            "all": 1,
            "points": 1.0,
            "of": 1.0,
            "coverage": 1.0,
            "grade": None,
            "status_c": "met",
            "points_c": 1.0,
        }

    def test_lazy_frames_are_not_computed(self) -> None:
        """
        Nothing of a lazy frame is read before it is asked for.
        """

        def refuse(frame: Native) -> Native:
            raise AssertionError(frame)

        frame = pl.LazyFrame({"all": [1]}).map_batches(refuse, schema={"all": pl.Int64})
        assert evaluate_frame(standard(line("all", ">= 1")), frame).collect_schema().names() == [
            "all",
            "points",
            "of",
            "coverage",
            "grade",
        ]

    def test_pandas_keeps_its_index_and_columns(self) -> None:
        """
        A frame of pandas keeps its index, even one with repetitions, and columns of objects.
        """
        pd = pytest.importorskip("pandas")
        frame = pd.DataFrame(
            {"has_plan": [True, None, False], "p": ["a", "a", "a"]}, index=[7, 7, 3]
        )
        judged = evaluate_frame(standard(line("has_plan", ">= 1")), frame, parent="p")
        assert list(judged.index) == [7, 7, 3]
        assert judged["has_plan"].dtype == object
        assert judged["rank"].dtype == "Int64"
        assert [row["rank"] for row in read(judged)] == [1, None, 2]

    def test_pandas_objects(self) -> None:
        """
        Decimals and mixed columns of Python objects are numbers; texts are not.
        """
        pd = pytest.importorskip("pandas")
        answers = pd.DataFrame({"has_plan": pd.Series([True, pd.NA, False], dtype=object)})
        judged = evaluate_frame(standard(line("has_plan", ">= 1")), answers)
        assert [row["of"] for row in read(judged)] == [1.0, 0.0, 1.0]
        frame = pd.DataFrame({"money": pd.Series([Decimal("1.99"), None, 2], dtype=object)})
        asked = standard(line("money", ">= 1.99 CNY"))
        assert [row["points"] for row in read(evaluate_frame(asked, frame))] == [1.0, 0.0, 1.0]
        texts = pd.DataFrame({"money": pd.Series([Decimal(1), "two"], dtype=object)})
        assert problems(lambda: evaluate_frame(asked, texts))[0][0] is ColumnKindError

    def test_a_stream_of_rows(self, tmp_path: Path) -> None:
        """
        A Parquet file is judged as a stream, into another file.
        """
        pl.DataFrame({"all": range(1000)}).write_parquet(tmp_path / "in.parquet")
        judged = evaluate_frame(
            standard(line("all", ">= 500")), pl.scan_parquet(tmp_path / "in.parquet")
        )
        judged.sink_parquet(tmp_path / "out.parquet")
        assert pl.read_parquet(tmp_path / "out.parquet")["points"].sum() == 500

    @pytest.mark.parametrize("engine", RANKING)
    def test_many_criteria(self, engine: str) -> None:
        """
        Hundreds of criteria do not nest too deeply for any engine.
        """
        lines = [line("all", f">= {number}", id=f"c{number}") for number in range(400)]
        frame = made(engine, pl.DataFrame({"all": [100]}))
        (row,) = read(evaluate_frame(standard(*lines), frame))
        assert (row["points"], row["of"]) == (101.0, 400.0)

    def test_columns_with_our_names(self) -> None:
        """
        Columns of the caller never meet those in between.
        """
        frame = pl.DataFrame({"all": [1], "_ce1": [9], "_CE_in_0": [8], "money": [2.0]}).lazy()
        judged = evaluate_frame(standard(line("money / all", ">= 2 CNY/person")), frame).collect()
        assert judged.select("_ce1", "_CE_in_0", "points").rows() == [(9, 8, 1.0)]


class TestPrevious:
    ASKED = standard(line("trained / all", trend="up"), line("has_plan", trend="up", id="d"))

    @pytest.mark.parametrize("engine", ENGINES)
    def test_another_frame(self, engine: str) -> None:
        """
        The period before is found by the key, in the order and with the rows of this one.
        """
        now = pl.DataFrame(
            {
                "id": ["c", "a", None, "b"],
                "trained": [5, 5, 5, 5],
                "all": [10, 10, 10, 10],
                "has_plan": [True, True, True, None],
            }
        )
        before = pl.DataFrame(
            {
                "id": ["a", "b", "x", None],
                "trained": [4, None, 1, 1],
                "all": [10, 10, 1, 1],
                "has_plan": [False, False, True, False],
            }
        )
        judged = evaluate_frame(
            self.ASKED,
            made(engine, now),
            previous=made(engine, before),
            key="id",
            statuses=True,
        )
        rows = read(judged)
        assert {row["id"]: (row["status_c"], row["status_d"]) for row in rows} == {
            "a": ("met", "met"),
            "b": ("not_assessed", "not_assessed"),
            "c": ("not_assessed", "not_assessed"),
            None: ("not_assessed", "not_assessed"),
        }
        if engine not in {"polars lazy", "duckdb", "dask"}:
            assert [row["id"] for row in rows] == ["c", "a", None, "b"]

    def test_twice_in_the_period_before(self) -> None:
        """
        A body that stands twice is refused where one can look, and else unknown.
        """
        one = standard(line("all", trend="up"))
        now = pl.DataFrame({"id": ["a", "b"], "all": [2, 2]})
        before = pl.DataFrame({"id": ["a", "a", "b"], "all": [1, 1, 1]})
        assert problems(lambda: evaluate_frame(one, now, previous=before, key="id")) == [
            (
                DuplicateKeyError,
                "in the frame of the period before, a stands more than once in 'id'",
            )
        ]
        judged = evaluate_frame(one, now.lazy(), previous=before.lazy(), key="id").collect()
        assert judged.sort("id")["of"].to_list() == [0.0, 1.0]

    def test_no_key(self) -> None:
        """
        The frame before and the key go together.
        """
        frame = pl.DataFrame({"all": [1]})
        with pytest.raises(TypeError, match="'previous' and 'key' go together"):
            evaluate_frame(standard(), frame, previous=frame)
        with pytest.raises(TypeError, match="'previous' and 'key' go together"):
            evaluate_frame(standard(), frame, key="id")

    def test_another_library(self) -> None:
        """
        Both periods must be frames of one library.
        """
        frame = pl.DataFrame({"id": [1], "all": [1]})
        with pytest.raises(FrameKindError, match="both periods must be frames of one library"):
            evaluate_frame(
                standard(line("all", trend="up")), frame, previous=frame.to_arrow(), key="id"
            )

    def test_problems_of_both_frames(self) -> None:
        """
        What is wrong with either frame is told at once.
        """
        asked = standard(line("all - prev.trained", ">= 1"))
        frame = pl.DataFrame({"al": [1]})
        found = problems(
            lambda: evaluate_frame(asked, frame, previous=pl.DataFrame({"x": [1]}), key="id")
        )
        assert [text for _, text in found] == [
            "there is no column 'all'; did you mean 'al'?",
            "there is no column 'id'; define it, or correct the name",
            "there is no column 'id'; define it, or correct the name",
            "there is no column 'trained'; define it, or correct the name",
        ]


class TestRefusals:
    def test_every_column_that_is_not_there(self) -> None:
        """
        All missing columns are named at once, with the nearest there is.
        """
        asked = standard(
            line("trained / all", trend="up"),
            line(category="region", levels=[LevelPoints("east", Fraction(1))], id="d"),
        )
        frame = pl.DataFrame({"traind": [1], "all": [1]})
        found = problems(lambda: evaluate_frame(asked, frame, parent="street"))
        assert found == [
            (UnknownReferenceError, "there is no column 'street'; define it, or correct the name"),
            (UnknownReferenceError, "there is no column 'trained'; did you mean 'traind'?"),
            (UnknownReferenceError, "there is no column 'region'; define it, or correct the name"),
            (UnknownReferenceError, "there is no column 'prev_trained'; did you mean 'traind'?"),
            (
                UnknownReferenceError,
                "there is no column 'prev_all'; define it, or correct the name",
            ),
        ]

    def test_columns_of_other_kinds(self) -> None:
        """
        Columns that cannot be what their indicator is are all named.
        """
        asked = standard(
            line("all", ">= 1"),
            line("trained", ">= 1", id="d"),
            line("has_plan", ">= 1", id="e"),
            line(category="region", levels=[LevelPoints("east", Fraction(1))], id="f"),
        )
        frame = pl.DataFrame({"all": ["1"], "trained": [True], "has_plan": ["是"], "region": [1.5]})
        assert [text for _, text in problems(lambda: evaluate_frame(asked, frame))] == [
            "the column 'all' holds String; make it a column of numbers",
            "the column 'trained' holds Boolean; make it a column of numbers",
            "the column 'has_plan' holds String; make it a column of booleans, or of 0 and 1",
            "the column 'region' holds Float64; make it a column of texts",
        ]

    def test_results_that_are_there_already(self) -> None:
        """
        No column of the caller is overwritten, not even one with capitals.
        """
        frame = pl.DataFrame({"Points": [1], "rank": [1], "grade": ["x"], "p": [1]})
        assert problems(lambda: evaluate_frame(standard(), frame, parent="p")) == [
            (
                TakenColumnError,
                f"the frame already has a column '{name}', which is the name of a result; rename or drop it",
            )
            for name in ("Points", "grade", "rank")
        ]

    def test_criteria_that_meet_in_a_column(self) -> None:
        """
        Two criteria cannot share a column.
        """
        asked = standard(line("all", ">= 1", id="a-b"), line("all", ">= 1", id="a.b"))
        frame = pl.DataFrame({"all": [1]})
        assert problems(lambda: evaluate_frame(asked, frame, statuses=True)) == [
            (
                SameColumnError,
                "the criteria 'a-b' and 'a.b' would both be told in 'status_a_b'; rename one",
            )
        ]
        assert evaluate_frame(asked, frame)["points"].to_list() == [2.0]

    def test_what_is_no_frame(self) -> None:
        """
        Other values are refused by their type.
        """
        with pytest.raises(FrameKindError, match="list: this is no frame"):
            evaluate_frame(standard(), [1])

    def test_dask_has_no_ranks(self) -> None:
        """
        Dask is refused where rows must be ranked, before anything is computed.
        """
        frame = made("dask", pl.DataFrame({"all": [1], "p": [1]}))
        ranked = line("all", ranks=RankScale(steps=[RankPoints(1, Fraction(1))]))
        with pytest.raises(FrameKindError, match="it cannot rank rows"):
            evaluate_frame(standard(), frame, parent="p")
        with pytest.raises(FrameKindError, match="it cannot rank rows"):
            evaluate_frame(standard(ranked), frame)

    @pytest.mark.parametrize("missing", ["narwhals", "narwhals.stable.v2", "numpy"])
    def test_without_narwhals(self, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
        """
        Without the extra, or with one too old, the command to install it is told; what else is
        missing stays as it is.
        """
        engine = "community_edu.evaluation.frames.engine"
        for name in [name for name in sys.modules if name.startswith(engine)]:
            monkeypatch.delitem(sys.modules, name)
        before = builtins.__import__

        def absent(name: str, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as __import__
            if name == "narwhals.stable.v2":
                raise ModuleNotFoundError(name, name=missing)
            return before(name, *args, **kwargs)

        monkeypatch.setattr(builtins, "__import__", absent)
        with pytest.raises(ModuleNotFoundError if missing == "numpy" else MissingExtraError):
            evaluate_frame(standard(), pl.DataFrame({"all": [1]}))
