import attrs
import pytest

from community_edu.base import Source, Text
from community_edu.calendars import parse_rule
from community_edu.measures import Indicator, StatedNumber
from community_edu.organizations import Organization, Relation, TrainingNetwork
from community_edu.plans import (
    Duty,
    FieldChange,
    Figure,
    Plan,
    Remark,
    RemarkCode,
    Report,
    Suspension,
    Theme,
    ThemeDay,
    compare_plans,
)

CLASS = Duty(id="class", name=Text("授课", en="Class"), when=parse_rule("fixed(5, 8)"))
REPORT = Duty(id="report", name="月报", due=parse_rule("monthly(-1)"))
PLAN = Plan(id="school", title="学校", duties=[CLASS, REPORT])


def told(before: Plan, after: Plan) -> list[str]:
    """
    Say what changed, in English.
    """
    return [change.message("en") for change in compare_plans(before, after)]


class TestComparePlans:
    def test_equal(self) -> None:
        """
        Between equal plans nothing changed, and the order of entries is no change.
        """
        assert compare_plans(PLAN, attrs.evolve(PLAN)) == ()
        assert compare_plans(PLAN, attrs.evolve(PLAN, duties=[REPORT, CLASS])) == ()

    def test_changed(self) -> None:
        """
        A changed entry has its fields with what they were and what they are.
        """
        later = attrs.evolve(CLASS, when=parse_rule("fixed(5, 9)"), note="改期")
        (change,) = compare_plans(PLAN, attrs.evolve(PLAN, duties=[later, REPORT]))
        assert (change.kind, change.path, change.name) == (
            "changed",
            ("duties", "class"),
            CLASS.name,
        )
        assert change.fields == (
            FieldChange(
                "when",
                Text("fixed(5, 8)", en="fixed(5, 8)"),
                Text("fixed(5, 9)", en="fixed(5, 9)"),
            ),
            FieldChange("note", None, Text("改期", en="改期")),
        )
        zh = "变动 duties/class “授课”: when: fixed(5, 8) → fixed(5, 9)；note: 无 → 改期"
        assert (change.message(), str(change)) == (zh, zh)
        assert change.message("en") == (
            "changed duties/class 'Class': when: fixed(5, 8) → fixed(5, 9); note: nothing → 改期"
        )

    def test_added_and_removed(self) -> None:
        """
        What is in one of the plans alone was added or removed.
        """
        less = attrs.evolve(PLAN, duties=[CLASS])
        assert told(less, PLAN) == ["added duties/report '月报'"]
        assert told(PLAN, less) == ["removed duties/report '月报'"]
        assert compare_plans(PLAN, less)[0].message() == "删除 duties/report “月报”"
        assert compare_plans(less, PLAN)[0].message() == "新增 duties/report “月报”"

    def test_head(self) -> None:
        """
        The head of the plan is an entry too, whatever its identifier.
        """
        other = attrs.evolve(PLAN, id="college", title="学院")
        assert told(PLAN, other) == [
            "changed plan '学院': id: school → college; title: 学校 → 学院"
        ]

    def test_words_of_the_file(self) -> None:
        """
        Fields go by their keys in files, sources and lists by what they say.
        """
        source = Source("001", 3, "授课")
        changed = attrs.evolve(
            CLASS, except_=parse_rule("month(6)"), source=source, facts=["001-1", "001-2"]
        )
        assert told(PLAN, attrs.evolve(PLAN, duties=[changed, REPORT])) == [
            (
                "changed duties/class 'Class': facts: nothing → 001-1, 001-2; "
                "source: nothing → 001:3 “授课”; except: nothing → month(6)"
            )
        ]

    def test_entries_in_entries(self) -> None:
        """
        The days of a theme are compared one by one, whatever has none by what it says.
        """

        def plan(day: int) -> Plan:
            rests = Suspension(days=parse_rule(f"month({day})"), because="高考")
            when = parse_rule(f"fixed(3, {day})")
            themes = [Theme(id="march", month=3, name="三月", days=[ThemeDay(id="d", when=when)])]
            duty = attrs.evolve(CLASS, suspended=[rests])
            return Plan(id="p", title="计划", duties=[duty], themes=themes)

        assert told(plan(6), plan(7)) == [
            "added duties/class/suspended/month(7) 高考",
            "changed themes/march/days/d: when: fixed(3, 6) → fixed(3, 7)",
            "removed duties/class/suspended/month(6) 高考",
        ]

    def test_network(self) -> None:
        """
        Organizations and relations are sections of the plan; a relation is what it says.
        """
        bodies = [Organization(id=name, name=name, kind="school") for name in ("a", "b")]

        def plan(kind: str) -> Plan:
            relation = Relation(kind=kind, from_="a", to="b")
            network = TrainingNetwork(organizations=bodies, relations=[relation])
            return Plan(id="p", title="计划", network=network)

        assert told(plan("leads"), plan("guides")) == [
            "added relations/guides a b",
            "removed relations/leads a b",
        ]

    def test_report(self) -> None:
        """
        A report that came or went is told with its entries.
        """
        plan = Plan(id="p", title="计划", indicators=[Indicator(id="people", name="人数")])
        figure = Figure(id="f", indicator="people", value=StatedNumber.parse("5"))
        other = attrs.evolve(plan, report=Report(figures=[figure]))
        assert told(plan, other) == ["added report", "added figures/f"]
        assert told(other, plan) == ["removed report", "removed figures/f"]

    @pytest.mark.parametrize("code", ["masked", "typo"])
    def test_remarks(self, code: RemarkCode) -> None:
        """
        A remark is the same if it says the same.
        """
        one, other = Remark(code="masked", text="遮盖"), Remark(code=code, text="遮盖")
        before, after = (attrs.evolve(PLAN, remarks=[remark]) for remark in (one, other))
        expected = (
            [] if code == "masked" else ["added remarks/typo 遮盖", "removed remarks/masked 遮盖"]
        )
        assert told(before, after) == expected
