"""
`solve`: from a problem to a timetable, whatever comes in between.
"""

import sys

import attrs
import pytest
from tiny_school import SECTIONS, tiny_school

from community_edu.base import ProblemsError
from community_edu.organizations import Educator
from community_edu.scheduling import solving
from community_edu.scheduling.components import components
from community_edu.scheduling.demands import EverySession, FairLoad, Precedence, Spread
from community_edu.scheduling.greedy import GreedySolver
from community_edu.scheduling.instances import Assignment, Instance, compile_problem
from community_edu.scheduling.judging import check_timetable
from community_edu.scheduling.solvers import Limits, Solution, SolveProgress, Watch
from community_edu.scheduling.solving import BrokenSolutionError, solve
from community_edu.scheduling.timetables import Timetable
from community_edu.scheduling.towns import LITTLE_TOWN, town


@pytest.fixture
def no_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A machine without OR-Tools.
    """
    for name in [*sys.modules]:
        if name.startswith(("ortools", "community_edu.scheduling.cpsat")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "ortools", None)
    monkeypatch.setattr(sys, "meta_path", [_NoOrTools(), *sys.meta_path])


class _NoOrTools:
    def find_spec(self, name: str, *_: object) -> None:
        if name.split(".", maxsplit=1)[0] == "ortools":
            raise ModuleNotFoundError(name, name="ortools")


class TestWithoutTheExtra:
    @pytest.mark.usefixtures("no_extra")
    def test_the_greedy_solver_does_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Without OR-Tools the timetable is the greedy one, and says what the extra gives.
        """
        monkeypatch.delitem(sys.modules, "ortools")
        problem = tiny_school(Spread())
        timetable = solve(problem, time_limit=2)
        assert timetable.status == "optimal"
        assert "pip install 'community-edu[solver]'" in str(timetable.note)
        assert check_timetable(problem, timetable).cost == timetable.cost


class TestBadProblems:
    def test_everything_wrong_is_said_at_once(self) -> None:
        """
        A problem that cannot be one is refused before anything is searched.
        """
        twice = (*SECTIONS, SECTIONS[0])
        with pytest.raises(ProblemsError) as found:
            solve(tiny_school(sections=twice))
        assert "choir" in str(found.value)


class TestLimits:
    def test_limits_that_cannot_be(self) -> None:
        """
        Less than no time, nobody to work and a seed beyond all seeds are told at once.
        """
        with pytest.raises(ProblemsError) as caught:
            solve(tiny_school(), time_limit=float("nan"), workers=-1, seed=2**40)
        assert [str(one) for one in caught.value.problems] == [
            "'time_limit' is nan; give 0 seconds or more",
            "'workers' is -1; give 1 to 1000, or none for all cores",
            "'seed' is 1099511627776; give -2147483647 to 2147483647",
        ]


class Fixed:
    """
    A solver of somebody else's, that gives what it is told to.
    """

    def __init__(self, **solution: object) -> None:
        self.solution = solution

    def solve(
        self,
        instance: Instance,
        *,
        limits: Limits,
        progress: Watch | None = None,
        start: Assignment | None = None,
    ) -> Solution:
        if self.solution:
            return Solution(**self.solution)  # type: ignore[arg-type]
        return GreedySolver().solve(instance, limits=limits, progress=progress, start=start)


class TestOtherSolvers:
    def test_an_embedder_may_bring_another(self) -> None:
        """
        Any object with the one method serves.
        """
        problem = tiny_school()
        timetable = solve(problem, solver=Fixed())
        assert check_timetable(problem, timetable).ok

    def test_nothing_known_is_partial(self) -> None:
        """
        A solver that finds nothing, and proves nothing, leaves everything out.
        """
        timetable = solve(tiny_school(), solver=Fixed(assignment=None, status="unknown"))
        assert timetable.status == "partial"
        assert not timetable.placements
        assert len(timetable.unplaced) == 6

    def test_found_but_not_judged_is_feasible(self) -> None:
        """
        A full assignment of which a solver knows nothing is feasible.
        """
        problem = tiny_school()
        full = GreedySolver().solve(compile_problem(problem), limits=Limits()).assignment
        timetable = solve(problem, solver=Fixed(assignment=full, status="unknown"))
        assert timetable.status == "feasible"

    @pytest.mark.parametrize(
        ("claim", "status"),
        [(("optimal", -5, -5), "feasible"), (("feasible", 7, 9_000), "feasible")],
    )
    def test_what_it_claims_is_judged(self, claim: tuple[str, int, int], status: str) -> None:
        """
        The cost is the judge's, and neither a proof nor a bound is believed that cannot be.
        """
        problem = tiny_school(Spread())
        full = GreedySolver().solve(compile_problem(problem), limits=Limits()).assignment
        said, cost, bound = claim
        other = Fixed(assignment=full, status=said, cost=cost, bound=bound)
        timetable = solve(problem, solver=other)
        assert (timetable.status, timetable.cost) == (
            status,
            check_timetable(problem, timetable).cost,
        )
        assert timetable.bound in {None, -5}

    def test_what_it_breaks_is_told(self) -> None:
        """
        A solver that breaks a hard demand is told which one, and where.
        """
        problem = tiny_school()
        made = compile_problem(problem)
        full = GreedySolver().solve(made, limits=Limits()).assignment
        assert full is not None
        heap = attrs.evolve(full, times=[0 for _ in full.times])
        with pytest.raises(BrokenSolutionError, match="the solver Fixed breaks 'no-clash"):
            solve(problem, solver=Fixed(assignment=heap, status="feasible"))


class TestCpSat:
    @pytest.fixture(autouse=True)
    def ortools(self) -> None:
        """
        These need the extra.
        """
        pytest.importorskip("ortools")

    def test_progress_and_a_start(self) -> None:
        """
        A progress report has cost and bound, and a timetable may be what a search begins with.
        """
        problem = tiny_school(Spread())
        steps: list[SolveProgress] = []
        first = solve(problem, time_limit=10, workers=1, progress=steps.append)
        again = solve(problem, time_limit=10, workers=1, start=first)
        assert first.status == again.status == "optimal"
        assert again.cost == first.cost
        assert steps
        assert str(steps[-1]).endswith(steps[-1].stage.to("en"))

    def test_what_cannot_be_is_left_out_with_its_reason(self) -> None:
        """
        Where not everything can be placed, as much as can be is; the rest says why.
        """
        crowd = tuple(
            attrs.evolve(SECTIONS[0], id=f"choir-{n}", sessions=2, groups=["elderly"])
            for n in range(4)
        )
        problem = tiny_school(sections=crowd)
        timetable = solve(problem, time_limit=20, workers=2)
        assert timetable.status == "partial"
        assert len(timetable.placements) == 6
        assert all(one.reason.to("en") for one in timetable.unplaced)
        verdict = check_timetable(problem, timetable)
        assert {one.demand for one in verdict.violations} == {"every-session"}

    def test_infeasible_is_said_where_nothing_is_left_out(self) -> None:
        """
        If a part will not do, a proof that not all can be placed is the answer.
        """
        crowd = tuple(attrs.evolve(SECTIONS[0], id=f"choir-{n}") for n in range(4))
        timetable = solve(tiny_school(sections=crowd), time_limit=20, workers=2, partial=False)
        assert timetable.status == "infeasible"
        assert not timetable.placements
        assert len(timetable.unplaced) == 8

    def test_no_time_at_all(self) -> None:
        """
        Without time nothing is searched, and nothing is claimed but what is known at once.
        """
        timetable = solve(tiny_school(Spread(), FairLoad()), time_limit=0, workers=2)
        assert not timetable.unplaced
        assert timetable.bound is not None
        assert timetable.cost is not None
        assert (timetable.status == "optimal") == (timetable.bound == timetable.cost)

    def test_the_same_each_time(self) -> None:
        """
        A deterministic search gives one timetable for one problem and seed.
        """
        problem = tiny_school(Spread(), FairLoad())
        one, other = (solve(problem, deterministic=True, time_limit=2, seed=3) for _ in range(2))
        assert one == other

    @pytest.mark.parametrize("stage", ["placing", "all at once"])
    def test_ctrl_c_gives_the_best_so_far(self, stage: str) -> None:
        """
        An interruption ends the search at once: what was found by then is returned.
        """
        problem = town(1, shape=LITTLE_TOWN)
        stages: list[str] = []

        def interrupt(step: SolveProgress) -> None:
            stages.append(step.stage.to("en"))
            if step.placed == step.of and stages[-1] == stage:
                raise KeyboardInterrupt

        timetable = solve(problem, time_limit=20, workers=1, progress=interrupt)
        assert stages[-1] == stage
        assert timetable.status == "feasible"
        verdict = check_timetable(problem, timetable)
        assert verdict.ok
        assert verdict.cost == timetable.cost

    @pytest.mark.parametrize(
        ("owner", "name"),
        [
            ("community_edu.scheduling.greedy.GreedySolver", "solve"),
            ("community_edu.scheduling.cpsat.solver", "components"),
            ("community_edu.scheduling.cpsat.searching", "build"),
            ("community_edu.scheduling.cpsat.searching.Search", "complete"),
            ("community_edu.scheduling.cpsat.searching", "merged"),
        ],
    )
    def test_ctrl_c_at_any_moment(
        self, monkeypatch: pytest.MonkeyPatch, owner: str, name: str
    ) -> None:
        """
        Wherever it strikes, what was given or found before is what is returned.
        """
        problem = town(1, shape=LITTLE_TOWN)
        start = solve(problem, solver=GreedySolver(moves=0))

        def interrupt(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(f"{owner}.{name}", interrupt)
        timetable = solve(problem, time_limit=4, workers=1, start=start)
        assert timetable.status in {"feasible", "optimal"}
        assert (timetable.cost or 0) <= (start.cost or 0)
        assert check_timetable(problem, timetable).ok


class TestComponents:
    def test_what_ties_sections_together(self) -> None:
        """
        Sections that share no people, room or demand are parts of their own.
        """
        loose = tuple(
            attrs.evolve(one, groups=[], educators=[f"e-{n}"], subject="", venues=[f"v-{n}"])
            for n, one in enumerate(SECTIONS)
        )
        people = tuple(Educator(id=f"e-{n}", name="甲") for n in range(len(SECTIONS)))
        rooms = tuple(
            attrs.evolve(tiny_school().venues[0], id=f"v-{n}") for n in range(len(SECTIONS))
        )
        apart = tiny_school(sections=loose, educators=people, venues=rooms)
        order = Precedence(before="choir", after="ink")
        tied = tiny_school(order, sections=loose, educators=people, venues=rooms)
        fair = tiny_school(FairLoad(), sections=loose, educators=people, venues=rooms)
        sizes = [len(components(compile_problem(one))) for one in (apart, tied, fair)]
        assert sizes == [4, 3, 1]


def test_the_stage_of_the_face() -> None:
    """
    The solvers' own demand that a session may be lost does not hide the proof.
    """
    timetable = solve(tiny_school(EverySession(weight=9)), solver=GreedySolver())
    assert isinstance(timetable, Timetable)
    assert solving.NO_EXTRA.en
