"""
In and out: documents, standards and the data of a year; files, JSON and messages.
"""

import sys

TYPE_CHECKING = False  # so spelt that the command starts without `typing`
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable
    from datetime import datetime

    from community_edu.base import Finding
    from community_edu.calendars import HolidayCalendar, ObservanceCatalog, SchoolTerms, Span
    from community_edu.exchange import Document
    from community_edu.feeds.reading import BusyReading

STDIN = "-"


def say(line: str) -> None:
    """
    Tell a message, on standard error.
    """
    print(line, file=sys.stderr)


def document_of(name: str) -> "Document":
    """
    Read a file, or standard input.
    """
    from community_edu.exchange import read_document, read_stream

    return read_stream(sys.stdin.buffer, "<stdin>") if name == STDIN else read_document(name)


def standard_of(name: str) -> "Document":
    """
    Read a standard file, or the shipped standard of that name.
    """
    from pathlib import Path

    from community_edu.exchange import standard_document

    return document_of(name) if name == STDIN or Path(name).suffix else standard_document(name)


def calendar_reader(findings: "list[Finding]") -> "Callable[[bytes, Span], BusyReading]":
    """
    Return what reads calendars of busy times, and adds to *findings* what is doubtful in them.
    """
    from community_edu.feeds.reading import read_busy

    def read_calendar(data: bytes, days: "Span") -> "BusyReading":
        reading = read_busy(data, days)
        findings.extend(reading.findings)
        return reading

    return read_calendar


def observances_of(options: "Namespace") -> "ObservanceCatalog":
    """
    Read the files of ``--observances`` over the shipped ones; say what they replace.
    """
    from community_edu.calendars import shipped_observances

    catalog = shipped_observances()
    if options.observances:
        from community_edu.exchange import load_observances
        from community_edu.views import finding_line

        for file in options.observances:
            before, catalog = catalog, load_observances(file, base=catalog)
            for finding in catalog.changes(before):
                say(finding_line(file, finding, options.lang))
    return catalog


def year_data(
    options: "Namespace", year: int | None = None
) -> "tuple[HolidayCalendar, SchoolTerms | None]":
    """
    Read ``--holidays`` and ``--terms``: of a shipped region the terms of *year*, or all.
    """
    from pathlib import Path

    from community_edu.calendars import holidays, school_terms

    calendar, terms = holidays("CN"), None
    if options.holidays:
        from community_edu.exchange import load_holidays

        for file in options.holidays:
            calendar = calendar.with_notices(*load_holidays(file))
    if options.terms and Path(options.terms).suffix:  # a region code has none
        from community_edu.exchange import load_school_terms

        terms = load_school_terms(options.terms)
    elif options.terms:
        terms = school_terms(options.terms, year)
    return calendar, terms


def instant_of(text: str | None) -> "datetime":
    """
    Read ``--at``; the clock is looked at here and nowhere else.
    """
    if text is None:
        from datetime import UTC, datetime

        return datetime.now(UTC).replace(microsecond=0)
    from community_edu.feeds import read_instant

    return read_instant(text)


def write(options: "Namespace", data: bytes | str) -> None:
    """
    Write what a command gives to standard output, or to the file of ``--output``.
    """
    raw = data.encode() if isinstance(data, str) else data
    if options.output is None or options.output == STDIN:
        sys.stdout.flush()
        sys.stdout.buffer.write(raw)
        sys.stdout.buffer.flush()
        return
    from community_edu.exchange import write_file

    write_file(options.output, raw, force=options.force)


def as_json(value: object) -> str:
    """
    Return plain data as JSON that people can read, too.
    """
    from json import dumps

    return dumps(value, ensure_ascii=False, indent=2) + "\n"
