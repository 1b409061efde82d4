"""
Standard files: one TOML or JSON document, one standard; and those that come with the library.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import PurePath
from types import MappingProxyType
from typing import Any, ClassVar

import attrs

from community_edu.base import (
    CommunityEduError,
    ProblemsError,
    Text,
    closest,
)
from community_edu.calendars import ObservanceCatalog
from community_edu.evaluation import PointsError, ScaleError, Standard
from community_edu.exchange._reading import Reading
from community_edu.exchange.converting import fields_of, sections_of
from community_edu.exchange.documents import Document, parse_document, read_document
from community_edu.exchange.places import Place, refusal
from community_edu.exchange.plans import HEAD as PLAN
from community_edu.exchange.plans import read_plan
from community_edu.measures import UnitMismatchError

HEAD = "standard"
"""
The table of a standard file that names the standard.
"""

SECTIONS = sections_of(Standard)
HEAD_KEYS = {name: kind for name, kind in fields_of(Standard).items() if name not in SECTIONS}

_NOBODY = {"id": "standard", "name": Text("标准")}  # so that the rest is checked without a head


@attrs.define(slots=False)
class UnknownStandardError(CommunityEduError, LookupError):
    """
    A name that is neither that of a shipped standard nor that of a file.
    """

    code: ClassVar[str] = "unknown-standard"
    en: ClassVar[str] = (
        "there is no shipped standard '{name}'{hint_en}; those that are: {known}; "
        "a file of your own ends in .toml or .json"
    )
    zh: ClassVar[str] = (
        "没有随附的标准“{name}”{hint_zh}；随附的有：{known}；自己的文件以 .toml 或 .json 结尾"
    )

    name: str
    known: tuple[str, ...]

    def facts(self) -> dict[str, object]:
        """
        Return the fields, with the nearest identifier as advice.
        """
        near = closest(self.name, self.known)
        hints = {"hint_en": "", "hint_zh": ""}
        if near:
            hints = {"hint_en": f", did you mean '{near}'?", "hint_zh": f"，是否应为“{near}”？"}
        return super().facts() | hints


def load_standard(
    path: str | os.PathLike[str], *, observances: ObservanceCatalog | None = None
) -> Standard:
    """
    Read a standard: a file with criteria, a shipped one, or a plan, whose targets are taken.

    Args:
        path: The file, or the identifier of one of the `shipped_standards`: a
            text without a folder and an ending.
        observances: What the rules of a plan may name; by default the shipped ones.

    Raises:
        ProblemsError: The file cannot be read or something in it is wrong; no
            shipped standard has the identifier; every problem at once.

    Example:
        >>> standard = load_standard("examples/plans/jingtai-street.toml")
        >>> str(standard.by_id["employees-trained"].threshold)
        '>= 50%'
        >>> load_standard("five-haves").by_id["venue"].name.zh
        '适用的教育场所'
    """
    return read_standard(standard_document(path), observances=observances)


def read_standard(document: Document, *, observances: ObservanceCatalog | None = None) -> Standard:
    """
    Turn a document that has been read into a standard; see `load_standard`.
    """
    if PLAN in document.data:
        return read_plan(document, observances=observances).standard
    reading = Reading(document, headed=dict.fromkeys(HEAD_KEYS, HEAD))
    standard = _standard(reading)
    if standard is None or reading.problems:
        raise reading.refusal("a standard")
    return standard


def is_standard(document: Document) -> bool:
    """
    Tell whether a document is a standard file, and not that of a plan.

    Example:
        >>> is_standard(standard_document("five-haves"))
        True
    """
    return HEAD in document.data and PLAN not in document.data


def _standard(reading: Reading) -> Standard | None:
    """
    Make the standard, or note in *reading* why there is none.
    """
    reading.only(("format", HEAD, *SECTIONS))
    reading.check_version()
    sections = {name: reading.section(name, kind) for name, kind in SECTIONS.items()}
    head = reading.table(HEAD, HEAD_KEYS, ("id", "name"))
    values: dict[str, Any] = sections | (_NOBODY if head is None else head)
    try:
        return Standard(**values)
    except ProblemsError as error:
        told = list(_first(error.problems, reading))
        if told:
            reading.note(ProblemsError(error.message, told))
    return None


def _first(problems: Iterable[CommunityEduError], reading: Reading) -> Iterator[CommunityEduError]:
    """
    Yield the problems but for those that may be there only because a wrong key was left out.
    """
    entries = {wrong[:2] for wrong, _ in reading.problems}
    sections = {wrong[:1] for wrong, _ in reading.problems}
    for problem in problems:
        path = reading.place(getattr(problem, "path", ()))
        follows = False
        if isinstance(problem, ScaleError | PointsError):
            follows = path[:2] in entries
        if isinstance(problem, PointsError) and path[:1] in {("groups",), (HEAD,)}:
            follows = follows or ("criteria",) in sections
        if isinstance(problem, UnitMismatchError):
            follows = ("indicators",) in sections
        if not follows:
            yield problem


# ---------------------------------------------------------------- those that are shipped


def shipped_standards() -> Mapping[str, Text]:
    """
    Return the names of the standards that come with the library, by their identifiers.

    Each can be read with `load_standard`, and says what it was taken from.

    Example:
        >>> shipped_standards()["five-haves"].zh
        '五有'
    """
    return _shipped_names()


def standard_document(name: str | os.PathLike[str]) -> Document:
    """
    Read the file of a standard, or of a shipped one by its identifier.

    Raises:
        ProblemsError: As `read_document`; or no shipped standard has the identifier.

    Example:
        >>> standard_document("five-haves").name
        'five-haves.toml'
    """
    if not isinstance(name, str) or name != PurePath(name).stem:
        return read_document(name)
    known = shipped_ids()
    if name not in known:
        raise refusal(Place(name), UnknownStandardError(name, known))
    file = f"{name}.toml"
    return parse_document(_FOLDER.joinpath(file).read_text("utf-8"), file, "toml")


_FOLDER = files("community_edu.packs").joinpath("standards")


@cache
def shipped_ids() -> tuple[str, ...]:
    """
    Return the identifiers of the shipped standards, without reading them.
    """
    names = (PurePath(file.name) for file in _FOLDER.iterdir())
    return tuple(sorted(name.stem for name in names if name.suffix == ".toml"))


@cache
def _shipped_names() -> Mapping[str, Text]:
    return MappingProxyType({name: load_standard(name).name for name in shipped_ids()})
