"""
Formulas and standards from people who mean harm: refused with a message, and soon.

What is soon is counted, not timed: the calls that Python makes while it reads a text.
"""

import ast
import json
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TypeAlias, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu import cli
from community_edu.base import CommunityEduError, ProblemsError
from community_edu.exchange import load_standard
from community_edu.exchange.documents import LARGEST_FILE, parse_document
from community_edu.exchange.standards import read_standard
from community_edu.measures import Condition, Measure, Unit, parse_threshold

Reader: TypeAlias = Callable[[str], object]

READERS: dict[str, Reader] = {
    "measure": Measure.parse,
    "condition": Condition.parse,
    "threshold": parse_threshold,
    "compared": lambda text: Condition.parse(f"{text} >= 1"),
    "target": lambda text: parse_threshold(f">= {text}"),
}
"""
Every door through which the text of a formula comes in.
"""

MOST_CALLS = 25_000
"""
A formula of the greatest length that is right takes some thousands.
"""

HOSTILE = {
    "power": "9**9**9**9",
    "power of a name": "a**a",
    "shift": "1<<9999999999",
    "floor": "a//b",
    "remainder": "a%b",
    "matrix": "a@b",
    "exponent": "1e999999999",
    "hexadecimal": "0x" + "f" * 400,
    "imaginary": "a + 3j",
    "digits": "9" * 5000,
    "digits beyond the limit of Python": "1" + "_0" * 240 + "x",
    "underscores": "1_____0",
    "attribute": "a.__class__.__mro__",
    "attribute of prev": "prev.a.b",
    "attribute of a number": "(1).real",
    "dunder": "__import__('os').system('true')",
    "builtin": "eval('1')",
    "open": "open('/etc/passwd')",
    "exit": "exit()",
    "call of a call": "min(1,2)(3)",
    "star": "min(*a)",
    "keyword": "min(1, 2, key=a)",
    "default": "max(a, default=1)",
    "lambda": "(lambda: a)()",
    "walrus": "(a := 1)",
    "comprehension": "min([x for x in a])",
    "generator": "max(x for x in a)",
    "subscript": "a[0]",
    "slice": "a[::]",
    "list": "[a]",
    "dictionary": "{a: 1}",
    "set": "{a}",
    "text": "'a' * 99999999",
    "bytes": "b'a'",
    "format": "f'{a}'",
    "conditional": "a if b else c",
    "and": "a and b",
    "not": "not a",
    "invert": "~a",
    "await": "await a",
    "yield": "(yield a)",
    "ellipsis": "...",
    "none": "None",
    "true": "True",
    "two": "a; b",
    "lines": "a\nb",
    "comment": "a # b",
    "continued": "a + \\\nb",
    "null": "a\0b",
    "null at the end": "a\0",
    "surrogate": "a\ud800",
    "empty": "",
    "blanks": " \t ",
    "deep parentheses": "(" * 240 + "a" + ")" * 240,
    "deeper parentheses": "(" * 100_000 + "a" + ")" * 100_000,
    "open parentheses": "(" * 450,
    "deep minus": "-" * 400 + "a",
    "deep functions": "min(1," * 60 + "a" + ")" * 60,
    "deep attributes": "prev" + ".a" * 200,
    "deep calls": "a" + "()" * 200,
    "deep brackets": "[" * 200 + "]" * 200,
    "long": "+".join(["a"] * 50_000),
    "a megabyte": "a" * 1_048_576,
    "a megabyte of blanks": " " * 1_048_576 + "a",
    "a megabyte of signs": "-" * 1_048_576,
    "a megabyte of comparators": "<" * 1_048_576,
    "a megabyte of digits": "1" * 1_048_576,
    "fullwidth letters": "a + ｂ",
    "mathematical letters": "𝒂 / 𝒃",
    "ligature": "ﬁrst / a",
    "cyrillic a": "a / а",
    "fullwidth digits": "１２ * a",
    "arabic digits": "٣ * a",
    "fullwidth parenthesis": "（a）",
    "multiplication sign": "a × b",
    "division sign": "a ÷ b",
    "minus sign": "a \u2212 b",
    "right to left": "a \u202e/ b",
    "joiner": "a\u200db",
    "no-break space": "a\u00a0/ b",
    "byte order mark": "\ufeffa",
}


def work(task: Callable[[], object]) -> int:
    """
    Count the calls that *task* makes, of Python and of C functions.
    """
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        task()
    finally:
        sys.setprofile(before)
    return calls


def refusal(read: Callable[[], object]) -> CommunityEduError:
    """
    Return the error that *read* ends with.
    """
    caught: list[CommunityEduError] = []

    def attempt() -> None:
        with pytest.raises(CommunityEduError) as found:
            read()
        caught.append(found.value)

    assert work(attempt) < MOST_CALLS
    return caught[0]


class TestFormulas:
    @pytest.mark.parametrize("door", READERS)
    @pytest.mark.parametrize("name", HOSTILE)
    def test_refused(self, door: str, name: str) -> None:
        """
        What is no formula is refused at every door after little work, in a short sentence.
        """
        error = refusal(partial(READERS[door], HOSTILE[name]))
        for language in ("zh-CN", "en"):
            assert 0 < len(error.sentence(language)) < 2000

    @pytest.mark.parametrize("door", READERS)
    def test_long_text_is_not_parsed(self, door: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Python's parser never sees a text that is too long, since it is the parser that would suffer.
        """
        parsed: list[int] = []
        parse = cast("Callable[..., object]", ast.parse)

        def counted(text: str, **named: object) -> object:
            parsed.append(len(text))
            return parse(text, **named)

        with monkeypatch.context() as patched:
            patched.setattr(ast, "parse", counted)
            for text in ("(" * 501, "a" * 1_048_576, "-" * 501, " " * 600 + "a" * 501):
                refusal(partial(READERS[door], text))
        assert max(parsed, default=0) <= 500

    @given(st.text(max_size=40) | st.text("ab(){}[].,*/+-<>=%10_ prev:'\"\\\n\0", max_size=40))
    def test_anything(self, text: str) -> None:
        """
        Whatever the text is, it is a formula or it is refused: nothing else is raised.
        """
        for read in READERS.values():
            with suppress(CommunityEduError):
                read(text)

    def test_greatest(self) -> None:
        """
        The greatest formulas that are allowed are reckoned soon and exactly.
        """
        digits = Measure.parse("9" * 245 + " * " + "9" * 245)
        assert digits.value({}) == Fraction(10**245 - 1) ** 2
        product = Measure.parse(" * ".join(["a"] * 20))
        assert product.value({"a": Fraction(10**18)}) == 10**360
        assert work(lambda: product.unit({"a": Unit.parse("person")})) < MOST_CALLS
        assert work(lambda: product.value({"a": Fraction(1, 10**18)})) < MOST_CALLS

    def test_names_of_builtins(self) -> None:
        """
        A name that Python knows is an indicator here, and nothing else.
        """
        for name in ("open", "eval", "exit", "dir", "id"):
            assert Measure.parse(name).value({name: Fraction(7)}) == 7


HEAD = '[standard]\nid = "s"\nname = "标准"\n'
ANSWER = '[[indicators]]\nid = "a"\nname = "有"\nunit = "yes_no"\n'
TOML = {name: text for name, text in HOSTILE.items() if len(text) < 2000 and "\ud800" not in text}
"""
Formulas that fit into a file and into this file's time.
"""


ROLLS = '[[indicators]]\nid = "rolls"\nname = "册"\n'


def derived(name: str, formula: str) -> str:
    return f'[[indicators]]\nid = "{name}"\nname = "b"\nmeasure = "{formula}"\n'


def criterion(number: int, more: str = "") -> str:
    return f'[[criteria]]\nid = "c{number}"\nname = "c"\n{more}'


def repeated(text: str, count: int) -> str:
    """
    Return *text* so many times, with a number in place of ``#``.
    """
    return "".join(text.replace("#", str(number)) for number in range(count))


CRITERION = '[[criteria]]\nid = "c#"\nname = "c"\n'
ENTRIES = {
    "criteria": CRITERION,
    "criteria with one id": criterion(0),
    "criteria with a bad measure": CRITERION + 'measure = "a +"\n',
    "criteria with unknown indicators": CRITERION + 'measure = "b#"\nthreshold = ">= 1"\n',
    "criteria with unknown keys": CRITERION + "key# = 1\n",
    "indicators": '[[indicators]]\nid = "b#"\nname = "b"\n',
    "derived indicators": '[[indicators]]\nid = "b#"\nname = "b"\nmeasure = "a + a"\n',
    "derived indicators in one another": derived("b#", "c# + a") + derived("c#", "b# + a"),
    "indicators with bad names": '[[indicators]]\nid = "B#"\nname = "b"\n',
    "groups": '[[groups]]\nid = "g#"\nname = "g"\npoints = 1\n',
    "groups in one another": '[[groups]]\nid = "g#"\nname = "g"\nparent = "g#"\n',
    "groups of criteria": '[[groups]]\nid = "g#"\nname = "g"\n' + CRITERION + 'group = "g#"\n',
    "references": '[[references]]\nid = "r#"\ntitle = "r"\n'
    + CRITERION
    + 'quote = { reference = "r#", phrase = "p" }\n',
    "grades": CRITERION + '[[grades]]\nid = "g#"\nname = "g"\nthreshold = ">= 1"\nmet = ["c#"]\n',
    "tables": "[table#]\n",
}
LISTS = {
    "conditions": ("conditions = [{}]\n", '"a", '),
    "bad conditions": ("conditions = [{}]\n", '"a +", '),
    "bands": ('measure = "a"\nbands = [{}]\n', '{ threshold = ">= 1", points = 1 }, '),
    "documents": ("evidence = [{}]\n", '"a", '),
    "unknown documents": ("evidence = [{}]\n", '"b#", '),
    "numbers": ("verify = [{}]\n", "1, "),
}


def listed(whole: str, part: str, count: int) -> str:
    """
    Return a criterion with a list of so many parts.
    """
    return criterion(0, whole.format(repeated(part, count)))


SWOLLEN: dict[str, Callable[[int], str]] = {
    **{name: partial(repeated, text) for name, text in ENTRIES.items()},
    **{name: partial(listed, whole, part) for name, (whole, part) in LISTS.items()},
}


def read(text: str) -> object:
    """
    Read a standard, or the whole text of its refusal.
    """
    try:
        return read_standard(parse_document(HEAD + ANSWER + text, "s.toml", "toml"))
    except ProblemsError as error:
        return str(error)


def problems(text: str) -> list[str]:
    """
    Return what is said of a standard that is refused.
    """
    with pytest.raises(ProblemsError) as caught:
        read_standard(parse_document(HEAD + ANSWER + text, "s.toml", "toml"))
    return [problem.sentence("en") for problem in caught.value.problems]


class TestFiles:
    @pytest.mark.parametrize("name", TOML)
    def test_place(self, name: str) -> None:
        """
        A hostile formula in a file is refused with the place where it stands.
        """
        formula = json.dumps(TOML[name])
        for line in (f"measure = {formula}", f"conditions = ['a', {formula}]"):
            said = problems(f"{criterion(0)}{line}\n")
            assert said
            assert all(re.match(r"s\.toml:\d+:\d+: ", sentence) for sentence in said)

    @pytest.mark.parametrize("name", SWOLLEN)
    def test_growth(self, name: str) -> None:
        """
        The work for a swollen file grows as the file does, not as its square.
        """
        few, many = (work(partial(read, SWOLLEN[name](count))) for count in (100, 400))
        assert many < few * 6

    @pytest.mark.parametrize("name", ["criteria", "bands"])
    def test_size(self, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A file with 100,000 criteria, or with 100,000 bands in one, is too large to be parsed.
        """

        def loads(*_arguments: object, **_named: object) -> object:
            pytest.fail("the text was parsed")

        file = tmp_path / "s.toml"
        file.write_text(HEAD + SWOLLEN[name](100_000), "utf-8")
        monkeypatch.setattr("tomllib.loads", loads)
        assert file.stat().st_size > LARGEST_FILE
        assert "more than 1048576 bytes" in str(refusal(lambda: load_standard(file)))

    @pytest.mark.parametrize("formula", ["{0} + {0}", "{0} * {0} * {0}", "min({0}, {0})", "-{0}"])
    def test_bomb(self, formula: str) -> None:
        """
        Derived indicators that double one another are refused long before they are written out.
        """
        chain = "".join(
            derived(f"b{number}", formula.format(f"b{number - 1}" if number else "rolls"))
            for number in range(100)
        )
        use = 'measure = "b99"\nthreshold = ">= 1"\n'
        for order in (chain + criterion(0, use), criterion(0, use) + chain):
            assert work(partial(problems, ROLLS + order)) < 20 * MOST_CALLS
            said = problems(ROLLS + order)
            assert any("once its derived indicators are written out" in each for each in said)

    def test_circle(self) -> None:
        """
        A circle of a thousand definitions is told of, and ends.
        """
        circle = "".join(
            derived(f"b{number}", f"b{(number + 1) % 1000} + rolls") for number in range(1000)
        )
        said = problems(ROLLS + circle)
        assert any("are defined by one another" in each for each in said)


class TestCommand:
    @pytest.mark.parametrize("name", ["power", "attribute", "deep parentheses", "null", "digits"])
    def test_formula(self, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """
        The command ends with status 2, the place and a sentence, and prints nothing else.
        """
        standard, evidence = tmp_path / "s.toml", tmp_path / "e.toml"
        line = f"measure = {json.dumps(HOSTILE[name])}\n"
        standard.write_text(HEAD + ANSWER + criterion(0, line), "utf-8")
        evidence.write_text("a = true\n", "utf-8")
        assert cli.main(["evaluate", str(standard), str(evidence), "--lang", "en"]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert f"{standard}:11:" in said.err
        assert "Traceback" not in said.err
        assert len(said.err) < 2000
