"""
Roll-ups: bodies above are judged by sums of the same bodies, and shares of bodies by counts.
"""

import builtins
import sys
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

pytest.importorskip("narwhals")
pl = pytest.importorskip("polars")

from frame_samples import ENGINES, NEEDS, Native, read  # noqa: E402 - as above

from community_edu.base import MissingExtraError, ProblemsError  # noqa: E402
from community_edu.evaluation import Band, Criterion, LevelPoints, Linear, Standard  # noqa: E402
from community_edu.evaluation.frames import (  # noqa: E402
    FrameKindError,
    NotSummableError,
    TakenColumnError,
    roll_up,
    share_of,
)
from community_edu.evaluation.standards import Category, CategoryValue, RankPoints, RankScale  # noqa: E402
from community_edu.measures import (  # noqa: E402
    YES_NO,
    Condition,
    Indicator,
    Measure,
    Quantity,
    Unit,
    parse_threshold,
)

pytestmark = pytest.mark.filterwarnings("ignore:Dask support is moving:FutureWarning")

PERSON = Unit.parse("person")
CNY = Unit.parse("CNY")


def line(id: str, measure: str | None, threshold: str | None = None, **fields: Any) -> Criterion:  # noqa: ANN401
    parsed = None if measure is None else Measure.parse(measure)
    bound = None if threshold is None else parse_threshold(threshold)
    return Criterion(id=id, name=id, measure=parsed, threshold=bound, **fields)


def standard(*criteria: Criterion) -> Standard:
    return Standard(
        id="s",
        name="标准",
        indicators=[
            Indicator(id="all", name="从业人员", unit=PERSON),
            Indicator(id="trained", name="受训人员", unit=PERSON),
            Indicator(id="money", name="经费", unit=CNY),
            Indicator(id="rate", name="满意率"),
            Indicator(id="per_head", name="人均经费", unit=CNY / PERSON),
            Indicator(id="has_plan", name="有计划", unit=YES_NO),
            Indicator(id="share", name="培训率", measure=Measure.parse("trained / all")),
        ],
        categories=[Category(id="region", name="地区", values=[CategoryValue("east", "东")])],
        criteria=criteria,
    )


TRAINING = line("training-rate", "share", ">= 50%")


def made(engine: str, frame: Native) -> Native:
    pytest.importorskip(NEEDS.get(engine.partition(" ")[0], "polars"))
    return ENGINES[engine](frame)


def problems(call: Callable[[], object]) -> list[tuple[type[Exception], str]]:
    with pytest.raises(ProblemsError) as caught:
        call()
    return [(type(problem), str(problem)) for problem in caught.value.problems]


class TestRollUp:
    @pytest.mark.parametrize("engine", ENGINES)
    def test_sums_and_not_means(self, engine: str) -> None:
        """
        A share above is a sum over a sum, of the bodies that told both; the others are counted.
        """
        frame = pl.DataFrame(
            {
                "p": ["a", "a", "a", "b", "b", None, "c"],
                "all": [900, 100, 50, 10, 10, 1, 0],
                "trained": [400, 90, None, 5, 5, 1, 0],
            }
        )
        rows = read(roll_up(standard(TRAINING), made(engine, frame), by="p"), "p")
        assert [tuple(row.values()) for row in rows] == [
            ("a", 3, 0.49, "not_met", 2, 1),
            ("b", 2, 0.5, "met", 2, 0),
            ("c", 1, None, "not_assessed", 1, 0),
        ]
        assert list(rows[0]) == [
            "p",
            "bodies",
            "value_training_rate",
            "status_training_rate",
            "entered_training_rate",
            "left_out_training_rate",
        ]

    @pytest.mark.parametrize("engine", ENGINES)
    def test_growth(self, engine: str) -> None:
        """
        Growth is of the bodies that are known in both periods, and exact at its target.
        """
        frame = pl.DataFrame(
            {
                "p": ["a", "a", "a"],
                "trained": [60, 43, 99],
                "all": [500, 500, 99],
                "prev_trained": [40, 33, None],
                "prev_all": [500, 500, 99],
            }
        )
        growth = line("growth", "share(t) - share(prev)", ">= 3pp")
        trend = line("trend", "share", trend="down")
        (row,) = read(roll_up(standard(growth, trend), made(engine, frame), by="p"))
        assert (row["status_growth"], row["entered_growth"]) == ("met", 2)
        assert (row["status_trend"], row["left_out_trend"]) == ("not_met", 1)

    def test_every_formula_scale(self) -> None:
        """
        Bands, linear shares and targets that are formulas are judged over sums too.
        """
        steps = [
            Band(parse_threshold(">= max(3, all * 2)"), Fraction(2)),
            Band(parse_threshold(">= 1"), Fraction(1)),
        ]
        asked = standard(
            line("bands", "trained", bands=steps),
            line("linear", "trained", linear=Linear(Quantity.parse("0"), Quantity.parse("4"))),
            line("target", "money", ">= 0.3 CNY"),
            line("spent", "money / all", "<= 0.15 CNY/person"),
        )
        frame = pl.DataFrame(
            {"p": ["a"] * 2, "trained": [1, 1], "all": [1, 1], "money": [0.1, 0.2]}
        )
        (row,) = roll_up(asked, frame, by="p").to_dicts()
        assert {name: value for name, value in row.items() if name.startswith("status")} == {
            "status_bands": "partly",
            "status_linear": "partly",
            "status_target": "met",
            "status_spent": "met",
        }

    def test_plain_sums(self) -> None:
        """
        Indicators can be added up besides; the sum of nothing is unknown.
        """
        frame = pl.DataFrame({"p": ["a", "a", "b"], "money": [1.5, None, None], "all": [1, 2, 3]})
        judged = roll_up(standard(), frame, by="p", sums=["money", "all"]).sort("p")
        assert judged.rows() == [("a", 2, 1.5, 1, 3.0, 2), ("b", 1, None, 0, 3.0, 1)]
        assert judged.columns[2:] == ["sum_money", "known_money", "sum_all", "known_all"]

    def test_what_belongs_to_one_body(self) -> None:
        """
        Answers, levels, conditions, awards, places and words are left out, unless asked for.
        """
        asked = standard(
            TRAINING,
            line("answer", "has_plan", ">= 1"),
            line("level", None, category="region", levels=[LevelPoints("east", Fraction(1))]),
            line("conditions", None, conditions=[Condition.parse("has_plan")]),
            line("awarded", "all", awarded=True),
            line("places", "all", ranks=RankScale(steps=[RankPoints(1, Fraction(1))])),
            line("words", None),
        )
        frame = pl.DataFrame({"p": ["a"], "all": [1], "trained": [1], "rate": [0.5]})
        assert len(roll_up(asked, frame, by="p").columns) == 6
        names = [criterion.id for criterion in asked.criteria[1:]]
        assert problems(lambda: roll_up(asked, frame, by="p", criteria=names)) == [
            (
                NotSummableError,
                f"'{name}' cannot be rolled up: it is decided in a way that belongs to one body",
            )
            for name in names
        ]
        assert roll_up(asked, frame, by="p", criteria=["training-rate"]).shape == (1, 6)

    def test_shares_are_not_added_up(self) -> None:
        """
        Shares, answers, amounts a head and derived indicators are refused, all at once.
        """
        asked = standard(
            line("satisfaction", "rate", ">= 70%"),
            line("funds", "per_head", ">= 2 CNY/person"),
            line("answers", "count(has_plan)", ">= 1", evidence=["has_plan"]),
        )
        frame = pl.DataFrame({"p": ["a"], "rate": [0.5], "per_head": [2.0], "has_plan": [True]})
        found = problems(lambda: roll_up(asked, frame, by="p", sums=["rate", "share", "al"]))
        assert [text.partition(" says ")[0] for _, text in found] == [
            "'satisfaction' cannot be rolled up: 'rate' (in 1)",
            "'funds' cannot be rolled up: 'per_head' (in CNY/person)",
            "'answers' cannot be rolled up: 'has_plan' (in yes_no)",
            "there is no indicator 'al'; did you mean 'all'?",
            "'rate' cannot be rolled up: 'rate' (in 1)",
            "'share' cannot be rolled up: 'share' (in 1)",
        ]

    def test_documents_belong_to_bodies(self) -> None:
        """
        Documents that a criterion asks of each body are not asked of the body above.
        """
        asked = standard(line("rate", "trained / all", ">= 50%", evidence=["has_plan"]))
        frame = pl.DataFrame({"p": ["a"], "all": [2], "trained": [1]})
        assert roll_up(asked, frame, by="p")["status_rate"].to_list() == ["met"]

    def test_columns(self) -> None:
        """
        Columns and criteria that are not there are told at once.
        """
        frame = pl.DataFrame({"bodies": ["a"], "all": [1]})
        found = problems(
            lambda: roll_up(standard(TRAINING), frame, by="street", criteria=["training-rat"])
        )
        assert [text for _, text in found] == [
            "there is no column 'street'; define it, or correct the name",
            "there is no criterion 'training-rat'; did you mean 'training-rate'?",
        ]
        found = problems(lambda: roll_up(standard(TRAINING), frame, by="bodies"))
        assert found[0][0] is TakenColumnError
        assert found[1][1].startswith("there is no column 'trained'")


class TestShareOf:
    @pytest.mark.parametrize("engine", ENGINES)
    def test_shares_and_directions(self, engine: str) -> None:
        """
        Bodies are counted, and a share rises, stays or falls by whole numbers.
        """
        now = pl.DataFrame(
            {
                "p": ["a"] * 3 + ["b"] * 4 + ["c"] * 2 + ["d", None],
                "grade": [
                    "good",
                    "good",
                    None,
                    "good",
                    "good",
                    "fair",
                    None,
                    None,
                    "good",
                    "good",
                    "good",
                ],
            }
        )
        before = pl.DataFrame(
            {"p": ["a", "a", "b", "b", "c"], "grade": ["good", None, "good", "fair", "good"]}
        )
        shares = share_of(
            made(engine, now), by="p", where={"grade": "good"}, previous=made(engine, before)
        )
        rows = [tuple(row.values()) for row in read(shares, "p")]
        assert [row[:3] for row in rows] == [("a", 3, 2), ("b", 4, 2), ("c", 2, 1), ("d", 1, 1)]
        assert [row[4:] for row in rows] == [
            (0.5, pytest.approx(100 / 6), "rising"),
            (0.5, 0.0, "level"),
            (1.0, -50.0, "falling"),
            (None, None, None),
        ]

    def test_several_values_and_columns(self) -> None:
        """
        Several values may count, and all columns must hold.
        """
        frame = pl.DataFrame(
            {
                "p": ["a"] * 3,
                "grade": ["good", "fair", "poor"],
                "status_c": ["met", "not_met", "met"],
            }
        )
        where = {"grade": ("good", "fair"), "status_c": "met"}
        assert share_of(frame, by="p", where=where).rows() == [("a", 3, 1, 1 / 3)]

    def test_refusals(self) -> None:
        """
        Columns that are not there, names of results, and frames of two libraries are refused.
        """
        frame = pl.DataFrame({"share": ["a"], "grade": ["good"]})
        assert [
            text
            for _, text in problems(
                lambda: share_of(frame, by="p", where={"grad": "good"}, previous=frame)
            )
        ] == [
            "there is no column 'p'; define it, or correct the name",
            "there is no column 'grad'; did you mean 'grade'?",
        ] * 2
        found = problems(lambda: share_of(frame, by="share", where={"grade": "good"}))
        assert [kind for kind, _ in found] == [TakenColumnError]
        with pytest.raises(FrameKindError, match="frames of one library"):
            share_of(frame, by="share", where={"grade": "good"}, previous=frame.to_arrow())


@pytest.mark.parametrize("missing", ["narwhals", "numpy"])
def test_without_narwhals(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    """
    Without the extra the command to install it is told; other errors stay as they are.
    """
    monkeypatch.delitem(
        sys.modules, "community_edu.evaluation.frames.engine.rolling", raising=False
    )
    engine = sys.modules["community_edu.evaluation.frames.engine"]
    monkeypatch.delattr(engine, "rolling", raising=False)
    before = builtins.__import__

    def absent(name: str, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as __import__
        if name == "narwhals.stable.v2":
            raise ModuleNotFoundError(name, name=missing)
        return before(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", absent)
    kind = MissingExtraError if missing == "narwhals" else ModuleNotFoundError
    frame = pl.DataFrame({"p": ["a"]})
    with pytest.raises(kind):
        roll_up(standard(), frame, by="p")
    with pytest.raises(kind):
        share_of(frame, by="p", where={})
