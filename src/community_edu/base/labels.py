"""
Labels of codes: what a reader sees instead of ``teaching_point``.

Kinds, audiences and periods are open vocabularies: a county may use codes of
its own, which then show as they are. The table is ``packs/labels.toml``.
"""

import pkgutil
import tomllib
from functools import cache

from community_edu.base.texts import Language, Text


@cache
def labels(vocabulary: str) -> dict[str, Text]:
    """
    Return the shipped codes of *vocabulary* with their labels.

    Example:
        >>> labels("organization")["teaching_point"].en
        'teaching point'
    """
    return {
        code: Text(entry["zh"], en=entry["en"])
        for code, entry in _table().get(vocabulary, {}).items()
    }


def label(vocabulary: str, code: str, language: Language) -> str:
    """
    Return the label of *code* in *language*, or the code itself if it has none.

    Example:
        >>> label("organization", "teaching_point", "zh-CN"), label("organization", "yurt", "en")
        ('教学点', 'yurt')
    """
    known = labels(vocabulary).get(code)
    return known.to(language) if known else code


@cache
def _table() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads((pkgutil.get_data("community_edu.packs", "labels.toml") or b"").decode())
