"""
Files written whole or not at all.
"""

import os
import stat
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from community_edu.base import ProblemsError
from community_edu.exchange.writing import write_file, write_files, write_through


@contextmanager
def umask(mask: int) -> Generator[None]:
    """
    Create files under *mask* for a while.
    """
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def contents(folder: Path) -> dict[str, str]:
    """
    Return the text of every file under *folder*, hidden ones too, and of every folder a slash.
    """
    return {
        str(path.relative_to(folder)): "/" if path.is_dir() else path.read_text()
        for path in sorted(folder.rglob("*"))
    }


def mode(path: Path) -> int:
    """
    Return the permissions of a file.
    """
    return stat.S_IMODE(path.stat().st_mode)


def refused(
    files: dict[Path, bytes], *, force: bool = False, below: Path = Path()
) -> list[tuple[str, str]]:
    """
    Return what is said in English and in Chinese of *files*, the folder *below* left out.
    """
    with pytest.raises(ProblemsError) as caught:
        write_files(files, force=force)
    folder = f"{below}{os.sep}"
    return [
        (problem.sentence("en").replace(folder, ""), problem.sentence("zh-CN").replace(folder, ""))
        for problem in caught.value.problems
    ]


def intercept(
    monkeypatch: pytest.MonkeyPatch, function: str, name: str, action: Callable[[], object]
) -> None:
    """
    Do *action* just before a function of `os` does something to a file called *name*.
    """
    really = getattr(os, function)

    def intercepted(*args: Any, **options: Any) -> Any:  # noqa: ANN401
        if any(Path(arg).name == name for arg in args if not isinstance(arg, int)):
            action()
        return really(*args, **options)

    monkeypatch.setattr(os, function, intercepted)


def fail(error: BaseException) -> Callable[[], None]:
    """
    Return an action that raises *error*.
    """

    def action() -> None:
        raise error

    return action


def full() -> OSError:
    """
    Return the error of a disk with no room.
    """
    return OSError(28, "No space left on device")


@pytest.fixture
def no_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A disk without hard links.
    """

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)


class TestWriteFile:
    @pytest.mark.parametrize("data", [b"", b"a = 1\n", b"\r\n\x1a\xff\0"])
    @pytest.mark.parametrize("force", [False, True])
    def test_new(self, tmp_path: Path, data: bytes, force: bool) -> None:  # noqa: FBT001
        """
        The bytes arrive as they are, in folders made for them, and nothing else does.
        """
        path = tmp_path / "out" / "2026" / "plan.toml"
        write_file(path, data, force=force)
        assert path.read_bytes() == data
        assert list(tmp_path.rglob("*")) == [tmp_path / "out", path.parent, path]

    @pytest.mark.parametrize("force", [False, True])
    def test_permissions_of_new(self, tmp_path: Path, force: bool) -> None:  # noqa: FBT001
        """
        A new file has the permissions that the user gives to new files.
        """
        with umask(0o027):
            write_file(str(tmp_path / "plan.toml"), b"", force=force)
        assert mode(tmp_path / "plan.toml") == 0o640

    @pytest.mark.parametrize("permissions", [0o600, 0o644, 0o755, 0o666])
    def test_permissions_of_old(self, tmp_path: Path, permissions: int) -> None:
        """
        A file that is replaced keeps its permissions.
        """
        path = tmp_path / "plan.toml"
        path.write_text("old")
        path.chmod(permissions)
        write_file(path, b"new", force=True)
        assert mode(path) == permissions
        assert contents(tmp_path) == {"plan.toml": "new"}

    def test_secret(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Bytes on their way into a private file are private.
        """
        path = tmp_path / "plan.toml"
        path.touch(mode=0o600)
        modes: list[int] = []
        really_sync = os.fsync

        def sync(descriptor: int) -> None:
            modes.append(stat.S_IMODE(os.fstat(descriptor).st_mode))
            really_sync(descriptor)

        monkeypatch.setattr(os, "fsync", sync)
        write_file(path, b"new", force=True)
        assert modes == [0o600]

    def test_there_already(self, tmp_path: Path) -> None:
        """
        A file that is there is written over only by force.
        """
        path = tmp_path / "plan.toml"
        path.write_text("old")
        assert refused({path: b"new"}, below=tmp_path) == [
            (
                "plan.toml is already there; write elsewhere, or say --force to replace it",
                "plan.toml 已存在，请换一个位置，或用 --force 覆盖",
            )
        ]
        with pytest.raises(ProblemsError) as caught:
            write_file(path, b"new", force=False)
        (problem,) = caught.value.problems
        assert isinstance(problem, FileExistsError)
        assert problem.code == "file-exists"
        assert caught.value.message == str(path)
        assert contents(tmp_path) == {"plan.toml": "old"}

    @pytest.mark.parametrize("force", [False, True])
    def test_no_file(self, tmp_path: Path, force: bool) -> None:  # noqa: FBT001
        """
        Folders, pipes and devices are never replaced.
        """
        (tmp_path / "folder").mkdir()
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / "null").symlink_to("/dev/null")
        for name in ("folder", "pipe", "null"):
            assert refused({tmp_path / name: b"new"}, force=force, below=tmp_path) == [
                (
                    f"{name} is a folder, a pipe or a device; name a file to write",
                    f"{name} 是文件夹、管道或设备，请指定要写入的文件",
                )
            ]
        assert {path.name for path in tmp_path.iterdir()} == {"folder", "pipe", "null"}

    def test_below_a_file(self, tmp_path: Path) -> None:
        """
        Below a file nothing can be written; the reason is told.
        """
        (tmp_path / "plan.toml").write_text("old")
        path = tmp_path / "plan.toml" / "a" / "b"
        assert refused({path: b"new"}, force=True, below=path.parent) == [
            (
                "b cannot be written (Not a directory); check the folder and its permissions",
                "无法写入 b（Not a directory），请检查文件夹及其权限",
            )
        ]

    def test_impossible_name(self) -> None:
        """
        A name that no file can have is refused as such a file.
        """
        ((english, _),) = refused({Path("a\0"): b"new"})
        assert "cannot be written (" in english
        assert "embedded null" in english

    def test_link(self, tmp_path: Path) -> None:
        """
        By force the file behind a link is replaced, and the link stays.
        """
        (tmp_path / "far").mkdir()
        (tmp_path / "far" / "plan.toml").write_text("old")
        link = tmp_path / "plan.toml"
        link.symlink_to(Path("far") / "plan.toml")
        assert "is already there" in refused({link: b"new"})[0][0]
        write_file(link, b"new", force=True)
        assert link.is_symlink()
        assert contents(tmp_path) == {"far": "/", "far/plan.toml": "new", "plan.toml": "new"}

    def test_link_to_nothing(self, tmp_path: Path) -> None:
        """
        A link to a file that is not there is there itself, and is followed only by force.
        """
        link = tmp_path / "plan.toml"
        link.symlink_to(tmp_path / "far.toml")
        assert "is already there" in refused({link: b"new"})[0][0]
        assert [path.name for path in tmp_path.iterdir()] == ["plan.toml"]
        write_file(link, b"new", force=True)
        assert contents(tmp_path) == {"far.toml": "new", "plan.toml": "new"}

    def test_somebody_faster(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A file that another program makes at the last moment is not written over.
        """
        path = tmp_path / "plan.toml"
        intercept(monkeypatch, "link", path.name, lambda: path.write_text("theirs"))
        assert "is already there" in refused({path: b"ours"})[0][0]
        assert contents(tmp_path) == {"plan.toml": "theirs"}

    @pytest.mark.usefixtures("no_links")
    def test_somebody_faster_without_links(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        It is not written over on a disk without hard links either.
        """
        path = tmp_path / "plan.toml"
        intercept(monkeypatch, "link", path.name, lambda: path.write_text("theirs"))
        assert "is already there" in refused({path: b"ours"})[0][0]
        assert contents(tmp_path) == {"plan.toml": "theirs"}

    @pytest.mark.usefixtures("no_links")
    def test_without_links(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A disk without hard links takes new files too, or is left as it was.
        """
        write_file(tmp_path / "plan.toml", b"new", force=False)
        assert contents(tmp_path) == {"plan.toml": "new"}
        intercept(monkeypatch, "replace", "other.toml", fail(full()))
        assert "(No space left on device)" in refused({tmp_path / "other.toml": b"new"})[0][0]
        assert contents(tmp_path) == {"plan.toml": "new"}

    @pytest.mark.parametrize("force", [False, True])
    def test_full_disk(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        force: bool,  # noqa: FBT001
    ) -> None:
        """
        If the bytes do not fit, nothing is left of them, nor of the folders made for them.
        """
        (tmp_path / "out").mkdir()
        reason = "No space left on device"

        def refuse(_: int) -> None:
            raise full()

        monkeypatch.setattr(os, "fsync", refuse)
        path = tmp_path / "out" / "2026" / "07" / "plan.toml"
        assert refused({path: b"new"}, force=force, below=path.parent) == [
            (
                f"plan.toml cannot be written ({reason}); check the folder and its permissions",
                f"无法写入 plan.toml（{reason}），请检查文件夹及其权限",
            )
        ]
        assert contents(tmp_path) == {"out": "/"}


class TestWriteFiles:
    def test_none(self) -> None:
        """
        To write no files is to do nothing.
        """
        write_files(dict[str, bytes](), force=False)

    def test_every_problem(self, tmp_path: Path) -> None:
        """
        All that stands in the way is told at once, and nothing is written.
        """
        (tmp_path / "b").write_text("old")
        (tmp_path / "c").mkdir()
        files = {tmp_path / name: b"new" for name in "abc"}
        said = [english for english, _ in refused(files, below=tmp_path)]
        assert [sentence.partition(";")[0] for sentence in said] == [
            "b is already there",
            "c is a folder, a pipe or a device",
        ]
        assert contents(tmp_path) == {"b": "old", "c": "/"}

    def test_all(self, tmp_path: Path) -> None:
        """
        New files and old ones are written together, and nothing else is left.
        """
        (tmp_path / "b").write_text("old")
        (tmp_path / "b").chmod(0o600)
        write_files({tmp_path / name: name.encode() for name in "abc"}, force=True)
        assert contents(tmp_path) == {"a": "a", "b": "b", "c": "c"}
        assert mode(tmp_path / "b") == 0o600

    @pytest.mark.parametrize("error", [full(), KeyboardInterrupt()])
    @pytest.mark.parametrize("links", [True, False])
    def test_last_replacement_fails(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        request: pytest.FixtureRequest,
        error: BaseException,
        links: bool,  # noqa: FBT001
    ) -> None:
        """
        If the last file cannot be replaced, all that were are as before.
        """
        if not links:
            request.getfixturevalue("no_links")
        for name in "abd":
            (tmp_path / name).write_text("old")
            (tmp_path / name).chmod(0o640)
        intercept(monkeypatch, "replace", "d", fail(error))
        files = {tmp_path / name: b"new" for name in ("a", "b", "new", "2026/new", "d")}
        with pytest.raises((ProblemsError, KeyboardInterrupt)):
            write_files(files, force=True)
        assert contents(tmp_path) == {"a": "old", "b": "old", "d": "old"}
        assert {mode(tmp_path / name) for name in "abd"} == {0o640}

    @pytest.mark.usefixtures("no_links")
    def test_no_room_for_backup(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        If a file cannot even be kept aside, it is not touched.
        """
        for name in "ab":
            (tmp_path / name).write_text("old")

        def half_a_copy(_: Path, copy: Path) -> None:
            copy.write_text("o")
            raise full()

        monkeypatch.setattr("shutil.copy2", half_a_copy)
        files = {tmp_path / name: b"new" for name in "ab"}
        assert "(No space left on device)" in refused(files, force=True)[0][0]
        assert contents(tmp_path) == {"a": "old", "b": "old"}

    def test_last_new_file_fails(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        If the last new file is there after all, those before it are gone again.
        """
        path = tmp_path / "c"
        intercept(monkeypatch, "link", "c", lambda: path.write_text("theirs"))
        files = {tmp_path / name: b"new" for name in ("a", "2026/07/b", "c")}
        ((english, _),) = refused(files, below=tmp_path)
        assert english.startswith("c is already there")
        assert contents(tmp_path) == {"c": "theirs"}

    def test_one_file_by_two_names(self, tmp_path: Path) -> None:
        """
        A file that is named twice is written once at most.
        """
        (tmp_path / "a").mkdir()
        files = {tmp_path / "b": b"1", tmp_path / "a" / ".." / "b": b"2"}
        assert "is already there" in refused(files)[0][0]
        assert contents(tmp_path) == {"a": "/"}


class TestWriteThrough:
    @pytest.mark.parametrize("force", [False, True])
    def test_new(self, tmp_path: Path, force: bool) -> None:  # noqa: FBT001
        """
        What is written step by step is there at the end, under its name alone.
        """
        write_through(tmp_path / "a" / "b", lambda to: to.write_text("一"), force=force)
        assert contents(tmp_path) == {"a": "/", "a/b": "一"}

    def test_there_already(self, tmp_path: Path) -> None:
        """
        A file that is there is replaced only if it is said so, and then through a link.
        """
        (tmp_path / "a").write_text("old")
        (tmp_path / "link").symlink_to(tmp_path / "a")
        with pytest.raises(ProblemsError) as caught:
            write_through(tmp_path / "a", lambda to: to.write_text("new"), force=False)
        assert "a is already there" in str(caught.value)
        write_through(tmp_path / "link", lambda to: to.write_text("new"), force=True)
        assert contents(tmp_path) == {"a": "new", "link": "new"}
        assert (tmp_path / "link").is_symlink()

    def test_failure(self, tmp_path: Path) -> None:
        """
        If the writer fails, nothing is there, and no folder for it.
        """

        def fail(to: Path) -> None:
            to.write_text("half")
            raise OSError(28, "No space left on device")

        with pytest.raises(ProblemsError) as caught:
            write_through(tmp_path / "a" / "b", fail, force=False)
        assert "cannot be written (No space left on device)" in str(caught.value)
        assert contents(tmp_path) == {}
