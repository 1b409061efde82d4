"""
The ground of annealing: a part of an instance, with what places and days cost in one list.

All meetings are held in the same weeks, so two of them are at the same time if they share a
slot, and only then.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from community_edu.scheduling.annealing.days import DayCosts, asked_of_days, mark, price
from community_edu.scheduling.annealing.moves import DAYS, IMPOSSIBLE, Layout
from community_edu.scheduling.demands import SameVenue, Spread
from community_edu.scheduling.instances import Instance
from community_edu.scheduling.instances.values import NOBODY


class Ground:
    """
    A part of an instance as annealing has it.

    Attributes:
        instance: Where it comes from.
        sections: Which part.
        meetings: The meetings of these sections.
        times: For each meeting and slot at which it can begin the number of its time.
        cells: What never changes.
        layout: Where everything is in the cells of a board, which begin with these.
    """

    def __init__(self, instance: Instance, sections: Iterable[int]) -> None:
        self.instance = instance
        self.sections = sorted(s for s in sections if instance.meetings_of[s])
        self.meetings = [m for s in self.sections for m in instance.meetings_of[s]]
        self.times: list[dict[int, int]] = [{} for _ in instance.meetings]
        self.cells: list[int] = []
        self._periods = instance.grid.periods
        self._slots = DAYS * self._periods
        self._venues = len(instance.problem.venues)
        self._lengths = [one.length for one in instance.problem.sections]
        self.layout = self._laid_out()

    def _laid_out(self) -> Layout:
        """
        Lay out what never changes, then leave room for what does.
        """
        known, changing = self._known(), dict[str, int]()
        count, sections = len(self.instance.meetings), len(self._lengths)
        end = len(self.cells)
        for name, size in {
            "slot": count,
            "room": count,
            "busy": self._slots * sections,
            "whose": self._slots * sections,
            "holder": self._slots * self._venues,
            "shape": DAYS * known["buckets"],
            "on_day": DAYS * sections,
            "days": sections,
            "uses": sections * self._venues,
            "kept_slot": count,
            "kept_room": count,
            "cost": 1,
            "best": 1,
        }.items():
            changing[name] = end
            end += size
        return Layout(**known, **changing, end=end)

    def _known(self) -> dict[str, int]:
        """
        Lay out what never changes.
        """
        instance, add = self.instance, self._add
        enemies, taught, groups = self._sharing()
        buckets, costs_at = self._days(taught, groups)
        kinds = len(costs_at) // DAYS
        members = [set(numbers) for numbers in buckets]
        return {
            "periods": self._periods,
            "slots": self._slots,
            "venues": self._venues,
            "sections": len(self._lengths),
            "buckets": kinds,
            "moving": min(sum(map(price, instance.of(SameVenue))), IMPOSSIBLE),
            "movable": len(self.meetings),
            "meetings": add(self.meetings),
            "section": add(one.section for one in instance.meetings),
            "length": add(self._lengths),
            "price_at": add(self._prices()),
            "starts_at": self._rows(self.times),
            "rooms_at": self._rows(one.venues for one in instance.meetings),
            "enemies_at": self._rows(map(sorted, enemies)),
            "bucket_at": self._rows(buckets),
            "within": add(number in one for one in members for number in range(kinds)),
            "costs_at": add(costs_at),
            "mark": add(
                mark(slot % self._periods, length, self._periods)
                for length in self._lengths
                for slot in range(self._slots)
            ),
            "by_days": add(cost for s in range(len(members)) for cost in self._spread(s)),
        }

    def _add(self, values: Iterable[int]) -> int:
        """
        Add values, and return in which cell they begin.
        """
        begin = len(self.cells)
        self.cells += values
        return begin

    def _rows(self, rows: Iterable[Iterable[int]]) -> int:
        """
        Add rows, and where they begin.
        """
        begins = [*map(self._add, rows), len(self.cells)]
        return self._add(begins)

    def _prices(self) -> list[int]:
        """
        Add what the places of each meeting cost, once for equal meetings of a section, and
        return where; find out its times.
        """
        instance, found = self.instance, [0] * len(self.instance.meetings)
        for s in self.sections:
            (e,) = instance.section_educators[s]
            first, *_ = instance.meetings_of[s]
            for m in instance.meetings_of[s]:
                if m != first and _alike(instance, first, m):
                    found[m], self.times[m] = found[first], self.times[first]
                    continue
                meeting, prices = instance.meetings[m], [IMPOSSIBLE] * (self._slots * self._venues)
                for t, time in enumerate(meeting.times):
                    slot = time.weekday * self._periods + time.period
                    self.times[m][slot] = t
                    for v in meeting.venues:
                        cost = instance.unary_cost(m, t, v, e)
                        if cost is not None:
                            prices[slot * self._venues + v] = cost
                found[m] = self._add(prices)
        return found

    def _sharing(self) -> tuple[list[set[int]], list[list[int]], dict[frozenset[int], int]]:
        """
        Return for each section who cannot be at the same time; the sections of each educator;
        and those of each group, with how many groups have just these.
        """
        instance, mine = self.instance, set(self.sections)
        taught: dict[int, list[int]] = defaultdict(list)
        for s in self.sections:
            taught[instance.section_educators[s][0]].append(s)
        taught.pop(NOBODY, None)
        groups = Counter(frozenset(members) & mine for members in instance.groups.values())
        groups.pop(frozenset(), None)
        enemies = [{s} for s in range(len(self._lengths))]
        for members in (*groups, *taught.values()):
            for s in members:
                enemies[s].update(members)
        return enemies, [*taught.values()], groups

    def _days(
        self, taught: Sequence[Sequence[int]], groups: Mapping[frozenset[int], int]
    ) -> tuple[list[list[int]], list[int]]:
        """
        Add what days cost.

        Returns:
            For each section the numbers of what has days; and for each weekday and such number
            where its costs begin.
        """
        instance = self.instance
        table = DayCosts(self._periods, {self._lengths[s] for s in self.sections})
        buckets: list[list[int]] = [[] for _ in self._lengths]
        costs_at: list[list[int]] = [[] for _ in range(DAYS)]
        weeks = instance.meetings[self.meetings[0]].weeks
        for of, sharing in (
            ("group", groups.items()),
            ("educator", ((members, 1) for members in taught)),
            ("section", (((s,), 1) for s in self.sections)),
        ):
            asked = asked_of_days(instance, of)
            for members, times in sharing if asked else ():
                for s in members:
                    buckets[s].append(len(costs_at[0]))
                for day, held in zip(costs_at, instance.grid.taught, strict=True):
                    day.append(table.kind(asked, weeks=held & weeks, times=times))
        begin = self._add(table.costs)
        return buckets, [begin + at for day in costs_at for at in day]

    def _spread(self, s: int) -> list[int]:
        """
        Return what it costs a section to be on 0 to 7 days.
        """
        section, wanted = self.instance.problem.sections[s], 0
        if section.sessions > 1:
            wanted = min(section.days or section.sessions, section.sessions)
        weight = sum(map(price, self.instance.of(Spread)))
        return [min(weight * max(0, wanted - days), IMPOSSIBLE) for days in range(DAYS + 1)]


def _alike(instance: Instance, one: int, other: int) -> bool:
    """
    Tell whether two meetings of a section have the same places at the same cost.
    """
    here, there = instance.meetings[one], instance.meetings[other]
    return (
        here.times is there.times
        and here.venues == there.venues
        and instance.costs_alike(one, other)
    )
