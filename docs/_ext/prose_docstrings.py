"""
Docstrings whose first sentences have a colon.

In the summary of a property and under ``Returns:`` napoleon takes the words before a colon
for a type. Ours are prose, with the types in the annotations; so the line is broken after
its first word, which changes nothing that a reader sees.
"""  # noqa: INP001 - a folder of extensions is no package

from sphinx.application import Sphinx

BEFORE_NAPOLEON = 400


def setup(app: Sphinx) -> dict[str, bool]:
    """
    See every docstring before napoleon does.
    """
    app.connect("autodoc-process-docstring", break_lines, priority=BEFORE_NAPOLEON)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def break_lines(  # noqa: PLR0917 - Sphinx gives all of these
    app: Sphinx,  # noqa: ARG001
    what: str,
    name: str,  # noqa: ARG001
    obj: object,  # noqa: ARG001
    options: object,  # noqa: ARG001
    lines: list[str],
) -> None:
    """
    Break the lines where napoleon would look for a type.
    """
    places = [index + 1 for index, line in enumerate(lines) if line == "Returns:"]
    if what == "property":
        places.insert(0, 0)
    for place in reversed(places):
        line = lines[place]
        indent = line[: len(line) - len(line.lstrip())]
        first, _, rest = line.strip().partition(" ")
        lines[place : place + 1] = [f"{indent}{first}", f"{indent}{rest}"] if rest else [line]
