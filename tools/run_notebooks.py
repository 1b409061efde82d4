"""
Run the notebooks of the examples, and write each with what it shows.

    python tools/run_notebooks.py [FOLDER]

What differs from machine to machine or from run to run is left out: versions, times, paths.
So is the plain form of what has one in HTML. A cell that fails stops it.
It needs nbclient and ipykernel.
"""

import argparse
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parents[1]
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
COALESCED: dict[str, Any] = (
    {"coalesce_streams": True} if hasattr(NotebookClient, "coalesce_streams") else {}
)
"""
What a cell prints as one output, however it comes, where nbclient can do that.
"""


def run(path: Path) -> None:
    """
    Run one notebook in its own folder, and write it.
    """
    notebook: Any = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        record_timing=False,
        **COALESCED,
        resources={"metadata": {"path": str(path.parent)}},
    )
    client.execute()
    notebook.metadata = nbformat.NotebookNode(METADATA)
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if "text/html" in output.get("data", ()):
                output.data.pop("text/plain", None)
    text = nbformat.writes(notebook)
    path.write_text(f"{text}\n", "utf-8")


def main() -> None:
    """
    Run all notebooks of a folder.
    """
    parser = argparse.ArgumentParser(description="run notebooks, and write what they show")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "examples" / "notebooks")
    folder: Path = parser.parse_args().folder
    for path in sorted(folder.glob("*.ipynb")):
        run(path)


if __name__ == "__main__":
    main()
