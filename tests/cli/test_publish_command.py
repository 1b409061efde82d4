"""
publish: feeds and their ledger.
"""

from pathlib import Path

from command_runs import HEALTH, loaded, run


class TestPublish:
    def test_twice(self, tmp_path: Path) -> None:
        """
        A second run with nothing changed reports no change, and does not touch a file.
        """
        arguments = (
            "publish",
            HEALTH,
            "--year",
            "2026",
            "--out",
            str(tmp_path),
            "--format",
            "json",
        )
        status, out, _ = run(*arguments, "--at", "2026-01-05T08:00+08:00")
        first = loaded(out)
        assert status == 0
        assert len(first["feeds"]) == 5
        assert len(first["changes"]) == 23
        files = {path.name: (path.read_bytes(), path.stat().st_ino) for path in tmp_path.iterdir()}
        assert set(files) == {
            "health-education.ics",
            "health-education-residents.ics",
            "health-education-youth.ics",
            "health-education-elderly.ics",
            "health-education-mothers.ics",
            "health-education.ledger.json",
        }
        _, out, _ = run(*arguments, "--at", "2026-03-01T08:00+08:00")
        second = loaded(out)
        assert second["changes"] == []
        assert second["feeds"] == first["feeds"]
        again = {path.name: (path.read_bytes(), path.stat().st_ino) for path in tmp_path.iterdir()}
        assert again == files

    def test_text(self, tmp_path: Path) -> None:
        """
        As text there are the feeds with their sizes, the changes, and the year in a line.
        """
        _, out, err = run(
            "publish", HEALTH, "--year", "2026", "--out", str(tmp_path), "--lang", "en"
        )
        lines = out.splitlines()
        assert lines[0] == f"{tmp_path / 'health-education.ics'}  23"
        assert lines[-1] == "2026: month theme: 12, observance: 11; not dated: 4"
        assert err == ""

    def test_warnings(self, tmp_path: Path) -> None:
        """
        What a client would not take is said on standard error.
        """
        plan = tmp_path / "plan.toml"
        daily = "weekly([MON, TUE, WED, THU, FRI, SAT, SUN])"
        duties = "".join(
            f'[[duties]]\nid = "d{number}"\nname = "开放"\nwhen = "{daily}"\n'
            for number in range(3)
        )
        plan.write_text(f'[plan]\nid = "p"\ntitle = "计划"\n{duties}', encoding="utf-8")
        _, _, err = run("publish", str(plan), "--year", "2026", "--out", str(tmp_path / "out"))
        assert err.startswith("p.ics: ")

    def test_files_of_others(self, tmp_path: Path) -> None:
        """
        A file that no ledger knows is not written over without --force; nothing is half-written.
        """
        (tmp_path / "health-education-youth.ics").write_text("mine", encoding="utf-8")
        arguments = ("publish", HEALTH, "--year", "2026", "--out", str(tmp_path))
        status, out, err = run(*arguments)
        assert (status, out) == (2, "")
        assert "health-education-youth.ics" in err
        assert [path.name for path in tmp_path.iterdir()] == ["health-education-youth.ics"]
        assert run(*arguments, "--force")[0] == 0

    def test_bad_ledger(self, tmp_path: Path) -> None:
        """
        A ledger that is none is refused, and the feeds stay as they are.
        """
        ledger = tmp_path / "ledger.json"
        ledger.write_text('{"version": 99}', encoding="utf-8")
        out = tmp_path / "out"
        status, _, err = run(
            "publish", HEALTH, "--year", "2026", "--out", str(out), "--ledger", str(ledger)
        )
        assert status == 2
        assert "ledger" in err
        assert not out.exists()
