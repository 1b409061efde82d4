"""
How far a long run is: one line of a terminal that changes.
"""

import sys
from contextlib import contextmanager

TYPE_CHECKING = False  # so spelt that the command starts without `typing`
if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from community_edu.base import Language
    from community_edu.scheduling.solvers import SolveProgress

CLEARED = "\r\x1b[K"


@contextmanager
def watched(language: "Language") -> "Generator[Callable[[SolveProgress], None] | None]":
    """
    Show progress on standard error, by Rich if it is installed; nothing if that is no terminal.
    """
    if not sys.stderr.isatty():
        yield None
        return
    try:
        from rich.console import Console
        from rich.text import Text
    except ModuleNotFoundError:

        def show(progress: "SolveProgress") -> None:
            sys.stderr.write(f"{CLEARED}{progress_line(progress, language)}")
            sys.stderr.flush()

        try:
            yield show
        finally:
            sys.stderr.write(CLEARED)
        return
    with Console(stderr=True).status("") as status:
        yield lambda progress: status.update(Text(progress_line(progress, language)))


def progress_line(progress: "SolveProgress", language: "Language") -> str:
    """
    Say in one line how far a solver is.

    Example:
        >>> from community_edu.base import Text
        >>> from community_edu.scheduling.solvers import SolveProgress
        >>> progress_line(SolveProgress(2.5, 91, 85, 349, 349, Text("搜索", en="search")), "zh-CN")
        '2.5 秒，排定 349/349，代价 91，下界 85，搜索'
    """
    stage = progress.stage.to(language)
    cost, bound = progress.cost, progress.bound
    if language == "zh-CN":
        parts = [f"{progress.seconds:.1f} 秒", f"排定 {progress.placed}/{progress.of}"]
        parts += [] if cost is None else [f"代价 {cost}"]
        parts += [] if bound is None else [f"下界 {bound}"]
        return "，".join([*parts, stage])
    parts = [f"{progress.seconds:.1f} s", f"{progress.placed}/{progress.of} placed"]
    parts += [] if cost is None else [f"cost {cost}"]
    parts += [] if bound is None else [f"bound {bound}"]
    return ", ".join([*parts, stage])
