"""
Menu files: what is read, what is refused and where, and the way back.
"""

import json
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings

from community_edu.base import ProblemsError, Text
from community_edu.exchange import parse_document
from community_edu.exchange.allocating import (
    choices_sheet,
    load_menu,
    menu_document,
    menu_to_toml,
    read_menu,
    save_menu,
)
from community_edu.exchange.allocating.menu_tables import MENU_TABLES
from community_edu.exchange.timetabling.problem_tables import MOST_ROWS
from community_edu.organizations import BusyTime
from community_edu.scheduling.allocating import MenuRound
from community_edu.testing import menu_rounds

EXAMPLES = Path(__file__).parents[2] / "examples" / "menus"
SPRING = EXAMPLES / "spring.toml"
CHOICES = EXAMPLES / "choices.csv"

MENU = '[menu]\nid = "spring"\nedition = "春季"\n'
TEA = '[[items]]\nid = "tea"\nname = "茶艺"\nsubject = "tea"\n'
EAST = '[[points]]\nid = "east"\nname = { zh = "东门", en = "East" }\n'
HEAD = "教学点,项目,志愿,次数,对象\n"


def read(text: str) -> MenuRound:
    """
    Read a menu out of a text.
    """
    return read_menu(parse_document(text, "m.toml", "toml"))


def told(caught: pytest.ExceptionInfo[ProblemsError], folder: Path) -> list[str]:
    """
    Say every problem, without the folder of the files.
    """
    return [str(problem).replace(f"{folder}/", "") for problem in caught.value.problems]


def refused(text: str) -> list[str]:
    """
    Say every problem of a text.
    """
    with pytest.raises(ProblemsError) as caught:
        read(text)
    return [str(problem) for problem in caught.value.problems]


@attrs.frozen
class Taken:
    """
    A calendar that says the same of all days.
    """

    times: tuple[BusyTime, ...]


def written(folder: Path, menu: str, **tables: str) -> Path:
    """
    Write a menu with its tables, and return where it is.
    """
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    path = folder / "m.toml"
    path.write_text(menu, "utf-8")
    return path


class TestLoadMenu:
    def test_example(self) -> None:
        """
        The example has all that its file and its table say.
        """
        spring = load_menu(SPRING, CHOICES)
        assert spring.menu.edition == Text("2027 春季课程菜单", en="Spring menu 2027")
        assert spring.menu.minutes == {"volunteer-a": 480, "volunteer-c": 600}
        assert [item.sessions for item in spring.menu.items] == [None, None, None, 4, None]
        assert spring.points[5].name.en == "Care home"
        assert spring.travel.between("town", "riverside") == 30
        assert spring.weeks is not None
        last = spring.choices[-1]
        assert (last.point, last.item, last.rank, last.audience) == (
            "care-home",
            "family",
            2,
            "elderly",
        )

    def test_little(self) -> None:
        """
        A menu may say nothing but which it is.
        """
        spring = read(MENU)
        assert (spring.menu.items, spring.points, spring.weeks) == ((), (), None)

    def test_needs(self) -> None:
        """
        Needs are read beside choices, or without a menu of items.
        """
        spring = read(f'{MENU}[[needs]]\npoint = "east"\nsubject = "声乐"\nsessions = 2\n')
        menu, choices = spring.whole()
        assert [(item.id, item.name.zh) for item in menu.items] == [("need-1", "声乐")]
        assert [(one.point, one.item, one.sessions) for one in choices] == [("east", "need-1", 2)]

    def test_calendar(self, tmp_path: Path) -> None:
        """
        An educator may have a calendar, which is read as far as the weeks go.
        """
        (tmp_path / "li.ics").write_bytes(b"")
        weeks = '[weeks]\nfirst = 2027-03-01\nnumber = 1\nperiods = ["09:00-10:00"]\n'
        person = '[[educators]]\nid = "li"\nname = "李"\nminutes = 60\nbusy = "li.ics"\n'
        path = written(tmp_path, f"{MENU}{weeks}{person}")
        busy = BusyTime.parse("2027-03-02")
        spring = load_menu(path, read_calendar=lambda _data, _days: Taken((busy,)))
        assert spring.educators[0].busy == (busy,)
        assert spring.menu.minutes == {"li": 60}


class TestTables:
    def test_every_list(self, tmp_path: Path) -> None:
        """
        Each list may stand in a table, with heads, names and words in Chinese.
        """
        names = {name: f'{name} = "{name}.csv"\n' for name in MENU_TABLES}
        path = written(
            tmp_path,
            "".join(names.values()) + MENU,
            items="编号,项目,科目,分钟,对象,讲师,次数\ntea,茶艺,tea,60,老年人、youth,李老师,5\n",
            points="编号,教学点\neast,东门\nwest,西门\n",
            educators="编号,姓名,身份,科目,次数,本期分钟,驻地\nli,李老师,志愿者,tea,3,240,town\n",
            choices=f"{HEAD}东门,茶艺,2,3,老年人\nwest,tea,,,\n",
            needs="教学点,科目,次数,对象\n西门,声乐,1,\n",
        )
        spring = load_menu(path)
        (item,) = spring.menu.items
        assert (item.minutes, item.audiences, item.educators) == (60, ("elderly", "youth"), ("li",))
        assert spring.educators[0].employment == "volunteer"
        assert spring.menu.minutes == {"li": 240}
        first, second = spring.choices
        assert (first.point, first.rank, first.sessions, first.audience) == (
            "east",
            2,
            3,
            "elderly",
        )
        assert (second.point, second.rank, second.sessions) == ("west", 1, 1)
        assert [(need.point, need.subject) for need in spring.needs] == [("west", "声乐")]

    def test_names_in_either_language(self, tmp_path: Path) -> None:
        """
        A row may name a point in either language that the menu file has for it, or by its
        identifier; a name that two points have is told with both.
        """
        points = '[[points]]\nid = "west"\nname = { zh = "西门" }\n'
        points += '[[points]]\nid = "a"\nname = "同"\n[[points]]\nid = "b"\nname = "同"\n'
        path = written(
            tmp_path,
            f"{MENU}{TEA}{EAST}{points}",
            choices=f"{HEAD}East,tea,1,1,\n西门,tea,1,1,\na,tea,1,1,\n",
            alike=f"{HEAD}同,tea,1,1,\n",
        )
        chosen = load_menu(path, tmp_path / "choices.csv").choices
        assert [choice.point for choice in chosen] == ["east", "west", "a"]
        with pytest.raises(ProblemsError) as caught:
            load_menu(path, tmp_path / "alike.csv")
        assert told(caught, tmp_path) == [
            (
                "alike.csv 第2行 A列「教学点」: choices[0].point: a, b are all called '同'; "
                "write the identifier of one"
            )
        ]

    def test_excel(self, tmp_path: Path) -> None:
        """
        Choices may come as an Excel file, its numbers as numbers.
        """
        xlsxwriter = pytest.importorskip("xlsxwriter")
        pytest.importorskip("python_calamine")
        book = xlsxwriter.Workbook(str(tmp_path / "choices.xlsx"))
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["教学点", "项目", "次数"])
        sheet.write_row(1, 0, ["东门", "茶艺", 2])
        sheet.write_row(2, 0, ["东门", "茶艺", "两"])
        book.close()
        path = written(tmp_path, f"{MENU}{TEA}{EAST}")
        with pytest.raises(ProblemsError) as caught:
            load_menu(path, tmp_path / "choices.xlsx")
        assert told(caught, tmp_path) == [
            (
                "choices.xlsx 第3行: choices[1]: 'east' chooses 'tea' twice; "
                "write one choice with all its sessions"
            ),
            "choices.xlsx 第3行 C列「次数」: choices[1].sessions: expected a whole number, found 两",
        ]

    def test_several(self, tmp_path: Path) -> None:
        """
        Points may send a table each, beside the choices of the menu itself; what is chosen in
        two of them is told at the second.
        """
        chosen = '[[choices]]\npoint = "east"\nitem = "tea"\n'
        path = written(
            tmp_path,
            f"{MENU}{TEA}{chosen}",
            one=f"{HEAD}west,tea,1,1,\n",
            two=f"{HEAD}north,tea,1,1,\nwest,tea,1,1,\n",
        )
        spring = load_menu(path, tmp_path / "one.csv")
        assert [choice.point for choice in spring.choices] == ["east", "west"]
        wrong = written(tmp_path, f"{MENU}{TEA}{chosen.replace('tea', 'tee')}")
        with pytest.raises(ProblemsError) as caught:
            load_menu(wrong, tmp_path / "one.csv")
        assert told(caught, tmp_path)[0].startswith("m.toml:10:1: choices[0].item: there is no")
        written(tmp_path, f"{MENU}{TEA}{chosen}")
        with pytest.raises(ProblemsError) as caught:
            load_menu(path, tmp_path / "one.csv", tmp_path / "two.csv")
        assert told(caught, tmp_path) == [
            (
                "two.csv 第3行: choices[3]: 'west' chooses 'tea' twice; "
                "write one choice with all its sessions"
            )
        ]


class TestBadMenus:
    def test_everything_at_once(self) -> None:
        """
        All that is wrong is told together, in the order of the file, each at its place.
        """
        text = (
            f'{MENU}{TEA}minutes = 0\nsessions = -1\neducators = ["lo"]\n{TEA}'
            '[[items]]\nid = "law"\nname = "法律"\neducators = ["lee"]\n'
            '[[educators]]\nid = "li"\nname = "李"\nminutes = -5\n'
            '[[educators]]\nid = "li"\nname = "李"\nminutes = "x"\n'
            f"{EAST}"
            '[[choices]]\npoint = "esat"\nitem = "lew"\nrank = 0\nsessions = 1001\n'
            '[[needs]]\npoint = "east"\nsubject = " "\n'
            '[travel]\nminutes = [{ from = "a", to = "b", minutes = -1 }]\n'
        )
        assert refused(text) == [
            "m.toml:8:1: items[0].minutes: 'minutes' is 0; give 1 to 1440",
            "m.toml:9:1: items[0].sessions: 'sessions' is -1; give 0 to 1000000",
            (
                "m.toml:10:14: items[0].educators[0]: there is no educator 'lo'; "
                "define it, or correct the name"
            ),
            (
                "m.toml:12:1: items[1].id: the id 'tea' is already used at items[0].id; "
                "give each its own"
            ),
            (
                "m.toml:18:14: items[2].educators[0]: there is no educator 'lee'; "
                "define it, or correct the name"
            ),
            "m.toml:22:1: educators[0].minutes: 'minutes' is -5; give 0 to 527040",
            (
                "m.toml:24:1: educators[1].id: the id 'li' is already used at educators[0].id; "
                "give each its own"
            ),
            "m.toml:26:1: educators[1].minutes: expected a whole number, found a text in quotes",
            (
                "m.toml:31:1: choices[0].point: there is no teaching point 'esat'; "
                "did you mean 'east'?"
            ),
            "m.toml:32:1: choices[0].item: there is no item of the menu 'lew'; did you mean 'law'?",
            "m.toml:33:1: choices[0].rank: 'rank' is 0; give 1 to 1000",
            "m.toml:34:1: choices[0].sessions: 'sessions' is 1001; give 1 to 1000",
            (
                "m.toml:37:1: needs[0].subject: 'east' needs something without a subject; "
                "write what should be taught"
            ),
            "m.toml:39:1: travel.minutes.a b: a–b takes -1 minutes; give 0 or more",
        ]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("format = 2", "m.toml:1:1: format: this file has format 2"),
            ("[menu]\n", "m.toml:1:1: menu: the key 'edition' is missing; add it"),
            (f"{MENU}[[choice]]\n", "m.toml:4:1: choice: the key 'choice' is not known here"),
            (f"items = 1\n{MENU}", "m.toml:1:1: items: expected a list in [ ]"),
            (f'items = "no.csv"\n{MENU}', "m.toml:1:1: items: no.csv: there is no such file"),
            (
                f'items = "../no.csv"\n{MENU}',
                "m.toml:1:1: items: '../no.csv' is not in the folder",
            ),
            (f"educators = [1]\n{MENU}", "m.toml:1:14: educators[0]: expected a table"),
            (f"educators = 1\n{MENU}", "m.toml:1:1: educators: expected a list in [ ]"),
            (f"{MENU}[weeks]\n", "m.toml:4:1: weeks: the key 'periods' is missing; add it"),
        ],
    )
    def test_shape(self, text: str, expected: str) -> None:
        """
        What is no menu is refused.
        """
        assert any(problem.startswith(expected) for problem in refused(text)), refused(text)

    def test_a_list_that_cannot_be_read(self) -> None:
        """
        What is named in a list that cannot be read is not told to be missing.
        """
        assert len(refused(f'items = 1\n{MENU}[[choices]]\npoint = "a"\nitem = "b"\n')) == 1

    def test_names(self, tmp_path: Path) -> None:
        """
        A name that nothing has is told with the one that was meant, not as a bad identifier.
        """
        path = written(
            tmp_path,
            f'choices = "choices.csv"\nneeds = "needs.csv"\n{MENU}{TEA}{EAST}',
            choices=f"{HEAD}东门点,茶艺课,1,1,\n",
            needs="教学点,科目\n南庄,声乐\n",
        )
        with pytest.raises(ProblemsError) as caught:
            load_menu(path)
        assert told(caught, tmp_path) == [
            (
                "choices.csv 第2行 A列「教学点」: choices[0].point: there is no teaching point '东门点'; "
                "did you mean '东门'?"
            ),
            (
                "choices.csv 第2行 B列「项目」: choices[0].item: there is no item of the menu '茶艺课'; "
                "did you mean '茶艺'?"
            ),
            (
                "needs.csv 第2行 A列「教学点」: needs[0].point: there is no teaching point '南庄'; "
                "define it, or correct the name"
            ),
        ]

    def test_other_identifiers(self) -> None:
        """
        What is no identifier where nothing is named stays told as such.
        """
        item = '[[items]]\nid = "茶"\nname = "茶艺"\n'
        text = f'[menu]\nid = "春"\nedition = "春季"\n{item}'
        assert [problem.partition(";")[0] for problem in refused(text)] == [
            "m.toml:2:1: menu.id: 春 is not an identifier",
            "m.toml:5:1: items[0].id: 茶 is not an identifier",
        ]

    def test_columns(self, tmp_path: Path) -> None:
        """
        A table must have the columns without which a row says nothing, and no unknown ones.
        """
        path = written(tmp_path, f"{MENU}{TEA}", choices="点,志愿,志愿\neast,1,2\n")
        with pytest.raises(ProblemsError) as caught:
            load_menu(path, tmp_path / "choices.csv")
        assert [problem.split(";")[0] for problem in told(caught, tmp_path)] == [
            "m.toml: choices: choices.csv A列「点」: the key '点' is not known here",
            "m.toml: choices: choices.csv C列「志愿」: '志愿' stands in column B already",
            "m.toml: choices: choices.csv: the key 'point' is missing",
            "m.toml: choices: choices.csv: the key 'item' is missing",
        ]

    def test_too_long(self, tmp_path: Path) -> None:
        """
        A table longer than that of any town is refused as it is read, and so are many together.
        """
        half = HEAD + "".join(f"p{row},tea,1,1,\n" for row in range(MOST_ROWS // 2 + 1))
        path = written(tmp_path, f"{MENU}{TEA}", half=half, whole=half + half)
        with pytest.raises(ProblemsError) as caught:
            load_menu(path, tmp_path / "half.csv", tmp_path / "half.csv")
        assert told(caught, tmp_path)[0].startswith("m.toml: choices: there are 20002 entries")
        with pytest.raises(ProblemsError) as caught:
            load_menu(path, tmp_path / "whole.csv")
        assert "choices: whole.csv: there are 20003 entries" in told(caught, tmp_path)[0]


class TestThereAndBack:
    @given(menu_rounds())
    @settings(max_examples=50)
    def test_documents(self, menu_round: MenuRound) -> None:
        """
        A round of a menu is read as an equal one from TOML and from JSON.
        """
        document = parse_document(menu_to_toml(menu_round), "m.toml", "toml")
        assert read_menu(document) == menu_round
        text = json.dumps(menu_document(menu_round))
        assert read_menu(parse_document(text, "m.json", "json")) == menu_round

    @given(menu_rounds())
    @settings(max_examples=50)
    def test_choices(self, menu_round: MenuRound) -> None:
        """
        A table of choices is read as the same choices, in either language.
        """
        from tempfile import TemporaryDirectory

        text = menu_to_toml(attrs.evolve(menu_round, choices=[]))
        with TemporaryDirectory() as folder:
            for language in ("zh-CN", "en"):
                path = Path(folder, f"{language}.csv")
                path.write_bytes(choices_sheet(menu_round, language))
                document = parse_document(text, "m.toml", "toml")
                assert read_menu(document, path) == menu_round

    @pytest.mark.parametrize("name", ["m.toml", "m.json"])
    def test_files(self, tmp_path: Path, name: str) -> None:
        """
        A file is written in the format of its name, and never over another.
        """
        spring = load_menu(SPRING, CHOICES)
        save_menu(spring, tmp_path / name)
        assert load_menu(tmp_path / name) == spring
        with pytest.raises(ProblemsError) as caught:
            save_menu(spring, tmp_path / name)
        assert told(caught, tmp_path)[0].startswith(f"{name} is already there")
        save_menu(attrs.evolve(spring, choices=[]), tmp_path / name, force=True)
        assert load_menu(tmp_path / name).choices == ()
