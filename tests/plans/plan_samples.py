"""
The example plans, and small plans with one thing in them.
"""

from pathlib import Path
from typing import Any, Final

from community_edu.base import Finding, Source, Text
from community_edu.calendars import parse_rule
from community_edu.exchange import load_plan
from community_edu.plans import (
    Calendar,
    Duty,
    MemberSet,
    Plan,
    SetMember,
    Theme,
    ThemeDay,
    build_calendar,
)

ROOT: Final = Path(__file__).parents[2]
HEALTH: Final = load_plan(ROOT / "examples" / "plans" / "health-education.toml")
JINGTAI: Final = load_plan(ROOT / "examples" / "plans" / "jingtai-street.toml")
RULES: Final = {"when", "due", "within", "chosen", "except_", "makeup", "stated"}
WORDS: Final = Source("001-2", 28, "半年度例会")
GRADES: Final = MemberSet(
    id="grade",
    name="年级",
    members=[
        SetMember(id="grade_10", name=Text("高一", en="Grade 10")),
        SetMember(id="grade_11", name=Text("高二", en="Grade 11")),
    ],
)


def plan_of(*duties: Duty, **parts: Any) -> Plan:  # noqa: ANN401 - any field of a plan
    """
    Make a plan of duties and whatever else a test is about.
    """
    return Plan(id="street", title=Text("街道计划", en="street plan"), duties=duties, **parts)


def duty_of(**fields: Any) -> Duty:  # noqa: ANN401 - any field of a duty
    """
    Make a duty; rules may be written as text.
    """
    values: dict[str, Any] = {"id": "duty", "name": Text("事项", en="thing"), "source": WORDS}
    for name, value in fields.items():
        written = name in RULES and isinstance(value, str)
        values[name] = parse_rule(value) if written else value
    return Duty(**values)


def theme_of(month: int, when: str, **fields: Any) -> Theme:  # noqa: ANN401 - any field of a theme
    """
    Make the theme of a month with one day.
    """
    day = ThemeDay(id="day", when=parse_rule(when))
    values: dict[str, Any] = {"id": "theme", "month": month, "name": "主题", "days": [day]}
    return Theme(**(values | fields))


def calendar_of(*duties: Duty, year: int = 2026, **parts: Any) -> Calendar:  # noqa: ANN401 - as above
    """
    Bind a plan of those duties to a year.
    """
    return build_calendar(plan_of(*duties, **parts), year)


def days(calendar: Calendar) -> list[str]:
    """
    Return the first day of each entry, as people write it.
    """
    return [str(entry.first_day) for entry in calendar.entries]


def reasons(calendar: Calendar) -> list[str]:
    """
    Return the codes of what could not be dated.
    """
    return [undated.finding.code for undated in calendar.unresolved]


def codes(findings: tuple[Finding, ...]) -> list[str]:
    """
    Return the codes of findings.
    """
    return [finding.code for finding in findings]
