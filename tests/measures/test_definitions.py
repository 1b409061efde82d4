"""
Derived indicators: written out, in order, never in circles, never without bounds.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.base import CommunityEduError, References
from community_edu.measures import (
    PLAIN,
    POINTS,
    Condition,
    DefinitionCycleError,
    Indicator,
    LongDefinitionError,
    Measure,
    MissingEvidenceError,
    NoPeriodBeforeError,
    Unit,
    check_definitions,
    definitions_of,
)
from community_edu.measures.definitions import definition_order
from community_edu.measures.nodes import Name

PERSON = Unit.parse("person")


def defined(**texts: str) -> dict[str, Measure]:
    """
    Return formulas by name.
    """
    return {name: Measure.parse(text) for name, text in texts.items()}


class TestExpanded:
    @pytest.mark.parametrize(
        ("text", "written"),
        [
            ("share", "(a / b)"),
            ("share(t) - share(prev)", "((a / b) - (prev.a / prev.b))"),
            ("prev.twice", "(2 * (prev.a / prev.b))"),
            ("growth + 0.5", "(((a / b) - (prev.a / prev.b)) + 0.5)"),
            ("count(all_people)", "count((men + women))"),
        ],
    )
    def test_written_out(self, text: str, written: str) -> None:
        """
        A derived indicator is replaced by its formula, in its period, and the text stays.
        """
        definitions = defined(
            share="a / b",
            twice="2 * share",
            growth="share - prev.share",
            all_people="men + women",
        )
        measure = Measure.parse(text).expanded(definitions)
        assert (measure.text, str(measure.tree)) == (text, written)

    def test_nothing_derived(self) -> None:
        """
        A formula that names no derived indicator is left as it is, whatever else is defined.
        """
        measure = Measure.parse("a / b")
        assert measure.expanded(defined(c="c + 1")) is measure

    def test_condition(self) -> None:
        """
        A condition is written out on both sides.
        """
        definitions = defined(share="a / b")
        condition = Condition.parse("share >= share(prev)").expanded(definitions)
        assert [str(name) for name in condition.measure.names] == ["a", "b"]
        assert str(condition) == "share >= share(prev)"
        plain = Condition.parse("has_plan")
        assert plain.expanded(definitions) == plain

    def test_value(self) -> None:
        """
        Written out, a formula needs what is counted, and nothing else.
        """
        growth = Measure.parse("share(t) - share(prev)").expanded(defined(share="a / b"))
        now = {"a": Fraction(3), "b": Fraction(4)}
        assert growth.value(now, {"a": Fraction(1), "b": Fraction(2)}) == Fraction(1, 4)
        with pytest.raises(MissingEvidenceError, match=r"no value is given for prev\.a, prev\.b$"):
            growth.value({**now, "share": Fraction(1)})

    @given(st.lists(st.integers(-3, 3), min_size=4, max_size=4), st.booleans())
    def test_same_value_as_step_by_step(self, numbers: list[int], before: bool) -> None:  # noqa: FBT001
        """
        What is written out has the value that comes of computing one formula after another.
        """
        definitions = defined(double="a * 2 - b", square="double * double", both="square + a")
        text = "both(prev) - square(prev)" if before else "both - square"
        a, b = (Fraction(number) for number in numbers[:2])
        double = a * 2 - b
        evidence = {"a": a, "b": b}
        measure = Measure.parse(text).expanded(definitions)
        given_now, given_before = ({}, evidence) if before else (evidence, {})
        assert measure.value(given_now, given_before) == (double * double + a) - double * double

    @pytest.mark.parametrize(
        ("definitions", "names"),
        [
            (defined(x="x + 1"), ("x",)),
            (defined(x="prev.x + 1"), ("x",)),
            (defined(x="a + y", y="x / a"), ("x", "y")),
            (defined(w="x", x="y", y="z", z="y"), ("y", "z")),
        ],
    )
    def test_circles(self, definitions: dict[str, Measure], names: tuple[str, ...]) -> None:
        """
        What is defined by itself, at once or in a circle, is refused with the names.
        """
        with pytest.raises(DefinitionCycleError) as caught:
            Measure.parse("w + x").expanded(definitions)
        assert caught.value.names == names
        assert "defined by one another" in str(caught.value)
        assert "互相循环" in caught.value.sentence("zh-CN")

    def test_two_periods_back(self) -> None:
        """
        What already looks at the period before has no period before.
        """
        with pytest.raises(NoPeriodBeforeError) as caught:
            Measure.parse("growth - growth(prev)").expanded(defined(growth="a - prev.a"))
        assert str(caught.value).startswith("'growth' already looks at the period before")
        assert "“growth”本身已含上期数" in caught.value.sentence("zh-CN")

    def test_exponential(self) -> None:
        """
        Definitions that double ten thousand times are refused before anything is written out.
        """
        chain = {f"x{n}": Measure.parse(f"x{n - 1} + x{n - 1}") for n in range(1, 10_000)}
        with pytest.raises(LongDefinitionError) as caught:
            Measure.parse("x9999").expanded(chain)
        assert caught.value.text == "x10"  # 2 ** 11 - 1 parts
        assert "2000" in str(caught.value)
        assert "2000" in caught.value.sentence("zh-CN")

    def test_deep(self) -> None:
        """
        Definitions are written out to sixty levels, and refused beyond.
        """
        chain = {f"x{n}": Measure.parse(f"-x{n - 1}") for n in range(1, 10_000)}
        assert Measure.parse("x59").expanded(chain).value({"x0": Fraction(1)}) == -1
        with pytest.raises(LongDefinitionError, match="'x60' has more than"):
            Measure.parse("x9999").expanded(chain)
        with pytest.raises(LongDefinitionError, match="'1 - x59' has more than"):
            Measure.parse("1 - x59").expanded(chain)


class TestOrder:
    @given(st.dictionaries(st.sampled_from("abcdef"), st.sets(st.sampled_from("abcdefxy"))))
    def test_each_after_what_it_names(self, uses: dict[str, set[str]]) -> None:
        """
        Either each comes after those it names, or there is a circle; every circle told is one.
        """
        trees: Mapping[str, Measure] = {
            name: Measure.parse(" + ".join(["1", *sorted(used)])) for name, used in uses.items()
        }
        order = definition_order({name: measure.tree for name, measure in trees.items()})
        assert sorted(order.names) == sorted(uses)
        late = [
            (name, used)
            for place, name in enumerate(order.names)
            for used in uses[name] & set(uses)
            if used not in order.names[:place]
        ]
        assert bool(late) == bool(order.circles)
        for circle in order.circles:
            steps = zip(circle.names, (*circle.names[1:], circle.names[0]), strict=True)
            assert all(used in uses[name] for name, used in steps)

    def test_wanted(self) -> None:
        """
        Only what is wanted, and what that names, is looked at.
        """
        trees: Final = {"a": Name("b"), "b": Name("c"), "z": Name("z")}
        assert definition_order(trees, ["a", "nothing"]).names == ("b", "a")


def indicator(name: str, measure: str | None = None, unit: Unit = PLAIN) -> Indicator:
    """
    Return an indicator, counted or derived.
    """
    return Indicator(
        id=name, name=name, unit=unit, measure=Measure.parse(measure) if measure else None
    )


class TestCheckDefinitions:
    COUNTED = (indicator("a", unit=PERSON), indicator("b", unit=PERSON), indicator("rate"))

    def check(self, *derived: Indicator) -> tuple[dict[str, Unit], list[CommunityEduError]]:
        check = References()
        units = check_definitions((*self.COUNTED, *derived), check)
        return {name: units[name] for name in units if name not in "ab rate"}, check.problems

    def test_units(self) -> None:
        """
        A derived indicator has the unit of its formula, in whatever order they are given.
        """
        units, problems = self.check(
            indicator("growth", "share - prev.share"),
            indicator("share", "a / b"),
            indicator("people", "a + b", PERSON),
        )
        assert units == {"growth": POINTS, "share": PLAIN, "people": PERSON}
        assert problems == []

    def test_every_problem(self) -> None:
        """
        All that is wrong is told at once, each with the place of the formula.
        """
        units, problems = self.check(
            indicator("one", "two"),
            indicator("two", "one + a"),
            indicator("rests_on_one", "one"),
            indicator("misspelt", "a / bb"),
            indicator("mixed", "a + rate"),
            indicator("other", "a / b", PERSON),
            indicator("growth", "a - prev.a"),
            indicator("faster", "growth - growth(prev)"),
            indicator("right", "a - b"),
        )
        assert units == {"right": PERSON, "growth": PERSON}
        assert [(problem.code, problem.facts()["path"]) for problem in problems] == [
            ("definition-cycle", ("indicators", 3, "measure")),
            ("unknown-reference", ("indicators", 6, "measure")),
            ("unit-mismatch", ("indicators", 7, "measure")),
            ("unit-mismatch", ("indicators", 8, "measure")),
            ("no-period-before", ("indicators", 10, "measure")),
        ]
        assert "(column 5 of the formula)" in str(problems[1])
        assert str(problems[3]).startswith("person and 1 cannot be added or compared")

    def test_long(self) -> None:
        """
        The first definition that becomes too long is told, not all that rest on it.
        """
        chain = [indicator("x1", "a + a")]
        chain += [indicator(f"x{n}", f"x{n - 1} + x{n - 1}") for n in range(2, 400)]
        units, problems = self.check(*chain)
        assert list(units) == [f"x{n}" for n in range(1, 10)]
        assert [problem.code for problem in problems] == ["long-definition"]

    def test_definitions_of(self) -> None:
        """
        The formulas are those of the derived indicators.
        """
        share = indicator("share", "a / b")
        assert definitions_of((*self.COUNTED, share)) == {"share": share.measure}
