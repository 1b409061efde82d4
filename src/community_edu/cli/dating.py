"""
``calendar`` and ``dates``: the year of a plan, and the days of a rule.
"""

from community_edu.cli.arguments import (
    FINDINGS,
    FINE,
    common,
    instant,
    plan_and_year,
    proposing,
    year_files,
)
from community_edu.cli.input_output import (
    as_json,
    document_of,
    instant_of,
    observances_of,
    say,
    write,
    year_data,
)

TYPE_CHECKING = False  # so spelt that the command starts without `typing`
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from community_edu.base import CommunityEduError, Finding
    from community_edu.calendars import Almanac, ObservanceCatalog, Reading, Rule
    from community_edu.plans import Calendar, Plan


def learn_calendar(command: "ArgumentParser") -> None:
    """
    Teach a parser the command ``calendar``.
    """
    plan_and_year(command, required=True)
    proposing(command)
    instant(command)
    common(command, "json", "ics", "html", "csv")
    command.set_defaults(run=_show_calendar)


def learn_dates(command: "ArgumentParser") -> None:
    """
    Teach a parser the command ``dates``.
    """
    command.add_argument(
        "rule", metavar="RULE", help="double_ninth, 重阳节, lunar(9,9), 每月5日, …"
    )
    command.add_argument("--from", dest="first", type=int, required=True, metavar="YEAR")
    command.add_argument("--to", dest="last", type=int, required=True, metavar="YEAR")
    year_files(command)
    common(command)
    command.set_defaults(run=_dates)


def dated_plan(options: "Namespace") -> "Calendar":
    """
    Read a plan and date its year, with proposals if they are asked for.
    """
    from community_edu.exchange import read_plan

    catalog = observances_of(options)
    plan = read_plan(document_of(options.plan), observances=catalog)
    calendar = built(options, plan, catalog)
    return _proposed(options, calendar) if options.propose else calendar


def built(options: "Namespace", plan: "Plan", catalog: "ObservanceCatalog") -> "Calendar":
    """
    Date the year of a plan with the data of ``--holidays`` and ``--terms``.
    """
    from community_edu.plans import build_calendar

    holidays, terms = year_data(options, options.year)
    return build_calendar(plan, options.year, holidays=holidays, terms=terms, observances=catalog)


def _proposed(options: "Namespace", calendar: "Calendar") -> "Calendar":
    """
    Propose dates for what is open: on working days, or on the weekdays of ``--prefer``.
    """
    from community_edu.calendars import Wishes, WorkCalendar
    from community_edu.plans import propose_dates

    if options.prefer:
        weekdays = options.prefer.upper().split(",")
        return propose_dates(calendar, wishes=Wishes(clear=1, weekdays=weekdays))
    workdays = WorkCalendar(year_data(options, options.year)[0], provisional=True)
    return propose_dates(calendar, wishes=Wishes(clear=1, workdays=workdays))


def _show_calendar(options: "Namespace") -> int:
    from community_edu.views import year_page, year_record, year_sheet, year_text

    calendar = dated_plan(options)
    match options.format:
        case "json":
            write(options, as_json(year_record(calendar, options.lang)))
        case "ics":
            from community_edu.feeds import publish

            publication = publish(calendar, at=instant_of(options.at))
            write(options, publication.feed(language=options.lang).data)
        case "html":
            write(options, year_page(calendar, options.lang))
        case "csv":
            write(options, year_sheet(calendar, options.lang))
        case _:
            write(options, year_text(calendar, options.lang))
    return FINE


def _dates(options: "Namespace") -> int:
    from community_edu.calendars import TABLES_FROM, Almanac, Reading, Span, checked_year

    holidays, terms = year_data(options)
    almanac = Almanac(observances=observances_of(options), holidays=holidays, terms=terms)
    years = range(checked_year(options.first, TABLES_FROM), checked_year(options.last) + 1)
    reasons: list[Finding] = []
    asked = _asked(options.rule, almanac)
    if isinstance(asked, Reading):
        say(f"{options.rule} → {asked.to(options.lang)}")
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
        write(options, as_json(records))
    else:
        lines = (
            str(span.start) if span.days == 1 else f"{span.start} – {span.last}" for span in spans
        )
        write(options, "".join(f"{line}\n" for line in lines))
    for message in dict.fromkeys(reason.message(options.lang) for reason in reasons):
        say(message)
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
