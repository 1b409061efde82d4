"""
The command, run as a user runs it: what it prints, what it writes, how it ends.
"""

import json
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any
from unittest import mock

from community_edu import cli

EXAMPLES = Path(__file__).parents[2] / "examples"
STREET = str(EXAMPLES / "plans" / "jingtai-street.toml")
HEALTH = str(EXAMPLES / "plans" / "health-education.toml")
DISTRICT = str(EXAMPLES / "observances" / "district.toml")
EVIDENCE = str(EXAMPLES / "evidence" / "jingtai-street.toml")


def run(*arguments: str) -> tuple[int, str, str]:
    """
    Run the command in this process: status, standard output, standard error.
    """
    out, err = BytesIO(), BytesIO()
    screen, messages = TextIOWrapper(out, "utf-8"), TextIOWrapper(err, "utf-8")
    with mock.patch.multiple(sys, stdout=screen, stderr=messages):
        try:
            status = cli.main(arguments)
        except SystemExit as leaving:
            status = int(str(leaving.code))
        screen.flush()
        messages.flush()
    return status, out.getvalue().decode(), err.getvalue().decode()


def loaded(text: str) -> Any:  # noqa: ANN401 - whatever the JSON is
    """
    Read the JSON that a command printed.
    """
    return json.loads(text)
