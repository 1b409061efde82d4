"""
Is a timetabling problem in order? What cannot be, before a solver is asked, and what is doubtful.
"""

from collections.abc import Iterable, Iterator, Sequence

from community_edu.base import (
    CommunityEduError,
    Finding,
    FindingKind,
    ProblemsError,
    References,
    closest,
)
from community_edu.calendars import WeeklyHours
from community_edu.organizations import Educator, Venue
from community_edu.scheduling.demands import AwayFrom, FairLoad, PreferHours
from community_edu.scheduling.instances.grid import Grid
from community_edu.scheduling.problem_checks.pins import pin_errors
from community_edu.scheduling.problem_checks.soundness import (
    circles,
    refer,
    rule_errors,
    section_errors,
    size_errors,
)
from community_edu.scheduling.problems import TimetableProblem

LAST_WEEK = 99
"""
No pattern can name a later week.
"""

AUDIENCE_OF_NO_SECTION = FindingKind(
    "audience-of-no-section",
    "warning",
    zh="没有任何班级面向“{audience}”，这条要求不起作用{hint_zh}",
    en="no section is for the audience '{audience}', so this demand asks nothing{hint_en}",
)
EMPLOYMENT_OF_NOBODY = FindingKind(
    "employment-of-nobody",
    "warning",
    zh="师资中没有“{employment}”，这条要求不起作用{hint_zh}",
    en="no educator is '{employment}', so this demand asks nothing{hint_en}",
)
EDUCATOR_NEVER_FREE = FindingKind(
    "educator-never-free",
    "warning",
    zh="“{educator}”的可用时段 {hours} 内没有一节课，不能安排任何班级",
    en="the hours {hours} of '{educator}' hold no whole period, so they can teach nothing",
)
VENUE_NEVER_OPEN = FindingKind(
    "venue-never-open",
    "warning",
    zh="“{venue}”的开放时段 {hours} 内没有一节课，不能安排任何班级",
    en="the hours {hours} of '{venue}' hold no whole period, so nothing can be there",
)
PLACE_WITHOUT_TRAVEL = FindingKind(
    "place-without-travel",
    "warning",
    zh="路程中没有地点“{place}”（{venue}），到其他地点都按 {minutes} 分钟计",
    en="the travel times do not know '{place}' ({venue}): every way there is {minutes} minutes",
)
WEEKS_BEYOND_TERM = FindingKind(
    "weeks-beyond-term",
    "warning",
    zh="“{section}”的教学周 {weeks} 超出了本学期的 {number} 周，超出部分不安排",
    en="the weeks '{weeks}' of '{section}' go beyond the {number} of the term and are cut off",
)
PRECEDENCE_IN_CIRCLE = FindingKind(
    "precedence-in-circle",
    "warning",
    zh="{ids} 互为先后，形成循环，不可能都满足",
    en="{ids} should each come before the next, in a circle: not all of it can be kept",
)
WEEK_WITHOUT_LESSONS = FindingKind(
    "week-without-lessons",
    "info",
    zh="第 {week} 周没有一天上课",
    en="nothing is taught in week {week}",
)


def check_problem(problem: TimetableProblem) -> tuple[Finding, ...]:
    """
    Look for what is doubtful in *problem*: what asks nothing, is never free or goes unsaid.

    What cannot be at all is refused by `require_sound`, which every solver asks first.

    Returns:
        The findings: of sections, venues, educators, demands, and of the weeks.

    Example:
        >>> from datetime import date, time
        >>> from community_edu.calendars import ClassPeriod, TeachingWeeks
        >>> weeks = TeachingWeeks(
        ...     first=date(2026, 9, 7), number=4, periods=[ClassPeriod(time(9), time(10))]
        ... )
        >>> from community_edu.scheduling.sections import TimetableSection
        >>> choir = TimetableSection(id="choir", weeks="3-6")
        >>> school = TimetableProblem([choir], [], [], weeks)
        >>> for finding in check_problem(school):
        ...     print(finding.message("en"))
        the weeks '3-6' of 'choir' go beyond the 4 of the term and are cut off
    """
    grid = Grid(problem.weeks)
    found = [*_beyond(problem), *_never_free(problem, grid), *_ways(problem)]
    found += [*_idle(problem), *_soft_circles(problem)]
    taught = {week for week, _ in grid.dates}
    for week in range(problem.weeks.number):
        if week not in taught:
            found.append(Finding(WEEK_WITHOUT_LESSONS, ("weeks",), {"week": week + 1}))
    return tuple(found)


def require_sound(problem: TimetableProblem) -> None:
    """
    Refuse a problem for which there can be no timetable, or that is too large to begin with.

    Raises:
        ProblemsError: Everything that is wrong with it: see `input_errors`.

    Example:
        >>> from datetime import date, time
        >>> from community_edu.calendars import ClassPeriod, TeachingWeeks
        >>> weeks = TeachingWeeks(
        ...     first=date(2026, 9, 7), number=4, periods=[ClassPeriod(time(9), time(10))]
        ... )
        >>> from community_edu.scheduling.sections import TimetableSection
        >>> choir = TimetableSection(id="choir", subject="music", length=2)
        >>> require_sound(TimetableProblem([choir], [], [], weeks))
        Traceback (most recent call last):
        ...
        community_edu.base.errors.ProblemsError: no timetable can be made of this problem
        - nobody teaches 'music', which 'choir' needs; add it to what an educator teaches, or list \
the educators of the section
        - a meeting of 'choir' takes 2 periods, and no part of the day has more than 1; make it \
shorter and give it more sessions
    """
    errors = input_errors(problem)
    if errors:
        raise ProblemsError("no timetable can be made of this problem", errors)


def require_small(problem: TimetableProblem) -> None:
    """
    Refuse a problem that is too large to begin with, be it sound or not.

    Raises:
        ProblemsError: There is more to choose from than solvers can take on.

    Example:
        >>> from datetime import date
        >>> from community_edu.calendars import TeachingWeeks
        >>> from community_edu.scheduling.sections import TimetableSection
        >>> weeks = TeachingWeeks(first=date(2026, 9, 7), number=4, periods=["09:00-10:00"])
        >>> fair = TimetableSection(id="fair", name="游园会", size=3_000_000)
        >>> require_small(TimetableProblem([fair], [], [], weeks))
        Traceback (most recent call last):
        ...
        community_edu.base.errors.ProblemsError: no timetable can be made of this problem
        - '游园会' has 3000000 people; write 1000000 at most
    """
    errors = tuple(size_errors(problem, Grid(problem.weeks)))
    if errors:
        raise ProblemsError("no timetable can be made of this problem", errors)


def input_errors(problem: TimetableProblem) -> tuple[CommunityEduError, ...]:
    """
    Return everything that makes *problem* impossible as it is written, each with its `path`.

    These are mistakes in single things: identifiers used twice or by nobody, a section
    larger than its venues, a subject that nobody teaches, pins that contradict, demands in a
    circle, more than can be taken on. That all of it together may be too much is for
    `explain`.

    Returns:
        The errors, in the order of the problem: sections, venues, educators, demands,
        pins, and its size. None if it is sound.
    """
    grid = Grid(problem.weeks)
    references = References()
    refer(problem, references)
    return (
        *references.problems,
        *section_errors(problem, grid),
        *rule_errors(problem, grid),
        *pin_errors(problem, grid),
        *size_errors(problem, grid),
    )


def _hints(value: str, known: Iterable[str]) -> dict[str, object]:
    """
    Return the nearest name as advice, in both languages.
    """
    near = closest(value, tuple(known))
    if near is None:
        return {"hint_zh": "", "hint_en": ""}
    return {"hint_zh": f"，是否应为“{near}”？", "hint_en": f"; did you mean '{near}'?"}


def _beyond(problem: TimetableProblem) -> Iterator[Finding]:
    number = problem.weeks.number
    for index, section in enumerate(problem.sections):
        weeks = section.weeks
        named = weeks.text not in {"all", "odd", "even"}
        if named and len(weeks.among(LAST_WEEK)) > len(weeks.among(number)) > 0:
            about = {"weeks": weeks.text, "section": section.title, "number": number}
            yield Finding(WEEKS_BEYOND_TERM, ("sections", index, "weeks"), about)


def _never_free(problem: TimetableProblem, grid: Grid) -> Iterator[Finding]:
    """
    Yield the venues and educators whose hours hold no period of any day.
    """
    cells: dict[WeeklyHours, int] = {}
    lists: tuple[tuple[str, str, FindingKind, Sequence[Venue | Educator]], ...] = (
        ("venues", "venue", VENUE_NEVER_OPEN, problem.venues),
        ("educators", "educator", EDUCATOR_NEVER_FREE, problem.educators),
    )
    for key, word, kind, whose in lists:
        for index, one in enumerate(whose):
            if one.hours not in cells:
                cells[one.hours] = grid.can_begin(1, one.hours)
            if not cells[one.hours]:
                hours = str(one.hours) or "-"
                yield Finding(kind, (key, index, "hours"), {word: one.name, "hours": hours})


def _ways(problem: TimetableProblem) -> Iterator[Finding]:
    """
    Yield the places of venues of which the travel times know nothing, if they know any.
    """
    known = set(problem.travel.places())
    told: set[str] = set()
    for index, venue in enumerate(problem.venues):
        if known and venue.where not in known and venue.where not in told:
            told.add(venue.where)
            about = {"place": venue.where, "venue": venue.name}
            minutes = {"minutes": problem.travel.otherwise}
            yield Finding(PLACE_WITHOUT_TRAVEL, ("venues", index, "place"), about | minutes)


def _idle(problem: TimetableProblem) -> Iterator[Finding]:
    """
    Yield the demands that ask nothing of anybody.
    """
    audiences = {audience for section in problem.sections for audience in section.audiences}
    employments = {one.employment for one in problem.educators}
    for index, rule in enumerate(problem.rules):
        if isinstance(rule, PreferHours | AwayFrom):
            if rule.audience and rule.audience not in audiences:
                about = {"audience": rule.audience} | _hints(rule.audience, audiences)
                yield Finding(AUDIENCE_OF_NO_SECTION, ("rules", index, "audience"), about)
        elif isinstance(rule, FairLoad) and rule.employment and rule.employment not in employments:
            about = {"employment": rule.employment} | _hints(rule.employment, employments)
            yield Finding(EMPLOYMENT_OF_NOBODY, ("rules", index, "employment"), about)


def _soft_circles(problem: TimetableProblem) -> Iterator[Finding]:
    for index, ids in circles(problem, hard=False):
        yield Finding(PRECEDENCE_IN_CIRCLE, ("rules", index), {"ids": ids})
