"""
The errors of the library: each knows its facts and makes its own sentence.

Every error derives from `CommunityEduError` and from the built-in that fits, so
that both ``except CommunityEduError`` and ``except ValueError`` catch it.
"""

from collections.abc import Sequence
from typing import ClassVar, Self

import attrs

from community_edu.base.texts import Language, words

Path = tuple[str | int, ...]
"""
Where in a plan (or in another nested value) a thing stands: ``("duties", 3, "when")``.
"""


def format_path(path: Path) -> str:
    """
    Write *path* as a reader of the file would: ``duties[3].when``.

    Indices count from 0, as in Python and JSON.

    Example:
        >>> format_path(("duties", 3, "when"))
        'duties[3].when'
    """
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
    return text


class CommunityEduError(Exception):
    """
    Something the library refuses, with its reason in Chinese and in English.

    Subclasses give `code` (a stable name for programs) and the two sentences
    `zh` and `en`, written with the names of their own fields.
    """

    code: ClassVar[str] = "error"
    zh: ClassVar[str] = "{text}"
    en: ClassVar[str] = "{text}"

    def facts(self) -> dict[str, object]:
        """
        Return what the sentence tells of: the public fields of the error.
        """
        return {name: value for name, value in vars(self).items() if not name.startswith("_")}

    def sentence(self, language: Language = "en") -> str:
        """
        Say in *language* what was found, which rule it meets and what to do.
        """
        template = self.en if language == "en" else self.zh
        facts = {"text": " ".join(str(arg) for arg in self.args)} | self.facts()
        return template.format_map({name: words(value, language) for name, value in facts.items()})

    def __str__(self) -> str:
        return self.sentence("en")


class ProblemsError(ExceptionGroup[CommunityEduError], CommunityEduError):
    """
    All that is wrong with one input, at once.

    `exceptions` holds the problems in the order of the input.
    """

    code: ClassVar[str] = "problems"

    def derive(self, excs: Sequence[CommunityEduError], /) -> Self:  # type: ignore[override]
        """
        Return a group of the same kind with other problems (for ``except*``).
        """
        return type(self)(self.message, excs)

    @property
    def problems(self) -> tuple[CommunityEduError, ...]:
        """
        Every problem, with nested groups opened, in the order of the input.
        """
        found: list[CommunityEduError] = []
        for problem in self.exceptions:
            if isinstance(problem, ProblemsError):
                found.extend(problem.problems)
            elif isinstance(problem, CommunityEduError):
                found.append(problem)
        return tuple(found)

    def sentence(self, language: Language = "en") -> str:
        """
        Say every problem, one a line, under the title.
        """
        lines = [f"- {problem.sentence(language)}" for problem in self.problems]
        return "\n".join([self.message, *lines])

    def __str__(self) -> str:
        return self.sentence("en")


@attrs.define(slots=False)
class MissingExtraError(CommunityEduError, ImportError):
    """
    A part of the library whose own dependency is not installed.
    """

    code: ClassVar[str] = "missing-extra"
    en: ClassVar[str] = "this needs an extra; run: pip install 'community-edu[{extra}]'"
    zh: ClassVar[str] = "此功能需要附加组件，请运行：pip install 'community-edu[{extra}]'"

    extra: str
