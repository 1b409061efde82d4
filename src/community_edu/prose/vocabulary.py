"""
The words by which prose is taken apart: ``packs/prose_words.toml``, with the labels of kinds.
"""

import pkgutil
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TypedDict, cast

import attrs

from community_edu.base import labels


class _Pack(TypedDict):
    """
    The file as it is.
    """

    bodies: dict[str, str]
    places: dict[str, str]
    names: dict[str, list[str]]
    audiences: dict[str, str]
    units: dict[str, str]
    hedges: dict[str, dict[str, str]]
    masks: dict[str, list[str]]
    time: dict[str, list[str]]
    residue: dict[str, list[str]]
    documents: dict[str, list[str]]


@attrs.frozen(kw_only=True)
class Vocabulary:
    """
    The words, and the patterns made of them.

    Attributes:
        bodies: How names of bodies end, with the kind of body.
        places: Ends that are a body behind a name of its own only.
        breaks: What a name does not reach over.
        behind_places: What may stand behind such an end.
        no_bodies: Words that are none, though they end like one.
        audiences: Groups of people, with their codes.
        units: What stands behind a number, with the unit.
        before: What makes a number a bound, before it.
        behind: The same, behind it.
        not_time: Words that only look like time.
        mask: What has been blotted out.
        residue: A line that the web left.
        end: A line from which on there is nothing but residue.
        head: A line with which the next plan of a file begins.
    """

    bodies: Mapping[str, str]
    places: Mapping[str, str]
    breaks: re.Pattern[str]
    behind_places: re.Pattern[str]
    no_bodies: re.Pattern[str]
    audiences: Mapping[str, str]
    units: Mapping[str, str]
    before: Mapping[str, str]
    behind: Mapping[str, str]
    not_time: re.Pattern[str]
    mask: re.Pattern[str]
    residue: re.Pattern[str]
    end: re.Pattern[str]
    head: re.Pattern[str]


def any_of(words: Iterable[str]) -> str:
    """
    Return a pattern for any of *words*, the longest first.
    """
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


@cache
def vocabulary() -> Vocabulary:
    """
    Return the shipped words.
    """
    data = pkgutil.get_data("community_edu.packs", "prose_words.toml") or b""
    pack = cast("_Pack", tomllib.loads(data.decode()))
    kinds = {name.zh: kind for kind, name in labels("organization").items()}
    places = pack["places"]
    named = {word: kind for word, kind in kinds.items() if word not in places and len(word) > 1}
    return Vocabulary(
        bodies=named | pack["bodies"],
        places=places,
        breaks=re.compile(any_of(pack["names"]["breaks"])),
        behind_places=re.compile(any_of(pack["names"]["behind_places"]) + "|[^一-鿿]|$"),
        no_bodies=re.compile(any_of(pack["names"]["no_bodies"])),
        audiences=pack["audiences"],
        units=pack["units"],
        before=pack["hedges"]["before"],
        behind=pack["hedges"]["behind"],
        not_time=re.compile(any_of(pack["time"]["never"])),
        mask=re.compile("|".join(pack["masks"]["patterns"])),
        residue=re.compile("|".join(pack["residue"]["lines"])),
        end=re.compile("|".join(pack["residue"]["ends"])),
        head=re.compile("|".join(pack["documents"]["heads"])),
    )
