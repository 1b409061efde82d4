"""
Taking the bytes of a file that may be anything: missing, a folder, a pipe, endless.
"""

import os
import stat
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path as FilePath

from community_edu.base import CommunityEduError, Text
from community_edu.exchange.document_errors import (
    FileTooLargeError,
    MissingFileError,
    NotAFileError,
    UnknownFormatError,
    UnreadableFileError,
)
from community_edu.exchange.places import Place, refusal

_OPENING = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_BINARY", "O_NOCTTY", "O_NONBLOCK")
)


def read_bytes(path: str | os.PathLike[str], suffixes: Iterable[str], largest: int) -> bytes:
    """
    Return the bytes of a regular file.

    Nothing else is opened, so that a pipe does not hold the reader; and no more
    than one byte over *largest* is taken, so that an endless file does not either.

    Args:
        path: The file.
        suffixes: The endings that its name may have, in small letters: ``.toml``.
        largest: The most bytes that it may have.

    Raises:
        ProblemsError: There is no such file, it is no file, has another ending,
            cannot be read or is too large. The problem is a `PlacedError`.
    """
    name = os.fspath(path)
    with _placed(name):
        return _read(name, tuple(suffixes), largest)


@contextmanager
def _placed(name: str) -> Generator[None]:
    """
    Tell of what is wrong with a file as a problem with its name.
    """
    try:
        yield
    except CommunityEduError as problem:
        raise refusal(Place(name), problem) from None
    except FileNotFoundError:
        raise refusal(Place(name), MissingFileError()) from None
    except (OSError, ValueError) as error:  # ValueError: the name is none that the system takes
        reason = getattr(error, "strerror", None) or str(error)
        raise refusal(Place(name), UnreadableFileError(reason)) from None


def check_file(path: str | os.PathLike[str], suffixes: Iterable[str]) -> None:
    """
    Refuse what is no regular file, or has another ending, before others open it.

    Raises:
        ProblemsError: As `read_bytes`.
    """
    name = os.fspath(path)
    with _placed(name):
        _check(name, tuple(suffixes))


def _read(name: str, suffixes: tuple[str, ...], largest: int) -> bytes:
    if _check(name, suffixes).st_size > largest:
        raise FileTooLargeError(largest)
    descriptor = os.open(name, _OPENING)
    try:
        _check_kind(os.fstat(descriptor), suffixes)  # it may have been replaced
        raw = b""
        while len(raw) <= largest and (more := os.read(descriptor, largest + 1)):
            raw += more
    finally:
        os.close(descriptor)
    if len(raw) > largest:  # it has grown
        raise FileTooLargeError(largest)
    return raw


def _check(name: str, suffixes: tuple[str, ...]) -> os.stat_result:
    """
    Look at a file before it is opened, which alone could do harm.
    """
    status = FilePath(name).stat()
    _check_kind(status, suffixes)
    if FilePath(name).suffix.casefold() not in suffixes:
        raise UnknownFormatError(suffixes)
    return status


def _check_kind(status: os.stat_result, suffixes: tuple[str, ...]) -> None:
    """
    Refuse what is not a regular file.
    """
    if stat.S_ISDIR(status.st_mode):
        raise NotAFileError(Text("文件夹", en="folder"), suffixes)
    if not stat.S_ISREG(status.st_mode):
        raise NotAFileError(Text("管道或设备", en="pipe or device"), suffixes)
