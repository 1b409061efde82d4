"""
What checkers make of plans, calendars and their pages. Checked, never run.
"""

from collections.abc import Iterator
from datetime import date, time
from typing import Literal, assert_type

from community_edu.base import Finding, Source, Text
from community_edu.calendars import (
    Occasion,
    Quota,
    Rule,
    Span,
    Wishes,
    holidays,
    parse_rule,
    school_terms,
)
from community_edu.courses import CourseId, Project
from community_edu.evaluation import Standard
from community_edu.measures import Interval
from community_edu.organizations import AudienceId, OrganizationId, VenueId
from community_edu.plans import (
    Calendar,
    Clash,
    Duty,
    DutyId,
    Entry,
    OwedDuty,
    Plan,
    PlanGroup,
    PlanId,
    Progress,
    ProgressItem,
    ProgressStatus,
    Remark,
    Report,
    Theme,
    ThemeDay,
    Undated,
    Window,
    build_calendar,
    build_group_calendar,
    check_group,
    check_plan,
    check_record,
    check_report,
    count_owed,
    find_clashes,
    merge_plans,
    progress,
    propose_dates,
    when_text,
    year_rows,
)
from community_edu.views import sheet, year_page, year_sheet

# plain values go in, values of their own kind come out
duty = Duty(
    id="class",
    name="集中授课",
    audiences=["residents"],
    courses=["hall"],
    venue="room",
    when=parse_rule("fixed(5, 8)"),
    quota=Quota.parse(">= 1 per quarter"),
    cadence="regular",
    starts=time(14),
    note={"zh": "带笔", "en": "bring a pen"},
)
assert_type(duty.id, DutyId)
assert_type(duty.name, Text)
assert_type(duty.audiences, tuple[AudienceId, ...])
assert_type(duty.courses, tuple[CourseId, ...])
assert_type(duty.venue, VenueId | None)
assert_type(duty.when, Rule | None)
assert_type(duty.note, Text | None)
assert_type(duty.source, Source | None)

theme = Theme(id="may", month=5, name="主题", days=[ThemeDay(id="day", when=parse_rule("qixi"))])
assert_type(theme.days, tuple[ThemeDay, ...])
assert_type(theme.days[0].name, Text | None)

plan = Plan(
    id="school",
    title="家长学校",
    host="school",
    duties=[duty],
    themes=(theme,),
    remarks=[Remark(code="masked", text="年份")],
)
assert_type(plan.id, PlanId)
assert_type(plan.host, OrganizationId | None)
assert_type(plan.duties, tuple[Duty, ...])
assert_type(plan.standard, Standard)
assert_type(plan.wider("residents"), Iterator[str])

# codes are checked where the vocabulary is closed
Remark(code="wrong", text="x")  # type: ignore[arg-type]
Duty(id="x", name="x", cadence="daily")  # type: ignore[arg-type]

# the year
calendar = build_calendar(
    plan, 2026, holidays=holidays("CN"), terms=school_terms("CN-310000", 2026)
)
assert_type(calendar, Calendar)
assert_type(calendar.entries, tuple[Entry, ...])
assert_type(calendar.windows, tuple[Window, ...])
assert_type(calendar.unresolved, tuple[Undated, ...])
assert_type(calendar.unresolved[0].finding, Finding)
assert_type(calendar.on(date(2026, 5, 8)), tuple[Entry, ...])
assert_type(calendar.entries[0].kind, Literal["event", "task", "theme", "observance"])
assert_type(calendar.entries[0].start, date)
assert_type(calendar.entries[0].span, Span)
assert_type(calendar.to_records("en"), list[dict[str, object]])
assert_type(check_plan(plan, calendar), tuple[Finding, ...])
assert_type(when_text(calendar.entries[0], "zh-CN"), str)
assert_type(year_rows(calendar), Iterator[tuple[str, ...]])

# pages and sheets
assert_type(year_page(calendar, "en"), str)
assert_type(year_sheet(calendar), bytes)
assert_type(sheet([["a", "b"], ("c",)]), bytes)
year_page(calendar, "fr")  # type: ignore[arg-type]

# what is open is proposed, and what was done is asked for
draft = propose_dates(build_calendar(Plan(id="school", title="学校"), 2026), wishes=Wishes(clear=1))
assert_type(draft, Calendar)
assert_type(draft.entries[0].status, Literal["fixed", "provisional", "proposed"])
assert_type(check_record(draft, {"class": [Occasion(date(2026, 5, 8))]}), tuple[Finding, ...])

# what was promised is held against what was done
report = Report.of({"trained": 47})
assert_type(report.intervals["trained"], Interval)
assert_type(check_report(report, plan.indicators), tuple[Finding, ...])
assert_type(progress(plan, report, on=date(2026, 6, 30)), Progress)
assert_type(progress(plan, plan).items, tuple[ProgressItem, ...])
assert_type(progress(plan).items[0].status, ProgressStatus)
assert_type(Project(id="p", name="课题").advance("applied"), Project)
Project(id="p", name="课题", status="asleep")  # type: ignore[arg-type]

# several plans as one
group = merge_plans(plan, plan, parents={"b.hall": "a.hall"}, members={"a.schools": ["b.school"]})
assert_type(group, PlanGroup)
assert_type(build_group_calendar(group, 2026), Calendar)
assert_type(find_clashes(group, build_group_calendar(group, 2026)), tuple[Clash, ...])
assert_type(count_owed(group, calendar, {"a": {"report": ()}}), tuple[OwedDuty, ...])
assert_type(check_group(group), tuple[Finding, ...])
