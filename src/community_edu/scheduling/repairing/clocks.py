"""
The time that a repair has in all.
"""

import time

import attrs


@attrs.define
class Clock:
    """
    The time that is left, for all searches of one repair together.

    Attributes:
        seconds: How much there is in all.
        interrupted: Whether somebody has had enough (Ctrl-C).
    """

    seconds: float
    interrupted: bool = False
    _began: float = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self._began = time.monotonic()

    @property
    def gone(self) -> float:
        """
        The seconds since it began.
        """
        return time.monotonic() - self._began

    @property
    def left(self) -> float:
        """
        The seconds that are left, none after an interruption.
        """
        return 0 if self.interrupted else self.seconds - self.gone
