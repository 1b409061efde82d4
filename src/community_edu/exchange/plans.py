"""
Plan files: one TOML or JSON document, one plan.
"""

import os
from typing import Any, ClassVar, get_args, get_origin

import attrs

from community_edu.base import CommunityEduError, ProblemsError, UnknownReferenceError
from community_edu.calendars import (
    Almanac,
    CircularNamesError,
    TangledNamesError,
    shipped_observances,
)
from community_edu.exchange._reading import Reading
from community_edu.exchange.documents import Document, read_document
from community_edu.organizations import TrainingNetwork
from community_edu.plans import Plan, day_rules

HEAD = "plan"
"""
The table of a plan file that says whose plan it is.
"""

FORMAT = 1
"""
The version of the format, which a plan file states as ``format``.
"""


@attrs.define(slots=False)
class UnknownFormatVersionError(CommunityEduError, ValueError):
    """
    A plan file of another version of the format.
    """

    code: ClassVar[str] = "unknown-version"
    en: ClassVar[str] = "this plan file has format {found}; this version reads format {wanted}"
    zh: ClassVar[str] = "此计划文件的格式版本是 {found}，本版本只能读取 {wanted}"

    found: object
    wanted: int = FORMAT


def _fields(kind: type[attrs.AttrsInstance]) -> dict[str, object]:
    return {field.name: field.type for field in attrs.fields(kind)}


def _sections(kind: type[attrs.AttrsInstance]) -> dict[str, object]:
    """
    Return the fields of *kind* that are lists of values, with the type of an entry.
    """
    return {
        name: get_args(entries)[0]
        for name, entries in _fields(kind).items()
        if get_origin(entries) is tuple and attrs.has(get_args(entries)[0])
    }


NETWORK_SECTIONS = _sections(TrainingNetwork)
PLAN_SECTIONS = _sections(Plan)
HEAD_KEYS = {
    name: kind
    for name, kind in _fields(Plan).items()
    if name not in PLAN_SECTIONS and name != "network"
}


def load_plan(path: str | os.PathLike[str]) -> Plan:
    """
    Read a plan file (``.toml`` or ``.json``).

    Args:
        path: The file.

    Returns:
        The plan, every part of it checked.

    Raises:
        ProblemsError: The file cannot be read, or something in it is wrong:
            every problem at once, in the order of the file, each with
            ``file:line:column``.

    Example:
        >>> load_plan("examples/plans/jingtai-street.toml").title.en
        'Community education work plan of Jingtai Road Subdistrict'
    """
    return read_plan(read_document(path))


def read_plan(document: Document) -> Plan:
    """
    Turn a document that has been read into a plan; see `load_plan`.
    """
    reading = Reading(document)
    plan = _plan(reading)
    if plan is None or reading.problems:
        raise reading.refusal("a plan")
    return plan


def _plan(reading: Reading) -> Plan | None:
    """
    Make the plan, or note in *reading* why there is none.
    """
    reading.only(("format", HEAD, *NETWORK_SECTIONS, *PLAN_SECTIONS))
    version = reading.document.data.get("format", FORMAT)
    if type(version) is not int or version != FORMAT:
        reading.problems.append((("format",), UnknownFormatVersionError(version)))
    bodies = {name: reading.section(name, kind) for name, kind in NETWORK_SECTIONS.items()}
    values: dict[str, Any] = {
        name: reading.section(name, kind) for name, kind in PLAN_SECTIONS.items()
    }
    values["network"] = _network(reading, bodies)
    _check_names(reading, values)
    head = reading.table(HEAD, HEAD_KEYS, ("id", "title"))
    if head is None:
        return None
    try:
        return Plan(**head, **values)
    except ProblemsError as error:
        reading.note(error)
    return None


def _network(reading: Reading, values: dict[str, list[Any]]) -> TrainingNetwork:
    """
    Make the network; where it does not hold together, what others may refer to in it.
    """
    try:
        return TrainingNetwork(**values)
    except ProblemsError as error:
        reading.note(error)
    bodies = {body.id: attrs.evolve(body, parent=None) for body in values["organizations"]}
    posts = {post.id: attrs.evolve(post, at=None) for post in values["positions"]}
    criteria = {entry.id: entry for entry in values["criteria"]}
    return TrainingNetwork(
        organizations=bodies.values(),
        positions=[post for id_, post in posts.items() if id_ not in bodies],
        criteria=criteria.values(),
    )


def _check_names(reading: Reading, values: dict[str, Any]) -> None:
    """
    Note each name in a day rule that stands for nothing.
    """
    try:
        own = shipped_observances().with_own(values["observances"])
    except (CircularNamesError, TangledNamesError) as error:
        reading.problems.append((("observances",), error))
        return
    known = {*Almanac(observances=own).names(), *reading.broken}
    kind = ("observance or school holiday", "节日或假期")
    for path, rule in day_rules(values["duties"], values["themes"], values["observances"]):
        for name in rule.named():
            if name not in known:
                problem = UnknownReferenceError(path, *kind, name, tuple(known))
                reading.problems.append((reading.place(path), problem))
