"""
select: who is chosen, and why the others are not.
"""

from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from command_runs import EXAMPLES, loaded, run

RULES = str(EXAMPLES / "selections" / "two-best.toml")
LIST = str(EXAMPLES / "selections" / "communities.csv")

STANDARD = """
[standard]
id = "learning-community"
name = "学习型社区"

[[indicators]]
id = "participation"
name = "居民参与率"

[[indicators]]
id = "books"
name = "图书"
unit = "item"

[[criteria]]
id = "participation"
name = { zh = "居民参与率", en = "Participation" }
measure = "participation"
linear = { from = "0%", to = "100%" }
points = 60

[[criteria]]
id = "books"
name = { zh = "图书", en = "Books" }
measure = "books"
linear = { from = "0 item", to = "1000 item" }
points = 40
"""

BODIES = """\
名称,kind,居民参与率,图书
东门,community,0.8,1000
西门,community,0.75,1000
南庄,village,0.7,900
北庄,village,0.76,810
"""

OPEN = """
[selection]
id = "open"
name = "评选"
quota = {quota}

[[quotas]]
id = "kinds"
name = "每类至多 3 个"
attribute = "kind"
at_most = 3
"""

RANKED = """
[standard]
id = "ranked"
name = "排名"

[[indicators]]
id = "books"
name = "图书"
unit = "item"

[[criteria]]
id = "growth"
name = "增长"
measure = "books - prev.books"
ranks = { best = "highest", steps = [{ up_to = 1, points = 10 }, { up_to = 2, points = 4 }] }
points = 10
"""

ENGLISH = """\
Best learning communities
chosen  东门  place 1: 88 points
not chosen  西门  place 2: 85 points, 3 points less than 东门 in place 1 ('Participation' 3 less); \
the seats left are reserved by 'at least 1 village'
chosen  北庄  place 3: 78 points, by the quota 'at least 1 village'
not chosen  南庄  place 4: 78 points, level, but after 北庄 in place 3 by 'share of residents taking part'
"""

CHINESE = """\
学习型社区评选
入选  东门  第 1 名：88 分
未入选  西门  第 2 名：85 分，比第 1 名东门少 3 分（“居民参与率”少 3 分），余下名额须留给“村至少 1 个”
入选  北庄  第 3 名：78 分，按“村至少 1 个”入选
未入选  南庄  第 4 名：78 分，此前各项相同，按“居民参与率”排在第 3 名北庄之后
"""


@pytest.fixture
def standard(tmp_path: Path) -> str:
    """
    Write the standard, and return its path.
    """
    path = tmp_path / "standard.toml"
    path.write_text(STANDARD, "utf-8")
    return str(path)


@pytest.fixture
def bodies(tmp_path: Path) -> str:
    """
    Write the table of evidence that is the list, too, and return its path.
    """
    path = tmp_path / "bodies.csv"
    path.write_text(BODIES, "utf-8")
    return str(path)


class TestSelect:
    @pytest.mark.parametrize(("language", "text"), [("en", ENGLISH), ("zh-CN", CHINESE)])
    def test_text(self, standard: str, bodies: str, language: str, text: str) -> None:
        """
        Each body has a line with its verdict and the reason; one table may say all of it.
        """
        assert run("select", RULES, standard, bodies, "--lang", language) == (0, text, "")

    def test_json(self, standard: str, bodies: str) -> None:
        """
        As JSON each body has its place, its exact points, the gap and the reason.
        """
        status, out, err = run(
            "select", RULES, standard, bodies, "--format", "json", "--lang", "en"
        )
        assert (status, err) == (0, "")
        result = loaded(out)
        assert result["findings"] == []
        assert result["places"][0] == {
            "id": "东门",
            "name": "东门",
            "place": 1,
            "verdict": "chosen",
            "points": "88",
            "of": "100",
            "gap": None,
            "reason": "place 1: 88 points",
        }
        assert [place["gap"] for place in result["places"]] == [None, "3", None, "0"]

    def test_list(self, standard: str, bodies: str, tmp_path: Path) -> None:
        """
        Who takes part, and what they are, may stand in a list of its own.
        """
        evidence = tmp_path / "evidence.csv"
        rows = [line.split(",") for line in BODIES.splitlines()]
        evidence.write_text("".join(f"{row[0]},{row[2]},{row[3]}\n" for row in rows), "utf-8")
        arguments = ("select", RULES, standard)
        assert run(*arguments, str(evidence), "--list", LIST) == run(*arguments, bodies)

    def test_attribute_that_is_evidence(self, bodies: str, tmp_path: Path) -> None:
        """
        A category that a quota looks at is evidence, too.
        """
        judged = tmp_path / "kinds.toml"
        category = (
            '[[categories]]\nid = "kind"\nname = "类别"\n'
            'values = [{ id = "village", name = "村" }, { id = "community", name = "社区" }]\n'
            '[[criteria]]\nid = "kind"\nname = "村"\ncategory = "kind"\npoints = 10\n'
            'levels = [{ of = "village", points = 10 }]\n'
        )
        judged.write_text(STANDARD + category, "utf-8")
        _, out, _ = run("select", RULES, str(judged), bodies, "--format", "json")
        places = loaded(out)["places"]
        assert {place["id"]: (place["points"], place["of"]) for place in places} == {
            "东门": ("88", "110"),
            "西门": ("85", "110"),
            "南庄": ("88", "110"),
            "北庄": ("88", "110"),
        }

    def test_ranks(self, tmp_path: Path) -> None:
        """
        Criteria that go by rank compare the bodies of the table, also in what they grew by.
        """
        standard, rules, table = (tmp_path / name for name in ("s.toml", "r.toml", "t.csv"))
        standard.write_text(RANKED, "utf-8")
        rules.write_text('[selection]\nid = "r"\nname = "x"\nquota = 1\n', "utf-8")
        table.write_text("id,books,prev_books\na,9,8\nb,7,1\nc,6,5\n", "utf-8")
        _, out, _ = run("select", str(rules), str(standard), str(table), "--format", "json")
        places = {place["id"]: place["points"] for place in loaded(out)["places"]}
        assert places == {"a": "4", "b": "10", "c": "4"}

    def test_tie(self, standard: str, bodies: str, tmp_path: Path) -> None:
        """
        A tie that the jury decides is told, and is status 1.
        """
        rules = tmp_path / "rules.toml"
        rules.write_text(OPEN.format(quota=3), "utf-8")
        arguments = ("select", str(rules), standard, bodies, "--lang", "en")
        status, out, _ = run(*arguments)
        assert status == 1
        assert out.endswith("\n北庄, 南庄 are level, for 1 seats; the jury decides\n")
        status, out, _ = run(*arguments, "--format", "json")
        assert (status, loaded(out)["findings"]) == (
            1,
            [
                {
                    "code": "tie-undecided",
                    "severity": "warning",
                    "place": str(rules),
                    "message": "北庄, 南庄 are level, for 1 seats; the jury decides",
                    "source": None,
                }
            ],
        )

    def test_seats_left(self, standard: str, bodies: str, tmp_path: Path) -> None:
        """
        Seats that nobody can take are told, and are no fault.
        """
        rules = tmp_path / "rules.toml"
        rules.write_text(OPEN.format(quota=9), "utf-8")
        status, out, _ = run("select", str(rules), standard, bodies, "--lang", "en")
        assert (status, out.splitlines()[-1]) == (0, "there are 9 seats, 4 are taken")

    def test_output(self, standard: str, bodies: str, tmp_path: Path) -> None:
        """
        The result is written to a file, and never over one that is there.
        """
        target = tmp_path / "result.txt"
        arguments = ("select", RULES, standard, bodies, "-o", str(target))
        assert run(*arguments) == (0, "", "")
        assert target.read_text("utf-8") == CHINESE
        assert run(*arguments)[0] == 2

    def test_standard_input(
        self, standard: str, bodies: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        The rules may come from standard input.
        """
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(Path(RULES).read_bytes())))
        assert run("select", "-", standard, bodies)[1] == CHINESE


class TestBadSelections:
    def test_columns(self, standard: str, bodies: str) -> None:
        """
        A table without an attribute that the rules look at is refused, a line for each.
        """
        status, out, err = run(
            "select",
            str(EXAMPLES / "selections" / "ten-best.toml"),
            standard,
            bodies,
            "--lang",
            "en",
        )
        assert (status, out) == (2, "")
        assert err == f"{bodies}: missing-key: the key 'subdistrict' is missing; add it\n"

    def test_criteria(self, standard: str, bodies: str, tmp_path: Path) -> None:
        """
        Rules that name criteria of another standard are refused, a line for each.
        """
        rules = tmp_path / "rules.toml"
        rules.write_text(f'{OPEN.format(quota=1)}\n[eligible]\nmet = ["safety", "book"]\n', "utf-8")
        status, out, err = run("select", str(rules), standard, bodies, "--lang", "en")
        assert (status, out) == (2, "")
        assert [line.split(";")[0] for line in err.splitlines()] == [
            "community-edu: unknown-reference: there is no criterion 'safety'",
            "community-edu: unknown-reference: there is no criterion 'book'",
        ]

    def test_evidence(self, standard: str, tmp_path: Path) -> None:
        """
        Every cell of the evidence that cannot be is told, with its row and column.
        """
        table = tmp_path / "bodies.csv"
        table.write_text("名称,kind,图书\n东门,village,many\n西门,village,few\n", "utf-8")
        status, out, err = run("select", RULES, standard, str(table), "--lang", "en")
        assert (status, out) == (2, "")
        assert [line.removeprefix(str(table)) for line in err.splitlines()] == [
            " 第2行 C列「图书」: wrong-type: expected a number, found many",
            " 第3行 C列「图书」: wrong-type: expected a number, found few",
        ]

    def test_candidates(self, standard: str, tmp_path: Path) -> None:
        """
        A body of the list that was not judged is refused.
        """
        listed = tmp_path / "list.csv"
        listed.write_text("名称,kind\n东关,village\n", "utf-8")
        evidence = tmp_path / "evidence.csv"
        evidence.write_text("名称,图书\n东门,1\n", "utf-8")
        arguments = ("select", RULES, standard, str(evidence), "--list", str(listed))
        status, _, err = run(*arguments, "--lang", "en")
        assert status == 2
        assert "there is no candidate '东关'" in err

    def test_files(self, standard: str, bodies: str) -> None:
        """
        What is no selection, no standard or no table is told in a line.
        """
        for arguments in (
            ("rules.toml", standard, bodies),
            (RULES, "five-hafes", bodies),
            (RULES, standard, standard),
            (RULES, standard, bodies, "--list", "nothing.csv"),
        ):
            status, out, err = run("select", *arguments, "--lang", "en")
            assert (status, out, len(err.splitlines())) == (2, "", 1)
