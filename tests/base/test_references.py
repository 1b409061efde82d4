"""
The check of identifiers and references: everything at once, in order, each with its path.
"""

import pytest

from community_edu.base import (
    CommunityEduError,
    DuplicateIdError,
    Path,
    ProblemsError,
    References,
    UnknownReferenceError,
)

VENUE = ("venue", "场所")


def told(check: References) -> list[tuple[type[CommunityEduError], Path, str]]:
    """
    Return kind, path and value of each problem.
    """
    return [
        (type(problem), problem.path, problem.value)
        for problem in check.problems
        if isinstance(problem, DuplicateIdError | UnknownReferenceError)
    ]


class TestReferences:
    def test_unique(self) -> None:
        """
        Every second use of an identifier is noted, with the place of the first.
        """
        check = References()
        check.unique("venues", ["gym", "hall", "gym", "gym"])
        assert told(check) == [
            (DuplicateIdError, ("venues", 2, "id"), "gym"),
            (DuplicateIdError, ("venues", 3, "id"), "gym"),
        ]
        assert "already used at venues[0].id" in str(check.problems[1])

    def test_one_name_space(self) -> None:
        """
        Lists that share a name space may not share an identifier; others may.
        """
        check, seen = References(), dict[str, Path]()
        check.unique("organizations", ["one"], seen)
        check.unique("positions", ["two", "one"], seen)
        check.unique("venues", ["one", "two"])
        assert told(check) == [(DuplicateIdError, ("positions", 1, "id"), "one")]
        assert seen == {"one": ("organizations", 0, "id"), "two": ("positions", 0, "id")}

    def test_known(self) -> None:
        """
        A reference to what is there, or to nothing, is no problem.
        """
        check = References()
        check.known(("courses", 0, "venue"), VENUE, "gym", {"gym"})
        check.known(("courses", 1, "venue"), VENUE, None, {"gym"})
        check.known(("courses", 2, "venue"), VENUE, "gim", {"gym"})
        assert told(check) == [(UnknownReferenceError, ("courses", 2, "venue"), "gim")]
        assert str(check.problems[0]) == "there is no venue 'gim'; did you mean 'gym'?"

    def test_all_known(self) -> None:
        """
        Of several references each that leads nowhere is noted at its own index.
        """
        check = References()
        check.all_known(("plan", "venues"), VENUE, ["x", "gym", "y"], ["gym"])
        assert told(check) == [
            (UnknownReferenceError, ("plan", "venues", 0), "x"),
            (UnknownReferenceError, ("plan", "venues", 2), "y"),
        ]

    def test_nothing_wrong(self) -> None:
        """
        With nothing noted there is nothing to raise.
        """
        check = References()
        check.finish("fine")
        assert check.problems == []

    def test_all_at_once(self) -> None:
        """
        What was noted is raised together, in the order in which it was noted.
        """
        check = References()
        check.known((), VENUE, "x", [])
        check.unique("venues", ["a", "a"])
        with pytest.raises(ProblemsError, match=r"^it is wrong$") as caught:
            check.finish("it is wrong")
        assert caught.value.problems == tuple(check.problems)
        assert str(caught.value) == (
            "it is wrong\n"
            "- there is no venue 'x'; define it, or correct the name\n"
            "- the id 'a' is already used at venues[0].id; give each its own"
        )

    def test_no_memory(self) -> None:
        """
        Each check begins with nothing noted.
        """
        References().known((), VENUE, "x", [])
        assert References().problems == []
