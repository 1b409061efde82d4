"""
new: templates, drafts out of a text, next year's plan.
"""

import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from command_runs import EVIDENCE, EXAMPLES, STREET, loaded, run

from community_edu import cli

TEXT = str(EXAMPLES / "texts" / "parent-school.txt")


class TestNew:
    @pytest.mark.parametrize(
        ("options", "sentence"),
        [
            (("--report", EVIDENCE), "--report: only with --from"),
            (("--from", STREET, "--from-text", TEXT), "not allowed with argument"),
        ],
    )
    def test_what_does_not_go_together(
        self, options: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """
        An option that would be passed over is refused.
        """
        with pytest.raises(SystemExit) as caught:
            cli.main(["new", "plan", *options])
        assert caught.value.code == 2
        assert sentence in capsys.readouterr().err

    def test_template(self, tmp_path: Path) -> None:
        """
        The template is a plan that checks, with findings on what it leaves open.
        """
        target = tmp_path / "plan.toml"
        assert run("new", "plan", "-o", str(target)) == (0, "", "")
        assert run("check", str(target), "--year", "2026")[0] == 1
        status, out, _ = run("new", "plan", "-o", "-")
        assert (status, out) == (0, target.read_text(encoding="utf-8"))

    @pytest.mark.parametrize("option", ["--report", "--from-text"])
    def test_what_no_standard_has(self, option: str) -> None:
        """
        A standard is not derived from a text or a report.
        """
        status, _, err = run("new", "standard", option, EVIDENCE)
        assert (status, f"{option}: only for a plan" in err) == (2, True)

    def test_standard(self, tmp_path: Path) -> None:
        """
        The template of a standard loads, checks, and judges what it asks for.
        """
        target = tmp_path / "standard.toml"
        assert run("new", "standard", "-o", str(target)) == (0, "", "")
        assert run("check", str(target), "--lang", "en")[0] in {0, 1}
        evidence = tmp_path / "e.toml"
        evidence.write_text(
            "residents = 10_000\nresidents_taking_part = 5_500\nvolunteers = 5\nfunds = 15_000\n"
            "books = 2_500\nlectures = 12\nmeetings = 1\nsatisfied = 80\nasked = 100\n"
            "panel_points = 4.5\nis_registered = true\nno_accident = true\nhas_plan = true\n"
            'has_rules = true\nhas_survey = true\nregion = "east"\nhonour = "省级"\n',
            encoding="utf-8",
        )
        before = tmp_path / "before.toml"
        before.write_text("residents = 10_000\nresidents_taking_part = 5_000\n", encoding="utf-8")
        arguments = ("evaluate", str(target), str(evidence), "--previous", str(before))
        _, out, _ = run(*arguments, "--format", "json")
        result = loaded(out)
        assert {line["id"]: line["points"] for line in result["criteria"]} == {
            "registered": 0,
            "safety": 0,
            "management": 8,
            "honours": 4,
            "impression": 4.5,
            "volunteers": 10,
            "books": 7.5,
            "funds": 5,
            "participation": 15,
            "growth": 10,
            "lectures": 10,
            "satisfaction": 10,
            "courses": 0,
            "atmosphere": 0,
        }
        assert (result["points"], result["of"], result["grade"]) == (84, 95, "qualified")

    @pytest.mark.parametrize(
        ("kind", "option", "sentence"),
        [
            ("survey", "--from", "--from: only for a plan or a standard"),
            ("selection", "--from", "--from: only for a plan or a standard"),
            ("survey", "--from-text", "--from-text: only for a plan"),
            ("selection", "--report", "--report: only for a plan"),
        ],
    )
    def test_what_only_templates_have(self, kind: str, option: str, sentence: str) -> None:
        """
        Surveys and selections start from their templates alone.
        """
        status, out, err = run("new", kind, option, EVIDENCE)
        assert (status, out) == (2, "")
        assert err.endswith(f"error: {sentence}\n")

    def test_survey(self, tmp_path: Path) -> None:
        """
        The template of a survey scores answers, headed by its items or their words.
        """
        target, answers = tmp_path / "survey.toml", tmp_path / "answers.csv"
        assert run("new", "survey", "-o", str(target)) == (0, "", "")
        answers.write_text("useful,内容太难,new\n5,1,5\n3,3,\n", encoding="utf-8")
        status, out, _ = run("survey", str(target), str(answers), "--format", "json")
        assert status == 0
        assert [(d["id"], d["mean"]) for d in loaded(out)["dimensions"]] == [
            ("content", "75"),
            ("teaching", None),
            ("service", None),
        ]

    def test_selection(self, tmp_path: Path) -> None:
        """
        The template of a selection chooses among bodies that the template of a standard judges.
        """
        rules, standard, bodies = (
            tmp_path / name for name in ("selection.toml", "standard.toml", "bodies.csv")
        )
        assert run("new", "selection", "-o", str(rules)) == (0, "", "")
        assert run("new", "standard", "-o", str(standard)) == (0, "", "")
        bodies.write_text("name,subdistrict,kind,no_accident\n东门,东,village,是\n", "utf-8")
        status, out, _ = run("select", str(rules), str(standard), str(bodies), "--lang", "en")
        assert status == 1
        assert out.startswith("Ten best learning communities\nnot eligible  东门  not eligible: ")
        assert "coverage" in out

    @pytest.mark.parametrize("kind", ["survey", "selection"])
    def test_comments(self, kind: str) -> None:
        """
        The comments of a template are in both languages.
        """
        text = run("new", kind)[1]
        assert " · template of a " in text.splitlines()[0]
        assert "\n# Texts are " in text

    def test_from_a_standard(self, tmp_path: Path) -> None:
        """
        A shipped standard, or one of a file, is copied with its comments.
        """
        target = tmp_path / "mine.toml"
        assert run("new", "standard", "--from", "five-haves", "-o", str(target)) == (0, "", "")
        text = target.read_text(encoding="utf-8")
        assert text.startswith("# ")
        assert run("new", "standard", "--from", str(target))[1] == text
        status, _, err = run("new", "standard", "--from", "nothing", "--lang", "en")
        assert (status, "there is no shipped standard 'nothing'" in err) == (2, True)

    def test_next_year(self, tmp_path: Path) -> None:
        """
        Next year's plan is a draft that loads; what was changed is told with its place.
        """
        target = tmp_path / "next.toml"
        status, out, err = run("new", "plan", "--from", STREET, "-o", str(target), "--lang", "en")
        assert (status, out) == (0, "")
        assert "info next-edition: 'Lifelong Learning Week' is now number 7" in err
        text = target.read_text(encoding="utf-8")
        assert text.startswith("# ")
        assert "edition = 7" in text
        changes = run("compare", STREET, str(target), "--lang", "en")
        sentence = "changed duties/learning-week 'Lifelong Learning Week': edition: 6 → 7"
        assert changes == (1, f"{sentence}\n", "")

    def test_with_a_report(self, tmp_path: Path) -> None:
        """
        What was done makes the base of a target with a trend alone.
        """
        plan = tmp_path / "plan.toml"
        plan.write_text(
            '[plan]\nid = "p"\ntitle = "计划"\n[[indicators]]\nid = "n"\nname = "人数"\nunit = "person"\n'
            '[[targets]]\nid = "t"\nname = "增加"\nmeasure = "n"\ntrend = "up"\n',
            encoding="utf-8",
        )
        report = tmp_path / "report.toml"
        report.write_text("n = 7\n", encoding="utf-8")
        status, out, _ = run("new", "plan", "--from", str(plan), "--report", str(report))
        assert status == 0
        assert 'threshold = "> 7 person"' in out


class TestNewFromText:
    @pytest.fixture(autouse=True)
    def parser(self) -> None:
        """
        Prose is read with the parser of phrases.
        """
        pytest.importorskip("lark")

    def test_file(self) -> None:
        """
        A draft is made out of a text; its sources have the name of the file.
        """
        status, out, err = run("new", "plan", "--from-text", TEXT)
        assert (status, err) == (0, "")
        assert 'source = { plan = "parent-school", line = 25,' in out

    def test_one_of_several(self, tmp_path: Path) -> None:
        """
        Of several plans in a text one is drafted, and all are named.
        """
        file = tmp_path / "plans.txt"
        file.write_text("计划 篇1\n1、走访\n计划 篇2\n1、每月5日座谈\n", "utf-8")
        status, out, err = run("new", "plan", "--from-text", str(file), "--document", "2")
        assert status == 0
        assert 'when = "monthly(5)"' in out
        assert err == "  --document 1  1: 计划 篇1\n→ --document 2  3: 计划 篇2\n"

    def test_no_such_plan(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A plan that the text does not have is bad input.
        """
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO("1、走访".encode())))
        status, out, err = run("new", "plan", "--from-text", "-", "--document", "2", "--lang", "en")
        assert (status, out) == (2, "")
        assert err == (
            "community-edu: no-such-document: there is no plan 2 in the text; it has 1\n"
        )
