"""
The words of time, as patterns: the sections of ``packs/phrase_words.txt``.
"""

import pkgutil
import re
from functools import cache

import attrs

_HEADER = re.compile(r"\[([.A-Z][^ \]]*) ?(.*)\]")


@attrs.frozen
class Section:
    """
    The patterns of one kind of token, or a part of others.

    Attributes:
        kind: The kind of token; with a dot before it, the name of a part.
        word: Which of the words of that kind it is.
        patterns: Any of these.
    """

    kind: str
    word: str
    patterns: tuple[str, ...] = attrs.field(converter=tuple[str, ...])

    @property
    def pattern(self) -> str:
        """
        One pattern for any of them.
        """
        return "|".join(self.patterns)


@cache
def sections() -> tuple[Section, ...]:
    """
    Return the sections in their order, with the parts of patterns filled in.
    """
    data = pkgutil.get_data("community_edu.packs", "phrase_words.txt") or b""
    found: list[Section] = []
    for line in data.decode().splitlines():
        header = _HEADER.fullmatch(line)
        if header:
            found.append(Section(header[1], header[2], ()))
        elif line and not line.startswith("#"):
            found[-1] = attrs.evolve(found[-1], patterns=(*found[-1].patterns, line))
    parts: dict[str, list[str]] = {}
    for section in found:
        if section.kind.startswith("."):
            parts.setdefault(f"{{{section.kind[1:]}}}", []).append(section.pattern)
    filled = {name: f"(?:{'|'.join(patterns)})" for name, patterns in parts.items()}
    return tuple(_filled(section, filled) for section in found)


def _filled(section: Section, parts: dict[str, str]) -> Section:
    patterns: list[str] = []
    for pattern in section.patterns:
        whole = pattern
        for name, part in parts.items():
            whole = whole.replace(name, part)
        patterns.append(whole)
    return attrs.evolve(section, patterns=patterns)
