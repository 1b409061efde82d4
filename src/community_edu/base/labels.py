"""
Labels of codes: what a reader sees instead of ``teaching_point``.

Kinds, relations and units are open vocabularies: a county may use codes of its
own, which show as they are, or with its own labels inside `own_labels`. The
shipped table is ``packs/labels.toml``.
"""

import pkgutil
import tomllib
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from types import MappingProxyType
from typing import TypeAlias

from community_edu.base.texts import Language, Text

Labels: TypeAlias = Mapping[str, Mapping[str, Text]]
"""
For each vocabulary, such as ``organization``, the labels of its codes.
"""

_OWN: ContextVar[Labels] = ContextVar("own labels", default=MappingProxyType({}))


@contextmanager
def own_labels(own: Labels) -> Generator[None]:
    """
    Let readers see *own* labels (自定义名称), over the shipped ones, inside a ``with`` block.

    Sentences are made late: what is said inside the block, in this thread or
    task, has these labels. Blocks may stand in one another; the inner goes first.

    Args:
        own: The labels; those of codes that have one already replace it.

    Example:
        >>> with own_labels({"organization": {"yurt": Text("蒙古包课堂", en="yurt class")}}):
        ...     label("organization", "yurt", "en")
        'yurt class'
    """
    outer = _OWN.get()
    merged = {name: {**outer.get(name, {}), **own.get(name, {})} for name in {*outer, *own}}
    token = _OWN.set(merged)
    try:
        yield
    finally:
        _OWN.reset(token)


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

    Labels of `own_labels` go first.

    Example:
        >>> label("organization", "teaching_point", "zh-CN"), label("organization", "yurt", "en")
        ('教学点', 'yurt')
    """
    known = _OWN.get().get(vocabulary, {}).get(code) or labels(vocabulary).get(code)
    return known.to(language) if known else code


@cache
def _table() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads((pkgutil.get_data("community_edu.packs", "labels.toml") or b"").decode())
