"""
References to what a room re-exports.

The reference documents each name where its room shows it, `community_edu.calendars.Span`;
annotations know it by the module that defines it, `community_edu.calendars.spans.Span`, and
docstrings of other rooms by its name alone, `Span`. All three lead to the same entry.
"""  # noqa: INP001 - a folder of extensions is no package

from importlib import import_module

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.nodes import make_refnode

PACKAGE = "community_edu"
DEFAULT_ROLE = "obj"
"""
What single backquotes in docstrings are: a reference where there is something to
refer to, else the word itself, such as the name of a field.
"""


def setup(app: Sphinx) -> dict[str, bool]:
    """
    Take part in the resolving of references.
    """
    app.connect("missing-reference", resolve)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def resolve(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: nodes.TextElement
) -> nodes.Node | None:
    """
    Find the entry of a name that is written otherwise than the entry.
    """
    if node.get("refdomain") != "py":
        return None
    target: str = node["reftarget"]
    python = env.domains.python_domain
    found = [name for name in python.objects if same(name, target)]
    if len(found) == 1:
        entry = python.objects[found[0]]
        page = node["refdoc"]
        return make_refnode(app.builder, page, entry.docname, entry.node_id, contnode, found[0])
    if node["reftype"] == DEFAULT_ROLE or exists(target):
        return contnode
    return None


def same(entry: str, target: str) -> bool:
    """
    Tell whether *target* is another way to write *entry*.
    """
    if "." not in target:
        return entry.endswith(f".{target}")
    entry_steps, steps = entry.split("."), target.split(".")
    return steps[0] == PACKAGE and entry_steps[:2] == steps[:2] and entry_steps[2:] == steps[3:]


def exists(target: str) -> bool:
    """
    Tell whether *target* is something in the package that has no entry, such as a detail.
    """
    module, _, name = target.rpartition(".")
    try:
        return target.startswith(f"{PACKAGE}.") and hasattr(import_module(module), name)
    except ImportError:
        return False
