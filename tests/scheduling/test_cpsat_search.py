"""
How CP-SAT is made use of: the best so far, neighbourhoods of it, and bounds beside it.
"""

from collections.abc import Callable, Iterator, Mapping

import attrs
import pytest

pytest.importorskip("ortools")

from tiny_school import EDUCATORS, SECTIONS, VENUES, WEEKS, tiny_school

from community_edu.base import Text
from community_edu.scheduling.bounds import least_cost
from community_edu.scheduling.components import components
from community_edu.scheduling.cpsat import CpSatSolver, searching, slices
from community_edu.scheduling.cpsat.blocks import Choice
from community_edu.scheduling.cpsat.bounding import Bounding
from community_edu.scheduling.cpsat.building import build
from community_edu.scheduling.cpsat.incumbents import Incumbent
from community_edu.scheduling.cpsat.model import Model
from community_edu.scheduling.cpsat.neighbourhoods import Neighbourhoods
from community_edu.scheduling.cpsat.running import Clock, Run, Running, run
from community_edu.scheduling.demands import AtMost, Demand, FairLoad, ShortWays, Spread
from community_edu.scheduling.greedy import GreedySolver
from community_edu.scheduling.instances import Assignment, Instance, compile_problem
from community_edu.scheduling.judging import check_timetable
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.solvers import Limits, SolveProgress
from community_edu.scheduling.solving import solve
from community_edu.scheduling.towns import LITTLE_TOWN, town
from community_edu.scheduling.travel import TravelTimes

PROBLEM = town(1, shape=LITTLE_TOWN)
NOTHING = Run(None, None, None, "none")
ROOMS = tuple(attrs.evolve(VENUES[0], id=f"room-{n}") for n in range(3))


def untold(*_: object) -> None:
    """
    Hear of progress, and do nothing.
    """


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

    def test_what_is_kept(self, instance: Instance, first: Assignment) -> None:
        """
        Where it is chosen who teaches, times and venues stay; where it is chosen when, people do.
        """
        best = Incumbent(instance, first)
        near = Neighbourhoods(best, frozenset(range(len(instance.meetings_of))), 1)
        free = frozenset([0, 1])
        meetings = {m for s in free for m in instance.meetings_of[s]}
        who, kept = near.around(free, "who")
        assert meetings <= kept.times.keys()
        assert [who.section_educators[s] for s in free] == [
            instance.section_educators[s] for s in free
        ]
        when, moved = near.around(free, "when")
        assert not meetings & moved.times.keys()
        assert [when.section_educators[s] for s in free] == [(first.educators[s],) for s in free]

    def test_what_costs_more_than_it_must(self, instance: Instance, first: Assignment) -> None:
        """
        A class that would be cheaper by itself is costly; counting that changes nothing.
        """
        best = Incumbent(instance, first)
        everything = range(len(instance.meetings_of))
        near = Neighbourhoods(best, frozenset(everything), 1)
        costly = near.costly(everything)
        assert 0 < len(costly) < len(everything)
        assert best.assignment() == first
        assert best.cost == Incumbent(instance, first).cost


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
        steps: list[SolveProgress] = []
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
        assert six.parameters("trees")["subsolvers"] == slices.FULL_SEARCHES[:2]
        assert six.parameters("neighbourhoods")["use_lns_only"]
        assert six.parameters("all")["num_workers"] == 12


class TestTheSolver:
    def test_ctrl_c_before_every_part_had_its_turn(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        What was not searched has no bound of its own: the timetable is feasible, no more.
        """

        def interrupt(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(searching.Search, "solve", interrupt)
        instance = compile_problem(tiny_school(Spread()))
        found = CpSatSolver().solve(instance, limits=Limits(seconds=0.5, workers=1))
        assert found.assignment is not None
        assert found.bound == least_cost(instance)


class TestRunning:
    @pytest.fixture
    def model(self) -> Model:
        """
        A model that is solved at once.
        """
        return build(compile_problem(tiny_school(sections=SECTIONS[:1])))

    def busy(
        self, monkeypatch: pytest.MonkeyPatch, first: Callable[[], bool] = lambda: True
    ) -> None:
        """
        Let a search be at work still when it is asked for the first time.
        """
        wait = Running.wait
        asked: list[float] = []

        def waited(running: Running, seconds: float) -> bool:
            asked.append(seconds)
            return first() if len(asked) == 1 else wait(running, seconds)

        monkeypatch.setattr(Running, "wait", waited)

    def test_stopping_takes_as_long_as_it_takes(
        self, model: Model, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        A search that does not end when it is told to is told again.
        """
        self.busy(monkeypatch)
        running = Running(model.cp, {"num_workers": 1})
        assert running.stop().proof in {"none", "optimal"}
        assert not running.wait(0)

    def test_what_will_do_is_enough(self, model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Whoever is told of costs and bounds may end a search.
        """
        self.busy(monkeypatch)
        told: list[int | None] = []

        def enough(cost: int | None, _: int | None) -> bool:
            told.append(cost)
            return True

        clock = Clock(9)
        run(model.cp, clock, 9, {"num_workers": 1}, enough)
        assert len(told) >= 1
        assert not clock.interrupted

    def test_ctrl_c(self, model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        An interruption ends a search, and no time is left then.
        """

        def interrupt() -> bool:
            raise KeyboardInterrupt

        self.busy(monkeypatch, interrupt)
        clock = Clock(9)
        run(model.cp, clock, 9, {"num_workers": 1})
        assert clock.interrupted
        assert clock.left == 0


class Scripted:
    """
    Slices of one second each, of which all is known before: whether they find something, and
    what bound is known then; every solution costs the same.
    """

    def __init__(self, script: Iterator[tuple[bool, int | None]], cost: int = 10) -> None:
        self.script = script
        self.cost = cost
        self.now = 0.0
        self.done: list[tuple[str, bool]] = []
        effort = searching.Effort(Limits(seconds=10, workers=6), lambda: self.now)
        instance = compile_problem(tiny_school(venues=ROOMS, sections=SECTIONS[:1]))
        best = Incumbent(instance, instance.empty())
        self.search = searching.Search(best, Choice(), effort, 10, untold)

    def slice(
        self,
        model: Model,
        _: float,
        parameters: Mapping[str, object],
        stage: Text,
        **_others: object,
    ) -> Run:
        """
        Stand for `Search.slice`.
        """
        self.now += 1
        self.done.append((stage.to("en"), "use_lns_only" in parameters))
        finds, self.search.bound = next(self.script)
        if not finds:
            return NOTHING
        return attrs.evolve(run(model.cp, Clock(9), 9, {"num_workers": 1}), cost=self.cost)


class TestTimesFirst:
    @pytest.mark.parametrize(
        ("finds", "styles"),
        [
            (True, [False, True, False, True]),
            (False, [False, True, False]),
        ],
    )
    def test_what_promises_most_goes_on(
        self, monkeypatch: pytest.MonkeyPatch, *, finds: bool, styles: list[bool]
    ) -> None:
        """
        After a try of each style neighbourhoods go on only where the bound is far from the cost;
        a search that finds nothing better is the last.
        """
        bounds = (None, None, 5, 7, 7, 7, 7, 7, 7, 7)
        script = Scripted((finds and n > 1, bound) for n, bound in enumerate(bounds))
        monkeypatch.setattr(script.search, "slice", script.slice)
        found = script.search.solve(None)
        times = [near for stage, near in script.done if stage == "times first"]
        rooms = [near for stage, near in script.done if stage == "then rooms"]
        assert times == styles
        assert rooms == [False] * finds
        assert (found.cost is not None, found.bound) == (finds, 7)

    def test_the_bound_of_times_alone_ends_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Times that cost no more than the bound are the last that are looked for.
        """
        script = Scripted(iter([(True, 10)] * 2))
        monkeypatch.setattr(script.search, "slice", script.slice)
        assert script.search.solve(None).cost == 10
        assert [stage for stage, _ in script.done] == ["times first", "then rooms"]

    @pytest.mark.parametrize(
        ("rules", "first"),
        [
            ((), True),
            ((ShortWays(longer_than=10, within=30, weight=2),), False),
            ((AtMost(of="venue", per="day", most=2, weight=1),), False),
        ],
        ids=str,
    )
    def test_rooms_that_tell_about_times(self, rules: tuple[Demand, ...], *, first: bool) -> None:
        """
        Where ways count, or what a venue has, times alone say too little.
        """
        instance = compile_problem(
            tiny_school(*rules, venues=ROOMS, sections=SECTIONS[:1], travel=TravelTimes())
        )
        assert searching.times_first(instance, None) is first


class TestLayers:
    def test_lectures_that_cannot_be(self) -> None:
        """
        Where lectures alone have no room, the whole has none.
        """
        weeks = attrs.evolve(WEEKS, number=1, closed=[], weekdays=["MON"], periods=["09:00-10:00"])
        lectures = TimetableSection(id="talk", per="term", sessions=2, size=1, educators=["wang"])
        classes = TimetableSection(id="choir", educators=["li"], size=1)
        instance = compile_problem(
            tiny_school(sections=(classes, lectures), weeks=weeks, educators=EDUCATORS)
        )
        effort = searching.Effort(Limits(seconds=5, workers=1), Clock(5).read)
        best = Incumbent(instance, instance.empty())
        choice = Choice(frozenset([0, 1]))
        found = searching.Search(best, choice, effort, 5, untold).solve(None)
        assert found.infeasible
        assert found.assignment is None


class TestFewestMissing:
    def search(self, seconds: float) -> searching.Search:
        """
        Return a search for a place for three choirs.
        """
        crowd = tuple(attrs.evolve(SECTIONS[0], id=f"choir-{n}") for n in range(3))
        instance = compile_problem(tiny_school(sections=crowd))
        effort = searching.Effort(Limits(seconds=seconds, workers=1), Clock(seconds).read)
        best = Incumbent(instance, instance.empty())
        return searching.Search(best, Choice(), effort, seconds, untold)

    def test_from_nothing(self) -> None:
        """
        Without a start as many as can be are placed as well.
        """
        search = self.search(5)
        found = search.fewest_missing(None)
        assert found.fewest
        assert not search.incumbent.missing

    def test_no_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Without time nothing is found or proven, nor if the time is over before a solution.
        """
        assert self.search(0).fewest_missing(None) == searching.Found()
        search = self.search(5)

        def nothing(*_: object, **__: object) -> Run:
            return NOTHING

        monkeypatch.setattr(search, "slice", nothing)
        assert search.fewest_missing(None) == searching.Found()
