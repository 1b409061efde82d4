"""
Moves as machine code, where numba (the extra ``fast``) is installed.
"""

from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from typing import TypeAlias, cast

from community_edu.scheduling.annealing.moves import HELPERS, Cells, Layout, tried

Tried: TypeAlias = Callable[[Layout, Cells, Sequence[float], float], None]


@cache
def compiled() -> Tried | None:
    """
    Return `moves.tried` as machine code that lets other threads work; `None` without numba.

    It takes some seconds to be made, when it first runs; numba keeps it beside this module or,
    where nothing can be written, in a folder of the user, if there is one.
    """
    try:
        numba, extending = import_module("numba"), import_module("numba.extending")
    except ImportError:
        return None
    for helper in HELPERS:
        extending.register_jitable(helper)
    try:
        return cast("Tried", numba.njit(nogil=True, cache=True)(tried))
    except RuntimeError:
        return cast("Tried", numba.njit(nogil=True)(tried))
