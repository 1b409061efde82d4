"""
What plans ask of those below them: a monthly report (月报) that each school owes.
"""

from collections.abc import Iterable, Mapping

import attrs

from community_edu.base import Text
from community_edu.calendars import Occasion
from community_edu.plans.calendars import Calendar
from community_edu.plans.duties import Duty
from community_edu.plans.group_years import plan_of
from community_edu.plans.merging import PlanGroup
from community_edu.plans.plans import Plan

Records = Mapping[str, Mapping[str, Iterable[Occasion]]]
"""
What was done: by the identifier of the plan, then of its duty, as `check_record` takes it.
"""


@attrs.frozen(kw_only=True)
class Obligation:
    """
    A duty of an upper plan, as one body below owes it.

    Attributes:
        body: Who owes it, as the network of the group calls the body.
        answer: The duty of a lower plan, ``plan/duty``, by which the body does
            it; `None` if its own plan does not speak of it.
        planned: How many entries that duty has in the year.
        done: How many times it was done; `None` if no record tells.
    """

    body: str
    answer: str | None = None
    planned: int = 0
    done: int | None = None


@attrs.frozen(kw_only=True)
class OwedDuty:
    """
    A duty that a plan lays upon a collective body, counted up over the bodies below.

    Attributes:
        plan: The plan that asks for it.
        duty: The duty in that plan.
        title: What a reader calls it.
        times: How many entries it has in the year: so many times each body owes it.
        obligations: One a body.
    """

    plan: str
    duty: str
    title: Text
    times: int
    obligations: tuple[Obligation, ...]

    @property
    def owed(self) -> int:
        """
        How many times it is owed in the year by all together.
        """
        return self.times * len(self.obligations)

    @property
    def planned_by(self) -> tuple[str, ...]:
        """
        The bodies that have it in their own plans.
        """
        return tuple(one.body for one in self.obligations if one.answer is not None)

    @property
    def unplanned_by(self) -> tuple[str, ...]:
        """
        The bodies whose own plans do not speak of it.
        """
        return tuple(one.body for one in self.obligations if one.answer is None)

    @property
    def recorded_by(self) -> tuple[str, ...]:
        """
        The bodies that have done it at least once.
        """
        return tuple(one.body for one in self.obligations if one.done)


def count_owed(
    group: PlanGroup, calendar: Calendar, records: Records | None = None
) -> tuple[OwedDuty, ...]:
    """
    Count what the plans ask of the bodies below them (逐级落实).

    A duty done ``by`` a collective body (各社区市民学校) is owed by each body
    for which that one stands: see `PlanGroup.members`. A body answers for it by
    a duty of its own plan that was said to do it, or that is done by the body
    and has the same name.

    Args:
        group: The plans.
        calendar: Their year, of `build_group_calendar`.
        records: What was done. The record of an upper plan tells by its
            ``member`` for which body it was, that of a lower plan by the duty
            that answers; where both tell, the larger number is taken.

    Returns:
        Each duty that is laid upon some body below, in the order of the plans.

    Example:
        >>> from community_edu.calendars import parse_rule
        >>> from community_edu.organizations import Organization, TrainingNetwork
        >>> from community_edu.plans import build_group_calendar, merge_plans
        >>> def body(id, kind, **more):
        ...     return Organization(id=id, name=id, kind=kind, **more)
        >>> street = Plan(id="street", title="街道", host="office",
        ...     network=TrainingNetwork(organizations=[
        ...         body("office", "subdistrict"),
        ...         body("schools", "citizen_school", collective=True)]),
        ...     duties=[Duty(id="report", name="月报", by=["schools"],
        ...                  due=parse_rule("monthly(-1)"))])
        >>> village = Plan(id="village", title="社区", host="hall",
        ...     network=TrainingNetwork(organizations=[
        ...         body("hall", "community"),
        ...         body("school", "citizen_school", parent="hall")]))
        >>> group = merge_plans(street, village, parents={"village.hall": "street.office"})
        >>> (report,) = count_owed(group, build_group_calendar(group, 2026))
        >>> report.times, report.owed, report.unplanned_by
        (12, 12, ('village.school',))
    """
    told = records or {}
    times: dict[str, int] = {}
    for entry in calendar.entries:
        name = f"{plan_of(entry)}/{entry.duty}"
        times[name] = times.get(name, 0) + 1
    answers = _Answers.of(group)
    found: list[OwedDuty] = []
    for plan in group.plans:
        for duty in plan.duties:
            owing = tuple(_owing(group, plan, duty))
            if not owing:
                continue
            own = told.get(plan.id, {}).get(duty.id)
            handed_in = None if own is None else _by_member(own)
            obligations: list[Obligation] = []
            for body in owing:
                answer = answers.find(f"{plan.id}/{duty.id}", duty, body)
                seen = [None if handed_in is None else handed_in.get(body, 0)]
                if answer is not None:
                    lower, _, name = answer.partition("/")
                    kept = told.get(lower, {}).get(name)
                    seen.append(None if kept is None else sum(one.number for one in kept))
                obligations.append(
                    Obligation(
                        body=body,
                        answer=answer,
                        planned=0 if answer is None else times.get(answer, 0),
                        done=max((number for number in seen if number is not None), default=None),
                    )
                )
            found.append(
                OwedDuty(
                    plan=plan.id,
                    duty=duty.id,
                    title=duty.name,
                    times=times.get(f"{plan.id}/{duty.id}", 0),
                    obligations=tuple(obligations),
                )
            )
    return tuple(found)


def _owing(group: PlanGroup, plan: Plan, duty: Duty) -> dict[str, None]:
    """
    Return the bodies that owe a duty, each once.
    """
    doers = group.doers(plan.id, duty)
    return dict.fromkeys(body for doer in doers for body in group.members.get(doer, ()))


def _by_member(record: Iterable[Occasion]) -> dict[str | None, int]:
    done: dict[str | None, int] = {}
    for one in record:
        done[one.member] = done.get(one.member, 0) + one.number
    return done


@attrs.frozen
class _Answers:
    """
    By which duties of their own plans bodies do what is asked of them.
    """

    stated: Mapping[tuple[str, str], str]
    named: Mapping[tuple[str, str], list[str]]

    @classmethod
    def of(cls, group: PlanGroup) -> "_Answers":
        lowers: dict[str, list[str]] = {}
        for lower in group.answers:
            lowers.setdefault(lower.partition("/")[0], []).append(lower)
        stated: dict[tuple[str, str], str] = {}
        named: dict[tuple[str, str], list[str]] = {}
        for plan in group.plans:
            for lower in lowers.get(plan.id, ()):
                for own in plan.network.organizations:
                    place = (group.answers[lower], group.body(plan.id, own.id))
                    stated.setdefault(place, lower)
            for duty in plan.duties:
                for body in group.doers(plan.id, duty):
                    named.setdefault((duty.name.zh, body), []).append(f"{plan.id}/{duty.id}")
        return cls(stated, named)

    def find(self, upper: str, duty: Duty, body: str) -> str | None:
        told = self.stated.get((upper, body))
        if told is not None:
            return told
        return next((own for own in self.named.get((duty.name.zh, body), ()) if own != upper), None)
