"""
Files of changes: every kind is read, and what does not fit is refused at its place.
"""

from pathlib import Path

import pytest

from community_edu.base import ProblemsError, Text
from community_edu.exchange import parse_document
from community_edu.exchange.timetabling import (
    load_changes,
    load_problem,
    read_changes,
)
from community_edu.exchange.timetabling.change_files import KINDS
from community_edu.scheduling.changes import DaysLost, EducatorAdded, EducatorAway, TimetableChange

EXAMPLES = Path(__file__).parents[2] / "examples" / "problems"

ENTRIES = {
    "educator-away": 'educator = "li"\nfirst = 2026-10-19\nlast = 2026-10-30\nhours = "MON"',
    "educator-leaves": 'educator = "li"\nfirst = 2026-10-19\nreplacement = "sun"',
    "educator-added": 'educator = { id = "new", name = "新老师", teaches = ["music"] }',
    "venue-closed": 'venue = "hall"\nfirst = 2026-10-19',
    "days-lost": 'dates = [2026-10-19]\nmoved = { "2026-10-24" = "2026-10-20" }',
    "weeks-lost": 'weeks = "7"',
    "section-added": 'section = { id = "erhu", subject = "music" }',
    "section-dropped": 'section = "choir"\nweek = 7',
    "size-changed": 'section = "choir"\nsize = 30',
}


def read(text: str, *, fits: bool = False) -> tuple[TimetableChange, ...]:
    """
    Read changes out of a text; to the example, if they shall fit it.
    """
    problem = load_problem(EXAMPLES / "community-school.toml") if fits else None
    return read_changes(parse_document(text, "c.toml", "toml"), problem)


def refused(text: str, *, fits: bool = False) -> list[str]:
    """
    Say every problem of a text.
    """
    with pytest.raises(ProblemsError) as caught:
        read(text, fits=fits)
    return [str(problem) for problem in caught.value.problems]


class TestLoadChanges:
    def test_example(self) -> None:
        """
        The example is an absence of two weeks.
        """
        (away,) = load_changes(EXAMPLES / "lecturer-away.toml")
        assert isinstance(away, EducatorAway)
        assert (away.educator, away.reason) == ("li", Text("病假", en="ill"))

    @pytest.mark.parametrize("kind", KINDS)
    def test_kinds(self, kind: str) -> None:
        """
        Each kind of change is read.
        """
        (change,) = read(f'[[changes]]\nkind = "{kind}"\n{ENTRIES[kind]}\n', fits=True)
        assert type(change) is KINDS[kind]

    def test_values(self) -> None:
        """
        Tables in a change are values of their own.
        """
        added, lost = read(
            f'[[changes]]\nkind = "educator-added"\n{ENTRIES["educator-added"]}\n'
            f'[[changes]]\nkind = "days-lost"\n{ENTRIES["days-lost"]}\n'
        )
        assert isinstance(added, EducatorAdded)
        assert added.educator.teaches == ("music",)
        assert isinstance(lost, DaysLost)
        assert [str(day) for day in lost.moved.values()] == ["2026-10-20"]


class TestBadChanges:
    def test_names(self) -> None:
        """
        A name that the problem does not have is told at its place.
        """
        text = '[[changes]]\nkind = "educator-away"\neducator = "lii"\nfirst = 2026-10-19\n'
        assert refused(text, fits=True) == [
            "c.toml:3:1: changes[0].educator: there is no educator 'lii'; did you mean 'li'?"
        ]

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("format = 1", "c.toml: the key 'changes' is missing; add it"),
            ("change = 1\nchanges = []", "c.toml:1:1: change: the key 'change' is not known here"),
            ('[[changes]]\nkind = "educator-gone"', "c.toml:2:1: changes[0].kind: "),
            (
                '[[changes]]\nkind = "days-lost"\ndates = []\nmoved = 3',
                "c.toml:4:1: changes[0].moved: expected a table of keys and values",
            ),
            (
                '[[changes]]\nkind = "size-changed"\nsize = "x"\nsection = "choir"',
                "c.toml:3:1: changes[0].size: expected a whole number",
            ),
        ],
    )
    def test_shape(self, text: str, told: str) -> None:
        """
        What is no list of changes is refused.
        """
        (problem,) = refused(text)
        assert problem.startswith(told)
