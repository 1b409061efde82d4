"""
Evidence of one body in files.
"""

from fractions import Fraction
from pathlib import Path

import pytest

from community_edu.base import ProblemsError, Text
from community_edu.evaluation.evidence import Missing
from community_edu.exchange import (
    load_body,
    load_evidence,
    load_plan,
    load_report,
    load_standard,
    parse_document,
    read_standard,
)
from community_edu.measures import Interval
from community_edu.plans import Report

ROOT = Path(__file__).parents[2]
STREET = ROOT / "examples" / "plans" / "jingtai-street.toml"
STANDARD = """
[standard]
id = "school"
name = "学校"

[[indicators]]
id = "residents"
name = "居民"
unit = "person"

[[indicators]]
id = "has_plan"
name = "有计划"
unit = "yes_no"

[[indicators]]
id = "taking_part"
name = "参加的居民"
unit = "person"

[[indicators]]
id = "rate"
name = "参与率"
measure = "taking_part / residents"

[[categories]]
id = "region"
name = "地区"
values = [{ id = "east", name = { zh = "东部", en = "East" } }, { id = "west", name = "西部" }]

[[criteria]]
id = "participation"
name = "参与"
measure = "rate"
threshold = ">= 50%"
points = 10
"""


def written(folder: Path, text: str, name: str = "file.toml") -> Path:
    """
    Write *text* to a file.
    """
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


SCHOOL = read_standard(parse_document(STANDARD, "school.toml", "toml"))


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


class TestKinds:
    def test_values(self, tmp_path: Path) -> None:
        """
        Numbers are exact, yes or no is true or false, and a category goes by identifier or name.
        """
        path = written(
            tmp_path, 'residents = 1_000\nhas_plan = true\nregion = "东部"\n', "east.toml"
        )
        body = load_body(path, SCHOOL)
        assert (body.id, body.claimed, body.previous, body.parent) == ("east", {}, {}, None)
        assert body.evidence == {"residents": Fraction(1000), "has_plan": True, "region": "east"}
        assert type(body.evidence["has_plan"]) is bool

    def test_missing(self, tmp_path: Path) -> None:
        """
        What is not known may say why, in one language or in two.
        """
        text = (
            'residents = { missing = "尚未普查" }\n'
            'region = { missing = { zh = "待定", en = "to be settled" } }\n'
        )
        assert load_evidence(written(tmp_path, text), SCHOOL) == {
            "residents": Missing(Text("尚未普查")),
            "region": Missing(Text("待定", en="to be settled")),
        }

    def test_claimed(self, tmp_path: Path) -> None:
        """
        The points that a body gives itself stand beside its evidence.
        """
        path = written(tmp_path, '{"residents": 9, "claimed": {"participation": 7.5}}', "e.json")
        body = load_body(path, SCHOOL)
        assert body.evidence == {"residents": 9}
        assert body.claimed == {"participation": Fraction(15, 2)}

    def test_an_indicator_called_claimed(self, tmp_path: Path) -> None:
        """
        A standard that counts something of that name has no table of claims.
        """
        text = STANDARD.replace('"taking_part"', '"claimed"').replace("taking_part", "claimed")
        standard = read_standard(parse_document(text, "s.toml", "toml"))
        assert load_body(written(tmp_path, "claimed = 3\n"), standard).evidence == {"claimed": 3}

    @pytest.mark.parametrize(
        ("text", "en", "zh"),
        [
            ("has_plan = 1", "1:1: has_plan: expected true or false, found a whole number", "1:1: has_plan: 应为true 或 false，却是整数"),
            ("residents = nan", "1:1: residents: nan is no number to reckon with", "1:1: residents: nan 不能用于计算"),
            ("residents = [1]", "1:1: residents: expected a number, without quotes, found a list in [ ]", "应为数（不加引号），却是列表"),
            ('region = "south"', "1:1: region: there is no value of the category 'south'; define it, or correct the name", "没有分类值“south”，请先定义或改正名称"),
            ('region = "wst"', "1:1: region: there is no value of the category 'wst'; did you mean 'west'?", "没有分类值“wst”，是否应为“west”？"),
            ("region = 1", "1:1: region: expected a text in quotes, found a whole number", "应为文字，却是整数"),
            ("rate = 0.5", "1:1: rate: 'rate' is worked out as taking_part / residents; leave it out", "“rate”由 taking_part / residents 算出，请不要填写"),
            ("resident = 3", "1:1: resident: there is no indicator 'resident'; did you mean 'residents'?", "没有指标“resident”，是否应为“residents”？"),
            ('residents = { mising = "?" }', "1:1: residents: expected a number, without quotes, found a table of keys", "应为数（不加引号），却是一组键值"),
            ('residents = { missing = "?", why = 1 }', "1:1: residents: the key 'why' is not known here; it can be missing", "这里没有“why”这一项"),
            ("residents = { missing = 3 }", '1:1: residents: expected a text, or { zh = "…", en = "…" }, found a whole number', "却是整数"),
            ('residents = { missing = "" }', "1:1: residents: the text is empty", "文字是空的"),
            ("claimed = 3", "1:1: claimed: expected a table of keys and values, found a whole number", "应为一组键值，却是整数"),
            ("[claimed]\nparticipatio = 3", "2:1: claimed.participatio: there is no criterion 'participatio'; did you mean 'participation'?", "没有评价指标“participatio”"),
            ('[claimed]\nparticipation = "3"', "2:1: claimed.participation: expected a number, without quotes, found a text", "应为数（不加引号），却是文字"),
        ],
    )  # fmt: skip
    def test_mistakes(self, tmp_path: Path, text: str, en: str, zh: str) -> None:
        """
        Each kind of mistake is one line with its place, in both languages.
        """
        with pytest.raises(ProblemsError) as caught:
            load_body(written(tmp_path, text), SCHOOL)
        (problem,) = caught.value.problems
        assert en in problem.sentence("en")
        assert zh in problem.sentence("zh-CN")


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
