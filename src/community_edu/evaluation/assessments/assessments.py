"""
Assessments (评估): how well a body does, line by line, with reasons and gaps.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import ClassVar

import attrs

from community_edu.base import CommunityEduError, Language, References, Text, decimal_text
from community_edu.evaluation.assessments.gaps import Gap
from community_edu.evaluation.assessments.group_scores import GroupScore, by_groups
from community_edu.evaluation.assessments.tables import assessment_table
from community_edu.evaluation.evidence import Known, Missing
from community_edu.evaluation.explaining.derivations import Derivation
from community_edu.evaluation.explaining.deriving import derive
from community_edu.evaluation.explaining.explainers import explainer_of
from community_edu.evaluation.explaining.lines import Line, Requirement
from community_edu.evaluation.explaining.obstacles import obstacle_text
from community_edu.evaluation.explaining.outcomes import Outcome
from community_edu.evaluation.judging.marks import Marks, Score
from community_edu.evaluation.judging.verdicts import Status
from community_edu.evaluation.standards import INDICATOR, Grade, Standard
from community_edu.measures import YES_NO, Measure, needed
from community_edu.measures.levers import levers_of
from community_edu.measures.nodes import Name


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


@attrs.frozen(kw_only=True, slots=False, repr=False)
class Assessment:
    """
    What evidence says of a standard. In a notebook it shows as a table.

    A criterion without its evidence is *not assessed*: neither met nor failed, unless
    the standard says otherwise (`MissingPolicy`). It lowers the coverage.

    Points, statuses and grade are there at once; reasons, values and derivations are
    found when they are asked for.

    Attributes:
        standard: What was asked.
        known: What was known, as checked.
        marks: Points, coverage and grade.
        claims: The points that the body claims for itself (自评分), by criterion.
    """

    standard: Standard
    known: Known
    marks: Marks
    claims: Mapping[str, Fraction]

    def __repr__(self) -> str:
        coverage = decimal_text(self.coverage)
        grade = f", grade={self.grade.id!r}" if self.grade else ""
        return (
            f"Assessment(standard={self.standard.id!r}, score={self.score!r}, "
            f"coverage={coverage}{grade})"
        )

    def _repr_html_(self) -> str:
        return assessment_table(self)

    @cached_property
    def numbers(self) -> Mapping[str, Fraction]:
        """
        What was known of the indicators, as exact fractions.
        """
        return self._numbers(previous=False)

    @cached_property
    def previous(self) -> Mapping[str, Fraction]:
        """
        What was known of the indicators in the period before.
        """
        return self._numbers(previous=True)

    def _numbers(self, *, previous: bool) -> Mapping[str, Fraction]:
        form = explainer_of(self.standard).form
        known = self.known.numbers
        found = {name: known[form.slots[Name(name, previous)]] for name in form.indicators}
        return {name: Fraction(value) for name, value in found.items() if value is not None}

    @cached_property
    def evidence(self) -> Mapping[str, Fraction | str | Missing]:
        """
        What was known: exact fractions, values of categories, and what is missing and why.
        """
        lines = explainer_of(self.standard)
        states: dict[str, str] = {}
        for category in self.standard.categories:
            number = self.known.numbers[lines.form.slots[Name(category.id)]]
            if number is not None:
                states[category.id] = category.values[int(number)].id
        reasons = self.known.reasons.items()
        missing = {name.indicator: Missing(text) for name, text in reasons if not name.previous}
        return {**self.numbers, **states, **missing}

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """
        One for each criterion, in the order of the standard.
        """
        lines = explainer_of(self.standard).lines.values()
        each = zip(
            lines, self.marks.criterion_statuses, self.marks.criterion_hundredths, strict=True
        )
        return tuple(self._outcome(line, status, points) for line, status, points in each)

    def _outcome(self, line: Line, status: Status, hundredths: int) -> Outcome:
        criterion = line.criterion
        grounds = line.grounds(self.known)
        counted = status != "not_assessed" or (
            line.scale != "words" and (criterion.missing or self.standard.missing) == "zero"
        )
        return Outcome(
            criterion=criterion,
            status=status,
            points=Fraction(hundredths, 100),
            of=criterion.points if counted else Fraction(0),
            value=grounds.value,
            threshold=grounds.threshold,
            reason=grounds.reason,
            band=grounds.band,
            category=grounds.category,
            state=grounds.state,
            place=grounds.place,
            conditions=grounds.conditions,
            claimed=self.claims.get(criterion.id),
        )

    @cached_property
    def by_id(self) -> Mapping[str, Outcome]:
        """
        The outcomes by criterion.
        """
        return {outcome.criterion.id: outcome for outcome in self.outcomes}

    @cached_property
    def group_scores(self) -> tuple[GroupScore, ...]:
        """
        The outcomes under the headings of the standard, with their sums.
        """
        return by_groups(self.standard, self.outcomes)

    @property
    def score(self) -> Score:
        """
        The points reached, of those that could be had.
        """
        return self.marks.score

    @property
    def coverage(self) -> Fraction:
        """
        The part of all points that could be assessed; 0 of nothing is 0.
        """
        return self.marks.coverage

    @property
    def grade(self) -> Grade | None:
        """
        The grade that was reached (等次).
        """
        grades = (grade for grade in self.standard.grades if grade.id == self.marks.grade)
        return next(grades, None)

    @property
    def grade_reason(self) -> Text | None:
        """
        Why there is no grade; `None` if there is one, or if the standard has none.
        """
        return obstacle_text(self.standard, self.marks)

    @property
    def vetoed(self) -> bool:
        """
        Whether a veto applies (一票否决), with every prerequisite met.
        """
        return self.marks.obstacle == "veto_not_met"

    def summary(self, language: Language = "zh-CN") -> str:
        """
        Say the score in one line, and the grade if there could be one.
        """
        points, of = decimal_text(self.score.points), decimal_text(self.score.of)
        statuses = self.marks.criterion_statuses
        assessed, total = len(statuses) - statuses.count("not_assessed"), len(statuses)
        zh = language == "zh-CN"
        if zh:
            said = f"得分 {points} / {of}；已评 {assessed} 条，共 {total} 条"
        else:
            said = f"score {points} of {of}; assessed {assessed} of {total} criteria"
        if self.grade is not None:
            name = self.grade.name.to(language)
            return f"{said}；等次：{name}" if zh else f"{said}; grade: {name}"
        if self.grade_reason is not None:
            reason = self.grade_reason.to(language)
            return f"{said}；不评等次：{reason}" if zh else f"{said}; no grade: {reason}"
        return said

    @property
    def differences(self) -> tuple[Outcome, ...]:
        """
        The outcomes whose points are not those that the body claims for itself.
        """
        return tuple(
            outcome
            for outcome in self.outcomes
            if outcome.claimed is not None and outcome.claimed != outcome.points
        )

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
        Say why a criterion is met, partly met, not met or not assessed.

        Raises:
            UnknownCriterionError: The standard has no such criterion.
        """
        return self.outcome(criterion).explain(language)

    def derivation(self, criterion: str) -> Derivation:
        """
        Return how the judgement of one criterion came about, step by step.

        Raises:
            UnknownCriterionError: The standard has no such criterion.
        """
        outcome = self.outcome(criterion)
        return derive(explainer_of(self.standard).lines[criterion], outcome, self.known)

    def gap(self, criterion: str, lever: str | None = None) -> Gap | None:
        """
        Find the least change of one indicator with which a criterion is met.

        Of bands that is the best one, of a share of the points all of them.

        Args:
            criterion: The criterion.
            lever: The indicator that may change; by default the criterion's
                own lever, else the first indicator of this period in its measure.

        Returns:
            The change, 0 if it is met; `None` if it was not assessed, does not go by
            a threshold, or cannot be met by this indicator alone. What is open of
            conditions `Outcome.open_conditions` tells.

        Raises:
            UnknownCriterionError: The standard has no such criterion.
            UnknownReferenceError: The standard has no such indicator (in a
                `ProblemsError`).
        """
        outcome = self.outcome(criterion)
        line = explainer_of(self.standard).lines[criterion]
        measure = line.written
        if lever is not None:
            check = References()
            check.known((), INDICATOR, lever, self.standard.units)
            check.finish(f"no gap of '{criterion}' by '{lever}'")
        if outcome.reason is not None or outcome.threshold is None or measure is None:
            return None
        own = (name.indicator for name in measure.names if not name.previous)
        chosen = lever or outcome.criterion.lever or next(own, None)
        if chosen is None or chosen not in self.numbers:
            return None
        required = line.required(self.known)
        full = self._needed(measure, required[0], chosen)
        if full is None:
            return None
        bands = outcome.criterion.bands
        reached = bands.index(outcome.band) if outcome.band else len(bands)
        nearer = self._needed(measure, required[reached - 1], chosen) if reached > 1 else None
        unit = self.standard.units[chosen]
        return Gap(chosen, full, unit, Gap(chosen, nearer, unit) if nearer is not None else None)

    def _needed(self, measure: Measure, required: Requirement, lever: str) -> Fraction | None:
        unit = self.standard.units[lever]
        return needed(
            measure,
            required.written,
            lever,
            evidence=self.numbers,
            previous=self.previous,
            step=unit.step,
            most=Fraction(1) if unit == YES_NO else None,
        )

    def levers(self, criterion: str) -> tuple[str, ...]:
        """
        Return the indicators with which `gap` has an answer, in the order of the formulas.

        Raises:
            UnknownCriterionError: The standard has no such criterion.
        """
        outcome = self.outcome(criterion)
        line = explainer_of(self.standard).lines[criterion]
        measure = line.written
        if measure is None or outcome.threshold is None or outcome.reason is not None:
            return ()
        required = line.required(self.known)
        names = [name for one in required for name in levers_of(measure, one.written)]
        return tuple(name for name in dict.fromkeys(names) if self.gap(criterion, name))
