"""
From a list or range of dates to rules: 5月1日至7日, 3、6、9、12月5日, early May, 正月十五.
"""

from collections.abc import Iterable

import attrs

from community_edu.base import Finding
from community_edu.calendars.combinators import Union, Years
from community_edu.calendars.date_rules import (
    LONGEST_MONTHS,
    DateRange,
    FixedDate,
    Monthly,
    MonthPart,
    MonthSpan,
)
from community_edu.calendars.notice_rules import Announced
from community_edu.calendars.phrases.findings import (
    MASKED_YEAR,
    OPEN_LIST,
    RELATIVE_TIME,
    choice,
)
from community_edu.calendars.phrases.grammar import Phrase
from community_edu.calendars.phrases.meanings import (
    ALL_MONTHS,
    LUNAR_MONTH,
    PART_DAYS,
    Days,
    Piece,
    each_day,
    first_day,
    last_day,
    month_parts,
    months_between,
    union,
)
from community_edu.calendars.phrases.names import Role
from community_edu.calendars.phrases.reasons import NO_DAY, NO_MONTH, NO_RULE
from community_edu.calendars.phrases.values import PhraseToken
from community_edu.calendars.rules import Rule, Unresolved, checked_year
from community_edu.calendars.sky_rules import Leap, Lunar, LunarMonthly, LunarRange
from community_edu.calendars.spans import Span
from community_edu.calendars.weekdays import WEEKDAYS, Weekday

CIVIL = (FixedDate, DateRange, MonthSpan, MonthPart, Monthly)
"""
Rules whose days in a year need nothing but the year.
"""

WHICH_DAYS = {"festivals", "holidays"}
"""
Names of which it is open, wherever they stand, which days they mean.
"""


def _days_in(month: int) -> int:
    """
    Return how many days a month has at most, if there is such a month.
    """
    return LONGEST_MONTHS[MonthSpan(month).month]


@attrs.define
class DateReader:
    """
    What reads the dates of one phrase, and collects what it had to choose.

    Attributes:
        text: The whole text.
        findings: What was noted so far.
        monthly: Whether the words before speak of every month.
        monthly_used: Whether a day without a month was taken to be of every month.
    """

    text: str
    findings: list[Finding] = attrs.Factory(list[Finding])
    monthly: bool = False
    monthly_used: bool = False

    def words(self, phrase: Phrase | PhraseToken) -> str:
        """
        Return the words of the text in which *phrase* stands.
        """
        return self.text[phrase.start : phrase.end].strip()

    def choose(self, code: str, phrase: Phrase | PhraseToken) -> None:
        """
        Note that *phrase* was read in one of two ways.
        """
        self.note(choice(code, self.words(phrase)))

    def note(self, finding: Finding) -> None:
        """
        Keep a finding, once.
        """
        if finding not in self.findings:
            self.findings.append(finding)

    def spans(self, nums: Phrase) -> tuple[tuple[int, int], ...]:
        """
        Return the numbers of a list with both ends of each range.
        """
        ends = [
            [token.number for token in span.tokens() if token.kind == "NUM"]
            for span in nums.parts
            if isinstance(span, Phrase)
        ]
        return tuple((numbers[0], numbers[-1]) for numbers in ends)

    def numbers(self, spans: Iterable[tuple[int, int]], most: int) -> tuple[int, ...]:
        """
        Return the numbers of some ranges; one that ends before it begins goes on from 1.

        A number that is too large is returned alone: what is made of it says so.
        """
        found: list[int] = []
        for first, last in spans:
            if max(first, last) > most:
                return (max(first, last),)
            wrapped = last + (most if last < first else 0)
            found += [(n - 1) % most + 1 for n in range(first, wrapped + 1)]
        return tuple(dict.fromkeys(found[: most + 1]))

    def ordinals(self, ords: Phrase) -> tuple[int, ...]:
        """
        Return the numbers of 第一、三, first and last.
        """
        found: list[int] = []
        link = ""
        for part in ords.tokens():
            if part.kind in {"NSEP", "NTO"}:
                link = part.kind
            elif part.kind == "GE":
                continue
            elif part.kind == "LAST":
                found.append(-1)
            elif part.kind == "NUM" and found == [-1] and not link:
                found = list(range(-part.number, 0)) if 0 < part.number <= 5 else found  # noqa: PLR2004 - weeks of a month
            elif link == "NTO" and found and part.number > found[-1]:
                found += range(found[-1] + 1, min(part.number, 60) + 1)
            else:
                found.append(part.number)
        return tuple(dict.fromkeys(found))

    def weekdays(self, phrase: Phrase) -> tuple[Weekday, ...]:
        """
        Return the weekdays of a list or range.
        """
        found: list[Weekday] = []
        through = False
        for token in phrase.tokens():
            if token.kind == "WDAY":
                if through:
                    first, last = WEEKDAYS.index(found[-1]), WEEKDAYS.index(token.weekdays[-1])
                    steps = range(1, (last - first) % 7 + 1)
                    found.extend(WEEKDAYS[(first + step) % 7] for step in steps)
                else:
                    found += token.weekdays
            through = token.kind == "TO"
        return tuple(dict.fromkeys(found))

    def pieces(self, phrase: Phrase) -> tuple[tuple[Piece, ...], tuple[str, ...]]:
        """
        Return the dates of a list, and what links each to the next.
        """
        lunar = phrase.token("LUNAR") is not None
        found: list[Piece] = []
        links: list[str] = []
        for part in phrase.parts:
            if isinstance(part, PhraseToken):
                if part.kind in {"SEP", "TO"}:
                    links.append(part.kind)
                continue
            body, year = part.child("body"), part.child("year")
            piece = self._piece(body, lunar=lunar) if body else Piece()
            if year:
                piece = attrs.evolve(piece, year=self.year(year))
            if not piece.months and found and found[-1].months:
                last = found[-1]
                piece = attrs.evolve(
                    piece, months=last.months[-1:], lunar=piece.lunar or last.lunar
                )
            if piece.year is None and found:
                piece = attrs.evolve(piece, year=found[-1].year)
            found.append(piece)
        return tuple(found), tuple(links)

    def year(self, phrase: Phrase) -> int | None:
        """
        Return the year, or say that it is masked or told from the day of writing.
        """
        token = next(phrase.tokens())
        if token.kind == "YNUM":
            return checked_year(token.number)
        if token.word == "following":
            return None
        kind = MASKED_YEAR if token.kind == "MASKY" else RELATIVE_TIME
        self.note(Finding(kind, items={"text": self.words(token)}))
        return None

    def _piece(self, body: Phrase, *, lunar: bool) -> Piece:
        iso, dotted = body.token("ISO"), body.token("DOTTED")
        exact = iso or dotted
        if exact:
            if dotted:
                self.choose("slashed" if "/" in self.words(dotted) else "dotted", dotted)
            month, day = divmod(exact.number, 100)
            return Piece((month,), ((day, day),), whole=exact.day)
        lists = [part for part in body.parts if isinstance(part, Phrase) and part.rule == "nums"]
        name = body.token("MNAME", "LMONTH")
        month_word = body.token("MONTH")
        edge, part = body.token("UNITEDGE", "EEDGE"), body.token("PART", "EPART")
        ldays = body.child("ldays")
        months: tuple[int, ...] = (name.number,) if name else ()
        parity = body.token("PMONTH")
        if parity:
            months = ALL_MONTHS[parity.word == "even" :: 2]
        if not months and lists and (month_word or edge):
            months = self.numbers(self.spans(lists.pop(0)), 12)
        days = self.spans(lists[0]) if lists else ()
        ords = body.child("ords")
        if body.token("LASTDAY"):
            days = ((31, 31),)
        half = body.token("HALFPART")
        if half:
            last = min(map(_days_in, months), default=31)
            days = ((1, 15),) if half.word == "first" else ((16, last),)
        if ords:
            days = tuple((day, day) for day in self.ordinals(ords))
        if ldays:
            days = tuple((t.number, t.number) for t in ldays.tokens() if t.kind in {"LDAY", "NUM"})
        leap = body.token("LEAP") is not None
        of_moon = lunar or leap or ldays is not None or (name is not None and name.kind == "LMONTH")
        return Piece(
            months,
            days,
            part.word if part else "",
            edge.word.split()[-1] if edge else "",
            lunar=of_moon,
            leap=leap,
        )

    def dates(self, phrase: Phrase) -> tuple[Days, ...]:
        """
        Read a list or range of dates that is not of every month.
        """
        pieces, links = self.pieces(phrase)
        found: list[Days] = []
        last = pieces[-1]
        if "TO" in links and not any(piece.months for piece in pieces):
            if not self.monthly:
                return (Days(Unresolved.because(self.words(phrase), NO_MONTH), "within"),)
            self.monthly_used = True
            return self.of_months(pieces, links, (), phrase)
        rest_bare = all(p.months and not (p.days or p.part or p.edge) for p in pieces[:-1])
        precise = bool(last.days or last.edge or last.part)
        if len(pieces) > 1 and set(links) == {"SEP"} and rest_bare and precise and last.months:
            if not last.days:
                self.choose("list-scope", phrase)
            months = tuple(month for piece in pieces for month in piece.months)
            return self.one_date(attrs.evolve(last, months=months), phrase)
        index = 0
        while index < len(pieces):
            if index < len(links) and links[index] == "TO":
                found.append(self.date_range(pieces[index], pieces[index + 1], phrase))
                index += 2
            else:
                found += self.one_date(pieces[index], phrase)
                index += 1
        return tuple(found)

    def date_range(self, first: Piece, last: Piece, phrase: Phrase) -> Days:
        """
        Read 5月1日至6月3日, 3月至5月, 正月初一至十五.
        """
        if not first.months:
            return Days(Unresolved.because(self.words(phrase), NO_MONTH), "within")
        start_month, end_month = first.months[0], last.months[-1]
        if first.lunar or last.lunar:
            return self._moons(first, last, phrase)
        start_day, end_day = first_day(first), min(last_day(last), _days_in(end_month))
        rule = DateRange(start_month, start_day, end_month, end_day)
        if first.year is None:
            return Days(rule, "within", months=months_between(first, last))
        if last.year in {None, first.year}:
            return Days(Announced(rule.occurrences(first.year)), "within")
        first_date = DateRange(start_month, start_day, 12, 31).occurrences(first.year)[0].start
        last_date = DateRange(1, 1, end_month, end_day).occurrences(last.year or first.year)[0].last
        return Days(Announced((Span.through(first_date, last_date),)), "within")

    def _moons(self, first: Piece, last: Piece, phrase: Phrase) -> Days:
        """
        Read 正月初一至十五, 腊月二十三至正月十五.
        """
        start_month, end_month = first.months[0], last.months[-1]
        if first.leap and start_month == end_month:
            days = range(first_day(first), last_day(last) + 1)
            rule = union(Lunar(start_month, day, leap="only") for day in days)
        elif first.leap or last.leap:
            return Days(Unresolved.because(self.words(phrase), NO_RULE), "within")
        else:
            end = last_day(last) if last.days or last.part else -1
            rule = LunarRange(start_month, first_day(first), end_month, end)
        return Days(self.in_year(rule, first.year), "within")

    def one_date(self, piece: Piece, phrase: Phrase) -> tuple[Days, ...]:
        """
        Read one date: its rule, and whether it is a day or a window.
        """
        if piece.whole:
            checked_year(piece.whole.year)
            return (Days(Announced((Span.day(piece.whole),)), exact=True),)
        if not piece.months:
            return self._without_month(piece, phrase)
        if piece.lunar:
            return (self.of_moon(piece),)
        if piece.edge:
            return (self._edge(piece, phrase),)
        if piece.part:
            rule = union(month_parts(piece.months, piece.part))
            return (Days(self.in_year(rule, piece.year), "within"),)
        if not piece.days:
            rule = union(map(MonthSpan, piece.months))
            return (Days(self.in_year(rule, piece.year), "within", months=piece.months),)
        return self._with_days(piece)

    def _without_month(self, piece: Piece, phrase: Phrase) -> tuple[Days, ...]:
        """
        Read 5日 of every month, if the words before speak of that, or of none.
        """
        if piece.lunar:
            return (Days(LunarMonthly(each_day(piece.days)), exact=True, each=True),)
        if self.monthly:
            self.monthly_used = True
            return self.of_months((piece,), (), (), phrase)
        role: Role = "within" if piece.part else "when"
        return (Days(Unresolved.because(self.words(phrase), NO_MONTH), role),)

    def _with_days(self, piece: Piece) -> tuple[Days, ...]:
        single = [first for first, last in piece.days if first == last]
        ranges = [(first, last) for first, last in piece.days if first != last]
        found: list[Days] = []
        if single:
            only = piece.months[0] if len(piece.months) == 1 else None
            rule = union(
                FixedDate(only, day) if only else Monthly(day, months=piece.months)
                for day in single
            )
            found.append(Days(self.in_year(rule, piece.year), exact=True))
        if ranges:
            rule = union(
                DateRange(month, first, month, last)
                for month in piece.months
                for first, last in ranges
            )
            found.append(Days(self.in_year(rule, piece.year), "within"))
        return tuple(found)

    def in_year(self, rule: Rule, year: int | None) -> Rule:
        """
        Return *rule* in one year only: its days as announced ones, if they are fixed.
        """
        if year is None:
            return rule
        parts = rule.rules if isinstance(rule, Union) else (rule,)
        if all(isinstance(part, CIVIL) for part in parts):
            runs = rule.occurrences(year)
            if runs:
                return Announced(runs)
        return Years(rule, first=year, last=year)

    def of_moon(self, piece: Piece) -> Days:
        """
        Read days or a month of the moon.
        """
        month = piece.months[0]
        leap: Leap = "only" if piece.leap else "never"
        spans = piece.days or ((1, LUNAR_MONTH[-1]),)
        exact = all(first == last for first, last in spans)
        if exact or piece.leap:
            rule = union(
                Lunar(month, day, leap=leap)
                for first, last in spans
                for day in range(first, last + 1)
            )
        else:
            rule = union(
                LunarRange(month, first, month, last if piece.days else -1) for first, last in spans
            )
        return Days(self.in_year(rule, piece.year), "when" if piece.days else "within", exact=exact)

    def _edge(self, piece: Piece, phrase: Phrase) -> Days:
        self.choose(f"month-{piece.edge}", phrase)
        if piece.edge == "end":
            rule: Rule = Monthly(-1, months=piece.months)
            return Days(self.in_year(rule, piece.year), exact=True)
        part = "early" if piece.edge == "start" else "middle"
        rule = union(month_parts(piece.months, part))
        return Days(self.in_year(rule, piece.year), "within")

    def of_months(
        self,
        pieces: tuple[Piece, ...],
        links: tuple[str, ...],
        months: tuple[int, ...],
        inside: Phrase,
    ) -> tuple[Days, ...]:
        """
        Read days without a month as those of every month, or of some.
        """
        if "TO" in links:
            first, last = first_day(pieces[0]), last_day(pieces[-1])
            pieces = (Piece(days=((first, last),), lunar=pieces[0].lunar),)
        if any(piece.lunar for piece in pieces):
            days = [day for piece in pieces for day in each_day(piece.days)]
            return (Days(LunarMonthly(days), exact=True, each=True),)
        found: list[Days] = []
        singles = [day for piece in pieces for day, last in piece.days if day == last]
        if singles:
            rule = union(Monthly(day, months=months) for day in singles)
            found.append(Days(rule, exact=True, each=True))
        whole = months or ALL_MONTHS
        windows = [
            DateRange(month, first, month, min(last, LONGEST_MONTHS[month]))
            for piece in pieces
            for first, last in [*piece.days, *(PART_DAYS[p] for p in piece.part.split())]
            if first != last
            for month in whole
            if not piece.part
        ]
        parts = [part for piece in pieces for part in month_parts(whole, piece.part)]
        if windows or parts:
            found.append(Days(union([*windows, *parts]), "within", each=True))
        return tuple(found) or (Days(Unresolved.because(self.words(inside), NO_DAY), "within"),)

    def names(self, phrase: Phrase) -> tuple[Days, ...]:
        """
        Read 重阳节、国庆节等, the summer vacation and weekends.
        """
        return self.named(phrase)

    def named(self, phrase: Phrase, *, bare: bool = True) -> tuple[Days, ...]:
        """
        Read the names in a phrase; where they stand bare, with the choices they take.
        """
        found: list[Days] = []
        for part in phrase.parts:
            token = next(part.tokens()) if isinstance(part, Phrase) else part
            if token.days is None or (isinstance(part, PhraseToken) and phrase.rule == "names"):
                continue
            if token.days.choice and (bare or token.days.choice in WHICH_DAYS):
                self.choose(token.days.choice, token)
            found.append(Days(token.days.rule, token.days.role, exact=token.days.role == "when"))
        if phrase.token("OPEN"):
            self.findings.append(Finding(OPEN_LIST, items={"text": self.words(phrase)}))
        return tuple(found)
