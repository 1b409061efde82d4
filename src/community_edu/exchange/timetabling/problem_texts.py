"""
Problems as the text of a TOML or JSON file.
"""

import json
import os
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, cast

import attrs

from community_edu.base import CommunityEduError
from community_edu.exchange._reading import FORMAT
from community_edu.exchange.converting import unstructure
from community_edu.exchange.timetabling.kinded import KIND
from community_edu.exchange.timetabling.problem_weeks import (
    TRAVEL,
    WEEKS,
    travel_table,
    weeks_table,
)
from community_edu.exchange.timetabling.problems import DEMANDS, HARD, HEAD, PINS, RULES
from community_edu.exchange.toml_texts import toml_key, toml_value
from community_edu.exchange.writing import write_file
from community_edu.scheduling.demands import Demand, OwnDemand
from community_edu.scheduling.problems import TimetableProblem


@attrs.define(slots=False)
class OwnDemandError(CommunityEduError, TypeError):
    """
    A demand of the user's own, which a file cannot have.
    """

    code: ClassVar[str] = "own-demand"
    en: ClassVar[str] = "the demand '{demand}' is code of your own; write the problem without it"
    zh: ClassVar[str] = "要求“{demand}”是自编的代码，不能写入文件，请先去掉"

    demand: str


def problem_document(problem: TimetableProblem) -> dict[str, Any]:
    """
    Return *problem* as plain data, as a problem file has it.

    What has its default is left out; busy times out of a calendar stand in it themselves.

    Raises:
        OwnDemandError: It has a demand of the user's own.

    Example:
        >>> from community_edu.exchange.timetabling.problems import load_problem
        >>> problem = load_problem("examples/problems/community-school.toml")
        >>> problem_document(problem)["weeks"]["weekdays"][-1]
        'SAT'
    """
    document: dict[str, Any] = {"format": FORMAT}
    if problem.name is not None:
        document[HEAD] = {"name": unstructure(problem.name)}
    document[WEEKS] = weeks_table(problem.weeks)
    lists: dict[str, object] = {
        "venues": unstructure(problem.venues),
        "educators": unstructure(problem.educators),
        "sections": unstructure(problem.sections),
        PINS: unstructure(problem.pins),
        RULES: [_demand_table(rule) for rule in problem.rules],
    }
    document |= {name: entries for name, entries in lists.items() if entries}
    travel = travel_table(problem.travel)
    return document | ({TRAVEL: travel} if travel else {})


def problem_to_toml(problem: TimetableProblem) -> str:
    """
    Write *problem* as the text of a problem file, which `load_problem` reads as an equal one.

    Raises:
        OwnDemandError: It has a demand of the user's own.

    Example:
        >>> from community_edu.exchange.timetabling.problems import load_problem
        >>> problem = load_problem("examples/problems/community-school.toml")
        >>> print(problem_to_toml(problem)[:10])
        format = 1
    """
    return toml_document(problem_document(problem))


def save_problem(
    problem: TimetableProblem, path: str | os.PathLike[str], *, force: bool = False
) -> None:
    """
    Write *problem* as a file, JSON if its name ends so and TOML if not.

    Args:
        problem: The problem.
        path: Where.
        force: Whether a file that is there is replaced.

    Raises:
        OwnDemandError: It has a demand of the user's own.
        ProblemsError: The file is there already or cannot be written.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> from community_edu.exchange.timetabling.problems import load_problem
        >>> problem = load_problem("examples/problems/community-school.toml")
        >>> with TemporaryDirectory() as folder:
        ...     save_problem(problem, f"{folder}/copy.json")
        ...     load_problem(f"{folder}/copy.json") == problem
        True
    """
    save_document(path, problem_document(problem), force=force)


def _demand_table(rule: Demand | OwnDemand) -> dict[str, object]:
    """
    Return a demand as an entry of a file: its kind first, its name only if it is no other's.
    """
    if not isinstance(rule, Demand) or DEMANDS.get(rule.kind) is not type(rule):
        raise OwnDemandError(rule.id)
    table = cast("dict[str, object]", unstructure(rule))
    if attrs.evolve(rule, id="").id == rule.id:
        del table["id"]
    if "weight" in table and rule.weight is None:
        table["weight"] = HARD
    return {KIND: rule.kind} | table


def toml_document(document: Mapping[str, object]) -> str:
    """
    Write plain data as the text of a TOML file; what is nothing is left out.

    Example:
        >>> print(toml_document({"cost": None, "sessions": [{"section": "choir"}]}), end="")
        <BLANKLINE>
        [[sessions]]
        section = "choir"
    """
    return "\n".join(_lines(document)) + "\n"


def save_document(
    path: str | os.PathLike[str], document: Mapping[str, object], *, force: bool
) -> None:
    """
    Write plain data as a file, JSON if its name ends so and TOML if not.

    Raises:
        ProblemsError: The file is there already or cannot be written.

    Example:
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     save_document(f"{folder}/cost.json", {"cost": 3}, force=False)
        ...     print(Path(folder, "cost.json").read_text(), end="")
        {
          "cost": 3
        }
    """
    if os.fspath(path).casefold().endswith(".json"):
        text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    else:
        text = toml_document(document)
    write_file(path, text.encode(), force=force)


def _lines(document: Mapping[str, object]) -> Iterator[str]:
    """
    Yield the lines of a file: plain values first, then tables, each key of them in one line.
    """
    tables = {key: value for key, value in document.items() if value and _is_table(value)}
    yield from _pairs({key: value for key, value in document.items() if key not in tables})
    for key, value in tables.items():
        if isinstance(value, dict):
            yield from ("", f"[{key}]", *_pairs(cast("dict[str, object]", value)))
        else:
            for entry in cast("list[dict[str, object]]", value):
                yield from ("", f"[[{key}]]", *_pairs(entry))


def _is_table(value: object) -> bool:
    return isinstance(value, dict | list)


def _pairs(table: Mapping[str, object]) -> Iterator[str]:
    return (
        f"{toml_key(key)} = {toml_value(value)}"
        for key, value in table.items()
        if value is not None
    )
