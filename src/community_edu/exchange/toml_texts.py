"""
Plans and standards as the text of a TOML file.
"""

import re
from collections.abc import Iterator, Mapping
from typing import cast

from community_edu.evaluation import Standard
from community_edu.exchange._reading import FORMAT
from community_edu.exchange.converting import unstructure
from community_edu.exchange.plans import (
    HEAD,
    HEAD_KEYS,
    NETWORK_SECTIONS,
    PLAN_SECTIONS,
    REPORT,
    REPORT_KEYS,
    REPORT_SECTIONS,
)
from community_edu.exchange.standards import HEAD as STANDARD
from community_edu.exchange.standards import HEAD_KEYS as STANDARD_KEYS
from community_edu.exchange.standards import SECTIONS as STANDARD_SECTIONS
from community_edu.plans import Plan

Table = Mapping[str, object]

LAST = {"facts", "source"}
"""
The keys that are written after the others.
"""

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPED = re.compile('[\\x00-\\x1f\\x7f"\\\\]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def plan_to_toml(plan: Plan) -> str:
    """
    Write *plan* as the text of a plan file, which `load_plan` reads as an equal plan.

    The sections stand in the order of the page on the plan format; what has its
    default is left out. A plan does not know the comments of the file that it was
    read from, so they are not in the text.

    Example:
        >>> print(plan_to_toml(Plan(id="street", title="街道")), end="")
        format = 1
        <BLANKLINE>
        [plan]
        id = "street"
        title = "街道"
    """
    return "\n".join(_lines(_document(plan))) + "\n"


def standard_to_toml(standard: Standard) -> str:
    """
    Write *standard* as the text of a standard file, which `load_standard` reads as an equal one.

    The sections stand in the order of the page on the standard format; what has its
    default is left out, and so are the comments of the file that it was read from.

    Example:
        >>> print(standard_to_toml(Standard(id="school", name="学校")), end="")
        format = 1
        <BLANKLINE>
        [standard]
        id = "school"
        name = "学校"
    """
    data = cast("dict[str, object]", unstructure(standard))
    head = {"format": FORMAT, STANDARD: _kept(data, STANDARD_KEYS)}
    return "\n".join(_lines(head | _kept(data, STANDARD_SECTIONS))) + "\n"


def _document(plan: Plan) -> dict[str, object]:
    """
    Return the tables of the file of a plan.
    """
    data = cast("dict[str, object]", unstructure(plan))
    network = cast("dict[str, object]", data.get("network", {}))
    document: dict[str, object] = {"format": FORMAT, HEAD: _kept(data, HEAD_KEYS)}
    report: dict[str, object] = {}
    if plan.report is not None:
        report = cast("dict[str, object]", data[REPORT])
        document[REPORT] = _kept(report, REPORT_KEYS)
    return (
        document
        | _kept(network, NETWORK_SECTIONS)
        | _kept(data, PLAN_SECTIONS)
        | _kept(report, REPORT_SECTIONS)
    )


def _kept(data: Table, keys: Mapping[str, object]) -> dict[str, object]:
    return {key: data[key] for key in keys if key in data}


def _lines(document: Table) -> Iterator[str]:
    """
    Yield the lines of a file: plain values, then tables, then lists of tables.
    """
    for key, value in document.items():
        if isinstance(value, list):
            for entry in cast("list[Table]", value):
                yield from ("", f"[[{key}]]")
                yield from _entry(key, entry)
        elif isinstance(value, dict):
            yield from ("", f"[{key}]")
            yield from _entry(key, cast("Table", value))
        else:
            yield f"{key} = {toml_value(value)}"


def _entry(section: str, entry: Table) -> Iterator[str]:
    """
    Yield the lines of one table; what it cites stands below, lists of tables last, as TOML asks.
    """
    lists: dict[str, list[Table]] = {}
    for key in sorted(entry, key=LAST.__contains__):
        tables = _tables(entry[key])
        if tables:
            lists[key] = tables
        else:
            yield f"{toml_key(key)} = {toml_value(entry[key])}"
    for key, inner in lists.items():
        for one in inner:
            yield from ("", f"[[{section}.{toml_key(key)}]]")
            yield from _entry(f"{section}.{toml_key(key)}", one)


def _tables(value: object) -> list[Table]:
    """
    Return the tables of a list of them; nothing for any other value.
    """
    entries = cast("list[object]", value) if isinstance(value, list) else []
    return [cast("Table", entry) for entry in entries if isinstance(entry, dict)]


def toml_value(value: object) -> str:
    """
    Write plain data as a value, in one line.
    """
    match value:
        case str():
            return f'"{_ESCAPED.sub(_escape, value)}"'
        case bool():
            return "true" if value else "false"
        case list():
            entries = cast("list[object]", value)
            return f"[{', '.join(toml_value(entry) for entry in entries)}]"
        case dict():
            table = cast("Table", value)
            pairs = (f"{toml_key(key)} = {toml_value(one)}" for key, one in table.items())
            return f"{{ {', '.join(pairs)} }}"
        case _:
            return str(value)


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return _SHORT.get(character) or f"\\u{ord(character):04x}"


def toml_key(key: str) -> str:
    """
    Write a key, in quotes if it needs them.
    """
    return key if _BARE.fullmatch(key) else toml_value(key)
