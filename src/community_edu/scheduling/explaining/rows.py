"""
Requirements as sums of yes and no: what both ways of deciding work on.
"""

from collections.abc import Container, Iterable

import attrs

from community_edu.scheduling.explaining.choices import Session
from community_edu.scheduling.explaining.requirements import Unit
from community_edu.scheduling.instances.grid import Time

Terms = tuple[tuple[int, int], ...]
"""
Factors with the variables that they multiply.
"""


@attrs.frozen
class Row:
    """
    A sum that is at most `bound`, if its requirement is asked.

    Attributes:
        owner: The requirement; `None` for what holds always.
        terms: Factors and variables.
        bound: The most that the sum may be.
    """

    owner: Unit | None
    terms: Terms
    bound: int


@attrs.define
class Rows:
    """
    Variables, each 0 or 1, and sums over them.

    Attributes:
        active: The requirements of which rows are taken; `None`: of all.
        apart: Whether each of them has rows of its own, which can be left out.
        variables: How many variables there are.
        rows: The sums.
        options: Groups of variables of which at most one is 1: what there is to choose.
        places: What variables say of meetings: which, when, and the number of the venue.
        teachers: What variables say of sections: which, and the number of the educator.
        whole: Whether every requirement has its rows: some would have too many.
    """

    active: Container[Unit] | None = None
    apart: bool = False
    variables: int = 0
    rows: list[Row] = attrs.field(factory=list[Row])
    options: list[tuple[int, ...]] = attrs.field(factory=list[tuple[int, ...]])
    places: dict[int, tuple[Session, Time, int]] = attrs.field(
        factory=dict[int, tuple[Session, Time, int]]
    )
    teachers: dict[int, tuple[int, int]] = attrs.field(factory=dict[int, tuple[int, int]])
    whole: bool = True
    _seen: set[tuple[Unit | None, Terms, int]] = attrs.field(
        factory=set[tuple["Unit | None", Terms, int]], init=False
    )

    def variable(self) -> int:
        """
        Return the number of a new variable.
        """
        self.variables += 1
        return self.variables - 1

    def asks(self, owner: Unit | None) -> bool:
        """
        Tell whether rows of a requirement are taken.
        """
        return owner is None or self.active is None or owner in self.active

    def add(self, owner: Unit | None, terms: Iterable[tuple[int, int]], bound: int) -> None:
        """
        Add a row, unless it is there or can never be broken.
        """
        taken = tuple(terms)
        if not self.asks(owner) or sum(factor for factor, _ in taken if factor > 0) <= bound:
            return
        key = (owner, taken, bound)
        if key not in self._seen:
            self._seen.add(key)
            self.rows.append(Row(owner, taken, bound))

    def choose(self, variables: Iterable[int]) -> None:
        """
        Let at most one of *variables* be 1.
        """
        group = tuple(variables)
        self.options.append(group)
        self.add(None, ((1, one) for one in group), 1)

    @property
    def owners(self) -> tuple[Unit, ...]:
        """
        The requirements that have rows, in order.
        """
        return tuple(dict.fromkeys(row.owner for row in self.rows if row.owner is not None))
