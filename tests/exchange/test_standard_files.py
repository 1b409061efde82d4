"""
Standards in files: TOML, JSON, the shipped ones.
"""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.base import ProblemsError, decimal_text
from community_edu.evaluation import EvidenceValue, Scale, Standard
from community_edu.exchange import (
    from_plain,
    is_standard,
    load_evidence_table,
    load_standard,
    parse_document,
    read_body,
    read_standard,
    shipped_standards,
    standard_document,
    standard_to_toml,
    to_plain,
)
from community_edu.testing import evidence, standards

ROOT = Path(__file__).parents[2]
STREET = ROOT / "examples" / "plans" / "jingtai-street.toml"
TEMPLATE = ROOT / "src" / "community_edu" / "packs" / "templates" / "standard.toml"
FILES = [TEMPLATE, *sorted((ROOT / "examples" / "standards").glob("*.toml"))]
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


def read(text: str) -> Standard:
    """
    Read a standard file.
    """
    return read_standard(parse_document(text, "file.toml", "toml"))


def problems(text: str) -> list[str]:
    """
    Return what is wrong with a standard file.
    """
    with pytest.raises(ProblemsError) as caught:
        read(text)
    return [str(problem) for problem in caught.value.problems]


class TestReadStandard:
    def test_own_file(self, tmp_path: Path) -> None:
        """
        A standard file gives criteria with exact points.
        """
        path = tmp_path / "file.toml"
        path.write_text(STANDARD, encoding="utf-8")
        standard = load_standard(path)
        assert standard.by_id["per-head"].points == Fraction(5, 2)
        assert load_standard(str(path)) == standard

    @pytest.mark.parametrize("points", ["2.5", '"5/2"', "2.50"])
    def test_points(self, points: str) -> None:
        """
        Points may be a decimal or a fraction.
        """
        assert read(STANDARD.replace("2.5", points)) == read(STANDARD)

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
        assert not is_standard(standard_document(STREET))

    def test_template(self) -> None:
        """
        The template shows every scale and every role once, and its points are those it states.
        """
        standard = load_standard(TEMPLATE)
        scales: dict[Scale, str] = {line.scale: line.id for line in standard.criteria}
        assert set(scales) == {
            "threshold",
            "threshold_by",
            "trend",
            "bands",
            "linear",
            "levels",
            "conditions",
            "awarded",
            "ranks",
            "words",
        }
        assert {line.role for line in standard.criteria} == {"scored", "veto", "prerequisite"}
        assert standard.points == standard.total == 100
        assert is_standard(standard_document(TEMPLATE))


class TestMistakes:
    @pytest.mark.parametrize(
        ("old", "new", "sentence"),
        [
            ("[standard]", "[standart]", "file.toml: the key 'standard' is missing; add it"),
            ("[standard]", "[standart]", "file.toml:2:1: standart: the key 'standart' is not known here; did you mean 'standard'?"),
            ('id = "demonstration"', "id = 3", "file.toml:3:1: standard.id: expected a text in quotes"),
            ('id = "demonstration"', 'id = "X"', "file.toml:3:1: standard.id: X is not an identifier"),
            ('name = "示范区"', "", "file.toml:2:1: standard: the key 'name' is missing; add it"),
            ('name = "示范区"', 'name = "示范区"\nx = 1', "file.toml:5:1: standard.x: the key 'x' is not known here"),
            ('name = "示范区"', 'name = "示范区"\nmissing = "none"', "file.toml:5:1: standard.missing: 'none' is not possible here; it can be skip, zero, fail"),
            ('name = "示范区"', 'name = "示范区"\ncomplete = 1', "file.toml:5:1: standard.complete: expected true or false, found a whole number"),
            ('name = "示范区"', 'name = "示范区"\nminimum_coverage = 80', "file.toml:5:1: standard.minimum_coverage: expected a text in quotes"),
            ('name = "示范区"', 'name = "示范区"\nminimum_coverage = "80"', "file.toml:5:1: standard.minimum_coverage: 80 is no part of all points; write a share from 0% to 100%"),
            ('name = "示范区"', 'name = "示范区"\nminimum_coverage = "120%"', "file.toml:5:1: standard.minimum_coverage: 120% is no part of all points"),
            ('name = "示范区"', 'name = "示范区"\nminimum_coverage = "1 person"', "file.toml:5:1: standard.minimum_coverage: 1 person is no part of all points"),
            ('name = "示范区"', 'name = "示范区"\ntotal = 3', "file.toml:5:1: standard.total: 'demonstration': its criteria have 2.5 points, 3 are stated"),
            ("[standard]", "format = 2\n[standard]", "file.toml:2:1: format: this file has format 2; this version reads format 1"),
            ("funds / residents", "funds / people", "file.toml:19:1: criteria[0].measure: there is no indicator 'people'"),
            ("points = 2.5", 'points = "2"', 'file.toml:21:1: criteria[0].points: expected a number, or "2/3", found a text in quotes'),
            ("points = 2.5", "points = 0.001", "'per-head': 1/1000 cannot be points; write 0 or more, at most two decimals"),
            ("points = 2.5", "weight = 2", "file.toml:21:1: criteria[0].weight: the key 'weight' is not known here"),
            ("points = 2.5", 'linear = { from = "1", to = "2" }', "criterion 'per-head': it has several scales: threshold, linear; keep one"),
            ("points = 2.5", 'group = "a"', "file.toml:21:1: criteria[0].group: there is no group of criteria 'a'"),
            ("points = 2.5", 'role = "vito"', "file.toml:21:1: criteria[0].role: 'vito' is not possible here; it can be scored, veto, prerequisite"),
            ("points = 2.5", 'evidence = ["has_roll"]', "criteria[0].evidence[0]: there is no indicator 'has_roll'"),
            ("points = 2.5", 'quote = { reference = "law" }', "file.toml:21:1: criteria[0].quote: the key 'phrase' is missing; add it"),
            ("points = 2.5", 'quote = { reference = "law", phrase = "第一条" }', "criteria[0].quote.reference: there is no reference 'law'"),
            ("points = 2.5", 'conditions = ["a b"]', "file.toml:21:15: criteria[0].conditions[0]: the measure 'a b' cannot be read"),
            ("points = 2.5", '[[criteria]]\nid = "per-head"\nname = "又一条"', "file.toml:22:1: criteria[1].id: the id 'per-head' is already used at criteria[0].id"),
            ("points = 2.5", '[[grades]]\nid = "a"\nname = "优"\nthreshold = "90"', "file.toml:24:1: grades[0].threshold: '90' is not a threshold; write a comparison first"),
            ("points = 2.5", '[[grades]]\nid = "a"\nname = "优"\nthreshold = ">= 9"\nmet = ["b"]', "file.toml:25:8: grades[0].met[0]: there is no criterion 'b'"),
            ("points = 2.5", '[[categories]]\nid = "region"\nname = "地区"\nvalues = [{ id = "East", name = "东" }]', "categories[0].values[0]: East is not an identifier"),
        ],
    )  # fmt: skip
    def test_with_its_place(self, old: str, new: str, sentence: str) -> None:
        """
        What is wrong with a standard file is told with its place.
        """
        found = problems(STANDARD.replace(old, new))
        assert [problem for problem in found if sentence in problem], found

    @pytest.mark.parametrize(
        "measure",
        [
            "9 ** 9 ** 9",
            "__import__('os').system('ls')",
            "funds.__class__",
            "(" * 5_000 + "funds" + ")" * 5_000,
            "funds + " * 20_000 + "funds",
            "[x for x in funds]",
            "funds / residents\\u0000",
            "资金 / 人口",
        ],
    )
    @pytest.mark.parametrize("key", ["measure", "threshold", "conditions"])
    def test_hostile(self, key: str, measure: str) -> None:
        """
        What is no measure is refused in one short line, wherever it stands, and never run.
        """
        line = {
            "measure": f'measure = "{measure}"',
            "threshold": f'threshold = ">= {measure}"',
            "conditions": f'conditions = ["{measure} >= 1"]',
        }[key]
        old = {
            "measure": 'measure = "funds / residents"',
            "threshold": 'threshold = ">= 2 CNY/person"',
        }
        text = STANDARD.replace(old.get(key, "points = 2.5"), line)
        found = problems(text)
        assert all(f"criteria[0].{key}" in problem for problem in found), found
        assert [len(problem) < 900 and "\n" not in problem for problem in found] == [True]

    def test_all_at_once(self) -> None:
        """
        A wrong head does not hide what is wrong below, and each mistake is told once.
        """
        text = STANDARD.replace('"demonstration"', '"X"').replace('"CNY"', '"yuan!"')
        text = text.replace("points = 2.5", 'points = "x"\nlever = "fund"')
        assert [problem.split(":")[1] for problem in problems(text)] == ["3", "9", "21", "22"]

    def test_no_second_problem(self) -> None:
        """
        What only follows from a key that could not be read is not told.
        """
        bands = 'bands = [{ threshold = "2", points = 2 }, { threshold = ">= 1", points = 1 }]'
        text = STANDARD.replace('threshold = ">= 2 CNY/person"', bands)
        text = text.replace('name = "示范区"', 'name = "示范区"\ntotal = 9').replace("2.5", "2")
        assert len(problems(text)) == 1
        text = text.replace('threshold = "2"', 'threshold = ">= 2"')
        assert ["2 points, 9 are stated" in problem for problem in problems(text)] == [True]

    def test_more_than_anybody_reads(self) -> None:
        """
        Of very many mistakes the first hundred are told, and that there are more.
        """
        lines = (f'[[criteria]]\nid = "c{n}"\nname = "条"\npoints = -1\n' for n in range(3000))
        *first, last = problems(STANDARD + "".join(lines))
        assert len(first) == 100
        assert last == "file.toml: more is wrong than these 100; mend them first"

    def test_chinese(self) -> None:
        """
        The same in Chinese.
        """
        text = STANDARD.replace('name = "示范区"', 'name = "示范区"\nminimum_coverage = "120%"')
        with pytest.raises(ProblemsError) as caught:
            read(text)
        (problem,) = caught.value.problems
        assert problem.sentence("zh-CN").endswith(
            "120% 不能作为分值的占比，请写 0% 至 100% 之间的比例"
        )


class TestShipped:
    def test_names(self) -> None:
        """
        The shipped standards are listed by identifier, and each file bears its own.
        """
        names = shipped_standards()
        assert names["demonstration-district-2010"].zh.startswith("社区教育示范区")
        assert {name: load_standard(name).id for name in names} == {name: name for name in names}

    def test_unknown(self) -> None:
        """
        A name that is no shipped standard's is told what there is, and the nearest.
        """
        with pytest.raises(ProblemsError) as caught:
            load_standard("five-hafes")
        (problem,) = caught.value.problems
        sentence = str(problem)
        assert (
            "five-hafes: there is no shipped standard 'five-hafes', did you mean 'five-haves'?; those that are: "
            in sentence
        )
        assert "three-selves" in sentence
        assert "是否应为“five-haves”？；随附的有：" in problem.sentence("zh-CN")
        with pytest.raises(ProblemsError) as caught:
            load_standard("zzz")
        assert "there is no shipped standard 'zzz'; those that are" in str(caught.value)

    def test_paths(self, tmp_path: Path) -> None:
        """
        A name with a folder or an ending is that of a file.
        """
        for name in (str(tmp_path / "five-haves"), "five-haves.json", Path("five-haves")):
            with pytest.raises(ProblemsError) as caught:
                load_standard(name)
            assert "there is no such file" in str(caught.value)


class TestThereAndBack:
    @pytest.mark.parametrize(
        "name", [*shipped_standards(), *FILES], ids=lambda name: Path(name).stem
    )
    def test_toml_and_json(self, name: str | Path) -> None:
        """
        A standard is the same after TOML, after JSON and after plain data.
        """
        standard = load_standard(name)
        assert read(standard_to_toml(standard)) == standard
        assert from_plain(to_plain(standard), Standard) == standard
        text = json.dumps(standard_document(name).data, ensure_ascii=False, default=float)
        assert read_standard(parse_document(text, "file.json", "json")) == standard

    @given(standards())
    def test_any(self, standard: Standard) -> None:
        """
        Whatever standard there is, its text and its plain data make an equal one.
        """
        assert read(standard_to_toml(standard)) == standard
        assert from_plain(to_plain(standard), Standard) == standard


class TestEvidenceThereAndBack:
    @given(st.data())
    def test_rows_and_files(self, data: st.DataObject) -> None:
        """
        What is known of a body is the same out of a TOML file and out of a row of a CSV file.
        """
        standard = data.draw(standards())
        known = data.draw(evidence(standard))
        text = "".join(f"{name} = {toml_of(value)}\n" for name, value in known.items()) or "\n#"
        body = read_body(parse_document(text, "a.toml", "toml"), standard)
        assert body.evidence == known
        with TemporaryDirectory() as folder:
            path = Path(folder) / "bodies.csv"
            rows = [["id", *known], ["a", *map(cell_of, known.values())]]
            path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
            (row,) = load_evidence_table(path, standard)
        assert row.evidence == known


def toml_of(value: EvidenceValue) -> str:
    """
    Write a value as a file has it.
    """
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value) if isinstance(value, str) else cell_of(value)


def cell_of(value: EvidenceValue) -> str:
    """
    Write a value as a cell has it.
    """
    return (
        decimal_text(Fraction(value)) if isinstance(value, int | Decimal | Fraction) else str(value)
    )
