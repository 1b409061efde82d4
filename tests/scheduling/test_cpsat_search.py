"""
How CP-SAT is made use of: the best so far, neighbourhoods of it, and bounds beside it.
"""

import attrs
import pytest

pytest.importorskip("ortools")

from tiny_school import SECTIONS, tiny_school

from community_edu.scheduling.bounds import least_cost
from community_edu.scheduling.components import components
from community_edu.scheduling.cpsat import CpSatSolver, searching
from community_edu.scheduling.cpsat.bounding import Bounding
from community_edu.scheduling.cpsat.incumbents import Incumbent
from community_edu.scheduling.cpsat.neighbourhoods import Neighbourhoods
from community_edu.scheduling.cpsat.running import Clock
from community_edu.scheduling.demands import FairLoad, Spread
from community_edu.scheduling.greedy import GreedySolver
from community_edu.scheduling.instances import Assignment, Instance, compile_problem
from community_edu.scheduling.judging import check_timetable
from community_edu.scheduling.solvers import Limits, Progress
from community_edu.scheduling.solving import solve
from community_edu.scheduling.town_shapes import LITTLE_TOWN
from community_edu.scheduling.towns import town

PROBLEM = town(1, shape=LITTLE_TOWN)


@pytest.fixture
def instance() -> Instance:
    """
    A little town.
    """
    return compile_problem(PROBLEM)


@pytest.fixture
def first(instance: Instance) -> Assignment:
    """
    Its first timetable.
    """
    found = GreedySolver(moves=0).solve(instance, limits=Limits()).assignment
    assert found is not None
    return found


class TestIncumbent:
    def test_only_what_is_better_is_taken(self, instance: Instance, first: Assignment) -> None:
        """
        What leaves a meeting out, or puts two where there is room for one, is not taken.
        """
        best = Incumbent(instance, first)
        everything = range(len(instance.meetings_of))
        assert not best.take(everything, instance.empty())
        clash = best.assignment()
        one, other = (
            next(m for m in instance.meetings if not m.single and m.section == s) for s in (0, 1)
        )
        taken = Incumbent(instance, first)
        clash.times[other.index], clash.venues[other.index] = 0, one.venues[0]
        clash.times[one.index], clash.venues[one.index] = 0, one.venues[0]
        clash.educators[1] = clash.educators[0]
        assert not taken.take([0, 1], clash)
        assert best.assignment() == taken.assignment() == first

    def test_more_meetings_are_better(self, instance: Instance, first: Assignment) -> None:
        """
        A whole timetable is better than a part of one, though it costs more.
        """
        best = Incumbent(instance, instance.empty())
        assert not best.complete([0])
        assert best.missing == len(instance.meetings)
        assert best.take(range(len(instance.meetings_of)), first)
        assert best.complete([0])
        assert not best.missing

    def test_an_interruption_undoes_what_was_begun(
        self, instance: Instance, first: Assignment, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        Ctrl-C while something is taken leaves the best as it was.
        """
        best = Incumbent(instance, first)
        place = best.state.place
        calls = 0

        def once(m: int, t: int, v: int, e: int) -> None:
            nonlocal calls
            calls += 1
            if calls == 2:
                raise KeyboardInterrupt
            place(m, t, v, e)

        monkeypatch.setattr(best.state, "place", once)
        with pytest.raises(KeyboardInterrupt):
            best.take(range(len(instance.meetings_of)), first)
        assert best.assignment() == first


class TestNeighbourhoods:
    def test_steps_lead_to_the_optimum_and_never_up(
        self,
    ) -> None:
        """
        Each step costs no more than the last; the cost is what the judge counts.
        """
        instance = compile_problem(town(5, shape=LITTLE_TOWN))
        first = GreedySolver(moves=0).solve(instance, limits=Limits()).assignment
        best = Incumbent(instance, first or instance.empty())
        (part,) = [one for one in components(instance) if 0 in one]
        near = Neighbourhoods(best, part, 1)
        costs = [best.cost]
        for _ in range(9):
            near.step(Clock(60), {"num_workers": 1}, 5)
            costs.append(best.cost)
        assert costs == sorted(costs, reverse=True)
        assert costs[-1] < costs[0]
        again = Incumbent(instance, best.assignment())
        assert (again.cost, again.missing) == (best.cost, 0)

    def test_no_time_changes_nothing(self, instance: Instance, first: Assignment) -> None:
        """
        A step that finds nothing leaves everything as it is.
        """
        best = Incumbent(instance, first)
        near = Neighbourhoods(best, frozenset(range(len(instance.meetings_of))), 1)
        near.step(Clock(0), {"num_workers": 1, "max_deterministic_time": 0}, 0)
        assert best.assignment() == first


class TestBounding:
    def test_alone_and_beside(self) -> None:
        """
        The bound is the same, whether it is searched for alone or in another thread.
        """
        problem = tiny_school(Spread(), FairLoad())
        instance = compile_problem(problem)
        parts = components(instance)
        parameters = {"num_workers": 1, "optimize_with_lb_tree_search": True}
        alone = Bounding(instance, parts, Clock(60), parameters)
        work = alone.alone(60, lambda seconds, given: (seconds, given))
        beside = Bounding(instance, parts, Clock(60), parameters)
        beside.begin(60)
        while beside.running is not None:
            beside.tend()
        beside.tend()
        assert work > 0
        assert alone.bounds == beside.bounds
        assert alone.bound == solve(problem, time_limit=5, workers=1).cost


class TestManyMeetings:
    @pytest.mark.parametrize(("workers", "deterministic"), [(2, False), (1, False), (1, True)])
    def test_the_best_of_a_start_is_improved_and_bounded(
        self, monkeypatch: pytest.MonkeyPatch, workers: int, *, deterministic: bool
    ) -> None:
        """
        With many meetings the best gets better beside a bound; progress tells of the whole.
        """
        monkeypatch.setattr(searching, "MANY_MEETINGS", 10)
        steps: list[Progress] = []
        start = solve(PROBLEM, solver=GreedySolver(moves=0))
        timetable = solve(
            PROBLEM,
            time_limit=1.5,
            workers=workers,
            deterministic=deterministic,
            progress=steps.append,
            start=start,
        )
        verdict = check_timetable(PROBLEM, timetable)
        assert verdict.ok
        assert verdict.cost == timetable.cost
        assert timetable.bound is not None
        assert least_cost(compile_problem(PROBLEM)) <= timetable.bound <= verdict.cost
        near = [one for one in steps if one.stage.en == "some at a time"]
        assert all(one.placed == one.of for one in near)
        assert all((one.bound or 0) <= verdict.cost for one in near)

    def test_the_rest_of_the_problem_counts(self) -> None:
        """
        A bound is that of all parts, also of those that have not had their turn.
        """
        lonely = attrs.evolve(SECTIONS[2], id="lonely", groups=[], educators=[], subject="")
        problem = tiny_school(sections=(*SECTIONS, lonely))
        found = CpSatSolver().solve(compile_problem(problem), limits=Limits(seconds=0))
        assert found.bound == least_cost(compile_problem(problem))

    def test_a_part_of_a_problem(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Of two parts each is improved by itself, and neither ends for what the other costs.
        """
        monkeypatch.setattr(searching, "MANY_MEETINGS", 1)
        lonely = attrs.evolve(SECTIONS[2], id="lonely", groups=[], educators=[], subject="")
        lonely = attrs.evolve(lonely, venues=["studio"])
        rest = tuple(attrs.evolve(one, venues=["hall"]) for one in SECTIONS)
        problem = tiny_school(Spread(), sections=(*rest, lonely))
        timetable = solve(problem, time_limit=0.5, workers=2)
        verdict = check_timetable(problem, timetable)
        assert verdict.ok
        assert verdict.cost == timetable.cost

    def test_ctrl_c_while_as_many_as_can_be_are_placed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        Where not all can be placed, what the greedy solver placed is not lost either.
        """
        crowd = tuple(attrs.evolve(SECTIONS[0], id=f"choir-{n}") for n in range(4))
        problem = tiny_school(sections=crowd)

        def interrupt(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(searching.Search, "fewest_missing", interrupt)
        timetable = solve(problem, time_limit=4, workers=1)
        assert timetable.status == "partial"
        assert len(timetable.placements) == 6


class TestEffort:
    def test_how_each_slice_is_searched(self) -> None:
        """
        One thread has no styles; several have neighbourhoods, trees or the whole portfolio.
        """
        one = searching.Effort(Limits(workers=1), lambda: 0.0)
        six = searching.Effort(Limits(workers=6), lambda: 0.0)
        assert one.parameters("trees")["num_workers"] == 1
        assert six.parameters("trees")["subsolvers"] == searching.FULL_SEARCHES[:2]
        assert six.parameters("neighbourhoods")["use_lns_only"]
        assert six.parameters("all")["num_workers"] == 12
