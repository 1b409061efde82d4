"""
What can be doubtful in dating a plan.
"""

from collections.abc import Iterator

from community_edu.base import FindingKind, Text
from community_edu.calendars import CADENCES
from community_edu.plans.duties import Duty

DATE_IN_OTHER_MONTH = FindingKind(
    "date-in-other-month",
    "warning",
    zh="“{day}”写在{theme_month}，但 {year} 年在 {date}，已按实际日期排入",
    en="'{day}' stands under {theme_month}, but in {year} it is on {date}; it is entered there",
)
YEAR_NOT_COVERED = FindingKind(
    "year-not-covered",
    "warning",
    zh="计划只涵盖 {rule}，{year} 年没有任何一天在内",
    en="the plan covers {rule}, of which no day is in {year}",
)
DAY_NOT_COVERED = FindingKind(
    "day-not-covered",
    "warning",
    zh="“{title}”的日期（{rule}）都不在计划涵盖的时间（{covers}）内，没有排入",
    en="no day of '{title}' ({rule}) is among those that the plan covers ({covers}); "
    "it is left out",
)
NO_DAY_IN_YEAR = FindingKind(
    "no-day-in-year",
    "warning",
    zh="“{title}”在 {year} 年没有一天（规则：{rule}）",
    en="'{title}' falls on no day of {year} (rule: {rule})",
)
VAGUE_CADENCE = FindingKind(
    "vague-cadence",
    "warning",
    zh="“{title}”只说“{cadence}”，没有日期，也无法衡量",
    en="'{title}' says only '{cadence}': no date, and nothing to measure",
)
EDITION_WITHOUT_DATE = FindingKind(
    "edition-without-date",
    "warning",
    zh="第 {edition} 届“{title}”的日期由主办方另行公布",
    en="the date of '{title}', number {edition}, is set elsewhere",
)
EVENT_TRIGGERED = FindingKind(
    "event-triggered",
    "info",
    zh="“{title}”由事件触发（{trigger}），没有日期",
    en="'{title}' is set off by an event ({trigger}), not by a date",
)
COUNT_WITHOUT_DATES = FindingKind(
    "count-without-dates",
    "warning",
    zh="“{title}”要求{quota}，但没有安排日期",
    en="'{title}' must happen {quota}, but no date is planned",
)
TO_BE_PLACED = FindingKind(
    "to-be-placed",
    "info",
    zh="“{title}”的日期要在 {count} 个时段中选定，首个是 {first}",
    en="the date of '{title}' is still to be chosen (windows: {count}, the first {first})",
)
OUTSIDE_WINDOW = FindingKind(
    "outside-window",
    "warning",
    zh="“{title}”排在 {date}，不在计划规定的时段内",
    en="'{title}' is on {date}, outside the windows that the plan sets for it",
)
NO_DATE_GIVEN = FindingKind(
    "no-date-given",
    "warning",
    zh="“{title}”没有说明时间",
    en="nothing is said of when '{title}' is",
)
SUSPENDED = FindingKind(
    "suspended",
    "info",
    zh="“{title}”因{because}暂停 {count} 次，首个是 {first}",
    en="'{title}' is suspended (times: {count}, the first {first}): {because}",
)
STATED_DATE_DIFFERS = FindingKind(
    "stated-date-differs",
    "warning",
    zh="“{title}”原文写作 {stated}，而“{rule}”在 {year} 年是 {computed}，已按后者排入",
    en="the text puts '{title}' on {stated}, but {rule} is on {computed} in {year}; it is "
    "entered there",
)
ON_DAY_OFF = FindingKind(
    "due-on-day-off",
    "info",
    zh="“{title}”有 {count} 次的截止日不是工作日，首个是 {first}；原文没有说是否顺延",
    en="'{title}' is due on days off (days: {count}, the first {first}); the plan does not say "
    "whether it moves",
)


def undated_reasons(duty: Duty) -> Iterator[tuple[str, FindingKind, dict[str, object]]]:
    """
    Yield why a duty has no dates of its own, by the field that says so.
    """
    dated = duty.days is not None
    if duty.cadence is not None:
        yield "cadence", VAGUE_CADENCE, {"cadence": CADENCES[duty.cadence]}
    if duty.edition is not None and not dated:
        yield "edition", EDITION_WITHOUT_DATE, {"edition": duty.edition}
    if duty.trigger is not None:
        yield "trigger", EVENT_TRIGGERED, {"trigger": duty.trigger}
    if duty.quota is not None and not dated and duty.within is None:
        quota = Text(duty.quota.to("zh-CN"), en=duty.quota.to("en"))
        yield "quota", COUNT_WITHOUT_DATES, {"quota": quota}
    said = (duty.cadence, duty.edition, duty.trigger, duty.quota, duty.within)
    if not dated and all(value is None for value in said):
        yield "id", NO_DATE_GIVEN, {}
