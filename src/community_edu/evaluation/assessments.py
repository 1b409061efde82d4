"""
Assessments (评估): how well a body does, line by line, with reasons and gaps.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import ClassVar, Literal, TypeAlias

import attrs

from community_edu.base import (
    CommunityEduError,
    Language,
    References,
    Text,
    decimal_text,
    label,
)
from community_edu.base.html import table
from community_edu.evaluation.standards import INDICATOR, Criterion, Standard
from community_edu.measures import (
    MissingEvidenceError,
    Quantity,
    Threshold,
    Unit,
    ZeroDenominatorError,
    needed,
)

Status: TypeAlias = Literal["met", "not_met", "not_assessed"]

Evidence: TypeAlias = Mapping[str, Fraction]
"""
The value of each indicator, exact, in the unit that the indicator declares.
"""


@attrs.define(slots=False)
class UnknownCriterionError(CommunityEduError, LookupError):
    """
    A criterion that the standard does not have.
    """

    code: ClassVar[str] = "unknown-criterion"
    en: ClassVar[str] = "there is no criterion '{criterion}'; the standard has {known}"
    zh: ClassVar[str] = "没有“{criterion}”这一条，标准中有 {known}"

    criterion: str
    known: tuple[str, ...]


@attrs.frozen
class Score:
    """
    Points reached, of those that could be assessed.

    Example:
        >>> score = Score(Fraction(5), Fraction(8))
        >>> score, score.share
        (Score(points=5, of=8), Fraction(5, 8))
    """

    points: Fraction = attrs.field(repr=decimal_text)
    of: Fraction = attrs.field(repr=decimal_text)

    @property
    def share(self) -> Fraction | None:
        """
        The part reached; `None` if nothing could be assessed.
        """
        return self.points / self.of if self.of else None


@attrs.frozen
class Gap:
    """
    What it would take: the change of one indicator with which a criterion is met.

    Attributes:
        lever: The indicator.
        amount: The change, a whole number of the smallest units; 0 if met.
        unit: The unit of the indicator.
    """

    lever: str
    amount: Fraction
    unit: Unit

    def to(self, language: Language) -> str:
        """
        Say it to a reader: ``+13 persons``, or ``+1.5%`` of a share.
        """
        sign = "+" if self.amount > 0 else ""
        return f"{sign}{Quantity(self.amount, self.unit).to(language)}"

    def __str__(self) -> str:
        return self.to("en")


@attrs.frozen(kw_only=True)
class Outcome:
    """
    The judgement of one criterion.

    Attributes:
        criterion: What was judged.
        status: ``met``, ``not_met`` or ``not_assessed``.
        value: The value of the measure, exact; `None` if it could not be had.
        threshold: What it was compared with, in the unit of the measure.
        reason: Why nothing could be assessed.
    """

    criterion: Criterion
    status: Status
    value: Quantity | None = None
    threshold: Threshold | None = None
    reason: Text | None = None

    def explain(self, language: Language = "zh-CN") -> str:
        """
        Say the judgement and its reason in one sentence.
        """
        status = label("status", self.status, language)
        name = self.criterion.name.to(language)
        if self.reason is not None:
            return f"{name}: {status} ({self.reason.to(language)})"
        bound = self.threshold.quantity if self.threshold else None
        value = self.value.to(language, beside=bound) if self.value else ""
        target = self.threshold.to(language, beside=self.value) if self.threshold else ""
        formula = f"{self.criterion.measure} = " if self.criterion.measure else ""
        return f"{name}: {status} ({formula}{value}; {target})"


@attrs.frozen(kw_only=True, slots=False, repr=False)
class Assessment:
    """
    What evidence says of a standard. In a notebook it shows as a table.

    A criterion without its evidence is *not assessed*: neither met nor failed.
    It lowers the coverage, not the score.

    Attributes:
        standard: What was asked.
        evidence: What was known.
        previous: What was known of the period before.
        outcomes: One for each criterion, in the order of the standard.
    """

    standard: Standard
    evidence: Evidence
    previous: Evidence
    outcomes: tuple[Outcome, ...]

    def __repr__(self) -> str:
        coverage = decimal_text(self.coverage)
        return (
            f"Assessment(standard={self.standard.id!r}, score={self.score!r}, coverage={coverage})"
        )

    def _repr_html_(self) -> str:
        return table(
            ("", "状态", "值", "目标", "差距"),
            (self._row(outcome) for outcome in self.outcomes),
            caption=self.standard.name.zh,
        )

    def _row(self, outcome: Outcome) -> tuple[str, ...]:
        gap = self.gap(outcome.criterion.id)
        return (
            outcome.criterion.name.zh,
            label("status", outcome.status, "zh-CN"),
            outcome.value.to("zh-CN") if outcome.value else "",
            outcome.threshold.to("zh-CN") if outcome.threshold else "",
            f"{gap.lever} {gap.to('zh-CN')}" if gap and gap.amount else "",
        )

    @cached_property
    def by_id(self) -> Mapping[str, Outcome]:
        """
        The outcomes by criterion.
        """
        return {outcome.criterion.id: outcome for outcome in self.outcomes}

    @property
    def score(self) -> Score:
        """
        The points of the criteria met, of the points of those assessed.
        """
        met = [o.criterion.points for o in self.outcomes if o.status == "met"]
        of = [o.criterion.points for o in self.outcomes if o.status != "not_assessed"]
        return Score(sum(met, Fraction(0)), sum(of, Fraction(0)))

    @property
    def coverage(self) -> Fraction:
        """
        The part of all points that could be assessed; 0 of nothing is 0.
        """
        total = sum((o.criterion.points for o in self.outcomes), Fraction(0))
        return self.score.of / total if total else Fraction(0)

    def outcome(self, criterion: str) -> Outcome:
        """
        Return the judgement of one criterion.

        Raises:
            UnknownCriterionError: The standard has no such criterion.
        """
        if criterion not in self.by_id:
            raise UnknownCriterionError(criterion, tuple(self.by_id))
        return self.by_id[criterion]

    def explain(self, criterion: str, language: Language = "zh-CN") -> str:
        """
        Say why a criterion is met, not met or not assessed.

        Raises:
            UnknownCriterionError: The standard has no such criterion.
        """
        return self.outcome(criterion).explain(language)

    def gap(self, criterion: str, lever: str | None = None) -> Gap | None:
        """
        Find the least change of one indicator with which a criterion is met.

        Args:
            criterion: The criterion.
            lever: The indicator that may change; by default the criterion's
                own lever, else the first indicator of this period in its measure.

        Returns:
            The change, 0 if it is met; `None` if it was not assessed, has no
            threshold, or cannot be met by this indicator alone.

        Raises:
            UnknownCriterionError: The standard has no such criterion.
            UnknownReferenceError: The standard has no such indicator (in a
                `ProblemsError`).
        """
        outcome = self.outcome(criterion)
        measure = outcome.criterion.measure
        if lever is not None:
            check = References()
            check.known((), INDICATOR, lever, self.standard.units)
            check.finish(f"no gap of '{criterion}' by '{lever}'")
        if outcome.status == "not_assessed" or outcome.threshold is None or measure is None:
            return None
        own = (name.indicator for name in measure.names if not name.previous)
        chosen = lever or outcome.criterion.lever or next(own, None)
        if chosen is None or chosen not in self.evidence:
            return None
        unit = self.standard.units[chosen]
        amount = needed(
            measure,
            outcome.threshold,
            chosen,
            evidence=self.evidence,
            previous=self.previous,
            step=unit.step,
        )
        return None if amount is None else Gap(chosen, amount, unit)


NOT_MEASURABLE = Text(
    "原文没有给出可计算的指标或目标值", en="the document gives no measure or no threshold"
)


def evaluate(
    standard: Standard,
    evidence: Mapping[str, Fraction | int],
    previous: Mapping[str, Fraction | int] | None = None,
) -> Assessment:
    """
    Judge *evidence* against every criterion of *standard*.

    Nothing is rounded to decide: a share of exactly the threshold meets it.

    Args:
        standard: The criteria, in the order in which to report them.
        evidence: The value of each indicator, in the unit it declares; those
            that are unknown are left out.
        previous: The same for the period before, for trends and ``prev.``.

    Returns:
        One outcome for each criterion, with the score and the coverage.

    Raises:
        ProblemsError: *evidence* has names that are no indicator of the
            standard; all of them at once.

    Example:
        >>> from community_edu.measures import Indicator, Measure
        >>> training = Standard(
        ...     id="training",
        ...     name="培训",
        ...     indicators=[
        ...         Indicator(id="employees", name="从业人员", unit=Unit.parse("person")),
        ...         Indicator(id="trained", name="受训人员", unit=Unit.parse("person")),
        ...     ],
        ...     criteria=[
        ...         Criterion(
        ...             id="rate",
        ...             name="培训率",
        ...             measure=Measure.parse("trained / employees"),
        ...             threshold=Threshold.parse(">= 50%"),
        ...         )
        ...     ],
        ... )
        >>> assessment = evaluate(training, {"employees": 120, "trained": 47})
        >>> assessment.outcomes[0].status, str(assessment.gap("rate"))
        ('not_met', '+13 persons')
    """
    check = References()
    for name in (*evidence, *(previous or {})):
        check.known((name,), INDICATOR, name, standard.units)
    check.finish("the evidence does not fit the standard")
    now = {name: Fraction(value) for name, value in evidence.items()}
    before = {name: Fraction(value) for name, value in (previous or {}).items()}
    return Assessment(
        standard=standard,
        evidence=now,
        previous=before,
        outcomes=tuple(_judge(standard, line, now, before) for line in standard.criteria),
    )


def _judge(
    standard: Standard, criterion: Criterion, evidence: Evidence, previous: Evidence
) -> Outcome:
    measure, threshold = criterion.measure, criterion.threshold
    if measure is None or not criterion.measurable:
        return Outcome(criterion=criterion, status="not_assessed", reason=NOT_MEASURABLE)
    unit = measure.unit(standard.units)
    try:
        value = Quantity(measure.value(evidence, previous), unit)
        if threshold is None:
            bound = measure.of_previous().value(evidence, previous)
            threshold = Threshold(">" if criterion.trend == "up" else "<", Quantity(bound, unit))
    except (MissingEvidenceError, ZeroDenominatorError) as error:
        reason = Text(error.sentence("zh-CN"), en=error.sentence("en"))
        return Outcome(criterion=criterion, status="not_assessed", reason=reason)
    threshold = threshold.in_unit(unit)
    status: Status = "met" if threshold.met_by(value.amount) else "not_met"
    return Outcome(criterion=criterion, status=status, value=value, threshold=threshold)
