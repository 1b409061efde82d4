"""
In from prose: the text of a plan as it is, to an outline and a draft for a person to complete.
"""

from community_edu.prose.drafts import draft_plan
from community_edu.prose.outlines import read_outline
from community_edu.prose.values import (
    LONGEST_PROSE,
    DocumentOutline,
    Guess,
    GuessKind,
    NoSuchDocumentError,
    Outline,
    OutlineSection,
    ProseTooLongError,
    Sentence,
    TextSpan,
)

__all__ = [
    "LONGEST_PROSE",
    "DocumentOutline",
    "Guess",
    "GuessKind",
    "NoSuchDocumentError",
    "Outline",
    "OutlineSection",
    "ProseTooLongError",
    "Sentence",
    "TextSpan",
    "draft_plan",
    "read_outline",
]
