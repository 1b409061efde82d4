"""
Small HTML: escaped text and tables, for notebooks and pages.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from html import escape
from itertools import zip_longest

__all__ = ["LEFT", "escape", "table"]

LEFT = ' style="text-align:left"'
"""
What a cell of a column of texts has: notebooks set all cells to the right.
"""

_NUMBER = re.compile(r"[-+≈]{0,2}\d+(\.\d+)?%?( / \d+(\.\d+)?%?)?", re.ASCII)


def table(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    caption: str = "",
    headings: Collection[int] = (),
) -> str:
    """
    Return an HTML table; every text is escaped, and columns of texts are set to the left.

    Args:
        header: The names of the columns.
        rows: The cells of each row; a line end in one breaks the line.
        caption: What stands above the table.
        headings: The rows, counted from 0, that head those below them.

    Example:
        >>> table(["n"], [["2"]])
        '<table><thead><tr><th>n</th></tr></thead><tbody><tr><td>2</td></tr></tbody></table>'
    """
    body = list(rows)
    styles = [
        LEFT if any(cell and not _NUMBER.fullmatch(cell) for cell in cells) else ""
        for _, *cells in zip_longest(header, *body, fillvalue="")
    ]
    lines = "".join(
        _row(row, styles, "th" if number in headings else "td") for number, row in enumerate(body)
    )
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    head = _row(header, styles, "th")
    return f"<table>{title}<thead>{head}</thead><tbody>{lines}</tbody></table>"


def _row(cells: Sequence[str], styles: Sequence[str], tag: str) -> str:
    each = zip(cells, styles, strict=False)
    return f"<tr>{''.join(f'<{tag}{style}>{_lines(cell)}</{tag}>' for cell, style in each)}</tr>"


def _lines(cell: str) -> str:
    return escape(cell).replace("\n", "<br>")
