"""
The day rules of a plan, and the days of its duties as names in them.

``after(entry('opening'), days=7)``: the week after another duty of the same plan.
"""

from collections.abc import Collection, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

import attrs

from community_edu.base import CommunityEduError, Path, References, UnknownReferenceError
from community_edu.calendars import Almanac, Observance, Rule
from community_edu.calendars.rules import ENTRY
from community_edu.plans.duties import Duty
from community_edu.plans.themes import Theme

DUTY = ("duty with days", "有日期的工作任务")


@attrs.define(slots=False)
class CircularEntriesError(CommunityEduError, ValueError):
    """
    Duties whose days are defined by one another.
    """

    code = "circular-entries"
    en = "these duties are dated by one another: {names}; give one of them days of its own"
    zh = "这些工作任务的日期互相定义：{names}，请给其中一项写明日期"

    path: Path
    names: tuple[str, ...]


@attrs.frozen(kw_only=True)
class PlanAlmanac(Almanac):
    """
    An almanac that also knows the days of the duties of a plan.

    Attributes:
        entries: The rules of the duties that have days, by their names in rules.
    """

    entries: Mapping[str, Rule]

    def rule(self, name: str) -> Rule:
        """
        Return the rule that *name* stands for.

        Raises:
            UnknownNameError: It stands for nothing here.
        """
        return self.entries[name] if name in self.entries else super().rule(name)


def entry_rules(duties: Collection[Duty]) -> dict[str, Rule]:
    """
    Return the rules of those of *duties* that have days, by their names in rules.
    """
    return {f"{ENTRY}{duty.id}": duty.days for duty in duties if duty.days is not None}


def day_rules(
    duties: Collection[Duty], themes: Collection[Theme], observances: Collection[Observance]
) -> Iterator[tuple[Path, Rule]]:
    """
    Yield every day rule of these parts of a plan, with its path.
    """
    for index, duty in enumerate(duties):
        for path, rule in duty.rules():
            yield ("duties", index, *path), rule
    for index, theme in enumerate(themes):
        for number, day in enumerate(theme.days):
            yield ("themes", index, "days", number, "when"), day.when
    for index, observance in enumerate(observances):
        yield ("observances", index, "rule"), observance.rule


def check_entry_names(
    duties: Collection[Duty],
    themes: Collection[Theme],
    observances: Collection[Observance],
    check: References,
) -> None:
    """
    Note each ``entry(…)`` that names no duty with days, and duties that go in a circle.
    """
    known = entry_rules(duties)
    ids = tuple(name.removeprefix(ENTRY) for name in known)
    for path, rule in day_rules(duties, themes, observances):
        for name in dict.fromkeys(rule.named()):
            if name.startswith(ENTRY) and name not in known:
                missing = name.removeprefix(ENTRY)
                check.problems.append(UnknownReferenceError(path, *DUTY, missing, ids))
    rules = dict(known)
    for observance in observances:
        names = (observance.key, observance.name.zh, *observance.aliases)
        rules |= dict.fromkeys(names, observance.rule)
    try:
        TopologicalSorter({name: tuple(rule.named()) for name, rule in rules.items()}).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        places = {f"{ENTRY}{duty.id}": index for index, duty in enumerate(duties)}
        first = next((places[name] for name in circle if name in places), None)
        if first is not None:  # of observances alone it is told elsewhere
            names = tuple(name.removeprefix(ENTRY) for name in reversed(circle))
            check.problems.append(CircularEntriesError(("duties", first), names))
