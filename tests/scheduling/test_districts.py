"""
Many problems at once: on any executor, and with educators that towns share.
"""

import pickle
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context

import attrs
import pytest

from community_edu.base import ProblemsError
from community_edu.calendars import TeachingWeeks
from community_edu.organizations import Educator, Venue
from community_edu.scheduling.demands import Demand, FairLoad, NoGaps, NoLoneSession, PreferHours
from community_edu.scheduling.districts import solve_all, solve_district
from community_edu.scheduling.greedy import GreedySolver
from community_edu.scheduling.judging import check_timetable
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.towns import LITTLE_TOWN, district, town
from community_edu.scheduling.travel import TravelTimes

WEEKS = TeachingWeeks(
    first=date(2026, 9, 7),
    number=2,
    periods=["08:30-10:00", "10:15-11:45"],
    weekdays=["MON"],
)
QUICK = GreedySolver(moves=0)


def small_town(
    name: str, *, classes: Sequence[str] = ("choir", "erhu"), rules: Sequence[Demand] = ()
) -> TimetableProblem:
    """
    Return a town with one room and two periods a week; the choir is of a shared teacher.

    The choir would rather be early, and so would the dance class be late.
    """
    return TimetableProblem(
        sections=[
            TimetableSection(
                id=f"{name}-{one}",
                educators=["zhao" if one == "choir" else f"{name}-li"],
                audiences=["early"] if one == "choir" else [],
            )
            for one in classes
        ],
        venues=[Venue(id=f"{name}-room", name="教室", kind="classroom")],
        educators=[Educator(id="zhao", name="赵老师"), Educator(id=f"{name}-li", name="李老师")],
        weeks=WEEKS,
        rules=[PreferHours(audience="early", hours="MON 08:00-10:00"), *rules],
        travel=TravelTimes(otherwise=15),
    )


class TestSolveAll:
    def test_in_order(self) -> None:
        """
        Each problem has its timetable, in the order of the problems.
        """
        problems = [small_town("east"), small_town("west", classes=("choir",))]
        found = solve_all(problems, solver=QUICK)
        assert [timetable.problem for timetable in found] == problems
        assert [len(timetable.placements) for timetable in found] == [2, 1]

    def test_beginning(self) -> None:
        """
        A problem begins with the timetable that is given for it.
        """
        problems = [small_town("east"), small_town("west")]
        first = solve_all(problems, solver=QUICK)
        again = solve_all(problems, solver=QUICK, starts=[first[0], None])
        assert again[0].placements == first[0].placements

    def test_bad_problem(self) -> None:
        """
        A problem that is wrong by itself is refused as `solve` refuses it.
        """
        bad = attrs.evolve(small_town("east"), educators=[])
        with pytest.raises(ProblemsError) as caught:
            solve_all([small_town("west"), bad], solver=QUICK)
        assert "zhao" in str(caught.value)

    def test_processes(self) -> None:
        """
        Problems and timetables go to other processes and back.
        """
        problems = [town(seed, name=f"town-{seed}", shape=LITTLE_TOWN) for seed in (1, 2)]
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
            there = solve_all(problems, executor=executor, solver=QUICK)
        here = solve_all(problems, solver=QUICK)
        assert [one.placements for one in there] == [one.placements for one in here]
        assert all(one.problem is problem for one, problem in zip(there, problems, strict=True))

    def test_errors_travel(self) -> None:
        """
        What is wrong with a problem comes back from another process in full.
        """
        bad = attrs.evolve(small_town("east"), educators=[])
        with pytest.raises(ProblemsError) as here:
            solve_all([bad], solver=QUICK)
        there = pickle.loads(pickle.dumps(here.value))  # noqa: S301 - our own
        assert str(there) == str(here.value)

    def test_dask(self) -> None:
        """
        A Dask cluster is an executor like any other.
        """
        distributed = pytest.importorskip("distributed")
        problems = [town(seed, name=f"town-{seed}", shape=LITTLE_TOWN) for seed in (1, 2)]
        cluster = distributed.LocalCluster(
            n_workers=1, threads_per_worker=1, processes=True, dashboard_address=None
        )
        with cluster, distributed.Client(cluster) as client:
            executor: Executor = client.get_executor()
            there = solve_all(problems, executor=executor, solver=QUICK)
        here = solve_all(problems, solver=QUICK)
        assert [one.placements for one in there] == [one.placements for one in here]


class TestSolveDistrict:
    def test_nobody_at_two_places(self) -> None:
        """
        A shared educator is not in two towns at once.
        """
        towns = [small_town("east", classes=("choir",)), small_town("west", classes=("choir",))]
        found = solve_district(towns, solver=QUICK)
        assert check_timetable(found.whole.problem, found.whole).ok
        assert (found.whole.cost, found.whole.status) == (2, "feasible")
        assert sorted(timetable.cost or 0 for timetable in found.towns) == [0, 2]
        assert found.visiting == ("east-choir", "west-choir")

    def test_visitors_first(self) -> None:
        """
        Others make way for a shared educator.
        """
        found = solve_district([small_town("east"), small_town("west")], solver=QUICK)
        assert check_timetable(found.whole.problem, found.whole).ok
        assert found.whole.unplaced == ()

    def test_full_town(self) -> None:
        """
        What finds no place in its own town is left out, and nothing else.
        """
        east = small_town("east", classes=("choir", "erhu", "dance"))
        found = solve_district([east, small_town("west")], solver=QUICK)
        assert len(found.whole.unplaced) == 1
        assert [len(timetable.unplaced) for timetable in found.towns] == [1, 0]

    def test_nothing_shared(self) -> None:
        """
        Towns without shared educators need not meet.
        """
        towns = [small_town("east"), small_town("west", classes=("erhu",))]
        found = solve_district(towns, solver=QUICK)
        assert (found.whole.cost, found.whole.status, found.visiting) == (0, "optimal", ())
        assert [len(timetable.placements) for timetable in found.towns] == [2, 1]

    def test_too_many_towns(self) -> None:
        """
        What a shared educator cannot reach in any way is left out, and said.
        """
        names = ("east", "west", "north")
        towns = [small_town(name, classes=("choir",)) for name in names]
        found = solve_district(towns, solver=QUICK)
        assert (found.whole.status, found.whole.bound) == ("partial", None)
        assert len(found.whole.unplaced) == 1
        assert sum(len(timetable.unplaced) for timetable in found.towns) == 1

    def test_half_a_section(self) -> None:
        """
        Every meeting of a section is placed or said to be left out.
        """
        towns = [
            attrs.evolve(one, sections=[attrs.evolve(one.sections[0], sessions=2)])
            for one in (small_town("east"), small_town("west"))
        ]
        found = solve_district(towns, solver=QUICK).whole
        told = [(one.section, one.number) for one in found.placements]
        told += [(one.section, one.number) for one in found.unplaced]
        assert sorted(told) == [(f"{town}-choir", n) for town in ("east", "west") for n in (1, 2)]

    def test_proven(self) -> None:
        """
        The district costs no less than its shared educators, and is proven best at that.
        """
        pytest.importorskip("ortools")
        towns = [small_town("east"), small_town("west")]
        found = solve_district(towns, time_limit=5, workers=1).whole
        assert (found.cost, found.bound, found.status) == (2, 2, "optimal")

    @pytest.mark.parametrize(
        ("rule", "bound"), [(FairLoad(), 1), (NoGaps(), 0), (NoLoneSession(of="educator"), 0)]
    )
    def test_what_does_not_add_up(self, rule: Demand, bound: int) -> None:
        """
        Where the district may cost less than its parts, its bound is what each section costs.
        """
        pytest.importorskip("ortools")
        towns = [small_town(name, rules=[rule]) for name in ("east", "west")]
        found = solve_district(towns, time_limit=2, workers=1).whole
        assert (found.bound, found.unplaced) == (bound, ())
        assert bound <= (found.cost or 0)

    def test_bound_of_towns(self) -> None:
        """
        Towns that share nothing have the sum of their bounds.
        """
        pytest.importorskip("ortools")
        early = attrs.evolve(small_town("east"), rules=[PreferHours(hours="MON 08:00-10:00")])
        found = solve_district([early], time_limit=5, workers=1).whole
        assert (found.cost, found.bound, found.status) == (2, 2, "optimal")

    @pytest.mark.parametrize("seed", range(1, 6))
    def test_little_district(self, seed: int) -> None:
        """
        Towns that are drawn with shared teachers find a timetable together.
        """
        towns = district(seed, towns=3, itinerant=3, shape=LITTLE_TOWN)
        found = solve_district(towns, solver=QUICK).whole
        assert found.unplaced == ()
        assert check_timetable(found.problem, found).ok
        assert (found.bound or 0) <= (found.cost or 0)
