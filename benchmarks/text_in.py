"""
How much of plans in prose is recognised: ``python benchmarks/text_in.py FOLDER [--misses AREA]``.

FOLDER has the five texts (``000_*.txt`` to ``004_*.txt``) from which the catalogue of facts,
``tests/data/facts.tsv``, was made: collections of work plans from the web, which are not part
of the project. The facts were catalogued by hand, without a look at what this reader finds.

How it is counted, for each area and for the kinds of guess that can tell of it:

- A fact is *found* if a guess of these kinds shares a character with one of its phrases of
  evidence, on the line on which the catalogue has that phrase.
- It is *found in value* if one of these guesses also says what the plan file says that was
  written by hand: the same ``when``, ``due``, ``within`` (the same rule, or one with the same
  days in 2026, or a list that has such a one), ``quota``, ``cadence`` or ``edition`` for calendar
  facts; for targets and reported numbers the same amount, and for targets the same quota, too.
  The share is of the facts for which the plan file gives a value, found or not.
- A guess is *right in its area* if it shares a character with a phrase of a fact of that area,
  and *of any fact* if it does with any fact at all. Facts of one word ("双休日") are as good as
  facts of a sentence, in which a guess is right wherever it stands: precision is flattered
  by long phrases. It is also held down, since the catalogue has a thing once, and the texts
  say it many times.

The vocabulary of the reader was taken from these same texts: the figures are those of a text whose
words it knows, and say nothing of how it does with others.

A phrase that does not stand on its line as it is written in the catalogue is left out.
"""

import argparse
from collections.abc import Iterator, Mapping
from csv import DictReader
from fractions import Fraction
from pathlib import Path

import attrs

import community_edu as ce
from community_edu.calendars import Rule, Union

ROOT = Path(__file__).parents[1]
FACTS = ROOT / "tests" / "data" / "facts.tsv"
PLANS = ROOT / "examples" / "plans"
YEAR = 2026

TIMES = {
    "when", "due", "within", "quota", "cadence", "edition", "trigger", "starts", "minutes", "about",
    "rotation",
}  # fmt: skip
AREAS: dict[str, set[str]] = {
    "calendar": TIMES,
    "target": {"number", "quota"},
    "actual": {"number"},
    "funding": {"number"},
    "organization": {"body"},
    "network": {"body"},
    "audience": {"audience"},
    "people": {"number", "audience"},
}
VALUED = ("calendar", "target", "actual")
RULES = ("when", "due", "within")


@attrs.frozen
class Fact:
    """
    A fact of the catalogue, with where its phrases stand in a text.
    """

    id: str
    area: str
    english: bool
    places: tuple[tuple[int, int], ...]
    phrases: str


def facts(folder: Path) -> Iterator[tuple[str, str, list[Fact]]]:
    """
    Yield the name and the text of each file, with the facts whose phrases are found in it.
    """
    with FACTS.open(encoding="utf-8", newline="") as file:
        rows = list(DictReader(file, delimiter="\t", quotechar=None, quoting=3))
    for path in sorted(folder.glob("00?_*.txt")):
        text = path.read_text("utf-8")
        name = path.name[:3]
        found = [made for row in rows if row["ref"][:3] == name if (made := fact(row, text))]
        yield name, text, found


def fact(row: Mapping[str, str], text: str) -> Fact | None:
    """
    Return a fact with the places of its phrases on the lines that the catalogue names.
    """
    lines = text.split("\n")
    numbers = [int(part.strip("L")) for part in row["ref"][4:].replace("-", ",").split(",")]
    if "-" in row["ref"]:
        numbers = list(range(min(numbers), max(numbers) + 1))
    places: list[tuple[int, int]] = []
    for phrase in (part.strip() for part in row["evidence_zh"].split("‖")):
        for number in numbers:
            start = sum(len(line) + 1 for line in lines[: number - 1])
            at = lines[number - 1].find(phrase)
            if at >= 0:
                places.append((start + at, start + at + len(phrase)))
    english = row["ref"].startswith("002")
    made = Fact(row["fact_id"], row["area"], english, tuple(places), row["evidence_zh"])
    return made if places else None


def meets(guess: ce.Guess, fact: Fact) -> bool:
    """
    Tell whether a guess shares a character with a phrase of a fact.
    """
    return any(guess.span.start < end and start < guess.span.end for start, end in fact.places)


# ---------------------------------------------------------------- the values of the plan files


def expected() -> dict[str, list[tuple[str, object]]]:
    """
    Return what the plan files say about each fact: keys of duties, amounts of numbers.
    """
    values: dict[str, list[tuple[str, object]]] = {}
    for path in sorted(PLANS.glob("*.toml")):
        plan = ce.load_plan(path)
        for entry in (*plan.duties, *(day for theme in plan.themes for day in theme.days)):
            said = [
                (key, value)
                for key in (*RULES, "quota", "cadence", "edition")
                if (value := getattr(entry, key, None)) is not None
            ]
            for id_ in entry.facts:
                values.setdefault(id_, []).extend(said)
        for theme in plan.themes:
            for id_ in theme.facts:
                month = ("within", ce.parse_rule(f"month({theme.month})"))
                values.setdefault(id_, []).append(month)
        for target in plan.targets:
            for id_ in target.facts if target.threshold else ():
                amount = target.threshold.quantity.amount if target.threshold else None
                values.setdefault(id_, []).append(("number", amount))
        for figure in plan.report.figures if plan.report else ():
            for id_ in figure.facts:
                values.setdefault(id_, []).append(("number", figure.value.amount))
    return values


def right(guess: ce.Guess, values: list[tuple[str, object]]) -> bool:
    """
    Tell whether a guess says one of *values*.
    """
    return any(
        guess.kind == key and same(guess, value) for key, value in values if value is not None
    )


def same(guess: ce.Guess, value: object) -> bool:
    """
    Tell whether a guess has that value, in its own notation or in its days.
    """
    if isinstance(value, Fraction):
        return value in amounts(guess.value)
    if str(value) == guess.value:
        return True
    if not isinstance(value, Rule):
        return False
    read = ce.parse_rule(guess.value)
    each = (read, *read.rules) if isinstance(read, Union) else (read,)
    return any(str(one) == str(value) or days(one) == days(value) != set() for one in each)


def amounts(text: str) -> set[Fraction]:
    """
    Return the numbers that a guess tells: both ends of a range.
    """
    number = text.split()[1] if text[0] in "<>~" else text.split(maxsplit=1)[0]
    scale = 100 if number[-1] in "%p" else 1
    return {Fraction(part) / scale for part in number.rstrip("%p").split("..")}


def days(rule: Rule) -> set[ce.Span]:
    """
    Return the days of a rule in one year.
    """
    terms = ce.school_terms("CN-310000", 2025)
    return set(rule.occurrences(YEAR, ce.Almanac(terms=terms)))


# ---------------------------------------------------------------- counting


@attrs.define
class Count:
    """
    What was counted in one area.
    """

    facts: int = 0
    found: int = 0
    valued: int = 0
    right: int = 0
    guesses: int = 0
    in_area: int = 0
    in_any: int = 0

    def row(self) -> str:
        """
        Return the figures in one line.
        """
        return (
            f"{self.facts:6}{share(self.found, self.facts):>9}"
            f"{self.valued:8}{share(self.right, self.valued):>9}"
            f"{self.guesses:9}{share(self.in_area, self.guesses):>9}"
            f"{share(self.in_any, self.guesses):>9}"
        )


def share(part: int, whole: int) -> str:
    """
    Return a share in percent, or a dash of nothing.
    """
    return f"{100 * part / whole:.0f}%" if whole else "–"


def main() -> None:
    """
    Print the table, for the Chinese texts and for the English one.
    """
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", metavar="AREA", help="print what of this area was not found")
    options = parser.parse_args()
    values = expected()
    counts = {(area, english): Count() for english in (False, True) for area in AREAS}
    for name, text, known in facts(options.folder):
        guesses = ce.read_outline(text).guesses
        for area, kinds in AREAS.items():
            count = counts[area, name == "002"]
            mine = [guess for guess in guesses if guess.kind in kinds]
            of_area = [fact for fact in known if fact.area == area]
            for fact in of_area:
                meeting = [guess for guess in mine if meets(guess, fact)]
                is_valued = area in VALUED and bool(values.get(fact.id))
                is_right = is_valued and any(right(one, values[fact.id]) for one in meeting)
                count.facts += 1
                count.found += bool(meeting)
                count.valued += is_valued
                count.right += is_right
                if area == options.misses and not (is_right or (meeting and not is_valued)):
                    said = [f"{one.kind} {one.value}" for one in meeting]
                    print(fact.id, fact.phrases, "|", *values.get(fact.id, []), "|", *said)
            count.guesses += len(mine)
            count.in_area += sum(any(meets(guess, fact) for fact in of_area) for guess in mine)
            count.in_any += sum(any(meets(guess, fact) for fact in known) for guess in mine)
    for english, title in ((False, "Chinese texts"), (True, "English text")):
        print(
            f"\n{title:14}{'facts':>6}{'found':>9}{'valued':>8}{'right':>9}"
            f"{'guesses':>9}{'in area':>9}{'any fact':>9}"
        )
        for area in AREAS:
            print(f"{area:14}{counts[area, english].row()}")


if __name__ == "__main__":
    main()
