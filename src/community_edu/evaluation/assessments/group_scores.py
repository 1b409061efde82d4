"""
Group scores: the criteria of an assessment under their headings, with what each adds up to.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import attrs

from community_edu.evaluation.explaining.outcomes import Outcome
from community_edu.evaluation.judging.marks import Score
from community_edu.evaluation.standards import CriterionGroup, Standard


@attrs.frozen(kw_only=True)
class GroupScore:
    """
    One heading with what stands directly under it.

    Attributes:
        group: The heading; `None` for criteria under none.
        depth: How many headings are above it.
        score: The points of all criteria under it, also under headings below it.
        claimed: The points that the body claims for them; `None` if it claims none.
        outcomes: The criteria that stand directly under it.
    """

    group: CriterionGroup | None
    depth: int
    score: Score
    claimed: Fraction | None
    outcomes: tuple[Outcome, ...]


def by_groups(standard: Standard, outcomes: Sequence[Outcome]) -> tuple[GroupScore, ...]:
    """
    Put outcomes under the headings of the standard, in the order of the headings.

    Criteria under no heading come first.
    """
    direct: dict[str | None, list[Outcome]] = {}
    for outcome in outcomes:
        direct.setdefault(outcome.criterion.group, []).append(outcome)
    below: dict[str | None, list[CriterionGroup]] = {}
    for group in standard.groups:
        below.setdefault(group.parent, []).append(group)
    found = [_group_score(None, 0, direct.get(None, ()), direct[None])] if None in direct else []
    return (*found, *_under(None, 0, below, direct))


def _under(
    parent: str | None,
    depth: int,
    below: Mapping[str | None, Sequence[CriterionGroup]],
    direct: Mapping[str | None, Sequence[Outcome]],
) -> Iterator[GroupScore]:
    for group in below.get(parent, ()):
        inside = tuple(_under(group.id, depth + 1, below, direct))
        own = direct.get(group.id, ())
        every = [*own, *(outcome for part in inside for outcome in part.outcomes)]
        yield _group_score(group, depth, own, every)
        yield from inside


def _group_score(
    group: CriterionGroup | None, depth: int, own: Sequence[Outcome], every: Sequence[Outcome]
) -> GroupScore:
    claims = [outcome.claimed for outcome in every if outcome.claimed is not None]
    return GroupScore(
        group=group,
        depth=depth,
        score=Score(
            sum((outcome.points for outcome in every), Fraction(0)),
            sum((outcome.of for outcome in every), Fraction(0)),
        ),
        claimed=sum(claims, Fraction(0)) if claims else None,
        outcomes=tuple(own),
    )
