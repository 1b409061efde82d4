"""
survey: the scores of those who answered, and of the bodies that they are of.
"""

from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import get_args

import pytest
from command_runs import EXAMPLES, loaded, run

from community_edu.cli.surveys import RESCALES
from community_edu.evaluation import Rescale

SURVEY = str(EXAMPLES / "surveys" / "training-day.toml")
ANSWERS = str(EXAMPLES / "surveys" / "training-day.csv")

ALL = """\
Survey of a training day
dimension	n	missing	mean	median	benchmark	alpha
Content	8	0	75	≈79.17		≈0.9
Teaching	8	0	≈77.08	≈79.17		≈0.92
Organization	7	1	≈48.21	50		≈0.89
lowest: Organization
highest: Teaching
"""

EACH = """\
东街道
培训日满意度调查
维度	人数	缺	平均	中位数	参照	α
内容	4	0	≈79.17	≈83.33		≈0.86
授课	4	0	≈79.17	≈79.17		≈0.92
组织服务	4	0	31.25	31.25		0.6
最低: 组织服务
最高: 内容、授课

西街道
培训日满意度调查
维度	人数	缺	平均	中位数	参照	α
内容	4	0	≈70.83	≈79.17		≈0.91
授课	4	0	75	≈83.33		≈0.92
组织服务	3	1	≈70.83	75		≈0.86
最低: 内容、组织服务
最高: 授课
"""


class TestSurvey:
    def test_text(self) -> None:
        """
        Each dimension has a line with how many answered, its mean, median and reliability.
        """
        arguments = ("survey", SURVEY, ANSWERS, "--ignore", "街道", "--lang", "en")
        assert run(*arguments) == (0, ALL, "")

    def test_json(self) -> None:
        """
        As JSON the numbers are exact.
        """
        status, out, err = run("survey", SURVEY, ANSWERS, "--ignore", "街道", "--format", "json")
        assert (status, err) == (0, "")
        record = loaded(out)
        assert (record["survey"], record["respondents"]) == ("training-day", 8)
        assert {line["id"]: line["mean"] for line in record["dimensions"]} == {
            "content": "75",
            "teaching": "925/12",
            "service": "675/14",
        }
        assert (record["lowest"], record["highest"]) == (["service"], ["teaching"])

    def test_by(self) -> None:
        """
        With a column of bodies each is scored for itself, under its name.
        """
        assert run("survey", SURVEY, ANSWERS, "--by", "街道") == (0, EACH, "")

    def test_by_json(self) -> None:
        """
        As JSON each body has its identifier and its scores.
        """
        status, out, _ = run("survey", SURVEY, ANSWERS, "--by", "街道", "--format", "json")
        assert status == 0
        means = {body["id"]: body["dimensions"][2]["mean"] for body in loaded(out)["bodies"]}
        assert means == {"东街道": "31.25", "西街道": "425/6"}

    def test_rescale(self) -> None:
        """
        Another formula may take the place of the survey's.
        """
        arguments = ("survey", SURVEY, ANSWERS, "--by", "街道", "--format", "json")
        _, out, _ = run(*arguments, "--rescale", "none")
        assert loaded(out)["bodies"][0]["dimensions"][2]["mean"] == "2.25"
        assert {*RESCALES, "unknown"} == set(get_args(Rescale))

    def test_output(self, tmp_path: Path) -> None:
        """
        The scores are written to a file, and never over one that is there.
        """
        target = tmp_path / "scores.txt"
        arguments = ("survey", SURVEY, ANSWERS, "--ignore", "街道", "--lang", "en")
        assert run(*arguments, "-o", str(target)) == (0, "", "")
        assert target.read_text("utf-8") == ALL
        assert run(*arguments, "-o", str(target))[0] == 2

    def test_standard_input(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        The survey may come from standard input.
        """
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(Path(SURVEY).read_bytes())))
        assert run("survey", "-", ANSWERS, "--ignore", "街道", "--lang", "en")[1] == ALL

    def test_shipped(self, tmp_path: Path) -> None:
        """
        A shipped survey goes by its identifier, and the help names all of them.
        """
        answers = tmp_path / "answers.csv"
        answers.write_text("continuous_learning\n6\n", "utf-8")
        status, _, err = run("survey", "dloq", str(answers), "--lang", "en")
        assert (status, "there is no item 'continuous_learning'" in err) == (2, True)
        assert "shipped surveys:\n  dloq\n  garvin-2008" in run("survey", "--help")[1]


class TestBadSurveys:
    def test_not_shipped(self) -> None:
        """
        A name that is neither a file nor shipped is told which are shipped.
        """
        assert run("survey", "dlog", ANSWERS, "--lang", "en") == (
            2,
            "",
            "community-edu: unknown-reference: there is no shipped survey 'dlog'; did you mean 'dloq'?\n",
        )

    def test_what_cannot_be_scored(self) -> None:
        """
        A survey that cannot be scored is told as such, whatever the answers are.
        """
        status, out, err = run("survey", "garvin-2008", ANSWERS, "--lang", "en")
        assert (status, out) == (2, "")
        assert err == (
            "community-edu: bad-survey: 'garvin-2008': its source does not say how scores are "
            "scaled; choose 'rescale'\n"
            "community-edu: bad-survey: 'garvin-2008': the survey has no items; "
            "add them in a file with it as 'base'\n"
        )

    def test_columns(self) -> None:
        """
        A column that is no item is refused unless it is named, and so is a body's that is missing.
        """
        assert run("survey", SURVEY, ANSWERS, "--lang", "en") == (
            2,
            "",
            f"{ANSWERS} B列「街道」: unknown-reference: there is no item '街道'; define it, or correct the name\n",
        )
        status, _, err = run("survey", SURVEY, ANSWERS, "--by", "街", "--lang", "en")
        assert status == 2
        assert "there is no column '街'; did you mean '街道'?\n" in err

    def test_answers(self, tmp_path: Path) -> None:
        """
        Every answer that the scale does not have is told, a line each with its place.
        """
        answers = tmp_path / "answers.csv"
        answers.write_text("useful,new\n6,3\n4,often\n", "utf-8")
        status, out, err = run("survey", SURVEY, str(answers), "--lang", "en")
        assert (status, out) == (2, "")
        assert [line.removeprefix(str(answers)) for line in err.splitlines()] == [
            " 第2行 A列「useful」: bad-answer: '6' is no answer; it can be a whole number from 1 to 5",
            " 第3行 B列「new」: bad-answer: 'often' is no answer; it can be a whole number from 1 to 5",
        ]

    def test_files(self, tmp_path: Path) -> None:
        """
        What is no table, no survey or not there is told in a line.
        """
        survey = tmp_path / "survey.toml"
        survey.write_text('[survey]\nid = "s"\nname = "x"\n', "utf-8")
        assert len(run("survey", str(survey), ANSWERS)[2].splitlines()) == 2
        assert run("survey", SURVEY, "answers.csv", "--lang", "en") == (
            2,
            "",
            "answers.csv: file-missing: there is no such file; check its name and its folder\n",
        )

    @pytest.mark.parametrize("rescale", ["unknown", "percent"])
    def test_formulas(self, rescale: str) -> None:
        """
        A formula that there is not is told which there are.
        """
        status, _, err = run("survey", SURVEY, ANSWERS, "--rescale", rescale)
        assert (status, "percent_of_range" in err) == (2, True)
