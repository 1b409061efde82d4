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
    from community_edu.evaluation import Assessment, Outcome, Standard
    from community_edu.exchange import Document
    from community_edu.plans import Calendar, Plan

FINE, FINDINGS, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130
STDIN = "-"
LARGEST_LEDGER = 64 * 1024 * 1024
EVIDENCE_HELP = "one body: .toml, .json (indicator = number); a row a body: .csv, .xlsx, .parquet"
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
        status: int = options.run(options)
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


def _plan(name: str) -> "Plan":
    from community_edu.exchange import read_plan

    return read_plan(_document(name))


def _calendar(options: argparse.Namespace, plan: "Plan") -> "Calendar":
    from community_edu.calendars import holidays, school_terms
    from community_edu.plans import build_calendar

    terms = school_terms(options.terms, options.year) if options.terms else None
    return build_calendar(plan, options.year, holidays=holidays("CN"), terms=terms)


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
    import pkgutil

    name = f"templates/{options.kind}.toml"
    _write(options, pkgutil.get_data("community_edu.packs", name) or b"")
    return FINE


def _check(options: argparse.Namespace) -> int:
    from community_edu.exchange import read_plan
    from community_edu.organizations import check_network
    from community_edu.plans import check_plan

    document = _document(options.plan)
    plan = read_plan(document)
    calendar = _calendar(options, plan) if options.year is not None else None
    findings = (*check_network(plan.network), *check_plan(plan, calendar))
    rows = [(str(document.place(finding.path)), finding) for finding in findings]
    if options.format == "json":
        records = [_finding_record(place, finding, options.lang) for place, finding in rows]
        _write(options, _json({"findings": records}))
    else:
        lines = [_finding_line(place, finding, options.lang) for place, finding in rows]
        _write(options, "".join(f"{line}\n" for line in lines))
        _say(_counts(findings, options.lang))
    return FINDINGS if findings else FINE


def _finding_record(place: str, finding: "Finding", language: "Language") -> dict[str, object]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "place": place,
        "message": finding.message(language),
        "source": str(finding.source) if finding.source else None,
    }


def _finding_line(place: str, finding: "Finding", language: "Language") -> str:
    from community_edu.base import label

    severity = label("severity", finding.severity, language)
    source = f" ⟨{finding.source}⟩" if finding.source else ""
    return f"{place}: {severity} {finding.code}: {finding.message(language)}{source}"


def _counts(findings: "Sequence[Finding]", language: "Language") -> str:
    from community_edu.base import label

    counts = [
        (label("severity", severity, language), sum(f.severity == severity for f in findings))
        for severity in ("error", "warning", "info")
    ]
    if language == "zh-CN":
        return f"共 {len(findings)} 条：" + "、".join(f"{name} {count}" for name, count in counts)
    by_severity = ", ".join(f"{name} {count}" for name, count in counts)
    return f"findings: {len(findings)} ({by_severity})"


def _show_calendar(options: argparse.Namespace) -> int:
    calendar = _calendar(options, _plan(options.plan))
    match options.format:
        case "json":
            _write(options, _json(_calendar_record(calendar, options.lang)))
        case "ics":
            from community_edu.feeds import publish

            publication = publish(calendar, at=_instant(options.at))
            _write(options, publication.feed(language=options.lang).data)
        case "html":
            from community_edu.views import year_page

            _write(options, year_page(calendar, options.lang))
        case "csv":
            from community_edu.views import year_sheet

            _write(options, year_sheet(calendar, options.lang))
        case _:
            _write(options, _calendar_text(calendar, options.lang))
    return FINE


def _calendar_record(calendar: "Calendar", language: "Language") -> dict[str, object]:
    return {
        "plan": calendar.plan.id,
        "year": calendar.year,
        "entries": calendar.to_records(language),
        "windows": [
            {
                "duty": window.duty,
                "title": window.title.to(language),
                "start": window.span.start.isoformat(),
                "end": window.span.end.isoformat(),
            }
            for window in calendar.windows
        ],
        "unresolved": [
            {
                "duty": undated.duty,
                "title": undated.title.to(language),
                "code": undated.finding.code,
                "reason": undated.finding.message(language),
                "source": str(undated.finding.source) if undated.finding.source else None,
            }
            for undated in calendar.unresolved
        ],
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity,
                "message": finding.message(language),
                "source": str(finding.source) if finding.source else None,
            }
            for finding in calendar.findings
        ],
    }


def _calendar_text(calendar: "Calendar", language: "Language") -> str:
    from community_edu.plans import when_text

    mark = {"zh-CN": "未能定日：", "en": "Not dated:"}[language]
    lines = [f"{calendar.plan.title.to(language)}  {calendar.summary(language)}", ""]
    for entry in calendar.entries:
        flag = " ※" if entry.findings else ""
        lines.append(f"{when_text(entry, language)}  {entry.title.to(language)}{flag}")
    if calendar.unresolved:
        reasons = (undated.finding.message(language) for undated in calendar.unresolved)
        lines += ["", mark, *(f"- {reason}" for reason in reasons)]
    if calendar.findings:
        lines += ["", "※", *(f"- {finding.message(language)}" for finding in calendar.findings)]
    return "".join(f"{line}\n" for line in lines)


def _dates(options: argparse.Namespace) -> int:
    from community_edu.calendars import (
        TABLES_FROM,
        Almanac,
        Span,
        UnknownNameError,
        checked_year,
        holidays,
        parse_rule,
    )

    almanac = Almanac(holidays=holidays("CN"))
    try:
        rule = almanac.observances.find(options.rule).rule
    except UnknownNameError:
        rule = parse_rule(options.rule)
    years = range(checked_year(options.first, TABLES_FROM), checked_year(options.last) + 1)
    spans: list[Span] = []
    reasons: list[Finding] = []
    for year in years:
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
    return FINDINGS if reasons else FINE


def _evaluate(options: argparse.Namespace) -> int:
    from pathlib import Path

    from community_edu.exchange import READERS, read_standard

    standard = read_standard(_document(options.standard))
    many = Path(options.evidence).suffix.casefold() in READERS
    assess = _assess_many if many else _assess_one
    assessments = assess(options, standard)
    if options.format == "json":
        records = [_assessment_record(assessment) for assessment in assessments.values()]
        rows = [{"id": name, **record} for name, record in zip(assessments, records, strict=True)]
        _write(options, _json(rows if many else records[0]))
    elif many:
        lines = [f"{name}\t{_score(it, options.lang)}\n" for name, it in assessments.items()]
        _write(options, "".join(lines))
    else:
        _write(options, "".join(_assessment_text(it, options.lang) for it in assessments.values()))
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


def _assessment_record(assessment: "Assessment") -> dict[str, object]:
    score = assessment.score
    return {
        "points": float(score.points),
        "of": float(score.of),
        "coverage": float(assessment.coverage),
        "grade": None,
        "criteria": [_outcome_record(assessment, outcome) for outcome in assessment.outcomes],
    }


def _outcome_record(assessment: "Assessment", outcome: "Outcome") -> dict[str, object]:
    gap = assessment.gap(outcome.criterion.id)
    value, threshold = outcome.value, outcome.threshold
    return {
        "id": outcome.criterion.id,
        "status": outcome.status,
        "value": float(value.amount) if value else None,
        "value_exact": str(value.amount) if value else None,
        "target": float(threshold.quantity.amount) if threshold else None,
        "target_text": str(threshold) if threshold else None,
        "gap": float(gap.amount) if gap else None,
        "gap_lever": gap.lever if gap else None,
        "gap_unit": str(gap.unit) if gap else None,
        "reason": outcome.explain("zh-CN"),
        "reason_en": outcome.explain("en"),
    }


def _assessment_text(assessment: "Assessment", language: "Language") -> str:
    lines: list[str] = []
    for outcome in assessment.outcomes:
        gap = assessment.gap(outcome.criterion.id)
        need = f"  {gap.lever} {gap.to(language)}" if gap and gap.amount else ""
        lines.append(f"{outcome.explain(language)}{need}")
    lines += ["", _score(assessment, language)]
    return "".join(f"{line}\n" for line in lines)


def _score(assessment: "Assessment", language: "Language") -> str:
    from community_edu.base import decimal_text

    score, total = assessment.score, len(assessment.outcomes)
    points, of = decimal_text(score.points), decimal_text(score.of)
    assessed = sum(outcome.status != "not_assessed" for outcome in assessment.outcomes)
    if language == "zh-CN":
        return f"得分 {points} / {of}；已评 {assessed} 条，共 {total} 条"
    return f"score {points} of {of}; assessed {assessed} of {total} criteria"


def _publish(options: argparse.Namespace) -> int:
    from pathlib import Path

    from community_edu.exchange import read_bytes, write_files
    from community_edu.feeds import Ledger, publish

    calendar = _calendar(options, _plan(options.plan))
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
    _common(command)


def _learn_check(command: argparse.ArgumentParser) -> None:
    _plan_and_year(command, required=False)
    _common(command)


def _learn_calendar(command: argparse.ArgumentParser) -> None:
    _plan_and_year(command, required=True)
    _at(command)
    _common(command, "json", "ics", "html", "csv")


def _learn_dates(command: argparse.ArgumentParser) -> None:
    command.add_argument("rule", metavar="RULE", help="double_ninth, 重阳节, lunar(9,9), …")
    command.add_argument("--from", dest="first", type=int, required=True, metavar="YEAR")
    command.add_argument("--to", dest="last", type=int, required=True, metavar="YEAR")
    _common(command)


def _learn_evaluate(command: argparse.ArgumentParser) -> None:
    command.add_argument("standard", metavar="STANDARD", help="a standard, or a plan with targets")
    command.add_argument("evidence", metavar="EVIDENCE", help=EVIDENCE_HELP)
    command.add_argument("--previous", metavar="FILE", help="the evidence of the period before")
    _common(command)


def _learn_publish(command: argparse.ArgumentParser) -> None:
    _plan_and_year(command, required=True)
    command.add_argument("--out", required=True, metavar="DIR", help="the folder of the feeds")
    command.add_argument("--ledger", metavar="FILE", help="what was published (default: in DIR)")
    _at(command)
    _common(command)


def _plan_and_year(command: argparse.ArgumentParser, *, required: bool) -> None:
    command.add_argument("plan", metavar="PLAN", help="a plan file, or - for standard input")
    command.add_argument("--year", type=int, required=required, metavar="YEAR", help="1901–2100")
    command.add_argument(
        "--terms", metavar="REGION", help="school terms of a region, such as CN-310000"
    )


def _at(command: argparse.ArgumentParser) -> None:
    command.add_argument("--at", metavar="INSTANT", help="ISO 8601 with zone (default: now)")


def _common(command: argparse.ArgumentParser, *formats: str) -> None:
    command.add_argument("--format", choices=("text", *(formats or ("json",))), default="text")
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
        "某规则或节日的日期 · the dates of a rule or observance",
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
