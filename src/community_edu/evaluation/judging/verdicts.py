"""
Verdicts: the four outcomes of a criterion, and what each counts for.
"""

from fractions import Fraction
from typing import Literal, NamedTuple, TypeAlias

from community_edu.evaluation.standards import Criterion, MissingPolicy

Status: TypeAlias = Literal["met", "partly", "not_met", "not_assessed"]
"""
``met`` (达标): all that was asked. ``partly`` (部分达标): some points, or some of the
conditions. ``not_met`` (未达标). ``not_assessed`` (未评): it could not be decided.
"""


class Verdict(NamedTuple):
    """
    What became of one criterion; points are in hundredths.

    Attributes:
        status: One of the four outcomes.
        points: What it gives.
        of: What it is counted for: its points, or 0 where it is left out.
        assessed: The points that count as assessed.
    """

    status: Status
    points: int
    of: int
    assessed: int


def hundredths(points: Fraction) -> int:
    """
    Return points as a whole number of hundredths; less than one is left out.

    Example:
        >>> hundredths(Fraction("2.5")), hundredths(Fraction(1, 3))
        (250, 33)
    """
    return points.numerator * 100 // points.denominator


class Verdicts:
    """
    The verdicts that one criterion can have.

    Args:
        criterion: The criterion.
        policy: What missing evidence does where the criterion does not say.
    """

    def __init__(self, criterion: Criterion, policy: MissingPolicy) -> None:
        self.full = hundredths(criterion.points)
        self.met = Verdict("met", self.full, self.full, self.full)
        self.none = Verdict("not_met", 0, self.full, self.full)
        self.some = Verdict("partly", 0, self.full, self.full)
        left_out = Verdict("not_assessed", 0, 0, 0)
        undecided: dict[MissingPolicy, Verdict] = {
            "skip": left_out,
            "zero": Verdict("not_assessed", 0, self.full, 0),
            "fail": self.none,
        }
        policy = criterion.missing or policy
        self.undecided = undecided[policy] if criterion.measurable else left_out

    def part(self, points: int) -> Verdict:
        """
        Return the verdict of one who reached a part: *points*, in hundredths.
        """
        return Verdict("partly", points, self.full, self.full)

    def step(self, index: int, points: Fraction) -> Verdict:
        """
        Return the verdict of a step of a scale, the best being number 0.
        """
        if index == 0:
            return self.met
        return self.part(hundredths(points)) if points else self.none
