"""
Files of observances: a district adds its own days, and every problem is told at once.
"""

from pathlib import Path

import pytest

from community_edu.base import ProblemsError
from community_edu.calendars import (
    RESERVED_KEYS,
    Almanac,
    Announced,
    FixedDate,
    ObservanceCatalog,
    shipped_observances,
)
from community_edu.exchange import load_observances, load_plan, parse_document, read_observances

ROOT = Path(__file__).parents[2]
DISTRICT = ROOT / "examples" / "observances" / "district.toml"


def catalog_of(text: str, base: ObservanceCatalog | None = None) -> ObservanceCatalog:
    """
    Read a file with *text*.
    """
    return read_observances(parse_document(text, "own.toml", "toml"), base=base)


def told(text: str) -> list[str]:
    """
    Return what is wrong with a file, as sentences.
    """
    with pytest.raises(ProblemsError) as caught:
        catalog_of(text)
    assert caught.value.message == "own.toml is not a catalogue of observances that can be used"
    return [str(problem) for problem in caught.value.problems]


def entry(key: str, rule: str, more: str = "") -> str:
    return f'[[observances]]\nkey = "{key}"\nname = "名{key}"\nrule = "{rule}"\n{more}'


class TestFiles:
    def test_district(self) -> None:
        """
        The example of a district adds two days and replaces one, with its tags.
        """
        shipped = shipped_observances()
        catalog = load_observances(DISTRICT)
        assert set(catalog) - set(shipped) == {"community_market", "temple_fair"}
        (change,) = catalog.changes(shipped)
        assert change.message("en") == (
            "'Lifelong Learning Week' (lifelong_learning_week) was "
            f"{shipped['lifelong_learning_week'].rule} and is now "
            "announced(['2026-10-24/2026-10-30'], otherwise=iso_week(10, 4))"
        )
        assert "community_market" in catalog.tagged("elders")
        assert not catalog.find("庙会").verified

    def test_json(self, tmp_path: Path) -> None:
        """
        A JSON file has the same shape.
        """
        file = tmp_path / "own.json"
        file.write_text('{"observances": [{"key": "a", "name": "甲", "rule": "fixed(5, 4)"}]}')
        assert load_observances(file)["a"].rule == FixedDate(5, 4)

    def test_one_over_another(self) -> None:
        """
        A file is read over the catalogue that is given, whose names its rules may use.
        """
        county = catalog_of(entry("market", "fixed(5, 4)"))
        town = catalog_of(entry("eve", "before(market, days=1)"), county)
        assert {"market", "eve"} <= set(town)
        assert not town.changes(county)

    def test_empty_list(self) -> None:
        """
        A file may have no observance, but not forget the list.
        """
        assert catalog_of("observances = []") == shipped_observances()
        assert told("format = 1") == ["own.toml: the key 'observances' is missing; add it"]

    def test_plan_may_use_them(self, tmp_path: Path) -> None:
        """
        A plan that is read with a catalogue may name its days.
        """
        file = tmp_path / "plan.toml"
        file.write_text(
            '[plan]\nid = "p"\ntitle = "x"\n[[duties]]\nid = "d"\nname = "x"\nwhen = "temple_fair"\n'
        )
        with pytest.raises(ProblemsError) as caught:
            load_plan(file)
        assert "there is no observance or school holiday 'temple_fair'" in str(caught.value)
        plan = load_plan(file, observances=load_observances(DISTRICT))
        assert str(plan.duties[0].when) == "temple_fair"


class TestProblems:
    def test_all_at_once(self) -> None:
        """
        Everything that is wrong is told, each with its place, in the order of the file.
        """
        text = (
            "format = 2\nholidays = 3\n"
            + entry("a", "fixed(2, 30)")
            + entry("public_holidays", "fixed(5, 4)")
            + entry("b", "before(nowhere, days=1)", 'tags = "health"\n')
            + entry("b", "fixed(5, 5)")
        )
        assert told(text) == [
            "own.toml:1:1: format: this file has format 2; this version reads format 1",
            "own.toml:2:1: holidays: the key 'holidays' is not known here; it can be format, observances",
            "own.toml:6:1: observances[0].rule: day 2-30 does not exist; it can be 2-1 – 2-29",
            "own.toml:8:1: observances[1].key: the days of 'public_holidays' come from the school terms or the announced holidays, so that this rule would be passed over; choose another key",
            "own.toml:14:1: observances[2].rule: there is no observance or school holiday 'nowhere'; define it, or correct the name",
            "own.toml:15:1: observances[2].tags: expected a list in [ ], found a text in quotes",
            "own.toml:17:1: observances[3].key: the id 'b' is already used at observances[2].key; give each its own",
        ]

    @pytest.mark.parametrize("key", RESERVED_KEYS)
    def test_names_of_others(self, key: str) -> None:
        """
        What an almanac takes from terms and holidays cannot be given a rule that it would not follow.
        """
        (line,) = told(entry(key, "fixed(5, 4)"))
        assert line.startswith(f"own.toml:2:1: observances[0].key: the days of '{key}' come from")
        assert type(Almanac().rule(key)) is Announced

    def test_circle(self) -> None:
        """
        Observances that are defined by one another are refused.
        """
        (line,) = told(entry("a", "before(b, days=1)") + entry("b", "a"))
        assert line.startswith("own.toml:1:1: observances: these observances are defined by one")
