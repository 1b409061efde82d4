"""
``new``: where to start from, a template, a text, a plan or a standard.
"""

import sys

from community_edu.cli.arguments import (
    FINE,
    REPORT_HELP,
    MisusedError,
    common,
    observance_files,
    shipped,
)
from community_edu.cli.input_output import (
    STDIN,
    document_of,
    observances_of,
    say,
    standard_of,
    write,
)

TYPE_CHECKING = False  # so spelt that the command starts without `typing`
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

KINDS = ("plan", "standard", "survey", "selection", "problem", "menu")
ORIGINS = {
    "plan": ("from_text", "source", "report"),
    "standard": ("source",),
}
"""
The options that each kind can be made out of.
"""
DERIVED = """\
# 由上一年的计划生成的草稿，原文件中的注释没有带入；请逐项核对。
# A draft from the plan of the year before, without the comments of its file; look through it.

"""


def learn_new(command: "ArgumentParser") -> None:
    """
    Teach a parser the command ``new``.
    """
    command.add_argument("kind", choices=KINDS)
    origin = command.add_mutually_exclusive_group()
    origin.add_argument(
        "--from-text", metavar="FILE", help="draft it out of the prose of a plan (.txt, .md, -)"
    )
    command.add_argument(
        "--document", type=int, default=1, metavar="N", help="which plan of the text (default: 1)"
    )
    origin.add_argument(
        "--from",
        dest="source",
        metavar="PLAN|STANDARD",
        help="derive next year's plan from this one; start from this standard",
    )
    command.epilog = f"{command.epilog}\n\n{shipped('standards')}"
    command.add_argument("--report", metavar="REPORT", help=REPORT_HELP)
    observance_files(command)
    common(command)
    command.set_defaults(run=_new)


def _new(options: "Namespace") -> int:
    _check_origin(options)
    if options.from_text is not None:
        return _from_text(options)
    if options.source is not None:
        return _from_standard(options) if options.kind == "standard" else _from_plan(options)
    if options.report is not None:
        raise MisusedError("--report: only with --from")
    import pkgutil

    name = f"templates/{options.kind}.toml"
    write(options, pkgutil.get_data("community_edu.packs", name) or b"")
    return FINE


def _check_origin(options: "Namespace") -> None:
    """
    Refuse an origin that what is asked for cannot have.

    Raises:
        MisusedError: There is such an option.
    """
    for name, option in (("from_text", "from-text"), ("source", "from"), ("report", "report")):
        if getattr(options, name) is not None and name not in ORIGINS.get(options.kind, ()):
            kinds = " or a ".join(kind for kind, origins in ORIGINS.items() if name in origins)
            raise MisusedError(f"--{option}: only for a {kinds}")


def _from_text(options: "Namespace") -> int:
    """
    Draft a plan out of a text, and say which others there are in it.
    """
    from pathlib import Path

    from community_edu.exchange import read_text, read_text_stream
    from community_edu.prose import draft_plan, read_outline

    if options.from_text == STDIN:
        text, key = read_text_stream(sys.stdin.buffer, "<stdin>"), "stdin"
    else:
        text, key = read_text(options.from_text), Path(options.from_text).stem
    outline = read_outline(text)
    write(options, draft_plan(outline.document(options.document), key=key))
    if len(outline.documents) > 1:
        for number, found in enumerate(outline.documents, start=1):
            mark = "→" if number == options.document else " "
            say(f"{mark} --document {number}  {found.line}: {found.title}")
    return FINE


def _from_plan(options: "Namespace") -> int:
    """
    Derive next year's plan from this year's, and say what was changed.
    """
    from community_edu.exchange import plan_to_toml, read_plan, read_report
    from community_edu.plans import next_plan
    from community_edu.views import finding_line

    catalog = observances_of(options)
    source = document_of(options.source)
    plan = read_plan(source, observances=catalog)
    report = None
    if options.report is not None:
        report = read_report(document_of(options.report), plan, observances=catalog)
    derived = next_plan(plan, report)
    write(options, f"{DERIVED}{plan_to_toml(derived.plan)}")
    for finding in derived.findings:
        say(finding_line(str(source.place(finding.path)), finding, options.lang))
    return FINE


def _from_standard(options: "Namespace") -> int:
    """
    Start from the file of another standard, with its comments.
    """
    from community_edu.exchange import read_standard

    source = standard_of(options.source)
    read_standard(source)
    write(options, source.text)
    return FINE
