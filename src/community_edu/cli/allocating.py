"""
``allocate``: the lecturers of a course menu given to the points that chose from it.
"""

from community_edu.cli.arguments import FINDINGS, FINE, common, seconds
from community_edu.cli.input_output import (
    as_json,
    calendar_reader,
    document_of,
    say,
    write,
)
from community_edu.cli.progress import watched

TYPE_CHECKING = False  # so spelt that the command starts without `typing`
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from community_edu.base import Finding, Language
    from community_edu.exchange import Document
    from community_edu.scheduling.allocating import Allocation, MenuRound

AIMS = ("points", "sessions")
FORMATS = {".json": "json", ".csv": "csv"}
"""
The format that the suffix of the output stands for, if none is given.
"""


def learn_allocate(command: "ArgumentParser") -> None:
    """
    Teach a parser the command ``allocate``.
    """
    command.add_argument("menu", metavar="MENU", help="a menu file: .toml, .json, -")
    command.add_argument(
        "choices",
        metavar="CHOICES",
        nargs="*",
        help="what points have chosen, if the menu file does not say it: .csv, .xlsx, .parquet",
    )
    command.add_argument(
        "--aim",
        choices=AIMS,
        default=AIMS[0],
        help="what comes first: that every point gets something, or that much is held "
        "(default: points)",
    )
    command.add_argument(
        "--time-limit", type=seconds, default=30, metavar="S", help="seconds (default: 30)"
    )
    command.add_argument("--seed", type=int, default=0, metavar="N", help="default: 0")
    command.add_argument(
        "--problem",
        metavar="FILE",
        help="write a problem for schedule, too: the sessions that are granted (.toml, .json)",
    )
    common(command, "json", "csv")
    command.set_defaults(run=_allocate, format=None)


def _allocate(options: "Namespace") -> int:
    from pathlib import Path

    from community_edu.scheduling.allocating import allocate

    if options.format is None:
        options.format = FORMATS.get(Path(options.output or "").suffix.casefold(), "text")
    menu_round = _round(options)
    menu, choices = menu_round.whole()
    with watched(options.lang) as progress:
        allocation = allocate(
            menu,
            choices,
            menu_round.educators,
            travel=menu_round.travel,
            points=menu_round.points,
            aim=options.aim,
            time_limit=options.time_limit,
            seed=options.seed,
            progress=progress,
        )
    if options.problem is not None:
        from community_edu.exchange.timetabling import save_problem

        problem = menu_round.timetable_problem(allocation)
        save_problem(problem, options.problem, force=options.force)
    _write_allocation(options, allocation)
    return FINDINGS if allocation.unmet else FINE


def _round(options: "Namespace") -> "MenuRound":
    """
    Read the menu with its tables, and say what is doubtful about it.
    """
    from community_edu.exchange.allocating import read_menu
    from community_edu.scheduling.allocating import check_round
    from community_edu.views import finding_line

    document = document_of(options.menu)
    findings: list[Finding] = []
    menu_round = read_menu(document, *options.choices, read_calendar=calendar_reader(findings))
    if options.problem is not None and menu_round.weeks is None:
        raise _without_weeks(document)
    findings.extend(check_round(menu_round))
    for finding in findings:
        say(finding_line(str(document.place(finding.path)), finding, options.lang))
    return menu_round


def _without_weeks(document: "Document") -> Exception:
    """
    Return the error for a menu of which a problem is asked, and that does not say when.
    """
    from community_edu.exchange.places import Place, refusal
    from community_edu.scheduling.allocating import NoWeeksError

    return refusal(Place(document.name), NoWeeksError())


def _write_allocation(options: "Namespace", allocation: "Allocation") -> None:
    """
    Write an allocation in the format that is asked for.
    """
    from community_edu.exchange.allocating import allocation_record, allocation_sheet

    language: Language = options.lang
    if options.format == "json":
        write(options, as_json(allocation_record(allocation, language)))
    elif options.format == "csv":
        write(options, allocation_sheet(allocation, language))
    else:
        write(options, f"{allocation.to_text(language)}\n")
    if allocation.note is not None and options.format != "text":
        say(allocation.note.to(language))
