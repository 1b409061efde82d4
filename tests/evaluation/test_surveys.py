"""
Surveys: from answers to scores, exactly.
"""

import statistics
from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.base import ProblemsError, Text, UnknownReferenceError
from community_edu.base.html import LEFT
from community_edu.evaluation.surveys import (
    AnswerScale,
    Benchmark,
    Composite,
    Dimension,
    MissingAnswers,
    Rescale,
    Survey,
    SurveyItem,
    UnequalRowsError,
    cronbach_alpha,
)
from community_edu.evaluation.surveys.scores import Answers, SurveyScores, extremes, score_responses
from community_edu.measures import Indicator, Quantity

FIVE = AnswerScale(low=1, high=5)
CONTENT = (
    SurveyItem(id="useful", dimension="content"),
    SurveyItem(id="new", dimension="content"),
    SurveyItem(id="too-hard", dimension="content", reverse=True),
)


def day(
    *,
    items: Sequence[SurveyItem] = CONTENT,
    dimensions: Sequence[Dimension] = (Dimension(id="content", name="内容"),),
    scale: AnswerScale = FIVE,
    missing: MissingAnswers = "complete",
    minimum_answered: str | None = None,
    rescale: Rescale = "none",
    composite: Composite = "none",
) -> Survey:
    """
    Return a survey of a training day.
    """
    return Survey(
        id="day",
        name="培训日",
        scale=scale,
        dimensions=dimensions,
        items=items,
        missing=missing,
        minimum_answered=None if minimum_answered is None else Quantity.parse(minimum_answered),
        rescale=rescale,
        composite=composite,
    )


def answers(useful: int | None, new: int | None, hard: int | None) -> Answers:
    """
    Return the answers of one respondent.
    """
    return {"useful": useful, "new": new, "too-hard": hard}


def content(survey: Survey, *rows: Answers) -> Fraction | None:
    """
    Return the score of the group in the dimension ``content``.
    """
    responses = {f"r{number}": row for number, row in enumerate(rows)}
    return score_responses(survey, responses).summary("content").mean


class TestScores:
    def test_mean_of_items(self) -> None:
        """
        A score is the mean of the items, of which the reverse ones are turned: low + high − answer.
        """
        assert content(day(), answers(4, 5, 2)) == Fraction(4 + 5 + 4, 3)

    def test_group_is_mean_of_respondents(self) -> None:
        """
        Each respondent counts the same in the group, however many items were answered.
        """
        survey = day(missing="mean_of_answered", minimum_answered="1/3")
        assert content(survey, answers(5, 5, 1), answers(1, None, None)) == 3

    @pytest.mark.parametrize(
        ("rescale", "low", "middle", "high"),
        [
            ("none", 1, 4, 7),
            ("percent_of_range", 0, 50, 100),
            ("percent_of_highest", Fraction(100, 7), Fraction(400, 7), 100),
        ],
    )
    def test_rescale(
        self, rescale: Rescale, low: Fraction, middle: Fraction, high: Fraction
    ) -> None:
        """
        Each formula by its name: the mean, (mean − low) / (high − low) · 100, mean / high · 100.
        """
        survey = day(scale=AnswerScale(low=1, high=7), items=CONTENT[:2], rescale=rescale)
        found = [content(survey, {"useful": x, "new": x}) for x in (1, 4, 7)]
        assert found == [low, middle, high]

    def test_missing_is_not_imputed(self) -> None:
        """
        Who left an item out has no score in its dimension, unless the survey says otherwise.
        """
        scores = score_responses(day(), {"a": answers(5, None, 1), "b": answers(3, 3, 3), "c": {}})
        summary = scores.summary("content")
        assert (summary.n, summary.missing, summary.mean) == (1, 2, Fraction(3))
        assert [dict(it.scores)["content"] for it in scores.respondents] == [None, 3, None]
        assert [it.answered["content"] for it in scores.respondents] == [2, 3, 0]

    @pytest.mark.parametrize(("least", "n"), [("1/3", 2), ("2/3", 1), ("67%", 0), ("100%", 0)])
    def test_minimum_answered(self, least: str, n: int) -> None:
        """
        The mean of the items answered counts if their share reaches the minimum, exactly.
        """
        survey = day(missing="mean_of_answered", minimum_answered=least)
        rows = {
            "a": answers(5, 4, None),
            "b": answers(2, None, None),
            "c": answers(None, None, None),
        }
        assert score_responses(survey, rows).summary("content").n == n

    def test_minimum_of_a_dimension(self) -> None:
        """
        A dimension may ask for another share than the survey.
        """
        strict = Dimension(id="content", name="内容", minimum_answered=Quantity.parse("100%"))
        survey = day(dimensions=[strict], missing="mean_of_answered", minimum_answered="1/3")
        assert content(survey, answers(5, 4, None)) is None

    def test_median_and_extremes(self) -> None:
        """
        The summary has the middle of the scores, the least and the greatest.
        """
        survey = day(items=CONTENT[:1])
        scores = score_responses(
            survey, {str(n): {"useful": x} for n, x in enumerate((1, 2, 5, 4))}
        )
        summary = scores.summary("content")
        assert [summary.median, summary.lowest, summary.highest] == [3, 1, 5]

    def test_distribution(self) -> None:
        """
        Answers are counted by value after reverse items are turned, with the values nobody gave.
        """
        scores = score_responses(day(), {"a": answers(5, 4, 1), "b": answers(5, None, 2)})
        counted = dict(scores.summary("content").distribution)
        assert counted == {1: 0, 2: 0, 3: 0, 4: 2, 5: 3}

    @given(
        st.lists(st.tuples(*[st.one_of(st.none(), st.integers(1, 5))] * 3), min_size=1, max_size=12)
    )
    def test_oracle(self, rows: list[tuple[int | None, int | None, int | None]]) -> None:
        """
        The standard library gives the same mean and median of the complete respondents.
        """
        survey = day(rescale="percent_of_range")
        responses = {str(number): answers(*row) for number, row in enumerate(rows)}
        summary = score_responses(survey, responses).summary("content")
        means = [
            (Fraction(a) + b + (6 - c)) / 3 * 25 - 25
            for a, b, c in rows
            if a is not None and b is not None and c is not None
        ]
        assert summary.mean == (statistics.mean(means) if means else None)
        assert summary.median == (statistics.median(means) if means else None)


class TestDimensionsBelow:
    BLOCKS = (
        Dimension(
            id="environment", name="环境", benchmark=Benchmark(value=Fraction(4), name="中位数")
        ),
        Dimension(id="safety", name="安全", parent="environment"),
        Dimension(id="time", name="时间", parent="environment"),
    )
    ITEMS = (
        SurveyItem(id="q1", dimension="safety"),
        SurveyItem(id="q2", dimension="safety"),
        SurveyItem(id="q3", dimension="time"),
    )

    def test_not_scored_by_default(self) -> None:
        """
        A dimension with others below it has no score unless the survey says how.
        """
        survey = day(dimensions=self.BLOCKS, items=self.ITEMS)
        summary = score_responses(survey, {"a": {"q1": 5, "q2": 3, "q3": 1}}).summary("environment")
        assert (summary.mean, summary.gap) == (None, None)

    def test_mean_of_dimensions(self) -> None:
        """
        It is the mean of those below, which weigh the same whatever number of items they have.
        """
        survey = day(dimensions=self.BLOCKS, items=self.ITEMS, composite="mean_of_dimensions")
        scores = score_responses(
            survey, {"a": {"q1": 5, "q2": 3, "q3": 1}, "b": {"q1": 5, "q2": 5}}
        )
        summary = scores.summary("environment")
        assert (summary.mean, summary.n, summary.missing) == (Fraction(5, 2), 1, 1)
        assert summary.gap == Fraction(-3, 2)

    def test_extremes_leave_it_out(self) -> None:
        """
        The lowest and the highest dimension are ones that have items.
        """
        survey = day(dimensions=self.BLOCKS, items=self.ITEMS, composite="mean_of_dimensions")
        scores = score_responses(survey, {"a": {"q1": 5, "q2": 3, "q3": 1}})
        assert [[d.id for d in found] for found in (scores.lowest, scores.highest)] == [
            ["time"],
            ["safety"],
        ]


class TestExtremes:
    def test_published_means(self) -> None:
        """
        Of the means of a dental school in India, embedded systems are lowest, connection is highest.

        The two are those published (jiaphd.org 14(2):175); the others only lie between them.
        """
        names = ("embedded_systems", "team_learning", "systems_connection")
        means = [
            (Dimension(id=name, name=name), Fraction(mean))
            for name, mean in zip(names, ("2.36", "3", "4.02"), strict=True)
        ]
        assert [d.id for d in extremes(means, min)] == ["embedded_systems"]
        assert [d.id for d in extremes(means, max)] == ["systems_connection"]

    def test_ties(self) -> None:
        """
        Dimensions with equal means are all named.
        """
        pair = [(Dimension(id=name, name=name), Fraction(3)) for name in ("a", "b")]
        assert [d.id for d in extremes(pair, min)] == ["a", "b"]

    def test_nothing(self) -> None:
        """
        Without scores no dimension is the lowest.
        """
        scores = score_responses(day(), {})
        assert (scores.lowest, scores.highest) == ((), ())


class TestProblems:
    def test_all_at_once(self) -> None:
        """
        Every answer that is none is told with its respondent and item.
        """
        with pytest.raises(ProblemsError) as caught:
            score_responses(
                day(),
                {"a": {"useful": 6, "usefull": 3}, "b": {"new": True, "useful": 2.0}},  # type: ignore[dict-item]
            )
        assert [(getattr(p, "path", ()), str(p)) for p in caught.value.problems] == [
            (("a", "useful"), "'6' is no answer; it can be a whole number from 1 to 5"),
            (("a", "usefull"), "there is no item 'usefull'; did you mean 'useful'?"),
            (("b", "new"), "'True' is no answer; it can be a whole number from 1 to 5"),
            (("b", "useful"), "'2.0' is no answer; it can be a whole number from 1 to 5"),
        ]

    def test_unknown_formula(self) -> None:
        """
        Where the source does not say how scores are scaled, nothing is scored until somebody does.
        """
        survey = day(rescale="unknown")
        with pytest.raises(ProblemsError) as caught:
            score_responses(survey, {})
        assert "choose 'rescale'" in str(caught.value)
        rows = {"a": answers(5, 5, 1)}
        scores = score_responses(survey, rows, rescale="percent_of_range")
        assert scores.rescale == "percent_of_range"
        assert scores.summary("content").mean == 100

    def test_no_items(self) -> None:
        """
        A survey of which only the structure is here cannot be scored.
        """
        with pytest.raises(ProblemsError) as caught:
            score_responses(day(items=()), {})
        assert "the survey has no items" in str(caught.value)

    def test_unknown_dimension(self) -> None:
        """
        A summary is asked for by the name of a dimension.
        """
        with pytest.raises(UnknownReferenceError, match="no dimension 'contents'; did you mean"):
            score_responses(day(), {}).summary("contents")


class TestSurvey:
    def test_rules_that_contradict(self) -> None:
        """
        All that keeps a survey from being scored is told at once.
        """
        with pytest.raises(ProblemsError) as caught:
            Survey(
                id="bad",
                name="坏",
                scale=AnswerScale(low=0, high=0),
                rescale="percent_of_highest",
                dimensions=[
                    Dimension(id="above", name="上"),
                    Dimension(id="below", name="下", parent="above", item_count=2),
                    Dimension(
                        id="lost", name="失", parent="none", minimum_answered=Quantity.parse("50%")
                    ),
                ],
                items=[
                    SurveyItem(id="q1", dimension="above"),
                    SurveyItem(id="q2", dimension="below"),
                    SurveyItem(id="q2", dimension="belov"),
                ],
            )
        assert [str(problem) for problem in caught.value.problems] == [
            "the id 'q2' is already used at items[1].id; give each its own",
            "there is no dimension 'none'; define it, or correct the name",
            "there is no dimension 'belov'; did you mean 'below'?",
            "'bad': 'low' must be less than 'high'",
            "'bad': 'high' must be more than 0 for this formula",
            "'above': it has dimensions below, so no items",
            "'below': it should have 2 items, not 1",
            "'lost': 'minimum_answered' goes with missing = 'mean_of_answered'",
        ]

    @pytest.mark.parametrize(
        ("least", "reason"),
        [
            (None, "'mean_of_answered' needs 'minimum_answered'"),
            ("0%", "0% is no share above 0 and up to 100%"),
            ("101%", "101% is no share above 0 and up to 100%"),
            ("2 person", "2 person is no share above 0 and up to 100%"),
        ],
    )
    def test_share_of_items(self, least: str | None, reason: str) -> None:
        """
        The mean of the items answered needs a share that they must be.
        """
        with pytest.raises(ProblemsError) as caught:
            day(missing="mean_of_answered", minimum_answered=least)
        assert str(caught.value.problems[0]) == f"'day': {reason}"

    def test_wide_scale(self) -> None:
        """
        A scale of a billion steps is refused rather than counted.
        """
        with pytest.raises(ProblemsError) as caught:
            day(scale=AnswerScale(low=0, high=10**9))
        assert "at most 1000 steps" in str(caught.value)

    def test_repr(self) -> None:
        """
        A survey is a line in a prompt.
        """
        assert repr(day()) == "Survey(id='day', dimensions=1, items=3)"


class TestReport:
    def scores(self) -> SurveyScores:
        """
        Return scores of two respondents.
        """
        known = Dimension(
            id="content",
            name=Text("内容", en="Content"),
            benchmark=Benchmark(value=Fraction(7, 2), name="中位数"),
        )
        more = Dimension(id="service", name="服务")
        items = [*CONTENT, SurveyItem(id="place", dimension="service")]
        survey = day(dimensions=[known, more], items=items)
        return score_responses(
            survey, {"a": answers(5, 4, 2), "b": {**answers(3, 3, 3), "place": 2}}
        )

    def test_evidence(self) -> None:
        """
        The means are evidence by the names of the dimensions, with indicators to match.
        """
        assert self.scores().evidence() == {"content": Fraction(11, 3), "service": 2}
        indicators = self.scores().indicators("dloq_")
        assert indicators[0] == Indicator(
            id="dloq_content", name=self.scores().summaries[0].dimension.name
        )
        assert list(self.scores().evidence("dloq_")) == ["dloq_content", "dloq_service"]

    def test_unknown_is_left_out(self) -> None:
        """
        A dimension that nobody has a score in is no evidence.
        """
        assert score_responses(day(), {"a": {}}).evidence() == {}

    def test_text(self) -> None:
        """
        The text has a line a dimension, and names the lowest and the highest.
        """
        assert self.scores().to_text("en").splitlines() == [
            "培训日",
            "dimension\tn\tmissing\tmean\tmedian\tbenchmark\talpha",
            "Content\t2\t0\t≈3.67\t≈3.67\t3.5\t≈0.94",
            "服务\t1\t1\t2\t2\t\tfewer than 2 items",
            "lowest: 服务",
            "highest: Content",
        ]
        assert "最低: —" in score_responses(day(), {}).to_text()

    def test_table(self) -> None:
        """
        In a notebook scores are a table, in a prompt a line.
        """
        page = self.scores()._repr_html_().replace(LEFT, "")  # pyright: ignore[reportPrivateUsage]
        assert "<td>内容</td><td>2</td><td>0</td><td>≈3.67</td>" in page
        assert repr(self.scores()) == "SurveyScores(survey='day', respondents=2)"

    def test_record(self) -> None:
        """
        Plain data has exact numbers.
        """
        record = self.scores().record()
        assert (record["lowest"], record["highest"]) == (["service"], ["content"])
        dimensions = record["dimensions"]
        assert isinstance(dimensions, list)
        assert dimensions[0] == {
            "id": "content",
            "n": 2,
            "missing": 0,
            "mean": "11/3",
            "median": "11/3",
            "lowest": "3",
            "highest": "13/3",
            "gap": "1/6",
            "distribution": {"1": 0, "2": 0, "3": 3, "4": 2, "5": 1},
            "alpha": "0.9375",
            "alpha_n": 2,
            "alpha_left_out": 0,
        }


class TestCronbachAlpha:
    @given(
        st.integers(2, 5).flatmap(
            lambda k: st.lists(st.tuples(*[st.integers(1, 6)] * k), min_size=2, max_size=9)
        )
    )
    def test_covariances(self, rows: list[tuple[int, ...]]) -> None:
        """
        The form by covariances agrees: k²·c̄ / Σ of all covariances, whatever n is divided by.
        """
        found = cronbach_alpha(rows)
        columns = [[Fraction(x) for x in column] for column in zip(*rows, strict=True)]
        k, n = len(columns), len(rows)
        means = [statistics.mean(column) for column in columns]

        def covariance(i: int, j: int) -> Fraction:
            pairs = zip(columns[i], columns[j], strict=True)
            return sum(((x - means[i]) * (y - means[j]) for x, y in pairs), Fraction(0)) / (n - 1)

        total = sum(covariance(i, j) for i in range(k) for j in range(k))
        between = [covariance(i, j) for i in range(k) for j in range(k) if i != j]
        expected = k * k * statistics.mean(between) / total if total else None
        assert found.alpha == expected

    @given(st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6)), min_size=2, max_size=9))
    def test_either_variance(self, rows: list[tuple[int, int]]) -> None:
        """
        Sample and population variances give the same coefficient.
        """
        first, second = zip(*rows, strict=True)
        sums = [Fraction(a + b) for a, b in rows]
        for variance in (statistics.variance, statistics.pvariance):
            total = variance(sums)
            if total:
                parts = variance(list(map(Fraction, first))) + variance(list(map(Fraction, second)))
                assert cronbach_alpha(rows).alpha == 2 * (1 - parts / total)

    @pytest.mark.parametrize(
        ("rows", "reason"),
        [
            ([], "fewer than 2 items"),
            ([(1,), (2,)], "fewer than 2 items"),
            ([(1, 2), (None, 2)], "fewer than 2 respondents answered every item"),
            ([(1, 2), (2, 1)], "all respondents have the same sum"),
        ],
    )
    def test_undefined(self, rows: list[tuple[int | None, ...]], reason: str) -> None:
        """
        Where it is not defined there is a reason in place of a number.
        """
        found = cronbach_alpha(rows)
        assert found.alpha is None
        assert found.reason is not None
        assert found.reason.en == reason

    def test_unequal_rows(self) -> None:
        """
        Each row must have a place for every item.
        """
        with pytest.raises(UnequalRowsError, match="row 2 has 1 items, the first has 2"):
            cronbach_alpha([(1, 2), (1,)])
