"""
The commands that there are, and the parser that tells them apart.

A command is learnt when it is asked for: its module is loaded, and the function
``learn_`` and its name gives the parser its arguments and what to run.
"""

import argparse
from collections.abc import Callable
from importlib import import_module

from community_edu import __version__

TYPE_CHECKING = False  # so spelt that the command starts without `typing`
if TYPE_CHECKING:
    from typing import Any

COMMANDS: dict[str, tuple[str, str, str]] = {
    "new": (
        "starting",
        "从模板开始 · start from a commented template",
        "plan -o plan.toml",
    ),
    "check": (
        "plans",
        "检查计划、网络和承诺，或检查标准 · check plan, network, promises; or a standard",
        "examples/plans/jingtai-street.toml --year 2026",
    ),
    "calendar": (
        "dating",
        "排出一年 · date a year",
        "examples/plans/health-education.toml --year 2026",
    ),
    "dates": (
        "dating",
        "规则、节日或时间表述的日期 · the dates of a rule, an observance or a phrase",
        "'nth_weekday(5, SUN, 2)' --from 2026 --to 2030",
    ),
    "evaluate": (
        "evaluation",
        "按标准评估 · judge evidence by a standard",
        "examples/plans/jingtai-street.toml examples/evidence/jingtai-street.toml",
    ),
    "survey": (
        "surveys",
        "给问卷计分 · score the answers to a survey",
        "examples/surveys/training-day.toml examples/surveys/training-day.csv --by 街道",
    ),
    "select": (
        "selections",
        "按评选办法选出 · choose the best by the rules of a selection",
        "selection.toml standard.toml bodies.csv",
    ),
    "progress": (
        "plans",
        "对照计划与完成情况 · promised against done",
        "examples/plans/jingtai-street.toml examples/evidence/jingtai-street.toml",
    ),
    "compare": (
        "plans",
        "对照两份计划 · what changed from one plan to another",
        "plan-2026.toml plan-2027.toml",
    ),
    "allocate": (
        "allocating",
        "按课程菜单调配师资 · give the lecturers of a menu to the points that chose from it",
        "examples/menus/spring.toml examples/menus/choices.csv",
    ),
    "schedule": (
        "scheduling",
        "排课、检查、说明、调整 · make, judge, explain and mend a timetable",
        "examples/problems/community-school.toml -o timetable.json",
    ),
    "publish": (
        "feeds",
        "发布订阅日历 · write calendar feeds",
        "plan.toml --year 2026 --out feeds",
    ),
}
"""
The commands: the module of each, what it does, an example.
"""


class _Command(argparse.ArgumentParser):
    """
    The parser of one command, which learns its arguments when it is first used.

    Most of the time that `argparse` takes goes into the arguments, and all but
    one of the commands are not asked for.
    """

    learn: Callable[[argparse.ArgumentParser], None] | None = None

    def parse_known_args(self, *arguments: "Any", **options: "Any") -> "Any":  # noqa: ANN401 - as inherited
        """
        Learn the arguments, and parse as any parser does.
        """
        if self.learn is not None:
            learn, self.learn = self.learn, None
            learn(self)
        return super().parse_known_args(*arguments, **options)


def parser() -> argparse.ArgumentParser:
    """
    Return the parser of the command; it loads nothing else of the library.
    """
    made = _Command(
        prog="community-edu",
        description="社区教育工作计划：检查、年历、评估、排课、订阅日历。"
        " Work plans of community education: check, date, assess, schedule, publish.",
    )
    made.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = made.add_subparsers(  # with `prog` given, nothing is laid out before it is asked for
        title="commands", metavar="COMMAND", required=True, prog="community-edu"
    )
    for name, (module, text, example) in COMMANDS.items():
        command = commands.add_parser(
            name,
            help=text,
            description=text,
            epilog=f"community-edu {name} {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.learn = _learner(name, module)
    return made


def _learner(name: str, module: str) -> Callable[[argparse.ArgumentParser], None]:
    """
    Return what teaches a parser the command *name*, without loading it yet.
    """

    def learn(command: argparse.ArgumentParser) -> None:
        getattr(import_module(f"community_edu.cli.{module}"), f"learn_{name}")(command)

    return learn
