"""
Criteria sets (五有、三个自我) as standards, and what is known of a body as evidence for them.

A network is checked against the sets of its tiers; the same items can be scored. The two
agree: what a body lacks is not met, and what nothing is said of is not assessed.
"""

from fractions import Fraction

from community_edu.base import Text
from community_edu.evaluation.standards.criteria import Criterion
from community_edu.evaluation.standards.parts import Grade
from community_edu.evaluation.standards.standards import Standard
from community_edu.measures import (
    YES_NO,
    Condition,
    Indicator,
    IndicatorId,
    Quantity,
    Threshold,
    indicator_id,
)
from community_edu.organizations import CriteriaSet, Organization

WHOLE = Quantity(Fraction(1))
NOT_LISTED = Text("原文没有列出各项内容", en="the document does not list its items")

_SEPARATORS = str.maketrans({"-": "_", "_": "__", ".": "___"})  # no two items share a name


def item_indicator(item: str) -> IndicatorId:
    """
    Return the yes-or-no indicator that says whether a body has an item of a criteria set.

    Example:
        >>> item_indicator("venue"), item_indicator("self-management")
        ('has_venue', 'has_self_management')
    """
    return indicator_id(f"has_{item.translate(_SEPARATORS)}")


def criteria_standard(criteria: CriteriaSet) -> Standard:
    """
    Return *criteria* as a standard: one criterion of 1 point for each item, met by having it.

    There is one grade, for a body that is known to have every item. A set whose items
    are not listed gives a standard that is not complete and asks for nothing.

    Args:
        criteria: A set as a plan names it.

    Example:
        >>> from community_edu.organizations import CriteriaItem
        >>> haves = CriteriaSet(
        ...     id="haves",
        ...     name="五有",
        ...     items=[CriteriaItem("venue", "教育场所"), CriteriaItem("funds", "教育投入")],
        ... )
        >>> standard = criteria_standard(haves)
        >>> [(line.id, str(line.conditions[0])) for line in standard.criteria]
        [('venue', 'has_venue'), ('funds', 'has_funds')]
    """
    listed = criteria.status == "listed" and bool(criteria.items)
    everything = Grade(
        id="all", name=Text("各项齐备", en="every item"), threshold=Threshold(">=", WHOLE)
    )
    return Standard(
        id=criteria.id,
        name=criteria.name,
        indicators=(
            Indicator(id=item_indicator(item.id), name=item.name, unit=YES_NO)
            for item in criteria.items
        ),
        criteria=(
            Criterion(
                id=item.id,
                name=item.name,
                conditions=[Condition.parse(item_indicator(item.id))],
                facts=criteria.facts,
                source=criteria.source,
            )
            for item in criteria.items
        ),
        grades=[everything] if listed else (),
        minimum_coverage=WHOLE if listed else None,
        complete=listed,
        note=criteria.about if listed else NOT_LISTED,
    )


def body_evidence(body: Organization, criteria: CriteriaSet) -> dict[str, bool]:
    """
    Return what is known of *body* as evidence for the standard of *criteria*.

    Args:
        body: The organization, with what it is known to have and to lack. An item
            in both, which a network refuses, is taken to be lacking.
        criteria: The set that it is held against.

    Returns:
        Yes or no for each item of which something is known; the others are left out.

    Example:
        >>> from community_edu.organizations import CriteriaItem
        >>> items = [CriteriaItem("venue", "教育场所"), CriteriaItem("funds", "教育投入")]
        >>> haves = CriteriaSet(id="haves", name="五有", items=items)
        >>> school = Organization(id="school", name="社区学校", kind="school", has=["venue"])
        >>> body_evidence(school, haves)
        {'has_venue': True}
    """
    return {
        item_indicator(item.id): item.id not in body.lacks
        for item in criteria.items
        if item.id in body.has or item.id in body.lacks
    }
