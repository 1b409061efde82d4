import re

import pytest
from pages import needs_pages, rows, sections

from community_edu.cli import main
from community_edu.cli.commands import COMMANDS


def options_in_help(capsys: pytest.CaptureFixture[str], *arguments: str) -> set[str]:
    with pytest.raises(SystemExit):
        main([*arguments, "--help"])
    return set(re.findall(r"--[a-z]+", capsys.readouterr().out))


def options_on_page(section: str) -> set[str]:
    cells = [cells[0] for cells in rows(sections("reference/command-line.md")[section])]
    return {option for cell in cells for option in re.findall(r"--[a-z]+", cell)}


@needs_pages
class TestCommandLinePage:
    def test_every_command(self, capsys: pytest.CaptureFixture[str]) -> None:
        """
        The page has a section for each command that there is, and for no other.
        """
        with pytest.raises(SystemExit):
            main(["--help"])
        listed = re.findall(r"^ {4}([a-z]+) ", capsys.readouterr().out, flags=re.MULTILINE)
        headings = {"Command line", "Exit status", "Options of every command"}
        assert set(sections("reference/command-line.md")) - headings == set(listed) == set(COMMANDS)

    @pytest.mark.parametrize("command", COMMANDS)
    def test_every_option(self, command: str, capsys: pytest.CaptureFixture[str]) -> None:
        """
        The page has every option of each command, and no other.
        """
        common = options_on_page("Options of every command")
        assert options_in_help(capsys, command) == common | options_on_page(command)
