"""
The directory of a plan (名录): by what names and groups its feeds are known.

It is kept in the ledger, so that a timetable can be published under a plan that is not at
hand, and so that the feed of an audience that the plan has no more can still tell those who
subscribed to it what became of their entries.
"""

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import Final, Literal, TypeAlias

import attrs

from community_edu.base import Text, label
from community_edu.feeds.criteria import Criterion, Key
from community_edu.feeds.records import Record, cleaned
from community_edu.plans import Plan

GroupKind: TypeAlias = Literal["audience", "organization", "tier", "venue", "course"]
GROUP_KINDS: Final[tuple[GroupKind, ...]] = ("audience", "organization", "tier", "venue", "course")

KEYS_OF: Final[Mapping[Criterion, GroupKind]] = {
    "audience": "audience",
    "organization": "organization",
    "body": "organization",
    "tier": "tier",
    "venue": "venue",
    "course": "course",
}
"""
The kind of group that has the name of what a criterion asks for, if there is one.
"""


@attrs.frozen
class Group:
    """
    An audience, a body, a tier, a venue or a course of a plan, as its feeds know it.

    Attributes:
        kind: What it is.
        key: Its identifier.
        name: What it is called.
        related: Of an audience, those of which it is part; of a body, the one above it; of
            a tier, the bodies in it.
    """

    kind: GroupKind
    key: str
    name: Text
    related: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])


@attrs.frozen(kw_only=True, slots=False)
class Directory:
    """
    What feeds need to know of a plan.

    Attributes:
        plan: The identifier of the plan.
        title: What it is called.
        groups: Its audiences, bodies, tiers, venues and courses, in its order.
        provisional: Whether it is known from timetables only, whose title makes way for
            that of the plan.
    """

    plan: str
    title: Text
    groups: tuple[Group, ...] = attrs.field(default=(), converter=tuple[Group, ...])
    provisional: bool = False

    @classmethod
    def of(cls, plan: Plan, *, provisional: bool = False) -> "Directory":
        """
        Return the directory of *plan*.

        Example:
            >>> from community_edu.organizations import Audience
            >>> plan = Plan(
            ...     id="town", title="镇", audiences=[Audience(id="elderly", name="老年人")]
            ... )
            >>> print(Directory.of(plan).name(("audience", "elderly")))
            老年人
        """
        network = plan.network
        groups = [
            *(Group("audience", one.id, cleaned(one.name), one.part_of) for one in plan.audiences),
            *(
                Group("organization", one.id, cleaned(one.name), [one.parent] if one.parent else [])
                for one in network.organizations
            ),
            *(Group("tier", one.id, cleaned(one.name), one.members) for one in network.tiers),
            *(Group("venue", one.id, cleaned(one.name)) for one in plan.venues),
            *(Group("course", one.id, cleaned(one.name)) for one in plan.courses),
        ]
        return cls(plan=plan.id, title=cleaned(plan.title), groups=groups, provisional=provisional)

    def over(self, older: "Directory | None", *, keep: Collection[Key | None]) -> "Directory":
        """
        Return this directory with what an *older* one knows besides.

        A plan knows better than what was known before it, and a timetable knows better
        than other timetables, but not than a plan.

        Args:
            older: The directory of the ledger, if it has one of the plan.
            keep: What feeds there are or may be: other groups of *older* are forgotten.
        """
        if older is None:
            return self
        if self.provisional and not older.provisional:
            more = (group for key, group in self.by_key.items() if key not in older.by_key)
            return attrs.evolve(older, groups=(*older.groups, *more))
        kept = {(KEYS_OF.get(key[0], ""), key[1]) for key in keep if key is not None}
        stay = (
            group for key, group in older.by_key.items() if key in kept and key not in self.by_key
        )
        return attrs.evolve(self, groups=(*self.groups, *stay))

    @cached_property
    def by_key(self) -> dict[tuple[str, str], Group]:
        """
        The groups by kind and identifier.
        """
        return {(group.kind, group.key): group for group in self.groups}

    def name(self, key: Key) -> Text:
        """
        Return what readers call that which *key* asks for; its identifier if it has no name.
        """
        criterion, code = key
        if criterion == "tag":
            return Text(label("tag", code, "zh-CN"), en=label("tag", code, "en"))
        group = self.by_key.get((KEYS_OF.get(criterion, ""), code))
        return group.name if group else Text(code)

    def codes(self, key: Key) -> frozenset[str]:
        """
        Return what entries may have of that which *key* asks for, any of which is enough.

        Of an audience these are itself and all of which it is part; of an organization
        itself and all bodies under it; of a tier its members; else just what is asked for.

        Example:
            >>> groups = [
            ...     Group("organization", "school", Text("社区学校"), ["town"]),
            ...     Group("organization", "town", Text("镇")),
            ... ]
            >>> directory = Directory(plan="town", title=Text("镇"), groups=groups)
            >>> sorted(directory.codes(("organization", "town")))
            ['school', 'town']
        """
        criterion, code = key
        match criterion:
            case "audience":
                return _reached(code, self._wider)
            case "organization":
                return _reached(code, self._below)
            case "tier":
                group = self.by_key.get((criterion, code))
                return frozenset(group.related if group else ())
            case _:
                return frozenset({code})

    @cached_property
    def _wider(self) -> Mapping[str, Iterable[str]]:
        return {group.key: group.related for group in self.groups if group.kind == "audience"}

    @cached_property
    def _below(self) -> Mapping[str, Iterable[str]]:
        found: dict[str, list[str]] = {}
        for group in self.groups:
            if group.kind == "organization":
                for parent in group.related:
                    found.setdefault(parent, []).append(group.key)
        return found


def codes_of(record: Record) -> Mapping[Criterion, Collection[str]]:
    """
    Return what an entry has of each criterion; of bodies under ``body`` alone.
    """
    return {
        "audience": record.audiences,
        "body": record.organizations,
        "venue": () if record.venue is None else (record.venue,),
        "educator": tuple(educator.id for educator in record.educators),
        "course": record.courses,
        "tag": record.tags,
    }


def _reached(start: str, steps: Mapping[str, Iterable[str]]) -> frozenset[str]:
    waiting, seen = [start], set[str]()
    while waiting:
        current = waiting.pop()
        if current not in seen:
            seen.add(current)
            waiting.extend(steps.get(current, ()))
    return frozenset(seen)
