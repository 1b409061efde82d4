"""
``publish``: the feeds of a plan, and the ledger that keeps them the same feeds.
"""

from community_edu.cli.arguments import FINE, common, instant, plan_and_year, proposing
from community_edu.cli.dating import dated_plan
from community_edu.cli.input_output import as_json, instant_of, say, write

TYPE_CHECKING = False  # so spelt that the command starts without `typing`
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Mapping
    from pathlib import Path

LARGEST_LEDGER = 64 * 1024 * 1024


def learn_publish(command: "ArgumentParser") -> None:
    """
    Teach a parser the command ``publish``.
    """
    plan_and_year(command, required=True)
    command.add_argument("--out", required=True, metavar="DIR", help="the folder of the feeds")
    command.add_argument("--ledger", metavar="FILE", help="what was published (default: in DIR)")
    proposing(command)
    instant(command)
    common(command)
    command.set_defaults(run=_publish)


def _publish(options: "Namespace") -> int:
    from pathlib import Path

    from community_edu.exchange import read_bytes, write_files
    from community_edu.feeds import Ledger, publish

    calendar = dated_plan(options)
    folder = Path(options.out)
    ledger_path = Path(options.ledger or folder / f"{calendar.plan.id}.ledger.json")
    previous = None
    if ledger_path.exists():
        raw = read_bytes(ledger_path, (".json",), LARGEST_LEDGER)
        previous = Ledger.from_json(raw.decode(errors="replace"))
    publication = publish(calendar, previous=previous, at=instant_of(options.at))
    audiences = [None, *(audience.id for audience in calendar.plan.audiences)]
    feeds = [publication.feed(audience, language=options.lang) for audience in audiences]
    files: dict[Path, bytes] = {folder / feed.filename: feed.data for feed in feeds}
    files[ledger_path] = publication.ledger.to_json().encode()
    write_files(_changed(files), force=options.force or previous is not None)
    if options.format == "json":
        record = {
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
        write(options, as_json(record))
    else:
        lines = [f"{folder / feed.filename}  {feed.report.events}" for feed in feeds]
        lines += ["", *(change.message(options.lang) for change in publication.changes)]
        lines.append(calendar.summary(options.lang))
        write(options, "".join(f"{line}\n" for line in lines))
    for feed in feeds:
        for warning in feed.report.warnings:
            say(f"{feed.filename}: {warning.message(options.lang)}")
    return FINE


def _changed(files: "Mapping[Path, bytes]") -> "dict[Path, bytes]":
    """
    Leave out the files that are as they should be: servers tell by their dates what is new.
    """
    return {
        path: data
        for path, data in files.items()
        if not (path.is_file() and path.read_bytes() == data)
    }
