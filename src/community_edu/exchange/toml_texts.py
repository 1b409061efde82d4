"""
Plans as the text of a TOML file.
"""

import re
from collections.abc import Iterator, Mapping
from typing import cast

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
            yield f"{key} = {_value(value)}"


def _entry(section: str, entry: Table) -> Iterator[str]:
    """
    Yield the lines of one table; what it cites stands below, lists of tables last, as TOML asks.
    """
    lists: dict[str, list[Table]] = {}
    for key in sorted(entry, key=LAST.__contains__):
        value = entry[key]
        if isinstance(value, list) and value and isinstance(value[0], dict):
            lists[key] = cast("list[Table]", value)
        else:
            yield f"{_key(key)} = {_value(value)}"
    for key, inner in lists.items():
        for one in inner:
            yield from ("", f"[[{section}.{_key(key)}]]")
            yield from _entry(f"{section}.{_key(key)}", one)


def _value(value: object) -> str:
    if isinstance(value, str):
        return f'"{_ESCAPED.sub(_escape, value)}"'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, cast('list[object]', value)))}]"
    if isinstance(value, dict):
        table = cast("Table", value)
        pairs = (f"{_key(key)} = {_value(one)}" for key, one in table.items())
        return f"{{ {', '.join(pairs)} }}"
    return str(value)


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return _SHORT.get(character) or f"\\u{ord(character):04x}"


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _value(key)
