"""
The timetables of a district: of each town and of all, with what they cost and a bound.
"""

from collections.abc import Collection, Sequence

import attrs

from community_edu.courses import SectionId
from community_edu.scheduling.bounds import least_cost
from community_edu.scheduling.demands import Demand, FairLoad, NoGaps, NoLoneSession, OwnDemand
from community_edu.scheduling.instances import compile_problem
from community_edu.scheduling.judging import check_timetable
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.timetables import Timetable


@attrs.frozen
class DistrictTimetable:
    """
    The timetables of towns that share educators.

    Attributes:
        towns: That of each town, in their order, with what it costs by itself.
        whole: That of the district, judged as one, with a bound.
        visiting: The sections that a shared educator may teach.
    """

    towns: tuple[Timetable, ...]
    whole: Timetable
    visiting: tuple[SectionId, ...]


def district_timetable(
    towns: Sequence[TimetableProblem],
    found: Timetable,
    visiting: Collection[SectionId],
    proven: int,
) -> DistrictTimetable:
    """
    Return what was found with costs and bounds.

    Sections cost together no less than apart, as far as demands add up. So what is
    *proven* of the visiting sections (or of all, if there are none), and what each other
    section costs at least, is a bound.
    """
    whole = found.problem
    instance = compile_problem(whole)
    bound = least_cost(instance)
    if all(map(_adds_up, whole.rules)):
        others = whole.sections_by_id.keys() - visiting if visiting else ()
        bound = max(bound, proven + least_cost(instance, others))
    parts = (
        Timetable(
            town,
            [one for one in found.placements if one.section in town.sections_by_id],
            unplaced=[one for one in found.unplaced if one.section in town.sections_by_id],
        )
        for town in towns
    )
    joint = attrs.evolve(with_cost(found), bound=None if found.unplaced else bound)
    if joint.cost == joint.bound:
        joint = attrs.evolve(joint, status="optimal")
    return DistrictTimetable(tuple(map(with_cost, parts)), joint, tuple(sorted(visiting)))


def with_cost(timetable: Timetable) -> Timetable:
    """
    Return a timetable with what it costs.
    """
    return attrs.evolve(
        timetable,
        cost=check_timetable(timetable.problem, timetable).cost,
        status="partial" if timetable.unplaced else "feasible",
    )


def _adds_up(rule: Demand | OwnDemand) -> bool:
    """
    Tell whether a demand costs all sections no less than two parts of them together.

    Even work does not, nor do idle periods, which a section of the other part may fill. Of
    an own demand nothing is known.
    """
    return isinstance(rule, Demand) and not isinstance(rule, FairLoad | NoGaps | NoLoneSession)
