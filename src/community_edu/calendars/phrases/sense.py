"""
From the parts of a text to what they say together: days, windows, deadlines.
"""

import re

import attrs

from community_edu.base import CommunityEduError, Finding
from community_edu.calendars.almanacs import Almanac
from community_edu.calendars.combinators import Between, Except, InWindow, Shifted, Union, Years
from community_edu.calendars.date_rules import FixedDate, Monthly, MonthSpan, WholeYear
from community_edu.calendars.notice_rules import Announced
from community_edu.calendars.phrases.counts import CountReader
from community_edu.calendars.phrases.findings import (
    LENGTH_APART,
    NAME_DATE_DIFFERS,
    NOT_UNDERSTOOD,
    OTHER_MONTH,
    WEEKEND_UNSAID,
)
from community_edu.calendars.phrases.found import FoundDays, Sense
from community_edu.calendars.phrases.meanings import Days, union
from community_edu.calendars.phrases.names import TERMS
from community_edu.calendars.phrases.school_years import in_school_year
from community_edu.calendars.quotas import Quota
from community_edu.calendars.rules import Named, Rule

SAMPLE_YEARS = range(2024, 2030)
"""
The years in which a stated date is compared with that of a name.
"""
MONTH_YEARS = range(2000, 2041)
"""
The years in which an observance is looked for in a month.
"""

_BESIDE = re.compile(r"[\s的\"“”「」『』《(（]*|\s*,?\s*(?:on|is|the)?\s*")
_DATED = {"dates", "edge", "recurring", "scoped"}


@attrs.define
class SenseReader(CountReader):
    """
    What reads a whole text.
    """

    def read(self) -> Sense:
        """
        Read the text.
        """
        self.gather()
        self._since_days()
        self._named_dates()
        self.count()
        when, within, due = self._in_places()
        self._other_months(when, within)
        self._put(*self._bound(when, within, due))
        self._years_alone()
        self._of_sets()
        return self.sense

    def _since_days(self) -> None:
        """
        Give a single day the length that is stated (10月1日起为期三天), or say what is open.
        """
        dated = [found for found in self.found if found.days]
        only = dated[0].days[0] if [len(one.days) for one in dated] == [1] else None
        first = only.since or only.rule if only else None
        if only and self.days_lasting and isinstance(first, FixedDate) and only.role != "due":
            lasting = Days(attrs.evolve(first, days=self.days_lasting), exact=True)
            self.found = [attrs.evolve(dated[0], days=(lasting,))]
            return
        for found in dated:
            if any(days.since for days in found.days):
                self.choose_at("open-end", found)
        if self.lasting:
            words = self.text[self.lasting.start : self.lasting.end].strip()
            self.note(Finding(LENGTH_APART, items={"text": words}))

    def _named_dates(self) -> None:
        """
        Take a date and the name beside it for one: 10月28日“男性健康宣传日”.
        """
        kept: list[FoundDays] = []
        for found in self.found:
            before = kept[-1] if kept else None
            if before is None or not _BESIDE.fullmatch(self.text, before.end, found.start):
                kept.append(found)
                continue
            days = (*before.days, *found.days)
            rules = (before.rule, found.rule)
            exact = all(one.exact for one in days)
            if exact and rules in {("dates", "names"), ("recurring", "names")}:
                self._same_days(before.days[-1].rule, found, found.days[0].rule)
                kept += [attrs.evolve(found, days=found.days[1:])] if found.days[1:] else []
            elif exact and rules == ("names", "dates"):
                if not self._same_days(found.days[0].rule, before, before.days[-1].rule):
                    others = attrs.evolve(found, days=(*before.days[:-1], *found.days))
                    kept[-1] = others
            elif rules != ("names", "scoped"):
                kept.append(found)
        self.found = kept

    def _same_days(self, stated: Rule, named: FoundDays, rule: Rule) -> bool:
        """
        Tell whether a stated date is that of the name beside it; if not, note it.
        """
        almanac = Almanac(observances=self.catalog)
        for year in SAMPLE_YEARS:
            starts = [run.start for run in rule.occurrences(year, almanac)]
            if starts and starts != [run.start for run in stated.occurrences(year)]:
                meant = almanac.rule(rule.name) if isinstance(rule, Named) else rule
                name = self.text[named.start : named.end]
                items = {"stated": str(stated), "name": name, "rule": str(meant)}
                self.note(Finding(NAME_DATE_DIFFERS, items=items))
                return False
        return True

    def _in_places(self) -> tuple[list[Days], list[Days], list[Days]]:
        """
        Return the days on which, among which and by which it is.
        """
        places: dict[str, list[Days]] = {"when": [], "within": [], "due": []}
        for found in self.found:
            done = any(
                clause == found.clause and (start >= found.start or self.text.isascii())
                for clause, start in self.done
            )
            for days in found.days:
                one = attrs.evolve(days, rule=self._in_its_years(days.rule, found.start))
                if done and days.role != "due" and days.deadline:
                    one = attrs.evolve(one, rule=days.deadline, role="due")
                elif done and days.role != "due" and found.rule in _DATED:
                    one = self.last_of(one)
                places[one.role].append(one)
        within = places["within"]
        if len(within) > 1:
            within = [days for days in within if days.rule != WholeYear()]
        return places["when"], within, places["due"]

    def _in_its_years(self, rule: Rule, start: int) -> Rule:
        school_year = self._school_year_at(start)
        if school_year is not None:
            return in_school_year(rule, school_year)
        years = next((found for found in reversed(self.years) if found[0] < start), None)
        if years is None or isinstance(rule, Announced):
            return rule
        _, first, last = years
        try:
            return (
                self.in_year(rule, first) if first == last else Years(rule, first=first, last=last)
            )
        except CommunityEduError as error:
            self.impossible(f"{first}–{last}", error)
            return rule

    def _school_year_at(self, start: int) -> int | None:
        """
        Return the school year to which days belong: the one that is named last, or the next.
        """
        years = [year for where, year in self.school_years if where < start]
        return years[-1] if years else next((year for _, year in self.school_years), None)

    def _bound(
        self, when: list[Days], within: list[Days], due: list[Days]
    ) -> tuple[list[Days], list[Days], list[Days]]:
        """
        Bind days that repeat by a window beside them: 暑假期间每周三.
        """
        onwards = within == [days for days in within if _is_onwards(days.rule)]
        repeats = any(days.each or onwards for days in (*when, *due))
        if not within or any(days.each for days in within):
            return when, within, due
        window = union(days.rule for days in within)
        if repeats:
            when = [self._bind(days, within, window, every=onwards) for days in when]
            due = [self._bind(days, within, window, every=onwards) for days in due]
            return when, [], due
        if not when and self.sense.when and not self.sense.quota:
            self.sense.when = [self._in_window(rule, window) for rule in self.sense.when]
            return when, [], due
        return when, within, due

    def _bind(self, days: Days, within: list[Days], window: Rule, *, every: bool) -> Days:
        rule = days.rule
        if not (days.each or every):
            return days
        if isinstance(rule, Monthly) and not rule.months and all(d.months for d in within):
            months = tuple(month for d in within for month in d.months)
            return attrs.evolve(days, rule=attrs.evolve(rule, months=months))
        if isinstance(window, Between) or (isinstance(window, Years) and _is_onwards(window)):
            return attrs.evolve(days, rule=attrs.evolve(window, rule=rule))
        return attrs.evolve(days, rule=self._in_window(rule, window))

    def _in_window(self, rule: Rule, window: Rule) -> Rule:
        """
        Return *rule* within *window*, or as it is where the two never meet.
        """
        try:
            return InWindow(rule, window)
        except CommunityEduError as error:
            self.impossible(self.text, error)
            return rule

    def _other_months(self, when: list[Days], within: list[Days]) -> None:
        """
        Say which named days never fall in the month of the theme (九月份:老人节).
        """
        months = {month for d in within if isinstance(d.rule, MonthSpan) for month in d.months}
        almanac = Almanac(observances=self.catalog)
        for rule in (days.rule for days in when if months and isinstance(days.rule, Named)):
            runs = (run for year in MONTH_YEARS for run in rule.occurrences(year, almanac))
            found = {run.start.month for run in runs}
            if found and not found & months:
                items = {"text": str(rule), "month": min(months)}
                self.note(Finding(OTHER_MONTH, items=items))

    def _put(self, when: list[Days], within: list[Days], due: list[Days]) -> None:
        sense = self.sense
        sense.when = [
            self._without(self._shifted(rule)) for rule in [*(d.rule for d in when), *sense.when]
        ]
        sense.due = [self._shifted(days.rule) for days in due]
        sense.within = [*(self._without(days.rule) for days in within), *sense.within]
        monthly = [
            rule
            for days in when
            for rule in (days.rule.rules if isinstance(days.rule, Union) else (days.rule,))
            if isinstance(rule, Monthly) and rule.day > 0
        ]
        if monthly and not self.roll:
            self.note(Finding(WEEKEND_UNSAID, items={"text": self.text.strip()}))
        idle = self.excluded and not (sense.when or sense.within)
        if idle or (self.roll and not (sense.when or sense.due)):
            self.note(Finding(NOT_UNDERSTOOD, items={"text": self.text.strip()}))

    def _shifted(self, rule: Rule) -> Rule:
        match self.roll:
            case "next_workday" | "previous_workday" as roll:
                return Shifted(rule, roll)
            case _:
                return rule

    def _without(self, rule: Rule) -> Rule:
        return Except(rule, union(self.excluded)) if self.excluded else rule

    def _years_alone(self) -> None:
        """
        Read a year without anything in it: all of its days; what repeats without days is in it.
        """
        sense = self.sense
        if self.years and not self.found:
            sense.when = [self._in_its_years(rule, len(self.text)) for rule in sense.when]
        if self.school_years and not self.found:
            if sense.when or sense.quota or sense.about:
                self.note(Finding(NOT_UNDERSTOOD, items={"text": self.text.strip()}))
            else:
                sense.within.append(in_school_year(TERMS, self.school_years[0][1]))
        if self.years and not (self.found or sense.when or sense.quota or sense.about):
            _, first, last = self.years[0]
            try:
                sense.within.append(Years(WholeYear(), first=first, last=last))
            except CommunityEduError as error:
                self.impossible(f"{first}–{last}", error)

    def _of_sets(self) -> None:
        """
        Read 全体职工 where nothing else is said of time: each at least once.
        """
        sense = self.sense
        if self.members and not (
            sense.when or sense.within or sense.due or sense.quota or sense.cadence
        ):
            sense.quota = Quota(1, None, "plan", self.members[0].name)
            self.choose_at("all-of-set", self.members[0])


def _is_onwards(rule: Rule) -> bool:
    """
    Tell whether a window is all from a year on: 2026年起.
    """
    return isinstance(rule, Years) and rule.rule == WholeYear() and rule.last is None
