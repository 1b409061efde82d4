"""
The variables of a repair: one literal for each way to place a unit.
"""

from collections.abc import Iterator, Sequence

import attrs
from ortools.sat.python import cp_model

from community_edu.scheduling.repairing.options import Option
from community_edu.scheduling.repairing.situations import Situation
from community_edu.scheduling.repairing.surroundings import FIXED

Literal = cp_model.IntVar
Expression = cp_model.LinearExpr | int
MOST = 1_000_000
"""
No amount of a demand is larger.
"""


@attrs.frozen(eq=False)
class Choice:
    """
    An option with its literal.

    Attributes:
        option: The option.
        literal: Whether it is chosen.
        cost: What it costs by itself and with what stands around.
    """

    option: Option
    literal: Literal
    cost: int


class Literals:
    """
    A literal for each option that what stands around allows, and one for having no place.

    Args:
        situation: What is decided.
        drive: Whether something may be driven out of its place, as if it vanished.
    """

    def __init__(self, situation: Situation, *, drive: bool) -> None:
        self.situation = situation
        self.board = situation.board
        self.drive = drive
        self.model = cp_model.CpModel()
        self.choices: dict[int, list[Choice]] = {}
        self.homeless: dict[int, Literal] = {}
        self.driven: dict[int, Literal] = {}
        for unit in situation.units:
            found = list(self._choices(situation.options[unit.index]))
            homeless = self.new_literal()
            self.model.add_exactly_one([homeless, *(choice.literal for choice in found)])
            self.choices[unit.index] = found
            self.homeless[unit.index] = homeless

    def _choices(self, options: Sequence[Option]) -> Iterator[Choice]:
        around = self.situation.surroundings
        for option in options:
            in_the_way = around.blockers(option)
            if FIXED in in_the_way or (in_the_way and not self.drive):
                continue
            literal = self.new_literal()
            for unit in in_the_way:
                self.model.add_implication(literal, self.gone(unit))
            yield Choice(option, literal, option.cost + around.cost(option))

    def all(self) -> Iterator[tuple[int, Choice]]:
        """
        Yield every choice with the number of its unit.
        """
        for unit, choices in self.choices.items():
            for choice in choices:
                yield unit, choice

    def new_literal(self) -> Literal:
        """
        Return a new variable that is 0 or 1.
        """
        return self.model.new_bool_var("")

    def new_amount(self) -> Literal:
        """
        Return a new variable that is a whole number.
        """
        return self.model.new_int_var(0, MOST, "")

    def gone(self, unit: int) -> Literal:
        """
        Return whether a unit of the surroundings is driven out.
        """
        if unit not in self.driven:
            self.driven[unit] = self.new_literal()
        return self.driven[unit]

    def positive(self, value: Expression) -> Expression:
        """
        Return *value* or 0, whichever is more, where less is better.
        """
        found = self.new_amount()
        self.model.add(found >= value)
        return found

    def either(self, parts: Sequence[Expression]) -> Expression:
        """
        Return 1 if one of *parts*, each 0 or 1, is.
        """
        left = [part for part in parts if isinstance(part, cp_model.LinearExpr)]
        if any(part for part in parts if isinstance(part, int)):
            return 1
        if not left:
            return 0
        if len(left) == 1:
            return left[0]
        found = self.new_literal()
        self.model.add_max_equality(found, left)
        return found
