"""
From what repeats and what is counted to rules: every second Tuesday, 每季度末, 开学第一周.
"""

import attrs

from community_edu.base import Text
from community_edu.calendars.combinators import InWindow, Shifted, Union, Years
from community_edu.calendars.date_rules import (
    Daily,
    Monthly,
    MonthSpan,
)
from community_edu.calendars.interval_rules import EveryYears
from community_edu.calendars.phrases.dates import DateReader
from community_edu.calendars.phrases.grammar import Phrase
from community_edu.calendars.phrases.meanings import (
    ALL_MONTHS,
    UNIT_MONTHS,
    WHOLES,
    Days,
    Nth,
    Per,
    Piece,
    end_of,
    month_parts,
    months_between,
    months_of,
    union,
    years_of,
)
from community_edu.calendars.phrases.names import TERMS, WEEKEND, WORKING_WEEK, NamedDays
from community_edu.calendars.phrases.reasons import NO_COUNTED, NO_LENGTH, NO_RULE
from community_edu.calendars.phrases.values import PhraseToken
from community_edu.calendars.rules import ImpossibleDateError, Rule, Unresolved
from community_edu.calendars.turn_rules import EvenWeeks, OddWeeks, TermWeeks
from community_edu.calendars.week_rules import (
    MOST_WEEKS,
    EveryWeeks,
    IsoWeek,
    LastWeek,
    MonthlyWeekday,
    NthWeekday,
    Weekly,
    WorkDays,
)
from community_edu.calendars.weekdays import WEEKDAYS, Weekday
from community_edu.calendars.window_rules import After, Before, EndOf, Offset, StartOf
from community_edu.calendars.workday_rules import WORK_UNITS, NthWorkday, WorkdayBeside


@attrs.define
class DayReader(DateReader):
    """
    What reads any phrase about days.
    """

    def per(self, phrase: Phrase) -> Per:
        """
        Read 每季度, every three months, a year, monthly.
        """
        periodic = phrase.token("PERIODIC")
        if periodic:
            times, _, name = periodic.word.partition(" ")
            words = self.words(periodic).casefold()
            if words.startswith(("bi", "双")) and "annual" not in words:
                self.choose("bi", periodic)
            if words.startswith("biannual"):
                self.choose("biannual", periodic)
            return self._period(int(times), name)
        if phrase.token("NEXTMONTH"):
            return Per(1, "month")
        if phrase.token("EACHDAY"):
            return Per(1, "day")
        number_token = phrase.token("NUM")
        number = number_token.number if number_token else 1
        if phrase.token("HALFMONTH"):
            return Per(1, "half_month")
        unit = phrase.token("MONTH", "MONTHS", "YEAR", "UNIT")
        if phrase.token("EVERYOTHER"):
            number = number_token.number if number_token else 2
        if phrase.token("EVERYN"):
            self.choose("interval", phrase)
        return self._period(number, unit.word if unit else "")

    def _period(self, number: int, unit: str) -> Per:
        if number < 1:
            raise ImpossibleDateError(Text("间隔", en="interval"), number, "1–")
        months = UNIT_MONTHS.get(unit, 0) * number
        if (unit == "month" and number == 1) or months == 0:
            return Per(number, unit)
        names = {3: "quarter", 6: "half_year", 12: "year"}
        if unit != "month" and months in names:
            return Per(1, names[months])
        return Per(months, "month")

    def nth(self, phrase: Phrase) -> Nth:
        """
        Read 第二个星期二, the first and third Saturday, 最后一周.
        """
        ordinals: tuple[int, ...] = ()
        for part in phrase.parts:
            if isinstance(part, Phrase) and part.rule == "ords":
                found = self.ordinals(part)
                if ordinals and phrase.token("TO"):
                    ordinals = (*ordinals, *range(ordinals[-1] + 1, min(found[0], MOST_WEEKS)))
                ordinals = (*ordinals, *found)
        weekdays = phrase.child("weekdays")
        unit = phrase.token("MONTH", "MONTHS", "YEAR", "UNIT", "DAY")
        days = phrase.token("DAYS")
        if days and days.days:
            named = "weekend" if days.days.rule == WEEKEND else "workday"
            return Nth(ordinals, named)
        if weekdays:
            return Nth(ordinals, "week" if unit else "weekday", self.weekdays(weekdays))
        return Nth(ordinals, unit.word if unit else "")

    def recurring(self, phrase: Phrase) -> tuple[Days, ...] | Per:
        """
        Read what repeats: 每月5日, every second Tuesday, 每周三, 每季度末.
        """
        per_phrase = phrase.child("per")
        per = self.per(per_phrase) if per_phrase else None
        if phrase.token("EVERYOTHER"):
            per = Per(2, "week")
        for rule, read in self._RECURRING.items():
            inside = phrase.child(rule)
            if inside:
                return read(self, phrase, inside, per)
        measure = phrase.child("measure")
        if measure and per:
            return (self._first_of(per, measure, phrase),)
        if phrase.token("DAYS") and per:
            return (self._first_workdays(per, phrase),)
        parity, edge = phrase.token("PARITY"), phrase.token("UNITEDGE", "EEDGE")
        if parity:
            return self._parity(parity, None)
        word = edge.word if edge else ""
        unit, _, side = word.partition(" ")
        if side:
            return (self.unit_edge(unit, side, phrase, every=True),)
        return (self.unit_edge(per.unit if per else "year", word, phrase, every=True),)

    def _first_of(self, per: Per, measure: Phrase, phrase: Phrase) -> Days:
        """
        Read 每学期前两周, 每月前三天.
        """
        numbers = [token.number for token in measure.tokens() if token.kind == "NUM"]
        unit = next((t.word for t in measure.tokens() if t.kind in {"UNIT", "DAY"}), "")
        length = {"week": 7, "day": 1}.get(unit, 0) * (numbers[-1] if numbers else 1)
        wholes = {**WHOLES, "month": union(map(MonthSpan, ALL_MONTHS))}
        if length and per.number == 1 and per.unit in wholes:
            return Days(StartOf(wholes[per.unit], days=length), "within", each=True)
        return self._unread(phrase)

    def _first_workdays(self, per: Per, phrase: Phrase) -> Days:
        """
        Read 每月前三个工作日, and 每月前5个工作日内 as a deadline.
        """
        days, unit = phrase.token("DAYS"), WORK_UNITS.get(per.unit)
        if per.number > 1 or unit is None or days is None or days.days != NamedDays(WorkDays()):
            return self._unread(phrase)
        last = NthWorkday(self.spans(phrase.the("nums"))[-1][1], unit)
        if phrase.token("IN"):
            return Days(last, "due", exact=True)
        rule = union(NthWorkday(n, unit) for n in range(1, last.n + 1))
        return Days(rule, "within", each=True, deadline=last)

    def _recurring_dates(self, phrase: Phrase, inside: Phrase, per: Per | None) -> tuple[Days, ...]:
        pieces, links = self.pieces(inside)
        bare = not any(piece.months for piece in pieces)
        if per is None or per.unit not in {"month", "quarter", "half_year"} or not bare:
            years = years_of(per) if per else 0
            return tuple(_in_years(days, years) for days in self.dates(inside))
        step = per.number * UNIT_MONTHS[per.unit]
        months = () if step == 1 else tuple(range(step, 13, step))
        if step > 1:
            self.choose("anchor", phrase)
        return self.of_months(pieces, links, months, inside)

    def _recurring_ords(self, phrase: Phrase, inside: Phrase, per: Per | None) -> tuple[Days, ...]:
        ordinals = self.ordinals(inside)
        if per and per.unit == "month":
            pieces = (Piece(days=tuple((n, n) for n in ordinals)),)
            if per.number > 1:
                self.choose("anchor", phrase)
            return self.of_months(pieces, (), self._step_months(per), inside)
        return (Days(Unresolved.because(self.words(phrase), NO_COUNTED)),)

    def _step_months(self, per: Per) -> tuple[int, ...]:
        step = per.number * UNIT_MONTHS.get(per.unit, 1)
        return () if step == 1 else tuple(range(step, 13, step))

    def _recurring_nth(
        self, phrase: Phrase, inside: Phrase, per: Per | None
    ) -> tuple[Days, ...] | Per:
        nth = self.nth(inside)
        dates = phrase.child("dates")
        if dates:
            return self.scoped(Phrase("scoped", (inside, dates)))
        if per:
            return (self.nth_in(nth, per, phrase),)
        unit = phrase.token("MONTH", "MONTHS", "YEAR", "UNIT")
        if nth.unit == "weekday" and nth.ordinals == (2,) and unit:
            self.choose("second-of-month", phrase)
        if unit:
            return (self.nth_in(nth, Per(1, unit.word), phrase),)
        if nth.unit == "weekday" and nth.ordinals == (2,):
            self.choose("every-second", phrase)
            return (Days(EveryWeeks(2, nth.weekdays), each=True),)
        if (
            nth.unit in {"week", "month", "day", "year"}
            and not nth.weekdays
            and len(nth.ordinals) == 1
        ):
            return self._period(max(1, nth.ordinals[0]), nth.unit)
        self.choose("day-per-month", phrase)
        return (self.nth_in(nth, Per(1, "month"), phrase),)

    def _recurring_scoped(
        self, phrase: Phrase, inside: Phrase, per: Per | None
    ) -> tuple[Days, ...]:
        del phrase
        nth_phrase, dates = inside.child("nth"), inside.child("dates")
        nth = self.nth(nth_phrase) if nth_phrase else Nth(())
        if per and dates and nth.unit == "month":
            pieces, links = self.pieces(dates)
            if not any(piece.months for piece in pieces):
                return self.of_months(pieces, links, months_of(nth, per), dates)
        return self.scoped(inside)

    def _recurring_weekdays(
        self, phrase: Phrase, inside: Phrase, per: Per | None
    ) -> tuple[Days, ...]:
        weekdays = self.weekdays(inside)
        parity = phrase.token("PARITY")
        if parity:
            return self._parity(parity, weekdays)
        if per and per.unit == "week" and per.number > 1:
            return (Days(EveryWeeks(per.number, weekdays), each=True),)
        return (Days(Weekly(weekdays), each=True),)

    def _parity(self, token: PhraseToken, weekdays: tuple[Weekday, ...] | None) -> tuple[Days, ...]:
        self.choose("parity", token)
        kind = OddWeeks if token.word == "odd" else EvenWeeks
        inside = Weekly(weekdays) if weekdays else Daily()
        return (Days(kind(inside, TERMS), "when" if weekdays else "within", each=True),)

    def _recurring_names(self, phrase: Phrase, inside: Phrase, per: Per | None) -> tuple[Days, ...]:
        del per
        found: list[Days] = []
        for days in self.named(inside, bare=False):
            repeats = days.rule in {WEEKEND, WORKING_WEEK, WorkDays()}
            if days.rule == WORKING_WEEK:
                self.choose("weekday", phrase)
            found.append(attrs.evolve(days, role="when" if repeats else days.role, each=repeats))
        return tuple(found)

    _RECURRING = {  # noqa: RUF012 - a table of methods, never changed
        "nth": _recurring_nth,
        "dates": _recurring_dates,
        "ords": _recurring_ords,
        "scoped": _recurring_scoped,
        "weekdays": _recurring_weekdays,
        "names": _recurring_names,
    }
    """
    What reads each form, by the rule of the grammar in it.
    """

    def nth_in(self, nth: Nth, per: Per, phrase: Phrase) -> Days:
        """
        Return the n-th weekdays, weeks or days of every month, quarter, term or year.
        """
        if per.unit == "term":
            return self.nth_of_days(nth, TERMS, phrase)
        if per.unit == "week":
            return self._nth_of_week(nth, phrase)
        if per.unit == "month" and per.number == 1:
            return self.nth_of_months(nth, (), phrase)
        if nth.unit == "month":
            return Days(
                union(map(MonthSpan, months_of(nth, per))), "within", months=months_of(nth, per)
            )
        if per.unit not in UNIT_MONTHS:
            return self._unread(phrase)
        years = years_of(per)
        if years > 1:
            days = self.nth_in(nth, Per(1, "year"), phrase)
            return attrs.evolve(days, rule=EveryYears(days.rule, years))
        unit = WORK_UNITS.get(per.unit) if per.number == 1 else None
        if nth.unit == "workday" and unit and nth.ordinals not in {(1,), (-1,)}:
            rule = union(NthWorkday(n, unit) for n in nth.ordinals)
            return Days(rule, exact=True, each=True)
        step = per.number * UNIT_MONTHS[per.unit]
        back = nth.ordinals[0] < 0 if nth.ordinals else False
        months = tuple(range(step if back else 1, 13, step))
        return self.nth_of_months(nth, months, phrase)

    def _nth_of_week(self, nth: Nth, phrase: Phrase) -> Days:
        if nth.unit == "day":
            days: list[Weekday] = [
                WEEKDAYS[n - 1 if n > 0 else n]
                for n in nth.ordinals
                if 1 <= abs(n) <= len(WEEKDAYS)
            ]
            return Days(Weekly(days), each=True)
        if nth.unit == "workday" and nth.ordinals == (1,):
            return Days(Shifted(Weekly(("MON",)), "next_workday"), each=True)
        return self._unread(phrase)

    def nth_of_months(self, nth: Nth, months: tuple[int, ...], phrase: Phrase) -> Days:
        """
        Return the n-th weekdays, weeks or days of some months, or of all.
        """
        whole = months or ALL_MONTHS
        if nth.unit == "weekday":
            if len(months) == 1 and len(nth.ordinals) == 1:
                rule = union(NthWeekday(months[0], day, nth.ordinals[0]) for day in nth.weekdays)
            else:
                rule = union(
                    MonthlyWeekday(day, nth.ordinals, months=months) for day in nth.weekdays
                )
            return Days(rule, exact=True, each=not months)
        if nth.unit == "week":
            last = nth.ordinals[-1] == -1
            if max(nth.ordinals) < 0 and len(nth.ordinals) > 1 and not nth.weekdays:
                days = 7 * len(nth.ordinals)
                ends = (EndOf(MonthSpan(month), days=days) for month in whole)
                return Days(union(ends), "within", each=not months)
            self.choose("last-week" if last else "week-scheme", phrase)
            rule = union(
                LastWeek(month) if n == -1 else IsoWeek(month, n)
                for month in whole
                for n in nth.ordinals
            )
            if nth.weekdays:
                return Days(InWindow(Weekly(nth.weekdays), rule), exact=True, each=not months)
            return Days(rule, "within", each=not months)
        if nth.unit in {"day", ""}:
            return Days(
                union(Monthly(n, months=months) for n in nth.ordinals), exact=True, each=not months
            )
        if nth.unit == "workday":
            return Days(self._workdays_of_months(nth, months), exact=True, each=True)
        if nth.unit == "weekend":
            saturdays = MonthlyWeekday("SAT", nth.ordinals, months=months)
            return Days(Union((saturdays, Offset(saturdays, days=1))), "within", each=True)
        return self._unread(phrase)

    def _workdays_of_months(self, nth: Nth, months: tuple[int, ...]) -> Rule:
        """
        Return the n-th working days of some months, or of all.
        """
        if nth.ordinals == (1,):
            return Shifted(Monthly(1, months=months), "next_workday")
        if nth.ordinals == (-1,):
            return Shifted(Monthly(-1, months=months), "previous_workday")
        rule = union(NthWorkday(n, "month") for n in nth.ordinals)
        return InWindow(rule, union(map(MonthSpan, months))) if months else rule

    def nth_of_days(self, nth: Nth, rule: Rule, phrase: Phrase) -> Days:
        """
        Return the n-th days or weeks of each run of a rule: 开学第一周, 暑假第一天.
        """
        first = rule.rule if isinstance(rule, StartOf) and rule.days == 1 else rule
        terms = first in {TERMS, *TERMS.rules}
        if nth.unit == "week" and terms and all(n > 0 for n in nth.ordinals):
            inside = Weekly(nth.weekdays) if nth.weekdays else Daily()
            weeks = TermWeeks(inside, first, nth.ordinals)
            return Days(weeks, "when" if nth.weekdays else "within", each=True)
        if nth.unit == "weekday" and nth.ordinals in {(1,), (-1,)}:
            end = StartOf(first, days=7) if nth.ordinals == (1,) else EndOf(first, days=7)
            return Days(InWindow(Weekly(nth.weekdays), end), exact=True)
        if nth.unit == "workday" and nth.ordinals in {(1,), (-1,)}:
            if nth.ordinals == (1,):
                return Days(Shifted(StartOf(first, days=1), "next_workday"), exact=True)
            return Days(Shifted(EndOf(first, days=1), "previous_workday"), exact=True)
        if nth.unit == "workday":
            rule = union(
                WorkdayBeside(Before(first, days=1) if n > 0 else After(first, days=1), n)
                for n in nth.ordinals
            )
            return Days(rule, exact=True)
        lengths = {"week": 7, "day": 1, "month": 30}
        if nth.unit in lengths and not nth.weekdays:
            days = lengths[nth.unit]
            role = "when" if nth.unit == "day" else "within"
            if nth.unit == "month":
                self.choose("month-length", phrase)
            if nth.ordinals == (1,):
                return Days(StartOf(first, days=days), role)
            if nth.ordinals and nth.ordinals[-1] == -1:
                return Days(EndOf(first, days=days * len(nth.ordinals)), role)
        return self._unread(phrase)

    def _unread(self, phrase: Phrase) -> Days:
        return Days(Unresolved.because(self.words(phrase), NO_RULE), "within")

    def scoped(self, phrase: Phrase) -> tuple[Days, ...]:
        """
        Read 5月第二个星期日, the last week of October, 开学第一周.
        """
        nth_phrase = phrase.child("nth")
        nth = self.nth(nth_phrase) if nth_phrase else Nth(())
        dates, names = phrase.child("dates"), phrase.child("names")
        unit, year = phrase.token("MONTH", "YEAR", "UNIT"), phrase.child("year")
        if dates:
            pieces, links = self.pieces(dates)
            if pieces[0].lunar and not pieces[0].days and nth.unit in {"day", ""}:
                numbers = tuple((n, n) for n in nth.ordinals)
                return (self.of_moon(attrs.evolve(pieces[0], days=numbers)),)
            if any(p.days or p.part or p.edge or p.lunar for p in pieces) or not pieces[0].months:
                return (self._unread(phrase),)
            months = tuple(month for piece in pieces for month in piece.months)
            if links == ("TO",):
                months = months_between(pieces[0], pieces[-1])
            days = self.nth_of_months(nth, months, phrase)
            rule = self.in_year(days.rule, pieces[-1].year)
            return (attrs.evolve(days, rule=rule),)
        if names:
            return tuple(
                self.nth_of_days(nth, days.rule, phrase) for days in self.named(names, bare=False)
            )
        if year:
            days = self.nth_in(nth, Per(1, "year"), phrase)
            return (attrs.evolve(days, rule=self.in_year(days.rule, self.year(year))),)
        if unit and unit.word == "month":
            self.choose("day-per-month", phrase)
        return (self.nth_in(nth, Per(1, unit.word if unit else "month"), phrase),)

    def edge(self, phrase: Phrase) -> tuple[Days, ...]:
        """
        Read 年初, 学期末, the end of the year.
        """
        names, year = phrase.child("names"), phrase.child("year")
        token = phrase.token("UNITEDGE", "EEDGE", "EDGEWORD")
        word = token.word if token else ""
        if names and word == "end":
            return tuple(end_of(days.rule) for days in self.named(names, bare=False))
        if names:
            return tuple(
                Days(StartOf(days.rule), "within") for days in self.named(names, bare=False)
            )
        unit = phrase.token("MONTH", "YEAR", "UNIT", "MONTHS")
        if year and token and token.kind == "EEDGE":
            word = f"year {word}"
        name, _, side = word.partition(" ")
        days = self.unit_edge(unit.word if unit else name, side or name, phrase)
        if year:
            number = self.year(year)
            if number and isinstance(days.rule, StartOf | EndOf):
                only = Years(days.rule.rule, first=number, last=number)
                days = attrs.evolve(days, rule=attrs.evolve(days.rule, rule=only))
            elif number:
                days = attrs.evolve(days, rule=self.in_year(days.rule, number))
        return (days,)

    def unit_edge(self, unit: str, side: str, phrase: Phrase, *, every: bool = False) -> Days:
        """
        Return the beginning or the end of each year, term, quarter or month.
        """
        if unit == "month":
            self.choose(f"month-{side}", phrase)
            if side == "end":
                return Days(Monthly(-1), exact=True, each=True)
            part = "early" if side == "start" else "middle"
            return Days(union(month_parts(ALL_MONTHS, part)), "within", each=True)
        if side == "end" and unit in {"quarter", "half_year"}:
            months = (3, 6, 9, 12) if unit == "quarter" else (6, 12)
            self.choose("half-year-end" if unit == "half_year" else "month-end", phrase)
            return Days(Monthly(-1, months=months), exact=True, each=every)
        if unit in WHOLES and side in {"start", "end"}:
            kind = EndOf if side == "end" else StartOf
            return Days(kind(WHOLES[unit]), "within")
        if unit == "school_year" and side == "start":
            return Days(StartOf(TERMS.rules[0]), "within")
        if unit == "school_year" and side == "end":
            return Days(EndOf(TERMS.rules[1]), "within")
        return Days(Unresolved.because(self.words(phrase), NO_LENGTH), "within")

    def days(self, phrase: Phrase) -> tuple[Days, ...] | Per | Nth:
        """
        Read any phrase about days.
        """
        match phrase.rule:
            case "dates":
                return self.dates(phrase)
            case "names":
                return self.names(phrase)
            case "edge":
                return self.edge(phrase)
            case "scoped":
                return self.scoped(phrase)
            case "weekdays":
                return (Days(Weekly(self.weekdays(phrase)), each=True),)
            case "recurring":
                return self.recurring(phrase)
            case _:
                return self.nth(phrase)


def _in_years(days: Days, years: int) -> Days:
    """
    Take dates for those of every year, or of every n-th one.
    """
    rule = EveryYears(days.rule, years) if years > 1 else days.rule
    return attrs.evolve(days, rule=rule, each=days.exact)
