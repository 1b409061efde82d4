"""
The face of the library: what a user types first.
"""

import subprocess
import sys

import pytest

import community_edu as ce

HEAVY = {"icalendar", "cattrs", "lark", "ortools", "narwhals", "altair"}


class TestFace:
    def test_every_name_is_there(self) -> None:
        """
        Each announced name can be had, and is a public one of its room.
        """
        for name in ce.__all__:
            assert getattr(ce, name) is not None, name

    def test_listed(self) -> None:
        """
        `dir` lists the names before they are loaded, so that a notebook can complete them.
        """
        assert dir(ce) == sorted(ce.__all__)

    def test_unknown(self) -> None:
        """
        A name that is not there is an `AttributeError`, as of any module.
        """
        with pytest.raises(
            AttributeError, match="module 'community_edu' has no attribute 'lode_plan'"
        ):
            getattr(ce, "lode" + "_plan")

    def test_imports_nothing_heavy(self) -> None:
        """
        Importing the library loads none of the libraries that single rooms stand on.
        """
        script = "import sys, community_edu; print(*{name.split('.')[0] for name in sys.modules})"
        result = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, check=True, text=True
        )
        assert not HEAVY & set(result.stdout.split())

    def test_version(self) -> None:
        """
        The version is that of the installed distribution.
        """
        from importlib.metadata import version

        assert version("community-edu") == ce.__version__
