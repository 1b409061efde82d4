"""
dates: the days of a rule, an observance or a phrase.
"""

import pytest
from command_runs import loaded, run

from community_edu import base, calendars


class TestDates:
    @pytest.mark.parametrize(
        ("year", "day"), [("1978", "1978-09-17"), ("2033", "2033-09-08"), ("2057", "2057-09-13")]
    )
    def test_mid_autumn(self, year: str, day: str) -> None:
        """
        Mid-Autumn is right in the years that libraries get wrong.
        """
        assert run("dates", "mid_autumn", "--from", year, "--to", year) == (0, f"{day}\n", "")

    def test_two_centuries(self) -> None:
        """
        From 1900 to 2100 there is one Mid-Autumn a year.
        """
        _, out, _ = run("dates", "中秋节", "--from", "1900", "--to", "2100", "--format", "json")
        assert [entry["start"][:4] for entry in loaded(out)] == [
            str(year) for year in range(1900, 2101)
        ]

    @pytest.mark.parametrize(
        ("rule", "lines"),
        [
            ("nth_weekday(5,SUN,2)", "2026-05-10\n"),
            ("lunar(9,9)", "2026-10-18\n"),
            ("breastfeeding_week", "2026-08-01 – 2026-08-07\n"),
            ("before(double_ninth, days=7)", "2026-10-11 – 2026-10-17\n"),
        ],
    )
    def test_rules(self, rule: str, lines: str) -> None:
        """
        A rule is answered like an observance; a run of days by its first and last day.
        """
        assert run("dates", rule, "--from", "2026", "--to", "2026") == (0, lines, "")

    def test_unresolved(self) -> None:
        """
        What cannot be dated is said on standard error, and the status is 1.
        """
        status, out, err = run(
            "dates", "before(spring_festival)", "--from", "2026", "--to", "2027", "--lang", "en"
        )
        assert (status, out) == (1, "")
        assert err == (
            "the plan does not say how many days before(spring_festival) is; add days=…\n"
        )

    @pytest.mark.parametrize(
        ("phrase", "lines", "reading"),
        [
            ("国庆节前一周", "2026-09-24 – 2026-09-30\n", "within: before(national_day, days=7)"),
            ("by 10 March", "2026-03-10\n", "by: fixed(3, 10)"),
            ("农历正月十五", "2026-03-03\n", "on: lunar(1, 15)"),
        ],
    )
    def test_phrases(self, phrase: str, lines: str, reading: str) -> None:
        """
        A phrase is answered with the days that it means, and with how it was read.
        """
        pytest.importorskip("lark")
        arguments = ("dates", phrase, "--from", "2026", "--to", "2026", "--lang", "en")
        assert run(*arguments) == (0, lines, f"{phrase} → {reading}\n")

    def test_phrases_without_dates(self) -> None:
        """
        A count and a vague word have no dates: what they say is told, and the status is 1.
        """
        pytest.importorskip("lark")
        status, out, err = run(
            "dates", "每季度不少于一次", "--from", "2026", "--to", "2026", "--format", "json"
        )
        assert (status, loaded(out)) == (1, [])
        assert err == "每季度不少于一次 → 次数：每季度不少于 1 次\n"
        for said in ("适时", "播出时间20分钟", "20xx年度关爱基金"):
            assert run("dates", said, "--from", "2026", "--to", "2026")[:2] == (1, "")

    def test_without_the_parser(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Without the extra a phrase is told the command that helps, a misspelt name the right one.
        """

        def refuse(*_: object) -> None:
            raise base.MissingExtraError("phrases")

        monkeypatch.setattr(calendars, "read_when", refuse)
        status, _, err = run(
            "dates", "every Tuesday", "--from", "2026", "--to", "2026", "--lang", "en"
        )
        assert (status, "pip install 'community-edu[phrases]'" in err) == (2, True)
        status, _, err = run("dates", "mid_autum", "--from", "2026", "--to", "2026", "--lang", "en")
        assert (status, "did you mean 'mid_autumn'?" in err) == (2, True)

    def test_neither_rule_nor_phrase(self) -> None:
        """
        What is a rule by its form, or says nothing of time, is told what rules there are.
        """
        pytest.importorskip("lark")
        for asked in ("nth_weekday(5, SUN", "moon pie"):
            status, out, err = run("dates", asked, "--from", "2026", "--to", "2026", "--lang", "en")
            assert (status, out) == (2, "")
            assert err.startswith(f"community-edu: bad-rule: the rule '{asked}' cannot be read")

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            (("mid_autum", "--from", "2026", "--to", "2026"), "did you mean 'mid_autumn'?"),
            (("lunar(13,1)", "--from", "2026", "--to", "2026"), "month 13 does not exist; it can be 1–12"),
            (("fixed(2,30)", "--from", "2026", "--to", "2026"), "day 2-30 does not exist"),
            (("laba", "--from", "1900", "--to", "1901"), "the year 1900 is out of range; take one from 1901"),
            (("laba", "--from", "1800", "--to", "1901"), "the year 1800 is out of range; take one from 1900"),
            (("laba", "--from", "2000", "--to", "2101"), "the year 2101 is out of range"),
        ],
    )  # fmt: skip
    def test_bad_input(self, arguments: tuple[str, ...], sentence: str) -> None:
        """
        What cannot be answered is refused with what could be.
        """
        status, out, err = run("dates", *arguments, "--lang", "en")
        assert (status, out) == (2, "")
        assert sentence in err
