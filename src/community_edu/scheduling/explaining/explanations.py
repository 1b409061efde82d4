"""
Explanations (冲突说明): the smallest reason why there is no timetable, and what would help.
"""

from collections.abc import Iterable
from typing import Literal, TypeAlias

import attrs

from community_edu.base import Language, Text
from community_edu.base.html import escape, table
from community_edu.scheduling.explaining.requirements import Requirement
from community_edu.scheduling.problems import TimetableProblem

ExplanationKind: TypeAlias = Literal["counting", "core", "feasible", "unknown"]


@attrs.frozen(kw_only=True)
class Relaxation:
    """
    One change with which there is a timetable: checked by making one.

    Attributes:
        text: The change, in a sentence without a full stop.
        cost: How much it asks of people, as `explain` orders it: the least first.
        of: What is changed: only one change of each thing is told.
        problem: The problem with the change made.
    """

    text: Text
    cost: int
    of: str = attrs.field(repr=False)
    problem: TimetableProblem = attrs.field(repr=False)

    def message(self, language: Language = "zh-CN") -> str:
        """
        Say it in *language*.
        """
        return self.text.to(language)

    def __str__(self) -> str:
        return self.text.zh


@attrs.frozen(kw_only=True)
class Explanation:
    """
    Why a problem has no timetable.

    Attributes:
        kind: ``counting``: more of something is needed than there is; ``core``: requirements
            clash; ``feasible``: there is a timetable; ``unknown``: nothing is known in time.
        conflict: Requirements that cannot all be kept. Nothing else is to blame: these alone
            are too much. Only that meetings keep to the grid is taken for granted, where the
            grid has times for them.
        minimal: Whether it is proven that without any one of them, or of their subjects,
            the rest can be kept.
        reasons: What is short, in sentences, where counting names it.
        relaxations: Changes with which there is a timetable, the least costly first.
        note: What a reader should know beside it.
    """

    kind: ExplanationKind
    conflict: tuple[Requirement, ...] = attrs.field(default=(), converter=tuple[Requirement, ...])
    minimal: bool = False
    reasons: tuple[Text, ...] = attrs.field(default=(), converter=tuple[Text, ...])
    relaxations: tuple[Relaxation, ...] = attrs.field(default=(), converter=tuple[Relaxation, ...])
    note: Text | None = None

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """
        The same as `conflict`.
        """
        return self.conflict

    @property
    def sentences(self) -> tuple[Text, ...]:
        """
        Everything that there is to say, sentence by sentence, without full stops.
        """
        head = (_HEADS[self.kind],)
        reasons = self.reasons
        together = (_TOGETHER, *(one.text for one in self.conflict)) if self.conflict else ()
        doubt = (_DOUBT,) if self.conflict and not self.minimal else ()
        offers = (_OFFERS, *(one.text for one in self.relaxations)) if self.relaxations else ()
        note = (self.note,) if self.note else ()
        return (*head, *reasons, *together, *doubt, *offers, *note)

    def message(self, language: Language = "zh-CN") -> str:
        """
        Say it in *language*, a line for each sentence.
        """
        return "\n".join(self._lines(language))

    def _lines(self, language: Language) -> Iterable[str]:
        yield _HEADS[self.kind].to(language)
        for reason in self.reasons:
            yield f"- {reason.to(language)}"
        if self.conflict:
            yield _TOGETHER.to(language)
            for requirement in self.conflict:
                yield f"- {requirement.message(language)}"
            if not self.minimal:
                yield _DOUBT.to(language)
        if self.relaxations:
            yield _OFFERS.to(language)
            for number, relaxation in enumerate(self.relaxations, 1):
                yield f"{number}. {relaxation.message(language)}"
        if self.note:
            yield self.note.to(language)

    def __str__(self) -> str:
        return self.message("zh-CN")

    def _repr_html_(self) -> str:
        head = f"<p>{escape(_HEADS[self.kind].zh)}</p>"
        reasons = "".join(f"<p>{escape(reason.zh)}</p>" for reason in self.reasons)
        rows = [[one.demand, one.text.zh] for one in self.conflict]
        conflict = table(["要求", "内容"], rows, caption=_TOGETHER.zh) if rows else ""
        doubt = f"<p>{escape(_DOUBT.zh)}</p>" if rows and not self.minimal else ""
        offers = [[str(one.cost), one.text.zh] for one in self.relaxations]
        relaxed = table(["代价", "改动"], offers, caption=_OFFERS.zh) if offers else ""
        note = f"<p>{escape(self.note.zh)}</p>" if self.note else ""
        return head + reasons + conflict + doubt + relaxed + note


_HEADS: dict[ExplanationKind, Text] = {
    "counting": Text("排不出课程表：资源不够", en="there is no timetable: something is short"),
    "core": Text("排不出课程表：有些要求互相冲突", en="there is no timetable: requirements clash"),
    "feasible": Text("可以排出课程表", en="there is a timetable"),
    "unknown": Text(
        "限定时间内无法判断", en="it is not known in time whether there is a timetable"
    ),
}
_TOGETHER = Text("以下要求不能同时满足", en="these requirements cannot all be kept")
_DOUBT = Text(
    "尚未证明每一条都必不可少", en="it is not proven that every one of them is needed for that"
)
_OFFERS = Text(
    "以下任何一项改动都能排出课程表", en="there is a timetable with any of these changes"
)
