"""
progress: promised against done.
"""

from pathlib import Path

from command_runs import EVIDENCE, HEALTH, STREET, loaded, run


class TestProgress:
    def test_evidence(self) -> None:
        """
        Promised and done are held side by side, one a line; something late gives status 1.
        """
        status, out, err = run("progress", STREET, EVIDENCE, "--lang", "en")
        assert (status, err) == (1, "")
        assert out.splitlines()[1] == (
            "Share of residents taking part: reached (planned ≥ 50%; actual ≈50.93%; done ≈101.87%)"
        )

    def test_json(self, tmp_path: Path) -> None:
        """
        As JSON each item has what was planned, what was done and the share, exact where it is.
        """
        path = tmp_path / "tax.toml"
        path.write_text(TAX, encoding="utf-8")
        status, out, _ = run("progress", str(path), str(path), "--format", "json", "--lang", "en")
        assert status == 1
        (item,) = loaded(out)["items"]
        assert (item["id"], item["status"]) == ("investment", "late")
        assert (item["planned"], item["actual"]) == (80_000_000, 47_500_000)
        assert (item["planned_text"], item["actual_text"]) == ("≥ 80000000 CNY", "47500000 CNY")
        assert (item["share"], item["expected"]) == (0.59375, 0.75)
        places = [(finding["code"], finding["place"]) for finding in loaded(out)["findings"]]
        assert places == [("measure-not-said", f"{path}:15:1"), ("claim-fails", f"{path}:26:1")]
        _, out, _ = run("progress", str(path), str(path))
        assert (
            "注意 measure-not-said: 目标“招商引资”没有说明以哪个指标计算，可能是：注册资本" in out
        )

    def test_on_a_day(self, tmp_path: Path) -> None:
        """
        A day may be given, where the report has none; what is on its way then gives status 0.
        """
        plan, evidence = tmp_path / "plan.toml", tmp_path / "evidence.toml"
        plan.write_text(LESSONS, encoding="utf-8")
        evidence.write_text("lessons = 160\n", encoding="utf-8")
        arguments = ("progress", str(plan), str(evidence), "--lang", "en")
        status, out, _ = run(*arguments, "--on", "2026-06-30")
        assert status == 0
        assert out == (
            "Lessons: on track (planned ≥ 300 lessons; actual 160 lessons; done ≈53.33%; "
            "due by now 50%)\n"
        )
        status, out, _ = run(*arguments, "--format", "json")
        assert (status, loaded(out)["items"][0]["status"]) == (1, "late")

    def test_steps(self, tmp_path: Path) -> None:
        """
        What is planned of projects and milestones is a stage or a day; what is not known is null.
        """
        path = tmp_path / "works.toml"
        path.write_text(LESSONS + WORKS, encoding="utf-8")
        arguments = ("progress", str(path), str(path), "--format", "json", "--lang", "en")
        _, out, _ = run(*arguments, "--on", "2026-06-10")
        items = {item["id"]: item for item in loaded(out)["items"]}
        assert (items["lessons"]["actual"], items["lessons"]["share"]) == (None, None)
        assert (items["works"]["planned"], items["works"]["actual"]) == ("concluded", "running")
        assert (items["tender"]["planned"], items["tender"]["actual"]) == ("2026-06-18", "planned")
        assert items["someday"]["planned"] is None
        assert [item["status"] for item in items.values()] == [
            "not_measurable",
            "on_track",
            "on_track",
            "not_measurable",
        ]

    def test_no_report(self) -> None:
        """
        A plan that reports nothing is no report.
        """
        status, out, err = run("progress", STREET, HEALTH, "--lang", "en")
        assert (status, out) == (2, "")
        assert "no-report: 'health-education' has no figures and no milestones" in err


LESSONS = """
[plan]
id = "school"
title = "学校"

[[indicators]]
id = "lessons"
name = "课时"
unit = "lesson"

[[targets]]
id = "lessons"
name = { zh = "课时", en = "Lessons" }
measure = "lessons"
threshold = ">= 300"
"""

WORKS = """
[[projects]]
id = "works"
name = "工程"
status = "running"
goal = "concluded"

[[milestones]]
id = "tender"
name = "开标"
project = "works"
when = "fixed(6, 18)"

[[milestones]]
id = "someday"
name = "择日"
"""

TAX = """[plan]
id = "tax"
title = "税收"

[report]
period = "year"
as_of = "fixed(9, 30)"

[[indicators]]
id = "capital"
name = "注册资本"
unit = "CNY"

# 原文没有说以哪个指标计
[[targets]]
id = "investment"
name = "招商引资"
candidates = ["capital"]
threshold = ">= 80000000 CNY"

[[figures]]
id = "capital"
indicator = "capital"
value = "47500000"

[[claims]]
id = "enough"
name = "足额"
holds = "capital >= 80000000"
"""
