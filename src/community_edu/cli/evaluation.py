"""
``evaluate``: one body, a table of bodies, or a large table from file to file.
"""

from community_edu.cli.arguments import (
    FINDINGS,
    FINE,
    MisusedError,
    common,
    observance_files,
    shipped,
)
from community_edu.cli.input_output import (
    as_json,
    document_of,
    observances_of,
    say,
    standard_of,
    write,
)

TYPE_CHECKING = False  # so spelt that the command starts without `typing`
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable

    from community_edu.evaluation import Standard, Status

EVERY = ""
EVIDENCE_HELP = "one body: .toml, .json, - (name = value); a row a body: .csv, .xlsx, .parquet"


def learn_evaluate(command: "ArgumentParser") -> None:
    """
    Teach a parser the command ``evaluate``.
    """
    command.add_argument(
        "standard",
        metavar="STANDARD",
        help="a standard, a plan with targets, or the name of a shipped standard",
    )
    command.epilog = f"{command.epilog}\n\n{shipped('standards')}"
    command.add_argument("evidence", metavar="EVIDENCE", help=EVIDENCE_HELP)
    command.add_argument("--previous", metavar="FILE", help="the evidence of the period before")
    command.add_argument(
        "--compare", action="store_true", help="tell what moved since the period before"
    )
    command.add_argument(
        "--explain",
        nargs="?",
        const=EVERY,
        metavar="CRITERION",
        help="show how a criterion was decided, or every one",
    )
    command.add_argument(
        "--parent",
        metavar="COLUMN",
        help="the column of the body among whose bodies each is ranked",
    )
    observance_files(command)
    common(command, "json", "csv")
    command.set_defaults(run=_evaluate)


def _evaluate(options: "Namespace") -> int:
    from pathlib import Path

    from community_edu.exchange import READERS, read_standard

    standard = read_standard(standard_of(options.standard), observances=observances_of(options))
    many = Path(options.evidence).suffix.casefold() in READERS
    to_parquet = options.format == "text" and Path(options.output or "").suffix == ".parquet"
    for name in ("explain", "compare") if many else ("parent",):
        if getattr(options, name) not in {None, False}:
            raise MisusedError(f"--{name}: only for {'one body' if many else 'a table of bodies'}")
    if to_parquet:
        return _evaluate_parquet(options, standard)
    return _evaluate_many(options, standard) if many else _evaluate_one(options, standard)


def _evaluate_one(options: "Namespace", standard: "Standard") -> int:
    from community_edu.evaluation import evaluate
    from community_edu.exchange import load_evidence, read_body
    from community_edu.views import assessment_record, assessment_text

    if options.compare and not options.previous:
        raise MisusedError("--compare: only with --previous")
    language = options.lang
    body = read_body(document_of(options.evidence), standard)
    previous = load_evidence(options.previous, standard) if options.previous else None
    assessment = evaluate(standard, body.evidence, previous, claimed=body.claimed)
    explained = standard.by_id if options.explain == EVERY else (options.explain,)
    derivations = {
        name: assessment.derivation(name).to(language) for name in explained if name is not None
    }
    record = assessment_record(assessment)
    parts = [assessment_text(assessment, language), *(f"{one}\n" for one in derivations.values())]
    if derivations:
        record["derivations"] = derivations
    if options.compare:
        from community_edu.evaluation import compare_assessments
        from community_edu.views import comparison_record, comparison_text

        compared = compare_assessments(evaluate(standard, previous or {}), assessment)
        record["comparison"] = comparison_record(compared, language)
        parts.append(comparison_text(compared, language))
    write(options, as_json(record) if options.format == "json" else "\n".join(parts))
    return _status(outcome.status for outcome in assessment.outcomes)


def _evaluate_many(options: "Namespace", standard: "Standard") -> int:
    from community_edu.evaluation import evaluate_many
    from community_edu.evaluation.judging import ranks
    from community_edu.exchange import load_evidence_table
    from community_edu.views.marks import marks_records, marks_sheet, marks_text

    bodies = load_evidence_table(options.evidence, standard, parent=options.parent)
    before = {body.id: body.previous for body in bodies}
    if options.previous:
        if any(before.values()):
            raise MisusedError("--previous: the evidence has columns of the period before")
        earlier = load_evidence_table(options.previous, standard, parent=options.parent)
        before = {body.id: body.evidence for body in earlier}
    marks = evaluate_many(standard, {body.id: body.evidence for body in bodies}, before)
    places = ranks(marks, {body.id: body.parent for body in bodies})
    match options.format:
        case "json":
            write(options, as_json(marks_records(marks, places)))
        case "csv":
            write(options, marks_sheet(standard, marks, places))
        case _:
            write(options, marks_text(standard, marks, places, options.lang))
    return _status(status for one in marks.values() for status in one.statuses.values())


def _evaluate_parquet(options: "Namespace", standard: "Standard") -> int:
    """
    Judge a large table from file to file.
    """
    from community_edu.exchange import evaluate_parquet

    run = evaluate_parquet(
        standard,
        options.evidence,
        options.output,
        previous=options.previous,
        parent=options.parent,
        force=options.force,
    )
    if run.absent:
        names = ", ".join(run.absent)
        say(
            f"没有这些列，按未知处理：{names}"
            if options.lang == "zh-CN"
            else f"no columns, so unknown: {names}"
        )
    return FINE if run.all_met else FINDINGS


def _status(statuses: "Iterable[Status]") -> int:
    return FINDINGS if {"not_met", "partly"}.intersection(statuses) else FINE
