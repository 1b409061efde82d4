"""
Tables that are read out of the code while the pages are built, so that they cannot drift.
"""  # noqa: INP001 - a folder of extensions is no package

import inspect
import pkgutil
import re
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from types import ModuleType

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import community_edu
from community_edu.base import CommunityEduError, FindingKind, label
from community_edu.calendars import shipped_observances

Cell = nodes.Node | str


def setup(app: Sphinx) -> dict[str, bool]:
    """
    Offer the directives.
    """
    app.add_directive("observance-table", ObservanceTable)
    app.add_directive("tag-table", TagTable)
    app.add_directive("finding-table", FindingTable)
    app.add_directive("error-table", ErrorTable)
    app.add_directive("face-table", FaceTable)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


class ObservanceTable(SphinxDirective):
    """
    Every shipped observance.
    """

    def run(self) -> list[nodes.Node]:
        """
        Return the table.
        """
        rows = [
            (
                code(entry.key),
                "、".join((entry.name.zh, *entry.aliases)),
                entry.name.en or "",
                code(str(entry.rule)),
                ", ".join(entry.tags),
                entry.source if entry.verified else f"※ {entry.source}",
            )
            for _, entry in sorted(shipped_observances().items())
        ]
        header = ("Name in rules", "Chinese names", "English", "Rule", "Tags", "Source")
        return [table(header, rows)]


class TagTable(SphinxDirective):
    """
    Every tag of the shipped observances.
    """

    def run(self) -> list[nodes.Node]:
        """
        Return the table.
        """
        shipped = shipped_observances()
        rows = [
            (code(tag), label("tag", tag, "zh-CN"), label("tag", tag, "en"), counted)
            for tag in shipped.tags
            for counted in (str(len(shipped.tagged(tag))),)
        ]
        return [table(("Tag", "Chinese", "English", "Observances"), rows)]


class FindingTable(SphinxDirective):
    """
    Every kind of finding, by its code.
    """

    def run(self) -> list[nodes.Node]:
        """
        Return the table.
        """
        kinds = {kind.code: kind for kind in finding_kinds()}
        rows = [
            (anchor(name), label("severity", kind.severity, "en"), kind.zh, kind.en)
            for name, kind in sorted(kinds.items())
        ]
        return [table(("Code", "Severity", "Chinese", "English"), rows)]


class ErrorTable(SphinxDirective):
    """
    Every error, by its code.
    """

    def run(self) -> list[nodes.Node]:
        """
        Return the table.
        """
        errors = sorted(set(error_classes()), key=lambda error: (error.code, error.__name__))
        rows = [(anchor(error.code), code(error.__name__), error.zh, error.en) for error in errors]
        return [table(("Code", "Class", "Chinese", "English"), rows)]


class FaceTable(SphinxDirective):
    """
    Every name of the face of the package, with the room in which it lives.
    """

    def run(self) -> list[nodes.Node]:
        """
        Return the table.
        """
        rows: list[Sequence[Cell]] = []
        for name in community_edu.__all__:
            value = getattr(community_edu, name)
            room = room_of(name)
            if room:
                target = f"{community_edu.__name__}.{room}.{name}"
                rows.append((self.link(name, target), room, summary(value)))
        return [table(("Name", "Room", "What it is"), rows)]

    def link(self, name: str, target: str) -> nodes.Node:
        """
        Return *name* as a reference to its entry; it is an error if there is none.
        """
        return pending_xref(
            "",
            code(name),
            refdomain="py",
            reftype="data",
            reftarget=target,
            refdoc=self.env.docname,
        )


def room_of(name: str) -> str | None:
    """
    Return the room whose face shows *name*, or `None` for what is of no room.
    """
    value = getattr(community_edu, name)
    for found in pkgutil.iter_modules(community_edu.__path__):
        if found.ispkg:
            room = import_module(f"{community_edu.__name__}.{found.name}")
            if name in getattr(room, "__all__", ()) and getattr(room, name) is value:
                return found.name
    return None


def summary(value: object) -> str:
    """
    Return the first sentence of the docstring of a class or a function.
    """
    if not (inspect.isclass(value) or callable(value)):
        return ""
    paragraph = (inspect.getdoc(value) or "").split("\n\n")[0].replace("\n", " ")
    return re.sub("[`*]", "", paragraph)


def modules() -> Iterator[ModuleType]:
    """
    Yield every module of the package.
    """
    path = community_edu.__path__
    for found in pkgutil.walk_packages(path, f"{community_edu.__name__}."):
        if not found.name.endswith("__main__"):
            yield import_module(found.name)


def finding_kinds() -> Iterator[FindingKind]:
    """
    Yield every kind of finding that a module declares, alone or in a table.
    """
    for module in modules():
        for value in vars(module).values():
            values = value.values() if isinstance(value, dict) else (value,)
            yield from (kind for kind in values if isinstance(kind, FindingKind))


def error_classes() -> Iterator[type[CommunityEduError]]:
    """
    Yield every error that has a sentence of its own.
    """
    for module in modules():
        for _, kind in inspect.getmembers(module, inspect.isclass):
            if issubclass(kind, CommunityEduError) and kind.en != CommunityEduError.en:
                yield kind


def code(text: str) -> nodes.Node:
    """
    Return *text* as code.
    """
    return nodes.literal(text, text)


def anchor(name: str) -> nodes.Node:
    """
    Return *name* as code, with an anchor to link to.
    """
    literal = nodes.literal(name, name)
    literal["ids"].append(name)
    return literal


def table(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> nodes.Node:
    """
    Return a table.
    """
    group = nodes.tgroup(cols=len(header))
    group.extend(nodes.colspec(colwidth=1) for _ in header)
    head, body = nodes.thead(), nodes.tbody()
    head.append(table_row(header))
    body.extend(table_row(row) for row in rows)
    group.extend((head, body))
    made = nodes.table(classes=["code-table"])
    made.append(group)
    return made


def table_row(cells: Sequence[Cell]) -> nodes.row:
    """
    Return one row of a table.
    """
    row = nodes.row()
    for cell in cells:
        content = nodes.Text(cell) if isinstance(cell, str) else cell
        paragraph = nodes.paragraph()
        paragraph.append(content)
        entry = nodes.entry()
        entry.append(paragraph)
        row.append(entry)
    return row
