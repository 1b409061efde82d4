import tomllib

from pages import DOCS, needs_pages, rows, sections


@needs_pages
def test_floors() -> None:
    """
    The page has the rooms on the floors where import-linter keeps them.
    """
    text = (DOCS.parent / "pyproject.toml").read_text("utf-8")
    contracts = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
    (floors,) = [contract["layers"] for contract in contracts if contract["id"] == "floors"]
    kept = [set(floor.split(" | ")) for floor in floors if floor != "__main__"]

    table = rows(sections("explain/architecture.md")["Rooms and floors"])
    numbers = sorted({int(cells[0]) for cells in table}, reverse=True)
    on_page = [{c[1].strip("`") for c in table if int(c[0]) == number} for number in numbers]

    assert on_page == kept
