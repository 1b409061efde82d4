"""
Annealing: what it makes keeps every hard demand, costs what it says, and is never worse.
"""

from collections.abc import Callable, Sequence
from types import ModuleType

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weekly_school import EDUCATORS, RULES, SECTIONS, VENUES, WEEKS, first_of, judged, school

from community_edu.calendars import TeachingWeeks
from community_edu.organizations import Venue
from community_edu.scheduling.annealing import (
    Annealing,
    Ground,
    annealable,
    boards,
    compiling,
    scope,
)
from community_edu.scheduling.annealing.boards import Board
from community_edu.scheduling.annealing.compiling import compiled
from community_edu.scheduling.annealing.days import DayCosts, mark
from community_edu.scheduling.annealing.moves import DRAWS, IMPOSSIBLE, tried
from community_edu.scheduling.annealing.scope import MOST
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
from community_edu.scheduling.greedy.amounts import beyond
from community_edu.scheduling.greedy.parts import HARD, Record
from community_edu.scheduling.instances import Assignment, Instance
from community_edu.scheduling.travel import TravelTimes


def ground_of(instance: Instance) -> Ground:
    """
    Return all of an instance as annealing has it.
    """
    return Ground(instance, range(len(instance.meetings_of)))


class TestBoard:
    @settings(max_examples=12, deadline=None)
    @given(st.integers(0, 2**16), st.sampled_from([0.5, 3.0, 40.0]), st.booleans(), st.booleans())
    def test_the_judge_agrees(self, seed: int, heat: float, short: bool, fast: bool) -> None:  # noqa: FBT001
        """
        Whatever is moved, hard demands are kept, and the cost is what the judge counts.
        """
        sections = [attrs.evolve(one, length=1) if short else one for one in SECTIONS]
        instance = school(*RULES, sections=sections)
        board = Board(ground_of(instance), first_of(instance), seed, fast=fast)
        before = board.cost
        board.run(3000, heat)
        found = instance.empty()
        board.write(found)
        assert board.best <= before
        assert judged(instance, found) == (True, board.best)
        at = board.ground.layout
        now = Assignment([*found.times], [*found.venues], found.educators)
        for m in board.ground.meetings:
            now.times[m] = board.ground.times[m][int(board.cells[at.slot + m])]
            now.venues[m] = int(board.cells[at.room + m])
        assert judged(instance, now) == (True, board.cost)
        board.begin(found)
        assert board.cost == board.best

    @pytest.mark.parametrize("fast", [True, False])
    def test_what_moves_would_cost(self, *, fast: bool) -> None:
        """
        Only moves that can be made and cost more are told, and none is made.
        """
        instance = school(Capacity(weight=1))
        board = Board(ground_of(instance), first_of(instance), 1, fast=fast)
        before = board.cost
        worse = board.worse(500)
        assert worse
        assert all(0 < cost < 1000 for cost in worse)
        assert board.cost == before


class TestCompiled:
    @settings(max_examples=8, deadline=None)
    @given(st.integers(0, 2**16), st.sampled_from([0.5, 3.0, 40.0]))
    def test_machine_code_does_the_same(self, seed: int, heat: float) -> None:
        """
        What is drawn being the same, machine code makes the moves that Python makes.
        """
        numpy = pytest.importorskip("numpy")
        pytest.importorskip("numba")
        machine = compiled()
        assert machine is not None
        instance = school(*RULES)
        ground = ground_of(instance)
        slow = Board(ground, first_of(instance), seed, fast=False)
        draws = numpy.random.default_rng(seed).random(DRAWS * 4000).tolist()
        cells = slow.cells[:]
        moved = numpy.array(cells)
        tried(ground.layout, cells, draws, heat)
        machine(ground.layout, moved, numpy.array(draws), heat)
        assert cells != slow.cells
        assert moved.tolist() == cells

    def test_without_numba(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Where numba is not installed, or not for this NumPy, moves are made in Python.
        """

        def missing(name: str) -> ModuleType:
            raise ImportError(name)

        monkeypatch.setattr(compiling, "import_module", missing)
        monkeypatch.setattr(boards, "compiled", compiled.__wrapped__)
        instance = school(*RULES)
        board = Board(ground_of(instance), first_of(instance), 1)
        assert not board.fast
        board.run(2000, 1.0)
        found = instance.empty()
        board.write(found)
        assert judged(instance, found) == (True, board.best)

    def test_nowhere_to_keep_machine_code(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Where nothing can be written, machine code is made anew each time.
        """
        asked: list[dict[str, bool]] = []

        class Numba(ModuleType):
            @staticmethod
            def register_jitable(_: object) -> None:
                """
                Take a helper.
                """

            @staticmethod
            def njit(**options: bool) -> Callable[[object], object]:
                """
                Refuse to keep anything.
                """
                asked.append(options)
                if options.get("cache"):
                    raise RuntimeError
                return lambda function: function

        monkeypatch.setattr(compiling, "import_module", Numba)
        assert compiled.__wrapped__() is tried
        assert asked == [{"nogil": True, "cache": True}, {"nogil": True}]


class TestAnnealing:
    def test_it_finds_the_optimum(self) -> None:
        """
        A little school reaches, from its first timetable, the cost that is proven the least.
        """
        instance = school(*RULES)
        annealing = Annealing(ground_of(instance), first_of(instance), 3)
        before = annealing.board.cost
        for heats in (annealing.range, annealing.warm):
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
            annealing = Annealing(ground_of(instance), first_of(instance), 8)
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
        assert Annealing(Ground(instance, [0]), first_of(instance), 1).hot == 1


class TestDays:
    @pytest.mark.parametrize("lengths", [{1}, {1, 2}, {2, 3}])
    def test_every_day_is_counted(self, lengths: set[int]) -> None:
        """
        Every way to fill a day has the cost of its meetings, each counted where it begins.
        """

        def meetings(_: int, records: Sequence[Record]) -> int:
            return sum(10**time.period * time.length for _, time, _, _ in records)

        periods, asked = 5, ((meetings, 1),)
        days = DayCosts(periods, lengths)
        begin = days.kind(asked, weeks=1, times=1)
        assert days.kind(asked, weeks=1, times=1) == begin

        def fill(period: int, shape: int, cost: int) -> None:
            if period >= periods:
                assert days.costs[begin + shape] == cost
                return
            fill(period + 1, shape, cost)
            for length in lengths:
                if period + length <= periods:
                    taken = mark(period, length, periods)
                    fill(period + length, shape | taken, cost + 10**period * length)

        fill(0, 0, 0)

    def test_what_must_not_be_is_out_of_reach(self) -> None:
        """
        A day that a hard demand forbids costs more than anything that can be.
        """
        days = DayCosts(3, {1})
        begin = days.kind(((beyond(1), HARD),), weeks=0b11, times=1)
        assert [days.costs[begin + shape] for shape in (0b001, 0b101)] == [0, IMPOSSIBLE]


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

    def test_days_of_too_many_shapes(self) -> None:
        """
        Where a day has more shapes than can be counted, annealing is not for it.
        """
        periods = [
            f"{8 + one // 4:02}:{one % 4 * 15:02}-{8 + one // 4:02}:{one % 4 * 15 + 10}"
            for one in range(12)
        ]
        weeks = TeachingWeeks(first=WEEKS.first, number=2, periods=periods, weekdays=["MON"])
        short = [attrs.evolve(one, length=1, sessions=1, days=None) for one in SECTIONS[:3]]
        long = [attrs.evolve(short[0], length=2), *short[1:]]
        for sections, known in ((short, True), (long, False)):
            instance = school(sections=sections, weeks=weeks, pins=())
            assert annealable(instance, range(3)) is known

    def test_too_many_places(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Where there are too many places for a number each, annealing is not for it.
        """
        instance = school(*RULES)
        places = len(instance.meetings) * 7 * 4 * len(VENUES)
        for most in (places, places - 1):
            monkeypatch.setattr(scope, "MOST", most)
            assert annealable(instance, range(len(SECTIONS))) is (most == places < MOST)
