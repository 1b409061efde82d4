"""
Why was something not placed? What stands in the way at each of its places, counted.
"""

from collections import Counter

from community_edu.base import Text
from community_edu.scheduling.greedy.parts import HARD
from community_edu.scheduling.greedy.state import State
from community_edu.scheduling.instances import Assignment, Instance
from community_edu.scheduling.instances.values import NOBODY, UNPLACED
from community_edu.scheduling.timetables import Unplaced


def reasons(instance: Instance, assignment: Assignment) -> tuple[Unplaced, ...]:
    """
    Tell for each meeting that *assignment* leaves out what is in the way, time by time.

    At each time one reason is counted, the first that holds: its people are elsewhere,
    nobody of its educators is free, none of its venues is, or other demands forbid it.

    Example:
        >>> from datetime import date, time
        >>> from community_edu.calendars import ClassPeriod, TeachingWeeks
        >>> from community_edu.scheduling.instances import compile_problem
        >>> from community_edu.scheduling.problems import TimetableProblem
        >>> from community_edu.scheduling.sections import TimetableSection
        >>> weeks = TeachingWeeks(
        ...     first=date(2026, 9, 7), number=2, periods=[ClassPeriod(time(9), time(10))]
        ... )
        >>> choir = TimetableSection(id="choir", sessions=2)
        >>> instance = compile_problem(TimetableProblem([choir], [], [], weeks))
        >>> for one in reasons(instance, instance.empty()):
        ...     print(one.section, one.number, one.reason.en)
        choir 1 of 5 times: at 5 there would be room
        choir 2 of 5 times: at 5 there would be room
    """
    state = State(instance)
    for m, t in enumerate(assignment.times):
        if t != UNPLACED:
            state.place(m, t, assignment.venues[m], assignment.educators[state.section_of[m]])
    return tuple(
        Unplaced(
            section=instance.problem.sections[meeting.section].id,
            number=meeting.number,
            reason=_reason(state, m),
        )
        for m, meeting in enumerate(instance.meetings)
        if assignment.times[m] == UNPLACED
    )


def _reason(state: State, m: int) -> Text:
    meeting = state.instance.meetings[m]
    if not meeting.venues:
        return Text("没有适合的场地", en="no venue serves it")
    if not state.instance.section_educators[meeting.section]:
        return Text("没有人能教", en="nobody can teach it")
    if not meeting.times:
        return Text(
            "没有一个时间既有场地又有教师，且符合对它的要求",
            en="at no time is there a venue and an educator for it as is demanded",
        )
    counted = Counter(_obstacle(state, m, t) for t in range(len(meeting.times)))
    told = [_told(state, m, kind, number) for kind, number in counted.most_common()]
    every = len(meeting.times)
    return Text(
        f"共 {every} 个时间：" + "；".join(text.zh for text in told),
        en=f"of {every} time{'s' if every > 1 else ''}: "
        + "; ".join(text.to("en") for text in told),
    )


def _obstacle(state: State, m: int, t: int) -> str:
    """
    Return what is in the way of a meeting at a time.
    """
    instance, meeting = state.instance, state.instance.meetings[m]
    cells = meeting.times[t].cells
    if state.crowd(m) & cells:
        return "people"
    settled = state.educators[meeting.section]
    able = instance.section_educators[meeting.section] if settled == NOBODY else (settled,)
    educators = [
        e for e in able if instance.educator_free(m, t, e) and not state.taken(NOBODY, e) & cells
    ]
    if not educators:
        return "educator"
    venues = [
        v
        for v in meeting.venues
        if instance.venue_free(m, t, v) and not state.taken(v, NOBODY) & cells
    ]
    if not venues:
        return "venue"
    costs = (state.cost_of(m, t, v, e) for e in educators for v in venues)
    return "room" if min(costs) < HARD // 2 else "demands"


def _told(state: State, m: int, kind: str, number: int) -> Text:
    """
    Say in words what is in the way at a number of times.
    """
    instance, meeting = state.instance, state.instance.meetings[m]
    problem = instance.problem
    if kind == "people":
        groups = problem.sections[meeting.section].groups
        who, who_en = ("、".join(groups) or "本班"), (", ".join(groups) or "the section")
        return Text(
            f"{number} 个时间{who}在上别的课", en=f"at {number} {who_en} is in another class"
        )
    if kind == "educator":
        able = instance.section_educators[meeting.section]
        if len(able) == 1:
            name = problem.educators[able[0]].name
            return Text(
                f"{number} 个时间{name.zh}没有空（只有其能教）",
                en=f"at {number} {name.to('en')} is not free, and nobody else may teach it",
            )
        return Text(
            f"{number} 个时间 {len(able)} 位教师都没有空",
            en=f"at {number} none of its {len(able)} educators is free",
        )
    if kind == "venue":
        if len(meeting.venues) == 1:
            name = problem.venues[meeting.venues[0]].name
            return Text(
                f"{number} 个时间{name.zh}被占用或不开放",
                en=f"at {number} {name.to('en')} is taken or closed",
            )
        count = len(meeting.venues)
        return Text(
            f"{number} 个时间 {count} 个可用场地都被占用或不开放",
            en=f"at {number} all of its {count} venues are taken or closed",
        )
    if kind == "demands":
        return Text(
            f"{number} 个时间不符合课时、路程等要求",
            en=f"at {number} limits, ways or other demands forbid it",
        )
    return Text(f"{number} 个时间还有位置", en=f"at {number} there would be room")
