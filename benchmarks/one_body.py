"""
How long one body takes, with 50 criteria: ``python benchmarks/one_body.py``.

15 shares (``a / b >= 50%``), 10 growths (``a / b - prev.a / prev.b >= 3pp``), 10
yes-or-no conditions, 10 counts, 5 scales of three bands over a share, and 5 grades.

- marks: points, of, coverage, grade and the status of each criterion (the bound is 30 µs)
- with all explanations: besides, each outcome and its derivation down to the numbers,
  each in its unit (the bound is 1.5 ms)
- and sentences: besides, each outcome said in a sentence

What it is held against, in the same run: 90 look-ups in a dictionary and 90
comparisons of whole numbers, which no judge of these criteria can do without; and
the same 50 criteria written by hand with `fractions.Fraction`, without any check of
the evidence.
"""

import random
from collections.abc import Mapping
from fractions import Fraction

import community_edu.evaluation as ev
from _timing import best
from community_edu.measures import Condition, Indicator, Measure, Quantity, Threshold, Unit

PERSON = Unit.parse("person")
BANDS = ((3, 3), (2, 2), (1, 1))


def standard() -> ev.Standard:
    """
    Return the standard with 50 criteria.
    """
    criteria: list[ev.Criterion] = []

    def add(measure: str, threshold: str) -> None:
        criteria.append(
            ev.Criterion(
                id=f"c{len(criteria)}",
                name=f"第 {len(criteria)} 条",
                measure=Measure.parse(measure),
                threshold=Threshold.parse(threshold),
                points=Fraction(2),
            )
        )

    for n in range(15):
        add(f"r{n} / q{n}", ">= 50%")
    for n in range(10):
        add(f"g{n} / h{n} - prev.g{n} / prev.h{n}", ">= 3pp")
    for n in range(10):
        conditions = [Condition.parse(f"y{n}")]
        criteria.append(ev.Criterion(id=f"y{n}", name=f"有 {n}", conditions=conditions))
    for n in range(10):
        add(f"n{n}", ">= 3 class")
    for n in range(5):
        bands = [ev.Band(Threshold.parse(f">= {least}00%"), Fraction(p)) for least, p in BANDS]
        criteria.append(
            ev.Criterion(
                id=f"b{n}", name=f"档 {n}", measure=Measure.parse(f"u{n} / v{n}"), bands=bands
            )
        )
    units = {"y": Unit.parse("yes_no"), "n": Unit.parse("class")}
    return ev.Standard(
        id="fifty",
        name="五十条",
        indicators=[
            Indicator(id=name, name=name, unit=units.get(name[0], PERSON)) for name in NAMES
        ],
        criteria=criteria,
        grades=[
            ev.Grade(id=f"g{share}", name=f"{share}", threshold=Threshold.parse(f">= {share}%"))
            for share in (90, 80, 70, 60, 50)
        ],
        minimum_coverage=Quantity.parse("80%"),
    )


NAMES = [
    f"{kind}{n}"
    for kind, count in (
        ("r", 15),
        ("q", 15),
        ("g", 10),
        ("h", 10),
        ("y", 10),
        ("n", 10),
        ("u", 5),
        ("v", 5),
    )
    for n in range(count)
]


def body(seed: int) -> dict[str, int]:
    """
    Return evidence: whole numbers, and 0 or 1 where the answer is yes or no.
    """
    chance = random.Random(seed)  # noqa: S311 - made-up numbers
    return {
        name: chance.randint(0, 1) if name[0] == "y" else chance.randint(1, 5_000) for name in NAMES
    }


def look_up(now: Mapping[str, int], before: Mapping[str, int]) -> int:
    """
    Look each value up and compare it, which is the least there is to do.
    """
    over = 0
    for name in NAMES:
        if now[name] > FEW:
            over += 1
    for name in BEFORE:
        if before[name] > FEW:
            over += 1
    return over


FEW = 5


BEFORE = [name for name in NAMES if name[0] in "gh"]


def by_hand(now: Mapping[str, int], before: Mapping[str, int]) -> int:
    """
    Judge the 50 criteria as one would write them down, exactly.
    """
    points = 0
    for n in range(15):
        points += 2 * (Fraction(now[f"r{n}"], now[f"q{n}"]) >= Fraction(1, 2))
    for n in range(10):
        rise = Fraction(now[f"g{n}"], now[f"h{n}"]) - Fraction(before[f"g{n}"], before[f"h{n}"])
        points += 2 * (rise >= Fraction(3, 100))
    for n in range(10):
        points += now[f"y{n}"]
        points += 2 * (now[f"n{n}"] >= 3)  # noqa: PLR2004 - as in the standard
    for n in range(5):
        share = Fraction(now[f"u{n}"], now[f"v{n}"])
        points += next((given for least, given in BANDS if share >= least), 0)
    return points


def marks(asked: ev.Standard, now: Mapping[str, int], before: Mapping[str, int]) -> object:
    """
    Judge, and ask for all that needs no explanation.
    """
    assessment = ev.evaluate(asked, now, before)
    found = assessment.marks
    return found.points, found.of, found.coverage, assessment.grade, found.statuses


def explained(asked: ev.Standard, now: Mapping[str, int], before: Mapping[str, int]) -> object:
    """
    Judge, and ask for every reason.
    """
    assessment = ev.evaluate(asked, now, before)
    return [
        (outcome, assessment.derivation(outcome.criterion.id)) for outcome in assessment.outcomes
    ]


def said(asked: ev.Standard, now: Mapping[str, int], before: Mapping[str, int]) -> object:
    """
    Judge, ask for every reason, and say it.
    """
    return [
        (outcome.explain("zh-CN"), assessment.derivation(outcome.criterion.id))
        for assessment in (ev.evaluate(asked, now, before),)
        for outcome in assessment.outcomes
    ]


def main() -> None:
    """
    Print microseconds for one body, and the ratio to the least there is to do.
    """
    asked = standard()
    bodies = [(body(seed), body(seed + 1)) for seed in range(0, 200, 2)]
    cases = {
        "look-ups and comparisons": look_up,
        "by hand, with Fraction": by_hand,
        "marks": lambda now, before: marks(asked, now, before),
        "with all explanations": lambda now, before: explained(asked, now, before),
        "and sentences": lambda now, before: said(asked, now, before),
    }
    base = 0.0
    print(f"{'':28}{'µs a body':>10}{'ratio':>8}")
    for name, case in cases.items():
        seconds = best(lambda case=case: [case(*pair) for pair in bodies], 15) / len(bodies)
        base = base or seconds
        print(f"{name:28}{seconds * 1e6:10.1f}{seconds / base:8.1f}")


if __name__ == "__main__":
    main()
