"""
``check``, ``progress`` and ``compare``: what a plan says, what was done of it, what changed.
"""

from community_edu.cli.arguments import (
    FINDINGS,
    FINE,
    REPORT_HELP,
    MisusedError,
    common,
    observance_files,
    plan_and_year,
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

    from community_edu.base import Finding
    from community_edu.exchange import Document


def learn_check(command: "ArgumentParser") -> None:
    """
    Teach a parser the command ``check``.
    """
    plan_and_year(command, required=False)
    command.epilog = f"{command.epilog}\ncommunity-edu check standard.toml"
    common(command)
    command.set_defaults(run=_check)


def learn_progress(command: "ArgumentParser") -> None:
    """
    Teach a parser the command ``progress``.
    """
    command.add_argument("plan", metavar="PLAN", help="what was promised: a plan file")
    command.add_argument("report", metavar="REPORT", help=REPORT_HELP)
    command.add_argument("--on", metavar="DAY", help="the day of the report, if it does not say")
    command.add_argument("--year", type=int, metavar="YEAR", help="for days that are not fixed")
    observance_files(command)
    common(command)
    command.set_defaults(run=_progress)


def learn_compare(command: "ArgumentParser") -> None:
    """
    Teach a parser the command ``compare``.
    """
    command.add_argument("before", metavar="BEFORE", help="the plan that was")
    command.add_argument("after", metavar="AFTER", help="the plan that is")
    observance_files(command)
    common(command)
    command.set_defaults(run=_compare)


def _check(options: "Namespace") -> int:
    from community_edu.views import counts_line, finding_line, finding_record

    read = standard_of(options.plan)
    findings = _findings(options, read)
    rows = [(str(read.place(finding.path)), finding) for finding in findings]
    if options.format == "json":
        records = [finding_record(place, finding, options.lang) for place, finding in rows]
        write(options, as_json({"findings": records}))
    else:
        lines = [finding_line(place, finding, options.lang) for place, finding in rows]
        write(options, "".join(f"{line}\n" for line in lines))
        say(counts_line(findings, options.lang))
    return FINDINGS if findings else FINE


def _findings(options: "Namespace", read: "Document") -> "tuple[Finding, ...]":
    """
    Check the standard or the plan that a document is.
    """
    from community_edu.exchange import is_standard, read_plan, read_standard

    if is_standard(read):
        from community_edu.evaluation.standards import check_standard

        if options.year is not None:
            raise MisusedError("--year: only for a plan")
        return check_standard(read_standard(read))
    from community_edu.cli.dating import built
    from community_edu.organizations import check_network
    from community_edu.plans import check_plan

    catalog = observances_of(options)
    plan = read_plan(read, observances=catalog)
    calendar = built(options, plan, catalog) if options.year is not None else None
    return (*check_network(plan.network), *check_plan(plan, calendar))


def _progress(options: "Namespace") -> int:
    from community_edu.calendars import Span
    from community_edu.exchange import read_plan, read_report
    from community_edu.plans import progress
    from community_edu.views import finding_line, finding_record, progress_record

    catalog = observances_of(options)
    promised, reported = document_of(options.plan), document_of(options.report)
    plan = read_plan(promised, observances=catalog)
    report = read_report(reported, plan, observances=catalog)
    on = Span.parse(options.on).last if options.on else None
    done = progress(plan, report, on=on, year=options.year)
    rows = [  # targets are of the plan, all other findings of the report
        (str((promised if "targets" in finding.path else reported).place(finding.path)), finding)
        for finding in done.findings
    ]
    if options.format == "json":
        findings = [finding_record(place, finding, options.lang) for place, finding in rows]
        items = [progress_record(item, options.lang) for item in done.items]
        write(options, as_json({"items": items, "findings": findings}))
    else:
        lines = [item.explain(options.lang) for item in done.items]
        if rows:
            lines += ["", *(finding_line(place, finding, options.lang) for place, finding in rows)]
        write(options, "".join(f"{line}\n" for line in lines))
    late = any(item.status == "late" for item in done.items)
    return FINDINGS if late or done.findings else FINE


def _compare(options: "Namespace") -> int:
    from community_edu.exchange import read_plan
    from community_edu.plans import compare_plans
    from community_edu.views import change_record

    catalog = observances_of(options)
    before = read_plan(document_of(options.before), observances=catalog)
    after = read_plan(document_of(options.after), observances=catalog)
    changes = compare_plans(before, after)
    if options.format == "json":
        records = [change_record(change, options.lang) for change in changes]
        write(options, as_json({"changes": records}))
    else:
        write(options, "".join(f"{change.message(options.lang)}\n" for change in changes))
    return FINDINGS if changes else FINE
