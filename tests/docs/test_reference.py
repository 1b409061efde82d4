import inspect
from importlib import import_module

import pytest
from pages import needs_pages, page

import community_edu

ROOMS = {
    name: import_module(f"community_edu.{name}")
    for name in (
        "base",
        "calendars",
        "measures",
        "organizations",
        "courses",
        "evaluation",
        "scheduling",
        "plans",
        "feeds",
        "exchange",
        "exchange.timetabling",
        "exchange.allocating",
        "prose",
        "views",
    )
}


@needs_pages
class TestReference:
    @pytest.mark.parametrize("name", community_edu.__all__)
    def test_every_public_name(self, name: str) -> None:
        """
        Each name of the face stands in a room whose page shows all that the room does.
        """
        if name == "__version__":
            assert name in page("reference/api/index.md")
            return
        value: object = getattr(community_edu, name)
        rooms = [room for room, module in ROOMS.items() if name in module.__all__]
        assert [getattr(ROOMS[room], name) for room in rooms] == [value]
        text = page(f"reference/api/{rooms[0].partition('.')[0]}.md")
        assert f".. automodule:: community_edu.{rooms[0]}\n" in text
        assert f".. room-names:: community_edu.{rooms[0]}\n" in text

    @pytest.mark.parametrize("room", ROOMS)
    def test_docstrings(self, room: str) -> None:
        """
        What a room shows has a docstring, without which the reference would leave it out.
        """
        shown = {name: getattr(ROOMS[room], name) for name in ROOMS[room].__all__}
        silent = [
            name
            for name, value in shown.items()
            if (inspect.isclass(value) or inspect.isfunction(value)) and not value.__doc__
        ]
        assert silent == []

    def test_every_room_has_a_page(self) -> None:
        """
        The index of the reference leads to the page of each room.
        """
        listed = page("reference/api/index.md").rpartition("```{toctree}")[2].splitlines()
        assert {room.partition(".")[0] for room in ROOMS} <= set(listed)
