"""
Plan files: what goes in comes out, and everything wrong is told at once with its place.
"""

import csv
import json
import tomllib
from collections.abc import Iterator
from datetime import time
from pathlib import Path
from typing import Any, cast

import pytest
from cattrs.errors import IterableValidationError

from community_edu.base import CommunityEduError, InvalidIdentifierError, ProblemsError
from community_edu.exchange import load_plan, parse_document, read_plan
from community_edu.exchange.converting import problems_in
from community_edu.plans import Plan

ROOT = Path(__file__).parents[2]
PLANS = ROOT / "examples" / "plans"
TEMPLATE = ROOT / "src" / "community_edu" / "packs" / "templates" / "plan.toml"
HEAD = '[plan]\nid = "p"\ntitle = "计划"\n'


def plan_of(text: str) -> Plan:
    """
    Read a plan of the least head and *text*.
    """
    return read_plan(parse_document(HEAD + text, "plan.toml", "toml"))


def problems_of(text: str) -> list[CommunityEduError]:
    """
    Return what is wrong with the whole file *text*.
    """
    with pytest.raises(ProblemsError) as caught:
        read_plan(parse_document(text, "plan.toml", "toml"))
    return list(caught.value.problems)


def told(text: str) -> list[str]:
    """
    Return the same as sentences.
    """
    return [str(problem) for problem in problems_of(text)]


def entries(value: object) -> Iterator[dict[str, Any]]:
    """
    Yield every table of a TOML document that cites its source.
    """
    if isinstance(value, dict):
        table = cast("dict[str, Any]", value)
        if "source" in table:
            yield table
        for inner in table.values():
            yield from entries(inner)
    elif isinstance(value, list):
        for inner in cast("list[object]", value):
            yield from entries(inner)


def facts() -> dict[str, dict[str, str]]:
    """
    Return the catalogued facts of the two plans by identifier.
    """
    with (ROOT / "tests" / "data" / "facts-001.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["fact_id"]: row for row in rows}


class TestRealPlans:
    @pytest.mark.parametrize(
        ("name", "prefix", "count"),
        [("jingtai-street", "001-2-", 83), ("health-education", "001-3-", 37)],
    )
    def test_every_fact_is_carried(self, name: str, prefix: str, count: int) -> None:
        """
        A transcribed plan carries every catalogued fact of its document, and no other.
        """
        data = tomllib.loads((PLANS / f"{name}.toml").read_text(encoding="utf-8"))
        carried = {fact for entry in entries(data) for fact in entry.get("facts", ())}
        catalogued = {fact for fact in facts() if fact.startswith(prefix)}
        assert carried == catalogued
        assert len(catalogued) == count

    @pytest.mark.parametrize("name", ["jingtai-street", "health-education"])
    def test_sources_point_to_the_facts(self, name: str) -> None:
        """
        Each entry cites a line that one of its facts was read from, and quotes some words.
        """
        known = facts()
        data = tomllib.loads((PLANS / f"{name}.toml").read_text(encoding="utf-8"))
        for entry in entries(data):
            lines = {
                line
                for fact in entry["facts"]
                for line in known[fact]["ref"].split(":")[1].split(",")
            }
            assert f"L{entry['source']['line']}" in lines, entry
            assert entry["source"]["phrase"]

    def test_network_of_the_street(self) -> None:
        """
        The subdistrict's network has three tiers; the third must have the five haves.
        """
        network = load_plan(PLANS / "jingtai-street.toml").network
        assert [tier.standard for tier in network.tiers] == [None, None, "five-haves"]
        assert len(network.criteria_by_id["five-haves"].items) == 5
        assert network.related("chairs", to="committee") == ("subdistrict-director",)
        assert network.related("office_of", to="committee") == ("committee-office",)

    def test_template_is_a_plan(self) -> None:
        """
        The template that users start from loads, and has a timed class.
        """
        plan = load_plan(TEMPLATE)
        assert plan.duties[0].starts == time(14, 0)
        assert plan.duties[0].minutes == 90

    @pytest.mark.parametrize("name", ["jingtai-street", "health-education"])
    def test_json_is_the_same_plan(self, name: str) -> None:
        """
        A plan says the same in JSON as in TOML.
        """
        text = (PLANS / f"{name}.toml").read_text(encoding="utf-8")
        as_json = json.dumps(tomllib.loads(text))
        assert read_plan(parse_document(as_json, "p.json", "json")) == load_plan(
            PLANS / f"{name}.toml"
        )

    def test_time_in_json(self) -> None:
        """
        JSON has no times of day: a text such as "14:00" is taken for one.
        """
        data = {
            "plan": {"id": "p", "title": "计划"},
            "duties": [{"id": "d", "name": "课", "starts": "14:00"}],
        }
        plan = read_plan(parse_document(json.dumps(data), "p.json", "json"))
        assert plan.duties[0].starts == time(14, 0)


class TestProblems:
    def test_all_at_once_in_order(self) -> None:
        """
        Wrong keys, types, rules, references and identifiers of one file come together, in its order.
        """
        text = (
            "wrong = 1\n"
            '[plan]\nid = "p"\ntitle = "计划"\nhosts = "x"\n'
            '[[organizations]]\nid = "Bad Id"\nname = "街道"\nkind = 3\n'
            '[[duties]]\nid = "d"\nname = "例会"\nwhn = "monthly(5)"\nby = ["stret"]\n'
            '[[duties]]\nid = "d"\nname = "例会"\nwhen = "mnthly(5)"\n'
            '[[duties]]\nid = "e"\nname = "例会"\nwhen = "dobule_ninth"\nquota = ">= 1 per quartr"\n'
        )
        lines = [line.split(": ")[0:2] for line in told(text)]
        assert lines == [
            ["plan.toml:1:1", "wrong"],
            ["plan.toml:5:1", "plan.hosts"],
            ["plan.toml:7:1", "organizations[0].id"],
            ["plan.toml:9:1", "organizations[0].kind"],
            ["plan.toml:13:1", "duties[0].whn"],
            ["plan.toml:14:7", "duties[0].by[0]"],
            ["plan.toml:16:1", "duties[1].id"],
            ["plan.toml:18:1", "duties[1].when"],
            ["plan.toml:22:1", "duties[2].when"],
            ["plan.toml:23:1", "duties[2].quota"],
        ]

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ('[[duties]]\nid = "d"\nname = "x"\nwhn = 1\n', "the key 'whn' is not known here; did you mean 'when'?"),
            ('[[duties]]\nid = "d"\n', "the key 'name' is missing; add it"),
            ('[[duties]]\nid = "d"\nname = 3\n', 'expected a text, or { zh = "…", en = "…" }, found a whole number'),
            ('[[duties]]\nid = "d"\nname = { en = "x" }\n', "the key 'zh' is missing; add it"),
            ('[[duties]]\nid = "d"\nname = " "\n', "the text is empty; write something, or leave the key out"),
            ('[[duties]]\nid = "d"\nname = { zh = "x", en = "" }\n', "the text is empty"),
            ('[[duties]]\nid = "d"\nname = { zh = "x", de = "y" }\n', "the key 'de' is not known here; it can be zh, en"),
            ('[[duties]]\nid = "d"\nname = "x"\nby = "a"\n', "expected a list in [ ], found a text in quotes"),
            ('[[duties]]\nid = "d"\nname = "x"\nminutes = true\n', "expected a whole number, found true or false"),
            ('[[duties]]\nid = "d"\nname = "x"\nminutes = 1.5\n', "expected a whole number, found Decimal"),
            ('[[duties]]\nid = "d"\nname = "x"\nstarts = "noon"\n', "expected a time such as 14:00:00, found a text in quotes"),
            ('[[duties]]\nid = "d"\nname = "x"\nminutes = 0\n', "an event cannot last 0 minutes; give 1 to 1440"),
            ('[[duties]]\nid = "d"\nname = "x"\ncadence = "x"\n', "'x' is not possible here; it can be regular, often"),
            ('[[duties]]\nid = "d"\nname = "x"\nsource = "x"\n', "expected a table of keys and values, found a text in quotes"),
            ("duties = 3\n", "expected a list in [ ], found a whole number"),
            ("duties = [3]\n", "expected a table of keys and values, found a whole number"),
            ('[[relations]]\nkind = "leads"\nfro = "a"\nto = "b"\n', "the key 'fro' is not known here; did you mean 'from'?"),
            ('[[relations]]\nkind = "leads"\nto = "b"\n', "the key 'from' is missing; add it"),
            ('[[themes]]\nid = "t"\nmonth = 13\nname = "x"\n', "month 13 does not exist; it can be 1–12"),
            ('[[targets]]\nid = "t"\nname = "x"\nmeasure = "a.b"\n', "the measure 'a.b' cannot be read at 'a.b'"),
            ('[[targets]]\nid = "t"\nname = "x"\nmeasure = "n"\n', "there is no indicator 'n'; define it, or correct the name"),
            ('[[indicators]]\nid = "n-m"\nname = "x"\n', "'n-m' cannot name an indicator"),
            ('[[indicators]]\nid = "n"\nname = "x"\nunit = "3"\n', "'3' is not a unit"),
        ],
    )  # fmt: skip
    def test_sentences(self, text: str, sentence: str) -> None:
        """
        Each mistake has a sentence of its own that says what to write instead.
        """
        lines = told(text + HEAD if text.startswith("duties") else HEAD + text)
        assert any(sentence in line for line in lines)

    def test_in_chinese(self) -> None:
        """
        The same is said in Chinese.
        """
        (problem,) = problems_of(HEAD + '[[duties]]\nid = "d"\nname = "x"\nwhn = 1\n')
        assert (
            problem.sentence("zh-CN")
            == "plan.toml:7:1: duties[0].whn: 这里没有“whn”这一项，是否应为“when”？"
        )

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("a = 1\n", "plan.toml: the key 'plan' is missing; add it"),
            ("plan = 3\n", "plan.toml:1:1: plan: expected a table of keys and values, found a whole number"),
            ('[plan]\nid = "p"\n', "plan.toml:1:1: plan: the key 'title' is missing; add it"),
            ('[plan]\nid = "P"\ntitle = "x"\n', "plan.toml:2:1: plan.id: P is not an identifier"),
            ('format = 2\n[plan]\nid = "p"\ntitle = "x"\n', "plan.toml:1:1: format: this plan file has format 2; this version reads format 1"),
            ('format = true\n[plan]\nid = "p"\ntitle = "x"\n', "this plan file has format True"),
        ],
    )  # fmt: skip
    def test_head(self, text: str, sentence: str) -> None:
        """
        A file without a proper head is no plan of this format.
        """
        assert any(sentence in line for line in told(text))

    def test_broken_entries_are_still_known(self) -> None:
        """
        A reference to an entry that is itself wrong is not a second problem.
        """
        text = (
            HEAD
            + '[[audiences]]\nid = "elderly"\n[[duties]]\nid = "d"\nname = "x"\naudiences = ["elderly"]\n'
        )
        assert [line.split(": ")[1] for line in told(text)] == ["audiences[0]"]

    def test_places_after_a_broken_entry(self) -> None:
        """
        What is wrong after an entry that had to be left out is told at its own place.
        """
        text = (
            HEAD
            + '[[audiences]]\nid = "a"\n[[audiences]]\nid = "b"\nname = "x"\npart_of = ["c"]\n'
            + '[[audiences]]\nid = "b"\nname = "x"\n'
        )
        assert [line.split(": there")[0].split(": the")[0] for line in told(text)] == [
            "plan.toml:4:1: audiences[0]",
            "plan.toml:9:12: audiences[1].part_of[0]",
            "plan.toml:11:1: audiences[2].id",
        ]
        assert "'b' is already used at audiences[1].id" in told(text)[2]

    def test_network_and_plan_together(self) -> None:
        """
        A network that does not hold together hides nothing that is wrong elsewhere.
        """
        text = (
            HEAD
            + '[[organizations]]\nid = "a"\nname = "x"\nkind = "office"\nparent = "nobody"\n'
            + '[[positions]]\nid = "a"\nname = "x"\nkind = "head"\nat = "a"\n'
            + '[[positions]]\nid = "h"\nname = "x"\nkind = "head"\nat = "a"\n'
            + '[[criteria]]\nid = "c"\nname = "x"\n'
            + '[[duties]]\nid = "d"\nname = "x"\nby = ["a", "h", "who"]\n'
        )
        paths = [line.split(": ")[1] for line in told(text)]
        assert paths == ["organizations[0].parent", "positions[0].id", "duties[0].by[2]"]

    def test_circular_observances(self) -> None:
        """
        Days that are defined by one another are refused.
        """
        text = (
            HEAD
            + '[[observances]]\nkey = "a"\nname = "甲"\nrule = "before(b, days=1)"\n'
            + '[[observances]]\nkey = "b"\nname = "乙"\nrule = "after(a, days=1)"\n'
        )
        (line,) = told(text)
        assert line.startswith("plan.toml:4:1: observances: these observances are defined by")
        assert line.endswith("one another: a, b, a; give one of them a date")

    def test_unknown_host(self) -> None:
        """
        The host of a plan is one of its organizations.
        """
        (line,) = told(HEAD + 'host = "nobody"\n')
        assert line.startswith("plan.toml:4:1: plan.host: there is no organization 'nobody'")

    def test_items_of_lists(self) -> None:
        """
        An item of a list that is of the wrong type is told by its number.
        """
        (line,) = told(HEAD + '[[duties]]\nid = "d"\nname = "x"\nby = ["a", 3]\n')
        assert line.startswith("plan.toml:7:12: duties[0].by[1]: expected a text in quotes")

    def test_errors_that_are_not_ours(self) -> None:
        """
        What the converter did not mean to refuse is not taken for a problem of the file.
        """
        with pytest.raises(RuntimeError, match="broken"):
            list(problems_in(RuntimeError("broken"), ()))

    def test_notes_of_others(self) -> None:
        """
        A note that somebody else has put on an error says nothing of its place.
        """
        error = InvalidIdentifierError("A")
        error.add_note("seen while reading")
        make_group: Any = IterableValidationError  # whose third argument a checker does not see
        group = make_group("Plan", [error], Plan)
        assert list(problems_in(group, ("plan",))) == [(("plan",), error)]

    def test_own_observance_is_known(self) -> None:
        """
        A day that the plan defines may be named in its rules.
        """
        plan = plan_of(
            '[[observances]]\nkey = "founding_day"\nname = "校庆"\nrule = "fixed(5, 4)"\n'
            '[[duties]]\nid = "d"\nname = "校庆活动"\nwhen = "founding_day"\n'
        )
        assert str(plan.duties[0].when) == "founding_day"

    def test_units_are_checked_at_load(self) -> None:
        """
        Persons and person-times are not added up in silence.
        """
        text = (
            HEAD
            + '[[indicators]]\nid = "people"\nname = "人"\nunit = "person"\n'
            + '[[indicators]]\nid = "visits"\nname = "人次"\nunit = "person_time"\n'
            + '[[targets]]\nid = "t"\nname = "x"\nmeasure = "people + visits"\nthreshold = ">= 1"\n'
        )
        (line,) = told(text)
        assert line.startswith("plan.toml:15:1: targets[0].measure: person and person_time cannot")

    def test_file_of_a_plan(self, tmp_path: Path) -> None:
        """
        The title of the group names the file.
        """
        path = tmp_path / "x.toml"
        path.write_text("a = 1\n", encoding="utf-8")
        with pytest.raises(ProblemsError, match=r"x\.toml is not a plan that can be used"):
            load_plan(path)
