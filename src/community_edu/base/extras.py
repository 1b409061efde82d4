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
        library: The module that is not found where the extra is not installed.

    Raises:
        MissingExtraError: *library* is not installed. Any other failure of an
            import is passed on as it is.

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
        if error.name != library:
            raise
        raise MissingExtraError(name) from None
