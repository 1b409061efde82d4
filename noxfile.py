"""
Everything that guards the code: ``nox`` runs all of it, ``nox -s tests`` one part.
"""

import shutil
from pathlib import Path

import nox

nox.options.default_venv_backend = "venv"
nox.options.error_on_missing_interpreters = True
nox.options.reuse_existing_virtualenvs = True

CODE = ["src", "tests", "docs", "examples", "benchmarks", "tools", "conftest.py", "noxfile.py"]
OLDEST = "tests/oldest-requirements.txt"


@nox.session
def lint(session: nox.Session) -> None:
    """
    Format, lint, and the floors of the house.
    """
    session.install("-e", ".[lint]")
    session.run("ruff", "format", "--check", *CODE)
    session.run("ruff", "check", *CODE)
    session.run("lint-imports")


@nox.session
def types(session: nox.Session) -> None:
    """
    Two strict checkers over the package and its tests.
    """
    session.install("-e", ".[dev,engines]")
    session.run("mypy")
    session.run("pyright")


@nox.session
def docs(session: nox.Session) -> None:
    """
    The documentation, warnings being errors.
    """
    session.install("-e", ".[docs]")
    session.run("sphinx-build", "-n", "-W", "--keep-going", "-q", "docs", "build/docs")


@nox.session
def oldest(session: nox.Session) -> None:
    """
    The tests with the oldest dependencies that are allowed.
    """
    extras = ".[excel,frames,phrases,solver]"
    session.install("-e", extras, *FRAMES, *TEST_TOOLS, "-c", OLDEST)
    session.run("pytest", "-q", *PARALLEL, *LEFT_OUT, *session.posargs, env=BRIEFLY)


@nox.session
def wheel(session: nox.Session) -> None:
    """
    The tests against the built wheel, with no extras and outside the source tree.
    """
    folder = Path(session.create_tmp()) / "dist"
    shutil.rmtree(folder, ignore_errors=True)
    session.install("build", "hatchling")
    session.run("python", "-m", "build", "--no-isolation", "--outdir", str(folder), silent=True)
    (built,) = folder.glob("*.whl")
    session.install("--force-reinstall", "--no-deps", str(built))
    session.install(str(built), *TEST_TOOLS)
    options = ["-q", *PARALLEL, *LEFT_OUT, *session.posargs]
    session.run("pytest", "tests", *options, env=BRIEFLY)


@nox.session
def tests(session: nox.Session) -> None:
    """
    Every test, every documented example, with branch coverage of all the code.
    """
    session.install("-e", ".[dev,engines]")
    session.run("pytest", "--cov", *PARALLEL, *session.posargs)


BRIEFLY = {"COMMUNITY_EDU_REQUIRE_PEERS": "0", "COMMUNITY_EDU_EXAMPLES": "20"}
"""
Met in full once, in `tests`: readers and engines that are no Python packages, or heavy ones,
and random values.
"""

LEFT_OUT = [
    "--ignore=tests/evaluation/test_engines_agree.py",
    "--ignore=tests/evaluation/test_gaps.py",
    "--ignore=tests/feeds/test_caldav.py",
    "--ignore=tests/feeds/test_peers.py",
]
"""
Long searches for faults of our engines, and other programs with the feeds, of which these
sessions compare the bytes: neither depends on versions, so `tests` runs them.
"""

PARALLEL = ["-n", "logical", "--maxprocesses=8", "--dist=loadfile", "--no-loadscope-reorder"]
"""
A process a processor. The tests of one file, whose examples build on one another, stay together;
files are begun in order, so that those in the middle, which take longest, do not come last.
"""

FRAMES = ["duckdb", "pandas", "pyarrow"]
"""
Libraries whose frames are judged, on one machine.
"""

TEST_TOOLS = [
    "pytest",
    "pytest-xdist",
    "hypothesis",
    "sybil",
    "tomlkit",
    "borax==4.1.3",
    "tyme4py==1.5.0",
]
"""
What the tests need beside the package itself.
"""
