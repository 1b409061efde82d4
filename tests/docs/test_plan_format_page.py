from collections.abc import Iterator
from typing import get_args, get_origin

import attrs
import pytest
from pages import needs_pages, rows, sections

from community_edu.base import Cited, Source
from community_edu.organizations import CriteriaItem, TrainingNetwork
from community_edu.plans import Plan, Report, SetMember, Suspension, ThemeDay

Class = type[attrs.AttrsInstance]

IN_FILES = {"from_": "from", "except_": "except"}


def lists(kind: Class) -> Iterator[tuple[str, Class]]:
    """
    The fields that are lists of values, with the class of a value.
    """
    for field in attrs.fields(kind):
        if get_origin(field.type) is tuple and attrs.has(get_args(field.type)[0]):
            yield field.name, get_args(field.type)[0]


LISTS = dict([*lists(TrainingNetwork), *lists(Plan), *lists(Report)])
TABLES: dict[str, Class] = {
    **LISTS,
    "plan": Plan,
    "report": Report,
    "source": Source,
    "criteria.items": CriteriaItem,
    "duties.suspended": Suspension,
    "sets.members": SetMember,
    "themes.days": ThemeDay,
}


def keys(kind: Class) -> dict[str, bool]:
    """
    The keys of a table in a file, each with whether it is required.
    """
    elsewhere: set[str] = {*LISTS, "network", "report"} if kind in {Plan, Report} else set()
    if issubclass(kind, Cited):
        elsewhere |= {field.name for field in attrs.fields(Cited)}
    found: dict[str, bool] = {}
    for field in attrs.fields(kind):
        if field.name not in elsewhere:
            found[IN_FILES.get(field.name) or field.name] = field.default is attrs.NOTHING
    return found


@needs_pages
class TestPlanFormatPage:
    @pytest.mark.parametrize("name", TABLES)
    def test_keys(self, name: str) -> None:
        """
        The page has every key of every section in its order, and says which are required.
        """
        on_page = {
            cells[0].strip("`"): "required" in cells[1]
            for cells in rows(sections("reference/plan-format.md")[name])
        }
        assert list(on_page.items()) == list(keys(TABLES[name]).items())

    def test_common_keys(self) -> None:
        """
        What all entries have is on the page once.
        """
        table = rows(sections("reference/plan-format.md")["In every entry"])
        assert [cells[0].strip("`") for cells in table] == [f.name for f in attrs.fields(Cited)]
        assert [name for name, kind in LISTS.items() if not issubclass(kind, Cited)] == [
            "observances"
        ]

    def test_no_other_sections(self) -> None:
        """
        The page has no section that a plan file has not.
        """
        assert set(sections("reference/plan-format.md")) - set(TABLES) == {
            "Plan format",
            "Values",
            "In every entry",
        }
