"""
Extras: libraries that single parts need, and what is said where one is not installed.
"""

from collections.abc import Generator
from contextlib import contextmanager

from community_edu.base.errors import MissingExtraError


@contextmanager
def extra(name: str, library: str) -> Generator[None]:
    """
    Import what an extra brings; if its library is not there, say how to get it.

    Args:
        name: The extra: ``frames``.
        library: The package that is not found, or whose module is not, where the extra is
            not installed or too old.

    Raises:
        MissingExtraError: *library* is not there. Any other failure of an import is
            passed on as it is.

    Example:
        >>> with extra("tea", "teapot"):
        ...     import teapot
        Traceback (most recent call last):
        ...
        community_edu.base.errors.MissingExtraError: this needs an extra; run: pip install \
'community-edu[tea]'
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != library:
            raise
        raise MissingExtraError(name) from None
