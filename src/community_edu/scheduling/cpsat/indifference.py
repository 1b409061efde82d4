"""
What makes no difference: venues, times and hours among which a model need not choose.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from community_edu.scheduling.cpsat.blocks import Block, Choice, told_apart
from community_edu.scheduling.demands import (
    Apart,
    AtMost,
    NoGaps,
    NoLoneSession,
    SameVenue,
    WorkingLimits,
)
from community_edu.scheduling.instances import Instance
from community_edu.scheduling.instances.values import NOBODY


class Indifference:
    """
    What of an instance makes no difference to a model of some of its sections.

    Attributes:
        instead: For each block the times for which another stands.
    """

    def __init__(self, instance: Instance, choice: Choice, blocks: Sequence[Block]) -> None:
        self.instance = instance
        self.choice = choice
        self.blocks = blocks
        self.sections = {block.section for block in blocks}
        self.instead: dict[int, dict[int, int]] = {}
        self._lengths: dict[int, tuple[int, int]] = {}

    def venue_price(self, block: Block, t: int, v: int) -> int:
        """
        Return what a venue costs a meeting of *block* at a time, whoever teaches.
        """
        instance, m = self.instance, block.meetings[0]
        people = instance.section_educators[block.section]
        price = (
            instance.venue_cost[m].get(v, 0)
            + instance.time_venue_cost[m].get((t, v), 0)
            + block.time(t).held * instance.venue_rate[m].get(v, 0)
        )
        if len(people) == 1:
            (e,) = people
            price += (
                instance.venue_educator_cost[m].get((v, e), 0)
                + instance.triple_cost[m].get((t, v, e), 0)
                + block.time(t).held * instance.venue_educator_rate.get((v, e), 0)
            )
        return price

    def cheapest(self, block: Block, t: int, venues: Sequence[int]) -> int:
        """
        Return the one of *venues* that costs a meeting of *block* least at a time.
        """
        return min(venues, key=lambda v: self.venue_price(block, t, v))

    def any_venue_will_do(self, block: Block) -> bool:
        """
        Tell whether the venue of *block* matters to nothing else, so that the cheapest will do.

        That is so if whoever else may be in its venues has people in common with it, and no
        demand asks where it is.
        """
        if len(block.venues) == 1 or "group" not in self.instance.hard_clash:
            return False
        instance, s, m = self.instance, block.section, block.meetings[0]
        problem = instance.problem
        places = {problem.venues[v].where for v in block.venues}
        tables = (
            instance.no_venue_educator[m],
            instance.no_triple[m],
            instance.venue_educator_cost[m],
            instance.triple_cost[m],
        )
        return (
            len(places) == 1
            and not any(tables)
            and not instance.own_pairs
            and not (self._venues_counted and len(instance.meetings_of[s]) > 1)
            and not counts_venues(instance)
            and all(
                other == s or self._people[s] & self._people[other]
                for v in block.venues
                for other in self._users[v]
            )
        )

    @cached_property
    def _venues_counted(self) -> bool:
        return bool(self.instance.of(SameVenue))

    @cached_property
    def _people(self) -> dict[int, set[str]]:
        found: dict[int, set[str]] = {s: set() for s in self.sections}
        for name, members in self.instance.groups.items():
            for s in members:
                if s in found:
                    found[s].add(name)
        return found

    @cached_property
    def _users(self) -> dict[int, set[int]]:
        found: dict[int, set[int]] = defaultdict(set)
        for block in self.blocks:
            for v in block.venues:
                found[v].add(block.section)
        return found

    def worth_trying(self, block: Block) -> Sequence[int]:
        """
        Return the times of *block*; of those that make no difference, the cheapest alone.

        Times of one day make none, if nobody else who is there that day has people, an
        educator or a venue in common: those who can teach at one of them are all that counts.
        """
        instance, m = self.instance, block.meetings[0]
        if (
            not block.first.single
            or self.choice.times
            or not self.alone_that_day(block)
            or not (len(block.venues) == 1 or self.any_venue_will_do(block))
            or not all(self.once_a_week(e) for e in instance.section_educators[block.section])
            or instance.time_educator_cost[m]
            or instance.triple_cost[m]
            or instance.no_triple[m]
        ):
            return block.times
        taken = self.choice.section_taken.get(block.section, 0)
        people = instance.section_educators[block.section]
        best: dict[tuple[int, int | None, tuple[int, ...]], tuple[int, int]] = {}
        kind: dict[int, tuple[int, int | None, tuple[int, ...]]] = {}
        for t in block.times:
            time = block.time(t)
            prices = [
                self.venue_price(block, t, v)
                for v in block.venues
                if not self.choice.venue_taken.get(v, 0) & time.cells
                and instance.venue_free(m, t, v)
            ]
            free = tuple(e for e in people if instance.educator_free(m, t, e))
            if taken & time.cells or not prices or not free:
                continue
            kind[t] = (time.weekday, time.week, free)
            price = instance.time_cost[m][t] + min(prices)
            if kind[t] not in best or price < best[kind[t]][0]:
                best[kind[t]] = (price, t)
        self.instead[block.index] = {t: best[what][1] for t, what in kind.items()}
        return sorted(t for _, t in best.values())

    def alone_that_day(self, block: Block) -> bool:
        """
        Tell whether nobody who shares people or venues with *block* is there on its day.
        """
        instance, s = self.instance, block.section
        apart = any(one.hard and one.of == "group" and one.days > 0 for one in instance.of(Apart))
        by_hour = any(
            one == "group"
            for one in (
                *(gaps.of for gaps in instance.of(NoGaps)),
                *(lone.of for lone in instance.of(NoLoneSession)),
            )
        )
        if not apart or by_hour or instance.own_pairs or block.count > 1:
            return False
        if counts_venues(instance):
            return False
        near = {other for v in block.venues for other in self._users[v]}
        near |= {other for name in self._people[s] for other in instance.groups[name]} & set(
            self.sections
        )
        return (
            s not in told_apart(instance)
            and all(
                other == s
                or (
                    self._people[s] & self._people[other]
                    and instance.problem.sections[other].per == "term"
                )
                for other in near
            )
            and len(instance.meetings_of[s]) == 1
        )

    def once_a_week(self, e: int) -> bool:
        """
        Tell whether an educator can have one session a week at most.

        Then it does not matter for anybody else at which time of the week it is. If some
        sessions are longer than the educator may teach, it does; if nobody teaches, it does not.
        """
        if e == NOBODY:
            return True
        if self._days_count:
            return False
        educator = self.instance.problem.educators[e]
        shortest, longest = self._minutes(e)
        if any(
            most is not None and most < longest
            for most in (educator.daily_minutes, educator.weekly_minutes)
        ):
            return False
        return (
            educator.weekly_minutes is not None
            and 2 * shortest > educator.weekly_minutes
            and any(demand.hard for demand in self.instance.of(WorkingLimits))
        ) or any(
            one.hard and one.of == "educator" and one.per == "week" and one.most == 1
            for one in self.instance.of(AtMost)
        )

    def _minutes(self, e: int) -> tuple[int, int]:
        """
        Return how long the shortest and the longest session are that an educator may have.
        """
        if e not in self._lengths:
            instance = self.instance
            choices = {
                id(instance.meetings[m].times): instance.meetings[m].times
                for s, people in enumerate(instance.section_educators)
                if e in people
                for m in instance.meetings_of[s]
            }
            minutes = {time.minutes for times in choices.values() for time in times} or {0}
            self._lengths[e] = min(minutes), max(minutes)
        return self._lengths[e]

    @cached_property
    def _days_count(self) -> bool:
        """
        Whether some demand asks at which time of the week an educator has a session.
        """
        return (
            any(one.of == "educator" for one in self.instance.of(NoLoneSession))
            or any(one.of == "educator" for one in self.instance.of(Apart))
            or any(
                one.of == "educator" and one.per == "day" and one.most < 1
                for one in self.instance.of(AtMost)
            )
        )


def counts_venues(instance: Instance) -> bool:
    """
    Tell whether some demand counts what a venue has, or asks what else it has that day.
    """
    demands: tuple[AtMost | Apart | NoGaps | NoLoneSession, ...] = (
        *instance.of(AtMost),
        *instance.of(Apart),
        *instance.of(NoGaps),
        *instance.of(NoLoneSession),
    )
    return any(one.of == "venue" for one in demands)
