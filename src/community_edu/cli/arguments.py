"""
Arguments that several commands share, and the statuses with which all of them end.
"""

TYPE_CHECKING = False  # so spelt that the command starts without `typing`
if TYPE_CHECKING:
    from argparse import ArgumentParser

FINE, FINDINGS, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130
LANGUAGES = ("zh-CN", "en")  # as in `base`, which the start of the command does not wait for
REPORT_HELP = "what was done: a plan file that reports, or .toml, .json (indicator = number)"


class MisusedError(Exception):
    """
    Options that do not go together, which only the command itself can tell.
    """


def plan_and_year(command: "ArgumentParser", *, required: bool) -> None:
    """
    Ask for a plan and its year, with the files that date it.
    """
    command.add_argument("plan", metavar="PLAN", help="a plan file, or - for standard input")
    command.add_argument("--year", type=int, required=required, metavar="YEAR", help="1901–2100")
    year_files(command)


def observance_files(command: "ArgumentParser") -> None:
    """
    Ask for observances of one's own.
    """
    command.add_argument(
        "--observances",
        metavar="FILE",
        action="append",
        default=[],
        help="observances of your own (.toml, .json); may be given several times",
    )


def year_files(command: "ArgumentParser") -> None:
    """
    Ask for all that dates a year: observances, school terms, holiday notices.
    """
    observance_files(command)
    command.add_argument(
        "--terms", metavar="REGION|FILE", help="school terms: CN-310000, or a .toml or .json file"
    )
    command.add_argument(
        "--holidays",
        metavar="FILE",
        action="append",
        default=[],
        help="a further holiday notice; may be given several times",
    )


def proposing(command: "ArgumentParser") -> None:
    """
    Ask whether dates are to be proposed, and on which days.
    """
    command.add_argument(
        "--propose", action="store_true", help="propose dates, on working days, for what is open"
    )
    command.add_argument(
        "--prefer", metavar="DAYS", help="propose SAT,WED or others instead of working days"
    )


def instant(command: "ArgumentParser") -> None:
    """
    Ask for the instant of publication.
    """
    command.add_argument("--at", metavar="INSTANT", help="ISO 8601 with zone (default: now)")


def seconds(text: str) -> float:
    """
    Read an argument that is a time in seconds.

    Raises:
        ValueError: It is none, or not above 0.
    """
    from math import isfinite

    number = float(text)
    if not isfinite(number) or number <= 0:
        raise ValueError(text)
    return number


def common(command: "ArgumentParser", *formats: str) -> None:
    """
    Ask for what every command knows; JSON is the only other format if none is named.
    """
    command.add_argument("--format", choices=("text", *(formats or ("json",))), default="text")
    command.add_argument(
        "--labels",
        metavar="FILE",
        action="append",
        default=[],
        help="labels of your own codes (.toml, .json); may be given several times",
    )
    command.add_argument("--lang", choices=LANGUAGES, default="zh-CN", help="default: zh-CN")
    command.add_argument("-o", "--output", metavar="FILE", help="write here instead")
    command.add_argument("--force", action="store_true", help="write over existing files")


def shipped(folder: str) -> str:
    """
    List what is shipped in a *folder* of the packs, before the library that reads it is loaded.
    """
    from importlib.resources import files

    names = (file.name for file in files("community_edu.packs").joinpath(folder).iterdir())
    found = sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml"))
    return "\n  ".join((f"shipped {folder}:", *found))
