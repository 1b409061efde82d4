from collections.abc import Iterator
from typing import get_args, get_origin

import attrs
import pytest
from pages import needs_pages, rows, sections

from community_edu.base import Cited
from community_edu.evaluation import (
    Band,
    CategoryValue,
    LevelPoints,
    Linear,
    Quote,
    RankPoints,
    RankScale,
    Scale,
    Standard,
    ThresholdCase,
    ThresholdTable,
)
from community_edu.exchange.evidence_tables import ANSWERS, LABELS

PAGE = "reference/standard-format.md"
Class = type[attrs.AttrsInstance]


def lists(kind: Class) -> Iterator[tuple[str, Class]]:
    """
    The fields that are lists of values, with the class of a value.
    """
    for field in attrs.fields(kind):
        if get_origin(field.type) is tuple and attrs.has(get_args(field.type)[0]):
            yield field.name, get_args(field.type)[0]


LISTS = dict(lists(Standard))
TABLES: dict[str, Class] = {
    **LISTS,
    "standard": Standard,
    "categories.values": CategoryValue,
    "criteria.threshold_by": ThresholdTable,
    "criteria.threshold_by.cases": ThresholdCase,
    "criteria.bands": Band,
    "criteria.linear": Linear,
    "criteria.levels": LevelPoints,
    "criteria.ranks": RankScale,
    "criteria.ranks.steps": RankPoints,
    "criteria.quote": Quote,
}


def keys(kind: Class) -> dict[str, bool]:
    """
    The keys of a table in a file, each with whether it is required.
    """
    elsewhere: set[str] = set(LISTS) if kind is Standard else set()
    if issubclass(kind, Cited):
        elsewhere |= {field.name for field in attrs.fields(Cited)}
    return {
        field.name.rstrip("_"): field.default is attrs.NOTHING
        for field in attrs.fields(kind)
        if field.name not in elsewhere
    }


def on_page(name: str) -> dict[str, bool]:
    """
    The keys of a section of the page, each with whether it says that it is required.
    """
    cells = (row for row in rows(sections(PAGE)[name]) if row[0].startswith("`"))
    return {row[0].strip("`"): "required" in row[1] for row in cells}


@needs_pages
class TestStandardFormatPage:
    @pytest.mark.parametrize("name", TABLES)
    def test_keys(self, name: str) -> None:
        """
        The page has every key of every section in its order, and says which are required.
        """
        assert list(on_page(name).items()) == list(keys(TABLES[name]).items())

    def test_common_keys(self) -> None:
        """
        What indicators and criteria have in common is on the page once.
        """
        assert list(on_page("In every entry")) == [field.name for field in attrs.fields(Cited)]
        assert [name for name, kind in LISTS.items() if issubclass(kind, Cited)] == [
            "indicators",
            "criteria",
        ]

    def test_scales(self) -> None:
        """
        Every scale but that of words alone has its row.
        """
        said = [row[0] for row in rows(sections(PAGE)["criteria"]) if not row[0].startswith("`")]
        scales = [scale for scale in get_args(Scale) if scale != "words"]
        assert [name.replace("by category", "threshold_by") for name in said] == scales

    def test_cells(self) -> None:
        """
        The words for yes and no, and the heads of the column of names, are those that are read.
        """
        text = sections(PAGE)["Evidence of many bodies"]
        assert all(f"`{word}`" in text for word in (*ANSWERS, *LABELS))

    def test_no_other_sections(self) -> None:
        """
        The page has no section that a standard file has not.
        """
        assert set(sections(PAGE)) - set(TABLES) == {
            "Standard format",
            "Values",
            "In every entry",
            "Shipped standards",
            "Evidence of one body",
            "Evidence of many bodies",
        }
