"""
The verb: from a problem to its explanation.
"""

from collections.abc import Iterable, Sequence
from functools import partial
from importlib.util import find_spec

import attrs

from community_edu.base import Text
from community_edu.scheduling.explaining.choices import EVERYTHING
from community_edu.scheduling.explaining.conflicts import MOST_AT_ONCE, Deadline, Finder
from community_edu.scheduling.explaining.counting import (
    CHECKS,
    LATER_CHECKS,
    Check,
    Shortage,
    View,
    proves,
)
from community_edu.scheduling.explaining.deciding import decider
from community_edu.scheduling.explaining.explanations import Explanation, Relaxation
from community_edu.scheduling.explaining.ground import Ground
from community_edu.scheduling.explaining.placing import EACH_PATIENTLY, Attempt, placed_at_once
from community_edu.scheduling.explaining.relaxing import relaxations
from community_edu.scheduling.explaining.requirements import Requirement, Unit
from community_edu.scheduling.explaining.shrinking import shrink
from community_edu.scheduling.explaining.words import Teller, joined
from community_edu.scheduling.problem_checks import require_sound
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.timetables import Placement

MOST_SEEDS, FEW_LEFT = 8, 3
"""
Around how many of the classes that found no place is searched, and of how many at most before
more patience is taken to place them.
"""
MOST_REASONS = 5
MOST_RELAXATIONS, FEW_RELAXATIONS, MOST_TRIED = 5, 3, 8
"""
How many changes are told, in a small problem and in a larger one, and how many are tried.
"""
RELAXING_SECONDS = 5.0
"""
How long changes of a larger problem are tried.
"""
SMALL = 40
"""
Up to how many sections the whole problem is decided first of all.
"""
LARGEST = 200
"""
Of how many sections at most the whole problem is decided here.
"""

NEEDS_EXTRA = Text(
    "没有求解器，只能判断小范围的冲突；请运行 pip install 'community-edu[solver]'",
    en="without the solver only small conflicts are found; run: pip install "
    "'community-edu[solver]'",
)


def explain(problem: TimetableProblem, *, time_limit: float = 30, seed: int = 0) -> Explanation:
    """
    Explain why *problem* has no timetable (冲突说明), if it has none.

    First is counted what is needed and what there is. If that names nothing, and no
    timetable is found at once, it is counted with more care: over the days and weeks of the
    term, and with the times that sections leave each other that come one after the other.
    Then requirements that clash are searched for around the classes that could not be
    placed. What a search names is never taken as it is: it is decided anew, and whatever is
    not needed is left out, each time deciding again, for a third of the time that is left
    and 8 seconds at most.
    Then changes are tried, the least costly first; only those are told with which a
    timetable of the whole problem is found that `check_timetable` accepts. At most 8 changes
    are tried: up to 40 sections until 5 are found; above, until 3 are found, for 5 seconds.
    ``feasible`` too is only said where such a timetable was found.

    Above 200 sections only what is around the classes that could not be placed is searched,
    up to 150 sections at a time: a clash over the whole problem that no counting names can
    stay unknown, and of a large set it can stay unproven that all of it is needed.

    Changes are ordered by what they ask of people: half a day more of somebody or of a room
    1; a looser pin, or more work for somebody 2; a looser rule, or more seats 3; another
    person or any room 4; one more room or person 5; one meeting less 6; a class that
    is not held 8.

    Args:
        problem: What is asked for.
        time_limit: Seconds of wall time.
        seed: Where the search begins.

    Returns:
        The explanation. Its requirements cannot all be kept; without any one of them they
        can, if it is `minimal`.

    Raises:
        ProblemsError: All that is wrong with *problem* itself, as `check_problem` says.

    Example:
        >>> from datetime import date
        >>> from community_edu.calendars import TeachingWeeks
        >>> from community_edu.organizations import Venue
        >>> from community_edu.scheduling.sections import TimetableSection
        >>> weeks = TeachingWeeks(
        ...     first=date(2026, 9, 7), number=16, periods=["09:00-10:30"], weekdays=["TUE"]
        ... )
        >>> classes = [TimetableSection(id="choir"), TimetableSection(id="piano")]
        >>> room = Venue(id="music", name="音乐室", kind="classroom")
        >>> print(explain(TimetableProblem(classes, [room], [], weeks)).reasons[0].en)
        Tuesday morning: 2 classes need 1 venue ('音乐室'): 2 periods are needed, 1 is there \
(classes: 'choir' and 'piano')
    """
    require_sound(problem)
    ground = Ground(problem)
    finder = Finder(ground, decider(seed), Deadline.after(time_limit), seed)
    view = View(ground, ground.sessions, EVERYTHING)
    found = _short(CHECKS, view)
    if found:
        return _counted(finder, found)
    small = len(problem.sections) <= SMALL
    if small and finder.solvable():
        return Explanation(kind="feasible")
    attempt = placed_at_once(problem, finder.deadline.left, seed)
    if attempt.left == ():
        return Explanation(kind="feasible")
    found = _short(LATER_CHECKS, attrs.evolve(view, made=attempt.made))
    if found:
        return _counted(finder, found, attempt.made)
    units, attempt = _searched(finder, attempt)
    if attempt.left == ():
        return Explanation(kind="feasible")
    everybody = range(len(problem.sections))
    if units is None and len(everybody) <= LARGEST:
        units = finder.core(everybody)
        if units is None and not small and finder.solvable():
            return Explanation(kind="feasible")
    if units is None:
        return _unknown(finder)
    rest, minimal = shrink(finder, units)
    conflict = Teller(ground).requirements(rest)
    return Explanation(
        kind="core",
        conflict=conflict,
        minimal=minimal,
        relaxations=_relaxed(finder, conflict, rest, attempt.made),
    )


def _unknown(finder: Finder) -> Explanation:
    notes = [*finder.doubts, *(() if find_spec("ortools") else (NEEDS_EXTRA,))]
    return Explanation(kind="unknown", note=joined(notes) if notes else None)


def _short(checks: Iterable[Check], view: View) -> list[tuple[Check, Shortage]]:
    return [(check, short) for check in checks for short in _some(check, view)]


def _some(check: Check, view: View) -> list[Shortage]:
    found: dict[Text, Shortage] = {}
    for short in check(view):
        found.setdefault(short.text, short)
        if len(found) == MOST_REASONS:
            break
    return list(found.values())


def _counted(
    finder: Finder, found: list[tuple[Check, Shortage]], made: tuple[Placement, ...] = ()
) -> Explanation:
    check, short = found[0]
    rest, minimal = shrink(finder, short.units, partial(proves, check, finder.ground))
    conflict = Teller(finder.ground).requirements(rest)
    return Explanation(
        kind="counting",
        conflict=conflict,
        minimal=minimal,
        reasons=[one.text for _, one in found[:MOST_REASONS]],
        relaxations=_relaxed(
            finder, conflict, [unit for _, one in found for unit in one.units], made
        ),
    )


def _searched(finder: Finder, attempt: Attempt) -> tuple[frozenset[Unit] | None, Attempt]:
    """
    Return requirements that clash around what finds no place at once, and what found one.
    """
    problem, seed = finder.ground.problem, finder.seed
    left = attempt.left or ()
    units = _around(finder, left) if len(left) <= FEW_LEFT else None
    if units is not None or not left:
        return units, attempt
    more = placed_at_once(problem, finder.deadline.left, seed, attempt.made, EACH_PATIENTLY)
    known = left if len(left) <= FEW_LEFT else ()
    return _around(finder, [one for one in more.left or () if one not in known]), more


def _around(finder: Finder, seeds: Sequence[int]) -> frozenset[Unit] | None:
    """
    Return requirements that clash around sections; `None`: none are found.
    """
    for section in seeds[:MOST_SEEDS]:
        for some in finder.around(section):
            units = finder.core(some)
            if units is not None:
                return units
    return None


def _near(ground: Ground, units: Iterable[Unit]) -> set[str]:
    """
    Return the sections that requirements are about, or that want what they are about.
    """
    named: set[int] = set()
    wanting: set[int] = set()
    for one in units:
        for subject in one.subjects:
            some = ground.sections_of(one.of, subject)
            (named if one.of == "section" else wanting).update(some)
    if len(named | wanting) <= MOST_AT_ONCE:
        named |= wanting
    return {ground.problem.sections[s].id for s in named}


def _relaxed(
    finder: Finder,
    conflict: tuple[Requirement, ...],
    units: Iterable[Unit],
    made: tuple[Placement, ...] = (),
) -> tuple[Relaxation, ...]:
    """
    Return changes with which the whole problem has a timetable, one for each thing changed.

    Each timetable begins with what has been *made* before.
    """
    kept: dict[str, Relaxation] = {}
    named = _near(finder.ground, units)
    tried = 0
    small = len(finder.ground.problem.sections) <= SMALL
    most = MOST_RELAXATIONS if small else FEW_RELAXATIONS
    deadline = finder.deadline if small else finder.deadline.sooner(RELAXING_SECONDS)
    for change in relaxations(finder.ground, conflict):
        if len(kept) == most or tried == MOST_TRIED or deadline.left <= 0:
            break
        if change.of in kept:
            continue
        ground = Ground(change.problem)
        sessions = tuple(
            one for one in ground.sessions if ground.problem.sections[one.section].id in named
        )
        view = View(ground, sessions, EVERYTHING)
        if any(next(check(view), None) for check in CHECKS):
            continue
        tried += 1
        if small:
            solvable = attrs.evolve(finder, ground=ground, deadline=deadline).solvable() is True
        else:
            attempt = placed_at_once(change.problem, deadline.left, finder.seed, made)
            solvable = attempt.left == ()
            made = max(made, attempt.made, key=len)
        if solvable:
            kept[change.of] = change
    return tuple(kept.values())
