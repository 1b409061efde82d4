"""
Errors: sentences in two languages, groups, and the way through a pickle.
"""

import importlib
import pickle
import pkgutil
import re
import types
import typing
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from fractions import Fraction
from typing import ClassVar, cast

import attrs
import pytest

import community_edu
from community_edu.base import (
    LANGUAGES,
    CommunityEduError,
    InvalidIdentifierError,
    Path,
    ProblemsError,
    Text,
    UnknownReferenceError,
    format_path,
)
from community_edu.calendars import OverlappingSchoolYearsError, school_terms
from community_edu.calendars.lunar import ImpossibleLunarDateError

EXAMPLES: dict[type[CommunityEduError], tuple[object, ...]] = {
    ImpossibleLunarDateError: (2026, 2, True, None),
    OverlappingSchoolYearsError: (
        *school_terms("CN-310000").years,
        *school_terms("CN-310000").years,
    ),
}
"""
The facts of errors whose facts have to agree with one another.
"""

SIMPLE: dict[object, object] = {
    str: "a name",
    int: 7,
    bool: True,
    float: 0.5,
    Fraction: Fraction(1, 2),
    object: "a value",
    date: date(2026, 10, 18),
    time: time(9, 30),
    datetime: datetime(2026, 10, 18, 9, 30, tzinfo=UTC),
    Text: Text("重阳节", en="Double Ninth"),
    CommunityEduError: InvalidIdentifierError("A"),
}


def example(kind: object) -> object:
    """
    Return some value of the type *kind*.
    """
    if kind in SIMPLE:
        return SIMPLE[kind]
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        return (example(arguments[0]), example(arguments[0]))
    if origin in {types.UnionType, typing.Union, typing.Literal}:
        return arguments[0] if origin is typing.Literal else example(arguments[0])
    assert isinstance(kind, type), f"no example of {kind}"
    assert attrs.has(kind), f"no example of {kind}"
    values = {f.name: example(f.type) for f in attrs.fields(kind) if f.default is attrs.NOTHING}
    return kind(**values)


def every_error() -> Iterator[type[CommunityEduError]]:
    """
    Yield every kind of error of the library, without the families of such kinds.
    """
    for module in pkgutil.walk_packages(community_edu.__path__, "community_edu."):
        if not module.name.endswith("__main__"):
            try:
                importlib.import_module(module.name)
            except ModuleNotFoundError as error:  # an extra that is not installed
                if str(error.name).startswith("community_edu"):
                    raise
    waiting: list[type[CommunityEduError]] = [CommunityEduError]
    while waiting:
        kind = waiting.pop()
        kinds = kind.__subclasses__()
        waiting.extend(kinds)
        if not kinds and kind.__module__.startswith("community_edu."):
            yield kind


ERRORS = sorted(set(every_error()) - {ProblemsError}, key=lambda kind: kind.__qualname__)


def made(kind: type[CommunityEduError]) -> CommunityEduError:
    """
    Return an error of *kind* with examples for all its facts.
    """
    if kind in EXAMPLES:
        return kind(*EXAMPLES[kind])
    fields = attrs.fields(cast("type[attrs.AttrsInstance]", kind))
    return kind(*(example(field.type) for field in fields))


class TestFormatPath:
    @pytest.mark.parametrize(
        ("path", "text"),
        [
            ((), ""),
            (("plan",), "plan"),
            (("duties", 3, "when"), "duties[3].when"),
            (("themes", 0, "days", 12), "themes[0].days[12]"),
            ((2, "name"), "[2].name"),
        ],
    )
    def test_as_readers_of_the_file_write(self, path: Path, text: str) -> None:
        """
        Keys are joined by dots and indices stand in brackets, counted from 0.
        """
        assert format_path(path) == text


class TestCommunityEduError:
    def test_plain_text(self) -> None:
        """
        An error made of text alone says that text in every language.
        """
        error = CommunityEduError("no", "way")
        assert [error.sentence(language) for language in LANGUAGES] == ["no way", "no way"]

    def test_prints_in_english(self) -> None:
        """
        An error prints its English sentence.
        """
        error = InvalidIdentifierError("East Gate")
        assert str(error) == error.sentence("en")
        assert str(error).startswith("East Gate is not an identifier")

    def test_facts_speak_the_language(self) -> None:
        """
        A fact that is a text of two languages stands in the sentence in its language.
        """

        @attrs.define(slots=False)
        class LateError(CommunityEduError):
            en: ClassVar[str] = "{what} is over, as are {others}"
            zh: ClassVar[str] = "{what}已经过了，还有{others}"

            what: Text
            others: tuple[str, ...]

        error = LateError(Text("重阳节", en="Double Ninth"), ("a", "b"))
        assert error.sentence("en") == "Double Ninth is over, as are a, b"
        assert error.sentence("zh-CN") == "重阳节已经过了，还有a、b"

    def test_braces_in_facts(self) -> None:
        """
        Braces that a user wrote are no places for facts.
        """
        assert str(InvalidIdentifierError("{value}")).startswith("{value} is not an identifier")

    def test_notes_are_no_facts(self) -> None:
        """
        Notes that Python hangs on an error are not among its facts.
        """
        error = InvalidIdentifierError("A")
        error.add_note("while reading")
        assert error.facts() == {"value": "A"}


class TestEveryError:
    @pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
    def test_there_and_back(self, kind: type[CommunityEduError]) -> None:
        """
        An error that went through a pickle has the same facts and says the same.
        """
        error = made(kind)
        again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
        assert type(again) is kind
        for language in LANGUAGES:
            assert again.sentence(language) == error.sentence(language)
        for name, value in error.facts().items():
            if not isinstance(value, CommunityEduError):
                assert again.facts()[name] == value

    @pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
    def test_speaks_both_languages(self, kind: type[CommunityEduError]) -> None:
        """
        Each error has a sentence in both languages, with no place left open and no full stop.
        """
        error = made(kind)
        for language in LANGUAGES:
            assert not re.search(r"\{\w|\w\}|\.$|。$", error.sentence(language))
        assert re.search("[\u4e00-\u9fff]", error.sentence("zh-CN"))

    @pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
    def test_is_a_built_in_too(self, kind: type[CommunityEduError]) -> None:
        """
        Each error can also be caught as the built-in that fits.
        """
        others = [base for base in kind.__mro__ if base not in CommunityEduError.__mro__]
        assert any(base.__module__ == "builtins" for base in others)

    def test_codes(self) -> None:
        """
        The code of an error is a name in lowercase and hyphens, of this kind of error alone.
        """
        codes = [kind.code for kind in ERRORS]
        assert not [code for code in codes if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)]
        assert sorted(codes) == sorted(set(codes))

    def test_the_walk_finds_them(self) -> None:
        """
        The errors above are those of all rooms.
        """
        rooms = {kind.__module__.split(".")[1] for kind in ERRORS}
        assert {"base", "calendars", "measures", "organizations", "evaluation"} <= rooms


class TestProblemsError:
    first = InvalidIdentifierError("A")
    second = UnknownReferenceError(("tiers", 0), "organization", "机构", "east", ("west",))
    third = InvalidIdentifierError("C")

    def test_says_all_at_once(self) -> None:
        """
        Every problem stands in a line of its own, under the title, in the order of the input.
        """
        error = ProblemsError("two are wrong", [self.first, self.second])
        assert str(error).splitlines() == [
            "two are wrong",
            f"- {self.first.sentence('en')}",
            f"- {self.second.sentence('en')}",
        ]
        assert error.sentence("zh-CN").splitlines()[1:] == [
            f"- {self.first.sentence('zh-CN')}",
            f"- {self.second.sentence('zh-CN')}",
        ]

    def test_opens_groups(self) -> None:
        """
        Problems of a group inside stand where the group stood.
        """
        inner = ProblemsError("inner", [self.second, self.third])
        outer = ProblemsError("outer", [self.first, inner])
        assert outer.problems == (self.first, self.second, self.third)
        assert str(outer).count("\n- ") == 3
        assert "inner" not in str(outer)

    def test_what_is_not_ours(self) -> None:
        """
        An exception of somebody else is kept in the group but is none of the problems.
        """
        foreign = cast("CommunityEduError", KeyError("x"))
        error = ProblemsError("mixed", [foreign, self.first])
        assert error.problems == (self.first,)
        assert error.exceptions == (foreign, self.first)

    def test_except_star(self) -> None:
        """
        Part of the problems can be caught, and the rest goes on as the same kind of group.
        """
        caught: list[object] = []
        with pytest.raises(ProblemsError) as rest:  # noqa: PT012 - except* needs a try
            try:
                raise ProblemsError("both", [self.first, self.second])
            except* LookupError as group:
                caught.extend(group.exceptions)
        assert caught == [self.second]
        assert rest.value.problems == (self.first,)
        assert rest.value.message == "both"

    def test_is_ours(self) -> None:
        """
        A group of problems is caught like any one of our errors.
        """
        with pytest.raises(CommunityEduError, match="one is wrong"):
            raise ProblemsError("one is wrong", [self.first])
        with pytest.raises(ExceptionGroup, match="one is wrong"):
            raise ProblemsError("one is wrong", [self.first])

    def test_there_and_back(self) -> None:
        """
        A group that went through a pickle says the same.
        """
        error = ProblemsError("both", [self.first, ProblemsError("in", [self.second])])
        again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
        assert isinstance(again, ProblemsError)
        assert str(again) == str(error)
