"""
The notebooks of the examples run, and show what was committed with them.
"""

import json
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Any

import pytest

for needed in ("nbclient", "ipykernel", "narwhals", "polars", "ortools"):
    pytest.importorskip(needed)

ROOT = Path(__file__).parents[1]
TOOL = ROOT / "tools" / "run_notebooks.py"
NOTEBOOKS = ROOT / "examples" / "notebooks"

pytestmark = pytest.mark.skipif(not TOOL.is_file(), reason="the tools are not here")


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    Give a copy of all notebooks, run again.
    """
    examples = tmp_path_factory.mktemp("notebooks") / "examples"
    shutil.copytree(ROOT / "examples", examples)
    folder = examples / NOTEBOOKS.name
    done = subprocess.run(
        [sys.executable, TOOL, folder], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder


def cells(path: Path) -> list[dict[str, Any]]:
    """
    Return the cells of a notebook.
    """
    notebook: dict[str, list[dict[str, Any]]] = json.loads(path.read_text("utf-8"))
    return notebook["cells"]


def shown(cell: dict[str, Any]) -> list[object]:
    """
    Return what a cell shows; of a frame what stands in it, since its look is not ours.
    """
    found: list[object] = []
    for output in cell.get("outputs", ()):
        data = output.get("data", {})
        html = "".join(data.get("text/html", ()))
        if 'class="dataframe"' in html:
            found.append([unescape(text) for text in re.findall(r"<t[dh]>(.*?)</t[dh]>", html)])
        else:
            found.append(html or "".join(data.get("text/plain", output.get("text", ()))))
    return found


@pytest.mark.parametrize("name", sorted(path.name for path in NOTEBOOKS.glob("*.ipynb")))
class TestNotebooks:
    def test_shows_what_was_committed(self, name: str, fresh: Path) -> None:
        """
        Run again, a notebook shows the same; else `python tools/run_notebooks.py` writes it anew.
        """
        committed = {cell["id"]: shown(cell) for cell in cells(NOTEBOOKS / name)}
        assert {cell["id"]: shown(cell) for cell in cells(fresh / name)} == committed

    def test_is_free_of_noise(self, name: str) -> None:
        """
        A notebook has no paths, no versions, and names its cells, so that changes are small.
        """
        text = (NOTEBOOKS / name).read_text("utf-8")
        assert str(Path.home()) not in text
        assert not re.search(r'(?<!\.)"/|/tmp/|"version"', text)
        assert not [cell["id"] for cell in cells(NOTEBOOKS / name) if cell["metadata"]]
        assert all(re.fullmatch(r"[a-z-]+", cell["id"]) for cell in cells(NOTEBOOKS / name))
