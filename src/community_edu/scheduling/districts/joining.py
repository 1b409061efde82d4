"""
Joining the problems of several towns into that of their district.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import ClassVar, TypeVar

import attrs

from community_edu.base import CommunityEduError, Path, ProblemsError, Text
from community_edu.scheduling.demands import Demand, OwnDemand, Precedence, PreferHours
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.travel import TravelTimes

Key = TypeVar("Key")
Value = TypeVar("Value")
Rule = Demand | OwnDemand


@attrs.define(slots=False)
class NotOneDistrictError(CommunityEduError, ValueError):
    """
    Towns that do not go together.
    """

    code: ClassVar[str] = "not-one-district"
    en: ClassVar[str] = "{reason}"
    zh: ClassVar[str] = "{reason}"

    path: Path
    reason: Text


def join_problems(
    problems: Sequence[TimetableProblem], *, name: Text | str | None = None
) -> TimetableProblem:
    """
    Make one problem of those of several towns that share educators.

    The towns have the same weeks and the same rules, but for rules that name a section or
    an educator. An educator with one `id` is one person; sections, venues and groups of
    people belong to one town.

    Args:
        problems: The towns.
        name: What a reader calls the district.

    Raises:
        ProblemsError: Why they do not go together; every reason at once, its path
            beginning with the number of the town.

    Example:
        >>> from community_edu.scheduling.towns import LITTLE_TOWN, district
        >>> towns = district(1, towns=2, itinerant=2, shape=LITTLE_TOWN)
        >>> len(join_problems(towns).sections) == sum(len(town.sections) for town in towns)
        True
    """
    found = [NotOneDistrictError(*reason) for reason in _reasons(problems)]
    if found:
        raise ProblemsError("the towns are not one district", found)
    educators = {one.id: one for problem in problems for one in problem.educators}
    rules = {rule.id: rule for problem in problems for rule in problem.rules}
    return TimetableProblem(
        sections=[section for problem in problems for section in problem.sections],
        venues=[venue for problem in problems for venue in problem.venues],
        educators=educators.values(),
        weeks=problems[0].weeks,
        rules=rules.values(),
        travel=TravelTimes(
            minutes=_merged(problem.travel.minutes for problem in problems),
            positions=_merged(problem.travel.positions for problem in problems),
            unit=problems[0].travel.unit,
            otherwise=problems[0].travel.otherwise,
        ),
        pins=[pin for problem in problems for pin in problem.pins],
        name=name,
    )


def named_by(rule: Rule) -> tuple[str, ...]:
    """
    Return the sections and educators that a rule names; a rule that names any is of one town.
    """
    if isinstance(rule, Precedence):
        return (rule.before, rule.after)
    if isinstance(rule, PreferHours):
        return tuple(filter(None, (rule.section, rule.educator)))
    return ()


def _merged(tables: Iterable[Mapping[Key, Value]]) -> dict[Key, Value]:
    return {key: value for table in tables for key, value in table.items()}


def _reasons(problems: Sequence[TimetableProblem]) -> Iterator[tuple[Path, Text]]:
    """
    Yield why the towns are no district, with the number of the town and the place in it.
    """
    if not problems:
        yield (), Text("没有镇", en="there is no town; give one or more problems")
        return
    yield from _unlike(problems)
    tables: dict[str, Callable[[TimetableProblem], Iterable[str]]] = {
        "sections": lambda problem: [one.id for one in problem.sections],
        "venues": lambda problem: [one.id for one in problem.venues],
        "groups": lambda problem: dict.fromkeys(
            group for section in problem.sections for group in section.groups
        ),
    }
    for what, ids_of in tables.items():
        yield from _repeated(problems, what, ids_of)
    shared: dict[str, Callable[[TimetableProblem], Mapping[str, object]]] = {
        "educators": lambda problem: {one.id: one for one in problem.educators},
        "positions": lambda problem: problem.travel.positions,
        "minutes": lambda problem: {
            f"{here} {there}": cost for (here, there), cost in problem.travel.minutes.items()
        },
    }
    for what, values_of in shared.items():
        yield from _contradicting(problems, what, values_of)


def _unlike(problems: Sequence[TimetableProblem]) -> Iterator[tuple[Path, Text]]:
    """
    Yield what should be the same in all towns, and is not.
    """
    first = problems[0]
    for number, problem in enumerate(problems):
        if problem.weeks != first.weeks:
            yield (number, "weeks"), Text("各镇的教学周不同，请统一", en=_UNLIKE.format("weeks"))
        if (problem.travel.unit, problem.travel.otherwise) != (
            first.travel.unit,
            first.travel.otherwise,
        ):
            yield (
                (number, "travel"),
                Text("各镇的路程单位不同，请统一", en=_UNLIKE.format("units of travel")),
            )
        if _general(problem) != _general(first):
            yield (number, "rules"), Text("各镇的要求不同，请统一", en=_UNLIKE.format("demands"))


_UNLIKE = "the {} are not those of the first town; give all towns the same"


def _general(problem: TimetableProblem) -> dict[str, Rule]:
    return {rule.id: rule for rule in problem.rules if not named_by(rule)}


def _contradicting(
    problems: Sequence[TimetableProblem],
    what: str,
    values_of: Callable[[TimetableProblem], Mapping[str, object]],
) -> Iterator[tuple[Path, Text]]:
    """
    Yield of what two towns say different things.
    """
    known: dict[str, object] = {}
    for number, problem in enumerate(problems):
        for id_, value in values_of(problem).items():
            if known.setdefault(id_, value) != value:
                yield (
                    (number, what, id_),
                    Text(
                        f"两镇对“{id_}”的说明不同，请统一",
                        en=f"two towns say different things of '{id_}'; say the same",
                    ),
                )


def _repeated(
    problems: Sequence[TimetableProblem],
    what: str,
    ids_of: Callable[[TimetableProblem], Iterable[str]],
) -> Iterator[tuple[Path, Text]]:
    """
    Yield what two towns have under one identifier.
    """
    known: dict[str, int] = {}
    for number, problem in enumerate(problems):
        for id_ in ids_of(problem):
            if known.setdefault(id_, number) != number:
                yield (
                    (number, what),
                    Text(
                        f"“{id_}”在两个镇都有，请分别命名",
                        en=f"'{id_}' is in two towns; give each its own",
                    ),
                )
