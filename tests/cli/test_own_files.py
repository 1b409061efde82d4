"""
Files of one's own that commands take: observances, year data, labels.
"""

from pathlib import Path

import pytest
from command_runs import DISTRICT, loaded, run


class TestObservances:
    def test_dates(self, tmp_path: Path) -> None:
        """
        Each file is read over those before it, and what it replaces is told.
        """
        town = tmp_path / "town.toml"
        town.write_text(
            '[[observances]]\nkey = "temple_fair"\nname = "庙会"\nrule = "fixed(4, 1)"\n', "utf-8"
        )
        arguments = ("dates", "庙会", "--from", "2026", "--to", "2026", "--lang", "en")
        status, out, err = run(*arguments, "--observances", DISTRICT)
        assert (status, out) == (0, "2026-05-14\n")
        assert err.startswith(f"{DISTRICT}: info observance-replaced: 'Lifelong Learning Week' (")
        status, out, err = run(*arguments, "--observances", DISTRICT, "--observances", str(town))
        assert (status, out) == (0, "2026-04-01\n")
        assert err.splitlines()[1:] == [
            f"{town}: info observance-replaced: '庙会' (temple_fair) was lunar(3, 28) and is now fixed(4, 1)"
        ]

    def test_plans(self, tmp_path: Path) -> None:
        """
        A plan that names a day of a district is checked, dated, judged and published with its file.
        """
        plan, evidence = tmp_path / "plan.toml", tmp_path / "evidence.toml"
        plan.write_text(
            '[plan]\nid = "p"\ntitle = "x"\n[[duties]]\nid = "d"\nname = "x"\nwhen = "temple_fair"\n',
            "utf-8",
        )
        evidence.write_text("# nothing is known\n", "utf-8")
        year = ("--year", "2026", "--lang", "en")
        out = ("--at", "2026-01-05T00:00:00Z", "--out", str(tmp_path / "feeds"))
        for command in (
            ("check", str(plan), *year),
            ("calendar", str(plan), *year),
            ("publish", str(plan), *year, *out),
            ("evaluate", str(plan), str(evidence), "--lang", "en"),
        ):
            status, _, err = run(*command)
            assert status == 2
            assert "unknown-reference" in err
            status, _, err = run(*command, "--observances", DISTRICT)
            assert status == 0
            assert "unknown-reference" not in err
        calendar = run("calendar", str(plan), *year, "--observances", DISTRICT)[1]
        assert "14 May Thu  x" in calendar

    def test_bad_file(self, tmp_path: Path) -> None:
        """
        A file that cannot be used is refused with the place of what is wrong.
        """
        own = tmp_path / "own.toml"
        own.write_text(
            '[[observances]]\nkey = "public_holidays"\nname = "x"\nrule = "easter()"\n', "utf-8"
        )
        status, _, err = run(
            "dates", "easter()", "--from", "2026", "--to", "2026", "--observances", str(own)
        )
        assert status == 2
        assert err.startswith(f"{own}:2:1: reserved-key: observances[0].key: “public_holidays”的")

    def test_terms_before_observances(self) -> None:
        """
        A school vacation is as the terms say, if they are given.
        """
        arguments = ("dates", "winter_vacation", "--from", "2026", "--to", "2026")
        assert run(*arguments)[0] == 1
        dated = run(*arguments, "--terms", "CN-310000")
        assert dated == (0, "2026-02-02 – 2026-02-27\n", "")


class TestYearData:
    NOTICE = """
        [[notices]]
        year = 2027
        [[notices.holidays]]
        name = "劳动节"
        days = "2027-04-30/2027-05-04"
        worked = [2027-05-08]
    """
    TERMS = """
        [[school_years]]
        region = "CN-330000"
        name = "2026 学年度"
        first_term = "2026-09-01/2027-01-29"
        winter_vacation = "2027-01-30/2027-02-25"
        second_term = "2027-02-26/2027-06-30"
        summer_vacation = "2027-07-01/2027-08-31"
    """

    @pytest.fixture
    def files(self, tmp_path: Path) -> tuple[str, ...]:
        """
        Write a holiday notice and a school year of 2027, and return the options that name them.
        """
        notice, terms = tmp_path / "notice.toml", tmp_path / "terms.toml"
        notice.write_text(self.NOTICE, "utf-8")
        terms.write_text(self.TERMS, "utf-8")
        return ("--holidays", str(notice), "--terms", str(terms))

    def test_dates(self, files: tuple[str, ...]) -> None:
        """
        Public holidays and school holidays of a coming year are those of the files.
        """
        arguments = ("--from", "2027", "--to", "2027", *files)
        assert run("dates", "public_holidays", *arguments) == (0, "2027-04-30 – 2027-05-04\n", "")
        assert run("dates", "summer_vacation", *arguments) == (0, "2027-07-01 – 2027-08-31\n", "")

    def test_region(self) -> None:
        """
        Of a shipped region every known school year counts.
        """
        arguments = ("dates", "winter_vacation", "--from", "2026", "--to", "2026")
        assert run(*arguments, "--terms", "CN-310000")[:2] == (0, "2026-02-02 – 2026-02-27\n")
        status, _, err = run(*arguments, "--terms", "CN-110000", "--lang", "en")
        assert status == 2
        assert err.startswith("community-edu: unknown-terms: no school terms of 'CN-110000' are")

    def test_plans(self, files: tuple[str, ...], tmp_path: Path) -> None:
        """
        A plan is checked, dated and published with them: a task on a day off of the notice is told.
        """
        plan = tmp_path / "plan.toml"
        plan.write_text(
            '[plan]\nid = "p"\ntitle = "x"\n'
            '[[duties]]\nid = "d"\nname = "月报"\ndue = "fixed(4, 30)"\n'
            '[[duties]]\nid = "e"\nname = "活动"\nwithin = "winter_vacation"\n',
            "utf-8",
        )
        year = ("--year", "2027", "--lang", "en")
        out = ("--at", "2027-01-05T00:00:00Z", "--out", str(tmp_path / "feeds"))
        records = loaded(run("calendar", str(plan), *year, *files, "--format", "json")[1])
        assert [finding["code"] for finding in records["findings"]] == ["due-on-day-off"]
        assert [window["start"] for window in records["windows"]] == ["2027-01-30"]
        assert "due-on-day-off" in run("check", str(plan), *year, *files)[1]
        assert run("publish", str(plan), *year, *files, *out)[0] == 0
        plain = loaded(run("calendar", str(plan), *year, "--format", "json")[1])
        assert plain["windows"] != records["windows"]

    def test_bad_files(self, tmp_path: Path) -> None:
        """
        A file that cannot be used is refused with the place of what is wrong.
        """
        notice = tmp_path / "notice.toml"
        notice.write_text("[[notices]]\nyear = 2027\n", "utf-8")
        arguments = ("dates", "easter()", "--from", "2026", "--to", "2026", "--lang", "en")
        assert run(*arguments, "--holidays", str(notice)) == (
            2,
            "",
            f"{notice}:1:1: missing-key: notices[0]: the key 'holidays' is missing; add it\n",
        )
        status, _, err = run(*arguments, "--terms", "terms.yaml")
        assert (status, err) == (
            2,
            "terms.yaml: file-missing: there is no such file; check its name and its folder\n",
        )


class TestLabels:
    def test_own(self, tmp_path: Path) -> None:
        """
        Codes of one's own show with the labels of the files that are given, the last first.
        """
        plan = tmp_path / "plan.toml"
        plan.write_text(
            '[plan]\nid = "p"\ntitle = "计划"\n[[organizations]]\nid = "a"\nname = "甲"\n'
            'kind = "yurt"\n[[tiers]]\nid = "t"\nname = "一级"\nkinds = ["school"]\n'
            'members = ["a"]\n',
            encoding="utf-8",
        )
        for name, word in (("one", "tent"), ("two", "yurt class")):
            labels = f'[organization]\nyurt = {{ zh = "包", en = "{word}" }}\n'
            (tmp_path / f"{name}.toml").write_text(labels, encoding="utf-8")
        arguments = ("check", str(plan), "--lang", "en")
        assert "is a yurt, but" in run(*arguments)[1]
        files = ("--labels", str(tmp_path / "one.toml"), "--labels", str(tmp_path / "two.toml"))
        assert "is a yurt class, but" in run(*arguments, *files)[1]
