"""
``select``: the best of many bodies, judged by a standard and chosen by rules.
"""

from community_edu.cli.arguments import FINDINGS, FINE, common, shipped
from community_edu.cli.input_output import as_json, document_of, standard_of, write

TYPE_CHECKING = False  # so spelt that the command starts without `typing`
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from community_edu.evaluation import Selection, Standard
    from community_edu.exchange import BodyEvidence


def learn_select(command: "ArgumentParser") -> None:
    """
    Teach a parser the command ``select``.
    """
    command.add_argument("selection", metavar="SELECTION", help="the rules: .toml, .json, -")
    command.add_argument(
        "standard", metavar="STANDARD", help="a standard, or the name of a shipped standard"
    )
    command.epilog = f"{command.epilog}\n\n{shipped('standards')}"
    command.add_argument(
        "table", metavar="TABLE", help="the evidence, a row a body: .csv, .xlsx, .parquet"
    )
    command.add_argument(
        "--list",
        metavar="LIST",
        help="who takes part, with the attributes that the rules look at (default: TABLE)",
    )
    common(command)
    command.set_defaults(run=_select)


def _select(options: "Namespace") -> int:
    from community_edu.evaluation import select
    from community_edu.evaluation.assessments import assess_many
    from community_edu.exchange import load_candidates, read_selection, read_standard
    from community_edu.views import finding_record

    rules = document_of(options.selection)
    selection = read_selection(rules)
    standard = read_standard(standard_of(options.standard))
    bodies = _bodies(options, selection, standard)
    judged = assess_many(
        standard,
        {body.id: body.evidence for body in bodies},
        {body.id: body.previous for body in bodies},
    )
    candidates = load_candidates(options.list or options.table, selection, judged)
    result = select(selection, candidates)
    if options.format == "json":
        findings = [
            finding_record(str(rules.place(finding.path)), finding, options.lang)
            for finding in result.findings
        ]
        records = {"places": result.records(options.lang), "findings": findings}
        write(options, as_json(records))
    else:
        write(options, f"{result.to_text(options.lang)}\n")
    doubtful = any(finding.severity != "info" for finding in result.findings)
    return FINDINGS if doubtful else FINE


def _bodies(
    options: "Namespace", selection: "Selection", standard: "Standard"
) -> "tuple[BodyEvidence, ...]":
    """
    Read the evidence; of a table that is the list, too, without what only the rules look at.
    """
    from community_edu.exchange import load_evidence_table, read_evidence_table
    from community_edu.exchange.selections import attributes
    from community_edu.exchange.tables import read_table

    if options.list is not None:
        return load_evidence_table(options.table, standard)
    known = {*standard.units, *standard.category_by_id}
    ignore = [head for head in attributes(selection) if head not in known]
    return read_evidence_table(read_table(options.table), standard, ignore=ignore)
