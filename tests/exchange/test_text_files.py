from io import BytesIO
from pathlib import Path

import pytest

from community_edu.base import ProblemsError
from community_edu.exchange import read_text, read_text_stream
from community_edu.exchange.text_files import LARGEST_TEXT


class TestReadText:
    def test_file(self, tmp_path: Path) -> None:
        """
        A text is read without its byte order mark.
        """
        (tmp_path / "plan.txt").write_text("\ufeff一、总体要求\n", "utf-8")
        assert read_text(tmp_path / "plan.txt") == "一、总体要求\n"

    @pytest.mark.parametrize(
        ("name", "raw", "code"),
        [
            ("plan.pdf", b"%PDF", "unknown-format"),
            ("plan.txt", "计划".encode("gb18030"), "not-utf-8"),
            ("plan.txt", b" " * (LARGEST_TEXT + 1), "file-too-large"),
        ],
    )
    def test_refused(self, tmp_path: Path, name: str, raw: bytes, code: str) -> None:
        """
        Another kind of file, another encoding and an endless text are refused.
        """
        (tmp_path / name).write_bytes(raw)
        with pytest.raises(ProblemsError) as error:
            read_text(tmp_path / name)
        assert [problem.code for problem in error.value.problems] == [code]

    def test_stream(self) -> None:
        """
        Standard input is read as a file is, and bounded as one.
        """
        assert read_text_stream(BytesIO("走访".encode()), "<stdin>") == "走访"
        with pytest.raises(ProblemsError):
            read_text_stream(BytesIO(b" " * (LARGEST_TEXT + 1)), "<stdin>")
