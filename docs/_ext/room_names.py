"""
Entries for what a room shows besides classes and functions: identifiers, choices, constants.

autodoc finds their docstrings only in the module that defines them.
"""  # noqa: INP001 - a folder of extensions is no package

import inspect
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import ClassVar, Literal, NewType, get_args, get_origin

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.pycode import ModuleAnalyzer
from sphinx.util.docutils import SphinxDirective

LONGEST = 72


def setup(app: Sphinx) -> dict[str, bool]:
    """
    Offer the directive.
    """
    app.add_directive("room-names", RoomNames)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


class RoomNames(SphinxDirective):
    """
    The names of a room that are neither classes nor functions.
    """

    required_arguments: ClassVar[int] = 1

    def run(self) -> list[nodes.Node]:
        """
        Return an entry for each, in the order of the alphabet.
        """
        room = import_module(self.arguments[0])
        return self.parse_text_to_nodes("\n".join(entries(room)))


def entries(room: ModuleType) -> Iterator[str]:
    """
    Write the entries as reStructuredText, line by line.
    """
    docs = documented(room)
    for name in sorted(room.__all__, key=str.casefold):
        value = getattr(room, name)
        if inspect.isclass(value) or inspect.isfunction(value) or hasattr(value, "cache_info"):
            continue
        if isinstance(value, NewType):
            text = ["An identifier: a text that the function of that name has checked."]
        elif get_origin(value) is Literal:
            text = ["One of " + ", ".join(f"``{word}``" for word in get_args(value)) + "."]
        else:
            text = [f"``{short(value)}``"]
        yield f".. py:data:: {name}"
        yield f"   :module: {room.__name__}"
        yield ""
        yield from (f"   {line}" for line in (*text, "", *docs.get(name, ())))
        yield ""


def documented(room: ModuleType) -> dict[str, list[str]]:
    """
    Return the docstrings of constants in the modules of a room.
    """
    found: dict[str, list[str]] = {}
    modules = {getattr(value, "__module__", "") for value in vars(room).values()}
    for module in sorted(name for name in modules if name.startswith(room.__name__)):
        docs = ModuleAnalyzer.for_module(module).find_attr_docs()
        found |= {name: lines for (owner, name), lines in docs.items() if not owner}
    return found


def short(value: object) -> str:
    """
    Write a value, or the beginning of it.
    """
    text = repr(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
