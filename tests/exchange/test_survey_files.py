"""
Files of surveys, of answers to them, of selections and of who takes part.
"""

from fractions import Fraction
from pathlib import Path

import pytest

from community_edu.base import InvalidIdentifierError, ProblemsError
from community_edu.evaluation.selection import Candidate, Selection, Standing, select
from community_edu.evaluation.surveys import Survey, score_responses
from community_edu.exchange.documents import parse_document
from community_edu.exchange.selections import load_candidates, load_selection, read_selection
from community_edu.exchange.surveys import (
    load_grouped_responses,
    load_responses,
    load_survey,
    read_survey,
    shipped_surveys,
)

EXAMPLES = Path(__file__).parents[2] / "examples"
DAY = EXAMPLES / "surveys" / "training-day.toml"

SMALL = """
[survey]
id = "small"
name = "小调查"
scale = { low = 1, high = 5 }

[[dimensions]]
id = "content"
name = "内容"

[[items]]
id = "q1"
dimension = "content"

[[items]]
id = "q2"
dimension = "content"
text = { zh = "有用", en = "useful" }
"""


def survey(text: str = SMALL) -> Survey:
    """
    Read a survey from a text.
    """
    return read_survey(parse_document(text, "survey.toml", "toml"))


def problems(error: ProblemsError) -> list[str]:
    """
    Return the problems as the command prints them.
    """
    return [str(problem) for problem in error.problems]


class TestShippedSurveys:
    @pytest.mark.parametrize("name", shipped_surveys())
    def test_no_words_of_items(self, name: str) -> None:
        """
        What is under copyright is not shipped: no item has its words; and each has its sources.
        """
        found = load_survey(name)
        assert [item.text for item in found.items if item.text] == []
        assert found.references
        assert all(reference.url for reference in found.references)

    def test_dloq(self) -> None:
        """
        The DLOQ has seven dimensions from 1 to 6, and the short form an item for each.
        """
        dloq = load_survey("dloq")
        assert (dloq.scale.low, dloq.scale.high) == (1, 6)
        assert [item.dimension for item in dloq.items] == [d.id for d in dloq.dimensions]
        answers = {f"item-{n}": answer for n, answer in enumerate((4, 4, 3, 2, 3, 5, 4), start=1)}
        scores = score_responses(dloq, {"a": answers})
        assert [d.id for d in scores.lowest] == ["embedded_systems"]
        assert [d.id for d in scores.highest] == ["systems_connection"]

    def test_garvin(self) -> None:
        """
        The blocks have the published medians, and are not scored while the formula is not known.
        """
        garvin = load_survey("garvin-2008")
        blocks = {d.id: d.benchmark.value for d in garvin.dimensions if d.benchmark}
        assert blocks == {"environment": 71, "processes": 74, "leadership": 76}
        assert [d.item_count for d in garvin.below("environment")] == [5, 4, 4, 5]
        with pytest.raises(ProblemsError) as caught:
            score_responses(garvin, {})
        assert problems(caught.value) == [
            "'garvin-2008': its source does not say how scores are scaled; choose 'rescale'",
            "'garvin-2008': the survey has no items; add them in a file with it as 'base'",
        ]

    def test_base(self) -> None:
        """
        A file with a base has its dimensions and sources, and items and rules of its own.
        """
        found = survey(
            """
            [survey]
            id = "ours"
            name = "本单位"
            base = "garvin-2008"
            rescale = "percent_of_range"

            [[items]]
            id = "l1"
            dimension = "leadership"

            [[references]]
            id = "licence"
            title = "授权书"
            """.replace("leadership", "analysis")
        )
        assert (found.id, found.scale.high, found.references[-1].id) == ("ours", 7, "licence")
        assert len(found.references) == len(load_survey("garvin-2008").references) + 1
        assert found.item_by_id["l1"].dimension == "analysis"

    def test_examples(self) -> None:
        """
        The examples can be read: a survey of one's own, and a licensed one on a shipped base.
        """
        ours = load_survey(EXAMPLES / "surveys" / "learning-organization.toml")
        assert [len(ours.items_of(d.id)) for d in ours.dimensions] == [2, 1, 1, 1, 1, 1, 1]
        assert len(load_survey(DAY).items) == 8


class TestSurveyFiles:
    def test_all_problems(self) -> None:
        """
        Everything that is wrong is told with its line.
        """
        with pytest.raises(ProblemsError) as caught:
            survey(
                """
[survey]
id = "small"
name = "小调查"
scale = { low = 1, high = "5" }
rescale = "percent"
[[dimensions]]
id = "content"
name = "内容"
parent = 3
[[item]]
id = "q1"
"""
            )
        assert [text.partition(": ")[0] for text in problems(caught.value)] == [
            "survey.toml:5:20",
            "survey.toml:6:1",
            "survey.toml:10:1",
            "survey.toml:11:1",
        ]

    def test_rules_have_their_place(self) -> None:
        """
        What contradicts itself is told where it stands, in the head or in a list.
        """
        text = SMALL.replace("high = 5", "high = 1").replace('"content"\ntext', '"contents"\ntext')
        with pytest.raises(ProblemsError) as caught:
            survey(text)
        assert problems(caught.value) == [
            "survey.toml:5:1: survey.scale: 'small': 'low' must be less than 'high'",
            "survey.toml:17:1: items[1].dimension: there is no dimension 'contents'; did you mean 'content'?",
        ]

    def test_missing_parts(self) -> None:
        """
        Without a base a survey needs a scale and dimensions.
        """
        with pytest.raises(ProblemsError) as caught:
            survey('[survey]\nid = "a"\nname = "a"\n')
        assert problems(caught.value) == [
            "survey.toml: the key 'dimensions' is missing; add it",
            "survey.toml:1:1: survey: the key 'scale' is missing; add it",
        ]
        with pytest.raises(ProblemsError) as caught:
            survey("format = 1\nsurvey = 3\n")
        assert "expected a table of keys and values" in problems(caught.value)[1]

    def test_no_head(self) -> None:
        """
        A file without its head is told so, and nothing about what the head would say.
        """
        with pytest.raises(ProblemsError) as caught:
            survey("dimensions = []\n")
        assert problems(caught.value) == ["survey.toml: the key 'survey' is missing; add it"]

    def test_unknown_base(self) -> None:
        """
        A base is one of the shipped surveys.
        """
        with pytest.raises(ProblemsError) as caught:
            survey('[survey]\nid = "a"\nname = "a"\nbase = "dloc"\n')
        assert problems(caught.value) == [
            "survey.toml:4:1: survey.base: there is no shipped survey 'dloc'; did you mean 'dloq'?"
        ]

    def test_bad_identifier(self) -> None:
        """
        The identifier of the survey is checked as all are.
        """
        with pytest.raises(ProblemsError) as caught:
            survey(SMALL.replace('"small"', '"Small one"'))
        assert [type(getattr(p, "problem", p)) for p in caught.value.problems] == [
            InvalidIdentifierError
        ]


class TestResponses:
    def answers(self, tmp_path: Path, text: str) -> Path:
        """
        Write a table of answers.
        """
        path = tmp_path / "answers.csv"
        path.write_text(text, encoding="utf-8")
        return path

    def test_items_by_name_or_words(self, tmp_path: Path) -> None:
        """
        Columns go by the identifier or the words of items; empty cells are no answer.
        """
        path = self.answers(tmp_path, "q1,useful\n4,5.0\n,3\n")
        assert load_responses(path, survey()) == {
            "2": {"q1": 4, "q2": 5},
            "3": {"q1": None, "q2": 3},
        }

    def test_all_problems(self, tmp_path: Path) -> None:
        """
        Every cell that is no answer is told with its row and column, and every strange head.
        """
        path = self.answers(tmp_path, "name,q1,有用,q2,street\na,6,x,1,1\na,2.5,-1,3,1\n")
        with pytest.raises(ProblemsError) as caught:
            load_responses(path, survey())
        assert [text.removeprefix(str(tmp_path)) for text in problems(caught.value)] == [
            "/answers.csv D列「q2」: 'q2' stands in column C already; keep one of them",
            "/answers.csv E列「street」: there is no item 'street'; define it, or correct the name",
            "/answers.csv 第2行 B列「q1」: '6' is no answer; it can be a whole number from 1 to 5",
            "/answers.csv 第2行 C列「有用」: 'x' is no answer; it can be a whole number from 1 to 5",
            "/answers.csv 第3行 A列: 'a' stands in row 2 already; keep one of them",
            "/answers.csv 第3行 B列「q1」: '2.5' is no answer; it can be a whole number from 1 to 5",
            "/answers.csv 第3行 C列「有用」: '-1' is no answer; it can be a whole number from 1 to 5",
        ]

    def test_item_with_the_name_of_a_label(self, tmp_path: Path) -> None:
        """
        A column whose head is an item is an item, whatever else it could be.
        """
        text = SMALL.replace('"q1"', '"id"')
        path = self.answers(tmp_path, "id,有用\n4,5\n3,5\n")
        assert load_responses(path, survey(text))["4"]["id"] == 4

    def test_groups(self, tmp_path: Path) -> None:
        """
        A column may name the body whose respondent it is; it may be the label as well.
        """
        path = self.answers(tmp_path, "street,q1,q2,when\neast,1,2,x\nwest,3,4,x\neast,5,5,x\n")
        groups = load_grouped_responses(path, survey(), by="street", ignore=["when"])
        assert {street: list(rows) for street, rows in groups.items()} == {
            "east": ["2", "4"],
            "west": ["3"],
        }
        named = self.answers(tmp_path, "name,q1\na,1\na,2\n")
        assert len(load_grouped_responses(named, survey(), by="name")["a"]) == 2

    def test_group_problems(self, tmp_path: Path) -> None:
        """
        The column of the body must be there and be filled.
        """
        with pytest.raises(ProblemsError) as caught:
            load_grouped_responses(
                self.answers(tmp_path, "street,q1\neast,1\n,2\n"), survey(), by="street"
            )
        assert problems(caught.value)[0].endswith(
            "第3行 A列「street」: the key 'street' is missing; add it"
        )
        with pytest.raises(ProblemsError) as caught:
            load_grouped_responses(self.answers(tmp_path, "q1\n1\n"), survey(), by="street")
        assert "there is no column 'street'" in problems(caught.value)[0]

    def test_no_rows(self, tmp_path: Path) -> None:
        """
        A table with a header alone has no answers.
        """
        assert load_responses(self.answers(tmp_path, "q1,q2\n"), survey()) == {}

    def test_sheet_and_parquet(self, tmp_path: Path) -> None:
        """
        Excel and Parquet give the same answers as CSV: 4.0 is 4, and nothing is no answer.
        """
        pl = pytest.importorskip("polars")
        xlsxwriter = pytest.importorskip("xlsxwriter")
        pytest.importorskip("python_calamine")
        pl.DataFrame({"name": ["a", "b"], "q1": [4.0, None], "q2": [1.0, 5.0]}).write_parquet(
            tmp_path / "answers.parquet"
        )
        with xlsxwriter.Workbook(tmp_path / "answers.xlsx") as workbook:
            sheet = workbook.add_worksheet()
            for number, row in enumerate((["name", "q1", "q2"], ["a", 4, 1], ["b", None, 5])):
                sheet.write_row(number, 0, row)
        expected = {"a": {"q1": 4, "q2": 1}, "b": {"q1": None, "q2": 5}}
        for name in ("answers.parquet", "answers.xlsx"):
            assert load_responses(tmp_path / name, survey()) == expected

    def test_example(self) -> None:
        """
        The example's two subdistricts differ in the service, where the ends are.
        """
        day = load_survey(DAY)
        groups = load_grouped_responses(DAY.with_suffix(".csv"), day, by="街道")
        found = {street: score_responses(day, rows) for street, rows in groups.items()}
        assert [d.id for d in found["东街道"].lowest] == ["service"]
        assert found["东街道"].evidence()["service"] == Fraction(125, 4)


class TestSelectionFiles:
    def read(self, text: str) -> Selection:
        """
        Read the rules of a selection.
        """
        return read_selection(parse_document(text, "best.toml", "toml"))

    def test_example(self) -> None:
        """
        The example has its conditions, quotas and keys.
        """
        found = load_selection(EXAMPLES / "selections" / "ten-best.toml")
        assert found.eligible.met == ("no-accident",)
        assert [quota.id for quota in found.quotas] == ["per-subdistrict", "villages"]
        assert [key.by for key in found.order] == ["share", "criterion_value", "attribute"]

    def test_little(self) -> None:
        """
        A selection needs no more than a number.
        """
        found = self.read('[selection]\nid = "a"\nname = "a"\nquota = 3\n')
        assert (found.quotas, [key.by for key in found.order]) == ((), ["share"])

    def test_all_problems(self) -> None:
        """
        Everything that is wrong is told with its line.
        """
        with pytest.raises(ProblemsError) as caught:
            self.read(
                '[selection]\nid = "a"\nname = "a"\nquota = "3"\nties = "lot"\n[eligible]\n'
                'minimum_share = 60\ngrades = ["A B"]\nmets = []\n[[quotas]]\nid = "q"\n'
            )
        assert [text.partition(": ")[0] for text in problems(caught.value)] == [
            "best.toml:4:1",
            "best.toml:5:1",
            "best.toml:7:1",
            "best.toml:8:11",
            "best.toml:9:1",
            "best.toml:10:1",
            "best.toml:10:1",
        ]

    def test_contradictions_have_their_place(self) -> None:
        """
        Rules that nobody could keep are told where they stand.
        """
        with pytest.raises(ProblemsError) as caught:
            self.read(
                '[selection]\nid = "a"\nname = "a"\nquota = 0\n[[order]]\nby = "points"\nof = "x"\n'
            )
        assert problems(caught.value) == [
            "best.toml:4:1: selection.quota: 'a': the quota must be 1 or more",
            "best.toml:5:1: order[0]: 'points': 'points' takes no 'of'",
        ]
        with pytest.raises(ProblemsError) as caught:
            self.read('[selection]\nid = "A b"\nname = "a"\nquota = 1\n')
        assert "best.toml:2:1: selection.id: A b is not an identifier" in problems(caught.value)[0]


class TestCandidates:
    def read(self, tmp_path: Path, text: str) -> tuple[Candidate, ...]:
        """
        Read who takes part.
        """
        path = tmp_path / "list.csv"
        path.write_text(text, encoding="utf-8")
        judged = {name: Standing(points=80, of=100) for name in ("east", "west")}
        return load_candidates(
            path, load_selection(EXAMPLES / "selections" / "two-best.toml"), judged
        )

    def test_names_and_attributes(self, tmp_path: Path) -> None:
        """
        A body goes by its identifier, has its name, and the attributes that are looked at.
        """
        found = self.read(tmp_path, "id,名称,kind,tel\neast,东门,community,1\nwest,,village,2\n")
        assert [(it.id, it.name.zh, dict(it.attributes)) for it in found] == [
            ("east", "东门", {"kind": "community"}),
            ("west", "west", {"kind": "village"}),
        ]

    def test_missing_columns(self, tmp_path: Path) -> None:
        """
        The list must say which body and which attributes.
        """
        with pytest.raises(ProblemsError) as caught:
            self.read(tmp_path, "tel\n1\n")
        assert [text.rpartition(".csv: ")[2] for text in problems(caught.value)] == [
            "the key 'id' is missing; add it",
            "the key 'kind' is missing; add it",
        ]

    def test_rows(self, tmp_path: Path) -> None:
        """
        Every row that cannot be used is told.
        """
        with pytest.raises(ProblemsError) as caught:
            self.read(
                tmp_path, "id,kind\neast,village\neast,village\nwset,village\nwest,\n,village\n"
            )
        assert [text.rpartition("list.csv ")[2] for text in problems(caught.value)] == [
            "第3行 A列「id」: 'east' stands in row 2 already; keep one of them",
            "第4行 A列「id」: there is no candidate 'wset'; did you mean 'west'?",
            "第5行 B列「kind」: the key 'kind' is missing; add it",
            "第6行 A列「id」: the key 'id' is missing; add it",
        ]

    def test_example(self) -> None:
        """
        The example goes from files to a result.
        """
        rules = load_selection(EXAMPLES / "selections" / "two-best.toml")
        points = {"东门": 88, "西门": 86, "南庄": 81, "北庄": 79}
        judged = {body: Standing(points=reached, of=100) for body, reached in points.items()}
        candidates = load_candidates(EXAMPLES / "selections" / "communities.csv", rules, judged)
        with pytest.raises(ProblemsError, match="cannot be held"):
            select(rules, candidates)  # nobody was judged by the tie-break's criterion
