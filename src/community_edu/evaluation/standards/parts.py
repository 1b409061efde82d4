"""
What a standard has beside its criteria: categories, groups, grades and references.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cached_property
from typing import NewType

import attrs

from community_edu.base import Text, identifier, text
from community_edu.evaluation.standards.criteria import (
    CategoryId,
    CriterionId,
    GroupId,
    ReferenceId,
    category_id,
    criterion_id,
    group_id,
    reference_id,
)
from community_edu.measures import Threshold

GradeId = NewType("GradeId", str)


def grade_id(value: str) -> GradeId:
    """
    Return *value* as the identifier of a grade.
    """
    return GradeId(identifier(value))


def _criterion_ids(ids: Iterable[str]) -> tuple[CriterionId, ...]:
    return tuple(map(criterion_id, ids))


@attrs.frozen
class CategoryValue:
    """
    One value of a category: ``east``, 东部.
    """

    id: str = attrs.field(converter=identifier)
    name: Text = attrs.field(converter=text)


@attrs.frozen(kw_only=True)
class Category:
    """
    What bodies differ in without being counted: the region, the kind, the level held.

    Attributes:
        id: The name in evidence files, for example ``region``.
        name: What a reader calls it.
        values: What it can be.
    """

    id: CategoryId = attrs.field(converter=category_id)
    name: Text = attrs.field(converter=text)
    values: tuple[CategoryValue, ...] = attrs.field(converter=tuple[CategoryValue, ...])

    @cached_property
    def by_id(self) -> Mapping[str, CategoryValue]:
        """
        The values by identifier.
        """
        return {value.id: value for value in self.values}


@attrs.frozen(kw_only=True)
class Reference:
    """
    A document that a standard was taken from (出处).

    Attributes:
        id: The identifier that quotes name.
        title: Its title.
        issuer: Who issued it.
        number: Its number: 教职成函〔2010〕9号.
        issued: When, as far as it is known: ``2010-08``.
        url: Where it can be read.
        note: What of it was read, and what not.
    """

    id: ReferenceId = attrs.field(converter=reference_id)
    title: Text = attrs.field(converter=text)
    issuer: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))
    number: str | None = None
    issued: str | None = None
    url: str | None = None
    note: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))


@attrs.frozen(kw_only=True)
class CriterionGroup:
    """
    A heading over criteria (一级指标、二级指标).

    Attributes:
        id: The identifier.
        name: What a reader calls it.
        parent: The group above.
        points: The points that the document gives it; they must be those of its
            criteria, unless the standard is not complete.
    """

    id: GroupId = attrs.field(converter=group_id)
    name: Text = attrs.field(converter=text)
    parent: GroupId | None = attrs.field(
        default=None, converter=attrs.converters.optional(group_id)
    )
    points: Fraction | None = None


@attrs.frozen(kw_only=True)
class Grade:
    """
    A grade (等次) and what it takes.

    Attributes:
        id: The identifier.
        name: What a reader calls it: 优秀.
        threshold: The points (``>= 90``), or their share of those that could be
            had (``>= 90%``).
        met: Criteria that must be met besides.
    """

    id: GradeId = attrs.field(converter=grade_id)
    name: Text = attrs.field(converter=text)
    threshold: Threshold
    met: tuple[CriterionId, ...] = attrs.field(default=(), converter=_criterion_ids)

    @property
    def of_share(self) -> bool:
        """
        Whether the threshold is about the share of points, not about points.
        """
        return not self.threshold.quantity.bare
