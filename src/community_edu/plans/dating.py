"""
From a plan and a year to dates.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import attrs

from community_edu.base import Finding, FindingKind, Path, Source, Text, label
from community_edu.calendars import (
    HolidayCalendar,
    MonthSpan,
    Named,
    ObservanceCatalog,
    Rotation,
    Rule,
    SchoolTerms,
    Span,
    UncountableQuotaError,
    checked_year,
)
from community_edu.calendars.combinators import EMPTY_WINDOW
from community_edu.calendars.notice_rules import DATE_BY_PRACTICE
from community_edu.calendars.periods import civil_year
from community_edu.calendars.rules import Names, runs_around
from community_edu.calendars.spans import merged
from community_edu.calendars.week_rules import PROVISIONAL_WORKDAYS
from community_edu.plans.calendars import (
    Calendar,
    Entry,
    EntryKind,
    EntryStatus,
    Undated,
    Window,
    duty_periods,
    in_time,
)
from community_edu.plans.doubts import (
    DATE_IN_OTHER_MONTH,
    DAY_NOT_COVERED,
    NO_DATE_GIVEN,
    NO_DAY_IN_YEAR,
    ON_DAY_OFF,
    OUTSIDE_WINDOW,
    STATED_DATE_DIFFERS,
    SUSPENDED,
    TO_BE_PLACED,
    YEAR_NOT_COVERED,
    undated_reasons,
)
from community_edu.plans.duties import Duty
from community_edu.plans.entries import duty_entry, filled, free_key, joined, keys, taken_keys
from community_edu.plans.entry_days import PlanAlmanac, entry_rules
from community_edu.plans.plans import Plan
from community_edu.plans.reports import Milestone
from community_edu.plans.themes import Theme, ThemeDay

MOST_DAYS = 4
"""
How many days a sentence names.
"""

MAKE_UP = Text("{}（补）", en="{} (make-up)")
PROVISIONAL = {DATE_BY_PRACTICE.code, PROVISIONAL_WORKDAYS.code}
"""
The findings by which a date depends on what is not announced yet.
"""


def build_calendar(
    plan: Plan,
    year: int,
    *,
    holidays: HolidayCalendar | None = None,
    terms: SchoolTerms | None = None,
    observances: ObservanceCatalog | None = None,
) -> Calendar:
    """
    Bind *plan* to *year* (年历): date what can be dated, keep what cannot.

    Args:
        plan: The plan.
        year: A civil year, 1901 to 2100.
        holidays: The announced public holidays; with them, tasks that are due
            on a day off are found.
        terms: The school terms of the region; without them, school holidays
            are dated by practice, with a finding, or not at all.
        observances: The named days, to which the plan adds its own; by default
            the shipped ones.

    Returns:
        The calendar. It has no clock and no chance: the same arguments give
        the same calendar. If the plan says what it covers, duties and themes
        have no day beside that; milestones are steps with days of their own.

    Raises:
        YearOutOfRangeError: *year* is before 1901 or after 2100.
        UnknownNameError: A rule uses a name that is no observance, neither
            of *observances* nor of the plan.
        ReservedKeyError: An observance of the plan has the name of a school
            term, or that of the public holidays.
        CircularNamesError: Observances of the plan are defined by one another.
        TangledNamesError: One of them stands for too many others.

    Example:
        >>> from community_edu.calendars import parse_rule
        >>> plan = Plan(
        ...     id="street",
        ...     title="街道",
        ...     duties=[Duty(id="report", name="月报", due=parse_rule("monthly(-1)"))],
        ... )
        >>> print(build_calendar(plan, 2026).summary("en"))
        2026: task: 12; not dated: 0
    """
    checked_year(year)
    entries = entry_rules(plan.duties)
    almanac = PlanAlmanac(holidays=holidays, terms=terms, entries=entries)
    named = almanac.observances if observances is None else observances
    almanac = attrs.evolve(almanac, observances=named.with_own(plan.observances))
    covered = _covered(plan, year, almanac)
    dating = _Dating(plan, year, almanac, covered)
    if plan.covers is not None and not covered:
        items = {"rule": str(plan.covers), "year": year}
        finding = Finding(YEAR_NOT_COVERED, ("plan", "covers"), items, plan.source)
        return Calendar(plan=plan, year=year, findings=[finding], terms=terms)
    for index, duty in enumerate(plan.duties):
        dating.duty(duty, ("duties", index))
    for index, theme in enumerate(plan.themes):
        dating.theme(theme, ("themes", index))
    for index, milestone in enumerate(plan.report.milestones if plan.report else ()):
        if milestone.status != "done":
            dating.milestone(milestone, ("milestones", index))
    return Calendar(
        plan=plan,
        year=year,
        entries=in_time(dating.entries),
        windows=dating.windows,
        unresolved=dating.undated,
        findings=dating.findings,
        terms=terms,
        covered=covered,
    )


def _covered(plan: Plan, year: int, names: Names) -> tuple[Span, ...]:
    """
    Return the runs of days that the plan covers and that touch the year.
    """
    if plan.covers is None:
        return ()
    runs = merged(runs_around(plan.covers, year, names))
    return tuple(run for run in runs if run.overlaps(civil_year(year)))


@attrs.frozen
class _Dating:
    """
    The work of `build_calendar`: what was made so far.
    """

    plan: Plan
    year: int
    almanac: PlanAlmanac
    covered: tuple[Span, ...] = ()
    entries: list[Entry] = attrs.field(factory=list[Entry])
    windows: list[Window] = attrs.field(factory=list[Window])
    undated: list[Undated] = attrs.field(factory=list[Undated])
    findings: list[Finding] = attrs.field(factory=list[Finding])

    def find(
        self, kind: FindingKind, path: Path, source: Source | None, **parameters: object
    ) -> Finding:
        finding = Finding(kind, path, parameters, source)
        self.findings.append(finding)
        return finding

    def inside(self, spans: Iterable[Span], kind: EntryKind) -> tuple[Span, ...]:
        """
        Return those of *spans* that the plan covers: any day of an event, the day of a task.
        """
        if not self.covered:
            return tuple(spans)
        if kind == "task":
            return tuple(span for span in spans if _falls_in(span.last, self.covered))
        return tuple(span for span in spans if any(span.overlaps(run) for run in self.covered))

    def keys(self, rule: Rule, spans: Sequence[Span]) -> tuple[str, ...]:
        return keys(spans, rule.grain(self.almanac), self.year)

    def duty(self, duty: Duty, path: Path) -> None:
        before, earlier = len(self.entries), len(self.windows)
        windows = self.window(duty, duty.within, (*path, "within")) if duty.within else ()
        for place, rule in duty.rules():
            if place[0] in {"except", "suspended", "stated"}:
                self.doubts(rule, (*path, *place), duty.source)
        if duty.when:
            self.days(duty, duty.when, "event", (*path, "when"), windows)
        if duty.due:
            self.days(duty, duty.due, "task", (*path, "due"), windows)
        if duty.chosen:
            own, used = self.windows[earlier:], taken_keys(self.entries[before:])
            self.chosen(duty, duty.chosen, (*path, "chosen"), own, used)
        if duty.makeup:
            self.makeup(duty, duty.makeup, (*path, "makeup"))
        for key, kind, parameters in undated_reasons(duty):
            finding = Finding(kind, (*path, key), {"title": duty.name, **parameters}, duty.source)
            self.undated.append(Undated(duty=duty.id, title=duty.name, finding=finding))

    def unresolved(
        self, rule: Rule, item: Duty | ThemeDay | Milestone, title: Text, path: Path
    ) -> None:
        for finding in rule.unresolved(self.year, self.almanac):
            placed = finding.at(*path, source=item.source)
            self.undated.append(Undated(duty=item.id, title=title, finding=placed))

    def remarks(self, rule: Rule, path: Path, source: Source | None) -> tuple[str, ...]:
        found = [f.at(*path, source=source) for f in rule.remarks(self.year, self.almanac)]
        self.findings.extend(found)
        return tuple(finding.code for finding in found)

    def doubts(self, rule: Rule, path: Path, source: Source | None) -> None:
        """
        Tell what is doubtful about a rule that makes no entries of its own.
        """
        self.remarks(rule, path, source)
        for finding in rule.unresolved(self.year, self.almanac):
            self.findings.append(finding.at(*path, source=source))

    def dated(
        self, duty: Duty, rule: Rule, path: Path, kind: EntryKind = "event"
    ) -> tuple[tuple[Span, ...], tuple[str, ...]]:
        """
        Return the days of a rule of a duty, and the codes of what was found about them.
        """
        spans = rule.occurrences(self.year, self.almanac)
        self.unresolved(rule, duty, duty.name, path)
        codes = self.remarks(rule, path, duty.source)
        if not spans and not rule.unresolved(self.year, self.almanac):
            self.none(rule, duty.name, path, duty.source, codes)
        inside = self.inside(spans, kind)
        if spans and not (inside or self.inside(runs_around(rule, self.year, self.almanac), kind)):
            items = {"title": duty.name, "rule": str(rule), "covers": str(self.plan.covers)}
            self.find(DAY_NOT_COVERED, path, duty.source, **items)
        return inside, codes

    def days(
        self, duty: Duty, rule: Rule, kind: EntryKind, path: Path, windows: tuple[Span, ...]
    ) -> None:
        spans, codes = self.dated(duty, rule, path, kind)
        codes = (*codes, *self.stated(duty, rule, spans, kind, path))
        kept = frozenset(self.kept(duty, spans, kind, path))
        off = self.days_off(duty, sorted(kept), path) if kind == "task" else frozenset[Span]()
        turns = _turns(rule, self.year, self.almanac)
        for span, key in zip(spans, self.keys(rule, spans), strict=True):
            if span in kept:
                found = (*codes, ON_DAY_OFF.code) if span in off else codes
                found = (*found, *self.outside(duty, span, path, windows))
                name = key if kind == "event" else f"due-{key}"
                self.enter(duty, span, kind, name, path, found, turns)

    def chosen(
        self, duty: Duty, rule: Rule, path: Path, own: Sequence[Window], used: set[str]
    ) -> None:
        """
        Enter the days that were chosen, each by the period that it is for.

        Args:
            duty: The duty.
            rule: The chosen days.
            path: Where they stand.
            own: The windows of the duty.
            used: The identifiers that its entries have taken.
        """
        spans, codes = self.dated(duty, rule, path)
        windows = tuple(window.span for window in own)
        try:
            buckets = duty_periods(
                self.plan, duty, own, self.year, self.almanac.terms, covered=self.covered
            )
        except UncountableQuotaError:
            buckets = ()
        turns = _turns(rule, self.year, self.almanac)
        for span in self.kept(duty, spans, "event", path):
            found = (*codes, *self.outside(duty, span, path, windows))
            inside = (bucket.key for bucket in buckets if span.start in bucket.span)
            name = next(inside, str(span.start))
            if duty.quota is not None and duty.quota.each and span.start in turns:
                name = f"{name}/{turns[span.start]}"
            key = free_key(f"{self.plan.id}/{duty.id}", name, used)
            self.enter(duty, span, "event", key, path, found, turns)

    def makeup(self, duty: Duty, rule: Rule, path: Path) -> None:
        """
        Enter the days on which a duty takes place instead of others.
        """
        kind: EntryKind = "task" if duty.due and not duty.when else "event"
        spans, codes = self.dated(duty, rule, path, kind)
        off = self.days_off(duty, spans, path) if kind == "task" else frozenset[Span]()
        title = filled(MAKE_UP, duty.name)
        turns = _turns(rule, self.year, self.almanac)
        for span, key in zip(spans, self.keys(rule, spans), strict=True):
            found = (*codes, ON_DAY_OFF.code) if span in off else codes
            self.enter(duty, span, kind, f"makeup-{key}", path, found, turns, title)

    def enter(  # noqa: PLR0917 - what an entry is made of
        self,
        duty: Duty,
        span: Span,
        kind: EntryKind,
        key: str,
        path: Path,
        codes: tuple[str, ...],
        turns: Mapping[date, str],
        title: Text | None = None,
    ) -> None:
        members: tuple[str | None, ...] = (turns.get(span.start),)
        if duty.each is not None:
            members = tuple(self.plan.members[duty.each])
        for member in members:
            name = f"{key}/{member}" if duty.each is not None else key
            self.entries.append(
                duty_entry(
                    self.plan,
                    duty,
                    span,
                    id=f"{self.plan.id}/{duty.id}/{name}",
                    kind=kind,
                    path=path[:-1],
                    findings=codes,
                    status=_status(codes),
                    member=member,
                    title=title,
                )
            )

    def kept(
        self, duty: Duty, spans: Sequence[Span], kind: EntryKind, path: Path
    ) -> tuple[Span, ...]:
        """
        Return the days that are neither excepted nor in a suspension.

        What decides is the day on which an event begins, or a task is due.
        """
        kept = tuple(spans)
        if duty.except_ is not None:
            days = runs_around(duty.except_, self.year, self.almanac)
            kept = tuple(span for span in kept if not _falls_in(_decisive(span, kind), days))
        for index, suspension in enumerate(duty.suspended):
            days = runs_around(suspension.days, self.year, self.almanac)
            out = [span for span in kept if _falls_in(_decisive(span, kind), days)]
            if out:
                place = (*path[:-1], "suspended", index)
                first = _decisive(out[0], kind)
                items = {"title": duty.name, "because": suspension.because}
                self.find(SUSPENDED, place, duty.source, count=len(out), first=first, **items)
            kept = tuple(span for span in kept if span not in out)
        return kept

    def stated(
        self, duty: Duty, rule: Rule, spans: Sequence[Span], kind: EntryKind, path: Path
    ) -> tuple[str, ...]:
        """
        Compare the days with those that the text states; return the code if they differ.
        """
        if duty.stated is None or not spans:
            return ()
        computed = [_decisive(span, kind) for span in spans]
        stated = duty.stated.occurrences(self.year, self.almanac)
        other = [day for day in (_decisive(span, kind) for span in stated) if day not in computed]
        if not other:
            return ()
        finding = self.find(
            STATED_DATE_DIFFERS,
            (*path[:-1], "stated"),
            duty.source,
            title=duty.name,
            stated=tuple(map(str, other[:MOST_DAYS])),
            rule=str(rule),
            year=self.year,
            computed=tuple(map(str, computed[:MOST_DAYS])),
        )
        return (finding.code,)

    def outside(
        self, duty: Duty, span: Span, path: Path, windows: tuple[Span, ...]
    ) -> tuple[str, ...]:
        """
        Return the code for days that are outside the windows of their duty.
        """
        if not windows or duty.within is None:
            return ()
        # A window of the year before may last into this one, as the first term does.
        if any(span.start in run for run in runs_around(duty.within, self.year, self.almanac)):
            return ()
        items = {"title": duty.name, "date": span.start}
        return (self.find(OUTSIDE_WINDOW, path, duty.source, **items).code,)

    def days_off(self, duty: Duty, spans: Sequence[Span], path: Path) -> frozenset[Span]:
        """
        Return those of *spans* that end on a day on which nobody works, if that is announced.
        """
        workdays = self.almanac.workdays
        off = [
            span
            for span in spans
            if workdays.status(span.last) == "official" and not workdays.is_workday(span.last)
        ]
        if off:
            parameters = {"title": duty.name, "count": len(off), "first": off[0].last}
            self.find(ON_DAY_OFF, path, duty.source, **parameters)
        return frozenset(off)

    def none(
        self, rule: Rule, title: Text, path: Path, source: Source | None, codes: tuple[str, ...]
    ) -> None:
        """
        Tell that a rule has no day in the year, unless its own remarks tell it.
        """
        if EMPTY_WINDOW.code not in codes:
            self.find(NO_DAY_IN_YEAR, path, source, title=title, year=self.year, rule=str(rule))

    def window(self, duty: Duty, rule: Rule, path: Path) -> tuple[Span, ...]:
        """
        Note the windows of a duty, and return them.
        """
        spans = tuple(merged(self.dated(duty, rule, path)[0]))
        if self.covered:
            spans = tuple(
                Span(max(span.start, run.start), min(span.end, run.end))
                for span in spans
                for run in self.covered
                if span.overlaps(run)
            )
        for span, key in zip(spans, self.keys(rule, spans), strict=True):
            self.windows.append(
                Window(duty=duty.id, title=duty.name, span=span, key=key, source=duty.source)
            )
        if spans and duty.days is None:
            first = f"{spans[0].start}–{spans[0].last}"
            items = {"title": duty.name, "count": len(spans), "first": first}
            finding = Finding(TO_BE_PLACED, path, items, duty.source)
            self.undated.append(Undated(duty=duty.id, title=duty.name, finding=finding))
        return spans

    def milestone(self, milestone: Milestone, path: Path) -> None:
        """
        Enter a step that is still to come; one that is only estimated is not sure yet.
        """
        title, source, rule = milestone.name, milestone.source, milestone.when
        if rule is None:
            finding = Finding(NO_DATE_GIVEN, path, {"title": title}, source)
            self.undated.append(Undated(duty=milestone.id, title=title, finding=finding))
            return
        spans = rule.occurrences(self.year, self.almanac)
        self.unresolved(rule, milestone, title, path)
        codes = self.remarks(rule, path, source)
        if not spans and not rule.unresolved(self.year, self.almanac):
            self.none(rule, title, path, source, codes)
        carriers = next((p.by for p in self.plan.projects if p.id == milestone.project), ())
        for span, key in zip(spans, self.keys(rule, spans), strict=True):
            self.entries.append(
                Entry(
                    id=f"{self.plan.id}/{milestone.id}/due-{key}",
                    kind="task",
                    title=title,
                    start=span.start,
                    end=span.end,
                    duty=milestone.id,
                    path=path,
                    description=milestone.note,
                    source=source,
                    findings=codes,
                    status="provisional" if milestone.status == "estimated" else _status(codes),
                    organizations=carriers,
                )
            )

    def theme(self, theme: Theme, path: Path) -> None:
        (span,) = MonthSpan(theme.month).occurrences(self.year)
        if not self.inside((span,), "theme"):
            return
        id_ = f"{self.plan.id}/{theme.id}/{self.year}"
        self.entries.append(
            Entry(
                id=id_,
                kind="theme",
                title=theme.name,
                start=span.start,
                end=span.end,
                duty=theme.id,
                path=path,
                audiences=theme.audiences,
                description=joined("、", ", ", *theme.topics) or theme.note,
                source=theme.source,
            )
        )
        for index, day in enumerate(theme.days):
            self.theme_day(theme, span, day, (*path, "days", index), part_of=id_)

    def theme_day(
        self, theme: Theme, month: Span, day: ThemeDay, path: Path, *, part_of: str
    ) -> None:
        title = day.name or self.title(day)
        source = day.source or theme.source
        spans = day.when.occurrences(self.year, self.almanac)
        self.unresolved(day.when, day, title, path)
        codes = self.remarks(day.when, path, source)
        if not spans and not day.when.unresolved(self.year, self.almanac):
            self.none(day.when, title, path, source, codes)
        spans = self.inside(spans, "observance")
        for span, key in zip(spans, self.keys(day.when, spans), strict=True):
            found = codes
            if not span.overlaps(month):
                code = str(theme.month)
                finding = self.find(
                    DATE_IN_OTHER_MONTH,
                    path,
                    source,
                    day=title,
                    year=self.year,
                    date=span.start,
                    theme_month=Text(label("month", code, "zh-CN"), en=label("month", code, "en")),
                )
                found = (*codes, finding.code)
            self.entries.append(
                Entry(
                    id=f"{self.plan.id}/{day.id}/{key}",
                    kind="observance",
                    title=title,
                    start=span.start,
                    end=span.end,
                    duty=theme.id,
                    path=path,
                    audiences=day.audiences or theme.audiences,
                    description=day.note or theme.name,
                    source=source,
                    findings=found,
                    status=_status(found),
                    part_of=part_of,
                )
            )

    def title(self, day: ThemeDay) -> Text:
        if isinstance(day.when, Named) and day.when.name in self.almanac.observances:
            return self.almanac.observances[day.when.name].name
        return Text(str(day.when))


def _status(codes: Iterable[str]) -> EntryStatus:
    return "fixed" if PROVISIONAL.isdisjoint(codes) else "provisional"


def _turns(rule: Rule, year: int, names: Names) -> dict[date, str]:
    """
    Return the member whose turn each day of *rule* is, if members take turns.
    """
    turns: dict[date, str] = {}
    if isinstance(rule, Rotation):
        turns = {span.start: member for span, member in rule.assigned(year, names)}
    for part in rule.parts():
        turns |= _turns(part, year, names)
    return turns


def _decisive(span: Span, kind: EntryKind) -> date:
    """
    Return the day that decides about an entry: on which an event begins, or a task is due.
    """
    return span.last if kind == "task" else span.start


def _falls_in(day: date, runs: Iterable[Span]) -> bool:
    return any(day in run for run in runs)
