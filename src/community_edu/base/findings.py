"""
Findings: what is doubtful, missing or broken, without being an error.

A room declares its kinds of finding beside the check that makes them; the
sentence is made late, in the language of the reader.
"""

from collections.abc import Mapping
from typing import Literal, TypeAlias

import attrs

from community_edu.base.errors import Path, format_path
from community_edu.base.sources import Source
from community_edu.base.texts import Language, words

Severity: TypeAlias = Literal["info", "warning", "error"]
"""
``info``: worth knowing. ``warning``: somebody should decide. ``error``: a promise is broken.
"""


@attrs.frozen
class FindingKind:
    """
    One kind of finding: a stable code and its sentence in both languages.

    Attributes:
        code: The name that programs compare, for example ``quota-not-met``.
        severity: How much it matters.
        zh: The sentence in Chinese, with the names of its parameters in braces.
        en: The same in English.
    """

    code: str
    severity: Severity
    zh: str
    en: str


def _pairs(
    parameters: Mapping[str, object] | tuple[tuple[str, object], ...],
) -> tuple[tuple[str, object], ...]:
    return tuple(sorted(dict(parameters).items()))


@attrs.frozen
class Finding:
    """
    One observation about a plan, a network, a calendar or a report.

    Attributes:
        kind: What was found; its code and severity are also at hand here.
        path: Where in the plan: ``("duties", 3)``. Empty for the whole of it.
        items: The parameters of the sentence, as sorted pairs; give a mapping.
        source: The words of the plan that it is about, if it has any.
    """

    kind: FindingKind
    path: Path = ()
    items: tuple[tuple[str, object], ...] = attrs.field(default=(), converter=_pairs)
    source: Source | None = None

    @property
    def code(self) -> str:
        """
        The stable name of the kind.
        """
        return self.kind.code

    @property
    def severity(self) -> Severity:
        """
        How much it matters.
        """
        return self.kind.severity

    @property
    def parameters(self) -> Mapping[str, object]:
        """
        The values of which the sentence speaks.
        """
        return dict(self.items)

    def message(self, language: Language = "zh-CN") -> str:
        """
        Say it in *language*, without the place and the source.
        """
        template = self.kind.en if language == "en" else self.kind.zh
        return template.format_map({name: words(value, language) for name, value in self.items})

    def line(self, language: Language = "zh-CN") -> str:
        """
        Say it in one line: severity, code, place, sentence, source.
        """
        place = f"{format_path(self.path)}: " if self.path else ""
        source = f" ⟨{self.source}⟩" if self.source else ""
        return f"{self.severity} {self.code}: {place}{self.message(language)}{source}"

    def at(self, *path: str | int, source: Source | None = None) -> "Finding":
        """
        Return the same finding placed at *path*, with *source* if it had none.
        """
        return Finding(self.kind, path, self.items, self.source or source)

    def __str__(self) -> str:
        return self.line("zh-CN")
