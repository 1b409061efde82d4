"""
Judges: a standard made ready, once, to judge bodies quickly.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from community_edu.evaluation.evidence import EvidenceForm
from community_edu.evaluation.judging.deciding import decide
from community_edu.evaluation.judging.marks import GradeObstacle, Marks
from community_edu.evaluation.judging.reckoning import Numbers, Reckon, reckon
from community_edu.evaluation.judging.verdicts import Status, Verdicts, hundredths
from community_edu.evaluation.standards import Grade, GradeId, Role, Standard
from community_edu.evaluation.standards.per_standard import PerStandard
from community_edu.measures import Comparator

_COMPARE: Mapping[Comparator, Callable[[int, int], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    ">": operator.gt,
    "<": operator.lt,
}


class Judge:
    """
    A standard as functions of the numbers of a body.

    It keeps no reference to the standard itself.

    Attributes:
        form: What the standard takes as evidence.
        total: The points of the whole standard, in hundredths.
        ranked: Of each criterion that goes by rank the slot of the place, what is
            measured, and which value comes first.
    """

    def __init__(self, standard: Standard) -> None:
        self.form = EvidenceForm(standard)
        self._criteria = tuple(criterion.id for criterion in standard.criteria)
        self._decide = tuple(
            decide(criterion, Verdicts(criterion, standard.missing), self.form)
            for criterion in standard.written
        )
        self.ranked: tuple[tuple[int, Reckon, Literal["highest", "lowest"]], ...] = tuple(
            (
                self.form.places[criterion.id],
                reckon(criterion.measure.tree, self.form.slots),
                criterion.ranks.best,
            )
            for criterion in standard.written
            if criterion.id in self.form.places and criterion.measure and criterion.ranks
        )
        total = sum(hundredths(criterion.points) for criterion in standard.criteria)
        if not standard.complete and standard.total is not None:
            total = hundredths(standard.total)
        self.total = total
        least = standard.minimum_coverage.amount if standard.minimum_coverage else 0
        self._least_assessed = least * total if total else least  # coverage 0 of nothing is 0
        self._grades = tuple(self._grade(grade) for grade in standard.grades)
        self._incomplete = not standard.complete
        self._prerequisites = _indices(standard, "prerequisite")
        self._vetoes = _indices(standard, "veto")

    def _grade(self, grade: Grade) -> tuple[GradeId, Callable[[int, int], bool], tuple[int, ...]]:
        """
        Return a grade with the question whether its points are reached, and what must be met.
        """
        compare = _COMPARE[grade.threshold.comparator]
        bound = grade.threshold.quantity.amount
        if grade.of_share:
            over, under = bound.numerator, bound.denominator
        else:
            over, under = bound.numerator * 100, bound.denominator
        of_share = grade.of_share
        met = tuple(self._criteria.index(criterion) for criterion in grade.met)
        return (
            grade.id,
            lambda points, of: compare(points * under, over * of if of_share else over),
            met,
        )

    def marks(self, numbers: Numbers) -> Marks:
        """
        Return what becomes of a body.
        """
        if not self._decide:
            return self.summed((), (), 0, 0, 0)
        statuses, points, of, assessed = zip(*[one(numbers) for one in self._decide], strict=True)
        return self.summed(statuses, points, sum(points), sum(of), sum(assessed))

    def summed(
        self,
        statuses: tuple[Status, ...],
        each: tuple[int, ...],
        points: int,
        of: int,
        assessed: int,
    ) -> Marks:
        """
        Return the marks where the points of *each* criterion are added up already.
        """
        bar = self._bar(statuses)
        grade: GradeId | None = None
        obstacle = bar
        if bar is None and self._grades:
            if self._incomplete:
                obstacle = "incomplete_standard"
            elif assessed < self._least_assessed:
                obstacle = "low_coverage"
            elif of == 0:
                obstacle = "nothing_to_score"
            else:
                grade = self._first_grade(statuses, points, of)
                obstacle = None if grade else "no_grade_reached"
        rankable = bar is None and of > 0 and assessed >= self._least_assessed
        return Marks(
            self._criteria,
            statuses,
            each,
            points,
            of,
            assessed,
            self.total,
            grade,
            obstacle,
            rankable,
        )

    def _bar(self, statuses: Sequence[Status]) -> GradeObstacle | None:
        if self._prerequisites:
            found = {statuses[index] for index in self._prerequisites}
            if not found <= _UNDECIDED_OR_MET:
                return "prerequisite_not_met"
            if "not_assessed" in found:
                return "prerequisite_not_assessed"
        if self._vetoes:
            found = {statuses[index] for index in self._vetoes}
            if not found <= _UNDECIDED_OR_MET:
                return "veto_not_met"
            if "not_assessed" in found:
                return "veto_not_assessed"
        return None

    def _first_grade(self, statuses: Sequence[Status], points: int, of: int) -> GradeId | None:
        for grade, reached, met in self._grades:
            if reached(points, of) and all(statuses[index] == "met" for index in met):
                return grade
        return None


_UNDECIDED_OR_MET: frozenset[Status] = frozenset({"met", "not_assessed"})


def _indices(standard: Standard, role: Role) -> tuple[int, ...]:
    return tuple(
        index for index, criterion in enumerate(standard.criteria) if criterion.role == role
    )


judge_of = PerStandard(Judge)
"""
The judge of a standard, made once.
"""
