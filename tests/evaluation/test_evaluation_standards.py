"""
Standards: whole, or refused with every problem at its place.
"""

from fractions import Fraction
from typing import Any

import attrs
import pytest

from community_edu.base import (
    InvalidIdentifierError,
    Path,
    ProblemsError,
    References,
    Text,
)
from community_edu.evaluation import (
    INDICATOR,
    Band,
    Category,
    CategoryValue,
    Criterion,
    LevelPoints,
    Linear,
    Quote,
    RankPoints,
    RankScale,
    Standard,
    check_measures,
    criterion_id,
    standard_id,
)
from community_edu.measures import (
    Condition,
    Indicator,
    IndicatorNameError,
    Measure,
    Threshold,
    Trend,
    Unit,
    UnitMismatchError,
    parse_threshold,
)

PERSON = Unit.parse("person")
CNY = Unit.parse("CNY")
INDICATORS = (
    Indicator(id="trained", name="受训人员", unit=PERSON),
    Indicator(id="employees", name="从业人员", unit=PERSON),
    Indicator(id="money", name="经费", unit=CNY),
)


def criterion(
    measure: str,
    threshold: str | None = None,
    *,
    name: str = "line",
    trend: Trend | None = None,
    lever: str | None = None,
) -> Criterion:
    """
    Return a criterion of which nothing matters but what it asks.
    """
    return Criterion(
        id=name,
        name=name,
        measure=Measure.parse(measure),
        threshold=None if threshold is None else Threshold.parse(threshold),
        trend=trend,
        lever=lever,
    )


def problems(*criteria: Criterion) -> list[tuple[Path, str]]:
    """
    Return place and sentence of each problem of a standard with *criteria*.
    """
    try:
        Standard(id="s", name="标准", indicators=INDICATORS, criteria=criteria)
    except ProblemsError as error:
        return [(getattr(problem, "path"), str(problem)) for problem in error.problems]  # noqa: B009
    return []


class TestCriterion:
    @pytest.mark.parametrize(
        ("measure", "threshold", "trend", "measurable"),
        [
            ("trained", ">= 1", None, True),
            ("trained", None, "up", True),
            ("trained", ">= 1", "up", True),
            ("trained", None, None, False),
            (None, ">= 1", None, False),
            (None, None, "up", False),
        ],
    )
    def test_measurable(
        self, measure: str | None, threshold: str | None, trend: Trend | None, *, measurable: bool
    ) -> None:
        """
        Evidence can decide a criterion that has a measure, and a threshold or a trend.
        """
        line = Criterion(
            id="line",
            name="一条",
            measure=Measure.parse(measure) if measure else None,
            threshold=Threshold.parse(threshold) if threshold else None,
            trend=trend,
        )
        assert line.measurable is measurable

    def test_counts_once(self) -> None:
        """
        A criterion is a duty worth one point unless said otherwise.
        """
        line = Criterion(id="line", name="一条")
        assert (line.points, line.hardness, line.lever) == (Fraction(1), "hard", None)
        assert line.name == Text("一条")

    def test_bad_names(self) -> None:
        """
        Its id is an identifier and its lever the name of an indicator.
        """
        assert criterion_id("training-rate") == "training-rate"
        with pytest.raises(InvalidIdentifierError, match="培训率 is not an identifier"):
            Criterion(id="培训率", name="培训率")
        with pytest.raises(IndicatorNameError, match="'no-word' cannot name an indicator"):
            Criterion(id="line", name="一条", lever="no-word")


class TestStandard:
    def test_whole(self) -> None:
        """
        A standard whose criteria name its own indicators in fitting units is fine.
        """
        standard = Standard(
            id="training",
            name="培训",
            indicators=iter(INDICATORS),
            criteria=[
                criterion("trained / employees", ">= 50%", name="rate", lever="employees"),
                criterion("money / employees", ">= 2 CNY/person", name="money"),
                criterion("trained", ">= 100", name="heads", trend="up"),
            ],
        )
        assert standard.units == {"trained": PERSON, "employees": PERSON, "money": CNY}
        assert [*standard.by_id] == ["rate", "money", "heads"]
        assert standard.by_id["rate"].measurable

    def test_empty(self) -> None:
        """
        A standard may ask for nothing.
        """
        assert Standard(id=standard_id("s"), name="空").by_id == {}
        with pytest.raises(InvalidIdentifierError, match="标准 is not an identifier"):
            Standard(id="标准", name="标准")

    def test_everything_wrong_at_once(self) -> None:
        """
        Identifiers used twice, unknown indicators and unlike units are all told at their places.
        """
        with pytest.raises(ProblemsError, match="the standard does not hold together") as caught:
            Standard(
                id="s",
                name="标准",
                indicators=[*INDICATORS, INDICATORS[0]],
                criteria=[
                    criterion("traind / employes", ">= 50%"),
                    criterion("money + employees", ">= 5", lever="cash"),
                    criterion("trained", ">= 2 CNY", name="other"),
                ],
            )
        assert str(caught.value).splitlines()[1:] == [
            "- the id 'trained' is already used at indicators[0].id; give each its own",
            "- the id 'line' is already used at criteria[0].id; give each its own",
            "- there is no indicator 'traind' (column 1 of the formula); did you mean 'trained'?",
            "- there is no indicator 'employes' (column 10 of the formula); did you mean 'employees'?",
            "- CNY and person cannot be added or compared; state both in one unit",
            "- CNY and person cannot be added or compared; state both in one unit",
            "- there is no indicator 'cash'; define it, or correct the name",
        ]
        assert "没有指标“traind”（算式第 1 个字符），是否应为“trained”？" in caught.value.sentence(
            "zh-CN"
        )

    @pytest.mark.parametrize(
        ("line", "path", "sentence"),
        [
            (
                criterion("traind / prev.traind", ">= 1"),
                ("criteria", 1, "measure"),
                "there is no indicator 'traind' (column 1 of the formula); did you mean 'trained'?",
            ),
            (
                criterion("trained", ">= 1", lever="emploees"),
                ("criteria", 1, "lever"),
                "there is no indicator 'emploees'; did you mean 'employees'?",
            ),
            (
                criterion("trained / money", ">= 2 person"),
                ("criteria", 1, "measure"),
                "person and person/CNY cannot be added or compared; state both in one unit",
            ),
            (
                criterion("trained - money", trend="up"),
                ("criteria", 1, "measure"),
                "person and CNY cannot be added or compared; state both in one unit",
            ),
            (
                criterion("trained - money"),
                ("criteria", 1, "measure"),
                "person and CNY cannot be added or compared; state both in one unit",
            ),
        ],
        ids=["unknown, told once", "lever", "threshold", "with a trend", "with nothing"],
    )
    def test_each_at_its_place(self, line: Criterion, path: Path, sentence: str) -> None:
        """
        Whatever is wrong with a criterion is told once, at the field that is wrong.
        """
        assert problems(criterion("trained", ">= 1", name="fine"), line) == [(path, sentence)]

    def test_measure_of_many(self) -> None:
        """
        What is wrong with a measure is told once, and its bands only of what is theirs.
        """
        bands = [
            Band(parse_threshold(">= 2 CNY"), points=Fraction(3)),
            Band(parse_threshold(">= residnts / 10"), points=Fraction(2)),
            Band(parse_threshold(">= 1"), points=Fraction(1)),
        ]
        line = Criterion(
            id="line",
            name="一条",
            measure=Measure.parse("learners / employees"),
            bands=bands,
            points=Fraction(3),
        )
        assert problems(line) == [
            (
                ("criteria", 0, "measure"),
                "there is no indicator 'learners' (column 1 of the formula); define it, or correct the name",
            ),
            (
                ("criteria", 0, "bands", 1),
                "there is no indicator 'residnts' (column 1 of the formula); define it, or correct the name",
            ),
        ]
        mixed = attrs.evolve(line, measure=Measure.parse("trained - money"), bands=bands[::2])
        assert [path for path, _ in problems(mixed)] == [("criteria", 0, "measure")]

    def test_words_only(self) -> None:
        """
        A criterion of words alone names no indicator, and so no unknown one.
        """
        assert (
            problems(Criterion(id="words", name="提高素质", threshold=Threshold.parse(">= 1")))
            == []
        )


class TestCheckMeasures:
    def test_notes_without_raising(self) -> None:
        """
        Problems are left with the check, for whoever collects more of them.
        """
        check = References()
        measures: dict[Path, tuple[Measure, Threshold | None]] = {
            ("targets", 0): (Measure.parse("a / trained"), None),
            ("targets", 1): (Measure.parse("trained / money"), Threshold.parse(">= 3 person")),
            ("targets", 2): (Measure.parse("trained"), Threshold.parse(">= 3")),
        }
        check_measures(INDICATORS, measures, check)
        unknown, mismatch = check.problems
        assert unknown.facts()["path"] == ("targets", 0)
        assert isinstance(mismatch, UnitMismatchError)
        assert (mismatch.path, mismatch.left) == (("targets", 1), "person")

    def test_what_an_indicator_is_called(self) -> None:
        """
        The word for an indicator is the same in every message.
        """
        assert INDICATOR == ("indicator", "指标")


RATE = Measure.parse("trained / employees")
REGION = Category(id="region", name="地区", values=[CategoryValue("east", "东部")])
HALF = Threshold.parse(">= 50%")


class TestScales:
    @pytest.mark.parametrize(
        ("keys", "sentence"),
        [
            (
                {"measure": RATE, "threshold": HALF, "awarded": True},
                "it has several scales: threshold, awarded; keep one",
            ),
            ({"awarded": True}, "'awarded' needs a measure"),
            ({"category": "region"}, "'category' and 'levels' go together"),
            (
                {"measure": Measure.parse("prev.trained"), "trend": "up"},
                "its measure cannot name 'prev.'",
            ),
            ({"at_least": 1}, "'at_least' needs conditions"),
            (
                {"conditions": [Condition.parse("trained >= 1")], "at_least": 2},
                "'at_least' must lie between 1 and 1",
            ),
            (
                {"measure": RATE, "linear": Linear(HALF.quantity, HALF.quantity)},
                "both ends of 'linear' are the same",
            ),
            (
                {
                    "measure": RATE,
                    "ranks": RankScale(
                        steps=[RankPoints(3, Fraction(2)), RankPoints(3, Fraction(1))]
                    ),
                },
                "the places of 'ranks' must rise",
            ),
            (
                {
                    "measure": RATE,
                    "bands": [Band(HALF, Fraction(1)), Band(HALF, Fraction(2))],
                    "points": 2,
                },
                "the points of 'bands' must fall, from 2",
            ),
            ({"points": Fraction(1, 3)}, "1/3 cannot be points"),
            ({"points": -1}, "-1 cannot be points"),
            ({"evidence": ["trained"]}, "yes_no and person cannot be added or compared"),
            (
                {
                    "category": "region",
                    "levels": [LevelPoints("east", Fraction(1)), LevelPoints("east", Fraction(0))],
                },
                "the id 'east' is already used at criteria[0].levels[0].of",
            ),
            ({"group": "no-such-group"}, "there is no group of criteria 'no-such-group'"),
        ],
    )
    def test_each_mistake(self, keys: dict[str, Any], sentence: str) -> None:
        """
        Each thing that a criterion cannot be is told as itself.
        """
        with pytest.raises(ProblemsError) as caught:
            Standard(
                id="s",
                name="标准",
                indicators=INDICATORS,
                categories=[REGION],
                criteria=[Criterion(id="line", name="一条", **keys)],
            )
        assert sentence in str(caught.value)
        assert len(caught.value.problems) == 1

    def test_values_once(self) -> None:
        """
        A category has each value once.
        """
        with pytest.raises(ProblemsError) as caught:
            Standard(
                id="s",
                name="标准",
                categories=[
                    Category(id="region", name="地区", values=[*REGION.values, *REGION.values])
                ],
            )
        assert "the id 'east' is already used at categories[0].values[0].id" in str(caught.value)

    def test_quote(self) -> None:
        """
        A quote says the document, the place and the words.
        """
        assert str(Quote("law", "不少于5人", "第三条")) == "law 第三条 “不少于5人”"
        assert str(Quote("law", "不少于5人")) == "law “不少于5人”"
