"""
Criteria sets (五有、三个自我、六位一体): named lists of what something must have or be.
"""

from typing import Literal, NewType, TypeAlias

import attrs

from community_edu.base import Cited, Text, identifier, text
from community_edu.organizations.bodies import ItemId, item_id

CriteriaSetId = NewType("CriteriaSetId", str)

CriteriaStatus: TypeAlias = Literal["listed", "unlisted", "external", "to_write"]
"""
``listed``: the plan names every item. ``unlisted``: it names the set only (四有).
``external``: a document elsewhere. ``to_write``: the plan means to write it.
"""


def criteria_set_id(value: str) -> CriteriaSetId:
    """
    Return *value* as the identifier of a criteria set.
    """
    return CriteriaSetId(identifier(value))


@attrs.frozen
class CriteriaItem:
    """
    One item of a set: ``management``, 健全的组织管理.
    """

    id: ItemId = attrs.field(converter=item_id)
    name: Text = attrs.field(converter=text)


@attrs.frozen(kw_only=True)
class CriteriaSet(Cited):
    """
    A list of criteria that hold all together.

    Attributes:
        id: The identifier in the plan.
        name: What the plan calls it, or a label in square brackets if it has none.
        items: The items, in the order of the plan; none unless `status` is ``listed``.
        status: Whether the items are known, and where.
        about: What the set describes.
    """

    id: CriteriaSetId = attrs.field(converter=criteria_set_id)
    name: Text = attrs.field(converter=text)
    items: tuple[CriteriaItem, ...] = attrs.field(default=(), converter=tuple[CriteriaItem, ...])
    status: CriteriaStatus = "listed"
    about: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))
