"""
Reading a formula: from a short text to a tree, and nothing but formulas.

The text is split into words first: what is no name, number or sign of the
language never reaches Python's parser, which only sets the order of operations.
"""

import ast
import re
from fractions import Fraction
from keyword import iskeyword
from typing import Final
from unicodedata import normalize

from community_edu.base import Text, closest
from community_edu.measures.errors import DEEPEST, LONGEST, MeasureSyntaxError, excerpt
from community_edu.measures.nodes import (
    FUNCTIONS,
    RESERVED,
    ZERO,
    Name,
    Node,
    Number,
    Operation,
    Operator,
)

_WORD: Final = re.compile(
    r"(?P<number>\.?[0-9][0-9A-Za-z_.]*)|(?P<name>[A-Za-z_][0-9A-Za-z_]*)|(?P<sign>[-+*/(),.])| "
)
_DECIMAL: Final = re.compile(
    r"(?!0[0-9_]*[1-9][0-9_]*\Z)(?:[0-9]+(?:_[0-9]+)*)?\.?(?:[0-9]+(?:_[0-9]+)*)?"
)
_OPERATORS: Final[dict[type[ast.operator], Operator]] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
}
_CALLS: Final[dict[str, Operator]] = {"min": "min", "max": "max", "count": "count"}
_CHAINED: Final = {"+", "-", "*"}
_QUOTED: Final = 20

_OF_ONE = Text("至少要两项", en="it needs two parts or more")
_OF_NAMES = Text("只能写指标名", en="it takes names of indicators")
_UNCLOSED = Text("有括号没有关上", en="a parenthesis is not closed")
_KEPT = Text("这是算式的保留字", en="this is a word of the language itself")


def read(text: str) -> Node:
    """
    Read a formula.

    Raises:
        MeasureSyntaxError: It is longer than 500 characters, nested deeper than
            20 levels, or uses anything that the language does not have.

    Example:
        >>> str(read("share(t) - share(prev)"))
        '(share - prev.share)'
    """
    if len(text) > LONGEST:
        counted = Text(f"共 {len(text)} 个字符", en=f"it has {len(text)} characters")
        part = text[LONGEST : LONGEST + _QUOTED]
        raise MeasureSyntaxError(excerpt(text), part, LONGEST + 1, counted)
    formula = text.strip()
    reader = _Reader(text, len(text) - len(text.lstrip()))
    reader.check_words(formula)
    try:
        tree = ast.parse(formula, mode="eval").body
    except (SyntaxError, MemoryError, RecursionError):
        raise reader.error(0, formula[:_QUOTED]) from None
    return reader.node(tree, DEEPEST)


class _Reader:
    """
    The text that is read, for what errors say of it.
    """

    def __init__(self, text: str, blanks: int) -> None:
        self.text = text
        self.blanks = blanks

    def error(self, start: int, part: str, hint: Text | None = None) -> MeasureSyntaxError:
        return MeasureSyntaxError(self.text, part, start + self.blanks + 1, hint)

    def refused(self, node: ast.expr, hint: Text | None = None) -> MeasureSyntaxError:
        start, end = node.col_offset, node.end_col_offset or node.col_offset
        return self.error(start, self.text.strip()[start:end], hint)

    def check_words(self, formula: str) -> None:
        """
        Refuse what is no word of the language, or stands where no such word can stand.
        """
        place, open_, complete = 0, 0, False
        while place < len(formula):
            word = _WORD.match(formula, place)
            if word is None:
                raise self.error(place, *_foreign(formula[place]))
            text, sign = word[0], word["sign"]
            if text != " ":
                self.check_word(word, place)
                fits = sign if complete else sign in {None, "-", "("}
                open_ += {"(": 1, ")": -1}.get(text, 0)
                if not fits or not 0 <= open_ <= DEEPEST:
                    raise self.error(place, text)
                complete = sign in {None, ")"}
            place = word.end()
        if not complete or open_:
            raise self.error(place, "", _UNCLOSED if complete else None)

    def check_word(self, word: re.Match[str], place: int) -> None:
        """
        Refuse numbers of programmers and words of Python.
        """
        if word["number"] and not _DECIMAL.fullmatch(word["number"]):
            raise self.error(place, word["number"])
        if word["name"] and iskeyword(word["name"]):
            raise self.error(place, word["name"], _KEPT)

    def node(self, node: ast.expr, depth: int) -> Node:
        """
        Turn Python's syntax tree into ours, refusing all that we do not have.
        """
        if depth == 0:
            raise self.refused(node)
        match node:
            case ast.Constant(value=int() | float()):
                start, end = node.col_offset, node.end_col_offset
                return Number(Fraction(self.text.strip()[start:end]))
            case ast.Name(id=name):
                if name in RESERVED:
                    raise self.refused(node, _KEPT)
                return Name(name)
            case ast.Attribute(value=ast.Name(id=owner), attr=name):
                if owner != "prev" or name in RESERVED:
                    raise self.refused(node, _suggestion(owner, ("prev",), f".{name}"))
                return Name(name, previous=True)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return Operation("-", (ZERO, self.node(operand, depth - 1)))
            case ast.BinOp(op=operator) if type(operator) in _OPERATORS:
                return self.chain(node, _OPERATORS[type(operator)], depth)
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]):
                return self.call(node, name, args, depth)
            case _:
                raise self.refused(node)

    def chain(self, node: ast.BinOp, operator: Operator, depth: int) -> Operation:
        """
        Read ``a + b + c`` as one sum, and likewise what is subtracted or multiplied.
        """
        operands = [self.node(node.right, depth - 1)]
        left = node.left
        while (
            operator in _CHAINED
            and isinstance(left, ast.BinOp)
            and _OPERATORS.get(type(left.op)) == operator
        ):
            operands.append(self.node(left.right, depth - 1))
            left = left.left
        operands.append(self.node(left, depth - 1))
        return Operation(operator, tuple(reversed(operands)))

    def call(self, node: ast.Call, name: str, args: list[ast.expr], depth: int) -> Node:
        """
        Read ``min(a, b)``, ``count(a)``, or ``a(t)`` for now and ``a(prev)`` for before.
        """
        match args:
            case [ast.Name(id="t" | "prev" as period)] if name not in RESERVED:
                return Name(name, previous=period == "prev")
            case _:
                pass
        if name not in _CALLS:
            raise self.refused(node, _suggestion(name, FUNCTIONS, "(…)"))
        least = 1 if name == "count" else 2
        if len(args) < least:
            raise self.refused(node, _OF_NAMES if name == "count" else _OF_ONE)
        operands = tuple(self.node(arg, depth - 1) for arg in args)
        if name == "count":
            for arg, operand in zip(args, operands, strict=True):
                if not isinstance(operand, Name):
                    raise self.refused(arg, _OF_NAMES)
        return Operation(_CALLS[name], operands)


def _foreign(character: str) -> tuple[str, Text | None]:
    """
    Return a character that the language does not have as it can be shown, and what to write.
    """
    if character == "%":
        return character, Text("5% 请写成 0.05", en="write 0.05 for 5%")
    shown = character if character.isprintable() else f"U+{ord(character):04X}"
    plain = {"×": "*", "÷": "/", "−": "-"}.get(character) or normalize("NFKC", character)
    if not character.isascii() and _WORD.fullmatch(plain):
        return shown, Text(f"请写英文半角的 {plain}", en=f"write a plain {plain}")
    return shown, None


def _suggestion(name: str, known: tuple[str, ...], rest: str) -> Text | None:
    near = closest(name, known)
    if near is None:
        return None
    return Text(f"是否应为“{near}{rest}”", en=f"did you mean '{near}{rest}'")
