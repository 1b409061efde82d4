"""
Standards and evidence in files.
"""

from fractions import Fraction
from pathlib import Path

import pytest

from community_edu.base import ProblemsError
from community_edu.evaluation import evaluate
from community_edu.exchange import load_evidence, load_plan, load_report, load_standard
from community_edu.measures import Interval
from community_edu.plans import Report

ROOT = Path(__file__).parents[2]
STREET = ROOT / "examples" / "plans" / "jingtai-street.toml"
STANDARD = """
[standard]
id = "demonstration"
name = "示范区"

[[indicators]]
id = "funds"
name = "经费"
unit = "CNY"

[[indicators]]
id = "residents"
name = "居民"
unit = "person"

[[criteria]]
id = "per-head"
name = "人均经费"
measure = "funds / residents"
threshold = ">= 2 CNY/person"
points = 2.5
"""


def written(folder: Path, text: str, name: str = "file.toml") -> Path:
    """
    Write *text* to a file.
    """
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


class TestStandards:
    def test_own_file(self, tmp_path: Path) -> None:
        """
        A standard file gives criteria with exact points.
        """
        standard = load_standard(written(tmp_path, STANDARD))
        assert standard.by_id["per-head"].points == Fraction(5, 2)
        score = evaluate(standard, {"funds": 200, "residents": 100}).score
        assert (score.points, score.of) == (Fraction(5, 2), Fraction(5, 2))

    def test_plan_is_a_standard(self) -> None:
        """
        Of a plan the targets and the funding norms are taken.
        """
        standard = load_standard(STREET)
        assert list(standard.by_id) == [
            "employees-trained",
            "residents-taking-part",
            "provincial-school",
            "cable-television",
            "bases-to-standard",
            "two-yuan-a-head",
        ]

    @pytest.mark.parametrize(
        ("old", "new", "sentence"),
        [
            ("[standard]", "[standart]", "the key 'standard' is missing; add it"),
            ('id = "demonstration"', "id = 3", "file.toml:3:1: standard.id: expected a text in quotes"),
            ('id = "demonstration"', 'id = "X"', "file.toml:3:1: standard.id: X is not an identifier"),
            ('name = "示范区"', "", "file.toml:2:1: standard: the key 'name' is missing; add it"),
            ('name = "示范区"', 'name = "示范区"\nx = 1', "file.toml:5:1: standard.x: the key 'x' is not known here"),
            ("funds / residents", "funds / people", "file.toml:19:1: criteria[0].measure: there is no indicator 'people'"),
            ("points = 2.5", 'points = "2"', 'file.toml:21:1: criteria[0].points: expected a number, or "2/3", found a text in quotes'),
            ("points = 2.5", "weight = 2", "file.toml:21:1: criteria[0].weight: the key 'weight' is not known here"),
        ],
    )  # fmt: skip
    def test_problems(self, tmp_path: Path, old: str, new: str, sentence: str) -> None:
        """
        What is wrong with a standard file is told with its place.
        """
        with pytest.raises(ProblemsError) as caught:
            load_standard(written(tmp_path, STANDARD.replace(old, new)))
        assert any(sentence in str(problem) for problem in caught.value.problems)


class TestEvidence:
    def test_exact(self, tmp_path: Path) -> None:
        """
        Numbers are taken as written: 58940.10 is not nearly that.
        """
        path = written(tmp_path, '{"education_funds": 58940.10, "residents": 29470}', "e.json")
        evidence = load_evidence(path, load_standard(STREET))
        assert evidence == {"education_funds": Fraction("58940.10"), "residents": Fraction(29470)}

    def test_problems(self, tmp_path: Path) -> None:
        """
        Unknown indicators and values that are no numbers are told all at once.
        """
        path = written(tmp_path, 'employee = 3\nemployees = "120"\nresidents = true\n')
        with pytest.raises(ProblemsError) as caught:
            load_evidence(path, load_standard(STREET))
        assert [str(problem).split("file.toml:")[1] for problem in caught.value.problems] == [
            "1:1: employee: there is no indicator 'employee'; did you mean 'employees'?",
            "2:1: employees: expected a number, without quotes, found a text in quotes",
            "3:1: residents: expected a number, without quotes, found true or false",
        ]


class TestReports:
    def test_evidence(self, tmp_path: Path) -> None:
        """
        What is known of a plan's indicators is a report; an unknown name is refused.
        """
        plan = load_plan(STREET)
        report = load_report(written(tmp_path, "employees = 120\nemployees_trained = 47\n"), plan)
        assert isinstance(report, Report)
        assert report.intervals == {
            "employees": Interval.point(120),
            "employees_trained": Interval.point(47),
        }
        with pytest.raises(ProblemsError) as caught:
            load_report(written(tmp_path, "employes = 120\n"), plan)
        assert "there is no indicator 'employes'; did you mean" in str(caught.value.problems[0])

    def test_plan_file(self) -> None:
        """
        A plan file goes in as the plan, whose document holds the report.
        """
        plan = load_plan(STREET)
        assert load_report(STREET, plan) == plan
