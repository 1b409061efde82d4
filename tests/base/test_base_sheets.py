import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.base.sheets import sheet

STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"]


def rows(data: bytes) -> list[list[str]]:
    """
    Read a sheet as a program would.
    """
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))


class TestSheet:
    @pytest.mark.parametrize("start", STARTS)
    def test_no_cell_is_a_formula(self, start: str) -> None:
        """
        A text that begins like a formula gets an apostrophe in front; one that goes on so does not.
        """
        assert rows(sheet([[f"{start}1", f"1{start}"]])) == [[f"'{start}1", f"1{start}"]]

    @given(
        st.lists(
            st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1), max_size=5
        )
    )
    def test_nothing_else_changes(self, table: list[list[str]]) -> None:
        """
        Whatever the texts, a program reads them as they are but for an apostrophe before those
        that a spreadsheet would run.
        """
        expected = [
            [f"'{cell}" if cell and cell[0] in STARTS else cell for cell in row] for row in table
        ]
        assert rows(sheet(table)) == expected
