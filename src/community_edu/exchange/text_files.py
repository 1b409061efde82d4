"""
Reading plain text: the prose of a plan, before it is a plan file.
"""

import os
from typing import IO, Final

from community_edu.exchange.document_errors import FileTooLargeError
from community_edu.exchange.documents import decode
from community_edu.exchange.files import read_bytes
from community_edu.exchange.places import Place, refusal

SUFFIXES: Final = (".txt", ".md")
LARGEST_TEXT: Final = 1024 * 1024
"""
The most bytes of a file of prose.
"""


def read_text(path: str | os.PathLike[str]) -> str:
    """
    Read the text at *path*: a file ``.txt`` or ``.md`` in UTF-8.

    Raises:
        ProblemsError: There is no such file, it is no text in UTF-8, or it has
            more than `LARGEST_TEXT` bytes. The problem is a `PlacedError`.

    Example:
        >>> read_text("examples/texts/parent-school.txt").splitlines()[0]
        '学校社区工作计划五篇1'
    """
    return decode(read_bytes(path, SUFFIXES, LARGEST_TEXT), os.fspath(path))


def read_text_stream(stream: IO[bytes], name: str) -> str:
    """
    Read a text from an open stream, such as standard input, called *name*.

    Raises:
        ProblemsError: As `read_text`.
    """
    raw = stream.read(LARGEST_TEXT + 1)
    if len(raw) > LARGEST_TEXT:
        raise refusal(Place(name), FileTooLargeError(LARGEST_TEXT))
    return decode(raw, name)
