"""
What documents say is run: docstrings, README and the pages in ``docs``.

Examples with ``>>>`` and blocks of ``python`` are executed. In blocks of ``console`` each
``$ community-edu …`` is run and its output compared, a line ``...`` standing for any lines.
Blocks of ``toml`` must be a part of a plan that can be read. Those of ``toml`` and ``text``
with a caption are written to the file of that name, and blocks of ``diff`` change a file.
Each page has a folder of its own with the examples in it, so that its commands may write.
"""

import contextlib
import io
import itertools
import re
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from unittest import mock

import pytest
from sybil import Example, Sybil
from sybil.parsers.myst import CodeBlockParser, PythonCodeBlockParser, SkipParser
from sybil.parsers.rest import DocTestParser
from sybil.sybil import SybilCollection
from sybil.typing import Parser

ROOT = Path(__file__).parent
ANY_LINES = "..."
COLUMNS = "80"
RULES = {"when", "due", "within", "rule"}


@pytest.fixture(scope="module")
def root_folder() -> Iterator[Path]:
    """
    Work in the root of the repository.
    """
    with contextlib.chdir(ROOT):
        yield ROOT


@pytest.fixture(scope="module")
def page_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """
    Work in a new folder that has the examples.
    """
    folder = tmp_path_factory.mktemp("page")
    shutil.copytree(ROOT / "examples", folder / "examples")
    with contextlib.chdir(folder):
        yield folder


@pytest.fixture(scope="session")
def is_missing() -> Callable[[str], bool]:
    """
    Give pages a way to skip what needs a library that is not installed.
    """
    return lambda name: find_spec(name) is None


def run_console(example: Example) -> str | None:
    """
    Run each command of a console block and compare what it prints.
    """
    for command, expected in commands(example.parsed):
        actual = run(command, example.namespace)
        if not matches(expected, actual.splitlines()):
            return f"$ {command}\nshould print:\n{chr(10).join(expected)}\nbut prints:\n{actual}"
    return None


def commands(text: str) -> Iterator[tuple[str, list[str]]]:
    """
    Yield each command with the lines that stand below it.
    """
    first, *blocks = re.split(r"^\$ ", text.rstrip("\n"), flags=re.MULTILINE)
    if first.strip():
        raise ValueError(f"this stands before the first command: {first}")
    for block in blocks:
        command, *lines = block.replace("\\\n", "").splitlines()
        yield command, lines


def run(command: str, namespace: dict[str, object]) -> str:
    """
    Return what *command* prints on both streams, as a terminal shows it.
    """
    name, *arguments = shlex.split(command)
    match name, arguments:
        case "community-edu", _:
            return run_main(arguments, namespace)
        case "echo", ["$?"]:
            return f"{namespace['status']}\n"
        case "cat", [file]:
            return Path(file).read_text("utf-8")
        case "ls", [folder]:
            return "".join(f"{path.name}\n" for path in sorted(Path(folder).iterdir()))
        case _:
            raise ValueError(f"nothing here runs this: {command}")


def run_main(arguments: list[str], namespace: dict[str, object]) -> str:
    """
    Run the command in this process; its exit status is kept for ``echo $?``.
    """
    from community_edu.cli import main

    raw = io.BytesIO()
    screen = io.TextIOWrapper(raw, encoding="utf-8", write_through=True)
    with (
        mock.patch.multiple(sys, stdout=screen, stderr=screen),
        mock.patch.dict("os.environ", {"COLUMNS": COLUMNS}),
    ):
        try:
            namespace["status"] = main(arguments)
        except SystemExit as leaving:
            namespace["status"] = leaving.code
    return raw.getvalue().decode()


def matches(expected: list[str], actual: list[str]) -> bool:
    """
    Tell whether lines are as expected, ``...`` being any number of them.

    Spaces at the end of a line do not count, since editors remove them.
    """
    pattern = "".join(
        r"(?:.*\n)*?" if line == ANY_LINES else f"{re.escape(line.rstrip())}\n" for line in expected
    )
    return bool(re.fullmatch(pattern, "".join(f"{line.rstrip()}\n" for line in actual)))


def write_captioned(example: Example) -> bool:
    """
    Write a block to the file that its caption names, if it has one.
    """
    caption = example.region.lexemes.get("options", {}).get("caption")
    if caption:
        Path(caption).write_text(example.parsed, "utf-8")
    return bool(caption)


def keep_text(example: Example) -> None:
    """
    Write a block of text to the file of its caption; one without is only to be read.
    """
    write_captioned(example)


def check_toml(example: Example) -> str | None:
    """
    Write a block of TOML to the file of its caption; read one without as a part of a plan.
    """
    if write_captioned(example):
        return None
    problems = [str(problem) for problem in problems_in_part(example.parsed)]
    return "\n".join(problems) or None


def problems_in_part(text: str) -> Iterator[Exception]:
    """
    Yield what is wrong with a part of a plan, but for references to what it leaves out.

    The names in its rules are no such references: they must be known.
    """
    from community_edu.base import ProblemsError
    from community_edu.exchange import PlacedError, parse_document, read_plan

    head = '[plan]\nid = "part"\ntitle = "部分"\n'
    whole = text if "[plan]" in text else text + head
    try:
        read_plan(parse_document(whole, "part.toml", "toml"))
    except ProblemsError as error:
        for problem in error.problems:
            is_reference = problem.code == "unknown-reference"
            in_rule = isinstance(problem, PlacedError) and not RULES.isdisjoint(problem.path)
            if in_rule or not is_reference:
                yield problem


def apply_diff(example: Example) -> str | None:
    """
    Change the file that the head of a diff names; each hunk must fit in one place.
    """
    head, _, body = example.parsed.partition("\n")
    file = Path(head.removeprefix("--- "))
    text = file.read_text("utf-8")
    for is_hunk, lines in itertools.groupby(body.splitlines(), lambda line: line[:2] != "@@"):
        if is_hunk:
            hunk = list(lines)
            old = "".join(f"{line[1:]}\n" for line in hunk if line[:1] in {" ", "-"})
            new = "".join(f"{line[1:]}\n" for line in hunk if line[:1] in {" ", "+"})
            if text.count(old) != 1:
                return f"{file} should have this once:\n{old}"
            text = text.replace(old, new)
    file.write_text(text, "utf-8")
    return None


EVALUATORS: dict[str, Callable[[Example], str | None]] = {
    "console": run_console,
    "toml": check_toml,
    "text": keep_text,
    "diff": apply_diff,
}

PAGE_FIXTURES = ["page_folder", "is_missing"]

page_parsers: list[Parser] = [
    SkipParser(),
    PythonCodeBlockParser(),
    *(CodeBlockParser(language, evaluator) for language, evaluator in EVALUATORS.items()),
]
docstrings = Sybil([DocTestParser()], "*.py", path="src/community_edu", fixtures=["root_folder"])
pages = Sybil(page_parsers, "*.md", path="docs", fixtures=PAGE_FIXTURES)
readme = Sybil(page_parsers, "README.md", exclude="*/README.md", fixtures=PAGE_FIXTURES)

pytest_collect_file = SybilCollection([docstrings, pages, readme]).pytest()
