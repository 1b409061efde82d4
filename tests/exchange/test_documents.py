"""
Files of others: what is read, what is refused, and where it says so.
"""

import json
import os
import pickle
import re
import tomllib
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.base import CommunityEduError, InvalidIdentifierError, ProblemsError
from community_edu.exchange.document_errors import MissingFileError
from community_edu.exchange.documents import (
    DEEPEST,
    LARGEST_FILE,
    MOST_PROBLEMS,
    Document,
    Format,
    parse_document,
    read_document,
)
from community_edu.exchange.places import Place, PlacedError


def refused(reading: Callable[[], Document]) -> list[CommunityEduError]:
    """
    Return the problems that *reading* is refused for.
    """
    with pytest.raises(ProblemsError) as caught:
        reading()
    assert all(isinstance(problem, PlacedError) for problem in caught.value.problems)
    return list(caught.value.problems)


def refused_text(text: str, text_format: Format) -> list[tuple[str, str]]:
    """
    Return what is said in English and in Chinese of *text*, without the name of the file.
    """
    problems = refused(lambda: parse_document(text, "p", text_format))
    return [
        (problem.sentence("en").removeprefix("p:"), problem.sentence("zh-CN").removeprefix("p:"))
        for problem in problems
    ]


def refused_file(path: Path) -> tuple[str, str]:
    """
    Return what is said in English and in Chinese of the file, its folder left out.
    """
    (problem,) = refused(lambda: read_document(path))
    folder = f"{path.parent}{os.sep}"
    return problem.sentence("en").replace(folder, ""), problem.sentence("zh-CN").replace(folder, "")


class TestPlace:
    @pytest.mark.parametrize(
        ("place", "text"),
        [
            (Place("plan.toml"), "plan.toml"),
            (Place("plan.toml", 41), "plan.toml:41"),
            (Place("plan.toml", 41, 9), "plan.toml:41:9"),
        ],
    )
    def test_as_compilers_write(self, place: Place, text: str) -> None:
        """
        A place prints what is known of it, joined by colons.
        """
        assert str(place) == text


class TestPlacedError:
    problem = InvalidIdentifierError("A")

    def test_sentence(self) -> None:
        """
        Place, path and problem make one sentence in the language asked for.
        """
        error = PlacedError(Place("plan.toml", 41, 9), ("duties", 3, "id"), self.problem)
        assert error.sentence("en").startswith("plan.toml:41:9: duties[3].id: A is not an ident")
        assert error.sentence("zh-CN").startswith("plan.toml:41:9: duties[3].id: “A”不是有效的标识")
        assert str(error) == error.sentence("en")

    def test_without_path(self) -> None:
        """
        A problem with the whole file has no path in its sentence.
        """
        error = PlacedError(Place("plan.toml"), (), MissingFileError())
        assert str(error) == "plan.toml: there is no such file; check its name and its folder"

    def test_code(self) -> None:
        """
        The code is that of the problem, and a class has its own.
        """
        assert PlacedError(Place("plan.toml"), (), self.problem).code == "invalid-id"
        assert PlacedError.code == "placed"

    def test_one_line(self) -> None:
        """
        What would move a cursor, break a line or hide is shown as an escape.
        """
        problem = InvalidIdentifierError("\x1b[31m\n\u202e\ud800")
        error = PlacedError(Place("a\rb"), ("x\ny",), problem)
        assert str(error).startswith(r"a\rb: x\ny: \x1b[31m\n\u202e\ud800 is not an identifier")

    def test_pickled(self) -> None:
        """
        An error comes back from another process as it went.
        """
        error = PlacedError(Place("plan.toml", 41), ("id",), self.problem)
        again = pickle.loads(pickle.dumps(error))  # noqa: S301
        assert (str(again), again.code) == (str(error), "invalid-id")


class TestDocument:
    def test_place(self) -> None:
        """
        A value stands at its key, and what is missing at what would hold it.
        """
        document = parse_document("\n[[duties]]\n  when = 1", "plan.toml", "toml")
        assert document.place(("duties", 0, "when")) == Place("plan.toml", 3, 3)
        assert document.place(("duties", 0, "name")) == Place("plan.toml", 2, 1)
        assert document.place(("name",)) == Place("plan.toml")

    def test_found_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        The text is gone through at the first question, and never again.
        """
        document = parse_document("a = 1", "plan.toml", "toml")
        assert document.place(("a",)) == Place("plan.toml", 1, 1)
        monkeypatch.setattr("community_edu.exchange.documents.positions", None)
        assert document.place(("a",)) == Place("plan.toml", 1, 1)

    def test_json(self) -> None:
        """
        In JSON only the file is known.
        """
        assert parse_document('{"a": 1}', "p.json", "json").place(("a",)) == Place("p.json")


class TestReadDocument:
    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("plan.toml", 'name = "九九"\nshare = 0.10'),
            ("PLAN.TOML", '\ufeffname = "九九"\r\nshare = 0.10\r\n'),
            ("plan.json", '{"name": "九九", "share": 0.10}'),
            ("计划.Json", '\ufeff{"name": "\\u4e5d\\u4e5d", "share": 10e-2}'),
        ],
    )
    def test_formats(self, tmp_path: Path, name: str, text: str) -> None:
        """
        The suffix says the format; a byte order mark is left out.
        """
        path = tmp_path / name
        path.write_text(text, encoding="utf-8", newline="")
        document = read_document(path)
        assert document.data == {"name": "九九", "share": Decimal("0.10")}
        assert document.text == text.removeprefix("\ufeff")
        assert document.name == str(path)
        assert read_document(str(path)) == document

    def test_missing(self, tmp_path: Path) -> None:
        """
        A file that is not there is missing, whatever its suffix.
        """
        assert refused_file(tmp_path / "plan.txt") == (
            "plan.txt: there is no such file; check its name and its folder",
            "plan.txt: 没有这个文件，请检查文件名和所在文件夹",
        )

    def test_title(self, tmp_path: Path) -> None:
        """
        The name of the file is the title of its problems.
        """
        path = tmp_path / "plan.toml"
        with pytest.raises(ProblemsError) as caught:
            read_document(path)
        assert str(caught.value).startswith(f"{path}\n- {path}: there is no such file")

    def test_folder(self, tmp_path: Path) -> None:
        """
        A folder is told from a file, even one named like a file.
        """
        (tmp_path / "plan.toml").mkdir()
        assert refused_file(tmp_path / "plan.toml") == (
            "plan.toml: this is a folder, not a file; name a file that ends in .toml, .json",
            "plan.toml: 这是文件夹，不是文件，请指定以 .toml、.json 结尾的文件",
        )

    def test_pipe(self, tmp_path: Path) -> None:
        """
        A pipe that nobody writes to is refused at once.
        """
        os.mkfifo(tmp_path / "plan.toml")
        assert refused_file(tmp_path / "plan.toml") == (
            "plan.toml: this is a pipe or device, not a file; name a file that ends in .toml, .json",
            "plan.toml: 这是管道或设备，不是文件，请指定以 .toml、.json 结尾的文件",
        )

    def test_device(self, tmp_path: Path) -> None:
        """
        A device without end is not opened, by its own name or through a link.
        """
        link = tmp_path / "plan.toml"
        link.symlink_to("/dev/zero")
        for path in (link, Path("/dev/zero")):
            assert "this is a pipe or device, not a file" in refused_file(path)[0]

    def test_pipe_put_there(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A pipe that takes the place of a file at the last moment holds nobody either.
        """
        path = tmp_path / "plan.toml"
        path.write_text("a = 1")
        really_open = os.open

        def put_there(name: str, flags: int) -> int:
            path.unlink()
            os.mkfifo(path)
            return really_open(name, flags)

        monkeypatch.setattr(os, "open", put_there)
        assert "this is a pipe or device, not a file" in refused_file(path)[0]

    def test_not_permitted(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A file that the system keeps from us is refused with its reason.
        """

        def refuse(name: str, flags: int) -> int:
            raise PermissionError(13, "Permission denied", name, flags)

        (tmp_path / "plan.toml").write_text("a = 1")
        monkeypatch.setattr(os, "open", refuse)
        assert refused_file(tmp_path / "plan.toml") == (
            "plan.toml: the file cannot be read (Permission denied); check who may read it",
            "plan.toml: 无法读取文件（Permission denied），请检查读取权限",
        )

    def test_impossible_name(self) -> None:
        """
        A name that no file can have is refused like a file that cannot be read.
        """
        english, chinese = refused_file(Path("a\0.toml"))
        assert re.match(r"a\\x00\.toml: the file cannot be read \(.*embedded null", english)
        assert re.match(r"a\\x00\.toml: 无法读取文件（.*embedded null", chinese)

    def test_link_to_itself(self, tmp_path: Path) -> None:
        """
        A link that leads nowhere is refused with the reason of the system.
        """
        path = tmp_path / "plan.toml"
        path.symlink_to(path)
        assert "the file cannot be read (Too many levels of symbolic" in refused_file(path)[0]

    @pytest.mark.parametrize("name", ["plan.yaml", "plan", ".toml"])
    def test_suffix(self, tmp_path: Path, name: str) -> None:
        """
        A suffix that names no format is refused, as is none at all.
        """
        path = tmp_path / name
        path.write_text("a = 1")
        assert refused_file(path) == (
            f"{name}: the name does not tell the format; it must end in .toml, .json",
            f"{name}: 文件名看不出格式，应以 .toml、.json 结尾",
        )

    def test_large(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A file that is too large is not even opened.
        """
        path = tmp_path / "plan.toml"
        path.touch()
        os.truncate(path, 100_000_000)
        monkeypatch.setattr(os, "open", None)
        assert refused_file(path) == (
            "plan.toml: the file has more than 1048576 bytes; split it, or name the right one",
            "plan.toml: 文件超过 1048576 字节，请拆分，或检查是否选错了文件",
        )

    def test_growing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Of a file that grows while it is read, no more than the limit is taken.
        """
        path = tmp_path / "plan.toml"
        path.write_text("#")
        really_read = os.read
        taken = 0

        def read(descriptor: int, length: int) -> bytes:
            nonlocal taken
            os.truncate(path, path.stat().st_size + 1_000_000)
            raw = really_read(descriptor, min(length, 1_000_000))
            taken += len(raw)
            return raw

        monkeypatch.setattr(os, "read", read)
        assert "the file has more than 1048576 bytes" in refused_file(path)[0]
        assert taken <= LARGEST_FILE + 1_000_000

    def test_largest(self, tmp_path: Path) -> None:
        """
        A file of exactly the limit is read whole.
        """
        path = tmp_path / "plan.toml"
        path.write_bytes(b"a = 1 #".ljust(LARGEST_FILE, b"."))
        assert read_document(path).data == {"a": 1}

    @pytest.mark.parametrize("name", ["plan.toml", "plan.json"])
    @pytest.mark.parametrize("raw", [b"", b" \r\n\t\n", b"\xef\xbb\xbf", "\u3000\n".encode()])
    def test_empty(self, tmp_path: Path, name: str, raw: bytes) -> None:
        """
        A file with nothing in it but spaces is empty, even where the format allows it.
        """
        (tmp_path / name).write_bytes(raw)
        assert refused_file(tmp_path / name) == (
            f"{name}: the file is empty; write a plan into it, or name the right one",
            f"{name}: 文件是空的，请写入内容，或检查是否选错了文件",
        )

    @pytest.mark.parametrize(
        ("raw", "line", "guess", "guess_zh"),
        [
            (
                '# 1\nname = "社区教育"'.encode("gb18030"),
                2,
                "GB18030 (GBK), it seems",
                "类似 GB18030（GBK）的编码",
            ),
            ("name = 1".encode("utf-16"), 1, "UTF-16", "UTF-16 编码"),
            (b"\xfe\xff\0a", 1, "UTF-16", "UTF-16 编码"),
            (b"a = 1\n\nb\0", 3, "binary, with a zero byte", "含有零字节的二进制内容"),
            (b"a\n\0\n\xff", 2, "binary, with a zero byte", "含有零字节的二进制内容"),
            (b"a\n\xff\n\0", 2, "binary, with a zero byte", "含有零字节的二进制内容"),
            (b"a\r\nb\r\n\xff\xff", 3, "another encoding", "另一种编码"),
        ],
    )
    def test_encoding(
        self, tmp_path: Path, raw: bytes, line: int, guess: str, guess_zh: str
    ) -> None:
        """
        What is not UTF-8 is refused at its first such line, with what it may be.
        """
        (tmp_path / "plan.toml").write_bytes(raw)
        assert refused_file(tmp_path / "plan.toml") == (
            f"plan.toml:{line}: this is not text in UTF-8 but {guess}; save the file as UTF-8",
            f"plan.toml:{line}: 这不是 UTF-8 文本，而是{guess_zh}，请将文件另存为 UTF-8 编码",
        )

    @given(st.binary(max_size=40), st.sampled_from(["plan.toml", "plan.json"]))
    def test_anything(
        self, tmp_path_factory: pytest.TempPathFactory, raw: bytes, name: str
    ) -> None:
        """
        Whatever bytes a file has, it is read, or refused with places.
        """
        path = tmp_path_factory.getbasetemp() / name
        path.write_bytes(raw)
        try:
            read_document(path)
        except ProblemsError as error:
            for problem in error.problems:
                assert str(problem).startswith(f"{path}:")
                assert "\n" not in str(problem)


SYNTAX: list[tuple[Format, str, str, str]] = [
    ("toml", "a = “x”", "1:5", 'the Chinese mark “ stands here; write a straight "'),
    ("toml", "\n“a” = 1", "2:1", 'the Chinese mark “ stands here; write a straight "'),
    ("toml", "a ＝ 1", "1:3", "the Chinese mark ＝ stands here; write a straight ="),
    ("toml", "a： 1", "1:2", "the Chinese mark ： stands here; write a straight ="),
    ("toml", "a = 08：30", "1:6", "nothing more may stand here"),
    ("toml", "a “x”", "1:3", 'the Chinese mark “ stands here; write a straight "'),
    ("toml", "a = 9：30", "1:6", "the Chinese mark ： stands here; write a straight :"),
    ("toml", "a = [1，2]", "1:7", "the Chinese mark ， stands here; write a straight ,"),
    ("toml", "【a】", "1:1", "the Chinese mark 【 stands here; write a straight ["),
    ("toml", '\r\na = "x”\r\n', "2:8", 'the Chinese mark ” stands here; write a straight "'),
    ("toml", 'a = "x”', "1:8", 'the Chinese mark ” stands here; write a straight "'),
    ("toml", "a\u3000= 1", "1:2", "a wide space stands here; write a plain one"),
    ("toml", "名称 = 1", "1:1", "words with other letters than a-z stand between straight"),
    ("toml", "a = 春节", "1:5", "words with other letters than a-z stand between straight"),
    ("toml", "a = yes", "1:5", "no value can be read here"),
    ("toml", "a = [1,\n\n", "1:8", "no value can be read here"),
    ("toml", "a = 1\n= 2", "2:1", "a line is a [table], a key = value or a # comment"),
    ("toml", "a 1", "1:3", "between a key and its value stands ="),
    ("toml", "a = 1 b = 2", "1:7", "nothing more may stand here"),
    ("toml", "a = 1\na = 2\n", "2:6", "this key or table has been given before; keep one of them"),
    ("toml", "[a]\n[a]", "2:3", "this key or table has been given before; keep one of them"),
    ("toml", "a = {b = 1\n}", "1:11", "a comma or the closing bracket is missing"),
    ("toml", "[a\n", "1:3", "a comma or the closing bracket is missing"),
    ("toml", 'a = "x\nb = 1', "1:7", "a text lacks its closing quote, or has a control char"),
    ("toml", "a = '''x\nb = 1\n", "2:6", "a text lacks its closing quote, or has a control char"),
    ("toml", r'a = "C:\plan"', "1:10", "a backslash begins an escape"),
    ("toml", "[]", "1:2", "a key should stand here, in straight double quotes"),
    ("toml", "a = 2026-02-30", "1:5", "there is no such date"),
    ("json", "{“a”: 1}", "1:2", 'the Chinese mark “ stands here; write a straight "'),
    ("json", '{"a"：1}', "1:5", "the Chinese mark ： stands here; write a straight :"),
    ("json", '{"a": "x”}', "1:7", 'the Chinese mark ” stands here; write a straight "'),
    ("json", '{"a": "x”\n}', "1:10", 'the Chinese mark ” stands here; write a straight "'),
    ("json", '{"a": "x\ty"}', "1:9", "a text lacks its closing quote, or has a control char"),
    ("json", '{"a": "x', "1:7", "a text lacks its closing quote, or has a control char"),
    ("json", '{\n"a" 1}', "2:5", "between a key and its value stands :"),
    ("json", '{"a": 1 "b": 2}', "1:9", "between two things stands a comma"),
    ("json", '{"a": 1} x', "1:10", "nothing more may stand here"),
    ("json", "{'a': 1}", "1:2", "a key should stand here, in straight double quotes"),
    ("json", '{"a": True}', "1:7", "no value can be read here"),
    ("json", r'{"a": "\q"}', "1:8", "a backslash begins an escape"),
]


class TestParseDocument:
    def test_values(self) -> None:
        """
        Dates stay dates, whole numbers stay whole, and all other numbers are decimals.
        """
        text = "a = 2026-10-18\nb = 1_000\nc = 1_0.10\nd = [1e3, -0.0]"
        data = parse_document(text, "plan.toml", "toml").data
        assert data["a"] == date(2026, 10, 18)
        assert repr((data["b"], data["c"])) == "(1000, Decimal('10.10'))"
        assert repr(data["d"]) == "[Decimal('1E+3'), Decimal('-0.0')]"

    @pytest.mark.parametrize(("text_format", "text", "where", "advice"), SYNTAX)
    def test_syntax(self, text_format: Format, text: str, where: str, advice: str) -> None:
        """
        What breaks the rules of the format is told of with place and advice.
        """
        ((sentence, _),) = refused_text(text, text_format)
        assert sentence.startswith(f"{where}: not valid {text_format.upper()}: {advice}")

    def test_syntax_in_chinese(self) -> None:
        """
        The advice is given in Chinese too; what the parser says stands behind it.
        """
        assert refused_text("a ＝ 1", "toml")[0][1] == (
            "1:3: 不是有效的 TOML：此处是中文标点「＝」，应写英文半角「=」"
            "（Expected '=' after a key in a key/value pair）"
        )
        assert refused_text('{"a": 1 "b": 2}', "json")[0][1] == (
            "1:9: 不是有效的 JSON：两项之间要写半角逗号（Expecting ',' delimiter）"
        )
        assert refused_text("a\u3000= 1", "toml")[0][1].startswith(
            "1:2: 不是有效的 TOML：此处是全角空格，应写半角空格（"
        )
        assert refused_text("名称 = 1", "toml")[0][1] == (
            "1:1: 不是有效的 TOML：中文等文字要放在英文半角双引号内（Invalid statement）"
        )

    def test_long_detail(self) -> None:
        """
        What the parser says is cut where it repeats a long key.
        """
        key = "k" * 200
        ((sentence, _),) = refused_text(f"[{key}]\n[{key}]", "toml")
        assert sentence.endswith(f"(Cannot declare ('{'k' * 42}…)")

    def test_other_words_of_the_parser(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A parser that finds other words is still understood, with or without a place.
        """

        def refuse(text: str, **_: object) -> None:
            raise tomllib.TOMLDecodeError(text)

        monkeypatch.setattr(tomllib, "loads", refuse)
        assert refused_text("no (at line 1, column 2)", "toml") == [
            (
                "1:2: not valid TOML: it breaks off or breaks a rule here (no)",
                "1:2: 不是有效的 TOML：此处不完整或不合规则（no）",
            )
        ]
        assert refused_text("no", "toml")[0][0].startswith("1:3: not valid TOML: it breaks off")

    @pytest.mark.parametrize("text", ["[]", "1", '"a"', "null", "1e999"])
    def test_not_an_object(self, text: str) -> None:
        """
        JSON that holds something else than an object is refused.
        """
        assert refused_text(text, "json") == [
            (
                " JSON must have an object at the top; put all between { and }",
                " JSON 的最外层必须是对象，请把全部内容放在 { 与 } 之间",
            )
        ]

    def test_repeated_keys(self) -> None:
        """
        Of a key given twice in one object neither value is taken; all such keys are named.
        """
        text = '{"a": [{"b": 1, "b": 1, "c": 2, "b": 3}, {"b": 1}], "d": {"e": 1}, "d": 2}'
        assert refused_text(text, "json") == [
            (
                " a[0].b: the key 'b' is given more than once; keep one of them",
                " a[0].b: 键“b”重复出现，请只保留一个",
            ),
            (
                " d: the key 'd' is given more than once; keep one of them",
                " d: 键“d”重复出现，请只保留一个",
            ),
        ]

    @pytest.mark.parametrize(
        ("number", "shown"),
        [
            ("nan", "nan"),
            ("-inf", "-inf"),
            ("1e308", "1e308"),
            ("1e-308", "1e-308"),
            ("0e999", "0e999"),
            ("1e99999999999999999999", "1e99999999999999999999"),
            ("0." + "1" * 400, "0." + "1" * 57 + "…"),
            ("1" + "0" * 308, hex(10**308)[:59] + "…"),
            ("-1" + "0" * 308, hex(-(10**308))[:59] + "…"),
        ],
    )
    def test_toml_numbers(self, number: str, shown: str) -> None:
        """
        Numbers that are none, infinite, or take long to reckon with are refused at their place.
        """
        assert refused_text(f"a = 1\nb = [2.5, {number}]", "toml") == [
            (
                f"2:11: b[1]: {shown} is no number to reckon with; write a finite one below 1e308",
                f"2:11: b[1]: {shown} 不能用于计算，请写小于 1e308 的有限数",
            )
        ]

    @pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400", "9" * 5000])
    def test_json_numbers(self, number: str) -> None:
        """
        JSON knows no NaN and no infinity, even if its parser does.
        """
        shown = number if len(number) <= 60 else f"{number[:59]}…"
        assert refused_text(f'{{"a": {{"b": {number}}}}}', "json") == [
            (
                f" a.b: {shown} is no number to reckon with; write a finite one below 1e308",
                f" a.b: {shown} 不能用于计算，请写小于 1e308 的有限数",
            )
        ]

    def test_thousands_of_digits(self) -> None:
        """
        A whole number of thousands of digits stops the parser, and is told of at its place.
        """
        ((sentence, _),) = refused_text(f"a = 1\nb = [12, {'7' * 5000}]", "toml")
        assert sentence.startswith("2:10: 7777")
        assert "… is no number to reckon with" in sentence

    @pytest.mark.parametrize(
        ("text_format", "text"),
        [
            ("toml", "a = " + "[" * 10_000),
            ("toml", "a = " + "{a = " * 10_000),
            ("json", '{"a": ' * 100_000),
            ("json", "[" * 100_000),
        ],
    )
    def test_endless_nesting(self, text_format: Format, text: str) -> None:
        """
        Nesting made to use up the stack of the parser is refused.
        """
        assert refused_text(text, text_format) == [
            (
                " the values are nested more than 32 deep; no plan needs that",
                " 嵌套超过 32 层，计划文件不需要这么深的结构",
            )
        ]

    def test_long_keys(self) -> None:
        """
        A key of a million parts is refused before the parser sees it.
        """
        ((sentence, _),) = refused_text("a = 1\n " + "b." * 400_000 + "c = 1", "toml")
        assert sentence == "2:2: the values are nested more than 32 deep; no plan needs that"

    @pytest.mark.parametrize("text_format", ["toml", "json"])
    def test_deepest(self, text_format: Format) -> None:
        """
        A path may have as many steps as the limit says, and not one more.
        """

        def nested(steps: int) -> str:
            arrays = steps - 1
            value = "[" * arrays + "1" + "]" * arrays
            return f"a = {value}" if text_format == "toml" else f'{{"a": {value}}}'

        assert parse_document(nested(DEEPEST), "p", text_format).data
        ((sentence, _),) = refused_text(nested(DEEPEST + 1), text_format)
        path = "a" + "[0]" * (DEEPEST - 1)
        assert f"{path}: the values are nested more than 32 deep" in sentence

    def test_half_characters(self) -> None:
        """
        Half of a pair of surrogates is refused in values and keys; a whole pair is a character.
        """
        data = parse_document(r'{"a": "\ud83d\ude00"}', "p.json", "json").data
        assert data == {"a": "😀"}
        assert refused_text(r'{"a": ["\ud83d"], "\ude00": 1}', "json") == [
            (
                r" a[0]: the text has half a character (\ud83d); write both \u parts, or itself",
                r" a[0]: 文字中有半个字符（\ud83d），请写全两个 \u 编码，或直接写该字符",
            ),
            (
                r" \ude00: the text has half a character (\ude00); write both \u parts, or itself",
                r" \ude00: 文字中有半个字符（\ude00），请写全两个 \u 编码，或直接写该字符",
            ),
        ]

    def test_not_utf_8(self) -> None:
        """
        A text in memory that no file could hold is refused as such a file would be.
        """
        assert refused_text("a = 1\nb = '\udc80'", "toml")[0][0].startswith(
            "2: this is not text in UTF-8"
        )

    @pytest.mark.parametrize("text", ["#" * (LARGEST_FILE + 1), "##" + "注" * (LARGEST_FILE // 3)])
    def test_large(self, text: str) -> None:
        """
        The limit counts bytes, in memory too.
        """
        assert refused_text(text, "toml")[0][0].startswith(" the file has more than 1048576 bytes")

    def test_many_problems(self) -> None:
        """
        Of a flood of problems only the first are told.
        """
        text = "a = [" + "nan, " * (MOST_PROBLEMS + 1) + "]"
        assert len(refused_text(text, "toml")) == MOST_PROBLEMS

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(max_size=5),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=3), inner),
            max_leaves=10,
        )
    )
    def test_json(self, value: object) -> None:
        """
        What JSON can say is read as it was written.
        """
        text = json.dumps({"value": value})
        assert parse_document(text, "p.json", "json").data == {"value": value}
