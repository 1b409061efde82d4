"""
Scores of a survey (问卷得分): of each respondent, and of all of them together.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from statistics import median
from typing import ClassVar, TypeAlias

import attrs

from community_edu.base import (
    CommunityEduError,
    Language,
    Path,
    ProblemsError,
    Text,
    UnknownReferenceError,
    decimal_text,
)
from community_edu.base.html import table
from community_edu.evaluation._rounding import rounded
from community_edu.evaluation.surveys.reliability import Reliability, cronbach_alpha
from community_edu.evaluation.surveys.surveys import (
    DIMENSION,
    SURVEY_ITEM,
    AnswerScale,
    Dimension,
    Rescale,
    Survey,
    SurveyError,
)
from community_edu.measures import Indicator

Answers: TypeAlias = Mapping[str, int | None]
"""
What one respondent answered: a whole number by item; `None`, or no entry, is no answer.
"""


@attrs.define(slots=False)
class AnswerError(CommunityEduError, ValueError):
    """
    An answer that the scale does not have.
    """

    code: ClassVar[str] = "bad-answer"
    en: ClassVar[str] = "'{found}' is no answer; it can be a whole number from {low} to {high}"
    zh: ClassVar[str] = "“{found}”不是有效答案，应为 {low} 到 {high} 的整数"

    found: str
    low: int
    high: int
    path: Path = ()


def check_answer(answer: object, scale: AnswerScale, path: Path = ()) -> AnswerError | None:
    """
    Return what is wrong with an answer, or `None`.

    Example:
        >>> print(check_answer(7, AnswerScale(low=1, high=6)))
        '7' is no answer; it can be a whole number from 1 to 6
    """
    if type(answer) is int and scale.low <= answer <= scale.high:
        return None
    return AnswerError(str(answer), scale.low, scale.high, path)


@attrs.frozen(kw_only=True)
class RespondentScores:
    """
    The scores of one respondent.

    Attributes:
        id: The respondent.
        scores: The score of each dimension, exact; `None` where too few items
            were answered.
        answered: How many items of each dimension were answered.
    """

    id: str
    scores: Mapping[str, Fraction | None]
    answered: Mapping[str, int]


@attrs.frozen(kw_only=True)
class DimensionSummary:
    """
    What all respondents together say of one dimension.

    Attributes:
        dimension: The dimension.
        n: The number of respondents who have a score in it.
        missing: The number of those who have none.
        mean: The score of the group: the mean of the scores of its respondents,
            each counting the same; `None` if there is none.
        median: The middle score; of an even number, the mean of the middle two.
        lowest: The least score of a respondent.
        highest: The greatest.
        distribution: How often each value of the scale was answered, reverse items
            turned; only items of the dimension itself.
        reliability: Cronbach's alpha of its items, reverse items turned.
    """

    dimension: Dimension
    n: int
    missing: int
    mean: Fraction | None
    median: Fraction | None
    lowest: Fraction | None
    highest: Fraction | None
    distribution: Mapping[int, int]
    reliability: Reliability

    @property
    def gap(self) -> Fraction | None:
        """
        The mean less the published benchmark: negative below it; `None` without one of them.
        """
        if self.mean is None or self.dimension.benchmark is None:
            return None
        return self.mean - self.dimension.benchmark.value


@attrs.frozen(kw_only=True, slots=False, repr=False)
class SurveyScores:
    """
    The scores of a survey. In a notebook they show as a table.

    Attributes:
        survey: What was asked.
        rescale: The formula that made scores of means.
        respondents: The scores of each, in the order given.
        summaries: One for each dimension, in the order of the survey.
    """

    survey: Survey
    rescale: Rescale
    respondents: tuple[RespondentScores, ...]
    summaries: tuple[DimensionSummary, ...]

    def __repr__(self) -> str:
        return f"SurveyScores(survey={self.survey.id!r}, respondents={len(self.respondents)})"

    def _repr_html_(self) -> str:
        return table(*self._table("zh-CN"), caption=self.survey.name.zh)

    @cached_property
    def by_id(self) -> Mapping[str, DimensionSummary]:
        """
        The summaries by dimension.
        """
        return {summary.dimension.id: summary for summary in self.summaries}

    def summary(self, dimension: str) -> DimensionSummary:
        """
        Return what is said of one dimension.

        Raises:
            UnknownReferenceError: The survey has no such dimension.
        """
        if dimension not in self.by_id:
            raise UnknownReferenceError((), *DIMENSION, dimension, tuple(self.by_id))
        return self.by_id[dimension]

    @property
    def lowest(self) -> tuple[Dimension, ...]:
        """
        The dimension with the least mean; several if they are equal, none without scores.

        Dimensions with others below them are left out: they are no third thing.
        """
        return extremes(self.means, min)

    @property
    def highest(self) -> tuple[Dimension, ...]:
        """
        The dimension with the greatest mean; several if they are equal, none without scores.
        """
        return extremes(self.means, max)

    @property
    def means(self) -> tuple[tuple[Dimension, Fraction], ...]:
        """
        The dimensions that have a mean, without those that have others below them.
        """
        return tuple(
            (entry.dimension, entry.mean)
            for entry in self.summaries
            if entry.mean is not None and not self.survey.below(entry.dimension.id)
        )

    def evidence(self, prefix: str = "") -> dict[str, Fraction]:
        """
        Return the means as evidence for `evaluate`: ``<prefix><dimension>``, a plain number.

        A dimension without a mean is left out: it is unknown.

        Example:
            >>> from community_edu.evaluation.surveys.surveys import SurveyItem
            >>> survey = Survey(
            ...     id="day",
            ...     name="培训日反馈",
            ...     scale=AnswerScale(low=1, high=5),
            ...     dimensions=[Dimension(id="content", name="内容")],
            ...     items=[SurveyItem(id="q1", dimension="content")],
            ... )
            >>> score_responses(survey, {"a": {"q1": 4}, "b": {"q1": 5}}).evidence("day_")
            {'day_content': Fraction(9, 2)}
        """
        return {
            f"{prefix}{entry.dimension.id}": entry.mean
            for entry in self.summaries
            if entry.mean is not None
        }

    def indicators(self, prefix: str = "") -> tuple[Indicator, ...]:
        """
        Return the indicators that `evidence` has values of, for a standard.
        """
        return tuple(
            Indicator(id=f"{prefix}{dimension.id}", name=dimension.name)
            for dimension in self.survey.dimensions
        )

    def to_text(self, language: Language = "zh-CN") -> str:
        """
        Say the scores, a line a dimension; means are rounded to be read.
        """
        header, rows = self._table(language)
        lines = [self.survey.name.to(language), *("\t".join(row) for row in (header, *rows))]
        for name, found in (
            (Text("最低", en="lowest"), self.lowest),
            (Text("最高", en="highest"), self.highest),
        ):
            names = ("、" if language == "zh-CN" else ", ").join(d.name.to(language) for d in found)
            lines.append(f"{name.to(language)}: {names or '—'}")
        return "\n".join(lines)

    def record(self) -> dict[str, object]:
        """
        Return the scores as plain data for JSON; numbers as exact texts, such as ``"9/2"``.
        """
        return {
            "survey": self.survey.id,
            "respondents": len(self.respondents),
            "rescale": self.rescale,
            "dimensions": [_record(entry) for entry in self.summaries],
            "lowest": [dimension.id for dimension in self.lowest],
            "highest": [dimension.id for dimension in self.highest],
        }

    def _table(self, language: Language) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        head = tuple(
            name.to(language)
            for name in (
                Text("维度", en="dimension"),
                Text("人数", en="n"),
                Text("缺", en="missing"),
                Text("平均", en="mean"),
                Text("中位数", en="median"),
                Text("参照", en="benchmark"),
                Text("α", en="alpha"),
            )
        )
        return head, tuple(_row(entry, language) for entry in self.summaries)


def _row(entry: DimensionSummary, language: Language) -> tuple[str, ...]:
    benchmark = entry.dimension.benchmark
    reliability = entry.reliability
    reason = reliability.reason.to(language) if reliability.reason else ""
    return (
        entry.dimension.name.to(language),
        str(entry.n),
        str(entry.missing),
        rounded(entry.mean),
        rounded(entry.median),
        rounded(benchmark.value) if benchmark else "",
        rounded(reliability.alpha) or (reason if reliability.items else ""),
    )


def _record(entry: DimensionSummary) -> dict[str, object]:
    reliability = entry.reliability
    return {
        "id": entry.dimension.id,
        "n": entry.n,
        "missing": entry.missing,
        "mean": _exact(entry.mean),
        "median": _exact(entry.median),
        "lowest": _exact(entry.lowest),
        "highest": _exact(entry.highest),
        "gap": _exact(entry.gap),
        "distribution": {str(answer): count for answer, count in entry.distribution.items()},
        "alpha": _exact(reliability.alpha),
        "alpha_n": reliability.n,
        "alpha_left_out": reliability.left_out,
    }


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else decimal_text(value)


def extremes(
    means: Iterable[tuple[Dimension, Fraction]], choose: Callable[[Iterable[Fraction]], Fraction]
) -> tuple[Dimension, ...]:
    """
    Return every dimension whose mean is the one that *choose* takes: `min` or `max`.
    """
    pairs = tuple(means)
    if not pairs:
        return ()
    best = choose(mean for _, mean in pairs)
    return tuple(dimension for dimension, mean in pairs if mean == best)


def score_responses(
    survey: Survey, responses: Mapping[str, Answers], *, rescale: Rescale | None = None
) -> SurveyScores:
    """
    Score the answers to *survey*, exactly, for each respondent and for the group.

    A respondent's score in a dimension is the mean of the items, reverse items turned
    (low + high − answer), then rescaled as the survey says. The score of the group is the
    mean of its respondents' scores, so that each respondent counts the same, however many
    items were answered.

    Args:
        survey: The questionnaire.
        responses: The answers of each respondent; see `Answers`.
        rescale: The formula to use in place of the survey's; needed where that is
            ``unknown``.

    Returns:
        Scores, medians, distributions and Cronbach's alpha of each dimension.

    Raises:
        ProblemsError: The survey cannot be scored, an item is not in it, or an answer
            is not on the scale or no whole number; all at once, each with its path
            ``(respondent, item)``.

    Example:
        >>> from community_edu.evaluation.surveys.surveys import SurveyItem
        >>> survey = Survey(
        ...     id="day",
        ...     name="培训日反馈",
        ...     scale=AnswerScale(low=1, high=5),
        ...     dimensions=[Dimension(id="content", name="内容")],
        ...     items=[
        ...         SurveyItem(id="useful", dimension="content"),
        ...         SurveyItem(id="too_long", dimension="content", reverse=True),
        ...     ],
        ... )
        >>> scores = score_responses(
        ...     survey, {"a": {"useful": 4, "too_long": 1}, "b": {"useful": 3, "too_long": 3}}
        ... )
        >>> scores.summary("content").mean
        Fraction(15, 4)
    """
    formula = survey.rescale if rescale is None else rescale
    problems = [*_unscorable(survey, formula), *_answer_problems(survey, responses)]
    if problems:
        raise ProblemsError(f"the answers to '{survey.id}' cannot be scored", problems)
    respondents = tuple(
        _respondent(survey, formula, name, answers) for name, answers in responses.items()
    )
    return SurveyScores(
        survey=survey,
        rescale=formula,
        respondents=respondents,
        summaries=tuple(
            _summary(survey, dimension, respondents, responses) for dimension in survey.dimensions
        ),
    )


def _unscorable(survey: Survey, formula: Rescale) -> Iterator[SurveyError]:
    if formula == "unknown":
        reason = Text(
            "出处没有说明得分如何换算，请指定 rescale",
            en="its source does not say how scores are scaled; choose 'rescale'",
        )
        yield SurveyError(survey.id, reason, ("rescale",))
    if not survey.items:
        reason = Text(
            "问卷没有题目，请在以它为 base 的文件中写上",
            en="the survey has no items; add them in a file with it as 'base'",
        )
        yield SurveyError(survey.id, reason, ("items",))


def _answer_problems(
    survey: Survey, responses: Mapping[str, Answers]
) -> Iterator[CommunityEduError]:
    known = tuple(survey.item_by_id)
    for respondent, answers in responses.items():
        for item, answer in answers.items():
            path: Path = (respondent, item)
            if item not in survey.item_by_id:
                yield UnknownReferenceError(path, *SURVEY_ITEM, item, known)
            elif answer is not None:
                problem = check_answer(answer, survey.scale, path)
                if problem:
                    yield problem


def _turned(survey: Survey, dimension: str, answers: Answers) -> tuple[int | None, ...]:
    """
    Return the answers to the items of a dimension, reverse items turned.
    """
    found: list[int | None] = []
    for item in survey.items_of(dimension):
        answer = answers.get(item.id)
        turn = item.reverse and answer is not None
        found.append(survey.scale.reverse(answer) if turn and answer is not None else answer)
    return tuple(found)


def _respondent(survey: Survey, formula: Rescale, name: str, answers: Answers) -> RespondentScores:
    scores: dict[str, Fraction | None] = {}
    answered: dict[str, int] = {}
    for dimension in reversed(survey.dimensions):  # those below stand after those above
        key = dimension.id
        below = survey.below(key)
        if below:
            answered[key] = sum(answered[entry.id] for entry in below)
            parts = [scores[entry.id] for entry in below] if survey.composite != "none" else [None]
            scores[key] = _mean([part for part in parts if part is not None], len(parts))
        else:
            turned = _turned(survey, key, answers)
            given = [Fraction(answer) for answer in turned if answer is not None]
            answered[key] = len(given)
            mean = _mean(given, survey.needed(key) * len(turned))
            scores[key] = None if mean is None else survey.scale.rescale(mean, formula)
    order = [dimension.id for dimension in survey.dimensions]
    return RespondentScores(
        id=name,
        scores={key: scores[key] for key in order},
        answered={key: answered[key] for key in order},
    )


def _mean(values: Sequence[Fraction], needed: Fraction | int) -> Fraction | None:
    """
    Return the mean of *values*, or `None` if there are fewer than needed, or none.
    """
    if not values or len(values) < needed:
        return None
    return sum(values, Fraction(0)) / len(values)


def _summary(
    survey: Survey,
    dimension: Dimension,
    respondents: Sequence[RespondentScores],
    responses: Mapping[str, Answers],
) -> DimensionSummary:
    scores = [found.scores[dimension.id] for found in respondents]
    had = [score for score in scores if score is not None]
    turned = [_turned(survey, dimension.id, answers) for answers in responses.values()]
    counts = Counter(answer for row in turned for answer in row)
    values = range(survey.scale.low, survey.scale.high + 1)
    return DimensionSummary(
        dimension=dimension,
        n=len(had),
        missing=len(scores) - len(had),
        mean=_mean(had, 0),
        median=Fraction(median(had)) if had else None,
        lowest=min(had, default=None),
        highest=max(had, default=None),
        distribution={value: counts[value] for value in values},
        reliability=cronbach_alpha(turned),
    )
