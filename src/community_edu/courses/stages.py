"""
Stages (进展): what projects, awards and classes go through, and which step follows which.
"""

from collections.abc import Iterator, Mapping
from typing import ClassVar

import attrs

from community_edu.base import CommunityEduError, Language, Text, label


def _stages(codes: tuple[str, ...], language: Language) -> str:
    names = [label("stage", code, language) for code in codes]
    return ("、" if language == "zh-CN" else ", ").join(names)


@attrs.define(slots=False)
class _StageError(CommunityEduError, ValueError):
    """
    Something about a stage that cannot follow another.
    """

    name: Text
    stage: str
    wanted: str
    possible: tuple[str, ...]

    def facts(self) -> dict[str, object]:
        """
        Return the fields, with the stages as readers call them.
        """
        facts = super().facts()
        for key in ("stage", "wanted"):
            code = str(facts[key])
            facts[key] = Text(label("stage", code, "zh-CN"), en=label("stage", code, "en"))
        zh, en = (_stages(self.possible, language) for language in ("zh-CN", "en"))
        return facts | {"possible": Text(zh or "终点", en=en or "the end")}


class ImpossibleStepError(_StageError):
    """
    A step to a stage that does not come next.
    """

    code: ClassVar[str] = "impossible-step"
    en: ClassVar[str] = (
        "'{name}' is {stage} and cannot become {wanted} now; what can follow is {possible}"
    )
    zh: ClassVar[str] = "“{name}”现在是“{stage}”，不能变为“{wanted}”，接下来可以是：{possible}"


class UnreachableGoalError(_StageError):
    """
    A goal to which no steps lead.
    """

    code: ClassVar[str] = "unreachable-goal"
    en: ClassVar[str] = (
        "'{name}' is {stage}, from which no steps lead to {wanted}; within reach is {possible}"
    )
    zh: ClassVar[str] = "“{name}”现在是“{stage}”，无法达到“{wanted}”，可以达到：{possible}"


@attrs.frozen
class Stages:
    """
    The stages of one kind of thing.

    Attributes:
        steps: For each stage those that may follow it; none after the last.

    Example:
        >>> PROJECT_STAGES.step("实验项目", "applied", "approved")
        'approved'
        >>> PROJECT_STAGES.step("实验项目", "applied", "concluded")
        Traceback (most recent call last):
        ...
        community_edu.courses.stages.ImpossibleStepError: '实验项目' is applied for and cannot \
become concluded now; what can follow is approved, rejected
    """

    steps: Mapping[str, tuple[str, ...]]

    def reached_from(self, stage: str) -> tuple[str, ...]:
        """
        Return every stage to which steps lead from *stage*, the nearest first, itself included.

        Example:
            >>> PROJECT_STAGES.reached_from("running")
            ('running', 'concluded')
        """
        return tuple(dict.fromkeys(self._walk(stage)))

    def _walk(self, stage: str) -> Iterator[str]:
        waiting, seen = [stage], set[str]()
        while waiting:
            current = waiting.pop(0)
            if current not in seen:
                seen.add(current)
                yield current
                waiting.extend(self.steps.get(current, ()))

    def step(self, name: Text | str, stage: str, wanted: str) -> str:
        """
        Return *wanted* if it may follow *stage*.

        Args:
            name: What is to go there, for the error.
            stage: Where it is.
            wanted: The next stage.

        Raises:
            ImpossibleStepError: It may not; says what may.
        """
        possible = self.steps.get(stage, ())
        if wanted not in possible:
            raise ImpossibleStepError(_named(name), stage, wanted, possible)
        return wanted

    def check_goal(self, name: Text | str, stage: str, goal: str) -> None:
        """
        Check that steps lead from *stage* to *goal*.

        Raises:
            UnreachableGoalError: None do; says what can be reached.
        """
        reached = self.reached_from(stage)
        if goal not in reached:
            raise UnreachableGoalError(_named(name), stage, goal, reached)


def _named(name: Text | str) -> Text:
    return name if isinstance(name, Text) else Text(name)


PROJECT_STAGES = Stages(
    {
        "planned": ("applied",),
        "applied": ("approved", "rejected"),
        "approved": ("running",),
        "running": ("concluded",),
        "concluded": (),
        "rejected": (),
    }
)
"""
Of projects (立项): applied for, then approved or rejected, run and concluded.
"""

AWARD_STAGES = Stages({"planned": ("applied",), "applied": ("won", "none"), "won": (), "none": ()})
"""
Of awards (评优): applied for, then won or not.
"""

SECTION_STAGES = Stages(
    {
        "announced": ("open", "cancelled"),
        "open": ("full", "running", "cancelled"),
        "full": ("open", "running", "cancelled"),
        "running": ("finished", "cancelled"),
        "cancelled": (),
        "finished": (),
    }
)
"""
Of classes (开班): open for sign-up, then full or not, run and finished, unless cancelled before.
A full class is open again when somebody leaves it.
"""
