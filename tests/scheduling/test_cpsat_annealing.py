"""
Annealing beside CP-SAT: times before rooms, with a bound, and a proof where one is near.
"""

from collections.abc import Callable, Sequence
from threading import current_thread

import pytest

pytest.importorskip("ortools")

from weekly_school import RULES, SECTIONS, first_of, judged, school

from community_edu.base import Text
from community_edu.scheduling.annealing import Annealing, Ground, boards
from community_edu.scheduling.cpsat import CpSatSolver, slices, times_first
from community_edu.scheduling.cpsat.blocks import Choice
from community_edu.scheduling.cpsat.building import build
from community_edu.scheduling.cpsat.incumbents import Incumbent
from community_edu.scheduling.cpsat.running import Clock, Run
from community_edu.scheduling.cpsat.searching import Effort, Search
from community_edu.scheduling.cpsat.slices import Promising
from community_edu.scheduling.demands import Capacity, Spread
from community_edu.scheduling.instances import Instance
from community_edu.scheduling.solvers import Limits

NOTHING = Run(None, None, None, "none")
EVERYTHING = frozenset(range(len(SECTIONS)))


@pytest.fixture
def instance() -> Instance:
    """
    A school that annealing knows.
    """
    return school(*RULES)


def search_of(instance: Instance, limits: Limits) -> tuple[Search, list[str]]:
    """
    Return a search that begins with the first timetable, and what it will tell of its stages.
    """
    stages: list[str] = []

    def told(stage: Text, *_: object) -> None:
        stages.append(stage.to("en"))

    effort = Effort(limits, Clock(limits.seconds).read)
    best = Incumbent(instance, first_of(instance))
    return Search(best, Choice(EVERYTHING), effort, limits.seconds, told), stages


def nothing(*_: object) -> None:
    """
    Stand for a step that changes nothing.
    """


def given_nothing(*_: object, **__: object) -> Run:
    """
    Stand for a slice that finds nothing.
    """
    return NOTHING


def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Let no machine code be made.
    """

    def none() -> None:
        return None

    monkeypatch.setattr(boards, "compiled", none)


def pursued(
    search: Search, monkeypatch: pytest.MonkeyPatch, bound: int | None, cooled: list[Annealing]
) -> list[bool]:
    """
    Let the search know a bound and find nothing; return what will hold, for each search of
    times, whether it is for cheaper ones alone. Note who is cooled.
    """
    near: list[bool] = []

    class Beside:
        def __init__(self, *_: object) -> None:
            self.bound = bound

        def stop(self) -> Run:
            return Run(None, None, bound, "none")

    def finds_nothing(*given: object, promising: Promising | None = None, **_: object) -> Run:
        near.append("use_lns_only" in str(given[2]))
        assert promising is None or promising(search.incumbent.cost)
        return NOTHING

    def cool(chain: Annealing, *_: object) -> None:
        cooled.append(chain)

    monkeypatch.setattr(times_first, "Running", Beside)
    monkeypatch.setattr(Annealing, "cool", cool)
    monkeypatch.setattr(Search, "_joint", nothing)
    monkeypatch.setattr(search, "complete", nothing)
    monkeypatch.setattr(search, "slice", finds_nothing)
    return near


class TestPromising:
    @pytest.mark.parametrize("promising", [True, False])
    def test_a_slice_ends_where_nothing_is_promised(
        self, instance: Instance, monkeypatch: pytest.MonkeyPatch, *, promising: bool
    ) -> None:
        """
        What is asked, with the cost so far, says whether a slice goes on.
        """
        search, _ = search_of(instance, Limits(seconds=8, workers=2))
        asked: list[int | None] = []
        ended: list[bool] = []

        def run(*given: object) -> Run:
            told = given[4]
            assert callable(told)
            ended.append(bool(told(7, None)))
            return NOTHING

        def go_on(cost: int | None) -> bool:
            asked.append(cost)
            return promising

        monkeypatch.setattr(slices, "run", run)
        model = build(instance, search.choice)
        search.slice(model, 1, {}, Text("排课", en="all"), valid=True, promising=go_on)
        assert ended == [not promising]
        assert asked[0] == 7


class Chains(Search):
    """
    A search that only cools.
    """

    def cool(self, chains: Sequence[Annealing], seconds: float) -> None:
        """
        Cool some chains.
        """
        self._cool(chains, seconds, chains[0].range)


class TestChains:
    @pytest.fixture
    def search(self, instance: Instance) -> Chains:
        """
        A search of the school.
        """
        limits = Limits(seconds=3600, workers=2)
        effort = Effort(limits, Clock(limits.seconds).read)
        best = Incumbent(instance, first_of(instance))
        return Chains(best, Choice(EVERYTHING), effort, limits.seconds, nothing)

    @pytest.fixture
    def chains(self, instance: Instance) -> list[Annealing]:
        """
        Two chains on one ground.
        """
        ground, start = Ground(instance, EVERYTHING), first_of(instance)
        return [Annealing(ground, start, seed) for seed in (1, 2)]

    def test_the_best_of_all_chains_is_taken(
        self, search: Chains, chains: list[Annealing], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        Chains run in threads of their own, and what any of them finds counts.
        """
        threads: list[str] = []
        cool = Annealing.cool

        def only_the_second(
            chain: Annealing, gone: Callable[[], float], hot: float, cold: float
        ) -> None:
            threads.append(current_thread().name)
            if chain is chains[1]:
                turns = iter(range(11))
                cool(chain, lambda: next(turns) / 10 + 0 * gone(), hot, cold)

        monkeypatch.setattr(Annealing, "cool", only_the_second)
        search.cool(chains, 60)
        assert len(set(threads)) == 2
        assert search.cost == chains[1].board.best < chains[0].board.best
        assert search.incumbent.cost == search.cost

    def test_a_chain_that_meets_the_bound_ends_all(
        self, search: Chains, chains: list[Annealing]
    ) -> None:
        """
        Where another chain has what is proven the least, the first does not go on.
        """
        search.bound = chains[1].board.best
        search.cool(chains, 3000)
        assert search.cost is not None
        assert search.clock.gone < 2000

    def test_an_error_in_a_chain_is_raised(
        self, search: Chains, chains: list[Annealing], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        What goes wrong in a thread is not lost.
        """
        cool = Annealing.cool

        def broken(chain: Annealing, gone: Callable[[], float], hot: float, cold: float) -> None:
            if chain is chains[1]:
                raise ZeroDivisionError
            cool(chain, gone, hot, cold)

        monkeypatch.setattr(Annealing, "cool", broken)
        with pytest.raises(ZeroDivisionError):
            search.cool(chains, 0.2)

    def test_no_time(self, search: Chains, chains: list[Annealing]) -> None:
        """
        Where no time is left nothing is done.
        """
        search.cool(chains, 0)
        assert search.cost is None


class TestRace:
    def test_annealing_meets_the_bound(self) -> None:
        """
        With two threads one anneals and one proves; where both meet the search is over.
        """
        instance = school(Capacity(weight=1), Spread(weight=5))
        search, stages = search_of(instance, Limits(seconds=30, workers=2))
        found = search.solve(None)
        assert found.assignment is not None
        assert found.cost == found.bound
        assert judged(instance, found.assignment) == (True, found.cost)
        assert set(stages[:1]) == {"annealing"}
        assert search.incumbent.cost == found.cost

    @pytest.mark.parametrize(("rooms", "near"), [(True, True), (False, True), (True, False)])
    def test_better_times_get_rooms(
        self, instance: Instance, monkeypatch: pytest.MonkeyPatch, *, rooms: bool, near: bool
    ) -> None:
        """
        Where CP-SAT knows better times than annealing found, these are given rooms, if they can.
        """
        search, stages = search_of(instance, Limits(seconds=8, deterministic=True))
        before = search.incumbent.cost
        slowly(monkeypatch)
        monkeypatch.setattr(Annealing, "cool", nothing)
        monkeypatch.setattr(Search, "_joint", nothing)
        if not near:
            monkeypatch.setattr(Search, "_near", nothing)
        if not rooms:
            monkeypatch.setattr(Search, "rooms_for", nothing)
        found = search.solve(None)
        assert found.cost is not None
        assert found.cost < before or not rooms
        assert ("then rooms" in stages) is rooms

    @pytest.mark.parametrize("fast", [True, False])
    @pytest.mark.parametrize("share", [0.0, None])
    def test_where_no_proof_is_near(
        self,
        instance: Instance,
        monkeypatch: pytest.MonkeyPatch,
        share: float | None,
        *,
        fast: bool,
    ) -> None:
        """
        Far from a proof machine code goes on cooling; without it cheaper times are looked for
        from two beginnings.
        """
        if fast:
            pytest.importorskip("numba")
        else:
            slowly(monkeypatch)
        search, _ = search_of(instance, Limits(seconds=8, workers=2))
        cooled: list[Annealing] = []
        near = pursued(search, monkeypatch, None if share is None else 0, cooled)
        search.solve(None)
        assert near == ([] if fast else [True, True])
        assert len({id(one) for one in cooled}) == (2 if fast else 1)

    @pytest.mark.parametrize(("share", "again"), [(0.5, True), (0.9, False)])
    def test_a_proof_is_tried_where_it_may_be_near(
        self, instance: Instance, monkeypatch: pytest.MonkeyPatch, share: float, *, again: bool
    ) -> None:
        """
        Where the bound is much of the cost the whole portfolio looks for a proof at once; if
        that does not come near, annealing goes on.
        """
        search, _ = search_of(instance, Limits(seconds=8, workers=2))
        cooled: list[Annealing] = []
        near = pursued(search, monkeypatch, int(share * search.incumbent.cost), cooled)
        search.solve(None)
        assert near == [False]
        assert (len(cooled) > 1) is again

    def test_times_without_rooms(self, instance: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Times for which no rooms are found are told apart.
        """
        search, _ = search_of(instance, Limits(seconds=8, deterministic=True))
        monkeypatch.setattr(search, "slice", given_nothing)
        assert not search.rooms_for(first_of(instance))

    def test_ctrl_c_while_the_last_is_told(
        self, instance: Instance, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        An interruption after a slice keeps what the slice found.
        """
        search, _ = search_of(instance, Limits(seconds=8, deterministic=True))

        def interrupted(*_: object) -> None:
            raise KeyboardInterrupt

        def given_bound(*_: object) -> Run:
            return Run(None, None, 3, "none")

        search.told = interrupted
        monkeypatch.setattr(slices, "run", given_bound)
        model = build(instance, search.choice)
        search.slice(model, 1, {}, Text("排课", en="all"), valid=True)
        assert search.clock.interrupted
        assert search.bound == 3

    def test_ctrl_c_keeps_what_was_found(
        self, instance: Instance, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        An interruption ends annealing and what runs beside it.
        """

        def interrupted(*_: object) -> None:
            raise KeyboardInterrupt

        search, _ = search_of(instance, Limits(seconds=30, workers=2))
        before = search.incumbent.cost
        monkeypatch.setattr(Annealing, "cool", interrupted)
        search.solve(None)
        assert search.clock.interrupted
        assert search.incumbent.cost == before

    def test_the_same_each_time(self, instance: Instance) -> None:
        """
        A deterministic search of a school gives one timetable.
        """
        limits = Limits(seconds=0.4, deterministic=True, seed=4)
        found = [CpSatSolver().solve(instance, limits=limits) for _ in range(2)]
        assert found[0].assignment == found[1].assignment
        assert found[0].cost == found[1].cost
