"""
Writing files whole or not at all.

Each file is written beside its place under a name of its own, and takes its
place when every byte of every file is on the disk. Whoever looks finds the old
files or the new ones, never a half.
"""

import os
import secrets
import shutil
import stat
from collections.abc import Callable, Generator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import ClassVar, TypeVar

import attrs

from community_edu.base import CommunityEduError, ProblemsError

AnyPath = TypeVar("AnyPath", bound=str | os.PathLike[str])


@attrs.define(slots=False)
class FileAlreadyThereError(CommunityEduError, FileExistsError):
    """
    A file that nobody said may be written over.
    """

    code: ClassVar[str] = "file-exists"
    en: ClassVar[str] = "{file} is already there; write elsewhere, or say --force to replace it"
    zh: ClassVar[str] = "{file} 已存在，请换一个位置，或用 --force 覆盖"

    file: str


@attrs.define(slots=False)
class TargetNotAFileError(CommunityEduError, OSError):
    """
    A folder, a pipe or a device where a file should be written.
    """

    code: ClassVar[str] = "target-not-a-file"
    en: ClassVar[str] = "{file} is a folder, a pipe or a device; name a file to write"
    zh: ClassVar[str] = "{file} 是文件夹、管道或设备，请指定要写入的文件"

    file: str


@attrs.define(slots=False)
class UnwritableFileError(CommunityEduError, OSError):
    """
    A file that the system does not let us write.
    """

    code: ClassVar[str] = "file-unwritable"
    en: ClassVar[str] = "{file} cannot be written ({reason}); check the folder and its permissions"
    zh: ClassVar[str] = "无法写入 {file}（{reason}），请检查文件夹及其权限"

    file: str
    reason: str


def write_file(path: str | os.PathLike[str], data: bytes, *, force: bool) -> None:
    """
    Write *data* as the file at *path*, as `write_files` writes several.

    Raises:
        ProblemsError: As `write_files`.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     write_file(f"{folder}/2026/plan.toml", b"year = 2026", force=False)
        ...     print(Path(folder, "2026", "plan.toml").read_text())
        year = 2026
    """
    write_files({path: data}, force=force)


def write_files(files: Mapping[AnyPath, bytes], *, force: bool) -> None:
    """
    Write every one of *files*, or none.

    Folders that are missing are made. A file that is replaced keeps its
    permissions, and a link to it stays a link. If anything fails, whatever was
    there before is there again, and nothing else.

    Without *force* no file is written over, not even one that another program
    makes in the meantime; on a disk without hard links, such as a USB stick, the
    new file is then empty for the moment before it takes its place.

    Args:
        files: The bytes of each file by its path. No two paths may name one
            file.
        force: Whether files that are there are replaced.

    Raises:
        ProblemsError: Some of the files are there already, are no files, or
            cannot be written; it names all that are known before the first
            byte, or else the one that failed.
    """
    paths = [Path(path) for path in files]
    problems = [problem for path in paths if (problem := _problem(path, force=force))]
    if problems:
        raise ProblemsError(", ".join(problem.file for problem in problems), problems)

    ready: list[tuple[Path, Path]] = []
    backups: list[Path] = []
    with ExitStack() as undo:
        for path, data in zip(paths, files.values(), strict=True):
            with _told(path):
                target = Path(os.path.realpath(path)) if force else path
                ready.append((_write_beside(target, data, undo), target))
        for path, (temporary, target) in zip(paths, ready, strict=True):
            with _told(path):
                if not force:
                    _claim(target, temporary, undo)
                elif len(ready) > 1:
                    backups += _replace(target, temporary, undo)
                else:
                    temporary.replace(target)  # one file alone leaves nothing to undo
        undo.pop_all()
    for backup in backups:
        _try(backup.unlink)


def write_through(
    path: str | os.PathLike[str], make: Callable[[Path], object], *, force: bool
) -> None:
    """
    Let *make* write a file that may be larger than memory; it is there whole or not at all.

    Args:
        path: Where the file shall be.
        make: Writes it at the place that it is given.
        force: Whether a file that is there is replaced.

    Raises:
        ProblemsError: As `write_files`.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     write_through(f"{folder}/a.txt", lambda to: to.write_text("一"), force=False)
        ...     print(Path(folder, "a.txt").read_text())
        一
    """
    target = Path(path)
    problem = _problem(target, force=force)
    if problem is not None:
        raise ProblemsError(problem.file, [problem])
    with ExitStack() as undo, _told(target):
        target = Path(os.path.realpath(target)) if force else target
        temporary = _write_beside(target, b"", undo)
        make(temporary)
        with temporary.open("rb+") as stream:
            os.fsync(stream.fileno())
        if force:
            temporary.replace(target)
        else:
            _claim(target, temporary, undo)
        undo.pop_all()


def _problem(
    path: Path, *, force: bool
) -> FileAlreadyThereError | TargetNotAFileError | UnwritableFileError | None:
    """
    Say why *path* cannot be written, as far as can be seen from outside.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:  # ValueError: the system takes no such name
        return UnwritableFileError(str(path), _reason(error))
    if not stat.S_ISREG(mode):
        return TargetNotAFileError(str(path))
    return None if force else FileAlreadyThereError(str(path))


def _reason(error: OSError | ValueError) -> str:
    """
    Return what the system says, without number and name.
    """
    return getattr(error, "strerror", None) or str(error)


@contextmanager
def _told(path: Path) -> Generator[None]:
    """
    Tell of what the system refuses as a problem with *path*.
    """
    try:
        yield
    except OSError as error:
        problem = UnwritableFileError(str(path), _reason(error))
        raise ProblemsError(str(path), [problem]) from None


def _try(action: Callable[[], object]) -> None:
    """
    Clean up as far as the system lets us.
    """
    with suppress(OSError):
        action()


def _name_beside(target: Path) -> Path:
    """
    Return a path in the folder of *target* that nothing has.
    """
    return target.with_name(f".community-edu-{secrets.token_hex(8)}.tmp")


def _write_beside(target: Path, data: bytes, undo: ExitStack) -> Path:
    """
    Write *data* into a temporary file beside *target*, down to the disk; return its path.
    """
    missing = [folder for folder in target.parents if not folder.exists()]
    for folder in reversed(missing):
        undo.callback(_try, folder.rmdir)
    target.parent.mkdir(parents=True, exist_ok=True)

    old = target.stat().st_mode if target.exists() else None
    temporary = _name_beside(target)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, flags, 0o666 if old is None else 0o600)
    undo.callback(_try, temporary.unlink)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(descriptor)
    if old is not None:
        temporary.chmod(stat.S_IMODE(old))
    return temporary


def _claim(target: Path, temporary: Path, undo: ExitStack) -> None:
    """
    Let *temporary* be *target*, where no file may be.
    """
    try:
        linked = _link(temporary, target)
        if not linked:
            target.touch(exist_ok=False)
    except FileExistsError:
        raise ProblemsError(str(target), [FileAlreadyThereError(str(target))]) from None
    undo.callback(_try, target.unlink)
    if linked:
        temporary.unlink()
    else:
        temporary.replace(target)


def _link(old: Path, new: Path) -> bool:
    """
    Give a file a second name, or say that its disk has no hard links.
    """
    try:
        os.link(old, new)
    except FileExistsError:
        raise
    except OSError:
        return False
    return True


def _replace(target: Path, temporary: Path, undo: ExitStack) -> list[Path]:
    """
    Let *temporary* be *target*; return where what it was is kept, if it was anything.
    """
    if not target.exists():
        temporary.replace(target)
        undo.callback(_try, target.unlink)
        return []
    backup = _name_beside(target)
    try:
        if not _link(target, backup):
            shutil.copy2(target, backup)
        temporary.replace(target)
    except BaseException:
        _try(backup.unlink)
        raise
    undo.callback(_try, partial(backup.replace, target))
    return [backup]
