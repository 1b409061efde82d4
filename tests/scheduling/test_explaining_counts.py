"""
Counting over a term: orders, days apart, and limits within limits.
"""

from collections.abc import Sequence
from datetime import date
from itertools import combinations, islice, product

import pytest
from clashing_schools import PERIODS, of, school
from hypothesis import given, settings
from hypothesis import strategies as st

from community_edu.calendars import TeachingWeeks
from community_edu.organizations import Educator, Venue
from community_edu.scheduling.demands import (
    Apart,
    AtMost,
    Bucket,
    Counted,
    Demand,
    OwnDemand,
    Precedence,
    PreferHours,
)
from community_edu.scheduling.explaining import explain
from community_edu.scheduling.explaining import shrinking as shrinking_module
from community_edu.scheduling.explaining import verb as verb_module
from community_edu.scheduling.explaining.choices import EVERYTHING
from community_edu.scheduling.explaining.conflicts import Deadline, Finder
from community_edu.scheduling.explaining.counting import Shortage, View, proves, shortages
from community_edu.scheduling.explaining.counting.checks import narrowed
from community_edu.scheduling.explaining.counting.crowds import crowded
from community_edu.scheduling.explaining.counting.gaps import spread_out
from community_edu.scheduling.explaining.counting.orders import ordered
from community_edu.scheduling.explaining.counting.pools import pooled
from community_edu.scheduling.explaining.deciding import TryingDecider
from community_edu.scheduling.explaining.ground import Ground
from community_edu.scheduling.explaining.likeness import Likeness
from community_edu.scheduling.explaining.nesting import NOWHERE, Nest
from community_edu.scheduling.explaining.requirements import Unit
from community_edu.scheduling.explaining.shrinking import shrink
from community_edu.scheduling.problems import Pin, TimetableProblem
from community_edu.scheduling.sections import Rhythm, TimetableSection
from community_edu.scheduling.timetables import Placement
from community_edu.scheduling.travel import TravelTimes

few = st.integers(0, 1)
LIMITS = st.lists(st.integers(0, 3), min_size=1, max_size=5)


def view(problem: TimetableProblem, made: Sequence[Placement] = ()) -> View:
    """
    Everything that is asked.
    """
    ground = Ground(problem)
    return View(ground, ground.sessions, EVERYTHING, tuple(made))


def lectures(*names: str, subject: str = "", weeks: str = "all") -> list[TimetableSection]:
    """
    Single sessions of one group, by whoever teaches x.
    """
    return [
        TimetableSection(id=one, per="term", groups=["g"], subject=subject, weeks=weeks)
        for one in names
    ]


def seatable(wants: Sequence[Sequence[int]], most: Sequence[int], within: Sequence[int]) -> bool:
    """
    Tell whether all can have seats, by trying every choice.
    """
    for chosen in product(*wants):
        load = [0] * len(most)
        for seat in chosen:
            here = seat
            while here != NOWHERE:
                load[here] += 1
                here = within[here]
        if all(one <= bound for one, bound in zip(load, most, strict=True)):
            return True
    return False


class TestNest:
    @given(LIMITS, st.data())
    def test_too_few_are_found_just_where_they_are(
        self, most: list[int], data: st.DataObject
    ) -> None:
        """
        Seats are found if there are enough; else for those named there are not, but for one less.
        """
        within = [data.draw(st.integers(NOWHERE, number - 1)) for number in range(len(most))]
        seats = st.lists(st.integers(NOWHERE, len(most) - 1), min_size=1, max_size=3)
        wants = data.draw(st.lists(seats, min_size=1, max_size=5))
        nest = Nest(lambda one: wants[one])
        for bound, wider in zip(most, within, strict=True):
            nest.limit(bound, wider)
        over = next((full for one in range(len(wants)) if (full := nest.seat(one))), None)
        if over is None:
            assert seatable(wants, most, within)
            return
        assert sum(nest.most(limit) for limit in over.limits) == len(over.wanting) - 1
        short = [wants[one] for one in over.wanting]
        assert not seatable(short, most, within)
        for one in range(len(short)):
            assert seatable([*short[:one], *short[one + 1 :]], most, within)

    def test_others_within_make_room(self) -> None:
        """
        Where a week is full, somebody on another of its days may find a seat elsewhere.
        """
        wants = [[1, 3], [2]]
        nest = Nest(lambda one: wants[one])
        week = nest.limit(1)
        days = nest.limit(1, within=week), nest.limit(1, within=week)
        other = nest.limit(1)
        assert [nest.seat(one) for one in (0, 1)] == [None, None]
        assert not any(nest.put(2, limit) for limit in (*days, other))


class TestOrders:
    def test_a_chain(self) -> None:
        """
        A lecture that has to wait for two others, longer than its pin allows, is told with them.
        """
        rules = [Precedence(before="a", after="b"), Precedence(before="b", after="c")]
        problem = school(
            lectures("a", "b", "c"),
            rules=rules,
            pins=[Pin(section="a", week=1, period=3), Pin(section="c", week=2, period=1)],
        )
        explanation = explain(problem, time_limit=10)
        assert explanation.kind == "counting"
        assert explanation.minimal
        assert explanation.reasons[0].en == (
            "'c' comes after 'a' and 'b' and cannot begin before 2026-09-15 10:00, but begins at "
            "2026-09-15 08:30 at the latest"
        )
        assert explanation.reasons[0].zh == (
            "“c”在“a”“b”之后，最早 2026-09-15 10:00 才能开始，而它最晚 2026-09-15 08:30 开始"
        )
        assert set(of(explanation)) == {"every-session", "pinned", *(one.id for one in rules)}

    def test_days_between(self) -> None:
        """
        Where sessions of a group are days apart, one after another waits for so long.
        """
        order, apart = Precedence(before="a", after="b"), Apart(weight=None, days=8)
        problem = school(lectures("a", "b"), rules=[order, apart])
        (short,) = ordered(view(problem))
        assert (short.needed, short.there) == (2, 1)
        assert Unit(apart.id, "group", ("g",)) in short.units
        weekly = [TimetableSection(id="a", groups=["g"]), *lectures("b")]
        assert not list(ordered(view(school(weekly, rules=[order, apart], number=1))))
        others = [*lectures("a"), TimetableSection(id="b", per="term", groups=["h"])]
        assert not list(ordered(view(school(others, rules=[order, apart]))))

    def test_meetings(self) -> None:
        """
        Every meeting of a section waits; what follows one that finds no time is not told.
        """
        classes = [
            TimetableSection(id="a", sessions=2, per="term"),
            *(TimetableSection(id=one, sessions=2, per="term") for one in ("b", "c")),
        ]
        rules = [Precedence(before="a", after="b"), Precedence(before="b", after="c")]
        pins = [Pin(section="a", number=2, week=2), Pin(section="b", number=1, week=1)]
        short = list(ordered(view(school(classes, rules=rules, pins=pins))))
        assert [one.needed for one in short] == [2]

    def test_kept(self) -> None:
        """
        An order that can be kept is no shortage, nor is one of sections that have no times.
        """
        order = Precedence(before="a", after="b")
        assert not list(ordered(view(school(lectures("a", "b"), rules=[order]))))
        never = PreferHours(weight=None, hours="MON", section="a")
        assert not list(ordered(view(school(lectures("a", "b"), rules=[order, never]))))

    def test_windows(self) -> None:
        """
        Lectures that all come before another, or after it, are counted within what it leaves.
        """
        li = Educator(id="li", name="李老师", teaches=["x"])
        talks = lectures("a", "b", "c", "d", subject="x")
        for rules in (
            [Precedence(before=one.id, after="z") for one in talks],
            [Precedence(before="z", after=one.id) for one in talks],
        ):
            problem = school(
                [*talks, TimetableSection(id="z", per="term")],
                educators=[li],
                rules=rules,
                pins=[Pin(section="z", weekday="TUE", week=2 if rules[0].after == "z" else 1)],
                periods=PERIODS[:2],
            )
            short = next(narrowed(view(problem)))
            assert short.needed == short.there + 1
            assert proves(narrowed, Ground(problem), {*short.units})
            explanation = explain(problem, time_limit=10)
            assert explanation.minimal
            assert {one.demand for one in explanation.conflict} >= {one.id for one in rules[:1]}


class TestDaysApart:
    def test_within_their_dates(self) -> None:
        """
        Only those are told whose dates are too few; others may have more.
        """
        apart = Apart(weight=None, days=14)
        classes = [*lectures("a", "b", weeks="1-2"), *lectures("c", weeks="1-4")]
        classes += lectures("d", weeks="4")
        (short,) = spread_out(view(school(classes, rules=[apart], number=4)))
        assert short.text.en == (
            "from 2026-09-08 to 2026-09-15 there is room for 1 session at least 14 days apart, "
            "and 2 classes need 2 ('a' and 'b')"
        )
        assert short.text.zh == (
            "2026-09-08 至 2026-09-15 之间，至少相隔 14 天的课只排得下 1 次，2 个班（“a”“b”）需要 2 次"
        )

    def test_enough(self) -> None:
        """
        Where each has its dates nothing is short; one alone never is.
        """
        apart = Apart(weight=None, days=7)
        for classes in (lectures("a", "b"), lectures("a")):
            assert not list(spread_out(view(school(classes, rules=[apart]))))


def shared_hall() -> TimetableProblem:
    """
    A class of every week and four lectures in a hall with two periods, over two weeks.
    """
    hall = Venue(id="hall", name="报告厅", kind="hall")
    classes = [TimetableSection(id="choir"), *lectures("a", "b", "c")]
    return school(classes, venues=[hall], periods=PERIODS[:2])


class TestPools:
    def test_every_week_and_once(self) -> None:
        """
        Classes of every week are counted together with lectures in the same hall.
        """
        problem = shared_hall()
        short = next(pooled(view(problem)))
        assert (short.needed, short.there) == (5, 4)
        assert short.text.en == (
            "at the times of these classes '报告厅' can have 4 sessions, and 4 classes need 5 "
            "('choir', 'a', 'b' and 'c')"
        )
        assert short.text.zh == (
            "“报告厅”在这些课的时间里至多能上 4 次，4 个班（“choir”“a”“b”“c”）需要 5 次"
        )
        explanation = explain(problem, time_limit=10)
        assert explanation.kind == "counting"
        assert explanation.minimal
        assert of(explanation)["every-session"] == ("a", "b", "c", "choir")

    def test_in_their_weeks_alone(self) -> None:
        """
        A class of odd weeks takes nothing from one of even weeks, but from another of odd ones.
        """
        weeks = {"a": "odd", "b": "even", "c": "odd"}
        classes = [TimetableSection(id=n, groups=["g"], weeks=w) for n, w in weeks.items()]
        rules = [AtMost(of="group", per="week", most=1, weight=None)]
        assert not [*pooled(view(school(classes[:2], rules=rules)))]
        (short,) = pooled(view(school(classes, rules=rules)))
        assert (short.needed, short.there) == (2, 1)

    def test_where_they_were_placed(self) -> None:
        """
        It does not matter where a search has placed some of them.
        """
        made = [
            Placement(section="choir", weekday="TUE", period=2, venue="hall"),
            Placement(section="a", weekday="TUE", period=1, weeks="2", venue="hall"),
        ]
        (short,) = {one.units for one in pooled(view(shared_hall(), made))}
        assert {*short} == {*next(pooled(view(shared_hall()))).units}

    @pytest.mark.parametrize(
        ("rule", "most"),
        [
            (AtMost(of="educator", per="week", most=1), 4),
            (AtMost(of="educator", per="day", most=1), 4),
            (AtMost(of="educator", per="term", most=1), 2),
            (AtMost(of="group", per="week", most=1), 2),
        ],
    )
    def test_limits(self, rule: AtMost, most: int) -> None:
        """
        So many lectures are short as go beyond what all who could give them may, together.
        """
        people = [Educator(id=one, name=one, teaches=["x"]) for one in ("li", "wu")]

        def found(number: int) -> list[Shortage]:
            talks = lectures(*(f"t{one}" for one in range(number)), subject="x")
            return list(pooled(view(school(talks, educators=people, rules=[rule]))))

        assert not found(most)
        short = found(most + 1)[0]
        assert (short.needed, short.there) == (most + 1, most)
        assert rule.id in {unit.demand for unit in short.units}

    @pytest.mark.parametrize(
        ("field", "most"), [("weekly_minutes", 179), ("daily_minutes", 90), ("sessions", 2)]
    )
    def test_work(self, field: str, most: int) -> None:
        """
        What people may teach bounds what they all can, by the shortest session.
        """
        limits = {"weekly_minutes": None, "daily_minutes": None, "sessions": None, field: most}
        li = Educator(
            id="li",
            name="李老师",
            teaches=["x"],
            weekly_minutes=limits["weekly_minutes"],
            daily_minutes=limits["daily_minutes"],
            sessions=limits["sessions"],
        )
        wu = Educator(id="wu", name="吴老师", teaches=["x"], sessions=0)
        talks = lectures("a", "b", "c", subject="x")
        short = next(pooled(view(school(talks, educators=[li, wu]))))
        assert (short.needed, short.there) == (3, 2)
        assert "working-limits" in {unit.demand for unit in short.units}

    def test_sections(self) -> None:
        """
        A section may have fewer sessions a week than it would need.
        """
        rule = AtMost(of="section", per="week", most=1)
        classes = [TimetableSection(id="a", sessions=3, per="term")]
        short = next(pooled(view(school(classes, rules=[rule]))))
        assert Unit(rule.id, "section", ("a",)) in short.units

    def test_nobody_is_needed(self) -> None:
        """
        What no educator or venue is needed for takes nobody's time.
        """
        rules = [AtMost(of=one, per="term", most=0) for one in ("educator", "venue")]
        classes = [TimetableSection(id="a"), *lectures("b")]
        assert not list(pooled(view(school(classes, rules=rules))))


class Nothing:
    """
    A demand of one's own that asks nothing.
    """

    id = "nothing"
    weight = None
    text = Educator(id="x", name="无").name

    def amount(self, placement: object, problem: object) -> int:
        """
        Count nothing.
        """
        del placement, problem
        return 0

    def pairs(self, problem: object) -> tuple[tuple[str, str], ...]:
        """
        Compare nothing.
        """
        del problem
        return ()

    def amount_of_pair(self, one: object, other: object, problem: object) -> int:
        """
        Count nothing.
        """
        del one, other, problem
        return 0


class TestLikeness:
    def images(
        self, unit: Unit, rules: Sequence[Demand | OwnDemand] = (), pins: Sequence[Pin] = ()
    ) -> set[str]:
        """
        Whoever is like the subject of a requirement, all being asked of everybody.
        """
        people = [Educator(id=one, name=one, teaches=["x"]) for one in ("li", "wu")]
        rooms = [Venue(id=one, name=one, kind="room") for one in ("r", "s")]
        talks = lectures("a", "b", "c", subject="x")
        problem = school(talks, venues=rooms, educators=people, rules=rules, pins=pins)
        everybody = {
            Unit(unit.demand, unit.of, (name,))
            for name in ("a", "b", "c", "li", "wu", "r", "s", *unit.subjects)
        }
        found = Likeness(Ground(problem)).images([unit], everybody)
        return {one.subjects[0] for some in found for one in some}

    def test_alike(self) -> None:
        """
        What differs by its name only is alike.
        """
        assert self.images(Unit("every-session", "section", ("a",))) == {"b", "c"}
        assert self.images(Unit("no-clash-educator", "educator", ("li",))) == {"wu"}
        assert self.images(Unit("no-clash-venue", "venue", ("r",))) == {"s"}

    def test_named(self) -> None:
        """
        What a pin, an order or a wish names is like nothing else; nor is a group or a pair.
        """
        held = Unit("every-session", "section", ("a",))
        assert self.images(held, pins=[Pin(section="b", week=1)]) == {"c"}
        assert self.images(held, [Precedence(before="b", after="c")]) == set()
        named = PreferHours(weight=None, hours="TUE", section="c")
        assert self.images(held, [named]) == {"b"}
        assert self.images(held, [Nothing()]) == set()
        assert self.images(Unit("no-clash-group", "group", ("g",))) == set()
        assert self.images(Unit("precedence-a-b", "section", ("a", "b"))) == set()

    def test_asked(self) -> None:
        """
        Of those that are alike the same must be asked.
        """
        problem = school(lectures("a", "b"))
        units = [Unit("every-session", "section", (one,)) for one in ("a", "b")]
        likeness = Likeness(Ground(problem))
        assert list(likeness.images(units[:1], {*units})) == [{units[1]}]
        more = Unit("qualified", "section", ("b",))
        assert not list(likeness.images(units[:1], {*units, more}))
        assert not list(likeness.images(units, {*units}))

    def test_places(self) -> None:
        """
        Venues without a place are like each other only where no ways are known.
        """
        rooms = [Venue(id=one, name=one, kind="room") for one in ("r", "s")]
        far = TravelTimes(minutes={("r", "home"): 60})
        unit = Unit("no-clash-venue", "venue", ("r",))
        among = {unit, Unit("no-clash-venue", "venue", ("s",))}
        near = Likeness(Ground(school([], venues=rooms)))
        assert list(near.images([unit], among))
        assert not list(
            Likeness(Ground(school([], venues=rooms, travel=far))).images([unit], among)
        )


@st.composite
def busy_terms(draw: st.DrawFn) -> TimetableProblem:
    """
    A few classes and lectures by one or two people, in too little time as often as not.
    """
    names = [f"t{number}" for number in range(draw(st.integers(2, 5)))]
    rhythm: st.SearchStrategy[Rhythm] = st.sampled_from(["term", "term", "term", "week"])
    classes = [
        TimetableSection(id=name, per=draw(rhythm), subject="x", groups=["g"][: draw(few)])
        for name in names
    ]
    people = [Educator(id=name, name=name, teaches=["x"]) for name in ("li", "wu")]
    pairs = st.lists(st.sampled_from(list(combinations(names, 2))), max_size=3, unique=True)
    rules: list[Demand] = [Precedence(before=one, after=other) for one, other in draw(pairs)]
    counted: st.SearchStrategy[Counted] = st.sampled_from(["educator", "group"])
    buckets: st.SearchStrategy[Bucket] = st.sampled_from(["day", "week", "term"])
    if draw(st.booleans()):
        rules.append(AtMost(of=draw(counted), per=draw(buckets), most=draw(st.integers(0, 2))))
    if draw(st.booleans()):
        rules.append(Apart(weight=None, days=draw(st.sampled_from([1, 7, 8]))))
    return school(
        classes,
        educators=people[: draw(st.integers(1, 2))],
        rules=rules,
        pins=[Pin(section=names[-1], week=1)] if draw(few) and classes[-1].per == "term" else (),
        periods=PERIODS[: draw(st.integers(1, 2))],
    )


class TestLaws:
    @settings(max_examples=60, deadline=None)
    @given(busy_terms())
    def test_what_is_short_cannot_be_kept(self, problem: TimetableProblem) -> None:
        """
        What counting names cannot be kept; of what is left of it, everything else can be.
        """
        ground = Ground(problem)
        finder = Finder(ground, TryingDecider(200_000), Deadline.after(60))
        for short in islice(shortages(ground), 3):
            assert finder.possible(finder.held({*short.units}), {*short.units}) is False
            rest, minimal = shrink(finder, short.units)
            assert minimal
            assert finder.possible(finder.held({*rest}), {*rest}) is False
            for unit in rest:
                fewer = {*rest} - {unit}
                assert finder.possible(finder.held(fewer), fewer)


class TestAllOfThem:
    def test_in_odd_weeks_and_in_even_ones(self) -> None:
        """
        A class of every week can be in the way in odd weeks and in even ones.
        """
        weeks = {"a": "all", "b": "all", "odd": "odd", "even": "even"}
        classes = [TimetableSection(id=n, groups=["g"], weeks=w) for n, w in weeks.items()]
        problem = school(classes, periods=PERIODS[:2], number=4)
        found = [one.text.to("en") for one in crowded(view(problem))]
        assert len(found) == len({*found}) == 2
        assert all("'a', 'b'" in one for one in found)

    def test_many_who_want_the_same(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Changes are found too where only the classes of a conflict are counted before each.
        """
        monkeypatch.setattr(verb_module, "MOST_AT_ONCE", 0)
        assert explain(shared_hall(), time_limit=10).relaxations

    def test_too_much_to_decide(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        What has too many places to be decided is not said to be needed.
        """
        monkeypatch.setattr(shrinking_module, "MOST_DECIDED", 0)
        explanation = explain(shared_hall(), time_limit=10)
        assert explanation.conflict
        assert not explanation.minimal

    def test_in_turn(self) -> None:
        """
        All that is short is yielded, what is counted with more care last.
        """
        apart = Apart(weight=None, days=30)
        weeks = TeachingWeeks(
            first=date(2026, 9, 7), number=2, periods=PERIODS[:1], weekdays=["TUE"]
        )
        hall = Venue(id="hall", name="报告厅", kind="hall")
        classes = [*lectures("a", "b"), TimetableSection(id="choir")]
        problem = TimetableProblem(classes, [hall], [], weeks, [apart])
        texts = [str(one.text.en) for one in shortages(Ground(problem))]
        assert "at least 30 days apart" in texts[0]
        assert texts[-1].startswith("at the times of these classes")
