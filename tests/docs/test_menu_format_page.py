import attrs
import pytest
from pages import needs_pages, rows, sections

from community_edu.base import Cited
from community_edu.courses import Choice, CourseMenu, MenuItem
from community_edu.exchange.allocating import allocation_record
from community_edu.exchange.allocating.menu_tables import EDUCATORS, MENU_HEADS, MENU_TABLES
from community_edu.exchange.allocating.menus import HEAD_KEYS, MENU_KEYS
from community_edu.scheduling.allocating import allocate

PAGE = "reference/menu-format.md"
CITED = {field.name for field in attrs.fields(Cited)}


@needs_pages
class TestMenuFormatPage:
    @pytest.mark.parametrize("name", [name for name in MENU_TABLES if name != EDUCATORS])
    def test_lists(self, name: str) -> None:
        """
        The page has every key of every list in its order, and says which are required.
        """
        on_page = {
            cells[0].strip("`"): "required" in cells[1] for cells in rows(sections(PAGE)[name])
        }
        assert list(on_page.items()) == [
            (field.name, field.default is attrs.NOTHING)
            for field in attrs.fields(MENU_TABLES[name].kind)
            if field.name not in CITED
        ]

    def test_keys_beside_others(self) -> None:
        """
        The page has the keys of the head, and what educators have besides those of problems.
        """
        tables = sections(PAGE)
        assert {cells[0].strip("`") for cells in rows(tables["menu"])} == set(HEAD_KEYS) - CITED
        besides = [cells[0].strip("`") for cells in rows(tables[EDUCATORS])]
        assert besides == list(MENU_TABLES[EDUCATORS].besides)

    def test_no_other_sections(self) -> None:
        """
        The page has a section for each key of the file, and none that the file has not.
        """
        others = {"Menu format", "Tables beside the file", "Allocations"}
        assert set(sections(PAGE)) - others == set(MENU_KEYS) - {"format"}

    def test_columns(self) -> None:
        """
        The page has every Chinese head of the tables, over its key.
        """
        on_page: dict[str, dict[str, str]] = {}
        for name, columns in rows(sections(PAGE)["Tables beside the file"]):
            heads = on_page[name.strip("`")] = {}
            for part in columns.split("; "):
                said, _, key = part.rpartition(" ")
                heads |= dict.fromkeys(said.split(", "), key.strip("`"))
        assert on_page == MENU_HEADS

    def test_allocations(self) -> None:
        """
        The page has every key of what is printed.
        """
        menu = CourseMenu(id="spring", edition="春", items=[MenuItem(id="tea", name="茶")])
        record = allocation_record(allocate(menu, [Choice(point="east", item="tea")], []))
        on_page = [cells[0].strip("`") for cells in rows(sections(PAGE)["Allocations"])]
        assert on_page == list(record)
