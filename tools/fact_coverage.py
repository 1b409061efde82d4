"""
Tell how much of what was catalogued in real plans the plan files carry, and what is done with it.

    python tools/fact_coverage.py
    python tools/fact_coverage.py --check

Every fact of ``tests/data/facts.tsv`` that a plan of ``examples/plans`` cites is one of these:

- *dated*: it has days in a year: an entry, a window to choose from, a step of a project;
- *counted*: a quota, or a number of prizes, says how often;
- *computed*: a formula, a number, a claim or a norm a head goes by it;
- *checked*: the check of the network or the states of a project or a prize look at it;
- *named*: nothing of these, but a finding says why: no date is given, the text is masked …;
- *kept*: it is stored and cited, and nothing is made of it.

The first four are executable. The facts about calendars, targets, results, money and networks
have to be executable or named. Those that are not are listed, and the exit status is then 1.
"""

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, cast

import attrs

from community_edu.base import Cited, Finding
from community_edu.base import Path as Place
from community_edu.calendars import (
    Almanac,
    UncountableQuotaError,
    holidays,
)
from community_edu.courses import Course, Project, Section, Textbook
from community_edu.exchange import load_plan
from community_edu.measures import Indicator, Target
from community_edu.organizations import CriteriaSet, Organization, Relation, Tier, check_network
from community_edu.plans import (
    Award,
    Calendar,
    Claim,
    Duty,
    Figure,
    FundingNorm,
    Milestone,
    Plan,
    Remark,
    Report,
    Theme,
    ThemeDay,
    build_calendar,
    check_plan,
)
from community_edu.plans.reports import CLAIM_WITHOUT_NUMBERS

ROOT: Final = Path(__file__).parents[1]
PLANS: Final = ROOT / "examples" / "plans"
FACTS: Final = ROOT / "tests" / "data" / "facts.tsv"
YEAR: Final = 2026

EXECUTABLE: Final = ("dated", "counted", "computed", "checked")
WAYS: Final = (*EXECUTABLE, "named", "kept")
ANSWERABLE: Final = {"calendar", "target", "actual", "funding", "network"}
"""
The areas whose facts have to be executable or named by a finding.
"""

RELATIONS_CHECKED: Final = {"chairs", "office_of", "heads", "located_at"}
BODIES_CHECKED: Final = {"committee", "office"}
"""
What the check of a network asks for: who chairs a committee, where its office is.
"""


@attrs.frozen
class Fact:
    """
    One row of the catalogue, and what is done with it.
    """

    id: str
    area: str
    statement: str
    plan: str = ""
    way: str = ""


def catalogue(file: Path = FACTS) -> dict[str, Fact]:
    """
    Read the catalogued facts.
    """
    with file.open(encoding="utf-8", newline="") as rows:
        return {
            row["fact_id"]: Fact(row["fact_id"], row["area"], row["statement"])
            for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)
        }


def entries(value: object, place: Place = ()) -> Iterator[tuple[Place, Cited]]:
    """
    Yield every cited entry in *value*, with its place in a plan file.

    The parts of a network and of a report stand beside those of the plan there.
    """
    if isinstance(value, Cited):
        yield (("report",) if isinstance(value, Report) else place), value
    names = [field.name for field in getattr(type(value), "__attrs_attrs__", ())]
    for name in names:
        inner: object = getattr(value, name)
        if isinstance(inner, tuple):
            for index, item in enumerate(cast("tuple[object, ...]", inner)):
                yield from entries(item, (*place, name, index))
        elif name in {"network", "report"}:
            yield from entries(inner, place)


@attrs.frozen
class PlanUse:
    """
    One plan bound to a year, with all that is found in it.
    """

    plan: Plan
    calendar: Calendar
    findings: tuple[Finding, ...]
    almanac: Almanac

    @classmethod
    def of(cls, plan: Plan) -> "PlanUse":
        """
        Bind *plan* to the year, and check it.
        """
        days = holidays("CN")
        calendar = build_calendar(plan, YEAR, holidays=days)
        findings = (*check_network(plan.network), *check_plan(plan, calendar))
        return cls(plan, calendar, findings, Almanac(holidays=days))

    def ways(self) -> Mapping[str, str]:
        """
        Return what is done with each fact of the plan: the best that one of its entries does.
        """
        best: dict[str, str] = {}
        for place, entry in entries(self.plan):
            way = self.way(place, entry)
            for fact in entry.facts:
                best[fact] = min(best.get(fact, way), way, key=WAYS.index)
        return best

    def way(self, place: Place, entry: Cited) -> str:
        """
        Return what is done with one entry.
        """
        asked = {
            "dated": self._is_dated,
            "counted": self._is_counted,
            "computed": self._is_computed,
            "checked": self._is_checked,
            "named": self._is_named,
        }
        return next((way for way, ask in asked.items() if ask(place, entry)), "kept")

    def _is_dated(self, place: Place, entry: Cited) -> bool:
        match entry:
            case Duty():
                return any(made.duty == entry.id for made in self.calendar.entries) or any(
                    window.duty == entry.id for window in self.calendar.windows
                )
            case ThemeDay():
                return any(made.path == place for made in self.calendar.entries)
            case Milestone(when=rule) | Textbook(published=rule) | Course(starts=rule):
                return rule is not None and bool(rule.occurrences(YEAR, self.almanac))
            case Section(sign_up=rule) | Report(as_of=rule):
                return rule is not None and bool(rule.occurrences(YEAR, self.almanac))
            case _:
                return isinstance(entry, Theme)

    def _is_counted(self, place: Place, entry: Cited) -> bool:  # noqa: ARG002 - as its like
        match entry:
            case Award(quota=quota):
                return quota is not None
            case Duty(quota=quota) if quota is not None:
                try:
                    return bool(self.calendar.periods(entry))
                except UncountableQuotaError:
                    return False
            case _:
                return False

    def _is_computed(self, place: Place, entry: Cited) -> bool:
        match entry:
            case Target():
                bound = entry.threshold is not None or entry.trend is not None
                return entry.measure is not None and bound
            case Claim():
                return not any(
                    finding.kind is CLAIM_WITHOUT_NUMBERS and finding.path == place
                    for finding in self.findings
                )
            case Indicator():
                return entry.id in set(self._computed())
            case _:
                return isinstance(entry, Figure | FundingNorm)

    def _is_checked(self, place: Place, entry: Cited) -> bool:  # noqa: ARG002 - as its like
        tiers = self.plan.network.tiers
        match entry:
            case Project():
                return entry.goal is not None
            case Organization():
                member = any(entry.id in tier.members for tier in tiers)
                return member or entry.kind in BODIES_CHECKED
            case Relation():
                return entry.kind in RELATIONS_CHECKED
            case Tier():
                return bool(entry.members or entry.kinds)
            case CriteriaSet():
                asked: set[str | None] = {tier.standard for tier in tiers}
                asked |= {tier.direction for tier in tiers}
                asked |= {name for award in self.plan.awards for name in award.basis}
                return bool(entry.items) and entry.id in asked
            case _:
                return False

    def _is_named(self, place: Place, entry: Cited) -> bool:
        return isinstance(entry, Remark) or (
            place != () and any(found.path[: len(place)] == place for found in self.findings)
        )

    def _computed(self) -> Iterator[str]:
        """
        Yield the indicators that a formula uses, or that have a number.
        """
        measures = [target.measure for target in self.plan.targets if target.measure is not None]
        measures += [norm.measure for norm in self.plan.funding_norms]
        if self.plan.report is not None:
            yield from (figure.indicator for figure in self.plan.report.figures)
            for claim in self.plan.report.claims:
                measures += claim.measures
        for measure in measures:
            yield from (name.indicator for name in measure.names)


def coverage(folder: Path, known: Mapping[str, Fact]) -> list[Fact]:
    """
    Return each *known* fact that the plans of *folder* carry, with the plan and the way.
    """
    found: list[Fact] = []
    for file in sorted(folder.glob("*.toml")):
        plan = load_plan(file)
        ways = PlanUse.of(plan).ways()
        found += [attrs.evolve(known[fact], plan=plan.id, way=ways[fact]) for fact in sorted(ways)]
    return found


def table(facts: Collection[Fact], by: str) -> Iterator[str]:
    """
    Yield the lines of a table: how many facts of each plan or area go which way.
    """
    head = ("carried", *EXECUTABLE, "executable", *WAYS[len(EXECUTABLE) :])
    yield f"{by:<28}" + "".join(f"{name:>11}" for name in head)
    names = sorted({str(getattr(fact, by)) for fact in facts})
    for name in (*names, "all"):
        ways = Counter(fact.way for fact in facts if name in {getattr(fact, by), "all"})
        executable = sum(ways[way] for way in EXECUTABLE)
        numbers = (
            ways.total(),
            *(ways[way] for way in EXECUTABLE),
            executable,
            ways["named"],
            ways["kept"],
        )
        yield f"{name:<28}" + "".join(f"{number:>11}" for number in numbers)


def unanswered(facts: Collection[Fact]) -> list[Fact]:
    """
    Return the facts that would have to be executable or named, and are neither.
    """
    return [fact for fact in facts if fact.area in ANSWERABLE and fact.way == "kept"]


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Print the coverage, and what is wrong with it.

    Returns:
        1 if a fact is carried by no plan, or is kept only where it has to be
        executable or named; otherwise 0.
    """
    parser = argparse.ArgumentParser(description="what the plan files do with the facts")
    parser.add_argument("--check", action="store_true", help="print only what is wrong")
    parser.add_argument("--plans", type=Path, default=PLANS, metavar="DIR", help="other plan files")
    options = parser.parse_args(arguments)
    known = catalogue()
    facts = coverage(options.plans, known)
    if not options.check:
        for by in ("plan", "area"):
            print("\n".join(table(facts, by)), end="\n\n")
    carried = {fact.id for fact in facts}
    wrong = [
        f"{fact.id} ({fact.area}) is in no plan"
        for fact in known.values()
        if fact.id not in carried
    ]
    wrong += [
        f"{fact.id} ({fact.area}) is only kept by {fact.plan}: {fact.statement}"
        for fact in unanswered(facts)
    ]
    print("\n".join(wrong) or f"all {len(carried)} facts are answered for")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
