"""
Tables of evidence with all that a standard may ask: categories, yes or no, the period before.
"""

from fractions import Fraction
from pathlib import Path

import pytest

from community_edu.base import ProblemsError
from community_edu.exchange import load_evidence_table, parse_document, read_standard
from community_edu.exchange.evidence_tables import read_evidence_table
from community_edu.exchange.tables import read_table

STANDARD = read_standard(
    parse_document(
        """
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
id = "double"
name = "两倍"
unit = "person"
measure = "residents * 2"
[[categories]]
id = "region"
name = { zh = "地区", en = "Region" }
values = [{ id = "east", name = { zh = "东部", en = "East" } }, { id = "west", name = "西部" }]
""",
        "school.toml",
        "toml",
    )
)


def csv_of(folder: Path, text: str) -> Path:
    """
    Write a CSV file.
    """
    path = folder / "bodies.csv"
    path.write_text(text, encoding="utf-8")
    return path


class TestColumns:
    def test_categories(self, tmp_path: Path) -> None:
        """
        A category has a column by identifier or name, and its values go by theirs.
        """
        path = csv_of(tmp_path, "id,Region\na,east\nb,东部\nc,East\nd,西部\ne,\n")
        bodies = load_evidence_table(path, STANDARD)
        assert [body.evidence.get("region") for body in bodies] == [
            "east",
            "east",
            "east",
            "west",
            None,
        ]

    @pytest.mark.parametrize("cell", ["true", "TRUE", "是", "有", "1", "1.0", "Yes"])
    def test_yes(self, tmp_path: Path, cell: str) -> None:
        """
        Yes is said as offices say it.
        """
        (body,) = load_evidence_table(csv_of(tmp_path, f"有计划\n{cell}\n"), STANDARD)
        assert body.evidence == {"has_plan": True}

    @pytest.mark.parametrize("cell", ["false", "False", "否", "无", "0", "no"])
    def test_no(self, tmp_path: Path, cell: str) -> None:
        """
        No is said as offices say it, and is not the same as nothing.
        """
        first, second = load_evidence_table(
            csv_of(tmp_path, f"id,has_plan\na,{cell}\nb,\n"), STANDARD
        )
        assert (first.evidence, second.evidence) == ({"has_plan": False}, {})

    def test_previous(self, tmp_path: Path) -> None:
        """
        A column headed by prev_ and the identifier is of the period before.
        """
        path = csv_of(tmp_path, "id,居民,prev_residents,prev_has_plan\na,3,2,有\n")
        (body,) = load_evidence_table(path, STANDARD)
        assert body.evidence == {"residents": Fraction(3)}
        assert body.previous == {"residents": Fraction(2), "has_plan": True}

    def test_parent(self, tmp_path: Path) -> None:
        """
        The column of the body above is told by its head; an empty cell is no body.
        """
        path = csv_of(tmp_path, "id,街道,residents\na,南街,1\nb,,2\n")
        first, second = load_evidence_table(path, STANDARD, parent="街道")
        assert (first.parent, second.parent) == ("南街", None)

    def test_values_of_sheets(self, tmp_path: Path) -> None:
        """
        A sheet has true and false of its own.
        """
        polars = pytest.importorskip("polars")
        path = tmp_path / "bodies.parquet"
        polars.DataFrame({"has_plan": [True, False], "residents": [1.5, None]}).write_parquet(path)
        first, second = load_evidence_table(path, STANDARD)
        assert (first.evidence, second.evidence) == (
            {"has_plan": True, "residents": Fraction(3, 2)},
            {"has_plan": False},
        )


class TestMistakes:
    def test_all_at_once(self, tmp_path: Path) -> None:
        """
        Whatever is wrong with heads and cells is told with row and column, all of it.
        """
        path = csv_of(
            tmp_path,
            "id,residents,居民,prev_residnts,double,has_plan,region,prev_region\n"
            "a,many,,,,maybe,south,east\n"
            "a,1,,,,2,,\n",
        )
        with pytest.raises(ProblemsError) as caught:
            load_evidence_table(path, STANDARD, parent="county")
        sentences = [str(problem).split("bodies.csv")[1] for problem in caught.value.problems]
        assert sentences == [
            ": the key 'county' is not known here; it can be id, residents, 居民, prev_residnts, double, has_plan, region, prev_region",
            " C列「居民」: '居民' stands in column B already; keep one of them",
            " D列「prev_residnts」: there is no indicator 'prev_residnts'; did you mean 'prev_residents'?",
            " E列「double」: 'double' is worked out as residents * 2; leave it out",
            " H列「prev_region」: there is no indicator 'prev_region'; did you mean 'prev_residents'?",
            " 第2行 B列「residents」: expected a number, found many",
            " 第2行 F列「has_plan」: expected yes or no, found maybe",
            " 第2行 G列「region」: there is no value of the category 'south'; define it, or correct the name",
            " 第3行 A列: 'a' stands in row 2 already; keep one of them",
            " 第3行 F列「has_plan」: expected yes or no, found 2",
        ]

    def test_more_than_anybody_reads(self, tmp_path: Path) -> None:
        """
        Of very many mistakes the first hundred are told, and that there are more.
        """
        path = csv_of(tmp_path, "residents\n" + "many\n" * 5000)
        with pytest.raises(ProblemsError) as caught:
            load_evidence_table(path, STANDARD)
        *first, last = map(str, caught.value.problems)
        assert len(first) == 100
        assert last.endswith("bodies.csv: more is wrong than these 100; mend them first")

    def test_ignored(self, tmp_path: Path) -> None:
        """
        Columns that others read are passed over.
        """
        table = read_table(csv_of(tmp_path, "id,street,residents\na,x,1\n"))
        (body,) = read_evidence_table(table, STANDARD, ignore=("street",))
        assert body.evidence == {"residents": 1}

    def test_in_chinese(self, tmp_path: Path) -> None:
        """
        The same in Chinese.
        """
        with pytest.raises(ProblemsError) as caught:
            load_evidence_table(csv_of(tmp_path, "id,has_plan\na,也许\n"), STANDARD)
        (problem,) = caught.value.problems
        assert problem.sentence("zh-CN").endswith("第2行 B列「has_plan」: 应为是或否，却是也许")
