"""
Brands (品牌): names under which learning is known beyond the courses of one year.
"""

from typing import NewType

import attrs

from community_edu.base import Cited, Text, identifier, text
from community_edu.organizations import OrganizationId, organization_id

BrandId = NewType("BrandId", str)


def brand_id(value: str) -> BrandId:
    """
    Return *value* as the identifier of a brand.
    """
    return BrandId(identifier(value))


@attrs.frozen(kw_only=True)
class Brand(Cited):
    """
    A brand or feature (品牌、特色): 民生课堂, 养教结合.

    Attributes:
        id: The identifier in the plan.
        name: What it is called.
        role: What it is for: ``psychological_center``, ``platform`` … ; may be empty.
        carrier: The organization that carries it, if the plan says so.
        concept: The idea behind it.
        years: How many years it has run; `None` where no number is given.
        note: What a reader should know.
    """

    id: BrandId = attrs.field(converter=brand_id)
    name: Text = attrs.field(converter=text)
    role: str = ""
    carrier: OrganizationId | None = attrs.field(
        default=None, converter=attrs.converters.optional(organization_id)
    )
    concept: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))
    years: int | None = None
    note: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))
