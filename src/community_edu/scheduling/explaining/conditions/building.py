"""
What some sections ask of each other, as rows of sums.
"""

from collections.abc import Container, Iterable

from community_edu.scheduling.explaining.choices import NONE
from community_edu.scheduling.explaining.conditions.alone import alone
from community_edu.scheduling.explaining.conditions.limits import limits
from community_edu.scheduling.explaining.conditions.meetings import meetings
from community_edu.scheduling.explaining.conditions.pairs import pairs
from community_edu.scheduling.explaining.conditions.stages import Stage
from community_edu.scheduling.explaining.conditions.uses import Uses
from community_edu.scheduling.explaining.conditions.ways import ways
from community_edu.scheduling.explaining.conditions.wholes import wholes
from community_edu.scheduling.explaining.ground import Ground
from community_edu.scheduling.explaining.requirements import Unit
from community_edu.scheduling.explaining.rows import Rows
from community_edu.scheduling.timetables import Placement


def conditions(
    ground: Ground,
    sections: Iterable[int],
    active: Container[Unit] | None = None,
    *,
    apart: bool = False,
) -> Rows:
    """
    Return what the *sections* ask, all others being left out.

    A section need not be held unless that is asked. Demands that leaving out a section
    could break (no gaps, no lone sessions, fair load) are asked only of subjects of which
    every section is there, so that a part of what is impossible is never blamed wrongly.

    Args:
        ground: The problem.
        sections: The numbers of the sections.
        active: The requirements that are asked; `None`: all.
        apart: Whether each requirement has rows of its own; they are always, where all are
            asked. Otherwise what some take away for sure is not there at all.
    """
    stage = Stage(ground, tuple(sections), Rows(active, apart=apart))
    uses = Uses(stage)
    alone(stage)
    limits(uses)
    ways(uses)
    meetings(stage)
    pairs(stage)
    wholes(uses)
    return stage.rows


def placements(ground: Ground, rows: Rows, ones: Container[int]) -> tuple[Placement, ...]:
    """
    Return the meetings as they stand where just the variables *ones* of *rows* are 1.
    """
    teacher = dict(taught for one, taught in rows.teachers.items() if one in ones)
    return tuple(
        ground.placement(session, at, v, teacher.get(session.section, NONE))
        for one, (session, at, v) in rows.places.items()
        if one in ones
    )
