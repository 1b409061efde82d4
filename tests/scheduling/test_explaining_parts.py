"""
The parts of explanations: each kind of demand blamed, deciding by trying, honest doubts.
"""

from datetime import date

import attrs
import pytest

pytest.importorskip("ortools")

from clashing_schools import PERIODS, nothing, nothing_placed, of, school
from ortools.sat.python import cp_model

from community_edu.base import Text
from community_edu.calendars import TeachingWeeks, Weekday
from community_edu.organizations import Educator, Venue
from community_edu.scheduling.demands import (
    Apart,
    AtMost,
    AwayFrom,
    Counted,
    Demand,
    FairLoad,
    NearHome,
    NoGaps,
    NoLoneSession,
    NoneLost,
    NotOversized,
    Precedence,
    PreferHours,
    Spread,
)
from community_edu.scheduling.explaining import conflicts as conflicts_module
from community_edu.scheduling.explaining import deciding as deciding_module
from community_edu.scheduling.explaining import explain
from community_edu.scheduling.explaining import placing as placing_module
from community_edu.scheduling.explaining import verb as verb_module
from community_edu.scheduling.explaining.assuming import SolverDecider
from community_edu.scheduling.explaining.choices import EVERYTHING, NONE
from community_edu.scheduling.explaining.conditions import conditions
from community_edu.scheduling.explaining.conditions import pairs as pairs_module
from community_edu.scheduling.explaining.conflicts import Deadline, Finder
from community_edu.scheduling.explaining.counting import proves, shortages
from community_edu.scheduling.explaining.counting.nothing_left import alone
from community_edu.scheduling.explaining.deciding import OPEN, Decision, TryingDecider, decider
from community_edu.scheduling.explaining.ground import Ground
from community_edu.scheduling.explaining.placing import Attempt, placed_at_once
from community_edu.scheduling.explaining.relaxing import relaxations
from community_edu.scheduling.explaining.requirements import Unit
from community_edu.scheduling.explaining.rows import Rows
from community_edu.scheduling.explaining.shrinking import shrink
from community_edu.scheduling.explaining.words import Teller, listed
from community_edu.scheduling.problems import Pin, TimetableProblem
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.timetables import Placement
from community_edu.scheduling.travel import TravelTimes

PROMISE = Unit("promise", "section", ("a",))


def no(*_: object) -> bool:
    """
    Accept nothing.
    """
    return False


def first_only(*_: object) -> Attempt:
    """
    Leave out the first class.
    """
    return Attempt((), (0,))


def unfinished(*_: object) -> object:
    """
    Know nothing.
    """
    return cp_model.UNKNOWN


def rows_of(*sums: tuple[tuple[tuple[int, int], ...], int], variables: int) -> Rows:
    """
    Rows of one requirement.
    """
    rows = Rows()
    for _ in range(variables):
        rows.variable()
    for terms, bound in sums:
        rows.add(PROMISE, terms, bound)
    return rows


def unit_rows(*, possible: bool) -> Rows:
    """
    Rows that only trying tells: of two variables each combination but one is forbidden, or all.
    """
    forbidden = [(((1, 0), (1, 1)), 1), (((1, 0), (-1, 1)), 0), (((-1, 0), (1, 1)), 0)]
    if not possible:
        forbidden.append((((-1, 0), (-1, 1)), -1))
    return rows_of(*forbidden, variables=3)


class TestDeciding:
    def test_what_was_tried_in_vain_is_undone(self) -> None:
        """
        Where a value leads nowhere the other is tried, and what it forced is taken back.
        """
        found = TryingDecider().decide(unit_rows(possible=True), 1)
        assert found.possible
        assert found.ones == {2}
        assert SolverDecider().decide(unit_rows(possible=True), 1).possible
        assert TryingDecider().core(unit_rows(possible=True), 1) is None
        assert SolverDecider().core(unit_rows(possible=True), 1) is None

    def test_what_cannot_be(self) -> None:
        """
        Where every value leads nowhere the rows cannot be kept, and their owner is named.
        """
        assert TryingDecider().decide(unit_rows(possible=False), 1).possible is False
        assert TryingDecider().core(unit_rows(possible=False), 1) == {PROMISE}
        assert SolverDecider().core(unit_rows(possible=False), 1) == {PROMISE}

    def test_deep_undoing(self) -> None:
        """
        A wrong first choice is undone after others were tried below it.
        """
        pigeons = [((-1, 2 * one), (-1, 2 * one + 1)) for one in range(3)]
        holes = [tuple((1, 2 * one + hole) for one in range(3)) for hole in range(2)]
        rows = rows_of(
            *((pigeon, -1) for pigeon in pigeons), *((hole, 1) for hole in holes), variables=6
        )
        assert TryingDecider().decide(rows, 1).possible is False

    def test_out_of_steps(self) -> None:
        """
        Without steps or time nothing is known.
        """
        assert TryingDecider(steps=0).decide(unit_rows(possible=True), 1) == OPEN

    def test_out_of_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A solver that has not finished knows nothing.
        """
        monkeypatch.setattr(cp_model.CpSolver, "solve", unfinished)
        assert SolverDecider().decide(unit_rows(possible=False), 1) == OPEN

    def test_without_the_extra(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Without the extra it is tried.
        """
        monkeypatch.setattr(deciding_module, "find_spec", nothing)
        assert decider() == TryingDecider()


class LateOnly:
    """
    Class a is only in the second period, by one's own word.
    """

    id = "late"
    weight = None
    text = Text("第一节不行", en="not in the first period")

    def __init__(self, *, pairs: bool = False, one: str = "a", other: str = "b") -> None:
        self.paired = pairs
        self.names = one, other

    def amount(self, placement: object, problem: object) -> int:
        """
        Count the first period.
        """
        del problem
        return int(not self.paired and getattr(placement, "period", 0) == 1)

    def pairs(self, problem: object) -> tuple[tuple[str, str], ...]:
        """
        Compare a class with itself and another.
        """
        del problem
        one, other = self.names
        return ((one, one), (one, other)) if self.paired else ()

    def amount_of_pair(self, one: object, other: object, problem: object) -> int:
        """
        Forbid nothing.
        """
        del one, other, problem
        return 0


def home_school(rule: Demand) -> TimetableProblem:
    """
    A class of five in the one hall, far from its teacher's home.
    """
    li = Educator(id="li", name="李老师", home="village")
    hall = Venue(id="hall", name="报告厅", kind="hall", place="town", capacity=100)
    one = TimetableSection(
        id="a", name="读书会", educators=["li"], size=5, audiences=["elderly"], sessions=2
    )
    travel = TravelTimes(minutes={("village", "town"): 90})
    return school([one], venues=[hall], educators=[li], rules=[rule], travel=travel)


class TestBlame:
    @pytest.mark.parametrize(
        ("rule", "sentence"),
        [
            (NearHome(weight=None), "educators teach at most 30 minutes from home: '读书会'"),
            (NotOversized(weight=None), "no venue holds more than 2 times"),
            (AwayFrom(weight=None, dates=[date(2026, 9, 9)], days=7), "keep away from"),
            (AwayFrom(weight=None, dates=[date(2026, 9, 8)], audience="elderly"), "keep away"),
            (PreferHours(weight=None, hours="MON", audience="elderly"), "are in MON"),
            (PreferHours(weight=None, hours="MON", section="a"), "are in MON"),
            (PreferHours(weight=None, hours="MON", educator="li"), "are in MON"),
            (PreferHours(weight=None, hours="MON", any_time_in="1"), "are in MON"),
        ],
    )
    def test_one_class_alone(self, rule: Demand, sentence: str) -> None:
        """
        A class that one demand leaves no place is told with it, and that it could be a wish.
        """
        explanation = explain(home_school(rule), time_limit=10)
        assert explanation.kind == "counting"
        assert explanation.minimal
        assert rule.id in of(explanation)
        assert sentence in str(explanation.reasons[0].en)
        assert any(change.of == f"rule {rule.id}" for change in explanation.relaxations)

    @pytest.mark.parametrize(
        "rule",
        [
            NearHome(weight=None, minutes=90),
            NotOversized(weight=None, times=20),
            AwayFrom(weight=None, dates=[date(2026, 9, 8)], audience="children"),
            AwayFrom(weight=None, dates=[date(2026, 9, 10)], days=1),
            PreferHours(weight=None, hours="MON", audience="children"),
            PreferHours(weight=None, hours="MON", educator="wu"),
            PreferHours(weight=None, hours="TUE", educator="li"),
            PreferHours(weight=None, hours="MON", any_time_in="1-2"),
        ],
    )
    def test_kept(self, rule: Demand) -> None:
        """
        The same demands with other people, days or bounds are kept.
        """
        problem = home_school(rule)
        wu = Educator(id="wu", name="吴老师")
        problem = attrs.evolve(problem, educators=[*problem.educators, wu])
        assert explain(problem, time_limit=10).kind == "feasible"

    def test_lost(self) -> None:
        """
        A weekly class that may lose no session cannot be on a day with a holiday.
        """
        weeks = TeachingWeeks(
            first=date(2026, 9, 7),
            number=2,
            periods=PERIODS,
            weekdays=["TUE"],
            closed=[date(2026, 9, 8)],
        )
        lost = NoneLost(weight=None)
        problem = TimetableProblem([TimetableSection(id="a")], [], [], weeks, [lost])
        assert set(of(explain(problem, time_limit=10))) == {"every-session", lost.id}
        single = attrs.evolve(problem, sections=[TimetableSection(id="a", per="term")])
        assert explain(single, time_limit=10).kind == "feasible"

    def test_apart(self) -> None:
        """
        Lectures that have to be a month apart do not fit into two weeks.
        """
        talks = [TimetableSection(id=n, per="term", groups=["g"]) for n in ("a", "b")]
        rule = Apart(weight=None, of="group", days=30)
        weekly = TimetableSection(id="c", groups=["g"])
        explanation = explain(school([*talks, weekly], rules=[rule]), time_limit=10)
        assert of(explanation) == {"every-session": ("a", "b"), rule.id: ("g",)}

    def test_own(self) -> None:
        """
        A demand of one's own on single placements is blamed in its own words.
        """
        explanation = explain(
            school([TimetableSection(id="a")], rules=[LateOnly()], periods=PERIODS[:1]),
            time_limit=10,
        )
        assert explanation.reasons[0].zh == "“a”排不下：第一节不行：“a”"
        li = Educator(id="li", name="李老师")
        rooms = [Venue(id="r", name="r", kind="room")]
        taught = TimetableSection(id="a", educators=["li"], sessions=2)
        problem = school(
            [taught], venues=rooms, educators=[li], rules=[LateOnly()], periods=PERIODS[:2]
        )
        assert set(of(explain(problem, time_limit=10))) >= {"every-session", "late"}

    def test_at_most_a_day(self) -> None:
        """
        A bound for each day is said for a day, with what all days come to.
        """
        classes = [TimetableSection(id=f"c{n}", groups=["g"]) for n in (1, 2)]
        rule = AtMost(of="group", per="day", most=1)
        reason = explain(school(classes, rules=[rule]), time_limit=10).reasons[0]
        assert reason.zh == "“g”每天至多 1 次，1 天至多 1 次，2 个班（“c1”“c2”）需要 2 次"
        assert reason.en == (
            "'g' can have at most 1 session a day, 1 on 1 day, and 2 classes need 2 ('c1' and 'c2')"
        )
        never = AtMost(of="group", per="day", most=0)
        reason = explain(school(classes, rules=[never]), time_limit=10).reasons[0]
        assert "at most 0 sessions a day, and" in str(reason.en)

    @pytest.mark.parametrize(("of_whom", "name"), [("educator", "li"), ("venue", "hall")])
    def test_at_most_of_the_only_one(self, of_whom: Counted, name: str) -> None:
        """
        What all of some classes need, the only educator or the only venue, is counted for them.
        """
        classes = [TimetableSection(id=f"c{n}", educators=["li"], venues=["hall"]) for n in (1, 2)]
        problem = attrs.evolve(
            school(classes, rules=[AtMost(of=of_whom, per="week", most=1)]),
            venues=[Venue(id="hall", name="hall", kind="hall")],
            educators=[Educator(id="li", name="li")],
        )
        reasons = [str(reason.en) for reason in explain(problem, time_limit=10).reasons]
        assert any(reason.startswith(f"'{name}' can have at most 1 session") for reason in reasons)

    def test_own_meetings(self) -> None:
        """
        A class with more meetings than there are periods is short of them by itself.
        """
        early = PreferHours(weight=None, hours="TUE 08:00-10:00")
        explanation = explain(
            school([TimetableSection(id="a", sessions=2)], rules=[early]), time_limit=10
        )
        assert of(explanation)["no-clash-group"] == ("a",)
        assert "the meetings of 'a' are at different times" in explanation.message("en")

    def test_too_long(self) -> None:
        """
        A class longer than every half-day is blamed by the grid alone.
        """
        problem = school([TimetableSection(id="a", length=3)])
        ground = Ground(problem)
        (short,) = shortages(ground)
        assert short.text.en == (
            "'a' can be nowhere: 'a' takes 3 periods in a row, more than any half-day has"
        )
        assert not proves(alone, ground, {ground.held(0)})

    def test_windows(self) -> None:
        """
        A class of every week is counted with those of odd weeks, and with those of even weeks.
        """
        li = Educator(id="li", name="李老师", hours="TUE 08:00-12:00")
        weeks = {"all": "all", "odd": "odd", "even": "even", "later": "even"}
        classes = [TimetableSection(id=n, educators=["li"], weeks=w) for n, w in weeks.items()]
        short, *_ = shortages(Ground(school(classes, educators=[li])))
        told = short.text.to("en")
        assert told.startswith("Tuesday morning: 3 classes need 1 educator ('李老师')")
        assert "'odd'" not in told

    def test_nobody_and_nowhere(self) -> None:
        """
        A class without any venue or educator to have says so.
        """
        music = TimetableSection(id="a", venue_kinds=["music"], subject="piano")
        hall = Venue(id="hall", name="报告厅", kind="hall")
        li = Educator(id="li", name="李老师")
        teller = Teller(Ground(school([music], venues=[hall], educators=[li])))
        units = [Unit("suitable-venue", "section", ("a",)), Unit("qualified", "section", ("a",))]
        said = [one.message("en") for one in teller.requirements(units)]
        assert said == ["'a' has no suitable venue", "'a' has nobody who can teach it"]

    def test_many_names(self) -> None:
        """
        Names beyond the sixth are counted.
        """
        names = listed([Text(f"c{n}") for n in range(8)])
        assert names.zh == "“c0”“c1”“c2”“c3”“c4”“c5”等 8 个"
        assert str(names.en).endswith("'c5' and 2 more")

    def test_seats(self) -> None:
        """
        Too few seats are told, and that a room could have more of them.
        """
        rooms = [
            Venue(id="big", name="大教室", kind="room", capacity=60, hours="TUE 08:00-10:00"),
            Venue(id="small", name="小教室", kind="room", capacity=10, hours="TUE 08:00-10:00"),
        ]
        classes = [TimetableSection(id=n, size=50) for n in ("a", "b")]
        explanation = explain(school(classes, venues=rooms), time_limit=10)
        assert "'a' and 'b' have 50 people, whom the venue must hold" in explanation.message("en")
        assert "'小教室' holds 40 more: 50" in explanation.message("en")

    def test_pins(self) -> None:
        """
        A pin is said with all that it settles.
        """
        li = Educator(id="li", name="李老师")
        hall = Venue(id="hall", name="报告厅", kind="hall")
        talk = TimetableSection(id="a", per="term", educators=["li"])
        pin = Pin(section="a", week=2, weekday="TUE", period=1, venue="hall", educator="li")
        ground = Ground(school([talk], venues=[hall], educators=[li], pins=[pin]))
        held = Unit("pinned", "section", ("a",))
        assert ground.choices(ground.sessions[0]).no_educator[held] == {NONE}
        teller = Teller(ground)
        assert teller.pin(pin).zh == "第 2 周周二第 1 节“报告厅”“李老师”"
        assert teller.pin(pin).en == "week 2 Tuesday period 1 '报告厅' '李老师'"

    def test_when(self) -> None:
        """
        Lectures that want one week are told with it; many half-days are only counted.
        """
        talks = [TimetableSection(id=f"t{n}", per="term", weeks="2", groups=["g"]) for n in (1, 2)]
        reason = explain(school(talks, periods=PERIODS[:1]), time_limit=10).reasons[0]
        assert str(reason.en).startswith("week 2 Tuesday morning: 2 classes need 1 group")
        li = Educator(id="li", name="李老师", hours="MON-FRI 08:00-18:00")
        days: tuple[Weekday, ...] = ("MON", "TUE", "WED", "THU", "FRI", "SAT")
        classes = [
            TimetableSection(id=f"c{n}", educators=["li"], sessions=4, groups=[f"g{n}"])
            for n in range(4)
        ]
        explanation = explain(school(classes, educators=[li], days=days), time_limit=20)
        assert explanation.reasons[0].zh == (
            "4 个班（“c0”“c1”“c2”“c3”）要用 1 位教师（“李老师”），需要 16 节，只有 15 节"
        )
        assert "“李老师”每周只有 15 节有空" in str(explanation)
        rule = AtMost(of="section", per="week", most=3)
        explanation = explain(school(classes[:1], educators=[li], rules=[rule], days=days))
        assert of(explanation)[rule.id] == ("c0",)

    def test_many_shortages(self) -> None:
        """
        Of many shortages the first few are told.
        """
        pairs = [
            TimetableSection(id=f"{a}{n}", groups=[f"g{n}"]) for n in range(7) for a in ("a", "b")
        ]
        explanation = explain(school(pairs, periods=PERIODS[:1]), time_limit=10)
        assert len(explanation.reasons) == 5

    def test_new_identifiers(self) -> None:
        """
        What is added gets an identifier that nobody has.
        """
        rooms = [Venue(id=name, name=name, kind="room") for name in ("r", "r-2")]
        classes = [TimetableSection(id=f"c{n}", venues=["r"]) for n in range(2)]
        ground = Ground(school(classes, venues=rooms, periods=PERIODS[:1]))
        conflict = Teller(ground).requirements([Unit("no-clash-venue", "venue", ("r",))])
        (change,) = relaxations(ground, conflict)
        assert [venue.id for venue in change.problem.venues] == ["r", "r-2", "r-3"]

    def test_at_the_same_place(self) -> None:
        """
        One more venue is where the first one is.
        """
        rooms = [Venue(id="r", name="r", kind="room", place="east")]
        classes = [TimetableSection(id=f"c{n}", venues=["r"]) for n in range(2)]
        ground = Ground(school(classes, venues=rooms, periods=PERIODS[:1]))
        conflict = Teller(ground).requirements([Unit("no-clash-venue", "venue", ("r",))])
        (change,) = relaxations(ground, conflict)
        assert [venue.where for venue in change.problem.venues] == ["east", "east"]


class TestDoubts:
    def test_around(self) -> None:
        """
        In the way of a class are those by name first, then those of its people, then others.
        """
        classes = [TimetableSection(id=name, groups=["g"]) for name in ("a", "b")]
        hall = Venue(id="hall", name="hall", kind="hall")
        free = [TimetableSection(id="c"), TimetableSection(id="d")]
        rules = [Precedence(before="a", after="d")]
        problem = school([*classes, *free], venues=[hall], rules=rules)
        finder = Finder(Ground(problem), decider(), Deadline.after(10))
        assert list(finder.around(0)) == [(0, 3), (0, 1), (0, 1, 3), (0, 1, 2, 3)]

    def test_too_wide(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Where pairs of placements were not compared, nothing that was found is believed.
        """
        monkeypatch.setattr(pairs_module, "MOST_OWN_PAIRS", 1)
        monkeypatch.setattr(conflicts_module, "accepted", no)
        monkeypatch.setattr(placing_module, "accepted", no)
        classes = [TimetableSection(id="a", sessions=2), TimetableSection(id="b")]
        problem = school(classes, rules=[LateOnly(pairs=True)])
        explanation = explain(problem, time_limit=10)
        assert explanation.kind == "unknown"
        assert "自定义要求" in str(explanation)
        rows = conditions(Ground(problem), [0, 1], ())
        assert rows.whole

    def test_judged(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A timetable that the judge does not accept is no timetable; with it, it is told.
        """
        problem = school([TimetableSection(id="a", sessions=2), TimetableSection(id="b")])
        assert explain(problem, time_limit=10).kind == "feasible"
        monkeypatch.setattr(conflicts_module, "accepted", no)
        assert explain(problem, time_limit=10).kind == "feasible"
        monkeypatch.setattr(placing_module, "accepted", no)
        explanation = explain(problem, time_limit=10)
        assert explanation.kind == "unknown"
        assert "check_timetable" in explanation.message("en")

    def test_middling_problems(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A larger problem is decided whole where no timetable is found at once.
        """
        monkeypatch.setattr(verb_module, "SMALL", 0)
        monkeypatch.setattr(verb_module, "placed_at_once", nothing_placed)
        assert explain(school([TimetableSection(id="a")]), time_limit=10).kind == "feasible"
        monkeypatch.setattr(verb_module, "LARGEST", 0)
        assert explain(school([TimetableSection(id="a")]), time_limit=10).kind == "unknown"

    def test_a_clash_far_away(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A clash that is not around what could not be placed is found in the whole.
        """
        monkeypatch.setattr(verb_module, "placed_at_once", first_only)
        spread = Spread(weight=None)
        classes = [TimetableSection(id="a"), TimetableSection(id="b", sessions=2)]
        explanation = explain(school(classes, rules=[spread]), time_limit=10)
        assert of(explanation)[spread.id] == ("b",)

    def test_more_patience(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Where nothing clashes around what found no place, it is tried again with more patience.
        """
        attempts = [Attempt((), ()), Attempt((), (0,))]

        def second_time(*_: object) -> Attempt:
            return attempts.pop()

        monkeypatch.setattr(verb_module, "SMALL", 0)
        monkeypatch.setattr(verb_module, "placed_at_once", second_time)
        assert explain(school([TimetableSection(id="a")]), time_limit=10).kind == "feasible"
        assert not attempts

    def test_no_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        When the time is over nothing is found out any more, and nothing is said to be minimal.
        """
        problem = school([TimetableSection(id="a"), TimetableSection(id="b")])
        ground = Ground(problem)
        over = Finder(ground, decider(), Deadline.after(-1))
        assert over.possible([0]) is None
        assert over.solvable() is None
        assert over.core([0]) is None
        assert shrink(over, [ground.held(0)]) == ((ground.held(0),), False)
        assert over.deadline.sooner(10) == over.deadline
        monkeypatch.setattr(conflicts_module, "MOST_PLACES", 0)
        finder = Finder(ground, decider(), Deadline.after(10))
        assert finder.solvable() is None
        assert finder.core([0]) is None

    def test_rounds(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A core that is named once only is as good, if larger; one without a round is everything.
        """
        classes = [TimetableSection(id=name, groups=["g"]) for name in ("a", "b")]
        ground = Ground(school(classes, periods=PERIODS[:1]))
        monkeypatch.setattr(conflicts_module, "ROUNDS", 0)
        units = Finder(ground, decider(), Deadline.after(10)).core([0, 1])
        assert units
        assert Unit("no-clash-group", "group", ("g",)) in units

    def test_grown(self) -> None:
        """
        Demands that nothing breaks where the others are kept have no part in a conflict.
        """
        classes = [TimetableSection(id=name, groups=["g"]) for name in ("a", "b")]
        free = [TimetableSection(id="c", groups=["h"]), TimetableSection(id="d", per="term")]
        rules = [Spread(weight=None), AtMost(of="group", per="day", most=3, weight=None)]
        problem = school([*classes, *free], periods=PERIODS[:1], rules=rules)
        ground = Ground(problem)
        finder = Finder(ground, decider(), Deadline.after(10))
        units = finder.core(range(4))
        assert units is not None
        assert {one.demand for one in units} == {"every-session", "no-clash-group"}
        rest, minimal = shrink(finder, units)
        assert {*rest} == {*map(ground.held, (0, 1)), Unit("no-clash-group", "group", ("g",))}
        assert minimal
        assert finder.core([0, 2]) is None

    def test_shrunk_in_one_go(self) -> None:
        """
        What is not needed is left out together: fewer questions are asked than there are classes.
        """
        names = [f"s{n}" for n in range(12)]
        classes = [TimetableSection(id=name, groups=["g"]) for name in names[:2]]
        classes += [TimetableSection(id=name) for name in names[2:]]
        ground = Ground(school(classes, periods=PERIODS[:1]))
        asked: list[int] = []

        class Asking(TryingDecider):
            def decide(self, rows: Rows, seconds: float) -> Decision:
                asked.append(len(rows.rows))
                return super().decide(rows, seconds)

        finder = Finder(ground, Asking(), Deadline.after(10))
        rest, minimal = shrink(finder, conditions(ground, range(12)).owners)
        assert minimal
        assert len(rest) == 3
        assert len(asked) < 12

    def test_a_start_is_kept(self) -> None:
        """
        What was placed before stays where it was, unless it is in the way.
        """
        problem = school([TimetableSection(id="a"), TimetableSection(id="b", groups=["g"])])
        start = Placement(section="a", weekday="TUE", period=2)
        attempt = placed_at_once(problem, 10, 1, [start])
        assert attempt.left == ()
        assert start in attempt.made

    def test_off_the_grid(self) -> None:
        """
        A class too long for every half-day can be held only where the grid is not asked.
        """
        ground = Ground(school([TimetableSection(id="a", length=3)]))
        assert decider().decide(conditions(ground, [0], EVERYTHING), 5).possible is False
        assert decider().decide(conditions(ground, [0], {ground.held(0)}), 5).possible

    def test_other_weeks(self) -> None:
        """
        What is in other weeks, or free of any order, asks nothing of each other.
        """
        li = Educator(id="li", name="李老师")
        rooms = [Venue(id=p, name=p, kind="room", place=p) for p in ("east", "west")]
        classes = [
            TimetableSection(id="east", educators=["li"], place="east", weeks="1"),
            TimetableSection(id="west", educators=["li"], place="west", weeks="2"),
        ]
        far = TravelTimes(minutes={("east", "west"): 60})
        order = Precedence(before="east", after="west")
        problem = school(
            classes,
            venues=rooms,
            educators=[li],
            periods=PERIODS[:2],
            travel=far,
            rules=[order, LateOnly(pairs=True, one="east", other="west")],
        )
        rows = conditions(Ground(problem), [0, 1], EVERYTHING)
        assert {one.demand for one in rows.owners}.isdisjoint({"travel", order.id, "late"})
        assert explain(problem, time_limit=10).kind == "feasible"

    def test_ways_of_lectures(self) -> None:
        """
        The way between a class and lectures elsewhere on that day is asked for too.
        """
        li = Educator(id="li", name="李老师")
        rooms = [Venue(id=p, name=p, kind="room", place=p) for p in ("east", "west")]
        classes = [
            TimetableSection(id="east", educators=["li"], place="east"),
            TimetableSection(id="west", educators=["li"], place="west", per="term"),
            TimetableSection(id="talk", educators=["li"], venues=["west", "east"], per="term"),
        ]
        far = TravelTimes(minutes={("east", "west"): 60})
        problem = school(classes, venues=rooms, educators=[li], periods=PERIODS[:2], travel=far)
        rows = conditions(Ground(problem), range(3), EVERYTHING)
        assert Unit("travel", "educator", ("li",)) in rows.owners
        assert "travel" in of(explain(problem, time_limit=10))

    def test_parts_of_groups(self) -> None:
        """
        What leaving out a class could break is asked only where all of them are there.
        """
        li = Educator(id="li", name="李老师", teaches=["x"])
        classes = [TimetableSection(id=n, subject="x", groups=["g"]) for n in ("a", "b")]
        for rule in (
            NoGaps(of="group", weight=None),
            NoLoneSession(of="group", weight=None),
            FairLoad(weight=None),
        ):
            ground = Ground(school(classes, educators=[li], rules=[rule]))
            some = conditions(ground, [0], EVERYTHING)
            every = conditions(ground, [0, 1], EVERYTHING)
            assert rule.id not in {one.demand for one in some.owners}
            assert (rule.id in {one.demand for one in every.owners}) is (
                not isinstance(rule, FairLoad)
            )


class TestHostileSizes:
    def test_bounded(self) -> None:
        """
        A problem too large for the time is answered all the same, and not wrongly.
        """
        people = [Educator(id=f"e{n}", name=f"e{n}", teaches=["x"]) for n in range(20)]
        rooms = [Venue(id=f"r{n}", name=f"r{n}", kind="room") for n in range(20)]
        talks = [TimetableSection(id=f"t{n}", per="term", subject="x") for n in range(60)]
        problem = school(talks, venues=rooms, educators=people, rules=[NoGaps(weight=None)])
        assert explain(problem, time_limit=1).kind in {"feasible", "unknown"}

    def test_pins_of_everything(self) -> None:
        """
        A conflict among many classes names only those that are in it.
        """
        classes = [TimetableSection(id=f"c{n}") for n in range(60)]
        classes += [TimetableSection(id=name, groups=["g"]) for name in ("a", "b")]
        pins = [Pin(section=name, weekday="TUE", period=1) for name in ("a", "b")]
        explanation = explain(school(classes, pins=pins), time_limit=10)
        assert of(explanation)["pinned"] == ("a", "b")
        assert 1 <= len(explanation.relaxations) <= 3
