"""
The `community-edu` command: it parses, calls and prints.

Data goes to standard output, messages to standard error. Exit 0: fine; 1: there
are findings; 2: usage or bad input.
"""

import os
import sys
from collections.abc import Sequence

from community_edu.cli.arguments import BAD_INPUT, FINDINGS, FINE, INTERRUPTED, MisusedError
from community_edu.cli.commands import parser

TYPE_CHECKING = False  # so spelt that the command starts without `typing`
if TYPE_CHECKING:
    from argparse import Namespace

    from community_edu.base import CommunityEduError, Language

__all__ = ["BAD_INPUT", "FINDINGS", "FINE", "INTERRUPTED", "main", "parser"]


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run the command with *arguments* (by default those of the process).

    Returns:
        The exit status. No error leaves as a traceback; with the variable
        ``COMMUNITY_EDU_DEBUG`` set, those that are our own fault do.
    """
    options = parser().parse_args(arguments)
    from io import TextIOWrapper

    from community_edu.base import CommunityEduError
    from community_edu.cli.input_output import say

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        status = _run(options)
        sys.stdout.flush()
    except MisusedError as error:
        parser().error(str(error))
    except CommunityEduError as error:
        _say_problems(error, options.lang)
        return BAD_INPUT
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        if os.environ.get("COMMUNITY_EDU_DEBUG"):
            raise
        say(f"community-edu: {type(error).__name__}: {error} (COMMUNITY_EDU_DEBUG=1)")
        return BAD_INPUT
    return status


def _run(options: "Namespace") -> int:
    """
    Run the command that is asked for, its sentences with the labels of ``--labels``.
    """
    from contextlib import ExitStack

    with ExitStack() as labelled:
        if options.labels:
            from community_edu.base import own_labels
            from community_edu.exchange import load_labels

            for file in options.labels:
                labelled.enter_context(own_labels(load_labels(file)))
        status: int = options.run(options)
        return status


def _say_problems(error: "CommunityEduError", language: "Language") -> None:
    from community_edu.base import ProblemsError
    from community_edu.cli.input_output import say
    from community_edu.exchange import PlacedError

    for problem in error.problems if isinstance(error, ProblemsError) else (error,):
        if isinstance(problem, PlacedError):
            say(problem.line(language))
        else:
            say(f"community-edu: {problem.code}: {problem.sentence(language)}")
