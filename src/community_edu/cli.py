"""
The `community-edu` command: it parses, calls and prints.

Data goes to standard output, messages to standard error. Exit 0: fine; 1: there
are findings; 2: usage or bad input.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from community_edu import __version__

TYPE_CHECKING = False  # so spelt that the command starts without `typing`
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path
    from typing import Any

    from community_edu.base import CommunityEduError, Finding, Language
    from community_edu.calendars import (
        Almanac,
        HolidayCalendar,
        ObservanceCatalog,
        Reading,
        Rule,
        SchoolTerms,
    )
    from community_edu.evaluation import Assessment, Standard
    from community_edu.exchange import Document
    from community_edu.plans import Calendar, Plan

FINE, FINDINGS, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130
STDIN = "-"
LARGEST_LEDGER = 64 * 1024 * 1024
EVIDENCE_HELP = "one body: .toml, .json (indicator = number); a row a body: .csv, .xlsx, .parquet"
REPORT_HELP = "what was done: a plan file that reports, or .toml, .json (indicator = number)"
DERIVED = """\
# 由上一年的计划生成的草稿，原文件中的注释没有带入；请逐项核对。
# A draft from the plan of the year before, without the comments of its file; look through it.

"""
LANGUAGES = ("zh-CN", "en")  # as in `base`, which the start of the command does not wait for


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run the command with *arguments* (by default those of the process).

    Returns:
        The exit status. No error leaves as a traceback; with the variable
        ``COMMUNITY_EDU_DEBUG`` set, those that are our own fault do.
    """
    options = parser().parse_args(arguments)
    from io import TextIOWrapper

    from community_edu.base import CommunityEduError

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        status = _run(options)
        sys.stdout.flush()
    except CommunityEduError as error:
        _say_problems(error, options.lang)
        return BAD_INPUT
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        if os.environ.get("COMMUNITY_EDU_DEBUG"):
            raise
        _say(f"community-edu: {type(error).__name__}: {error} (COMMUNITY_EDU_DEBUG=1)")
        return BAD_INPUT
    return status


def _run(options: argparse.Namespace) -> int:
    """
    Run the command that is asked for, its sentences with the labels of ``--labels``.
    """
    from contextlib import ExitStack

    with ExitStack() as labelled:
        if options.labels:
            from community_edu.base import own_labels
            from community_edu.exchange import load_labels

            for file in options.labels:
                labelled.enter_context(own_labels(load_labels(file)))
        status: int = options.run(options)
        return status


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def _say_problems(error: "CommunityEduError", language: "Language") -> None:
    from community_edu.base import ProblemsError
    from community_edu.exchange import PlacedError

    for problem in error.problems if isinstance(error, ProblemsError) else (error,):
        if isinstance(problem, PlacedError):
            _say(problem.line(language))
        else:
            _say(f"community-edu: {problem.code}: {problem.sentence(language)}")


# ---------------------------------------------------------------- in and out


def _document(name: str) -> "Document":
    from community_edu.exchange import read_document, read_stream

    return read_stream(sys.stdin.buffer, "<stdin>") if name == STDIN else read_document(name)


def _observances(options: argparse.Namespace) -> "ObservanceCatalog":
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
                _say(finding_line(file, finding, options.lang))
    return catalog


def _dated_plan(options: argparse.Namespace) -> "Calendar":
    from community_edu.exchange import read_plan

    observances = _observances(options)
    plan = read_plan(_document(options.plan), observances=observances)
    calendar = _calendar(options, plan, observances)
    return _proposed(options, calendar) if options.propose else calendar


def _proposed(options: argparse.Namespace, calendar: "Calendar") -> "Calendar":
    """
    Propose dates for what is open: on working days, or on the weekdays of ``--prefer``.
    """
    from community_edu.calendars import Wishes, WorkCalendar
    from community_edu.plans import propose_dates

    if options.prefer:
        weekdays = options.prefer.upper().split(",")
        return propose_dates(calendar, wishes=Wishes(clear=1, weekdays=weekdays))
    workdays = WorkCalendar(_year_data(options, options.year)[0], provisional=True)
    return propose_dates(calendar, wishes=Wishes(clear=1, workdays=workdays))


def _calendar(
    options: argparse.Namespace, plan: "Plan", observances: "ObservanceCatalog"
) -> "Calendar":
    from community_edu.plans import build_calendar

    holidays, terms = _year_data(options, options.year)
    return build_calendar(
        plan, options.year, holidays=holidays, terms=terms, observances=observances
    )


def _year_data(
    options: argparse.Namespace, year: int | None = None
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


def _instant(text: str | None) -> "datetime":
    """
    Read ``--at``; the clock is looked at here and nowhere else.
    """
    if text is None:
        from datetime import UTC, datetime

        return datetime.now(UTC).replace(microsecond=0)
    from community_edu.feeds import read_instant

    return read_instant(text)


def _write(options: argparse.Namespace, data: bytes | str) -> None:
    raw = data.encode() if isinstance(data, str) else data
    if options.output is None or options.output == STDIN:
        sys.stdout.flush()
        sys.stdout.buffer.write(raw)
        sys.stdout.buffer.flush()
        return
    from community_edu.exchange import write_file

    write_file(options.output, raw, force=options.force)


def _json(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


# ---------------------------------------------------------------- commands


def _new(options: argparse.Namespace) -> int:
    if options.from_text is not None:
        return _new_from_text(options)
    if options.source is not None:
        return _new_from_plan(options)
    if options.report is not None:
        parser().error("--report: only with --from")
    import pkgutil

    name = f"templates/{options.kind}.toml"
    _write(options, pkgutil.get_data("community_edu.packs", name) or b"")
    return FINE


def _new_from_text(options: argparse.Namespace) -> int:
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
    _write(options, draft_plan(outline.document(options.document), key=key))
    if len(outline.documents) > 1:
        for number, document in enumerate(outline.documents, start=1):
            mark = "→" if number == options.document else " "
            _say(f"{mark} --document {number}  {document.line}: {document.title}")
    return FINE


def _new_from_plan(options: argparse.Namespace) -> int:
    """
    Derive next year's plan from this year's, and say what was changed.
    """
    from community_edu.exchange import plan_to_toml, read_plan, read_report
    from community_edu.plans import next_plan
    from community_edu.views import finding_line

    observances = _observances(options)
    document = _document(options.source)
    plan = read_plan(document, observances=observances)
    report = None
    if options.report is not None:
        report = read_report(_document(options.report), plan, observances=observances)
    derived = next_plan(plan, report)
    _write(options, f"{DERIVED}{plan_to_toml(derived.plan)}")
    for finding in derived.findings:
        _say(finding_line(str(document.place(finding.path)), finding, options.lang))
    return FINE


def _compare(options: argparse.Namespace) -> int:
    from community_edu.exchange import read_plan
    from community_edu.plans import compare_plans
    from community_edu.views import change_record

    observances = _observances(options)
    before = read_plan(_document(options.before), observances=observances)
    after = read_plan(_document(options.after), observances=observances)
    changes = compare_plans(before, after)
    if options.format == "json":
        records = [change_record(change, options.lang) for change in changes]
        _write(options, _json({"changes": records}))
    else:
        _write(options, "".join(f"{change.message(options.lang)}\n" for change in changes))
    return FINDINGS if changes else FINE


def _check(options: argparse.Namespace) -> int:
    from community_edu.exchange import read_plan
    from community_edu.organizations import check_network
    from community_edu.plans import check_plan
    from community_edu.views import counts_line, finding_line, finding_record

    document = _document(options.plan)
    observances = _observances(options)
    plan = read_plan(document, observances=observances)
    calendar = _calendar(options, plan, observances) if options.year is not None else None
    findings = (*check_network(plan.network), *check_plan(plan, calendar))
    rows = [(str(document.place(finding.path)), finding) for finding in findings]
    if options.format == "json":
        records = [finding_record(place, finding, options.lang) for place, finding in rows]
        _write(options, _json({"findings": records}))
    else:
        lines = [finding_line(place, finding, options.lang) for place, finding in rows]
        _write(options, "".join(f"{line}\n" for line in lines))
        _say(counts_line(findings, options.lang))
    return FINDINGS if findings else FINE


def _show_calendar(options: argparse.Namespace) -> int:
    from community_edu.views import year_page, year_record, year_sheet, year_text

    calendar = _dated_plan(options)
    match options.format:
        case "json":
            _write(options, _json(year_record(calendar, options.lang)))
        case "ics":
            from community_edu.feeds import publish

            publication = publish(calendar, at=_instant(options.at))
            _write(options, publication.feed(language=options.lang).data)
        case "html":
            _write(options, year_page(calendar, options.lang))
        case "csv":
            _write(options, year_sheet(calendar, options.lang))
        case _:
            _write(options, year_text(calendar, options.lang))
    return FINE


def _dates(options: argparse.Namespace) -> int:
    from community_edu.calendars import TABLES_FROM, Almanac, Reading, Span, checked_year

    holidays, terms = _year_data(options)
    almanac = Almanac(observances=_observances(options), holidays=holidays, terms=terms)
    years = range(checked_year(options.first, TABLES_FROM), checked_year(options.last) + 1)
    reasons: list[Finding] = []
    asked = _asked(options.rule, almanac)
    if isinstance(asked, Reading):
        _say(f"{options.rule} → {asked.to(options.lang)}")
        reasons.extend(asked.findings)
        rule = asked.when or asked.due or asked.within
    else:
        rule = asked
    spans: list[Span] = []
    for year in years:
        if rule is None:  # a count, a vague word: there is nothing to date
            break
        spans.extend(rule.occurrences(year, almanac))
        reasons.extend((*rule.unresolved(year, almanac), *rule.remarks(year, almanac)))
    if options.format == "json":
        records = [{"start": str(span.start), "end": str(span.end)} for span in spans]
        _write(options, _json(records))
    else:
        lines = (
            str(span.start) if span.days == 1 else f"{span.start} – {span.last}" for span in spans
        )
        _write(options, "".join(f"{line}\n" for line in lines))
    for message in dict.fromkeys(reason.message(options.lang) for reason in reasons):
        _say(message)
    return FINDINGS if reasons or rule is None else FINE


def _asked(text: str, almanac: "Almanac") -> "Rule | Reading":
    """
    Return what ``dates`` is asked for: a name, a rule in its text form, or else a phrase.
    """
    from community_edu.base import MissingExtraError
    from community_edu.calendars import (
        Named,
        RuleSyntaxError,
        UnknownNameError,
        Unresolved,
        parse_rule,
        read_when,
    )

    problem: CommunityEduError  # what to say if it is none of them
    try:
        return almanac.rule(text)
    except UnknownNameError as error:
        problem = error
    try:
        rule = parse_rule(text)
        if not isinstance(rule, Named):
            return rule
    except RuleSyntaxError as error:
        problem = error
    word, parenthesis, _ = text.partition("(")
    like_a_rule = word.isascii() and word.isidentifier()
    if parenthesis and like_a_rule:
        raise problem  # a rule that is not quite right is no phrase
    try:
        reading = read_when(text, almanac.observances)
    except MissingExtraError:
        if like_a_rule:
            raise problem from None  # more likely a name that is misspelt
        raise
    if isinstance(reading.when, Unresolved) and not reading.findings:
        raise problem
    return reading


def _evaluate(options: argparse.Namespace) -> int:
    from pathlib import Path

    from community_edu.exchange import READERS, read_standard
    from community_edu.views import assessment_record, assessment_text, score_line

    standard = read_standard(_document(options.standard), observances=_observances(options))
    many = Path(options.evidence).suffix.casefold() in READERS
    assess = _assess_many if many else _assess_one
    assessments = assess(options, standard)
    if options.format == "json":
        records = [assessment_record(assessment) for assessment in assessments.values()]
        rows = [{"id": name, **record} for name, record in zip(assessments, records, strict=True)]
        _write(options, _json(rows if many else records[0]))
    elif many:
        lines = [f"{name}\t{score_line(it, options.lang)}\n" for name, it in assessments.items()]
        _write(options, "".join(lines))
    else:
        _write(options, "".join(assessment_text(it, options.lang) for it in assessments.values()))
    outcomes = (outcome for it in assessments.values() for outcome in it.outcomes)
    return FINDINGS if any(outcome.status == "not_met" for outcome in outcomes) else FINE


def _assess_one(options: argparse.Namespace, standard: "Standard") -> "dict[str, Assessment]":
    from community_edu.evaluation import evaluate
    from community_edu.exchange import load_evidence

    evidence = load_evidence(options.evidence, standard)
    previous = load_evidence(options.previous, standard) if options.previous else None
    return {"": evaluate(standard, evidence, previous)}


def _assess_many(options: argparse.Namespace, standard: "Standard") -> "dict[str, Assessment]":
    from community_edu.evaluation import evaluate
    from community_edu.exchange import load_evidence_table

    bodies = load_evidence_table(options.evidence, standard)
    previous = load_evidence_table(options.previous, standard) if options.previous else ()
    before = {body.id: body.evidence for body in previous}
    return {body.id: evaluate(standard, body.evidence, before.get(body.id)) for body in bodies}


def _progress(options: argparse.Namespace) -> int:
    from community_edu.calendars import Span
    from community_edu.exchange import read_plan, read_report
    from community_edu.plans import progress
    from community_edu.views import finding_line, finding_record, progress_record

    observances = _observances(options)
    promised, reported = _document(options.plan), _document(options.report)
    plan = read_plan(promised, observances=observances)
    report = read_report(reported, plan, observances=observances)
    on = Span.parse(options.on).last if options.on else None
    done = progress(plan, report, on=on, year=options.year)
    rows = [  # targets are of the plan, all other findings of the report
        (str((promised if "targets" in finding.path else reported).place(finding.path)), finding)
        for finding in done.findings
    ]
    if options.format == "json":
        findings = [finding_record(place, finding, options.lang) for place, finding in rows]
        items = [progress_record(item, options.lang) for item in done.items]
        _write(options, _json({"items": items, "findings": findings}))
    else:
        lines = [item.explain(options.lang) for item in done.items]
        if rows:
            lines += ["", *(finding_line(place, finding, options.lang) for place, finding in rows)]
        _write(options, "".join(f"{line}\n" for line in lines))
    late = any(item.status == "late" for item in done.items)
    return FINDINGS if late or done.findings else FINE


def _publish(options: argparse.Namespace) -> int:
    from pathlib import Path

    from community_edu.exchange import read_bytes, write_files
    from community_edu.feeds import Ledger, publish

    calendar = _dated_plan(options)
    folder = Path(options.out)
    ledger_path = Path(options.ledger or folder / f"{calendar.plan.id}.ledger.json")
    previous = None
    if ledger_path.exists():
        raw = read_bytes(ledger_path, (".json",), LARGEST_LEDGER)
        previous = Ledger.from_json(raw.decode(errors="replace"))
    publication = publish(calendar, previous=previous, at=_instant(options.at))
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
        _write(options, _json(record))
    else:
        lines = [f"{folder / feed.filename}  {feed.report.events}" for feed in feeds]
        lines += ["", *(change.message(options.lang) for change in publication.changes)]
        lines.append(calendar.summary(options.lang))
        _write(options, "".join(f"{line}\n" for line in lines))
    for feed in feeds:
        for warning in feed.report.warnings:
            _say(f"{feed.filename}: {warning.message(options.lang)}")
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


# ---------------------------------------------------------------- the parser


class _Command(argparse.ArgumentParser):
    """
    The parser of one command, which learns its arguments when it is first used.

    Most of the time that `argparse` takes goes into the arguments, and all but
    one of the commands are not asked for.
    """

    learn: Callable[[argparse.ArgumentParser], None] | None = None

    def parse_known_args(self, *arguments: "Any", **options: "Any") -> "Any":  # noqa: ANN401 - as inherited
        """
        Learn the arguments, and parse as any parser does.
        """
        if self.learn is not None:
            learn, self.learn = self.learn, None
            learn(self)
        return super().parse_known_args(*arguments, **options)


def parser() -> argparse.ArgumentParser:
    """
    Return the parser of the command; it loads nothing else of the library.
    """
    made = _Command(
        prog="community-edu",
        description="社区教育工作计划：检查、年历、评估、订阅日历。"
        " Work plans of community education: check, date, assess, publish.",
    )
    made.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = made.add_subparsers(  # with `prog` given, nothing is laid out before it is asked for
        title="commands", metavar="COMMAND", required=True, prog="community-edu"
    )
    for name, (text, run, learn, example) in COMMANDS.items():
        command = commands.add_parser(
            name,
            help=text,
            description=text,
            epilog=f"community-edu {name} {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.set_defaults(run=run)
        command.learn = learn
    return made


def _learn_new(command: argparse.ArgumentParser) -> None:
    command.add_argument("kind", choices=("plan",))
    origin = command.add_mutually_exclusive_group()
    origin.add_argument(
        "--from-text", metavar="FILE", help="draft it out of the prose of a plan (.txt, .md, -)"
    )
    command.add_argument(
        "--document", type=int, default=1, metavar="N", help="which plan of the text (default: 1)"
    )
    origin.add_argument(
        "--from", dest="source", metavar="PLAN", help="derive next year's plan from this one"
    )
    command.add_argument("--report", metavar="REPORT", help=REPORT_HELP)
    _observance_files(command)
    _common(command)


def _learn_check(command: argparse.ArgumentParser) -> None:
    _plan_and_year(command, required=False)
    _common(command)


def _learn_calendar(command: argparse.ArgumentParser) -> None:
    _plan_and_year(command, required=True)
    _propose(command)
    _at(command)
    _common(command, "json", "ics", "html", "csv")


def _learn_dates(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "rule", metavar="RULE", help="double_ninth, 重阳节, lunar(9,9), 每月5日, …"
    )
    command.add_argument("--from", dest="first", type=int, required=True, metavar="YEAR")
    command.add_argument("--to", dest="last", type=int, required=True, metavar="YEAR")
    _year_files(command)
    _common(command)


def _learn_evaluate(command: argparse.ArgumentParser) -> None:
    command.add_argument("standard", metavar="STANDARD", help="a standard, or a plan with targets")
    command.add_argument("evidence", metavar="EVIDENCE", help=EVIDENCE_HELP)
    command.add_argument("--previous", metavar="FILE", help="the evidence of the period before")
    _observance_files(command)
    _common(command)


def _learn_compare(command: argparse.ArgumentParser) -> None:
    command.add_argument("before", metavar="BEFORE", help="the plan that was")
    command.add_argument("after", metavar="AFTER", help="the plan that is")
    _observance_files(command)
    _common(command)


def _learn_progress(command: argparse.ArgumentParser) -> None:
    command.add_argument("plan", metavar="PLAN", help="what was promised: a plan file")
    command.add_argument("report", metavar="REPORT", help=REPORT_HELP)
    command.add_argument("--on", metavar="DAY", help="the day of the report, if it does not say")
    command.add_argument("--year", type=int, metavar="YEAR", help="for days that are not fixed")
    _observance_files(command)
    _common(command)


def _learn_publish(command: argparse.ArgumentParser) -> None:
    _plan_and_year(command, required=True)
    command.add_argument("--out", required=True, metavar="DIR", help="the folder of the feeds")
    command.add_argument("--ledger", metavar="FILE", help="what was published (default: in DIR)")
    _propose(command)
    _at(command)
    _common(command)


def _plan_and_year(command: argparse.ArgumentParser, *, required: bool) -> None:
    command.add_argument("plan", metavar="PLAN", help="a plan file, or - for standard input")
    command.add_argument("--year", type=int, required=required, metavar="YEAR", help="1901–2100")
    _year_files(command)


def _observance_files(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--observances",
        metavar="FILE",
        action="append",
        default=[],
        help="observances of your own (.toml, .json); may be given several times",
    )


def _year_files(command: argparse.ArgumentParser) -> None:
    _observance_files(command)
    command.add_argument(
        "--terms", metavar="REGION|FILE", help="school terms: CN-310000, or a .toml or .json file"
    )
    command.add_argument(
        "--holidays",
        metavar="FILE",
        action="append",
        default=[],
        help="a further holiday notice; may be given several times",
    )


def _propose(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--propose", action="store_true", help="propose dates, on working days, for what is open"
    )
    command.add_argument(
        "--prefer", metavar="DAYS", help="propose SAT,WED or others instead of working days"
    )


def _at(command: argparse.ArgumentParser) -> None:
    command.add_argument("--at", metavar="INSTANT", help="ISO 8601 with zone (default: now)")


def _common(command: argparse.ArgumentParser, *formats: str) -> None:
    command.add_argument("--format", choices=("text", *(formats or ("json",))), default="text")
    command.add_argument(
        "--labels",
        metavar="FILE",
        action="append",
        default=[],
        help="labels of your own codes (.toml, .json); may be given several times",
    )
    command.add_argument("--lang", choices=LANGUAGES, default="zh-CN", help="default: zh-CN")
    command.add_argument("-o", "--output", metavar="FILE", help="write here instead")
    command.add_argument("--force", action="store_true", help="write over existing files")


Run = Callable[[argparse.Namespace], int]
Learn = Callable[[argparse.ArgumentParser], None]

COMMANDS: dict[str, tuple[str, Run, Learn, str]] = {
    "new": (
        "从模板开始 · start from a commented template",
        _new,
        _learn_new,
        "plan -o plan.toml",
    ),
    "check": (
        "检查计划、网络和承诺 · check plan, network, promises",
        _check,
        _learn_check,
        "examples/plans/jingtai-street.toml --year 2026",
    ),
    "calendar": (
        "排出一年 · date a year",
        _show_calendar,
        _learn_calendar,
        "examples/plans/health-education.toml --year 2026",
    ),
    "dates": (
        "规则、节日或时间表述的日期 · the dates of a rule, an observance or a phrase",
        _dates,
        _learn_dates,
        "'nth_weekday(5, SUN, 2)' --from 2026 --to 2030",
    ),
    "evaluate": (
        "按标准评估 · judge evidence by a standard",
        _evaluate,
        _learn_evaluate,
        "examples/plans/jingtai-street.toml examples/evidence/jingtai-street.toml",
    ),
    "progress": (
        "对照计划与完成情况 · promised against done",
        _progress,
        _learn_progress,
        "examples/plans/jingtai-street.toml examples/evidence/jingtai-street.toml",
    ),
    "compare": (
        "对照两份计划 · what changed from one plan to another",
        _compare,
        _learn_compare,
        "plan-2026.toml plan-2027.toml",
    ),
    "publish": (
        "发布订阅日历 · write calendar feeds",
        _publish,
        _learn_publish,
        "plan.toml --year 2026 --out feeds",
    ),
}
"""
The commands: what each does, the function that does it, its arguments, an example.
"""
