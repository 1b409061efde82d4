"""
How soon it is told why a town has no timetable: ``python benchmarks/explain.py [CASE …]``.

The town of the seeds (319 classes, 153 lectures) is made impossible in one place, and each of
these is explained by itself:

- ``teacher``: the one with most classes that nobody else can teach has one morning left
- ``room``: the one room of its kind at a teaching point is open on two mornings only
- ``order``: a lecture is pinned to week 3, and one that comes before it begins in week 5
- ``apart``: four lectures for the same people, two weeks apart, have five weeks
- ``ways``: a teacher has two classes of a day, pinned, too far from each other
- ``pool``: 120 lectures more, by six people who have one hour a week each, over 16 weeks
- ``weekly``: as many, by seven people who hold at most one in a week
- ``queue``: 60 of such lectures come before one that is pinned to week 4

``ways`` is named only by a search for what clashes, the others by counting; the last three
stretch over a hundred lectures, and so do their sets. Each line has what kind of reason was
found, how many demands it names and how many requirements they are, whether it is proven
minimal, how many changes that help were found, and the CPU seconds of the process with all its
threads. The bounds are 10 seconds and 6 demands, for what is wrong in one place. With ``SEED=2``
before it, the searches begin elsewhere.
"""

import os
import resource
import sys
from collections import Counter
from collections.abc import Callable

import attrs

from community_edu.organizations import Educator, Venue
from community_edu.scheduling.demands import Precedence
from community_edu.scheduling.explaining import explain
from community_edu.scheduling.problems import Pin, TimetableProblem
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.towns import town

BREAK = 15
"""
Minutes between two periods of an afternoon.
"""


def cpu() -> float:
    """
    Return the CPU seconds that the process has used so far.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def weekly(problem: TimetableProblem) -> list[TimetableSection]:
    """
    Return the classes that only one teacher can teach.
    """
    return [
        one for one in problem.sections if one.per == "week" and len(problem.educators_of(one)) == 1
    ]


def lectures(problem: TimetableProblem) -> list[TimetableSection]:
    """
    Return the lectures.
    """
    return [one for one in problem.sections if one.per == "term"]


def weeks_of(problem: TimetableProblem, names: set[str], weeks: str) -> TimetableProblem:
    """
    Return the problem with other weeks for some sections.
    """
    sections = [
        attrs.evolve(one, weeks=weeks) if one.id in names else one for one in problem.sections
    ]
    return attrs.evolve(problem, sections=sections)


def teacher(problem: TimetableProblem) -> TimetableProblem:
    """
    Leave the busiest teacher one morning.
    """
    load = Counter[str]()
    for one in weekly(problem):
        load[problem.educators_of(one)[0].id] += one.sessions
    ((busiest, _),) = load.most_common(1)
    people: list[Educator] = [
        attrs.evolve(one, hours="MON 08:00-12:00") if one.id == busiest else one
        for one in problem.educators
    ]
    return attrs.evolve(problem, educators=people)


def room(problem: TimetableProblem) -> TimetableProblem:
    """
    Open the most wanted of the rooms that have no like at their place on two mornings only.
    """
    load = Counter[str]()
    for one in problem.sections:
        rooms = problem.venues_of(one)
        if one.per == "week" and len(rooms) == 1:
            load[rooms[0].id] += one.sessions
    ((wanted, _),) = load.most_common(1)
    changed: list[Venue] = [
        attrs.evolve(one, hours="MON-TUE 08:00-12:00") if one.id == wanted else one
        for one in problem.venues
    ]
    return attrs.evolve(problem, venues=changed)


def order(problem: TimetableProblem) -> TimetableProblem:
    """
    Ask one lecture to come before another, which is pinned too early for that.
    """
    before, after = lectures(problem)[3], lectures(problem)[9]
    return attrs.evolve(
        weeks_of(problem, {before.id}, "5-16"),
        pins=[Pin(section=after.id, week=3)],
        rules=[*problem.rules, Precedence(before=before.id, after=after.id)],
    )


def apart(problem: TimetableProblem) -> TimetableProblem:
    """
    Give four lectures of one place five weeks.
    """
    place = lectures(problem)[0].place
    names = [one.id for one in lectures(problem) if one.place == place][:4]
    return weeks_of(problem, {*names}, "8-12")


def ways(problem: TimetableProblem) -> TimetableProblem:
    """
    Pin two classes of a teacher to one afternoon, at places that are too far from each other.
    """
    for one in weekly(problem):
        for other in weekly(problem):
            (person,) = problem.educators_of(one)
            far = problem.travel.between(one.place or "", other.place or "") > BREAK
            if (
                far
                and problem.educators_of(other) == (person,)
                and {one.weeks.text, other.weeks.text} == {"all"}
            ):
                first = [Pin(section=one.id, number=1, weekday="WED", period=3)]
                pins = [*first, Pin(section=other.id, number=1, weekday="WED", period=4)]
                people = [
                    attrs.evolve(who, hours="MON-FRI 08:00-18:00", busy=())
                    if who is person
                    else who
                    for who in problem.educators
                ]
                return attrs.evolve(problem, pins=pins, educators=people)
    raise LookupError(problem.name)


def more_lectures(problem: TimetableProblem, people: int, hours: str) -> TimetableProblem:
    """
    Add 120 lectures that some people can give, who give no others.
    """
    added = [
        Educator(id=f"guest-{number}", name=f"guest {number}", teaches=["guest"], hours=hours)
        for number in range(people)
    ]
    talks = [
        TimetableSection(id=f"talk-{number}", per="term", subject="guest", weeks="1-16")
        for number in range(120)
    ]
    halls = [
        Venue(id=f"big-hall-{number}", name=f"big hall {number}", kind="big-hall")
        for number in range(people)
    ]
    return attrs.evolve(
        problem,
        sections=[
            *problem.sections,
            *(attrs.evolve(one, venue_kinds=["big-hall"]) for one in talks),
        ],
        educators=[*problem.educators, *added],
        venues=[*problem.venues, *halls],
    )


def pool(problem: TimetableProblem) -> TimetableProblem:
    """
    Give 120 lectures 96 hours of people.
    """
    return more_lectures(problem, 6, "WED 08:00-10:00")


def weekly_bound(problem: TimetableProblem) -> TimetableProblem:
    """
    Let each of seven people hold one session a week at most.
    """
    more = more_lectures(problem, 7, "MON-FRI 08:00-18:00")
    people = [
        attrs.evolve(one, weekly_minutes=120) if "guest" in one.teaches else one
        for one in more.educators
    ]
    return attrs.evolve(more, educators=people)


def queue(problem: TimetableProblem) -> TimetableProblem:
    """
    Ask for 60 lectures before one that is pinned to week 4.
    """
    more = more_lectures(problem, 6, "WED 08:00-12:00")
    names = [one.id for one in more.sections if one.subject == "guest"]
    orders = [Precedence(before=name, after=names[0]) for name in names[1:61]]
    return attrs.evolve(more, rules=[*more.rules, *orders], pins=[Pin(section=names[0], week=4)])


CASES: dict[str, Callable[[TimetableProblem], TimetableProblem]] = {
    "teacher": teacher,
    "room": room,
    "order": order,
    "apart": apart,
    "ways": ways,
    "pool": pool,
    "weekly": weekly_bound,
    "queue": queue,
}


def main() -> None:
    """
    Explain the cases that are given, or all.
    """
    print("case      kind      demands  requirements  minimal  changes  CPU s")
    for name in sys.argv[1:] or CASES:
        problem = CASES[name](town(1))
        began = cpu()
        found = explain(problem, time_limit=60, seed=int(os.environ.get("SEED", "0")))
        spent = cpu() - began
        demands = len({one.demand for one in found.conflict})
        units = sum(len(one.subjects) for one in found.conflict)
        print(
            f"{name:10}{found.kind:10}{demands:7}{units:14}{found.minimal!s:>9}"
            f"{len(found.relaxations):9}{spent:7.1f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
