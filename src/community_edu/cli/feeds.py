"""
``publish``: the feeds of a plan, and the ledger that keeps them the same feeds.
"""

from community_edu.cli.arguments import (
    FINE,
    MisusedError,
    common,
    instant,
    proposing,
    year_files,
)
from community_edu.cli.dating import dated_plan
from community_edu.cli.input_output import as_json, document_of, instant_of, say, write

TYPE_CHECKING = False  # so spelt that the command starts without `typing`
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Iterable, Mapping
    from datetime import timedelta
    from pathlib import Path

    from community_edu.feeds import Feed, FeedSelection, Ledger, Publication
    from community_edu.plans import Calendar
    from community_edu.scheduling.timetables import Timetable

LARGEST_FILE = 64 * 1024 * 1024
UNITS = {"w": 10_080, "d": 1_440, "h": 60, "m": 1}
"""
The minutes of a unit of time, as ``--remind`` has them.
"""


def learn_publish(command: "ArgumentParser") -> None:
    """
    Teach a parser the command ``publish``.
    """
    command.add_argument(
        "plan", metavar="PLAN", nargs="?", help="a plan file, or - for standard input"
    )
    command.add_argument("--year", type=int, metavar="YEAR", help="of the plan, 1901–2100")
    year_files(command)
    command.add_argument("--out", required=True, metavar="DIR", help="the folder of the feeds")
    command.add_argument("--ledger", metavar="FILE", help="what was published (default: in DIR)")
    proposing(command)
    instant(command)
    command.add_argument(
        "--timetable",
        nargs=2,
        metavar=("PROBLEM", "TIMETABLE"),
        help="publish a timetable, too; or alone, without PLAN",
    )
    command.add_argument(
        "--term", metavar="KEY", help="what tells its term from others (default: its first Monday)"
    )
    command.add_argument(
        "--as", dest="plan_id", metavar="ID", help="the plan of a timetable that is published alone"
    )
    command.add_argument(
        "--by",
        default="audience",
        metavar="WHAT,…",
        help="a feed for each: audience (default), organization, body (without those below it), "
        "tier, venue, educator, course, tag; or nothing",
    )
    command.add_argument(
        "--sessions",
        choices=("single", "series"),
        default="single",
        help="weekly classes as one event each time, or as one that repeats (default: single)",
    )
    command.add_argument("--todos", action="store_true", help="tasks as to-dos, not as events")
    command.add_argument(
        "--cancelled",
        choices=("mark", "drop"),
        default="mark",
        help="cancelled entries marked as such, or left out (default: mark)",
    )
    command.add_argument(
        "--remind", type=_leads, default=(), metavar="1d,2h", help="reminders: w, d, h, m before"
    )
    command.add_argument(
        "--personal", action="store_true", help="name educators, show phone numbers in texts"
    )
    command.add_argument("--address", metavar="URL", help="where the folder is served")
    command.add_argument(
        "--index", action="store_true", help="write index.html, too; with --address"
    )
    command.add_argument("--notice", metavar="FILE", help="write there what changed, for people")
    common(command)
    command.set_defaults(run=_publish)


def _leads(text: str) -> "tuple[timedelta, ...]":
    import re
    from datetime import timedelta

    leads = [re.fullmatch(r"(\d{1,4})([wdhm])", part) for part in text.split(",")]
    if None in leads:
        raise ValueError(text)
    return tuple(timedelta(minutes=int(lead[1]) * UNITS[lead[2]]) for lead in leads if lead)


def _check_options(options: "Namespace") -> None:
    """
    Refuse what does not go together.

    Raises:
        MisusedError: Something does not.
    """
    if options.plan is None:
        if options.timetable is None or options.plan_id is None:
            raise MisusedError("PLAN: give a plan, or --timetable PROBLEM TIMETABLE --as ID")
        if options.year is not None:
            raise MisusedError("--year: only with PLAN")
    elif options.year is None:
        raise MisusedError("--year: which year of the plan?")
    elif options.plan_id is not None:
        raise MisusedError("--as: not with PLAN, which has an identifier")
    if options.term is not None and options.timetable is None:
        raise MisusedError("--term: only with --timetable")
    if options.index and (options.address is None or options.personal):
        raise MisusedError("--index: only with --address, and not with --personal")


def _publish(options: "Namespace") -> int:
    from pathlib import Path

    from community_edu.exchange import write_files
    from community_edu.feeds.serving.indexes import INDEX, index_page

    _check_options(options)
    calendar = None if options.plan is None else dated_plan(options)
    plan = options.plan_id if calendar is None else calendar.plan.id
    folder = Path(options.out)
    ledger_path = Path(options.ledger or folder / f"{plan}.ledger.json")
    previous = _ledger(ledger_path)
    publication = _fitting(options, calendar, previous, ledger_path)
    feeds = _feeds(options, publication)
    files = {ledger_path: publication.ledger.to_json().encode()}  # first: if the rest fails,
    files |= {folder / feed.filename: feed.data for feed in feeds}  # the next run mends it
    title = publication.title.to(options.lang)
    if options.index:
        files[folder / INDEX] = index_page(
            feeds, title=title, address=options.address, language=options.lang
        )
    if options.notice is not None:
        files[Path(options.notice)] = publication.notice(options.lang).encode()
    write_files(_changed(files), force=options.force or previous is not None)
    if options.format == "json":
        write(options, as_json(_record(options, folder, feeds, publication)))
    else:
        lines = [f"{folder / feed.filename}  {feed.report.events}" for feed in feeds]
        lines += ["", *(change.message(options.lang) for change in publication.changes)]
        lines.append(title if calendar is None else calendar.summary(options.lang))
        write(options, "".join(f"{line}\n" for line in lines))
    for finding in publication.findings:
        say(f"{ledger_path}: {finding.message(options.lang)}")
    for feed in feeds:
        for warning in feed.report.warnings:
            say(f"{feed.filename}: {warning.message(options.lang)}")
    return FINE


def _ledger(path: "Path") -> "Ledger | None":
    """
    Read the ledger, if there is one.
    """
    from community_edu.exchange import read_bytes
    from community_edu.feeds import Ledger

    if not path.exists():
        return None
    return Ledger.from_json(read_bytes(path, (".json",), LARGEST_FILE).decode(errors="replace"))


def _timetable(problem_file: str, timetable_file: str) -> "Timetable":
    from community_edu.exchange.timetabling import load_timetable, read_problem
    from community_edu.feeds import read_busy

    problem = read_problem(document_of(problem_file), read_calendar=read_busy)
    return load_timetable(timetable_file, problem)


def _publisher(
    options: "Namespace", calendar: "Calendar | None"
) -> "Callable[[Ledger | None], Publication]":
    """
    Return what publishes, with one ledger or another.
    """
    from community_edu.feeds import publish

    at = instant_of(options.at)
    if calendar is not None:
        beside = _timetable(*options.timetable) if options.timetable else None
        return lambda ledger: publish(
            calendar, timetable=beside, term=options.term, previous=ledger, at=at
        )
    alone = _timetable(*options.timetable)
    return lambda ledger: publish(
        alone, plan=options.plan_id, term=options.term, previous=ledger, at=at
    )


def _fitting(
    options: "Namespace", calendar: "Calendar | None", previous: "Ledger | None", path: "Path"
) -> "Publication":
    """
    Publish with the ledger, if it fits the feeds that are there; with ``--force``, make it fit.

    Raises:
        LostLedgerError: It knows nothing of the plan, and the feeds do.
        OldLedgerError: It is older than they are.
    """
    from pathlib import Path

    from community_edu.exchange import read_bytes
    from community_edu.feeds import Ledger
    from community_edu.feeds.marks import Marks, caught_up

    published = _publisher(options, calendar)
    publication = published(previous)
    plan = publication.calendar.plan.id
    there = (
        Path(options.out) / selection.filename(plan)
        for selection in _selections(options, publication)
    )
    marks = Marks.of(read_bytes(file, (".ics",), LARGEST_FILE) for file in there if file.is_file())
    ledger = Ledger() if previous is None else previous
    if not options.force:
        marks.check(ledger, plan=plan, name=str(path))
        return publication
    if not marks.beyond(ledger):
        return publication
    return published(caught_up(ledger, marks, publication.at))


def _selections(options: "Namespace", publication: "Publication") -> "Iterable[FeedSelection]":
    from community_edu.feeds import FeedSelection

    criteria = (criterion for criterion in options.by.split(",") if criterion)
    return FeedSelection(), *publication.selections(*criteria)


def _feeds(options: "Namespace", publication: "Publication") -> "list[Feed]":
    from urllib.parse import quote

    plan = publication.calendar.plan.id
    base = None if options.address is None else options.address.removesuffix("/")
    return [
        publication.feed(
            selection=selection,
            language=options.lang,
            reminders=options.remind,
            tasks="todos" if options.todos else "events",
            cancelled=options.cancelled,
            sessions=options.sessions,
            personal=options.personal,
            address=None if base is None else f"{base}/{quote(selection.filename(plan))}",
        )
        for selection in _selections(options, publication)
    ]


def _record(
    options: "Namespace", folder: "Path", feeds: "Iterable[Feed]", publication: "Publication"
) -> "dict[str, object]":
    return {
        "feeds": [
            {
                "file": str(folder / feed.filename),
                "etag": feed.etag,
                "events": feed.report.events,
            }
            for feed in feeds
        ],
        "changes": [
            {
                "kind": change.kind,
                "id": change.entry_id,
                "title": change.title.to(options.lang),
                "message": change.message(options.lang),
            }
            for change in publication.changes
        ],
    }


def _changed(files: "Mapping[Path, bytes]") -> "dict[Path, bytes]":
    """
    Leave out the files that are as they should be: servers tell by their dates what is new.
    """
    return {
        path: data
        for path, data in files.items()
        if not (path.is_file() and path.read_bytes() == data)
    }
