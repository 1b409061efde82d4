"""
Counts, hours and lengths among the parts of a text: 不少于一次, 9:00-11:00, 为期三天.
"""

import re
from datetime import time

import attrs

from community_edu.base import Finding
from community_edu.calendars.phrases.findings import (
    LENGTH_APART,
    NOT_UNDERSTOOD,
)
from community_edu.calendars.phrases.found import (
    Amount,
    FoundDays,
    FoundPer,
    Sense,
    joined,
    limits,
)
from community_edu.calendars.phrases.grammar import Part, Phrase
from community_edu.calendars.phrases.meanings import Days, Per
from community_edu.calendars.phrases.sides import DAYS_OF, SideReader
from community_edu.calendars.phrases.tokens import plain
from community_edu.calendars.phrases.values import NOON, PhraseToken
from community_edu.calendars.week_rules import Weekly

A_DAY = 24 * 60
LONGEST_EVENT = 31
"""
So many days may an event have that is one run of days; what lasts longer is a season.
"""
MONTHLY = Per(1, "month")
MOST_TIMES = 999_999
_EVENT_NOUN = re.compile(r"[^,。;]{0,8}?(?:会|活动|讲座|培训|课|赛|展|演出|专题|主题日)")
_LASTS = re.compile(
    r"(?:为期|历时|持续|连续|时长|每[次期场届]|\b(?:for|lasts?|lasting))\s*$", re.IGNORECASE
)
_EACH_TIME = re.compile(
    r"(?:每[次期场回节]|\beach(?: \w+)?|\blasting|时[长间])[^,，。;；]{0,4}$", re.IGNORECASE
)
_BOTH = re.compile(r"\s*[,，、]?\s*(?:and|but|且|并且?|也|又)?\s*", re.IGNORECASE)
COUNTED_PER = {"year", "half_year", "quarter", "month", "week", "day", "term", "school_year"}


@attrs.define
class AmountReader(SideReader):
    """
    What reads counts, hours and lengths, with where they stand.

    Attributes:
        sense: What was read so far.
        found: The days.
        pers: The periods that belong to no day.
        amounts: The counts.
        clause: The number of the clause that is being read.
        sentence: The number of the sentence that is being read.
        size: "At least" or "at most", not yet used.
        last_length: The length that was read last: of 两个月一次 it is the period.
        lasting: The length that something is said to have (为期三天).
        days_lasting: How many days that is, if it is a few of them.
    """

    sense: Sense = attrs.Factory(Sense)
    found: list[FoundDays] = attrs.Factory(list[FoundDays])
    pers: list[FoundPer] = attrs.Factory(list[FoundPer])
    amounts: list[Amount] = attrs.Factory(list[Amount])
    clause: int = 0
    sentence: int = 0
    size: str = ""
    last_length: FoundPer | None = None
    lasting: FoundPer | None = None
    days_lasting: int = 0

    def _at(self, part: Part) -> tuple[int, int, int, int]:
        return part.start, part.end, self.clause, self.sentence

    def _add(self, days: tuple[Days, ...], part: Phrase) -> None:
        self._use_context()
        if not days:
            self.note(Finding(NOT_UNDERSTOOD, items={"text": self.words(part)}))
            return
        self.found.append(FoundDays(*self._at(part), days, part.rule))

    def _use_context(self) -> None:
        if self.monthly_used:
            self.pers = [found for found in self.pers if found.per != MONTHLY]

    def _amount(self, phrase: Phrase) -> None:
        """
        Read a count, with one limit or with both.
        """
        hours, kind = phrase.token("HOURS"), phrase.token("CLASS")
        lessons = kind is not None and kind.word == "hours"
        length = phrase.child("length")
        of_days = length is not None and (self.measure(length) or (0, ""))[1] == "day"
        if length and not of_days:
            self.note(Finding(LENGTH_APART, items={"text": self.words(phrase)}))
            return
        event_noun = _EVENT_NOUN.match(plain(self.text), phrase.end) is not None
        named = phrase.token("GE") is not None and event_noun  # 一个部门协调会
        members = phrase.token("MEMBER") is not None and not named
        if members and _EACH_TIME.search(self.text, 0, phrase.start):
            return
        if (hours or lessons or of_days) and _EACH_TIME.search(self.text, 0, phrase.start):
            if hours:
                self._lasting(phrase)
            else:
                self.note(Finding(LENGTH_APART, items={"text": self.words(phrase)}))
            return
        ends = self._ends(phrase)
        if ends is None:
            self.note(Finding(NOT_UNDERSTOOD, items={"text": self.words(phrase)}))
            return
        per_phrase = phrase.child("per")
        per = self.per(per_phrase) if per_phrase else None
        once = phrase.token("ONCE", "HOLD") or lessons
        event = (bool(once or per) and not members) or (kind is not None and kind.word == "times")
        if phrase.token("GE") and kind is None:
            event = event_noun
        if per is None:
            self._span_before(phrase, ends)
        minutes = hours.number if hours else 0
        of_time = lessons or of_days
        amount = Amount(*self._at(phrase), *ends, event, per, minutes, of_time, members)
        last = self.amounts[-1] if self.amounts else None
        together = last and _BOTH.fullmatch(self.text, last.end, amount.start)
        both = joined(last, amount) if last and together else None
        if both:
            self.amounts[-1] = both
        else:
            self.amounts.append(amount)

    def _ends(self, phrase: Phrase) -> tuple[int, int | None] | None:
        """
        Return the least and the most of a count, or `None` if it is none.
        """
        inside = phrase.child("length") or phrase
        lists = [part for part in inside.parts if isinstance(part, Phrase) and part.rule == "nums"]
        sizes = [p.word for p in phrase.parts if isinstance(p, PhraseToken) and p.kind == "SIZE"]
        over, once, hours = (
            phrase.token("OVER"),
            phrase.token("ONCE", "HOLD"),
            phrase.token("HOURS"),
        )
        number = hours.number // 60 if hours else max(1, once.number if once else 1)
        words = [over.word] if over else sizes or [self.size]
        numbers = [self.spans(nums) for nums in lists] or [((number, number),)]
        least, most = 0, MOST_TIMES
        for word, spans in zip(words, numbers, strict=False):
            low, high = spans[0][0], spans[-1][1]
            if not low <= high < MOST_TIMES:
                return None
            if word == "about":
                self.choose("about", phrase)
            ends = limits(low, high, word)
            least = max(least, ends[0])
            most = min(most, MOST_TIMES if ends[1] is None else ends[1])
        if least > most:
            return None
        return least, None if most == MOST_TIMES else most

    def _span_before(self, phrase: Phrase, ends: tuple[int, int | None]) -> None:
        """
        Take the length before a count for its period: 两周一次, 三天开展一次.
        """
        length = self.last_length
        if length is None or length.clause != self.clause:
            return
        between = self.text[length.end : phrase.start]
        near = between == "" or (ends == (1, 1) and re.fullmatch(r"[^\W\da-z共]{1,6}", between))
        if near:
            self.pers.append(length)

    def _chosen(self, phrase: Phrase) -> None:
        """
        Read three Fridays a month: how many, and among which days.
        """
        size, spans = phrase.token("SIZE"), self.spans(phrase.the("nums"))
        if spans[0][0] > spans[-1][1]:
            self.note(Finding(NOT_UNDERSTOOD, items={"text": self.words(phrase)}))
            return
        ends = limits(spans[0][0], spans[-1][1], size.word if size else "")
        per = self.per(phrase.the("per"))
        self.amounts.append(Amount(*self._at(phrase), *ends, event=True, per=per))
        self._add((Days(Weekly(self.weekdays(phrase.the("weekdays"))), "within"),), phrase)

    def _clock(self, phrase: Phrase) -> None:
        clocks = [token.clock for token in phrase.tokens() if token.clock]
        number = phrase.token("NUM")
        if number and number.number < 2 * NOON:
            clocks = self._clock_of(number.number, clocks[-1], phrase)
        if self.sense.starts is not None:
            self.note(Finding(NOT_UNDERSTOOD, items={"text": self.words(phrase)}))
            return
        first, last = clocks[0], clocks[-1]
        if last.hour < first.hour <= last.hour + NOON:  # 下午2点至4点
            last = last.replace(hour=last.hour + NOON)
        self.sense.starts = first
        length = 60 * (last.hour - first.hour) + last.minute - first.minute
        if length > 0:
            self.sense.minutes = length

    def _clock_of(self, hour: int, last: time, phrase: Phrase) -> list[time]:
        """
        Return both ends of 下午2-4点, of which the first is a bare number.
        """
        before = self.text[: phrase.start].rstrip()
        if before.endswith(("下午", "晚上", "晚", "傍晚")) and last.hour < NOON:
            last = last.replace(hour=last.hour + NOON)
        late = last.hour > NOON and hour < NOON
        return [time(hour + NOON if late else hour), last]

    def _lasting(self, phrase: Phrase) -> None:
        token = phrase.token("HOURS", "MINUTES")
        if token:
            if token.word == "half day":
                self.choose("half-day", token)
            if 0 < token.number <= A_DAY:
                self.sense.minutes = token.number
            return
        number, unit = self.measure(phrase) or (1, "")
        if _LASTS.search(self.text, 0, phrase.start):
            self.lasting = FoundPer(*self._at(phrase), Per(number, unit))
            days = number * DAYS_OF.get(unit, 0) if unit in {"day", "week"} else 0
            self.days_lasting = days if days <= LONGEST_EVENT else 0
            return
        found = FoundPer(*self._at(phrase), Per(number, unit), length=number == 1)
        amount = self.amounts[-1] if self.amounts else None
        every = amount is not None and self.text[amount.end : phrase.start].strip() == "in"
        if every or (number == 1 and unit in COUNTED_PER):
            self.pers.append(found)
        else:
            self.last_length = found
