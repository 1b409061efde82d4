"""
Files of labels: what readers see for the codes of a county.
"""

import os
from typing import cast

from community_edu.base import Labels, Text
from community_edu.exchange._reading import Reading
from community_edu.exchange.converting import TABLE, WrongTypeError, found_in
from community_edu.exchange.documents import Document, read_document


def load_labels(path: str | os.PathLike[str]) -> Labels:
    """
    Read a file of labels (``.toml`` or ``.json``): a table for each vocabulary.

    ``[organization]`` has those of the kinds of organizations, ``[set]``,
    ``[unit]``, ``[tag]`` … those of other codes; any further one is free.

    Returns:
        The labels, for `own_labels`.

    Raises:
        ProblemsError: The file cannot be read, or something in it is no label:
            every problem at once, in the order of the file, each with
            ``file:line:column``.

    Example:
        >>> load_labels("examples/labels/county.toml")["organization"]["yurt_class"].en
        'yurt class'
    """
    return read_labels(read_document(path))


def read_labels(document: Document) -> Labels:
    """
    Turn a document that has been read into labels; see `load_labels`.
    """
    reading = Reading(document)
    reading.check_version()
    found: dict[str, dict[str, Text]] = {}
    for vocabulary, codes in document.data.items():
        if isinstance(codes, dict):
            kinds: dict[str, object] = dict.fromkeys(cast("dict[str, object]", codes), Text)
            found[vocabulary] = reading.table(vocabulary, kinds, ()) or {}
        elif vocabulary != "format":
            reading.problems.append(((vocabulary,), WrongTypeError(TABLE, found_in(codes))))
    if reading.problems:
        raise reading.refusal("a file of labels")
    return found
