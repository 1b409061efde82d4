"""
Making up a town, or the towns of a district.
"""

import attrs

from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.towns.drawing import Drawing, drawings_of_district
from community_edu.scheduling.towns.shapes import TOWN, TownShape


def town(seed: int, *, name: str = "town", shape: TownShape = TOWN) -> TimetableProblem:
    """
    Make the timetabling problem of one town.

    It is the same for one seed everywhere, and it has a solution: a timetable is drawn
    first, and hours, educators and groups are drawn around it.

    - Time: 18 weeks of autumn 2026, Monday to Friday, two periods of 90 minutes in the
      morning and two in the afternoon, with 15 minutes between. Of the classes 70 % meet
      each week, 8 % in odd and 8 % in even weeks, 7 % in each half of the term.
    - Places: a school with 12 rooms and the teaching points, on a grid of 10 × 10 steps
      of 3 minutes. A point has one to three rooms.
    - Classes: 13 subjects, each in one or two kinds of room; 12 to 45 people; 75 % are of
      the elderly (`audiences` is ``elderly``).
    - Teachers: one or two subjects, off 2 to 5 of 10 half-days, at most 5 to 8 sessions a
      week and 3 a day. 60 % of the classes have their teacher, the others one of five.
    - Lectures: each at a point, on one of 6 topics, held once; two at one point are two
      weeks apart. Lecturers are volunteers with one or two topics, 3 to 7 half-days, 3
      to 6 lectures in the term and one a week.
    - Wishes: for the elderly a session of the early afternoon costs 1 and one of the late
      afternoon 3; a room of more than twice the size of a class 1; a way of more than 5
      minutes between two sessions with 15 minutes between 2; each session above 5 a week
      of one educator 1; both sessions of a class on one day 5; a lecture outside the
      months of which its topic is the theme 1; and 10 for each lecture by which the
      busiest lecturer has more than the least busy.

    Args:
        seed: The same problem for the same seed.
        name: The beginning of each identifier.
        shape: How large it is.

    Raises:
        TownTooFullError: It has too few rooms or people for its classes and lectures.

    Example:
        >>> problem = town(1)
        >>> classes = [one for one in problem.sections if one.per == "week"]
        >>> len(classes), sum(one.sessions for one in classes)
        (319, 349)
        >>> len(problem.sections) - len(classes), len(problem.venues)
        (153, 69)
        >>> problem.sections[0].title.en, problem.venues[0].name.zh
        ('fashion show 001', '学校音乐室 1')
    """
    return Drawing(seed, name, shape).problem()


def district(
    seed: int,
    *,
    towns: int = 10,
    itinerant: int = 30,
    name: str = "district",
    shape: TownShape | None = None,
) -> tuple[TimetableProblem, ...]:
    """
    Make the problems of the towns of a district (区), which share itinerant teachers.

    Of the classes of each town, 5 % are taught by teachers who go from town to town, 20
    steps and more apart; they have the same `id` everywhere. All else has the name of its
    town in front of its own. The problems together have a solution, too.

    Args:
        seed: The same problems for the same seed.
        towns: How many.
        itinerant: How many teachers they share.
        name: The beginning of each identifier.
        shape: How large each town is; as `town` makes it, without lectures, if not given.

    Raises:
        TownTooFullError: A town has too few rooms or people.

    Example:
        >>> problems = district(1, towns=2, itinerant=4)
        >>> shared = {one.id for one in problems[0].educators}
        >>> shared &= {one.id for one in problems[1].educators}
        >>> len(problems[0].sections), sorted(shared)[0]
        (319, 'district-itinerant-01')
    """
    size = attrs.evolve(TOWN, lectures=0, lecturers=0) if shape is None else shape
    drawings = drawings_of_district(seed, name, size, towns, itinerant)
    return tuple(drawing.problem() for drawing in drawings)
