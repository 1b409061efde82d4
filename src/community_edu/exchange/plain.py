"""
Values as plain data, for those who keep them in files or tables of their own.

Plain data is what TOML and JSON can carry: numbers, texts, true and false,
lists, and tables of these.
"""

from typing import TypeVar, cast

from cattrs.errors import BaseValidationError

from community_edu.base import CommunityEduError, ProblemsError
from community_edu.exchange.converting import problems_in, structure, unstructure
from community_edu.exchange.places import Place, PlacedError, visible

T = TypeVar("T")


def to_plain(value: object) -> object:
    """
    Turn *value* into plain data, from which `from_plain` makes an equal value.

    A rule, a quota or a measure becomes its text form. Fields that have their
    default are left out.

    Example:
        >>> from community_edu.calendars import Observance, parse_rule
        >>> eve = Observance(key="eve", name="前一天", rule=parse_rule("before(qixi, days=1)"))
        >>> to_plain(eve)
        {'key': 'eve', 'name': '前一天', 'rule': 'before(qixi, days=1)'}
    """
    return unstructure(value)


def from_plain(data: object, kind: type[T], *, name: str = "data") -> T:
    """
    Make a value of *kind* from plain data.

    Args:
        data: What a TOML or JSON parser gives; keys that *kind* does not have
            are refused.
        kind: A class of the library, or a tuple of one: ``tuple[Duty, ...]``.
        name: What the problems call the data.

    Raises:
        ProblemsError: Something does not fit; every problem at once, each a
            `PlacedError` with its path.

    Example:
        >>> from community_edu.calendars import Observance
        >>> day = from_plain({"key": "eve", "name": "前一天", "rule": "fixed(5, 4)"}, Observance)
        >>> print(day.rule)
        fixed(5, 4)
    """
    try:
        return cast("T", structure(data, kind))
    except (BaseValidationError, CommunityEduError) as error:
        problems = [
            PlacedError(Place(name), path, problem) for path, problem in problems_in(error, ())
        ]
        wanted = getattr(kind, "__name__", str(kind))
        raise ProblemsError(f"{visible(name)} makes no {wanted}", problems) from None
