"""
Criteria (选取条件): by what entries are chosen for a feed.
"""

from typing import Final, Literal, TypeAlias

Criterion: TypeAlias = Literal[
    "audience", "organization", "body", "tier", "venue", "educator", "course", "tag"
]
"""
By what entries are chosen for a feed. ``organization`` takes what lies under it, too, and
``body`` does not.
"""

CRITERIA: Final[tuple[Criterion, ...]] = (
    "audience",
    "organization",
    "body",
    "tier",
    "venue",
    "educator",
    "course",
    "tag",
)

Key: TypeAlias = tuple[Criterion, str]
"""
A criterion and what it asks for: ``("venue", "hall")``.
"""
