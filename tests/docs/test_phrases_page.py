import csv
from pathlib import Path

import pytest
from pages import needs_pages, rows, sections

from community_edu.calendars import read_when

pytest.importorskip("lark")

FACTS = Path(__file__).parents[1] / "data" / "calendar-facts.tsv"


def expected() -> list[list[str]]:
    """
    Return the rows of the table as the reader has them now.
    """
    found: list[list[str]] = []
    with FACTS.open(encoding="utf-8", newline="") as file:
        for fact in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            for phrase in fact["evidence"].split(" ‖ "):
                reading = read_when(phrase)
                notes = {str(f.parameters.get("choice") or f.code) for f in reading.findings}
                said = str(reading).partition(" → ")[2]
                found.append([fact["fact_id"], phrase, f"`{said}`", ", ".join(sorted(notes))])
    return found


@needs_pages
class TestPhrasesPage:
    def test_every_fact(self) -> None:
        """
        The table has every phrase of the calendar facts, with what it becomes.
        """
        assert rows(sections("reference/phrases.md")["The phrases of the plans"]) == expected()
