"""
Large tables of evidence, judged from file to file.
"""

import sys
from pathlib import Path

import pytest

from community_edu.base import MissingExtraError, ProblemsError
from community_edu.exchange import (
    evaluate_parquet,
    load_evidence_table,
    parse_document,
    read_standard,
)
from community_edu.exchange.parquet_files import ParquetRun

polars = pytest.importorskip("polars")
pytest.importorskip("narwhals")

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
id = "learners"
name = "学员"
unit = "person"
[[criteria]]
id = "share"
name = "比例"
measure = "learners / residents"
threshold = ">= 50%"
points = 10
[[criteria]]
id = "growth"
name = "增长"
measure = "learners"
trend = "up"
points = 5
""",
        "school.toml",
        "toml",
    )
)


def table(path: Path, **columns: list[object]) -> Path:
    """
    Write a Parquet file.
    """
    polars.DataFrame(columns).write_parquet(path)
    return path


def told(path: Path, **options: object) -> list[str]:
    """
    Return what is wrong with a file, without the folder.
    """
    with pytest.raises(ProblemsError) as caught:
        evaluate_parquet(STANDARD, path, path.parent / "out.parquet", **options)  # type: ignore[arg-type]
    return [str(problem).replace(f"{path.parent}/", "") for problem in caught.value.problems]


class TestEvaluateParquet:
    def test_rows(self, tmp_path: Path) -> None:
        """
        Every row gets its points, coverage and outcomes; those above it rank it.
        """
        source = table(
            tmp_path / "in.parquet",
            id=["a", "b", "c"],
            street=["x", "x", "y"],
            residents=[10, 10, 10],
            learners=[5, 4, None],
        )
        before = table(
            tmp_path / "before.parquet", id=["b", "a"], residents=[1, 1], learners=[3, 5]
        )
        target = tmp_path / "out.parquet"
        run = evaluate_parquet(STANDARD, source, target, previous=before, parent="street")
        assert run == ParquetRun((), all_met=False)
        written = polars.read_parquet(target).sort("id")
        assert written.select("points", "of", "rank", "status_share", "status_growth").rows() == [
            (10.0, 15.0, 1, "met", "not_met"),
            (5.0, 15.0, 2, "not_met", "met"),
            (0.0, 0.0, None, "not_assessed", "not_assessed"),
        ]

    def test_absent(self, tmp_path: Path) -> None:
        """
        What has no column is unknown, and is told; nothing failed is all met.
        """
        source = table(tmp_path / "in.parquet", id=["a"], residents=[10])
        target = tmp_path / "out.parquet"
        assert evaluate_parquet(STANDARD, source, target) == ParquetRun(("learners",), all_met=True)
        (body,) = load_evidence_table(source, STANDARD)
        assert body.evidence == {"residents": 10}

    def test_mistakes(self, tmp_path: Path) -> None:
        """
        A file that cannot be is refused by its name, in one line a problem.
        """
        assert told(tmp_path / "in.parquet") == [
            "in.parquet: there is no such file; check its name and its folder"
        ]
        source = tmp_path / "in.parquet"
        source.write_bytes(b"no parquet")
        (problem,) = told(source)
        assert problem.startswith("in.parquet: the file cannot be read (")
        table(source, residents=["many"], learners=["few"], points=[1])
        assert len(told(source)) == 3
        assert all(problem.startswith("in.parquet: ") for problem in told(source))
        table(source, residents=[1], learners=[1])
        assert told(source, previous=source) == ["in.parquet: the key 'id' is missing; add it"]

    def test_broken_later(self, tmp_path: Path) -> None:
        """
        A file that breaks off while it is read leaves nothing behind.
        """
        source = table(tmp_path / "in.parquet", residents=list(range(5000)), learners=[1] * 5000)
        raw = bytearray(source.read_bytes())
        raw[4:2000] = bytes(1996)
        source.write_bytes(raw)
        (problem,) = told(source)
        assert problem.startswith("in.parquet: the file cannot be read (")
        assert [path.name for path in tmp_path.iterdir()] == ["in.parquet"]

    def test_missing_extra(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Without polars the command that installs it is told.
        """
        monkeypatch.setitem(sys.modules, "polars", None)
        with pytest.raises(MissingExtraError, match=r"community-edu\[frames\]"):
            evaluate_parquet(STANDARD, tmp_path / "a.parquet", tmp_path / "b.parquet")
