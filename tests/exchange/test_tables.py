"""
Tables of evidence: a row a body, in the files that offices have.
"""

import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from community_edu.base import MissingExtraError, ProblemsError
from community_edu.exchange import load_evidence_table, load_standard
from community_edu.exchange.tables import letters, read_table

STANDARD = load_standard(Path(__file__).parents[2] / "examples" / "plans" / "jingtai-street.toml")


def csv_file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    """
    Write a CSV file.
    """
    path = folder / "bodies.csv"
    path.write_bytes(text.encode(encoding))
    return path


def excel_file(folder: Path, rows: list[list[object]]) -> Path:
    """
    Write an Excel file.
    """
    xlsxwriter = pytest.importorskip("xlsxwriter")
    path = folder / "bodies.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return path


def told(path: Path) -> list[str]:
    """
    Return what is wrong with a table, without the folder.
    """
    with pytest.raises(ProblemsError) as caught:
        load_evidence_table(path, STANDARD)
    return [str(problem).replace(f"{path.parent}/", "") for problem in caught.value.problems]


class TestReadTable:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
    def test_encodings(self, tmp_path: Path, encoding: str) -> None:
        """
        CSV is read in the encodings in which Chinese offices write it.
        """
        table = read_table(csv_file(tmp_path, "名称,从业人员\n东门, 120\n\n西门\n", encoding))
        assert table.header == ("名称", "从业人员")
        assert table.rows == ((2, ("东门", "120")), (4, ("西门", None)))

    def test_excel(self, tmp_path: Path) -> None:
        """
        Rows of an Excel sheet keep their numbers, also below empty ones; numbers are exact.
        """
        pytest.importorskip("python_calamine")
        table = read_table(
            excel_file(tmp_path, [[], ["id", "employees"], [], ["a", 0.1], ["b", None]])
        )
        assert table.rows == ((4, ("a", Decimal("0.1"))), (5, ("b", None)))

    def test_parquet(self, tmp_path: Path) -> None:
        """
        A Parquet file is a table like any other.
        """
        polars = pytest.importorskip("polars")
        path = tmp_path / "bodies.parquet"
        polars.DataFrame({"id": ["a"], "employees": [120]}).write_parquet(path)
        assert read_table(path).rows == ((2, ("a", 120)),)

    @pytest.mark.parametrize(
        ("name", "content", "sentence"),
        [
            ("a.csv", b"", "a.csv: the file is empty"),
            ("a.csv", b"\xff\xff\xff", "neither UTF-8 nor GB18030"),
            ("a.csv", b"a\n" + b'"' + b"x" * 200_000 + b'"', "field larger than field limit"),
            ("a.xlsx", b"not a workbook", "a.xlsx: the file cannot be read"),
            ("a.parquet", b"not parquet", "a.parquet: the file cannot be read"),
            ("a.ods", b"x", "it must end in .csv, .xlsx, .parquet"),
        ],
    )
    def test_bad_files(self, tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
        """
        A file that is no table gives one clear message.
        """
        pytest.importorskip("python_calamine")
        pytest.importorskip("polars")
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(ProblemsError) as caught:
            read_table(path)
        (problem,) = caught.value.problems
        assert sentence in str(problem)

    @pytest.mark.parametrize(
        ("name", "module", "extra"),
        [("a.xlsx", "python_calamine", "excel"), ("a.parquet", "polars", "frames")],
    )
    def test_missing_extra(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, module: str, extra: str
    ) -> None:
        """
        Without its library a format says how to install it.
        """
        monkeypatch.setitem(sys.modules, module, None)
        path = tmp_path / name
        path.write_bytes(b"x")
        with pytest.raises(MissingExtraError) as caught:
            read_table(path)
        assert (
            str(caught.value) == f"this needs an extra; run: pip install 'community-edu[{extra}]'"
        )
        assert caught.value.sentence("zh-CN").endswith(f"pip install 'community-edu[{extra}]'")

    def test_letters(self) -> None:
        """
        Columns are counted as sheets count them.
        """
        assert [letters(n) for n in (1, 26, 27, 52, 53, 702, 703)] == [
            "A",
            "Z",
            "AA",
            "AZ",
            "BA",
            "ZZ",
            "AAA",
        ]


class TestLoadEvidenceTable:
    def test_bodies(self, tmp_path: Path) -> None:
        """
        Columns are known by identifier or name; an empty cell is unknown, not zero.
        """
        path = csv_file(
            tmp_path, "名称,从业人员,employees_trained,Residents\n东门,120,47,\n西门,,0.5,1\n"
        )
        first, second = load_evidence_table(path, STANDARD)
        assert (first.id, first.evidence) == (
            "东门",
            {"employees": Fraction(120), "employees_trained": Fraction(47)},
        )
        assert second.evidence == {"employees_trained": Fraction(1, 2), "residents": Fraction(1)}

    def test_without_label(self, tmp_path: Path) -> None:
        """
        Rows without a name go by their number.
        """
        bodies = load_evidence_table(csv_file(tmp_path, "employees\n1\n2\n"), STANDARD)
        assert [body.id for body in bodies] == ["2", "3"]

    def test_problems(self, tmp_path: Path) -> None:
        """
        Columns and cells that cannot be used are told all at once, as people find them in a sheet.
        """
        path = csv_file(tmp_path, "id,employee,employees,从业人员\na,1,many,3\na,1,½,3\n")
        assert told(path) == [
            "bodies.csv B列「employee」: there is no indicator 'employee'; did you mean 'employees'?",
            "bodies.csv D列「从业人员」: '从业人员' stands in column C already; keep one of them",
            "bodies.csv 第2行 C列「employees」: expected a number, found many",
            "bodies.csv 第3行 A列: 'a' stands in row 2 already; keep one of them",
            "bodies.csv 第3行 C列「employees」: expected a number, found ½",
        ]

    def test_excel_numbers(self, tmp_path: Path) -> None:
        """
        What Excel stores as a float is the number that was typed; an endless one is none.
        """
        pytest.importorskip("python_calamine")
        path = excel_file(tmp_path, [["id", "education_funds", "residents"], ["a", 58940.1, 29470]])
        (body,) = load_evidence_table(path, STANDARD)
        assert body.evidence == {
            "education_funds": Fraction("58940.1"),
            "residents": Fraction(29470),
        }

    def test_infinite_numbers(self, tmp_path: Path) -> None:
        """
        A number without end is no number.
        """
        polars = pytest.importorskip("polars")
        path = tmp_path / "bodies.parquet"
        polars.DataFrame({"id": ["a"], "employees": [float("inf")]}).write_parquet(path)
        assert told(path) == [
            "bodies.parquet 第2行 B列「employees」: expected a number, found Infinity"
        ]
