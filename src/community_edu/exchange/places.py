"""
Places: where in which file something is wrong.
"""

import re
from typing import ClassVar

import attrs

from community_edu.base import CommunityEduError, Language, Path, ProblemsError, format_path

_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]"
)


@attrs.frozen
class Place:
    """
    Where in which file, as compilers write it.

    Attributes:
        file: The name of the file, as the user gave it.
        line: Counted from 1, or `None` where only the file is known.
        column: Counted from 1, or `None` where only the line is known.

    Example:
        >>> str(Place("plan.toml", 41, 9)), str(Place("plan.json"))
        ('plan.toml:41:9', 'plan.json')
    """

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        numbers = [str(number) for number in (self.line, self.column) if number is not None]
        return ":".join([self.file, *numbers])


@attrs.define(slots=False)
class PlacedError(CommunityEduError, ValueError):
    """
    A problem with the place where it stands in a file.

    Its `code` is that of the problem. Its sentence is one line, whatever the
    file holds: control characters are shown as escapes.

    Example:
        >>> from community_edu.base import InvalidIdentifierError
        >>> error = PlacedError(Place("plan.toml", 3, 1), ("id",), InvalidIdentifierError("A"))
        >>> error.code, str(error)[:35]
        ('invalid-id', 'plan.toml:3:1: id: A is not an iden')
    """

    code: ClassVar[str] = "placed"

    place: Place
    path: Path
    problem: CommunityEduError

    def __attrs_post_init__(self) -> None:
        vars(self)["code"] = self.problem.code  # stands before the code of the class

    def sentence(self, language: Language = "en") -> str:
        """
        Say the place, the path if there is one, and the problem in *language*.
        """
        return self._joined(str(self.place), format_path(self.path), language)

    def line(self, language: Language = "en") -> str:
        """
        Say the same with the code after the place, as the command prints it.
        """
        places = f"{self.place}: {self.problem.code}"
        return self._joined(places, format_path(self.path), language)

    def _joined(self, place: str, path: str, language: Language) -> str:
        parts = [place, path, self.problem.sentence(language)]
        return visible(": ".join(part for part in parts if part))


def refusal(place: Place, problem: CommunityEduError) -> ProblemsError:
    """
    Return the error for a file that one *problem* makes useless.
    """
    return ProblemsError(visible(place.file), [PlacedError(place, (), problem)])


def visible(text: str) -> str:
    """
    Return *text* with escapes for what would move a cursor or hide.
    """
    return _HIDDEN.sub(lambda found: ascii(found.group())[1:-1], text)


def short(text: str, most: int = 60) -> str:
    """
    Return *text*, or its beginning if it has more than *most* characters.
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"
