"""
Annealing beside CP-SAT: times before rooms, with a bound, and a proof where one is near.
"""

import pytest

pytest.importorskip("ortools")

from weekly_school import RULES, SECTIONS, first_of, judged, school

from community_edu.base import Text
from community_edu.scheduling.annealing import Annealing
from community_edu.scheduling.cpsat import CpSatSolver, slices, times_first
from community_edu.scheduling.cpsat.blocks import Choice
from community_edu.scheduling.cpsat.building import build
from community_edu.scheduling.cpsat.incumbents import Incumbent
from community_edu.scheduling.cpsat.running import Clock, Run
from community_edu.scheduling.cpsat.searching import Effort, Search
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

    @pytest.mark.parametrize("rooms", [True, False])
    def test_better_times_get_rooms(
        self, instance: Instance, monkeypatch: pytest.MonkeyPatch, *, rooms: bool
    ) -> None:
        """
        Where CP-SAT knows better times than annealing found, these are given rooms, if they can.
        """
        search, stages = search_of(instance, Limits(seconds=8, deterministic=True))
        before = search.incumbent.cost
        monkeypatch.setattr(Annealing, "cool", nothing)
        monkeypatch.setattr(Search, "_joint", nothing)
        if not rooms:
            monkeypatch.setattr(Search, "rooms_for", nothing)
        found = search.solve(None)
        assert found.cost is not None
        assert found.cost < before or not rooms
        assert ("then rooms" in stages) is rooms

    @pytest.mark.parametrize(
        ("share", "styles"), [(0.0, [True, True]), (None, [True, True]), (0.9, [False])]
    )
    def test_a_proof_is_looked_for_where_it_is_near(
        self,
        instance: Instance,
        monkeypatch: pytest.MonkeyPatch,
        share: float | None,
        styles: list[bool],
    ) -> None:
        """
        Cheaper times are looked for from two beginnings; where the bound is near the cost, the
        whole portfolio looks for a proof at once.
        """
        search, _ = search_of(instance, Limits(seconds=8, workers=2))
        bound = None if share is None else int(share * search.incumbent.cost)
        near: list[bool] = []

        class Beside:
            def __init__(self, *_: object) -> None:
                self.bound = bound

            def stop(self) -> Run:
                return Run(None, None, bound, "none")

        def finds_nothing(*given: object, **_: object) -> Run:
            near.append("use_lns_only" in str(given[2]))
            return NOTHING

        monkeypatch.setattr(times_first, "Running", Beside)
        monkeypatch.setattr(Annealing, "cool", nothing)
        monkeypatch.setattr(Search, "_joint", nothing)
        monkeypatch.setattr(search, "slice", finds_nothing)
        search.solve(None)
        assert near == styles

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
