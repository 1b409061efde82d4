"""
The parts of a text that speak of time, gathered one by one with where they stand.
"""

import re
from collections.abc import Iterable
from typing import cast

import attrs

from community_edu.base import CommunityEduError, Finding, Language, Text
from community_edu.calendars.cadences import Cadence
from community_edu.calendars.date_rules import Monthly
from community_edu.calendars.notice_rules import Edition
from community_edu.calendars.observances import ObservanceCatalog
from community_edu.calendars.phrases.amounts import MONTHLY, AmountReader
from community_edu.calendars.phrases.findings import (
    HOUR_NOT_STATED,
    NO_SUCH_DAY,
    NOT_UNDERSTOOD,
    VAGUE_WORDS,
)
from community_edu.calendars.phrases.found import (
    Amount,
    FoundDays,
    FoundPer,
    Member,
    limits,
)
from community_edu.calendars.phrases.grammar import Part, Phrase, phrases_in
from community_edu.calendars.phrases.meanings import Days, Nth, Per, union
from community_edu.calendars.phrases.names import names_of
from community_edu.calendars.phrases.reasons import NO_MONTH_OR_TERM, NO_RULE
from community_edu.calendars.phrases.tokens import plain, tokens_of
from community_edu.calendars.phrases.triggers import TRIGGERS
from community_edu.calendars.phrases.values import PhraseToken
from community_edu.calendars.rules import Rule, Unresolved, checked_year

WEEKS_OF_MONTH = 5
SENTENCE_ENDS = {"。", ";", "‖", "|", "!"}


_REPORTED = re.compile(r"(?:的|年度)?(?:工作)?(?:总结|小结|完成情况|工作情况|情况汇报|成绩)")
REPORTED = {
    1: Text("上月", en="the month before"),
    3: Text("上季度", en="the quarter before"),
    6: Text("上一个半年", en="the half-year before"),
    12: Text("上年度", en="the year before"),
}
"""
What is reported on in the month after so many months.
"""
_LOOSE = {
    *("LDAY", "LUNAR", "PART", "EPART", "PARITY", "HALFMONTH", "EVERYN", "EVERYOTHER"),
    *("LMONTH", "LEAP"),
}
"""
Words of time that say nothing when they stand alone.
"""

_TIME_WORDS = {
    *("UNIT", "YEAR", "MONTHS", "ZBEFORE", "EBEFORE", "EAFTER", "EEDGE", "THISEND"),
    *("PERIODIC", "WITHIN_E", "BY"),
}
"""
Words that are worth a finding where nothing else was read.
"""


def _each(days: Days, step: int) -> Days:
    """
    Take a day of every month for one of every *step* months.
    """
    rule = days.rule
    if isinstance(rule, Monthly):
        return attrs.evolve(days, rule=attrs.evolve(rule, months=range(1, 13, step)))
    return attrs.evolve(days, rule=Unresolved.because(str(rule), NO_RULE))


@attrs.define
class PartReader(AmountReader):
    """
    What reads the parts of a text one by one.

    Attributes:
        catalog: The observances that have names.
        members: The sets of which each member is meant.
        years: The years that stand alone: where, the first and the last.
        school_years: The school years: where, and the year in which it begins.
        done: The clauses in which something is to be finished, and where.
        excluded: The days that are left out.
        roll: Which way days that fall on a holiday move.
        excluding: Whether the next days are those to be left out.
        reports: The days of the month after what is reported on.
        parts_of_day: The parts of a day that are named without an hour.
    """

    catalog: ObservanceCatalog = attrs.field(kw_only=True)
    members: list[Member] = attrs.Factory(list[Member])
    years: list[tuple[int, int, int]] = attrs.Factory(list[tuple[int, int, int]])
    school_years: list[tuple[int, int]] = attrs.Factory(list[tuple[int, int]])
    done: list[tuple[int, int]] = attrs.Factory(list[tuple[int, int]])
    excluded: list[Rule] = attrs.Factory(list[Rule])
    roll: str = ""
    excluding: bool = False
    reports: list[FoundDays] = attrs.Factory(list[FoundDays])
    parts_of_day: list[str] = attrs.Factory(list[str])

    def gather(self) -> None:
        """
        Read every part of the text.
        """
        parts = tuple(phrases_in(tokens_of(self.text, names_of(self.catalog))))
        self._triggers(parts)
        for part in parts:
            if isinstance(part, PhraseToken):
                self._token(part)
            else:
                self._whole_phrase(part)
        self._left_over(parts)
        for found in self.reports:
            self._next_month(found)
        if self.excluding:
            self.note(Finding(NOT_UNDERSTOOD, items={"text": self.text.strip()}))
        if self.parts_of_day and self.sense.starts is None:
            self.note(Finding(HOUR_NOT_STATED, items={"text": self.parts_of_day[0]}))

    def _triggers(self, parts: Iterable[Part]) -> None:
        shifts = [p for p in parts if isinstance(p, PhraseToken) and p.kind == "SHIFT"]
        for pattern in TRIGGERS:
            for match in pattern.finditer(self.text):
                if not any(s.start < match.end() and match.start() < s.end for s in shifts):
                    self.sense.trigger = match[0].strip()
                    return

    def _left_over(self, parts: Iterable[Part]) -> None:
        """
        If nothing was read, say which words looked like time.
        """
        sense = self.sense
        read = (self.found, self.pers, self.amounts, self.members, sense.cadence, sense.about)
        if any(read) or sense.minutes or sense.starts or sense.edition:
            return
        for part in parts:
            if isinstance(part, PhraseToken) and part.kind in _TIME_WORDS:
                self.note(Finding(NOT_UNDERSTOOD, items={"text": self.words(part)}))

    def impossible(self, words: str, error: CommunityEduError) -> Text:
        """
        Note that *words* speak of days that cannot be, and return why.
        """
        why = Text(error.sentence("zh-CN"), en=error.sentence("en"))
        self.note(Finding(NO_SUCH_DAY, items={"text": words.strip(), "why": why}))
        return why

    # Periods that the words before are about

    def _set_context(self) -> None:
        """
        Note whether a day without a month is of every month: 每月组织一次，时间为15日.
        """
        self.monthly = any(p.per == MONTHLY and p.sentence == self.sentence for p in self.pers)
        self.monthly_used = False

    # Single words

    def _token(self, token: PhraseToken) -> None:
        words = self.words(token)
        match token.kind:
            case "STOP":
                self.size = ""
                self.clause += 1
                self.sentence += plain(words) in SENTENCE_ENDS
            case "SEP" if plain(words) == ",":
                self.clause += 1
            case "SIZE":
                self.size = token.word
            case "EXCEPT":
                self.excluding = True
            case "LEFTOUT":
                self._exclude()
            case "DONE":
                self.done.append((self.clause, token.start))
            case "SHIFT":
                self.roll = token.word
            case "ABOUT":
                self.sense.about = self.sense.about or words
            case _:
                self._dated_word(token, words)

    def _dated_word(self, token: PhraseToken, words: str) -> None:
        match token.kind:
            case "CADENCE":
                self.note(Finding(VAGUE_WORDS, items={"text": words}))
                self.sense.cadence = self.sense.cadence or cast("Cadence", token.word)
            case "PARTDAY" if token.word == "vague":
                self.note(Finding(VAGUE_WORDS, items={"text": words}))
            case "YNUM" if reported := _REPORTED.match(plain(self.text), token.end):
                self.sense.about = self.text[token.start : reported.start()]
            case "PARTDAY":
                self.parts_of_day.append(words)
            case "YNUM":
                self._years(token, token.number, token.number)
            case "SYEAR":
                self._school_year(token)
            case "YRANGE":
                first, last = (int(digits) for digits in re.findall(r"\d+", words))
                last += first - first % 100 if last < 100 else 0  # noqa: PLR2004 - 2026-30年
                self._years(token, first, last)
            case "MASKY" | "RELY":
                self.year(Phrase("year", (token,)))
            case kind if kind in _LOOSE:
                self.note(Finding(NOT_UNDERSTOOD, items={"text": words}))
            case _:
                pass

    def _school_year(self, token: PhraseToken) -> None:
        """
        Keep a school year by its first year, if it is one.
        """
        first, *last = (int(digits) for digits in re.findall(r"\d+", self.words(token)))
        if last and last[0] % 100 != (first + 1) % 100:  # 2025-26学年
            self.note(Finding(NOT_UNDERSTOOD, items={"text": self.words(token)}))
            return
        self._years(token, first, first + 1)
        if self.years and self.years[-1][0] == token.start:
            self.school_years.append(self.years.pop()[:2])

    def _years(self, token: PhraseToken, first: int, last: int) -> None:
        """
        Keep years that stand alone, if there are such.
        """
        try:
            self.years.append((token.start, checked_year(first), checked_year(last)))
        except CommunityEduError as error:
            self.impossible(self.words(token), error)

    def _exclude(self) -> None:
        """
        Take the days that were read last for days that are left out.
        """
        if self.found:
            self.excluded += [days.rule for days in self.found.pop().days]
        self.excluding = False

    # Phrases

    def _whole_phrase(self, whole: Phrase) -> None:
        phrase = next(part for part in whole.parts if isinstance(part, Phrase))
        before = len(self.found)
        self._set_context()
        try:
            self._phrase(phrase)
        except CommunityEduError as error:
            words = self.words(phrase)
            why = self.impossible(words, error)
            self._add((Days(Unresolved.because(words, why)),), phrase)
        if phrase.rule == "amount":
            self.size = ""
        if any(token.kind == "NEXTMONTH" for token in whole.tokens()):
            self.reports += self.found[before:]
        if self.excluding and len(self.found) > before:
            self._exclude()

    def _next_month(self, found: FoundDays) -> None:
        """
        Take 次月5日 for a day that reports on the month before; 每季度次月 are four months.
        """
        steps = {"quarter": 3, "half_year": 6, "year": 12}
        outer = [p for p in self.pers if p.sentence == found.sentence and p.per.unit in steps]
        step = steps[outer[0].per.unit] if outer else 1
        if outer:
            self.pers.remove(outer[0])
            days = tuple(_each(days, step) for days in found.days)
            self.found[self.found.index(found)] = attrs.evolve(found, days=days)
        language: Language = "en" if self.text.isascii() else "zh-CN"
        self.sense.about = self.sense.about or REPORTED[step].to(language)

    def _phrase(self, phrase: Phrase) -> None:
        match phrase.rule:
            case "per":
                periodic = phrase.token("PERIODIC")
                words = self.words(periodic) if periodic else ""
                found = FoundPer(*self._at(phrase), self.per(phrase), words)
                if periodic and self.size in {"least", "most"}:
                    ends = limits(1, 1, self.size)
                    self.amounts.append(Amount(*self._at(phrase), *ends, event=True, per=found.per))
                else:
                    self.pers.append(found)
            case "amount":
                self._amount(phrase)
            case "clock":
                self._clock(phrase)
            case "lasting":
                self._lasting(phrase)
            case "rotating":
                self._rotating(phrase)
            case "each":
                token = phrase.token("EACH", "MEMBER")
                cover = phrase.token("COVER") is not None
                self.members.append(Member(*self._at(phrase), token.word if token else "", cover))
            case "edition":
                self._edition(phrase)
            case "chosen":
                self._chosen(phrase)
            case _:
                self._days_phrase(phrase)

    def _days_phrase(self, phrase: Phrase) -> None:
        if self.size == "about":
            self.choose("approximate", phrase)
            self.size = ""
        if phrase.rule == "lapse":
            self._add((self.lapse(phrase),), phrase)
        elif phrase.rule == "sided":
            self._add(self.sided(self._without_per(phrase)), phrase)
        else:
            read = self.days(phrase)
            if isinstance(read, Per):
                self.pers.append(FoundPer(*self._at(phrase), read))
            elif isinstance(read, Nth):
                self._nth(read, phrase)
            elif not self._reported(phrase):
                self._add(read, phrase)

    def _without_per(self, phrase: Phrase) -> Phrase:
        """
        Take "a year" in "once a year before X" for a period, not for a length.
        """
        measure = phrase.child("emeasure")
        read = self.measure(measure) if measure and measure.token("EVERY") else None
        if read is None or read[1] not in {"year", "term", "quarter"}:
            return phrase
        self.pers.append(FoundPer(*self._at(phrase), Per(*read)))
        return Phrase(phrase.rule, tuple(part for part in phrase.parts if part is not measure))

    def _reported(self, phrase: Phrase) -> bool:
        """
        Take 去年12月 and 2022年上半年工作总结 for what is reported on.
        """
        about = self.sense.about
        before = self.text[: phrase.start].rstrip()
        if about and before.endswith(about):
            self.sense.about = self.text[before.rindex(about) : phrase.end].strip()
            return True
        if phrase.rule == "edge" or not _REPORTED.match(plain(self.text), phrase.end):
            return False
        start = self.years.pop()[0] if self.years else phrase.start
        self.sense.about = about or self.text[start : phrase.end].strip()
        return True

    def _nth(self, nth: Nth, phrase: Phrase) -> None:
        """
        Read the n-th of something that is named elsewhere in the sentence, if it is.
        """
        per = next((p for p in reversed(self.pers) if p.sentence == self.sentence), None)
        months = next((d.months for f in self.found[-1:] for d in f.days), ())
        if per:
            self.pers.remove(per)
            days = self.nth_in(nth, per.per, phrase)
        elif months:
            self.found.pop()
            days = self.nth_of_months(nth, months, phrase)
        elif nth.unit == "week" and max(nth.ordinals) > WEEKS_OF_MONTH:
            self.choose("term-week", phrase)
            days = self.nth_in(nth, Per(1, "term"), phrase)
        elif nth.unit == "workday" or (
            nth.unit == "weekday" and max(map(abs, nth.ordinals)) <= WEEKS_OF_MONTH
        ):
            self.choose("day-per-month", phrase)
            days = self.nth_in(nth, MONTHLY, phrase)
        else:
            words = self.words(phrase)
            days = Days(Unresolved.because(words, NO_MONTH_OR_TERM), "within")
        self._add((days,), phrase)

    def _rotating(self, phrase: Phrase) -> None:
        spans = self.spans(phrase.the("nums"))
        if spans != ((1, 1),):
            self._amount(phrase)
            return
        self.pers.append(FoundPer(*self._at(phrase), self.per(phrase.the("per"))))
        self.sense.rotation = next(t.word for t in phrase.tokens() if t.kind == "MEMBER")

    def _edition(self, phrase: Phrase) -> None:
        token, names = phrase.token("EDITION", "ORD"), phrase.child("names")
        named = names or (phrase if phrase.token("NAME") else None)
        number = token.number if token else 1
        self.sense.edition = number
        if named:
            rules = [Edition(days.rule, number) for days in self.names(named)]
            self._add((Days(union(rules), exact=True),), phrase)
