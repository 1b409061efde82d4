from datetime import datetime

import pytest
from dateutil.rrule import rrulestr
from pages import DOCS, needs_pages, page, rows

from community_edu.calendars import Almanac, Announced, Names, Rule, parse_rule
from community_edu.calendars.rule_texts import FUNCTIONS

TABLE = rows(page("reference/rules.md")) if DOCS.is_dir() else []
YEARS = range(1950, 2100)


class _Plan(Names):
    """
    The names of a plan with one duty, and of the almanac.
    """

    def rule(self, name: str) -> Rule:
        return Announced(["2026-10-22"]) if name == "entry:opening" else Almanac().rule(name)


PLAN = _Plan()


@needs_pages
class TestRulesPage:
    def test_every_function(self) -> None:
        """
        The table has every function of the text form, and its rules read back as they stand.
        """
        rules = [cells[0].strip("`") for cells in TABLE]
        assert {rule.partition("(")[0] for rule in rules} == set(FUNCTIONS)
        assert [str(parse_rule(rule)) for rule in rules] == rules

    @pytest.mark.parametrize(
        ("rule", "recurrence"), [(cells[0].strip("`"), cells[2].strip("`")) for cells in TABLE]
    )
    def test_recurrences(self, rule: str, recurrence: str) -> None:
        """
        The page has the RRULE of each rule that has one, and the rule begins on its days.
        """
        assert (parse_rule(rule).to_rrule(PLAN) or "") == recurrence
        if recurrence:
            ours = [run.start for year in YEARS for run in parse_rule(rule).occurrences(year)]
            first, last = (datetime(d.year, d.month, d.day) for d in (ours[0], ours[-1]))  # noqa: DTZ001
            theirs = rrulestr(recurrence, dtstart=first).between(first, last, inc=True)
            assert ours == [moment.date() for moment in theirs]

    def test_every_name(self) -> None:
        """
        The names in the table are known to any almanac, but for the duties of a plan.
        """
        names = {name for cells in TABLE for name in parse_rule(cells[0].strip("`")).named()}
        assert {name for name in names if name not in set(Almanac().names())} == {"entry:opening"}
