"""
Sheets: rows of text as CSV that a spreadsheet opens safely.
"""

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Final

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
"""
The first characters by which a spreadsheet takes a cell for a formula; the wide
forms count where Chinese is written.
"""


def sheet(rows: Iterable[Iterable[str]]) -> bytes:
    r"""
    Return rows of text as CSV: UTF-8 with a byte order mark, as Excel needs it.

    A text that a spreadsheet would run as a formula gets an apostrophe in front.

    Example:
        >>> sheet([["书法", "=1+1"]]).decode("utf-8-sig")
        "书法,'=1+1\r\n"
    """
    out = StringIO(newline="")
    csv.writer(out).writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """
    Return *cell* with an apostrophe in front if a spreadsheet would run it as a formula.

    Example:
        >>> harmless("=1+1"), harmless("1+1")
        ("'=1+1", '1+1')
    """
    return f"'{cell}" if cell.startswith(FORMULA) else cell
