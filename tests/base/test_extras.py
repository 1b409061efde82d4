"""
A library that is not there: what is said, and what is passed on.
"""

import sys
from importlib import import_module

import pytest

from community_edu.base import MissingExtraError, extra


class TestExtra:
    def test_missing_library(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Where the library is not installed, the command that installs it is told.
        """
        monkeypatch.setitem(sys.modules, "teapot", None)
        with (
            pytest.raises(MissingExtraError, match=r"pip install 'community-edu\[tea\]'") as caught,
            extra("tea", "teapot"),
        ):
            import_module("teapot")
        assert caught.value.extra == "tea"
        assert caught.value.__suppress_context__

    def test_installed_library(self) -> None:
        """
        What is imported from an installed library is there afterwards.
        """
        with extra("text", "string"):
            from string import digits
        assert digits == "0123456789"

    def test_other_library(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Another library that is missing is named as it is: the extra would not bring it.
        """
        monkeypatch.setitem(sys.modules, "kettle", None)
        with pytest.raises(ModuleNotFoundError, match="kettle"), extra("tea", "teapot"):
            import_module("kettle")

    def test_missing_name(self) -> None:
        """
        An installed library without the name that is imported is not called missing.
        """
        with pytest.raises(ImportError, match="cannot import name") as caught, extra("t", "string"):
            from string import teapot  # type: ignore[attr-defined]  # noqa: F401
        assert not isinstance(caught.value, MissingExtraError)
