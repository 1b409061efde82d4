"""
Plan files: one TOML or JSON document, one plan.
"""

import os
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from community_edu.base import Path, ProblemsError
from community_edu.calendars import ObservanceCatalog, Rule
from community_edu.calendars.rules import ENTRY
from community_edu.exchange._reading import Reading
from community_edu.exchange.converting import fields_of, sections_of
from community_edu.exchange.documents import Document, read_document
from community_edu.exchange.observances import add_own, check_names
from community_edu.organizations import TrainingNetwork
from community_edu.plans import Plan, Report, day_rules

HEAD = "plan"
"""
The table of a plan file that says whose plan it is.
"""


REPORT = "report"
"""
The table that says of what its numbers are a report; the numbers may stand without it.
"""

NETWORK_SECTIONS = sections_of(TrainingNetwork)
PLAN_SECTIONS = sections_of(Plan)
REPORT_SECTIONS = sections_of(Report)
HEAD_KEYS = {
    name: kind
    for name, kind in fields_of(Plan).items()
    if name not in PLAN_SECTIONS and name not in {"network", REPORT}
}
REPORT_KEYS = {
    name: kind for name, kind in fields_of(Report).items() if name not in REPORT_SECTIONS
}


def load_plan(
    path: str | os.PathLike[str], *, observances: ObservanceCatalog | None = None
) -> Plan:
    """
    Read a plan file (``.toml`` or ``.json``).

    Args:
        path: The file.
        observances: The observances that its rules may name, beside those of
            its own; by default the shipped ones.

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
    return read_plan(read_document(path), observances=observances)


def read_plan(document: Document, *, observances: ObservanceCatalog | None = None) -> Plan:
    """
    Turn a document that has been read into a plan; see `load_plan`.
    """
    reading = Reading(document)
    plan = _plan(reading, observances)
    if plan is None or reading.problems:
        raise reading.refusal("a plan")
    return plan


def _plan(reading: Reading, base: ObservanceCatalog | None) -> Plan | None:
    """
    Make the plan, or note in *reading* why there is none.
    """
    reading.only((*("format", HEAD, REPORT), *NETWORK_SECTIONS, *PLAN_SECTIONS, *REPORT_SECTIONS))
    reading.check_version()
    bodies = {name: reading.section(name, kind) for name, kind in NETWORK_SECTIONS.items()}
    values: dict[str, Any] = {
        name: reading.section(name, kind) for name, kind in PLAN_SECTIONS.items()
    }
    values["network"] = _network(reading, bodies)
    values[REPORT] = _report(reading)
    head = reading.table(HEAD, HEAD_KEYS, ("id", "title"))
    catalog = add_own(reading, values["observances"], base)
    if catalog is not None:
        rules = dict(day_rules(values["duties"], values["themes"], values["observances"]))
        covers: Rule | None = head.get("covers") if head else None
        if covers is not None:
            rules[HEAD, "covers"] = covers
        named = (name for rule in rules.values() for name in rule.named())
        entries = (
            name for name in named if name.startswith(ENTRY)
        )  # which the plan looks up itself
        check_names(reading, rules | dict(_single_rules(values)), catalog, entries)
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


def _report(reading: Reading) -> Report | None:
    """
    Make the report, if the file has any part of one; what is left of it if that is wrong.
    """
    parts: dict[str, Any] = {
        name: reading.section(name, kind) for name, kind in REPORT_SECTIONS.items()
    }
    head: dict[str, Any] | None = {}
    if REPORT in reading.document.data:
        head = reading.table(REPORT, REPORT_KEYS, ())
    elif not any(parts.values()):
        return None
    try:
        return Report(**(head or {}), **parts)
    except ProblemsError as error:
        reading.note(error)
    return None


SINGLE_RULES = (("courses", "starts"), ("sections", "sign_up"), ("textbooks", "published"))
"""
The keys of entries with one day rule.
"""


def _single_rules(values: Mapping[str, Any]) -> Iterator[tuple[Path, Rule]]:
    """
    Yield the day rules that make no entries of a calendar, with their paths.
    """
    for section, key in SINGLE_RULES:
        for index, entry in enumerate(values[section]):
            if getattr(entry, key) is not None:
                yield (section, index, key), getattr(entry, key)
    if values[REPORT] is not None:
        yield from values[REPORT].rules()
