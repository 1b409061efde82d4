"""
Allocating a menu: the wishes of points meet the hours of lecturers.
"""

from collections.abc import Iterable
from time import monotonic
from typing import Literal, TypeAlias

from community_edu.base import MissingExtraError, Text
from community_edu.courses import Choice, CourseMenu, TeachingPoint, check_choices
from community_edu.organizations import Educator
from community_edu.scheduling.allocating.allocations import Allocation, Grant, Unmet
from community_edu.scheduling.allocating.drafting import draft
from community_edu.scheduling.allocating.matters import Matter, Shares, matter_of
from community_edu.scheduling.allocating.proving import prove
from community_edu.scheduling.allocating.rounds import MenuRound, NoWeeksError, check_round
from community_edu.scheduling.solvers import Limits, SolveProgress, Watch, require_limits
from community_edu.scheduling.travel import TravelTimes

__all__ = [
    "Aim",
    "Allocation",
    "Grant",
    "MenuRound",
    "NoWeeksError",
    "Unmet",
    "allocate",
    "check_round",
]

Aim: TypeAlias = Literal["points", "sessions"]


def allocate(
    menu: CourseMenu,
    choices: Iterable[Choice],
    educators: Iterable[Educator],
    *,
    travel: TravelTimes | None = None,
    points: Iterable[TeachingPoint] = (),
    aim: Aim = "points",
    time_limit: float = 30,
    seed: int = 0,
    progress: Watch | None = None,
) -> Allocation:
    """
    Give the lecturers of a menu (课程菜单) to the points that chose from it.

    With the aim ``points``, the default, it is fair to them in this sense: as many points
    as can be get one session; of all such allocations, as many as can be a second; and so
    on. Nobody has a third before somebody else, who could have had it, a second. With
    ``sessions``, as many sessions as can be are held, whoever gets them. Either way, wishes
    of a better rank come next, then shorter ways.

    A session takes an educator the minutes of the item and the way from home to the point
    and back. When and in which room it is held, a timetable says: see
    `Allocation.sections`.

    Args:
        menu: What is offered.
        choices: What points wish.
        educators: Who teaches.
        travel: The ways, places being points and homes; nowhere is far without it.
        points: The points with their names, as far as they shall be called by them.
        aim: What comes first: ``points`` or ``sessions``.
        time_limit: Seconds, for the proof.
        seed: Of the search.
        progress: Is told how far it is before each aim.

    Returns:
        What is granted, what is not and why. It is proven to be the best if the extra
        ``solver`` is installed and the time is enough; its `status` says so.

    Raises:
        ProblemsError: Choices of what the menu does not have, or made twice; more choices and
            educators than can be decided at once; or limits that no solver can keep to.

    Example:
        >>> from community_edu.base import Text
        >>> from community_edu.courses import MenuItem
        >>> tea = MenuItem(id="tea", name="茶艺", subject="tea")
        >>> menu = CourseMenu(id="spring", edition="2026 春季", items=[tea])
        >>> wishes = [
        ...     Choice(point="east", item="tea", sessions=2),
        ...     Choice(point="west", item="tea", sessions=2, rank=2),
        ... ]
        >>> li = Text("李老师", en="Ms Li")
        >>> lecturer = Educator(id="li", name=li, teaches=["tea"], sessions=3)
        >>> allocation = allocate(menu, wishes, [lecturer])
        >>> dict(allocation.granted)
        {'east': 2, 'west': 1}
        >>> allocation.unmet[0].reason.en
        'everybody who gives it has given all that they can: Ms Li'
    """
    require_limits(Limits(seconds=time_limit, seed=seed))
    wishes, people = tuple(choices), tuple(educators)
    check_choices(menu, wishes)
    matter = matter_of(menu, wishes, people, travel or TravelTimes())
    began = monotonic()

    def watch(shares: Shares, stage: Text) -> None:
        if progress is not None:
            given = sum(map(shares.granted, range(len(wishes))))
            seconds = monotonic() - began
            progress(SolveProgress(seconds, None, None, given, sum(matter.wanted), stage))

    shares, proven, note = draft(matter, fair=aim == "points"), False, None
    try:
        shares, proven = prove(
            matter,
            shares,
            fair=aim == "points",
            time_limit=time_limit,
            seed=seed,
            watch=watch,
        )
    except MissingExtraError as error:
        note = Text(error.sentence("zh-CN"), en=error.sentence("en"))
    return Allocation(
        menu=menu,
        choices=wishes,
        grants=tuple(
            Grant(
                point=wish.point,
                item=wish.item,
                educator=people[educator].id,
                name=people[educator].name,
                sessions=sessions,
                minutes=sessions * matter.able[number][educator],
            )
            for number, wish in enumerate(wishes)
            for educator, sessions in sorted(shares.given[number].items())
        ),
        unmet=tuple(
            Unmet(choice=wish, missing=missing, reason=why_not(matter, shares, number, people))
            for number, wish in enumerate(wishes)
            if (missing := wish.sessions - shares.granted(number))
        ),
        status="optimal" if proven else "feasible",
        note=note,
        points=tuple(points),
    )


def why_not(matter: Matter, shares: Shares, choice: int, people: tuple[Educator, ...]) -> Text:
    """
    Say why no more sessions of a choice are granted than *shares* has.
    """
    item = matter.items[matter.item_of[choice]]
    able = matter.able[choice]
    if not able:
        if item.educators or any(item.subject in person.teaches for person in people):
            return Text("该项目不面向这一受众", en="it is not for this audience")
        return Text("没有讲师能讲这一项目", en="no educator gives it")
    if not shares.offered[matter.item_of[choice]]:
        offered = matter.offered[matter.item_of[choice]]
        return Text(f"共 {offered} 次，已全部排出", en=f"all of its {offered} sessions are given")
    within = [
        educator
        for educator in able
        if matter.sessions[educator] and able[educator] <= matter.minutes[educator]
    ]
    if not within:
        least = min(able.values())
        return Text(
            f"能讲的讲师没有这么多时间：连同往返，一次要 {least} 分钟",
            en=f"nobody who gives it has the time: with both ways a session takes {least} minutes",
        )
    names = ", ".join(people[educator].name.to("en") for educator in able)
    zh_names = "、".join(people[educator].name.zh for educator in able)
    if any(shares.has_room(choice, educator) for educator in able):
        return Text("规定时间内没有找到更好的安排", en="nothing better was found in the time")
    return Text(
        f"能讲的讲师时间或次数已用完：{zh_names}",
        en=f"everybody who gives it has given all that they can: {names}",
    )
