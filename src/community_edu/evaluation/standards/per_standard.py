"""
What is worked out once for a standard and then kept as long as the standard lives.
"""

from collections.abc import Callable
from typing import Generic, TypeVar
from weakref import ref

from community_edu.evaluation.standards.standards import Standard

T = TypeVar("T")


class PerStandard(Generic[T]):
    """
    A function of a standard that is called once for each standard object.

    Standards are told apart as objects: comparing two of them by value would take
    longer than judging a body. What is kept must not refer to the standard, or
    neither would ever be freed.
    """

    def __init__(self, build: Callable[[Standard], T]) -> None:
        self._build = build
        self._kept: dict[int, tuple[ref[Standard], T]] = {}

    def __call__(self, standard: Standard) -> T:
        """
        Return what was worked out for *standard*.
        """
        key = id(standard)
        kept = self._kept.get(key)
        if kept is not None and kept[0]() is standard:
            return kept[1]
        built = self._build(standard)
        self._kept[key] = ref(standard, lambda _: self._kept.pop(key, None)), built
        return built

    def __len__(self) -> int:
        return len(self._kept)
