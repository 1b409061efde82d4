"""
``schedule``: a timetable made, judged, mended, or why there is none.
"""

import sys

from community_edu.cli.arguments import FINDINGS, FINE, MisusedError, common, seconds
from community_edu.cli.input_output import STDIN, as_json, calendar_reader, document_of, say, write
from community_edu.cli.progress import watched

TYPE_CHECKING = False  # so spelt that the command starts without `typing`
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Mapping, Sequence
    from datetime import date
    from typing import Any

    from community_edu.base import Finding, Language
    from community_edu.scheduling.problems import TimetableProblem
    from community_edu.scheduling.timetables import Timetable

VIEWS = ("venue", "educator", "group", "audience", "section")
"""
By what ``--by`` can choose.
"""

FORMATS = {".json": "json", ".toml": "toml", ".csv": "csv"}
"""
The format that the suffix of the output stands for, if none is given.
"""

FILES = {"": (1, 1), "check": (2, 3), "explain": (1, 1), "repair": (3, 3)}
"""
How many files each form of the command takes, at least and at most.
"""

NAMES = ("PROBLEM", "TIMETABLE", "CHANGE")


def learn_schedule(command: "ArgumentParser") -> None:
    """
    Teach a parser the command ``schedule``.
    """
    command.add_argument("problem", metavar="PROBLEM", help="a problem file: .toml, .json, -")
    command.add_argument(
        "timetable",
        metavar="TIMETABLE",
        nargs="?",
        help="with --check and --repair: .json, .toml, "
        "or a table made by hand: .csv, .xlsx, .parquet",
    )
    command.add_argument(
        "change", metavar="CHANGE", nargs="?", help="with --repair: what has changed: .toml, .json"
    )
    does = command.add_mutually_exclusive_group()
    does.add_argument("--check", action="store_true", help="judge a timetable")
    does.add_argument("--explain", action="store_true", help="say why there is no timetable")
    does.add_argument(
        "--repair", action="store_true", help="mend a timetable after a change, moving least"
    )
    command.add_argument(
        "--time-limit", type=seconds, default=60, metavar="S", help="seconds (default: 60)"
    )
    command.add_argument("--seed", type=int, default=0, metavar="N", help="default: 0")
    command.add_argument("--workers", type=_count, metavar="K", help="threads (default: all)")
    command.add_argument(
        "--deterministic",
        action="store_true",
        help="the same answer every time, on one thread and not as good",
    )
    command.add_argument("--start", metavar="TIMETABLE", help="a timetable to begin with")
    command.add_argument(
        "--as-of", metavar="DATE", help="with --repair: what is held before this day stays"
    )
    command.add_argument(
        "--by",
        nargs=2,
        metavar=("WHAT", "ID"),
        help=f"only the week of one: {', '.join(VIEWS)}; with its identifier",
    )
    common(command, "json", "toml", "csv")
    command.set_defaults(run=_schedule, format=None)


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise ValueError(text)
    return count


def _schedule(options: "Namespace") -> int:
    _check_options(options)
    if options.check:
        return _check(options)
    if options.explain:
        return _explain(options)
    return _repair(options) if options.repair else _solve(options)


def _check_options(options: "Namespace") -> None:
    """
    Settle the format, and refuse what does not go together.

    Raises:
        MisusedError: Something does not.
    """
    from pathlib import Path

    form = next((form for form in FILES if form and getattr(options, form)), "")
    makes = form in {"", "repair"}
    given = [options.problem, options.timetable, options.change]
    least, most = FILES[form]
    if None in given[:least] or any(given[most:]):
        files = f"{' '.join(NAMES[:least])}{' [CHANGE]' if most > least else ''}"
        raise MisusedError(f"{f'--{form}' if form else 'schedule'}: give {files}")
    if given.count(STDIN) > 1:
        raise MisusedError("-: only one file can be standard input")
    if options.format is None:
        options.format = FORMATS.get(Path(options.output or "").suffix.casefold(), "text")
    refused = {
        "--start": options.start and form,
        "--deterministic": options.deterministic and form,
        "--as-of": options.as_of and form != "repair",
        f"--format {options.format}": options.format in {"toml", "csv"} and not makes,
        "--by": options.by and not (makes and options.format == "text"),
        f"--by {(options.by or VIEWS)[0]}": (options.by or VIEWS)[0] not in VIEWS,
    }
    for option, wrong in refused.items():
        if wrong:
            raise MisusedError(f"{option}: not with this form of the command")


# ---------------------------------------------------------------- the four forms


def _solve(options: "Namespace") -> int:
    from community_edu.exchange.timetabling import load_timetable
    from community_edu.scheduling.solving import solve

    problem = _problem(options)
    start = None if options.start is None else load_timetable(options.start, problem)
    with watched(options.lang) as progress:
        timetable = solve(
            problem,
            seed=options.seed,
            workers=options.workers,
            deterministic=options.deterministic,
            progress=progress,
            start=start,
            time_limit=options.time_limit,
        )
    _write_timetable(options, timetable, {}, [timetable.summary(options.lang)])
    return FINDINGS if timetable.unplaced else FINE


def _check(options: "Namespace") -> int:
    from community_edu.exchange.timetabling import read_changes
    from community_edu.scheduling.changes import apply_changes
    from community_edu.scheduling.judging import check_timetable

    problem = _problem(options)
    if options.change:
        problem = apply_changes(problem, read_changes(document_of(options.change), problem))
    verdict = check_timetable(problem, _timetable(options.timetable, problem))
    if options.format == "json":
        records = verdict.to_records(options.lang)
        record = {
            "violations": [one for one in records if one["hard"]],
            "cost": verdict.cost,
            "costs": dict(verdict.costs),
            "wishes": [one for one in records if not one["hard"]],
        }
        write(options, as_json(record))
    else:
        write(options, f"{verdict.to_text(options.lang)}\n")
    return FINE if verdict.ok else FINDINGS


def _explain(options: "Namespace") -> int:
    from community_edu.scheduling.explaining import explain

    language: Language = options.lang
    explanation = explain(_problem(options), time_limit=options.time_limit)
    if options.format == "json":
        record = {
            "kind": explanation.kind,
            "conflict": [
                {
                    "demand": one.demand,
                    "of": one.of,
                    "subjects": list(one.subjects),
                    "message": one.message(language),
                }
                for one in explanation.conflict
            ],
            "minimal": explanation.minimal,
            "sentences": [one.to(language) for one in explanation.sentences],
            "relaxations": [
                {"cost": one.cost, "message": one.message(language)}
                for one in explanation.relaxations
            ],
        }
        write(options, as_json(record))
    else:
        write(options, f"{explanation.message(language)}\n")
    return FINE if explanation.kind == "feasible" else FINDINGS


def _repair(options: "Namespace") -> int:
    from community_edu.exchange.timetabling import read_changes
    from community_edu.scheduling.repairing import repair

    language: Language = options.lang
    as_of = _day(options.as_of)
    problem = _problem(options)
    timetable = _timetable(options.timetable, problem)
    changes = read_changes(document_of(options.change), problem)
    with watched(language) as progress:
        mended = repair(
            problem,
            timetable,
            changes,
            as_of=as_of,
            seed=options.seed,
            workers=options.workers,
            progress=progress,
            time_limit=options.time_limit,
        )
    moves = [
        {
            "section": move.section,
            "number": move.number,
            "weeks": str(move.weeks),
            "what": list(move.what),
            "message": move.text.to(language),
        }
        for move in mended.changes
    ]
    record = {"changes": moves, "proven_minimal": mended.proven_minimal}
    lines = [mended.text.to(language), *(str(move["message"]) for move in moves)]
    if mended.timetable.note is not None and options.format == "text":
        lines.append(mended.timetable.note.to(language))
    _write_timetable(options, mended.timetable, record, lines)
    return FINDINGS if mended.timetable.unplaced else FINE


# ---------------------------------------------------------------- in and out


def _problem(options: "Namespace") -> "TimetableProblem":
    """
    Read the problem with its tables and calendars, and say what is doubtful about it.
    """
    from community_edu.exchange.timetabling import read_problem
    from community_edu.scheduling.problem_checks import check_problem
    from community_edu.views import finding_line

    document = document_of(options.problem)
    findings: list[Finding] = []
    problem = read_problem(document, read_calendar=calendar_reader(findings))
    if not options.check:
        findings.extend(check_problem(problem))
    for finding in findings:
        path = ("demands", *finding.path[1:]) if finding.path[:1] == ("rules",) else finding.path
        say(finding_line(str(document.place(path)), finding, options.lang))
    return problem


def _timetable(name: str, problem: "TimetableProblem") -> "Timetable":
    """
    Read a timetable from its file, or from standard input: JSON, or else TOML.
    """
    from io import BytesIO

    from community_edu.exchange import read_stream
    from community_edu.exchange.documents import LARGEST_FILE
    from community_edu.exchange.timetabling import load_timetable, read_timetable

    if name != STDIN:
        return load_timetable(name, problem)
    raw = sys.stdin.buffer.read(LARGEST_FILE + 1)
    is_json = raw.lstrip().startswith(b"{")
    return read_timetable(
        read_stream(BytesIO(raw), "<stdin>", "json" if is_json else "toml"), problem
    )


def _write_timetable(
    options: "Namespace",
    timetable: "Timetable",
    record: "Mapping[str, Any]",
    lines: "Sequence[str]",
) -> None:
    """
    Write a timetable in the format that is asked for.

    Args:
        options: Which says the format.
        timetable: The timetable.
        record: What JSON and TOML have of it besides.
        lines: What a reader is told before.
    """
    from community_edu.exchange.timetabling import (
        timetable_record,
        timetable_sheet,
        toml_document,
    )

    language: Language = options.lang
    match options.format:
        case "json":
            write(options, as_json({**timetable_record(timetable, language), **record}))
        case "toml":
            write(options, toml_document({**timetable_record(timetable, language), **record}))
        case "csv":
            write(options, timetable_sheet(timetable, language))
            say("\n".join(lines))
        case _:
            shown = timetable.view
            if options.by:
                what, name = options.by
                shown = getattr(timetable, f"by_{what}")(name)
            write(options, "\n".join([*lines, "", shown.to_text(language), ""]))
    if timetable.note is not None and options.format != "text":
        say(timetable.note.to(language))


def _day(text: str | None) -> "date | None":
    from datetime import date

    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise MisusedError("--as-of: a day such as 2026-10-19") from None
