"""
Where a statement comes from: the plan, the line, the words.
"""

import attrs


@attrs.frozen
class Source:
    """
    A citation of the prose that an entry was read out of.

    Attributes:
        plan: The key of the plan document, for example ``001-2``.
        line: The line of that document, counted from 1.
        phrase: The words themselves, short and unaltered, masks and typing
            errors included.

    Example:
        >>> print(Source("001-2", 28, "委员会领导小组实行半年度例会制度"))
        001-2:28 “委员会领导小组实行半年度例会制度”
    """

    plan: str
    line: int
    phrase: str

    def __str__(self) -> str:
        return f"{self.plan}:{self.line} “{self.phrase}”"


@attrs.frozen(kw_only=True)
class Cited:
    """
    What every entry of a plan has in common: its provenance.

    Attributes:
        facts: Identifiers of the catalogued facts that the entry carries.
        source: The words of the plan behind it.
    """

    facts: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    source: Source | None = None
