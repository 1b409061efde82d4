"""
Before, after, around and by other days: 国庆节前一周, two weeks before, 6月30日前.
"""

from collections.abc import Callable

import attrs

from community_edu.calendars.combinators import Between, InWindow, Shifted, Years
from community_edu.calendars.date_rules import (
    LONGEST_MONTHS,
    Daily,
    DateRange,
    FixedDate,
    Monthly,
    MonthPart,
    MonthSpan,
    WholeYear,
)
from community_edu.calendars.notice_rules import Announced
from community_edu.calendars.phrases.days import DayReader
from community_edu.calendars.phrases.grammar import Phrase
from community_edu.calendars.phrases.meanings import (
    ALL_MONTHS,
    PART_DAYS,
    UNIT_MONTHS,
    Days,
    Nth,
    Per,
    union,
)
from community_edu.calendars.phrases.names import TERMS
from community_edu.calendars.phrases.reasons import NO_MONTH_OR_TERM, NO_RULE, NO_START
from community_edu.calendars.rules import Rule, Unresolved, checked_year
from community_edu.calendars.week_rules import WeekContaining, Weekly
from community_edu.calendars.window_rules import (
    After,
    Before,
    EndOf,
    FromTo,
    Offset,
    StartOf,
    WeekOf,
)
from community_edu.calendars.workday_rules import WorkdayBeside

DAYS_OF = {"day": 1, "week": 7, "month": 30, "half_month": 15, "half_year": 183, "year": 365}
LAST_OF_YEAR = FixedDate(12, 31)


@attrs.define
class SideReader(DayReader):
    """
    What reads the days beside other days, too.
    """

    def measure(self, phrase: Phrase | None) -> tuple[int, str] | None:
        """
        Return a length as a number and a unit: 三天, two weeks, the week.
        """
        if phrase is None:
            return None
        inner = phrase.child("length")
        if inner is not None:
            return self.measure(inner)
        if phrase.token("HALFMONTH"):
            return 1, "half_month"
        token = phrase.token("DAY", "UNIT", "MONTH", "MONTHS", "YEAR")
        nums = phrase.child("nums")
        number = self.spans(nums)[-1][1] if nums else 1
        return (number, token.word) if token else None

    def length(self, phrase: Phrase | None) -> int | None:
        """
        Return a length in days, or `None` if it is not said or not in days.
        """
        measure = self.measure(phrase)
        if measure is None or phrase is None or measure[1] not in DAYS_OF:
            return None
        if measure[1] == "month":
            self.choose("month-length", phrase)
        days = measure[0] * DAYS_OF[measure[1]]
        return days if 1 <= days <= DAYS_OF["year"] else None

    def target(self, phrase: Phrase) -> tuple[Days, ...]:
        """
        Return the days of which a phrase says before or after.
        """
        parts = (part for part in phrase.parts if isinstance(part, Phrase))
        targets = [self.days(part) for part in parts if part.rule in _TARGETS][:1]
        return next((found for found in targets if isinstance(found, tuple)), ())

    def sided(self, phrase: Phrase) -> tuple[Days, ...]:
        """
        Read days beside other days.
        """
        words = {part.kind for part in phrase.parts if not isinstance(part, Phrase)}
        if "THISEND" in words:
            return (self._this_end(phrase),)
        year = phrase.token("YNUM")
        target = self.target(phrase)
        if year and target:
            inside = (attrs.evolve(d, rule=self.in_year(d.rule, year.number)) for d in target)
            return self._since(phrase, tuple(inside), None)
        if year:
            return (self._beside_year(checked_year(year.number), phrase),)
        measure = phrase.child("measure") or phrase.child("emeasure") or phrase.child("length")
        one = phrase.child("nth") or phrase.child("weekdays")
        if one and not target and "ZBEFORE" in words:
            return (self._before_nth(self.nth(one), phrase),)
        if one and words & {"ZAFTER", "EAFTER", "ZBEFORE", "EBEFORE"}:
            after = bool(words & {"ZAFTER", "EAFTER"})
            return tuple(self._one_beside(one, days.rule, phrase, after=after) for days in target)
        ends = [part for part in phrase.parts if isinstance(part, Phrase) and part.rule == "names"]
        if len(ends) > 1:
            return self._from_name_to_name(ends, phrase)
        if phrase.token("DAYS"):
            return (Days(Unresolved.because(self.words(phrase), NO_RULE), "within"),)
        for kinds, read in self._SIDES:
            if words & kinds:
                return read(self, phrase, target, measure)
        simple = next((kind for kind in _SIMPLE if kind in words), "ZDURING")
        return tuple(_SIMPLE[simple](days) for days in target)

    def _beside_year(self, year: int, phrase: Phrase) -> Days:
        """
        Read 2026年前, by 2026, 2026年后, since 2026, 2026年前两个月.
        """
        measure = self.measure(phrase.child("measure"))
        if measure:
            return self._first_of_year(year, measure, phrase)
        if phrase.token("ZBEFORE", "EBEFORE"):
            self.choose("before-year", phrase)
            return Days(Announced([f"{year - 1}-12-31"]), "due", exact=True)
        if phrase.token("BY"):
            self.choose("by-year", phrase)
            return Days(Announced([f"{year}-12-31"]), "due", exact=True)
        first = year
        if phrase.token("ZAFTER", "EAFTER"):
            self.choose("after-year", phrase)
            first = year + 1
        return Days(Years(WholeYear(), first=first), "within")

    def _first_of_year(self, year: int, measure: tuple[int, str], phrase: Phrase) -> Days:
        number, unit = measure
        months = number * UNIT_MONTHS.get(unit, 0)
        if months in ALL_MONTHS:
            rule = DateRange(1, 1, months, LONGEST_MONTHS[months])
            return Days(self.in_year(rule, year), "within")
        days = number * DAYS_OF.get(unit, 0)
        if days:
            return Days(StartOf(Years(WholeYear(), first=year, last=year), days=days), "within")
        return Days(Unresolved.because(self.words(phrase), NO_RULE), "within")

    def _this_end(self, phrase: Phrase) -> Days:
        token = phrase.token("THISEND")
        ends: dict[str, Rule] = {
            "year": LAST_OF_YEAR,
            "month": Monthly(-1),
            "term": EndOf(TERMS, days=1),
        }
        return Days(ends[token.word if token else "year"], "due", exact=True)

    def _before(
        self, phrase: Phrase, target: tuple[Days, ...], measure: Phrase | None
    ) -> tuple[Days, ...]:
        days = self.length(measure)
        if (
            measure
            and not measure.child("length")
            and phrase.token("EBEFORE")
            and _bare_week(measure)
        ):
            return tuple(Days(WeekOf(d.rule, -1), "within") for d in target)
        size = phrase.token("SIZE")
        if size and size.word in {"least", "more"}:
            return tuple(
                Days(StartOf(Before(point(d.rule), days=days), days=1), "due", exact=True)
                for d in target
            )
        if measure:
            role = "when" if days == 1 else "within"
            return tuple(
                Days(Before(point(d.rule), days=days), role, exact=days == 1) for d in target
            )
        recurring = phrase.child("recurring")
        names = phrase.child("names") or (recurring and recurring.child("names"))
        if names:
            if len(target) > 1 and not names.token("OPEN"):
                self.choose("list-scope", phrase)
            return tuple(
                Days(
                    Before(d.rule),
                    "within",
                    deadline=Offset(d.rule, days=-1) if d.exact else Before(d.rule, days=1),
                )
                for d in target
            )
        return tuple(self._deadline(days, phrase) for days in target)

    def _deadline(self, days: Days, phrase: Phrase) -> Days:
        """
        Read 6月30日前, 6月前, before the end of June as the last day that is in time.
        """
        if days.months and isinstance(days.rule, MonthSpan):
            self.choose("before-month", phrase)
            month = (days.months[0] - 2) % 12 + 1
            return Days(Monthly(-1, months=(month,)), "due", exact=True)
        if days.months:
            self.choose("before-month", phrase)
            return Days(Before(days.rule, days=1), "due", exact=True)
        if days.exact:
            self.choose("before-day", phrase)
        return self.last_of(days)

    def last_of(self, days: Days) -> Days:
        """
        Return the last of some days as a deadline.
        """
        rule = days.rule
        if isinstance(rule, EndOf) and rule.days is None:
            last = LAST_OF_YEAR if rule.rule == WholeYear() else EndOf(rule.rule, days=1)
            return attrs.evolve(days, rule=last, role="due", exact=True)
        if not days.exact and not isinstance(rule, Unresolved):
            if isinstance(rule, MonthSpan):
                rule = Monthly(-1, months=(rule.month,))
            elif isinstance(rule, StartOf) and rule.days is None:
                rule = attrs.evolve(rule)
            else:
                rule = EndOf(rule, days=1)
        return Days(rule, "due", exact=True, each=days.each)

    def _before_nth(self, nth: Nth, phrase: Phrase) -> Days:
        """
        Read 第三个工作日前 as a deadline of every month.
        """
        if nth.unit not in {"weekday", "workday"}:
            return Days(Unresolved.because(self.words(phrase), NO_MONTH_OR_TERM), "due")
        self.choose("day-per-month", phrase)
        return self._deadline(self.nth_in(nth, Per(1, "month"), phrase), phrase)

    def _around(
        self, phrase: Phrase, target: tuple[Days, ...], measure: Phrase | None
    ) -> tuple[Days, ...]:
        """
        Read 国庆节前后三天, around Qingming, 每月15日左右.

        About a day of the month, with no length, is that day.
        """
        nth, ords = phrase.child("nth"), phrase.child("ords")
        if nth or ords:
            self.choose("approximate", phrase)
            self.choose("day-per-month", phrase)
            one = self.nth(nth) if nth else Nth(self.ordinals(phrase.the("ords")))
            return (self.nth_in(one, Per(1, "month"), phrase),)
        length = self.length(measure)
        named = phrase.child("names") is not None or phrase.token("ZAROUND") is not None
        if length or named:
            return tuple(
                Days(
                    union([Before(d.rule, days=length), d.rule, After(d.rule, days=length)]),
                    "within",
                )
                for d in target
            )
        self.choose("approximate", phrase)
        return target

    def _first_days(
        self, phrase: Phrase, target: tuple[Days, ...], measure: Phrase | None
    ) -> tuple[Days, ...]:
        """
        Read 每季度初5日内, within ten days of the end of term, within March.
        """
        if measure is None:
            return tuple(map(_among, target))
        length = self.length(measure)
        if phrase.token("WITHIN_E") and length:
            self.choose("within-of", phrase)
            return tuple(Days(After(point(d.rule), days=length), "within") for d in target)
        edges = [d.rule for d in target if isinstance(d.rule, StartOf | EndOf)]
        if edges and length:
            return tuple(Days(attrs.evolve(edge, days=length), "within") for edge in edges)
        return (Days(Unresolved.because(self.words(phrase), NO_RULE), "within"),)

    def _after(
        self, phrase: Phrase, target: tuple[Days, ...], measure: Phrase | None
    ) -> tuple[Days, ...]:
        days = self.length(measure)
        if (
            measure
            and phrase.token("EAFTER")
            and not phrase.token("WITHIN_E")
            and _bare_week(measure)
        ):
            return tuple(Days(WeekOf(d.rule, 1), "within") for d in target)
        one = days == 1
        return tuple(
            Days(After(point(d.rule), days=days), "when" if one else "within", exact=one)
            for d in target
        )

    def _by(
        self, phrase: Phrase, target: tuple[Days, ...], measure: Phrase | None
    ) -> tuple[Days, ...]:
        """
        Read by the end of June, no later than two weeks after the end of term.
        """
        if phrase.token("EAFTER"):
            target = self._after(phrase, target, measure)
        elif phrase.token("EBEFORE"):
            before = self._before(phrase, target, measure)
            return tuple(Days(StartOf(d.rule, days=1), "due", exact=True) for d in before)
        return tuple(self.last_of(days) for days in target)

    def _since(
        self, phrase: Phrase, target: tuple[Days, ...], measure: Phrase | None
    ) -> tuple[Days, ...]:
        """
        Read 3月起, from September on: to the end of the year, for want of another.
        """
        del measure
        found: list[Days] = []
        ended = any(token.kind in {"TO", "NTO"} for token in phrase.tokens())
        for days in target:
            rule = days.rule
            if isinstance(rule, Announced) and not ended:
                on = Between(Daily(), first=rule.dates[0].start)
                found.append(Days(on, "within"))
                continue
            month, day = (days.months[0], 1) if len(days.months) == 1 else (0, 0)
            if isinstance(rule, FixedDate):
                month, day = rule.month, rule.day
            elif isinstance(rule, MonthPart):
                month, day = rule.month, PART_DAYS[rule.part][0]
            if ended or days.each or isinstance(rule, Unresolved):
                found.append(days)
            elif month:
                since = rule if isinstance(rule, FixedDate) else None
                if since is None:
                    self.choose("open-end", phrase)
                found.append(Days(DateRange(month, day, 12, 31), "within", since=since))
            else:
                found.append(self._from(rule, phrase))
        return tuple(found)

    def _from(self, rule: Rule, phrase: Phrase) -> Days:
        """
        Read from the second week of September, from Spring Festival on.
        """
        one = rule.first if isinstance(rule, Years) and rule.first == rule.last else None
        dated = one is not None and not any(True for _ in rule.named())
        runs = rule.occurrences(one) if one is not None and dated else ()
        if runs:
            return Days(Between(Daily(), first=runs[0].start), "within")
        self.choose("open-end", phrase)
        return Days(FromTo(point(rule), LAST_OF_YEAR), "within")

    def _from_name_to_name(self, ends: list[Phrase], phrase: Phrase) -> tuple[Days, ...]:
        """
        Read from National Day to New Year, 教师节到国庆节.
        """
        first, last = (self.names(end) for end in ends)
        rules = [days.rule for days in (*first, *last)]
        if len(rules) != 2 or any(isinstance(rule, Unresolved) for rule in rules):  # noqa: PLR2004 - one from, one to
            return (Days(Unresolved.because(self.words(phrase), NO_RULE), "within"),)
        return (Days(FromTo(*rules), "within"),)

    def _between(
        self, phrase: Phrase, target: tuple[Days, ...], measure: Phrase | None
    ) -> tuple[Days, ...]:
        del measure
        dates = phrase.child("dates")
        pieces = self.pieces(dates)[0] if dates else ()
        if len(pieces) == 1 and len(pieces[0].days) > 1:
            first, last = pieces[0].days[0], pieces[0].days[-1]
            days = attrs.evolve(pieces[0], days=((first[0], last[1]),))
            return self.one_date(days, phrase)
        if len(pieces) > 1:
            return (self.date_range(pieces[0], pieces[-1], phrase),)
        if len(target) > 1:
            return (Days(Unresolved.because(self.words(phrase), NO_RULE), "within"),)
        return target

    _SIDES = (
        (frozenset({"ZAROUND", "EAROUND", "NEARBY"}), _around),
        (frozenset({"BY"}), _by),
        (frozenset({"ZBEFORE", "EBEFORE"}), _before),
        (frozenset({"ZAFTER", "EAFTER"}), _after),
        (frozenset({"WITHIN_E", "IN"}), _first_days),
        (frozenset({"FROM", "SINCE"}), _since),
        (frozenset({"BETWEEN"}), _between),
    )
    """
    What reads each form, by the words in it; the first that fits.
    """

    def _one_beside(self, one: Phrase, rule: Rule, phrase: Phrase, *, after: bool) -> Days:
        """
        Read 节后第一个工作日, the first Monday after the opening, the Friday before Christmas.
        """
        nth = self.nth(one) if one.rule == "nth" else Nth((1,), "weekday", self.weekdays(one))
        first = nth.ordinals in {(1,), (-1,)}
        if nth.unit == "workday" and first:
            if after:
                return Days(Shifted(After(rule, days=1), "next_workday"), exact=True)
            return Days(Shifted(Before(rule, days=1), "previous_workday"), exact=True)
        if nth.unit == "workday" and (min(nth.ordinals) > 0 or not after):
            away = (abs(n) if after else -abs(n) for n in nth.ordinals)
            return Days(union(WorkdayBeside(rule, n) for n in away), exact=True)
        if nth.unit == "weekday" and first:
            window = After(rule, days=7) if after else Before(rule, days=7)
            return Days(InWindow(Weekly(nth.weekdays), window), exact=True)
        terms = rule.rule if isinstance(rule, StartOf) else None
        if after and nth.unit == "week" and terms in {TERMS, *TERMS.rules}:
            self.choose("after-opening", phrase)
            return self.nth_of_days(nth, point(rule), phrase)
        if nth.unit == "week" and len(nth.ordinals) == 1 and not nth.weekdays:
            weeks = abs(nth.ordinals[0])
            return Days(WeekOf(rule, weeks if after else -weeks), "within")
        if nth.unit == "day" and len(nth.ordinals) == 1:
            moved = After(rule, days=1) if after else Before(rule, days=1)
            shift = abs(nth.ordinals[0]) - 1
            days = Offset(moved, days=shift if after else -shift) if shift else moved
            return Days(days, exact=True)
        return Days(Unresolved.because(self.words(phrase), NO_RULE), "within")

    def lapse(self, phrase: Phrase) -> Days:
        """
        Read 三天内 without what it is counted from.
        """
        return Days(Unresolved.because(self.words(phrase), NO_START), "due")


_TARGETS = {"dates", "names", "edge", "scoped", "recurring"}


def point(rule: Rule) -> Rule:
    """
    Return the first or last day itself where days are counted from a beginning or an end.
    """
    if isinstance(rule, StartOf | EndOf) and rule.days is None:
        return attrs.evolve(rule, days=1)
    return rule


def _bare_week(measure: Phrase) -> bool:
    """
    Tell whether a measure is "the week", not "two weeks" or "a week".
    """
    return [token.word for token in measure.tokens()] == ["week"]


def _week(days: Days) -> Days:
    if isinstance(days.rule, FixedDate) and days.rule.days == 1:
        return Days(WeekContaining(days.rule.month, days.rule.day), "within")
    return Days(WeekOf(days.rule), "within")


def _on(days: Days) -> Days:
    return attrs.evolve(days, role="when")


def _among(days: Days) -> Days:
    return attrs.evolve(days, role="within")


def _day_before(days: Days) -> Days:
    return Days(Before(days.rule, days=1), exact=True)


def _day_after(days: Days) -> Days:
    return Days(After(days.rule, days=1), exact=True)


_SIMPLE: dict[str, Callable[[Days], Days]] = {
    "ZDAY": _on,
    "ZWEEK": _week,
    "ZNEXT": _day_after,
    "EDAYBEFORE": _day_before,
    "EDAYAFTER": _day_after,
    "ZDURING": _among,
    "EDURING": _among,
}
"""
What each word makes of days, where it needs no more than those.
"""
