"""
The pages of the documentation, as the tests read them.
"""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"

needs_pages = pytest.mark.skipif(not DOCS.is_dir(), reason="the documentation is not here")


def page(name: str) -> str:
    """
    Return the text of a page.
    """
    return (DOCS / name).read_text("utf-8")


def sections(name: str) -> dict[str, str]:
    """
    Return what stands under each heading of a page, down to the next heading.
    """
    parts = re.split(r"^#{1,3} (.+)\n", page(name), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def rows(text: str) -> list[list[str]]:
    """
    Return the cells of the tables in *text*, without the heads.
    """
    found: list[list[str]] = []
    below_head = False
    for line in text.splitlines():
        if not line.startswith("|"):
            below_head = False
        elif line.startswith("|--"):
            below_head = True
        elif below_head:
            found.append([cell.strip() for cell in line.strip("|").split("|")])
    return found
