"""
Verdicts on timetables: what is broken, what it costs, in words and as data.
"""

from collections.abc import Iterable, Iterator, Mapping

import attrs

from community_edu.base import Language, Text
from community_edu.base.html import escape, table
from community_edu.courses import SectionId
from community_edu.scheduling.demands import Demand, OwnDemand
from community_edu.scheduling.timetables import DatedSession, Placement

KNOWN_NAMES = "known-names"
"""
The demand that everything in a timetable is in its problem; every problem has it.
"""

MOST_SHOWN = 50
"""
How many violations a text or a page tells before it only counts them.
"""

HARD = Text("硬性", en="hard")
MORE = Text("另有 {number} 处", en="and {number} more")
HEADER = {
    "zh-CN": ("要求", "权重", "数量", "代价"),
    "en": ("Demand", "Weight", "Amount", "Cost"),
}


@attrs.frozen(kw_only=True)
class Violation:
    """
    One way in which a demand is broken.

    Attributes:
        demand: The identifier of the demand.
        weight: What each 1 of the amount costs; `None` if the demand is hard.
        amount: How much of the demand's amount it is.
        text: What is wrong, in one sentence.
        placements: The placements that are meant.
        sessions: Their dated sessions that are meant, in order of time; none where the
            placements are wrong as such, or something is missing.
    """

    demand: str
    weight: int | None
    amount: int
    text: Text
    placements: tuple[Placement, ...] = ()
    sessions: tuple[DatedSession, ...] = attrs.field(default=(), repr=False)

    @property
    def hard(self) -> bool:
        """
        Tell whether it must not be.
        """
        return self.weight is None

    @property
    def cost(self) -> int:
        """
        What it costs; what must not be has no price, 0.
        """
        return 0 if self.weight is None else self.weight * self.amount

    @property
    def sections(self) -> tuple[SectionId, ...]:
        """
        The sections that are meant, each once.
        """
        return tuple(dict.fromkeys(one.section for one in self.placements))

    def message(self, language: Language = "zh-CN") -> str:
        """
        Say what is wrong in *language*.
        """
        return self.text.to(language)

    def __str__(self) -> str:
        return self.message()


@attrs.frozen(kw_only=True, repr=False)
class TimetableVerdict:
    """
    What the judge says of a timetable. In a notebook it shows as a table.

    Attributes:
        demands: Every demand of the problem.
        violations: What is broken, the hard first, in the order of the demands; the amounts
            of those of one demand add up to its amount.
    """

    demands: tuple[Demand | OwnDemand, ...] = attrs.field(converter=tuple[Demand | OwnDemand, ...])
    violations: tuple[Violation, ...] = attrs.field(converter=tuple[Violation, ...])

    @property
    def ok(self) -> bool:
        """
        Tell whether nothing hard is broken.
        """
        return not any(one.hard for one in self.violations)

    @property
    def amounts(self) -> Mapping[str, int]:
        """
        The amount of each demand, 0 where it is kept; of `KNOWN_NAMES` if it is not.
        """
        found = {demand.id: 0 for demand in self.demands}
        for one in self.violations:
            found[one.demand] = found.get(one.demand, 0) + one.amount
        return found

    @property
    def costs(self) -> Mapping[str, int]:
        """
        The cost of each soft demand, 0 where it is kept.
        """
        amounts = self.amounts
        return {
            demand.id: demand.weight * amounts[demand.id]
            for demand in self.demands
            if demand.weight is not None
        }

    @property
    def cost(self) -> int:
        """
        What all soft demands cost together.
        """
        return sum(self.costs.values())

    def of(self, demand: str) -> tuple[Violation, ...]:
        """
        Return the violations of one demand.
        """
        return tuple(one for one in self.violations if one.demand == demand)

    def of_section(self, section: str) -> tuple[Violation, ...]:
        """
        Return the violations in which one section takes part.
        """
        return tuple(one for one in self.violations if section in one.sections)

    def summary(self, language: Language = "zh-CN") -> str:
        """
        Say in one line whether it holds, and what it costs.
        """
        hard = sum(one.hard for one in self.violations)
        if language == "zh-CN":
            return f"{f'违反硬性要求 {hard} 处' if hard else '硬性要求全部满足'}，代价 {self.cost}"
        kept = f"{hard} violations of hard demands" if hard else "every hard demand is kept"
        return f"{kept}, cost {self.cost}"

    def to_text(self, language: Language = "zh-CN") -> str:
        """
        Say line by line what is broken, and the costs.
        """
        return "\n".join([self.summary(language), *self._lines(language)])

    def to_html(self, language: Language = "zh-CN") -> str:
        """
        Write the demands that are broken with their costs as an HTML table, and what breaks them.
        """
        amounts = self.amounts
        rows = [
            (
                demand.text.to(language),
                HARD.to(language) if demand.weight is None else str(demand.weight),
                str(amounts[demand.id]),
                "" if demand.weight is None else str(demand.weight * amounts[demand.id]),
            )
            for demand in self.demands
            if amounts[demand.id]
        ]
        lines = "".join(f"<li>{escape(line)}</li>" for line in self._lines(language))
        costs = table(HEADER[language], rows, caption=self.summary(language))
        return f"<div>{costs}<ul>{lines}</ul></div>"

    def to_records(self, language: Language = "zh-CN") -> list[dict[str, object]]:
        """
        Return a row a violation as plain data, for JSON or a frame library.
        """
        return [
            {
                "demand": one.demand,
                "hard": one.hard,
                "amount": one.amount,
                "cost": one.cost,
                "sections": list(one.sections),
                "dates": list(dict.fromkeys(f"{held.start:%Y-%m-%d}" for held in one.sessions)),
                "message": one.message(language),
            }
            for one in self.violations
        ]

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        return (
            f"TimetableVerdict(ok={self.ok}, cost={self.cost}, violations={len(self.violations)})"
        )

    def _repr_html_(self) -> str:
        return self.to_html()

    def _lines(self, language: Language) -> Iterator[str]:
        for one in self.violations[:MOST_SHOWN]:
            price = HARD.to(language) if one.hard else str(one.cost)
            yield f"[{one.demand} {price}] {one.message(language)}"
        more = len(self.violations) - MOST_SHOWN
        if more > 0:
            yield MORE.to(language).format(number=more)


def in_order(violations: Iterable[Violation]) -> list[Violation]:
    """
    Return *violations* with the hard ones first, else as they are.
    """
    return sorted(violations, key=lambda one: not one.hard)
