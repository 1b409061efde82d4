"""
The order of candidates: what each key compares.
"""

from fractions import Fraction
from typing import TypeAlias

from community_edu.evaluation.selection.selections import OrderKey, Selection
from community_edu.evaluation.selection.standings import Candidate

SortKey: TypeAlias = tuple[tuple[bool, Fraction], ...]
"""
For each key whether its value is unknown, and the value, less being better.
"""


def sort_key(selection: Selection, body: Candidate) -> SortKey:
    """
    Return what bodies are sorted by: less is better, and what is unknown comes last.
    """
    found: list[tuple[bool, Fraction]] = []
    for key in selection.order:
        value = key_value(key, body)
        known = Fraction(0) if value is None else value
        found.append((value is None, known if key.best == "lowest" else -known))
    return tuple(found)


def key_value(key: OrderKey, body: Candidate) -> Fraction | None:
    """
    Return what *key* compares, or `None` if nothing is known.

    The values of an attribute count downwards: 0, −1, −2 …
    """
    standing, of = body.standing, str(key.of)
    mark = standing.marks.get(of)
    match key.by:
        case "share":
            return standing.share
        case "points":
            return standing.points
        case "coverage":
            return standing.coverage
        case "criterion_points":
            return None if mark is None else mark.points
        case "criterion_value":
            return None if mark is None else mark.value
        case "evidence":
            return standing.evidence.get(of)
        case _:
            value = body.attributes[of]
            return Fraction(-key.values.index(value)) if value in key.values else None
