"""
Counts and the periods in which they are kept: 每季度不少于一次, twice a year, 每三个月一次.
"""

from datetime import date
from operator import attrgetter

import attrs

from community_edu.base import Finding
from community_edu.calendars.combinators import Between, Years
from community_edu.calendars.date_rules import Daily, EveryMonths, WholeYear
from community_edu.calendars.interval_rules import MOST_YEARS, EveryDays, EveryYears
from community_edu.calendars.phrases.amounts import COUNTED_PER
from community_edu.calendars.phrases.findings import DAYS_NOT_STATED, SECOND_COUNT
from community_edu.calendars.phrases.found import Amount, Found, FoundDays, FoundPer, Member
from community_edu.calendars.phrases.meanings import Days, Per, years_of
from community_edu.calendars.phrases.parts import PartReader
from community_edu.calendars.phrases.reasons import NO_COUNT, NO_RULE
from community_edu.calendars.phrases.values import PhraseToken
from community_edu.calendars.quotas import Quota
from community_edu.calendars.rules import LAST_YEAR, LONGEST_RUN, Rule, Unresolved
from community_edu.calendars.week_rules import MOST_WEEKS, EveryWeeks, Weekly
from community_edu.calendars.weekdays import WEEKDAYS

IN_MONTHS = {"month": 1, "quarter": 3, "half_year": 6}
NAMED_MONTHS = {3: "quarter", 6: "half_year", 12: "year"}
PARTS_OF_MONTH = {"half_month": 2, "ten_days": 3}
STEPS = {1, 2, 3, 4, 6, 12}
"""
Every how many months something may recur.
"""

EVERY_DAY = Per(1, "day")


@attrs.define
class CountReader(PartReader):
    """
    What makes quotas of counts, and rules of periods without a count.
    """

    def count(self) -> None:
        """
        Make the first count of an event a quota, and read the periods that are left.
        """
        years = {found.clause for found in self.found if found.days[0].rule == WholeYear()}
        amounts = sorted(self.amounts, key=attrgetter("members"))  # events go first
        counted = next((amount for amount in amounts if self._counted(amount)), None)
        for amount in self.amounts:
            if amount.minutes and amount is not counted:
                self.sense.minutes = self.sense.minutes or amount.minutes
            later = counted and amount.start > counted.start and amount.event
            beside = amount.members and counted and amount.sentence == counted.sentence
            if counted and amount is not counted and (later or beside):
                found = self._per_of(amount)
                if found or amount.per or amount.clause in years or beside:
                    items = {"text": self._said(amount), "kept": self._said(counted)}
                    self.note(Finding(SECOND_COUNT, items=items))
        self._periods()
        self._count_from()

    def dated(self) -> bool:
        """
        Tell whether the days are said.
        """
        return any(days.role in {"when", "due"} for found in self.found for days in found.days)

    def choose_at(self, code: str, found: Found | None) -> None:
        """
        Note that what was found, or the whole text, was read in one of two ways.
        """
        start, end = (found.start, found.end) if found else (0, len(self.text))
        self.choose(code, PhraseToken("", start, end))

    def _said(self, amount: Amount) -> str:
        return self.text[amount.start : amount.end].strip()

    def _per_of(self, amount: Amount) -> FoundPer | None:
        """
        Return the period that belongs to a count: the last before it, or the next.
        """
        near = [per for per in self.pers if per.sentence == amount.sentence]
        if amount.minutes:
            near = [per for per in near if per.clause == amount.clause]
        before = [per for per in near if per.end <= amount.start]
        after = [per for per in near if per.start >= amount.end]
        return before[-1] if before else after[0] if after else None

    def _counted(self, amount: Amount) -> bool:
        """
        Make a count a quota, if it is one of what takes place.
        """
        found = None if amount.per else self._per_of(amount)
        per = amount.per or (found.per if found else None)
        whole = [days for days in self.found if days.days[0].rule == WholeYear()]
        if per is None and whole:
            per = Per(1, "year")
        if amount.minutes and per in {None, EVERY_DAY}:
            return False
        if per is None and not amount.event:
            return False
        if amount.members:
            self.choose_at("members", amount)
        if amount.minutes or amount.of_time:
            self.choose_at("hours", amount)
        if found:
            self.pers.remove(found)
        if per is None:
            return self._in_days(amount)
        self.found = [days for days in self.found if days not in whole]
        self._per_period(amount, per, found)
        return True

    def _in_days(self, amount: Amount) -> bool:
        """
        Count per window, or in the whole plan; once on a day that is said needs no count.
        """
        windows = any(days.role == "within" for found in self.found for days in found.days)
        if self.dated() and not windows:
            return False
        self._set_quota(amount, "window" if windows else "plan")
        return True

    def _per_period(self, amount: Amount, per: Per, found: FoundPer | None) -> None:
        once = (amount.least, amount.most) == (1, 1)
        if years_of(per) > 1 and amount.least == 1:
            self._every(per, found)
            if not self.dated():
                self._set_quota(amount, "window")
            return
        said = found is not None and found.periodic != "" and per.number in NAMED_MONTHS
        interval = per.number > 1 and per.unit in {"month", "week", "day"} and not said
        if per.unit in PARTS_OF_MONTH or (interval and (once or per.unit == "week")):
            self._every(per, found)
            return
        months = per.number if per.unit == "month" else 0
        unit = per.unit if per.number == 1 else NAMED_MONTHS.get(months, "")
        if unit not in COUNTED_PER:
            ends = [amount, *([found] if found else [])]
            start, end = min(one.start for one in ends), max(one.end for one in ends)
            words = self.text[start:end].strip()
            self.sense.when.append(Unresolved.because(words, NO_COUNT))
            return
        member = self._set_quota(amount, unit)
        if once and unit in IN_MONTHS and member is None and not self.found:
            self._every(Per(1, unit), found)

    def _set_quota(self, amount: Amount, unit: str) -> Member | None:
        member = next((m for m in self.members if m.sentence == amount.sentence), None)
        most = amount.most
        if member and member.cover and amount.least == amount.most == 1:
            self.choose_at("once-each", amount)
            most = None
        self.sense.quota = Quota(amount.least, most, unit, member.name if member else None)
        return member

    def _periods(self) -> None:
        """
        Read the periods for which there is neither a day nor a count.
        """
        dated, counted = self.dated(), self.sense.quota is not None
        for found in self.pers:
            bare_year = found.per == Per(1, "year") and bool(self.found or counted)
            idle = dated and found.per.unit != "day" and years_of(found.per) <= 1
            if found.length or idle or (not found.periodic and (bare_year or counted)):
                continue
            self._every(found.per, found)

    def _every(self, per: Per, found: FoundPer | None) -> None:
        """
        Make a period without days a rule, a window or a quota.
        """
        sense = self.sense
        words = self.text[found.start : found.end].strip() if found else self.text.strip()
        periodic = found.periodic if found else ""
        yearly = per == Per(1, "year")
        months = per.number * IN_MONTHS.get(per.unit, 0)
        if yearly and any(sign in periodic for sign in "报刊"):
            months = 12
        if months in STEPS or per == EVERY_DAY:
            self._repeated(months, found)
        elif 1 < years_of(per) <= MOST_YEARS:
            self._every_years(years_of(per))
        elif per.unit == "day" and per.number <= LONGEST_RUN:
            sense.when.append(EveryDays(per.number))
        elif yearly and not periodic:
            sense.cadence = sense.cadence or "annual"
        elif per.unit == "week" and self._alternate(per):
            return
        elif per.unit in PARTS_OF_MONTH or (per.unit == "week" and 1 < per.number <= MOST_WEEKS):
            self.note(Finding(DAYS_NOT_STATED, items={"text": words}))
            if per.unit == "week":
                sense.within.append(EveryWeeks(per.number, WEEKDAYS))
            else:
                number = PARTS_OF_MONTH[per.unit]
                sense.quota = sense.quota or Quota(number, number, "month")
        elif per.number == 1 and per.unit in COUNTED_PER:
            sense.quota = sense.quota or Quota(1, None, per.unit)
            self.choose_at("per-term" if per.unit == "term" else "count", found)
        else:
            sense.when.append(Unresolved.because(words, NO_RULE))

    def _every_years(self, years: int) -> None:
        """
        Take the days that are said elsewhere for those of every n-th year, or else all of it.
        """
        kept = [found for found in self.found if _start(found) is not None]
        if kept == self.found:
            self.sense.within.append(EveryYears(WholeYear(), years))
        self.found = [
            found if found in kept else attrs.evolve(found, days=_in_years(found.days, years))
            for found in self.found
        ]

    def _count_from(self) -> None:
        """
        Take 2024年起 for what every other year is counted from, or say that this is not said.
        """
        sense = self.sense
        for found in tuple(self.found):
            start = _start(found)
            if start is None:
                continue
            before = (sense.when, sense.within, self.found)
            sense.when = [_started(rule, start) for rule in sense.when]
            sense.within = [_started(rule, start) for rule in sense.within]
            self.found = [
                attrs.evolve(
                    one,
                    days=tuple(attrs.evolve(d, rule=_started(d.rule, start)) for d in one.days),
                )
                for one in self.found
            ]
            if before != (sense.when, sense.within, self.found):
                self.found.remove(found)
        rules = (*sense.when, *sense.within, *(d.rule for one in self.found for d in one.days))
        for rule in rules:
            match rule:
                case EveryDays(start=None) | EveryYears(first=None):
                    self.findings += rule.unresolved(LAST_YEAR)
                case _:
                    pass

    def _alternate(self, per: Per) -> bool:
        """
        Take the weekdays that are said elsewhere for those of every n-th week, if there are any.
        """
        days = self.found[0].days[0] if len(self.found) == 1 else None
        if days is None or not isinstance(days.rule, Weekly) or not 1 < per.number <= MOST_WEEKS:
            return False
        rule = EveryWeeks(per.number, days.rule.weekdays)
        self.found[0] = attrs.evolve(self.found[0], days=(attrs.evolve(days, rule=rule),))
        return True

    def _repeated(self, months: int, found: FoundPer | None) -> None:
        if months in STEPS:
            self.sense.when.append(EveryMonths(months))
            self.choose_at("anchor", found)
        else:
            self.sense.when.append(Daily())


def _start(found: FoundDays) -> date | int | None:
    """
    Return the year or the day of 2024年起, 2026年3月1日起, or `None` for other days.
    """
    match [days.rule for days in found.days]:
        case [Years(rule=WholeYear(), first=int() as year, last=None)]:
            return year
        case [Between(rule=Daily(), first=date() as day, last=None)]:
            return day
        case _:
            return None


def _started(rule: Rule, start: date | int | None) -> Rule:
    """
    Return *rule* counted from *start*, if it is one that waits for such a start.
    """
    match rule, start:
        case EveryYears(first=None), int():
            return attrs.evolve(rule, first=start)
        case EveryYears(first=None), date():
            return Between(attrs.evolve(rule, first=start.year), first=start)
        case EveryDays(start=None), date():
            return attrs.evolve(rule, start=start)
        case _:
            return rule


def _in_years(found: tuple[Days, ...], years: int) -> tuple[Days, ...]:
    return tuple(attrs.evolve(days, rule=EveryYears(days.rule, years)) for days in found)
