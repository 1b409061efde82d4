import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pages import DOCS, needs_pages, page

PLAN = DOCS.parent / "examples" / "plans" / "jingtai-street.toml"
PAGE = "how-to/publish-by-cron.md"
TOOLS = ("sh", "git", "flock", "sed", "find", "tail")


def blocks(language: str) -> list[str]:
    """
    The blocks of code of one language, in the order of the page.
    """
    return re.findall(rf"^```{language}\n(.*?)^```$", page(PAGE), re.MULTILINE | re.DOTALL)


def commands() -> Iterator[tuple[str, str]]:
    """
    Each command of the page, and what should be printed, ``...`` being any number of lines.
    """
    for block in blocks("shell-session"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, printed = part.partition("\n")
            yield command, printed


def matches(expected: str, printed: str) -> bool:
    """
    Tell whether a text is as expected; ``...`` at the end of a line is the rest of it.
    """
    pattern = "".join(
        r"(?:.*\n)*?" if line == "..." else re.escape(line).replace(r"\.\.\.", ".*") + "\n"
        for line in expected.splitlines()
    )
    return bool(re.fullmatch(pattern, printed))


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """
    The world of the script: the command of this package, and a git of nobody in particular.
    """
    tools = tmp_path / "bin"
    tools.mkdir()
    command = tools / "community-edu"
    python = shlex.quote(sys.executable)
    command.write_text(f'#!/bin/sh\nexec {python} -m community_edu "$@"\n', "utf-8")
    command.chmod(0o755)
    who = {"NAME": "office", "EMAIL": "office@school.example"}
    return {
        **os.environ,
        **{f"GIT_{role}_{key}": who[key] for role in ("AUTHOR", "COMMITTER") for key in who},
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "PYTHONIOENCODING": "utf-8",
        "LC_ALL": "C.UTF-8",
    }


@needs_pages
@pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason="needs sh, git and flock")
class TestPublishByCron:
    def test_as_written(self, tmp_path: Path, environment: dict[str, str]) -> None:
        """
        The script and the commands of the page do what the page says, one after the other.
        """
        folder = tmp_path / "calendars"
        folder.mkdir()
        shutil.copy(PLAN, folder / "plan.toml")
        (script,) = blocks("sh")
        (folder / "publish.sh").write_text(script, "utf-8")
        (ignored,) = re.findall(
            r":caption: \.gitignore\n\n(.*?)^```$", page(PAGE), re.MULTILINE | re.DOTALL
        )
        (folder / ".gitignore").write_text(ignored, "utf-8")
        for command, expected in commands():
            done = subprocess.run(
                ["sh", "-c", command],  # noqa: S607 - the shell of the page
                cwd=folder,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                check=False,
            )
            printed = done.stdout.decode()
            assert matches(expected, printed), f"$ {command}\nprints:\n{printed}"

    def test_one_at_a_time(self, tmp_path: Path, environment: dict[str, str]) -> None:
        """
        A run that comes while another holds the lock goes away without a word.
        """
        (script,) = blocks("sh")
        (tmp_path / "publish.sh").write_text(script, "utf-8")
        held = 'exec 9> publish.lock; flock 9; sh publish.sh; echo "$?"; ls'
        done = subprocess.run(
            ["sh", "-c", held],  # noqa: S607 - as above
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            check=False,
        )
        assert done.stdout.decode() == "0\nbin\npublish.lock\npublish.sh\n"
        assert done.stderr == b""
