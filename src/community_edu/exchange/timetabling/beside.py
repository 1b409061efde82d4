"""
Files that a document names: they stand in its folder, or below it.
"""

from pathlib import Path as FilePath
from typing import ClassVar

import attrs

from community_edu.base import CommunityEduError
from community_edu.exchange.documents import Document


@attrs.define(slots=False)
class OutsideFolderError(CommunityEduError, ValueError):
    """
    A file that is named by another but is not in its folder.
    """

    code: ClassVar[str] = "outside-folder"
    en: ClassVar[str] = (
        "'{name}' is not in the folder of this file; put it there, and name it without '..'"
    )
    zh: ClassVar[str] = "“{name}”不在本文件所在的文件夹内，请把它放进去，名称中不用“..”"

    name: str


def beside(document: Document, name: str) -> str:
    """
    Return the path of the file *name* in the folder of *document*.

    A document from a stream has the folder in which the process runs.

    Raises:
        OutsideFolderError: It would be elsewhere, be it through ``..`` or a link.

    Example:
        >>> beside(Document("terms/autumn.toml", "", {}), "rooms.csv")
        'terms/rooms.csv'
    """
    folder = FilePath(document.name).parent
    path = folder / name
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError):  # links in a circle, or a name that the system does not take
        inside = False
    if not inside:
        raise OutsideFolderError(name)
    return str(path)
