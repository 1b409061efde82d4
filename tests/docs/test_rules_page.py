from datetime import datetime

import pytest
from dateutil.rrule import rrulestr
from pages import DOCS, needs_pages, page, rows

from community_edu.calendars import NO_NAMES, parse_rule
from community_edu.calendars.rule_texts import FUNCTIONS

TABLE = rows(page("reference/rules.md")) if DOCS.is_dir() else []
YEARS = range(1950, 2100)


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
        ("rule", "recurrence"),
        [(cells[0].strip("`"), cells[2].strip("`")) for cells in TABLE if cells[2]],
    )
    def test_recurrences(self, rule: str, recurrence: str) -> None:
        """
        A rule that has an RRULE on the page begins on the days of that RRULE.
        """
        first, last = datetime(YEARS[0], 1, 1), datetime(YEARS[-1], 12, 31)  # noqa: DTZ001
        theirs = rrulestr(recurrence, dtstart=first).between(first, last, inc=True)
        ours = [
            span.start for year in YEARS for span in parse_rule(rule).occurrences(year, NO_NAMES)
        ]
        assert ours == [moment.date() for moment in theirs]
