"""
evaluate: one body, and tables of bodies.
"""

import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from command_runs import EVIDENCE, EXAMPLES, HEALTH, STREET, loaded, run

COMMUNITY = str(EXAMPLES / "standards" / "learning-community.toml")
EAST_GATE = str(EXAMPLES / "evidence" / "east-gate.toml")
LAST_YEAR = str(EXAMPLES / "evidence" / "east-gate-last-year.toml")
COMMUNITIES = str(EXAMPLES / "evidence" / "communities.csv")


class TestEvaluate:
    def test_text(self) -> None:
        """
        Each criterion has its verdict, its reason and what it would take; not met gives status 1.
        """
        status, out, _ = run("evaluate", STREET, EVIDENCE, "--lang", "en")
        assert status == 1
        assert out.splitlines()[0] == (
            "Yearly training rate of employees: not met "
            "(employees_trained / employees = ≈39.17%; ≥ 50%)  employees_trained +13 persons"
        )
        assert out.endswith("\nscore 2 of 4; assessed 4 of 6 criteria\n")

    def test_chinese(self) -> None:
        """
        The same in Chinese.
        """
        _, out, _ = run("evaluate", STREET, EVIDENCE)
        assert out.endswith("\n得分 2 / 4；已评 4 条，共 6 条\n")

    def test_json(self) -> None:
        """
        As JSON values are numbers with the exact fraction beside them; the gap is in units.
        """
        _, out, _ = run("evaluate", STREET, EVIDENCE, "--format", "json")
        result = loaded(out)
        assert (result["points"], result["of"], result["grade"]) == (2, 4, None)
        first, *_, cable, _bases, funds = result["criteria"]
        assert first["id"] == "employees-trained"
        assert (first["status"], first["value_exact"], first["target"], first["gap"]) == (
            "not_met",
            "47/120",
            0.5,
            13,
        )
        assert (cable["status"], cable["value"], cable["gap"]) == ("not_assessed", None, None)
        assert (funds["status"], funds["value"], funds["gap"]) == ("met", 2, 0)

    def test_previous(self, tmp_path: Path) -> None:
        """
        Trends are judged against the period before; all met gives status 0.
        """
        now, before = tmp_path / "now.toml", tmp_path / "before.json"
        now.write_text("health_knowledge_rate = 0.81\n", encoding="utf-8")
        before.write_text('{"health_knowledge_rate": 0.8}', encoding="utf-8")
        arguments = ("evaluate", HEALTH, str(now), "--previous", str(before), "--lang", "en")
        status, out, _ = run(*arguments)
        assert status == 0
        assert out.startswith(
            "Awareness of health knowledge rises: met (health_knowledge_rate = 81%; > 80%)"
        )

    def test_many(self, tmp_path: Path) -> None:
        """
        Of a table each body has a score; as JSON a row each, with trends against the table before.
        """
        now, before = tmp_path / "now.csv", tmp_path / "before.csv"
        now.write_text("id,health_knowledge_rate\na,0.81\nb,0.8\n", encoding="utf-8")
        before.write_text("id,health_knowledge_rate\na,0.8\n", encoding="utf-8")
        arguments = ("evaluate", HEALTH, str(now), "--previous", str(before))
        status, out, _ = run(*arguments, "--lang", "en")
        assert (status, out) == (
            0,
            "a\tscore 1 of 1; assessed 1 of 5 criteria; rank 1\nb\tscore 0 of 0; assessed 0 of 5 criteria\n",
        )
        _, out, _ = run(*arguments, "--format", "json")
        assert [(row["id"], row["points"], row["of"]) for row in loaded(out)] == [
            ("a", 1, 1),
            ("b", 0, 0),
        ]


class TestEvaluateStandards:
    def test_one(self) -> None:
        """
        One body has its points, its coverage and its grade, and each criterion its own.
        """
        status, out, _ = run("evaluate", COMMUNITY, EAST_GATE, "--format", "json")
        result = loaded(out)
        assert status == 1
        assert (result["points"], result["of"], result["coverage"]) == (68, 90, 0.9)
        assert result["grade"] == "qualified"
        assert {line["id"]: line["status"] for line in result["criteria"]} == {
            "safety": "met",
            "management": "met",
            "participation": "met",
            "growth": "not_assessed",
            "funds": "partly",
            "honours": "partly",
        }

    def test_shipped(self, tmp_path: Path) -> None:
        """
        A shipped standard goes by its identifier; one that is not is told which there are.
        """
        evidence = tmp_path / "e.toml"
        evidence.write_text("has_venue = true\n", encoding="utf-8")
        assert run("evaluate", "five-haves", str(evidence))[0] == 0
        status, out, err = run("evaluate", "five-hafes", str(evidence), "--lang", "en")
        assert (status, out) == (2, "")
        assert err.startswith("five-hafes: unknown-standard: there is no shipped standard")
        assert "did you mean 'five-haves'?" in err
        assert "\n  three-selves\n" in run("evaluate", "--help")[1]

    def test_explain(self) -> None:
        """
        How a criterion was decided is told down to the numbers; of all, if none is named.
        """
        _, out, _ = run("evaluate", COMMUNITY, EAST_GATE, "--explain", "participation")
        assert out.count("15010") == 1
        _, out, _ = run("evaluate", COMMUNITY, EAST_GATE, "--explain", "--format", "json")
        derivations = loaded(out)["derivations"]
        assert list(derivations) == [line["id"] for line in loaded(out)["criteria"]]
        status, _, err = run("evaluate", COMMUNITY, EAST_GATE, "--explain", "fund", "--lang", "en")
        assert (status, "there is no criterion 'fund'" in err) == (2, True)

    def test_compare(self) -> None:
        """
        What moved since the period before is told on request.
        """
        arguments = ("evaluate", COMMUNITY, EAST_GATE, "--previous", LAST_YEAR)
        _, plain, _ = run(*arguments)
        _, out, _ = run(*arguments, "--compare")
        assert out.startswith(plain)
        assert len(out) > len(plain)
        _, out, _ = run(*arguments, "--compare", "--format", "json")
        assert loaded(out)["comparison"]["moved"]

    def test_claimed(self) -> None:
        """
        The points that a body gives itself stand beside those that it reached.
        """
        _, out, _ = run("evaluate", COMMUNITY, EAST_GATE, "--format", "json")
        claimed = {line["id"]: line["claimed"] for line in loaded(out)["criteria"]}
        assert (claimed["management"], claimed["funds"], claimed["honours"]) == (20, 25, None)

    def test_many(self) -> None:
        """
        Bodies of a table are ranked among those of their parent, and have a row each.
        """
        arguments = ("evaluate", COMMUNITY, COMMUNITIES, "--parent", "街道")
        status, out, _ = run(*arguments, "--format", "json")
        rows = {row["id"]: row for row in loaded(out)}
        assert status == 1
        assert {name: (row["points"], row["of"], row["rank"]) for name, row in rows.items()} == {
            "东门社区": (78, 100, 2),
            "西门社区": (90, 100, 1),
            "南门社区": (20, 100, 3),
            "河湾社区": (85, 100, 1),
            "新村社区": (83, 90, None),
            "桥头社区": (0, 20, None),
        }
        assert (rows["新村社区"]["grade_obstacle"], rows["桥头社区"]["grade_obstacle"]) == (
            "veto_not_met",
            "low_coverage",
        )
        _, out, _ = run(*arguments, "--lang", "en")
        assert out.splitlines()[1].startswith("西门社区\tscore 90 of 100; ")
        _, out, _ = run(*arguments, "--format", "csv")
        assert out.splitlines()[0].startswith(
            "\ufeffid,points,of,coverage,grade,rank,status_safety,"
        )
        assert len(out.splitlines()) == 7

    def test_parquet(self, tmp_path: Path) -> None:
        """
        A Parquet file of evidence becomes one with the points; columns it lacks are told.
        """
        polars = pytest.importorskip("polars")
        pytest.importorskip("narwhals")
        source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
        columns = {"id": ["a", "b"], "residents": [100, 100], "residents_taking_part": [50, 49]}
        polars.DataFrame(columns).write_parquet(source)
        arguments = ("evaluate", COMMUNITY, str(source), "-o", str(target), "--lang", "en")
        status, out, err = run(*arguments)
        assert (status, out) == (1, "")
        assert err == (
            "no columns, so unknown: funds, lectures, has_plan, has_roll, no_accident, honour\n"
        )
        assert polars.read_parquet(target)["points"].to_list() == [30, 0]
        status, _, err = run(*arguments)
        assert (status, "is already there" in err) == (2, True)
        assert run(*arguments, "--force")[0] == 1
        names = ("residents", "residents_taking_part", "lectures", "funds")
        met = polars.DataFrame({name: [8] for name in names}).with_columns(
            has_plan=True, has_roll=True, no_accident=True, honour=polars.lit("provincial"),
            funds=polars.lit(16),
        )  # fmt: skip
        met.write_parquet(source)
        assert run(*arguments, "--force") == (0, "", "")

    def test_columns_of_the_period_before(self) -> None:
        """
        The period before comes out of columns or out of a file, not out of both.
        """
        status, _, err = run(
            "evaluate", COMMUNITY, COMMUNITIES, "--parent", "街道", "--previous", COMMUNITIES
        )
        assert (status, "--previous: the evidence has columns of the period before" in err) == (
            2,
            True,
        )

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            ((EAST_GATE, "--parent", "街道"), "--parent: only for a table of bodies"),
            ((COMMUNITIES, "--explain"), "--explain: only for one body"),
            ((COMMUNITIES, "--compare"), "--compare: only for one body"),
            ((EAST_GATE, "--compare"), "--compare: only with --previous"),
        ],
    )
    def test_what_does_not_go_together(self, arguments: tuple[str, ...], sentence: str) -> None:
        """
        An option that would be passed over is refused.
        """
        status, out, err = run("evaluate", COMMUNITY, *arguments)
        assert (status, out) == (2, "")
        assert sentence in err

    def test_mistakes(self, tmp_path: Path) -> None:
        """
        All mistakes of a file are told at once, a line each with its place, in both languages.
        """
        evidence = tmp_path / "e.toml"
        evidence.write_text('residents = "many"\nhas_plan = 1\nfund = 3\n', encoding="utf-8")
        for language, word in (("en", "expected"), ("zh-CN", "却是")):
            status, out, err = run("evaluate", COMMUNITY, str(evidence), "--lang", language)
            assert (status, out) == (2, "")
            assert [line.split("e.toml:")[1][:3] for line in err.splitlines()] == [
                "1:1",
                "2:1",
                "3:1",
            ]
            assert err.count(word) == 2

    def test_standard_input(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Evidence may come from standard input, and so may the standard.
        """
        for first, second, file in (("-", EAST_GATE, COMMUNITY), (COMMUNITY, "-", EAST_GATE)):
            raw = TextIOWrapper(BytesIO(Path(file).read_bytes()))
            monkeypatch.setattr(sys, "stdin", raw)
            assert run("evaluate", first, second)[0] == 1
