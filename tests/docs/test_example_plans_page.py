from pathlib import Path
from typing import cast

import pytest
from pages import needs_pages, rows, sections

from community_edu.base import Cited
from community_edu.calendars import holidays
from community_edu.exchange import load_plan
from community_edu.plans import Plan, build_calendar

PLANS = sorted((Path(__file__).parents[2] / "examples" / "plans").glob("*.toml"))


def cited(value: object) -> list[Cited]:
    """
    Return every cited entry in *value*.
    """
    found = [value] if isinstance(value, Cited) else []
    for field in getattr(type(value), "__attrs_attrs__", ()):
        inner: object = getattr(value, field.name)
        items = cast("tuple[object, ...]", inner) if isinstance(inner, tuple) else (inner,)
        for item in items:
            found += cited(item)
    return found


def row(plan: Plan) -> list[str]:
    """
    Return what the table says of a plan, but for what it shows.
    """
    entries = cited(plan)
    facts = {fact for entry in entries for fact in entry.facts}
    documents = sorted({fact[:5] for fact in facts}, key=lambda key: (key[:3] == "002", key))
    summary = build_calendar(plan, 2026, holidays=holidays("CN")).summary("en")
    return [f"`{plan.id}`", ", ".join(documents), str(len(facts)), summary.removeprefix("2026: ")]


@needs_pages
class TestExamplePlansPage:
    @pytest.mark.parametrize("number", range(len(PLANS)), ids=[plan.stem for plan in PLANS])
    def test_each_row(self, number: int) -> None:
        """
        The table has a row for each plan of the folder, with its documents, facts and year.
        """
        table = rows(sections("reference/example-plans.md")["The example plans"])
        assert len(table) == len(PLANS)
        name, documents, facts, shows, year = table[number]
        assert [name, documents, facts, year] == row(load_plan(PLANS[number]))
        assert name == f"`{PLANS[number].stem}`"
        assert shows
