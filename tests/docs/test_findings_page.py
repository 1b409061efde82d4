import importlib
import pkgutil
from collections.abc import Iterator
from typing import cast

import pytest
from pages import needs_pages, rows, sections

import community_edu
from community_edu.base import FindingKind


def finding_kinds() -> Iterator[FindingKind]:
    """
    Yield every kind of finding that a module declares, alone or in a table.
    """
    for found in pkgutil.walk_packages(community_edu.__path__, "community_edu."):
        if not found.name.endswith("__main__"):
            for value in vars(importlib.import_module(found.name)).values():
                values = (
                    cast("dict[str, object]", value) if isinstance(value, dict) else {"": value}
                )
                yield from (kind for kind in values.values() if isinstance(kind, FindingKind))


@needs_pages
class TestFindingsPage:
    def test_every_kind(self) -> None:
        """
        The page has an example and a remedy of each kind of finding, in order, and of no other.
        """
        pytest.importorskip("lark")  # the modules that read phrases have kinds, too
        table = rows(sections("reference/findings.md")["What to do"])
        codes = sorted({kind.code for kind in finding_kinds()})
        assert [cells[0].strip("`") for cells in table] == codes
        assert all(len(cells) == 3 and all(cells) for cells in table)
