"""
Signatures with the defaults that a reader would write.

Defaults that are made anew for each value stand as ``...``; objects without a text form of
their own stand as the constant that they are.
"""  # noqa: INP001 - a folder of extensions is no package

import re

from sphinx.application import Sphinx

DEFAULTS = {
    r"= NOTHING\b": "= ...",
    r"= <community_edu\.calendars\.rules\._NoNames object>": "= NO_NAMES",
}


def setup(app: Sphinx) -> dict[str, bool]:
    """
    See every signature before it is written.
    """
    app.connect("autodoc-process-signature", name_defaults)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def name_defaults(  # noqa: PLR0917 - Sphinx gives all of these
    app: Sphinx,  # noqa: ARG001
    what: str,  # noqa: ARG001
    name: str,  # noqa: ARG001
    obj: object,  # noqa: ARG001
    options: object,  # noqa: ARG001
    signature: str | None,
    returns: str | None,
) -> tuple[str | None, str | None]:
    """
    Return the signature with such defaults replaced.
    """
    for found, meant in DEFAULTS.items():
        signature = signature and re.sub(found, meant, signature)
    return signature, returns
