"""
Annealing: what it makes keeps every hard demand, costs what it says, and is never worse.
"""

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weekly_school import EDUCATORS, RULES, SECTIONS, VENUES, first_of, judged, school

from community_edu.organizations import Venue
from community_edu.scheduling.annealing import Annealing, annealable
from community_edu.scheduling.annealing.boards import Board
from community_edu.scheduling.annealing.grounds import Ground
from community_edu.scheduling.demands import (
    AtMost,
    Capacity,
    Demand,
    FairLoad,
    NoClash,
    NoGaps,
    NoLoneSession,
    Precedence,
    ShortWays,
)
from community_edu.scheduling.instances import Assignment
from community_edu.scheduling.travel import TravelTimes


class TestBoard:
    @settings(max_examples=12, deadline=None)
    @given(st.integers(0, 2**16), st.sampled_from([0.5, 3.0, 40.0]), st.booleans())
    def test_the_judge_agrees(self, seed: int, heat: float, short: bool) -> None:  # noqa: FBT001
        """
        Whatever is moved, hard demands are kept, and the cost is what the judge counts.
        """
        sections = [attrs.evolve(one, length=1) if short else one for one in SECTIONS]
        instance = school(*RULES, sections=sections)
        board = Board(Ground(instance, range(len(sections))), first_of(instance), seed)
        before = board.cost
        board.run(3000, heat)
        found = instance.empty()
        board.write(found)
        assert board.best <= before
        assert judged(instance, found) == (True, board.best)
        now = board.cost
        board.begin(found)
        assert board.cost == board.best <= now

    def test_what_is_kept_in_mind_is_what_a_new_count_gives(self) -> None:
        """
        After many moves the cost is that of the same timetable counted anew.
        """
        instance = school(*RULES)
        ground = Ground(instance, range(len(SECTIONS)))
        board = Board(ground, first_of(instance), 1)
        board.run(20000, 30.0)
        now = instance.empty()
        for m in ground.meetings:
            now.times[m] = ground.times[m][board.slots[m]]
            now.venues[m] = board.venues[m]
        assert Board(ground, now, 1).cost == board.cost

    def test_what_moves_would_cost(self) -> None:
        """
        Only moves that can be made and cost more are told.
        """
        instance = school(Capacity(weight=1))
        board = Board(Ground(instance, range(len(SECTIONS))), first_of(instance), 1)
        before = board.cost
        worse = board.worse(500)
        assert worse
        assert all(0 < cost < 1000 for cost in worse)
        assert board.cost == before


class TestAnnealing:
    def test_it_finds_the_optimum(self) -> None:
        """
        A little school reaches, from its first timetable, the cost that is proven the least.
        """
        instance = school(*RULES)
        start = first_of(instance)
        annealing = Annealing(instance, range(len(SECTIONS)), start, 3)
        before = annealing.board.cost
        for heats in (annealing.range, annealing.around, annealing.warm):
            hot, cold = heats
            assert annealing.cold <= cold <= hot <= annealing.hot
            turns = iter(range(11))
            annealing.cool(lambda turns=turns: next(turns) / 10, hot, cold)  # type: ignore[misc]
        assert annealing.board.best < before
        found = instance.empty()
        annealing.board.write(found)
        assert judged(instance, found) == (True, annealing.board.best)

    def test_the_same_seed_gives_the_same(self) -> None:
        """
        One seed gives one timetable.
        """
        instance = school(*RULES)
        found: list[Assignment] = []
        for _ in range(2):
            annealing = Annealing(instance, range(len(SECTIONS)), first_of(instance), 8)
            turns = iter((0.0, 0.5, 1.0))
            annealing.cool(lambda turns=turns: next(turns), *annealing.range)  # type: ignore[misc]
            found.append(instance.empty())
            annealing.board.write(found[-1])
        assert found[0] == found[1]

    def test_nothing_to_gain(self) -> None:
        """
        Where no move costs more, there is a heat all the same.
        """
        instance = school(sections=SECTIONS[:1], pins=())
        annealing = Annealing(instance, [0], first_of(instance), 1)
        assert annealing.hot == 1


class TestAnnealable:
    def test_classes_of_every_week(self) -> None:
        """
        A school of classes with one educator each is known, whatever its days must look like.
        """
        assert annealable(school(*RULES), range(len(SECTIONS)))

    @pytest.mark.parametrize(
        "rule",
        [
            AtMost(of="educator", per="week", most=3),
            AtMost(of="venue", per="day", most=3),
            NoGaps(of="venue", weight=1),
            NoLoneSession(of="venue", weight=1),
            NoClash(of="group", weight=2),
            FairLoad(weight=1),
            ShortWays(weight=1),
            Precedence(before="choir", after="ink"),
        ],
    )
    def test_what_is_not_counted(self, rule: Demand) -> None:
        """
        A demand of which annealing does not count every amount is not for it.
        """
        assert not annealable(school(rule), range(len(SECTIONS)))

    @pytest.mark.parametrize(
        "changed",
        [
            {"venues": ()},
            {"educators": (attrs.evolve(EDUCATORS[0], daily_minutes=90), *EDUCATORS[1:])},
            {"sections": [attrs.evolve(SECTIONS[0], educators=["li", "wang"])]},
            {"sections": [attrs.evolve(SECTIONS[0], weeks="odd"), *SECTIONS[1:]]},
            {"sections": [attrs.evolve(SECTIONS[0], per="term")]},
            {
                "venues": [*VENUES, Venue(id="far", name="分校", kind="classroom", place="far")],
                "travel": TravelTimes(minutes={("school", "far"): 20}),
            },
        ],
    )
    def test_what_is_not_known(self, changed: dict[str, object]) -> None:
        """
        Choices of educators, other weeks, single lectures and ways are not for it.
        """
        instance = school(*RULES, **changed)
        assert not annealable(instance, range(len(instance.meetings_of)))
