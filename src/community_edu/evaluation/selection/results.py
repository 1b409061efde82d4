"""
Results of a selection (评选结果): the places, who is chosen, and what is doubtful.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Literal, TypeAlias

import attrs

from community_edu.base import (
    Finding,
    FindingKind,
    Language,
    Text,
    UnknownReferenceError,
    decimal_text,
)
from community_edu.base.html import table
from community_edu.evaluation._rounding import percent
from community_edu.evaluation.selection.reasons import (
    CutReason,
    OrderReason,
    Reason,
    SeatReason,
    TieReason,
    named,
)
from community_edu.evaluation.selection.selections import SeatQuota, Selection
from community_edu.evaluation.selection.standings import Candidate

SelectionStatus: TypeAlias = Literal["chosen", "tied", "not_chosen", "ruled_out"]
"""
``chosen`` (入选); ``tied`` (并列待定): the jury decides; ``not_chosen`` (未入选); ``ruled_out``
(未入围): it could not be chosen.
"""

VERDICTS: Mapping[SelectionStatus, Text] = {
    "chosen": Text("入选", en="chosen"),
    "tied": Text("并列待定", en="tied, undecided"),
    "not_chosen": Text("未入选", en="not chosen"),
    "ruled_out": Text("未入围", en="not eligible"),
}

CANDIDATE = ("candidate", "参评单位")

TIE_UNDECIDED = FindingKind(
    "tie-undecided",
    "warning",
    zh="{names}并列，可用名额 {seats} 个，由评委决定",
    en="{names} are level, for {seats} seats; the jury decides",
)
QUOTA_UNFILLED = FindingKind(
    "quota-unfilled",
    "warning",
    zh="“{quota}”（{value}）应有 {wanted} 个，只有 {found} 个可入选",
    en="'{quota}' ({value}) asks for {wanted}, only {found} could be chosen",
)
SEATS_LEFT = FindingKind(
    "seats-left",
    "info",
    zh="名额 {quota} 个，入选 {chosen} 个",
    en="there are {quota} seats, {chosen} are taken",
)
OVER_QUOTA = FindingKind(
    "over-quota",
    "info",
    zh="名额 {quota} 个，因并列入选 {chosen} 个",
    en="there are {quota} seats, {chosen} are chosen because of a tie",
)


@attrs.frozen(kw_only=True)
class Place:
    """
    What became of one candidate.

    Attributes:
        candidate: The body.
        place: Its place among those that can be chosen; equals share the better one.
        verdict: Whether it is chosen.
        explanation: Why, as data; `reason` says it.
    """

    candidate: Candidate
    place: int | None
    verdict: SelectionStatus
    explanation: Reason

    @property
    def reason(self) -> Text:
        """
        Why, in a sentence.
        """
        return self.explanation.sentence(self.place, self.candidate)

    @property
    def gap(self) -> Fraction | None:
        """
        The points with which it would have been level with the last chosen by place.

        0 if a tie-break decided; `None` if it is not a question of points: chosen,
        ruled out, kept out by a full quota, or points of other totals.
        """
        match self.explanation:
            case CutReason():
                return self.explanation.gap(self.candidate)
            case SeatReason(why="reserved"):
                return self.explanation.cut.gap(self.candidate)
            case _:
                return None

    @property
    def by_order(self) -> bool:
        """
        Whether it has, or may yet get, a seat by its place and not by a reservation.
        """
        if self.verdict not in {"chosen", "tied"}:
            return False
        return not (isinstance(self.explanation, OrderReason) and self.explanation.quotas)


@attrs.frozen(kw_only=True, slots=False, repr=False)
class SelectionResult:
    """
    The result of a selection. In a notebook it shows as a table.

    Attributes:
        selection: The rules.
        places: One for each candidate: by place, then by identifier; those that could
            not be chosen stand last.
    """

    selection: Selection
    places: tuple[Place, ...]

    def __repr__(self) -> str:
        return (
            f"SelectionResult(selection={self.selection.id!r}, chosen={len(self.chosen)}, "
            f"tied={len(self.tied)}, candidates={len(self.places)})"
        )

    def _repr_html_(self) -> str:
        return table(*self._table("zh-CN"), caption=self.selection.name.zh)

    def with_verdict(self, verdict: SelectionStatus) -> tuple[Place, ...]:
        """
        Return the places with one verdict.
        """
        return tuple(place for place in self.places if place.verdict == verdict)

    @property
    def chosen(self) -> tuple[Place, ...]:
        """
        Those that are chosen.
        """
        return self.with_verdict("chosen")

    @property
    def tied(self) -> tuple[Place, ...]:
        """
        Those of whom the jury has to choose.
        """
        return self.with_verdict("tied")

    @property
    def ruled_out(self) -> tuple[Place, ...]:
        """
        Those that could not be chosen.
        """
        return self.with_verdict("ruled_out")

    @cached_property
    def _by_id(self) -> Mapping[str, Place]:
        return {place.candidate.id: place for place in self.places}

    def place(self, candidate: str) -> Place:
        """
        Return what became of one candidate.

        Raises:
            UnknownReferenceError: There was no such candidate.
        """
        if candidate not in self._by_id:
            raise UnknownReferenceError((), *CANDIDATE, candidate, tuple(self._by_id))
        return self._by_id[candidate]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """
        What somebody should look at: ties to decide, quotas not filled, seats left or too many.
        """
        return (*self._ties(), *self._unfilled(), *self._seats())

    def _ties(self) -> Iterator[Finding]:
        blocks: dict[int | None, list[Place]] = {}
        for place in self.tied:
            blocks.setdefault(place.place, []).append(place)
        for block in blocks.values():
            names = named([place.candidate.name for place in block], len(block))
            reason = block[0].explanation
            seats = reason.seats if isinstance(reason, TieReason) else 0
            yield Finding(TIE_UNDECIDED, (), {"names": names, "seats": seats})

    def _unfilled(self) -> Iterator[Finding]:
        for index, quota in enumerate(self.selection.quotas):
            for value in self._values(quota) if quota.at_least else ():
                found = sum(
                    place.candidate.attributes[quota.attribute] == value
                    for place in (*self.chosen, *self.tied)
                )
                if found < quota.at_least:
                    facts = {"quota": quota.name, "value": value, "found": found}
                    facts["wanted"] = quota.at_least
                    yield Finding(QUOTA_UNFILLED, ("quotas", index), facts)

    def _values(self, quota: SeatQuota) -> list[str]:
        if quota.value is not None:
            return [quota.value]
        return sorted({place.candidate.attributes[quota.attribute] for place in self.places})

    def _seats(self) -> Iterator[Finding]:
        quota, chosen = self.selection.quota, len(self.chosen)
        facts = {"quota": quota, "chosen": chosen}
        if chosen > quota:
            yield Finding(OVER_QUOTA, ("quota",), facts)
        elif chosen < quota and not self.tied:
            yield Finding(SEATS_LEFT, ("quota",), facts)

    def to_text(self, language: Language = "zh-CN") -> str:
        """
        Say the result: a line a candidate, then what somebody should look at.
        """
        _, rows = self._table(language)
        lines = [self.selection.name.to(language)]
        lines += [f"{verdict}  {name}  {reason}" for _, name, _, verdict, reason in rows]
        lines += [finding.message(language) for finding in self.findings]
        return "\n".join(lines)

    def records(self, language: Language = "zh-CN") -> list[dict[str, object]]:
        """
        Return a row a candidate as plain data for JSON; exact numbers as texts.
        """
        return [
            {
                "id": place.candidate.id,
                "name": place.candidate.name.to(language),
                "place": place.place,
                "verdict": place.verdict,
                "points": decimal_text(place.candidate.standing.points),
                "of": decimal_text(place.candidate.standing.of),
                "gap": None if place.gap is None else decimal_text(place.gap),
                "reason": place.reason.to(language),
            }
            for place in self.places
        ]

    def _table(
        self, language: Language
    ) -> tuple[tuple[str, ...], tuple[tuple[str, str, str, str, str], ...]]:
        head = ("名次", "单位", "得分率", "结果", "理由")
        return head, tuple(
            (
                "" if place.place is None else str(place.place),
                place.candidate.name.to(language),
                ""
                if place.candidate.standing.share is None
                else percent(place.candidate.standing.share),
                VERDICTS[place.verdict].to(language),
                place.reason.to(language),
            )
            for place in self.places
        )
