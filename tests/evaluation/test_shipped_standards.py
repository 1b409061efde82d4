"""
The standards that come with the library: as they were read, with their sources, and no more.
"""

import csv
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import cast

import pytest

from community_edu.base import LANGUAGES, Text, decimal_text
from community_edu.base.labels import labels
from community_edu.evaluation import Criterion, Score, Standard, evaluate
from community_edu.evaluation.standards import body_evidence, check_standard, criteria_standard
from community_edu.exchange import load_plan, load_standard, shipped_standards

ROOT = Path(__file__).parents[2]
READ = Path(__file__).parents[1] / "data" / "standards.tsv"
PAGE = ROOT / "docs" / "reference" / "standards.md"
NAMES = tuple(sorted(shipped_standards()))
TEMPLATES = {
    "learning-enterprise",
    "learning-family",
    "learning-neighbourhood-committee",
    "learning-subdistrict",
    "learning-unit",
}
PROPOSAL = "建议"


@cache
def shipped(name: str) -> Standard:
    """
    Return a shipped standard.
    """
    return load_standard(name)


def rows() -> list[dict[str, str]]:
    """
    Return what was written down from the documents.
    """
    with READ.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def asks(criterion: Criterion) -> str:
    """
    Return what a criterion asks, in one line.
    """
    measure = str(criterion.measure)
    if criterion.threshold_by:
        cases = criterion.threshold_by.cases
        return f"{measure} {'; '.join(f'{case.of} {case.threshold}' for case in cases)}"
    match criterion.scale:
        case "threshold":
            return f"{measure} {criterion.threshold}"
        case "trend":
            return f"{measure} {criterion.trend}"
        case "awarded":
            return f"{measure} awarded {decimal_text(criterion.points)}"
        case _:
            return " & ".join(map(str, criterion.conditions))


def texts(value: object) -> Iterator[Text]:
    """
    Yield every text for people in *value*.
    """
    if isinstance(value, Text):
        yield value
    elif isinstance(value, tuple):
        for entry in cast("tuple[object, ...]", value):
            yield from texts(entry)
    else:
        for field in getattr(type(value), "__attrs_attrs__", ()):
            yield from texts(getattr(value, field.name))


class TestAsRead:
    def test_nothing_changes_alone(self) -> None:
        """
        What each quoted criterion asks, and its quote, are those that were written down.
        """
        found = [
            {
                "standard": name,
                "criterion": criterion.id,
                "asks": asks(criterion),
                "reference": criterion.quote.reference,
                "place": criterion.quote.place or "",
                "phrase": criterion.quote.phrase,
            }
            for name in NAMES
            for criterion in shipped(name).criteria
            if criterion.quote
        ]
        written = [{key: row[key] for key in row if key != "figure"} for row in rows()]
        assert found == written

    def test_the_number_is_in_the_words(self) -> None:
        """
        The words that carry a number stand in the phrase, and a number has such words.
        """
        for row in rows():
            assert row["figure"] in row["phrase"]
            assert row["figure"] or not any(sign in row["asks"] for sign in "<>=")


@pytest.mark.parametrize("name", NAMES)
class TestEach:
    def test_its_name_is_its_file(self, name: str) -> None:
        """
        A standard is found by the identifier that it has.
        """
        assert shipped(name).id == name

    def test_both_languages(self, name: str) -> None:
        """
        Every name and note speaks both languages.
        """
        found = list(texts(shipped(name)))
        assert found
        assert [text.zh for text in found if text.en is None] == []

    def test_units_have_labels(self, name: str) -> None:
        """
        Every unit has a label, so that no reader sees a code.
        """
        factors = {factor for unit in shipped(name).units.values() for factor, _ in unit.factors}
        assert factors <= set(labels("unit"))

    def test_numbers_have_a_source(self, name: str) -> None:
        """
        A criterion with a number quotes a document, or its note calls the number a proposal.
        """
        for criterion in shipped(name).criteria:
            if criterion.quote is None and criterion.scale != "conditions":
                assert criterion.note is not None
                assert PROPOSAL in criterion.note.zh

    def test_references_can_be_found(self, name: str) -> None:
        """
        A document that is cited has an address, or a note that says how it is known.
        """
        assert all(source.url or source.note for source in shipped(name).references)
        cited = {line.quote.reference for line in shipped(name).criteria if line.quote}
        assert cited <= {source.id for source in shipped(name).references}

    def test_what_is_missing_is_said(self, name: str) -> None:
        """
        A standard known in part has a note, and neither a total nor grades.
        """
        standard = shipped(name)
        if not standard.complete:
            assert standard.note is not None
            assert (standard.total, standard.grades) == (None, ())

    def test_templates_say_so(self, name: str) -> None:
        """
        A template, and nothing else, is called one in its name and its note.
        """
        standard = shipped(name)
        assert ("模板" in standard.name.zh) == (name in TEMPLATES)
        if name in TEMPLATES:
            assert standard.note is not None
            assert "模板" in standard.note.zh
            assert PROPOSAL in standard.note.zh

    def test_nothing_known_is_nothing_assessed(self, name: str) -> None:
        """
        Of a body of which nothing is known nothing is assessed, and there is no grade.
        """
        assessment = evaluate(shipped(name), {})
        assert {outcome.status for outcome in assessment.outcomes} == {"not_assessed"}
        assert assessment.grade is None
        for criterion in shipped(name).criteria:
            for language in LANGUAGES:
                assert assessment.explain(criterion.id, language)


class TestJiangning:
    def test_ninety_points(self) -> None:
        """
        A firm that lacks one line of seven points has 93 and is a learning enterprise.
        """
        standard = shipped("learning-enterprise-jiangning-2009")
        yes = {
            indicator.id: True
            for indicator in standard.indicators
            if str(indicator.unit) == "yes_no"
        }
        numbers = {
            "employee_training_funds": 25_000,
            "payroll": 1_000_000,
            "employees": 120,
            "employees_trained": 60,
            "culture_score": 7,
            "autonomy_score": 7,
            "character_score": 8,
        }
        without = evaluate(standard, yes | numbers | {"competitions": False})
        assert without.score == Score(Fraction(93), Fraction(100))
        assert without.grade is not None
        assert without.grade.id == "learning-enterprise"
        fewer = evaluate(standard, yes | numbers | {"competitions": False, "culture_score": 3})
        assert fewer.score == Score(Fraction(89), Fraction(100))
        assert fewer.grade is None


class TestRegions:
    @pytest.mark.parametrize(
        ("region", "status"), [("east", "not_met"), ("central", "met"), ("west", "met")]
    )
    def test_target_by_region(self, region: str, status: str) -> None:
        """
        Eight of ten cities are enough in the centre and the west, not in the east.
        """
        standard = shipped("learning-city-coverage-2014")
        evidence: dict[str, int | str] = {"cities": 10, "cities_at_work": 8, "region": region}
        assert evaluate(standard, evidence).outcome("coverage").status == status


class TestFiveHaves:
    def test_evidence_of_a_plan(self) -> None:
        """
        What the plan of the subdistrict says of its bodies fits the shipped standard, too.
        """
        plan = load_plan(ROOT / "examples" / "plans" / "jingtai-street.toml")
        for name in ("five-haves", "three-selves"):
            criteria = plan.network.criteria_by_id[name]
            made = criteria_standard(criteria)
            assert [line.id for line in made.criteria] == [
                line.id for line in shipped(name).criteria
            ]
            for body in plan.network.organizations:
                evidence = body_evidence(body, criteria)
                own, ours = evaluate(made, evidence), evaluate(shipped(name), evidence)
                assert [line.status for line in own.outcomes] == [
                    line.status for line in ours.outcomes
                ]


@pytest.mark.skipif(not PAGE.is_file(), reason="the documentation is not here")
class TestPage:
    def table(self, heading: str) -> list[list[str]]:
        """
        Return the cells of the table under a heading of the page.
        """
        part = PAGE.read_text("utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
        lines = [line.strip("|").split("|") for line in part.splitlines() if line.startswith("| `")]
        return [[cell.strip() for cell in line] for line in lines]

    def test_every_standard(self) -> None:
        """
        The page has a row for each shipped standard, with its lines and points, and of no other.
        """
        known = [
            "template" if name in TEMPLATES else "whole" if shipped(name).complete else "in part"
            for name in NAMES
        ]
        assert [[row[0], *row[2:5]] for row in self.table("What there is")] == [
            [
                f"`{name}`",
                str(len(shipped(name).criteria)),
                decimal_text(shipped(name).points),
                whole,
            ]
            for name, whole in zip(NAMES, known, strict=True)
        ]

    def test_every_finding(self) -> None:
        """
        The page tells what the check finds in each shipped standard.
        """
        found = {
            name: [finding.code for finding in check_standard(shipped(name))] for name in NAMES
        }
        assert self.table("Check a standard") == [
            [f"`{name}`", ", ".join(f"`{code}`" for code in codes)]
            for name, codes in found.items()
            if codes
        ]
