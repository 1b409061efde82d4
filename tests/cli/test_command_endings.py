"""
How every command begins and ends: its usage, its start, its status.
"""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from command_runs import HEALTH, run

import community_edu
from community_edu import base, cli
from community_edu.cli.arguments import LANGUAGES
from community_edu.cli.commands import COMMANDS


class TestBadInput:
    @pytest.mark.parametrize(
        ("name", "content", "sentence"),
        [
            ("empty.toml", b"", "the file is empty"),
            ("binary.toml", b"\x00\x01\x02", "not text in UTF-8"),
            ("plan.docx", b"x", ".toml, .json"),
            ("bad.toml", b"a = \n", "bad.toml:1:"),
        ],
    )  # fmt: skip
    def test_files(self, tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
        """
        A file that is no plan gives one message and status 2, and nothing on standard output.
        """
        path = tmp_path / name
        path.write_bytes(content)
        status, out, err = run("check", str(path), "--lang", "en")
        assert (status, out) == (2, "")
        assert len(err.splitlines()) == 1
        assert sentence in err

    def test_huge(self, tmp_path: Path) -> None:
        """
        A file of 100 MB is refused without being read.
        """
        path = tmp_path / "plan.toml"
        path.touch()
        os.truncate(path, 100_000_000)
        status, _, err = run("check", str(path), "--lang", "en")
        assert status == 2
        assert "the file has more than 1048576 bytes" in err

    def test_folder(self, tmp_path: Path) -> None:
        """
        A folder is no plan.
        """
        status, _, err = run("check", str(tmp_path), "--lang", "en")
        assert status == 2
        assert "folder" in err

    @pytest.mark.parametrize("year", ["1900", "2101"])
    def test_years(self, year: str) -> None:
        """
        A year that cannot be dated is refused with those that can.
        """
        status, _, err = run("calendar", HEALTH, "--year", year, "--lang", "en")
        assert status == 2
        assert (
            err
            == f"community-edu: year-out-of-range: the year {year} is out of range; take one from 1901 to 2100\n"
        )

    @pytest.mark.parametrize("arguments", [(), ("chek", HEALTH), ("check",), ("calendar", HEALTH)])
    def test_usage(self, arguments: tuple[str, ...]) -> None:
        """
        Wrong usage is explained, with status 2.
        """
        status, out, err = run(*arguments)
        assert (status, out) == (2, "")
        assert err.startswith("usage: community-edu")

    @pytest.mark.parametrize("command", COMMANDS)
    def test_help(self, command: str) -> None:
        """
        Every command explains itself with an example.
        """
        status, out, _ = run(command, "--help")
        assert status == 0
        assert f"community-edu {command} " in out.split("options:")[1]

    def test_version(self) -> None:
        """
        The version is that of the package.
        """
        assert run("--version")[1] == f"community-edu {community_edu.__version__}\n"


class TestEndings:
    def test_our_own_fault(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        No traceback reaches a user, unless it is asked for.
        """

        def fail(_: object) -> None:
            raise RuntimeError("broken")

        monkeypatch.setattr("community_edu.exchange.read_document", fail)
        monkeypatch.delenv("COMMUNITY_EDU_DEBUG", raising=False)
        status, out, err = run("check", HEALTH)
        assert (status, out) == (2, "")
        assert err == "community-edu: RuntimeError: broken (COMMUNITY_EDU_DEBUG=1)\n"
        monkeypatch.setenv("COMMUNITY_EDU_DEBUG", "1")
        with pytest.raises(RuntimeError, match="broken"):
            run("check", HEALTH)

    def test_interrupted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        An interruption ends with the status of the shell's own.
        """

        def interrupt(_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("community_edu.exchange.read_document", interrupt)
        assert run("check", HEALTH)[0] == 130

    def test_closed_pipe(self) -> None:
        """
        A reader that has seen enough is no error.
        """
        command = [sys.executable, "-m", "community_edu", "calendar", HEALTH, "--year", "2026"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        err = process.stderr.read()
        process.stderr.close()
        assert (process.wait(), err) == (0, b"")

    def test_closed_pipe_in_process(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        """
        The closed output is put aside, so that leaving does not complain either.
        """

        def closed(_: object) -> None:
            raise BrokenPipeError

        monkeypatch.setattr("community_edu.exchange.read_document", closed)
        with (tmp_path / "out").open("w") as out:
            monkeypatch.setattr("sys.stdout", out)
            assert cli.main(["check", HEALTH]) == 0

    def test_as_module(self) -> None:
        """
        ``python -m community_edu`` is the command.
        """
        command = [
            sys.executable,
            "-m",
            "community_edu",
            "dates",
            "double_ninth",
            "--from",
            "2026",
            "--to",
            "2026",
        ]
        result = subprocess.run(command, capture_output=True, check=True)
        assert result.stdout == b"2026-10-18\n"

    def test_module_in_process(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        The module leaves with the status of the command.
        """
        monkeypatch.setattr("sys.argv", ["community-edu", "--version"])
        with pytest.raises(SystemExit) as leaving:
            runpy.run_module("community_edu", run_name="__main__")
        assert leaving.value.code == 0

    def test_streams_without_encoding(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        The command runs where standard output is no file, as in a notebook.
        """
        from io import StringIO

        out = StringIO()
        monkeypatch.setattr("sys.stderr", out)
        assert cli.main(["check", "missing.toml", "--lang", "en"]) == 2
        assert "there is no such file" in out.getvalue()


class TestStart:
    def test_languages(self) -> None:
        """
        The command offers the languages in which the library speaks.
        """
        assert LANGUAGES == base.LANGUAGES

    def test_parses_before_it_loads(self) -> None:
        """
        The arguments are read before anything heavy is loaded, so that a mistake is told at once.
        """
        script = (
            "import sys; from community_edu.cli import parser;"
            "parser().parse_args(['check', 'plan.toml']);"
            "print(sorted({name.split('.')[0] for name in sys.modules} & {'attrs', 'cattrs', 'icalendar'}))"
        )
        result = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
        assert result.stdout == b"[]\n"

    def test_learns_only_what_is_asked_for(self) -> None:
        """
        One command is read without the modules of the others.
        """
        script = (
            "import sys; from community_edu.cli import parser;"
            "parser().parse_args(['compare', 'a.toml', 'b.toml']);"
            "print(sorted(n.split('.')[2] for n in sys.modules if n.startswith('community_edu.cli.')))"
        )
        result = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
        assert result.stdout == b"['arguments', 'commands', 'input_output', 'plans']\n"
