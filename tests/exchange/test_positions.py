"""
Where the keys and values of TOML stand: hard cases, and two writers as oracles.
"""

import json
import re
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from random import Random
from typing import TypeAlias, cast

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from community_edu.base import Path
from community_edu.exchange._positions import (
    Position,
    deep_key,
    nearest,
    position_at,
    positions,
)

Spelled: TypeAlias = "str | list[Spelled] | dict[str, Spelled]"
"""
Data whose leaves are written as they stand: ``"0x1F"`` is a number, ``"'a'"`` a text.
"""


def paths(value: object, path: Path = ()) -> Iterator[Path]:
    """
    Yield the path of everything inside *value*.
    """
    if path:
        yield path
    if isinstance(value, dict):
        for key, inner in cast("dict[str, object]", value).items():
            yield from paths(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(cast("list[object]", value)):
            yield from paths(inner, (*path, number))


def basic(text: str) -> str:
    """
    Spell *text* between double quotes.
    """
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def long_basic(text: str) -> str:
    """
    Spell *text* between three double quotes, with as few escapes as there may be.
    """
    return '"""' + text.replace("\\", "\\\\").replace('"""', '""\\"') + '"""'


def long_literal(text: str) -> str:
    """
    Spell *text*, which holds no three apostrophes, between three apostrophes.
    """
    return f"'''{text}'''"


class Writer:
    """
    Writes data as TOML, each time in another spelling, and notes what it writes where.
    """

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.newline = chance.choice(["\n", "\r\n"])
        self.text = ""
        self.noted: dict[Path, int] = {}

    def likely(self, share: float) -> bool:
        return self.chance.random() < share

    def note(self, path: Path) -> None:
        """
        Remember that *path* begins here, unless it has begun before.
        """
        self.noted.setdefault(path, len(self.text))

    def say(self, *choices: str) -> None:
        self.text += self.chance.choice(choices).replace("\n", self.newline)

    def space(self) -> None:
        self.say("", "", " ", "\t ")

    def end_line(self) -> None:
        self.space()
        self.say("", "", "# 注 [a] b = 'c' \"\"\" '''")
        self.say("\n", "\n", "\n \t\n")

    def gap(self) -> None:
        """
        Write what may stand between two elements.
        """
        self.space()
        if self.likely(0.2):
            self.end_line()
            self.space()

    def key(self, key: str) -> None:
        choices = [basic(key), '"' + "".join(f"\\U{ord(letter):08x}" for letter in key) + '"']
        if re.fullmatch("[A-Za-z0-9_-]+", key):
            choices += [key] * 4
        if "'" not in key and key.isprintable():
            choices.append(f"'{key}'")
        self.say(*choices)

    def dotted(self, keys: Sequence[str], path: Path | None = None) -> None:
        """
        Write a key of several parts, and note each under *path*.
        """
        above = path
        for number, key in enumerate(keys):
            if number:
                self.space()
                self.say(".")
                self.space()
            if above is not None:
                above = (*above, key)
                self.note(above)
            self.key(key)

    def flat(self, table: dict[str, Spelled]) -> Iterator[tuple[list[str], Spelled]]:
        """
        Yield the keys and values of *table*, those of some inner tables as dotted keys.
        """
        for key, value in table.items():
            if isinstance(value, dict) and value and self.likely(0.4):
                yield from (([key, *keys], inner) for keys, inner in self.flat(value))
            else:
                yield [key], value

    def pair(self, keys: list[str], value: Spelled, path: Path) -> None:
        self.dotted(keys, path)
        self.space()
        self.say("=")
        self.space()
        self.value(value, (*path, *keys))

    def value(self, value: Spelled, path: Path) -> None:
        if isinstance(value, str):
            self.say(value)
        elif isinstance(value, dict):
            self.say("{")
            self.space()
            for number, (keys, inner) in enumerate(self.flat(value)):
                self.say("," if number else "")
                self.space()
                self.pair(keys, inner, path)
                self.space()
            self.say("}")
        else:
            self.say("[")
            self.gap()
            for number, inner in enumerate(value):
                self.note((*path, number))
                self.value(inner, (*path, number))
                self.gap()
                if number < len(value) - 1 or self.likely(0.3):
                    self.say(",")
                    self.gap()
            self.say("]")

    def section(self, names: list[str], path: Path, table: dict[str, Spelled]) -> None:
        """
        Write the pairs of *table*, and what is left of it under headers of its own.
        """
        later: dict[str, dict[str, Spelled] | list[dict[str, Spelled]]] = {}
        now: dict[str, Spelled] = {}
        for key, value in table.items():
            tables = [inner for inner in value if isinstance(inner, dict)]
            if isinstance(value, dict) and self.likely(0.6):
                later[key] = value
            elif tables and len(tables) == len(value) and self.likely(0.6):
                later[key] = tables
            else:
                now[key] = value
        if not path:
            self.body(path, now)
            self.sections(names, path, later)
        elif isinstance(path[-1], str) and later and not now and self.likely(0.7):
            self.sections(names, path, later)  # nothing needs a header of its own
        elif isinstance(path[-1], str) and later and self.likely(0.3):
            self.sections(names, path, later)
            self.header(names, path)
            self.body(path, now)
        else:
            self.header(names, path)
            self.body(path, now)
            self.sections(names, path, later)

    def body(self, path: Path, table: dict[str, Spelled]) -> None:
        for keys, inner in self.flat(table):
            self.space()
            self.pair(keys, inner, path)
            self.end_line()

    def header(self, names: list[str], path: Path) -> None:
        self.space()
        for length in range(1, len(path)):
            self.note(path[:length])
        self.noted[path] = len(self.text)  # even if a longer header has named it before
        brackets = ("[", "]") if isinstance(path[-1], str) else ("[[", "]]")
        self.say(brackets[0])
        self.space()
        self.dotted(names)
        self.space()
        self.say(brackets[1])
        self.end_line()

    def sections(
        self,
        names: list[str],
        path: Path,
        tables: dict[str, dict[str, Spelled] | list[dict[str, Spelled]]],
    ) -> None:
        for key, value in tables.items():
            if isinstance(value, dict):
                self.section([*names, key], (*path, key), value)
            else:
                for number, inner in enumerate(value):
                    self.section([*names, key], (*path, key, number), inner)

    def document(self, table: dict[str, Spelled]) -> str:
        """
        Write all of *table* and return the text.
        """
        self.say("", "# 计划\n", "\n")
        self.section([], (), table)
        self.text = self.text.rstrip(" \t") if self.likely(0.5) else self.text
        return self.text


TRICKY = "'\"\\ #,=[]{}\n.名𠮷"
SPELLINGS = [
    *("true", "0", "-17", "+1_000", "0x1F", "0o17", "0b1", "1e5", "-6.26E-1_0", "inf", "-nan"),
    *("1979-05-27T07:32:00Z", "1979-05-27 07:32:00", "1979-05-27 07:32:00.5-07:00"),
    *("1979-05-27", "07:32:00.25", '""', "''", '""""""', "''''''", '"\\""', "'\\'", "'#'"),
    *('"""a"""""', "'''a'''''", '""""a"""', "''''a'''", '"""\n# ] } "\n"""', '"""\\\n  a"""'),
]
keys = st.sampled_from(["a", "b", "a-b", "名称", "", "a.b", "a b", '"', "'", "\\", "1", "-"]) | (
    st.text(max_size=3)
)
spellings = st.one_of(
    st.sampled_from(SPELLINGS),
    st.text(max_size=8).map(basic),
    st.text(TRICKY, max_size=12).map(long_basic),
    st.text(TRICKY, max_size=12).filter(lambda text: "'''" not in text).map(long_literal),
)
inner_data: st.SearchStrategy[Spelled] = st.recursive(
    spellings,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(keys, inner, max_size=3),
        st.lists(st.dictionaries(keys, inner, max_size=2), max_size=3).map(list[Spelled]),
    ),
    max_leaves=12,
)
documents = st.dictionaries(keys, inner_data, max_size=4)

plain_values: st.SearchStrategy[object] = st.recursive(
    st.one_of(
        st.text(max_size=8),
        st.integers(-(2**63), 2**63 - 1),
        st.floats(allow_nan=False),
        st.booleans(),
        st.dates(date(1900, 1, 1)),
        st.just(datetime(1979, 5, 27, 7, 32, tzinfo=UTC)),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(keys, inner, max_size=3),
        st.lists(st.dictionaries(keys, inner, max_size=2), max_size=3),
    ),
    max_leaves=12,
)
plain_documents = st.dictionaries(keys, plain_values, max_size=4)


def spells(rest: str, path: Path) -> bool:
    """
    Say whether *rest* begins with the last key of *path*, or with a header that names it.
    """
    names = [step for step in path if isinstance(step, str)]
    if rest.startswith("["):
        return tuple(names) in {
            tuple(step for step in inner if isinstance(step, str))
            for inner in paths(tomllib.loads(rest))
        }
    for end in range(1, len(rest)):
        try:
            key = tomllib.loads(f"{rest[:end]} = 0")
        except tomllib.TOMLDecodeError:
            continue
        if key == {names[-1]: 0}:
            return True
    return False


def seconds(action: Callable[[], object]) -> float:
    """
    Measure how long *action* keeps the processor busy, whatever else runs beside it.
    """
    start = time.process_time()
    action()
    return time.process_time() - start


HARD_CASES: dict[str, tuple[str, dict[Path, tuple[int, int]]]] = {
    "nothing": ("", {}),
    "a comment": ("# a = 1", {}),
    "no line end": ("a=1", {("a",): (1, 1)}),
    "an indented key": ('\n\t"名" = 1', {("名",): (2, 2)}),
    "columns are characters": (
        'x = ["𠮷é", 1]',
        {("x",): (1, 1), ("x", 0): (1, 6), ("x", 1): (1, 12)},
    ),
    "dotted and quoted keys": (
        r"""'a.b' . "c\u4e00\"" . d = 1""",
        {("a.b",): (1, 1), ("a.b", 'c一"'): (1, 9), ("a.b", 'c一"', "d"): (1, 23)},
    ),
    "keys that are numbers": ("3.14 = 1", {("3",): (1, 1), ("3", "14"): (1, 3)}),
    "a header with spaces": (" [ a . 'b' ] # [c]", {("a",): (1, 2), ("a", "b"): (1, 2)}),
    "a table after its inner table": (
        "[a.b]\n[a]\nc = 1",
        {("a",): (2, 1), ("a", "b"): (1, 1), ("a", "c"): (3, 1)},
    ),
    "an array of tables in another": (
        "[[a]]\n[[a.b]]\n[[a.b]]\nx = 1\n[a.c]\n[[a]]\n[[a.b]]\ny = 1",
        {
            ("a",): (1, 1),
            ("a", 0): (1, 1),
            ("a", 0, "b"): (2, 1),
            ("a", 0, "b", 0): (2, 1),
            ("a", 0, "b", 1): (3, 1),
            ("a", 0, "b", 1, "x"): (4, 1),
            ("a", 0, "c"): (5, 1),
            ("a", 1): (6, 1),
            ("a", 1, "b"): (7, 1),
            ("a", 1, "b", 0): (7, 1),
            ("a", 1, "b", 0, "y"): (8, 1),
        },
    ),
    "an array of tables in an implicit table": (
        "[[a.b]]\n[[a.b]]",
        {("a",): (1, 1), ("a", "b"): (1, 1), ("a", "b", 0): (1, 1), ("a", "b", 1): (2, 1)},
    ),
    "a table under a dotted key": (
        "[a]\nb.c = 1\n[a.b.d]",
        {("a",): (1, 1), ("a", "b"): (2, 1), ("a", "b", "c"): (2, 3), ("a", "b", "d"): (3, 1)},
    ),
    "one dotted table on two lines": (
        "a.b = 1\na.c = 2",
        {("a",): (1, 1), ("a", "b"): (1, 3), ("a", "c"): (2, 3)},
    ),
    "inline tables": (
        "a = {b.c = {}, 'd' = [{e = 1}, {}]}",
        {
            ("a",): (1, 1),
            ("a", "b"): (1, 6),
            ("a", "b", "c"): (1, 8),
            ("a", "d"): (1, 16),
            ("a", "d", 0): (1, 23),
            ("a", "d", 0, "e"): (1, 24),
            ("a", "d", 1): (1, 32),
        },
    ),
    "an array with comments": (
        "a = [ # ] 1\n  1, # , 2\n\n  [], [ [2,], ],\n]\nb = 1",
        {
            ("a",): (1, 1),
            ("a", 0): (2, 3),
            ("a", 1): (4, 3),
            ("a", 2): (4, 7),
            ("a", 2, 0): (4, 9),
            ("a", 2, 0, 0): (4, 10),
            ("b",): (6, 1),
        },
    ),
    "dates and times with a space": (
        """\
a = [1979-05-27 07:32:00, 1979-05-27 , 1979-05-27 07:32:00.9+08:00]
b = 1979-05-27 # 1
c = 1979-05-27 07:32:00# 1
d = 1""",
        {
            ("a",): (1, 1),
            ("a", 0): (1, 6),
            ("a", 1): (1, 27),
            ("a", 2): (1, 40),
            ("b",): (2, 1),
            ("c",): (3, 1),
            ("d",): (4, 1),
        },
    ),
    "quotes at the ends of long strings": (
        """a = [\"""\""x\"""\"", '''''x''''', \"""\""", '''''']""",
        {("a",): (1, 1), ("a", 0): (1, 6), ("a", 1): (1, 19), ("a", 2): (1, 32), ("a", 3): (1, 40)},
    ),
    "keys and headers inside of a long string": (
        'a = """\n[b]\nc = 1 \\""" ""\\\\"""\nd = 1',
        {("a",): (1, 1), ("d",): (4, 1)},
    ),
    "keys and headers inside of a long literal": (
        "a = '''\n[b]\nc = \"\"\"\\'''\nd = 1",
        {("a",): (1, 1), ("d",): (4, 1)},
    ),
    "a backslash at the end of a literal": (
        "a = '\\'\nb = '''\\'''",
        {("a",): (1, 1), ("b",): (2, 1)},
    ),
}


class TestPositions:
    @given(documents, st.randoms(use_true_random=False))
    def test_every_spelling(self, data: dict[str, Spelled], chance: Random) -> None:
        """
        However data is spelled, each of its paths is found where it was written.
        """
        writer = Writer(chance)
        text = writer.document(data)
        index = positions(text)
        assert set(index) == set(paths(tomllib.loads(text))) == set(paths(data))
        assert index == {path: position_at(text, at) for path, at in writer.noted.items()}

    @given(plain_documents)
    def test_another_writer(self, data: dict[str, object]) -> None:
        """
        In what tomlkit writes each path is found, and each key where it is spelled.
        """
        text = tomlkit.dumps(data)
        index = positions(text)
        assert set(index) == set(paths(tomllib.loads(text)))
        lines = text.split("\n")
        for path, place in index.items():
            rest = lines[place.line - 1][place.column - 1 :]
            assert isinstance(path[-1], int) or spells(rest, path)

    @pytest.mark.parametrize("newline", ["\n", "\r\n"])
    @pytest.mark.parametrize("case", HARD_CASES)
    def test_hard_cases(self, case: str, newline: str) -> None:
        """
        What looks like a key, a bracket or an end inside of something else is none.
        """
        text, expected = HARD_CASES[case]
        text = text.replace("\n", newline)
        index = positions(text)
        assert set(index) == set(paths(tomllib.loads(text)))
        assert {path: (place.line, place.column) for path, place in index.items()} == expected

    def test_deep_nesting(self) -> None:
        """
        As deep as the parser goes, so deep goes the scanner.
        """
        text = "a = " + "[" * 200 + "]" * 200
        assert set(positions(text)) == set(paths(tomllib.loads(text)))

    def test_long_text(self) -> None:
        """
        A megabyte of tables takes seconds, not minutes.
        """
        text = "[[a]]\nb.c = [1, {d = '''x'''}] # y\n" * 25_000
        assert seconds(lambda: positions(text)) < 10

    def test_other_text(self) -> None:
        """
        Text that is not TOML is refused where no key stands and one must.
        """
        with pytest.raises(ValueError, match="not a TOML document: see character 6"):
            positions("a = 1\n= 1")


class TestNearest:
    def test_longest_beginning(self) -> None:
        """
        The last part of a path that is there gives the place of what is not.
        """
        index = positions("[[duties]]\nname = 1\n[[duties]]\nname = 2")
        assert nearest(index, ("duties", 1, "when", "from")) == Position(3, 1)
        assert nearest(index, ("duties", 5)) == Position(1, 1)
        assert nearest(index, ("duties", 0, "name")) == Position(2, 1)

    def test_nothing_known(self) -> None:
        """
        Where no part of a path is there, there is no place.
        """
        index = positions("a = 1")
        assert nearest(index, ("b", 1)) is None
        assert nearest(index, ()) is None


class TestDeepKey:
    @pytest.mark.parametrize(
        "text",
        [
            "x = 1\n  a.b.c = 1",
            "x = '''a.b.c.d'''\n[ a . 'b' .\t\"c\"]",
            '# a.b.c.d "\n[[a.b.c]]',
            'x = """a.b.c.d\\""" a.b.c."""\ny = {a.b.c = 1}',
        ],
    )
    def test_place(self, text: str) -> None:
        """
        A key with too many parts stands where its first part does.
        """
        place = deep_key(text, most=2)
        assert place is not None
        assert place.line == 2
        assert text.split("\n")[1][place.column - 1] == "a"

    @pytest.mark.parametrize(
        "text",
        ["", "a.b = 1.5", "'a.b.c'.d = 'e.f.g'", "a = [1.1, 2.2]", "a = '...'", "# a.b.c", "..."],
    )
    def test_no_key(self, text: str) -> None:
        """
        Dots inside of quotes, numbers and comments part no keys.
        """
        assert deep_key(text, most=2) is None

    @given(documents, st.randoms(use_true_random=False))
    def test_no_value(self, data: dict[str, Spelled], chance: Random) -> None:
        """
        However data is spelled, none of its values is taken for a deep key; a number with a
        point passes for one of two parts.
        """
        writer = Writer(chance)
        text = writer.document(data)
        assert deep_key(text, max([2, *map(len, writer.noted)])) is None

    @pytest.mark.parametrize(
        "text",
        [
            "a." * 100_000,
            '"a".' * 50_000 + '"',
            '"\\' * 100_000,
            '"""\n' + '\\"""\n' * 50_000 + "\\",
            "'''" + "''x" * 50_000,
            '"""' * 50_000 + "\\",
            "a" + " " * 100_000 + "b",
        ],
        ids=lambda text: text[:8],
    )
    def test_hostile_text(self, text: str) -> None:
        """
        Text made to lead a reader back and back again takes no time.
        """
        assert seconds(lambda: deep_key(text, most=10**6)) < 2
