import tomllib
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.base import Source
from community_edu.calendars import parse_rule
from community_edu.exchange import load_plan, parse_document, plan_to_toml, read_plan
from community_edu.exchange.toml_texts import toml_key, toml_value
from community_edu.plans import Duty, Plan, Report, next_plan

PLANS = sorted((Path(__file__).parents[2] / "examples" / "plans").glob("*.toml"))
CHARACTERS = st.text(st.characters(exclude_categories=["Cs"]))


def read_back(plan: Plan) -> Plan:
    """
    Read the text of a plan.
    """
    return read_plan(parse_document(plan_to_toml(plan), "plan.toml", "toml"))


class TestPlanToToml:
    @pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
    def test_there_and_back(self, path: Path) -> None:
        """
        A real plan, and next year's, read back as they were.
        """
        plan = load_plan(path)
        assert read_back(plan) == plan
        derived = next_plan(plan).plan
        assert read_back(derived) == derived

    def test_citations_last(self) -> None:
        """
        What is cited stands below the rest of an entry.
        """
        source = Source("001", 3, "授课")
        duty = Duty(id="class", name="授课", when=parse_rule("fixed(5, 8)"), source=source)
        text = plan_to_toml(Plan(id="p", title="计划", duties=[duty]))
        assert text.splitlines()[-2:] == [
            'when = "fixed(5, 8)"',
            'source = { plan = "001", line = 3, phrase = "授课" }',
        ]

    def test_empty_report(self) -> None:
        """
        A report that says nothing is still a report.
        """
        plan = Plan(id="p", title="计划", report=Report())
        assert plan_to_toml(plan).endswith("\n[report]\n")
        assert read_back(plan) == plan
        assert "[report]" not in plan_to_toml(attrs.evolve(plan, report=None))

    @given(st.recursive(
        st.booleans() | st.integers(-(2**60), 2**60) | CHARACTERS,
        lambda inner: st.lists(inner) | st.dictionaries(CHARACTERS, inner),
        max_leaves=10,
    ))  # fmt: skip
    def test_values(self, value: object) -> None:
        """
        Whatever plain data there is, a TOML parser reads it as it was.
        """
        assert tomllib.loads(f"{toml_key('the key')} = {toml_value(value)}") == {"the key": value}
