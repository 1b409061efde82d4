import re

import attrs
import pytest
from pages import needs_pages, rows, sections

from community_edu.base import Cited
from community_edu.exchange.timetabling.change_files import KINDS
from community_edu.exchange.timetabling.problem_tables import ENTRIES, HEADS
from community_edu.exchange.timetabling.problem_weeks import TRAVEL_KEYS, WEEK_KEYS
from community_edu.exchange.timetabling.problems import DEMANDS, HEAD_KEYS, KEYS
from community_edu.exchange.timetabling.timetable_rows import COLUMNS
from community_edu.exchange.timetabling.timetables import KEYS as TIMETABLE_KEYS
from community_edu.exchange.timetabling.timetables import OTHER_KEYS
from community_edu.scheduling.demands import STANDARD_DEMANDS
from community_edu.scheduling.problems import Pin

PAGE = "reference/problem-format.md"
LISTS: dict[str, type[attrs.AttrsInstance]] = {**ENTRIES, "pins": Pin}
TABLES = {"problem": HEAD_KEYS, "weeks": WEEK_KEYS, "travel": TRAVEL_KEYS}
COMMON = {"id", "weight", "reason"}


def named(cell: str) -> list[str]:
    """
    The names in backquotes of a cell.
    """
    return re.findall(r"`([^`]+)`", cell)


def own(kind: type[attrs.AttrsInstance]) -> set[str]:
    """
    The fields that entries of a kind have besides those of every kind.
    """
    return {field.name for field in attrs.fields(kind)} - COMMON


@needs_pages
class TestProblemFormatPage:
    @pytest.mark.parametrize("name", LISTS)
    def test_lists(self, name: str) -> None:
        """
        The page has every key of every list in its order, and says which are required.
        """
        cited = {field.name for field in attrs.fields(Cited)}
        on_page = {
            cells[0].strip("`"): "required" in cells[1] for cells in rows(sections(PAGE)[name])
        }
        assert list(on_page.items()) == [
            (field.name, field.default is attrs.NOTHING)
            for field in attrs.fields(LISTS[name])
            if field.name not in cited
        ]

    @pytest.mark.parametrize("name", TABLES)
    def test_tables(self, name: str) -> None:
        """
        The page has every key of every table.
        """
        assert [cells[0].strip("`") for cells in rows(sections(PAGE)[name])] == list(TABLES[name])

    def test_no_other_sections(self) -> None:
        """
        The page has a section for each key of the file, and none that the file has not.
        """
        assert set(sections(PAGE)) - {"Problem format", "Values"} == {
            *KEYS[1:],
            "Tables beside the file",
            "Timetables",
            "Changes",
        }

    def test_demands(self) -> None:
        """
        The page has every demand with all its keys, the standard ones apart.
        """
        table = rows(sections(PAGE)["demands"])
        on_page = {cells[0].strip("`"): cells[1] for cells in table}
        assert set(on_page) == set(DEMANDS)
        standard = list(dict.fromkeys(demand.kind for demand in STANDARD_DEMANDS))
        assert list(on_page)[: len(standard)] == standard
        for kind, cell in on_page.items():
            keys = set(named(cell.partition(":")[0]))
            assert keys == own(DEMANDS[kind]), kind

    def test_columns(self) -> None:
        """
        The page has every Chinese head of the tables, over its key.
        """
        table = rows(sections(PAGE)["Tables beside the file"])
        assert {cells[0].strip("`"): heads(cells[1]) for cells in table} == HEADS

    def test_timetables(self) -> None:
        """
        The page has every key of a timetable and of its meetings, with the heads of their columns.
        """
        table = rows(sections(PAGE)["Timetables"])
        keys = [cells[0].strip("`") for cells in table]
        first = len(table) - len(COLUMNS)
        assert set(keys[:first]) == {*TIMETABLE_KEYS, *OTHER_KEYS} - {"format"}
        assert {
            cells[0].strip("`"): tuple(cells[1].split(", ")) for cells in table[first:]
        } == COLUMNS

    def test_changes(self) -> None:
        """
        The page has every kind of change with all its keys, and says which are required.
        """
        table = rows(sections(PAGE)["Changes"])
        assert [cells[0].strip("`") for cells in table] == list(KINDS)
        for kind, cell, _ in table:
            change = KINDS[kind.strip("`")]
            required = {part.split("`")[1] for part in cell.split(", ") if "required" in part}
            assert set(named(cell)) == own(change)
            assert required == {
                field.name for field in attrs.fields(change) if field.default is attrs.NOTHING
            }


def heads(cell: str) -> dict[str, str]:
    """
    The key of each head: ``名称, 班级 `name`; 课程 `course` ``.
    """
    found: dict[str, str] = {}
    for part in cell.split("; "):
        said, _, key = part.rpartition(" ")
        found |= dict.fromkeys(said.split(", "), key.strip("`"))
    return found
