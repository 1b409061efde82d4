"""
Other programs that read feeds, each in a process and an environment of its own.

``tools/install_peers.sh`` installs them below ``build/peers``. Where one is missing the tests
that ask it are skipped; with ``COMMUNITY_EDU_REQUIRE_PEERS=1`` in the environment they fail.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final, TypeAlias

import attrs
import pytest

Occurrence: TypeAlias = tuple[str, ...]
"""
Component, UID, start, end or due, title, status, place, description: instants are those of
UTC, days have no time.
"""

ROOT: Final = Path(__file__).parents[2]
PEERS: Final = ROOT / "build" / "peers"
PROGRAMS: Final = ROOT / "tools" / "peers"
PATIENCE: Final = 600
"""
Seconds after which a peer hangs, on whatever machine.
"""

READERS: Final[Mapping[str, tuple[Path, ...]]] = {
    "icalendar": (PEERS / "icalendar/bin/python", PROGRAMS / "icalendar_reader.py"),
    "ical": (PEERS / "ical/bin/python", PROGRAMS / "ical_reader.py"),
    "ical.js": (
        Path(shutil.which("node") or "/usr/bin/node"),
        PROGRAMS / "icaljs_reader.mjs",
        PEERS / "node_modules/ical.js/dist/ical.js",
    ),
    "libical": (PEERS / "libical/bin/python", PROGRAMS / "libical_reader.py"),
}
"""
The command of each reader.
"""


@attrs.frozen
class Reading:
    """
    What a reader makes of a feed.

    Attributes:
        name: The name of the calendar.
        complaints: What it finds wrong.
        occurrences: Every event in each of its occurrences, and every task.
    """

    name: str
    complaints: tuple[str, ...]
    occurrences: tuple[Occurrence, ...]

    @classmethod
    def of(cls, found: Mapping[str, Any]) -> "Reading":
        return cls(
            found["name"],
            tuple(found["complaints"]),
            tuple(sorted(map(tuple, found["occurrences"]))),
        )


def want(*files: Path) -> None:
    """
    Skip the test, or let it fail, unless all of these files are there.
    """
    missing = [str(file) for file in files if not file.exists()]
    if missing:
        reason = f"{', '.join(missing)} is not there; run tools/install_peers.sh"
        if os.environ.get("COMMUNITY_EDU_REQUIRE_PEERS") == "1":
            pytest.fail(reason)
        pytest.skip(reason)


def read_all(feeds: Mapping[str, bytes], folder: Path) -> dict[str, dict[str, Reading]]:
    """
    Return what each reader makes of each feed, by the names of both.

    Args:
        feeds: The feeds.
        folder: Where files may be written that nobody needs afterwards.
    """
    want(*(file for command in READERS.values() for file in command))
    question = folder / "feeds.json"
    question.write_text(
        json.dumps({name: data.decode() for name, data in feeds.items()}), encoding="utf-8"
    )
    with ExitStack() as running:
        processes = {
            name: running.enter_context(start(command, question, folder / f"{name}.json"))
            for name, command in READERS.items()
        }
        ended = {name: process.wait(PATIENCE) for name, process in processes.items()}
    assert set(ended.values()) == {0}, ended
    return {name: answer(folder / f"{name}.json") for name in READERS}


def start(command: Sequence[Path], question: Path, reply: Path) -> subprocess.Popen[bytes]:
    with question.open("rb") as from_file, reply.open("wb") as to_file:
        return subprocess.Popen([*map(str, command)], stdin=from_file, stdout=to_file)


def answer(reply: Path) -> dict[str, Reading]:
    found: dict[str, Any] = json.loads(reply.read_text("utf-8"))
    return {name: Reading.of(one) for name, one in found.items()}
