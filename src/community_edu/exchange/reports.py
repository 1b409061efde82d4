"""
Reports of what was done: plan files that report, or evidence.
"""

import os
from fractions import Fraction

from community_edu.calendars import ObservanceCatalog
from community_edu.exchange.documents import Document, read_document
from community_edu.exchange.evidence import read_body
from community_edu.exchange.plans import HEAD, read_plan
from community_edu.plans import Plan, Report


def load_report(
    path: str | os.PathLike[str], plan: Plan, *, observances: ObservanceCatalog | None = None
) -> Report | Plan:
    """
    Read what was done, to compare it with *plan*: a plan file that reports, or evidence.

    Args:
        path: A plan file with figures, claims or milestones, or a file of
            ``indicator = number``.
        plan: The plan whose indicators evidence is about.
        observances: What the rules of a plan may name; by default the shipped ones.

    Returns:
        What `progress` takes.

    Raises:
        ProblemsError: The file cannot be read or something in it is wrong;
            every problem at once.

    Example:
        >>> from community_edu.exchange import load_plan
        >>> from community_edu.plans import progress
        >>> plan = load_plan("examples/plans/jingtai-street.toml")
        >>> report = load_report("examples/evidence/jingtai-street.toml", plan)
        >>> progress(plan, report).items[0].status
        'late'
    """
    return read_report(read_document(path), plan, observances=observances)


def read_report(
    document: Document, plan: Plan, *, observances: ObservanceCatalog | None = None
) -> Report | Plan:
    """
    Turn a document that has been read into a report; see `load_report`.
    """
    if HEAD in document.data:
        return read_plan(document, observances=observances)
    evidence = read_body(document, plan.standard).evidence
    return Report.of(
        {
            name: Fraction(value)
            for name, value in evidence.items()
            if isinstance(value, Fraction | int)
        }
    )
