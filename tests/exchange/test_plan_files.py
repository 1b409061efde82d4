"""
Plan files: what goes in comes out, and everything wrong is told at once with its place.
"""

import csv
import json
import tomllib
from collections.abc import Iterator
from datetime import time
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, cast

import pytest
from cattrs.errors import IterableValidationError

from community_edu.base import CommunityEduError, InvalidIdentifierError, ProblemsError, labels
from community_edu.exchange import from_plain, load_plan, parse_document, read_plan, to_plain
from community_edu.exchange.converting import problems_in
from community_edu.plans import Plan

ROOT = Path(__file__).parents[2]
PLANS = ROOT / "examples" / "plans"
NAMES = [file.stem for file in sorted(PLANS.glob("*.toml"))]
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
    Yield every table of a TOML document that cites its source or carries facts.
    """
    if isinstance(value, dict):
        table = cast("dict[str, Any]", value)
        if "source" in table or "facts" in table:
            yield table
        for inner in table.values():
            yield from entries(inner)
    elif isinstance(value, list):
        for inner in cast("list[object]", value):
            yield from entries(inner)


@cache
def cited(name: str) -> tuple[dict[str, Any], ...]:
    """
    Return what the plan *name* cites.
    """
    return tuple(entries(tomllib.loads((PLANS / f"{name}.toml").read_text(encoding="utf-8"))))


@cache
def facts() -> dict[str, dict[str, str]]:
    """
    Return the catalogued facts by identifier; a document is the first of it, as ``001-2-``.
    """
    with (ROOT / "tests" / "data" / "facts.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["fact_id"]: row for row in rows}


def carried(name: str) -> set[str]:
    """
    Return the facts that a plan carries.
    """
    return {fact for entry in cited(name) for fact in entry.get("facts", ())}


def documents(name: str) -> set[str]:
    """
    Return the documents of a plan: its own, and its English version where there is one.
    """
    own = {entry["source"]["plan"] for entry in cited(name) if "source" in entry}
    same = {
        fact[:5]
        for fact, row in facts().items()
        if row["machine_form"].startswith("SAME_AS:")
        and row["machine_form"].removeprefix("SAME_AS:")[:5] in own
    }
    return own | same


def share_words(one: str, other: str, least: int = 4) -> bool:
    """
    Tell whether one text holds the other, or both hold the same few characters.
    """
    pieces = (one[start : start + least] for start in range(len(one) - least + 1))
    return one in other or other in one or any(piece in other for piece in pieces)


class TestRealPlans:
    def test_seventeen_documents(self) -> None:
        """
        The plans together carry all the facts, each document in one plan.
        """
        assert sum(len(carried(name)) for name in NAMES) == len(facts()) == 679
        assert len(NAMES) == 17

    @pytest.mark.parametrize("name", NAMES)
    def test_every_fact_is_carried(self, name: str) -> None:
        """
        A plan carries every catalogued fact of its documents, and no other.
        """
        catalogued = {fact for fact in facts() if fact[:5] in documents(name)}
        assert carried(name) == catalogued

    @pytest.mark.parametrize("name", NAMES)
    def test_sources_point_to_the_facts(self, name: str) -> None:
        """
        Each entry with facts cites a line that one of them was read from, and quotes some words.
        """
        for entry in cited(name):
            if "facts" in entry:
                lines = set[tuple[str, str]]()
                for fact in entry["facts"]:
                    document, numbers = facts()[fact]["ref"].split(":")
                    lines.update((document, line) for line in numbers.split(","))
                source = entry["source"]
                assert (source["plan"][:3], f"L{source['line']}") in lines, entry
                assert source["phrase"], entry

    def test_words_are_those_of_the_catalogue(self) -> None:
        """
        All but one in twenty of the phrases share words with what the catalogue quotes.
        """
        shared: list[bool] = []
        for entry in chain.from_iterable(map(cited, NAMES)):
            quoted = [
                words
                for fact in entry.get("facts", ())
                for words in facts()[fact]["evidence_zh"].split(" ‖ ")
            ]
            if quoted:
                phrases = entry["source"]["phrase"].split(" ‖ ")
                shared += [any(share_words(one, words) for words in quoted) for one in phrases]
        assert shared.count(True) >= 0.95 * len(shared)

    @pytest.mark.parametrize("name", NAMES)
    def test_codes_have_labels(self, name: str) -> None:
        """
        The kinds, units, sets and relations that the plans use have labels in both languages.
        """
        plan = load_plan(PLANS / f"{name}.toml")
        network, quotas = plan.network, [duty.quota for duty in plan.duties]
        kinds = {body.kind for body in network.organizations}
        used = {
            "organization": kinds | {kind for tier in network.tiers for kind in tier.kinds},
            "relation": {relation.kind for relation in network.relations},
            "unit": {unit for entry in plan.indicators for unit, _ in entry.unit.factors},
            "set": {entry.id for entry in plan.sets}
            | {quota.each for quota in quotas if quota and quota.each},
        }
        unlabelled = {what: codes - set(labels(what)) for what, codes in used.items()}
        assert not any(unlabelled.values()), unlabelled

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

    def test_template_shows_the_sections(self) -> None:
        """
        The template has what a report needs, and what is counted for each.
        """
        plan = load_plan(TEMPLATE)
        assert all((plan.venues, plan.resources, plan.sets, plan.brands))
        assert plan.report is not None
        assert all((plan.report.figures, plan.report.milestones))

    @pytest.mark.parametrize("name", NAMES)
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
            ('[[targets]]\nid = "t"\nname = "x"\nmeasure = "n"\n', "there is no indicator 'n' (column 1 of the formula); define it, or correct the name"),
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
            ('format = 2\n[plan]\nid = "p"\ntitle = "x"\n', "plan.toml:1:1: format: this file has format 2; this version reads format 1"),
            ('format = true\n[plan]\nid = "p"\ntitle = "x"\n', "this file has format True"),
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


COUNTED = """
[[indicators]]
id = "elderly"
name = "老年人"
unit = "person"

[[indicators]]
id = "share"
name = "占户籍总人口"

[[figures]]
id = "elderly"
indicator = "elderly"
value = "29470"

[[figures]]
id = "share"
indicator = "share"
value = "22.4%"
bound = "~"

[[claims]]
id = "base"
name = "户籍总人口"
implies = "elderly / share"

[[milestones]]
id = "tender"
name = "开标"
when = "fixed(6, 18)"
"""


class TestReports:
    def test_numbers_without_a_report(self) -> None:
        """
        Numbers, claims and milestones may stand without saying of what they are a report.
        """
        report = plan_of(COUNTED).report
        assert report is not None
        assert [str(figure.value) for figure in report.figures] == ["29470", "22.4%"]
        assert (report.figures[1].bound, report.title, report.as_of) == ("~", None, None)
        assert str(report.claims[0].implies) == "elderly / share"
        assert str(report.milestones[0].when) == "fixed(6, 18)"
        assert plan_of("").report is None

    def test_report(self) -> None:
        """
        A report has a title, a period and the day to which it goes; it comes back as it was.
        """
        plan = plan_of(
            '[report]\ntitle = "上半年总结"\nperiod = "half_year"\nas_of = "fixed(6, 30)"\n'
            + COUNTED
        )
        assert plan.report is not None
        assert (plan.report.period, str(plan.report.as_of)) == ("half_year", "fixed(6, 30)")
        assert from_plain(to_plain(plan), Plan) == plan

    def test_all_wrong_at_once(self) -> None:
        """
        Everything wrong in a report is told at its line.
        """
        text = HEAD + (
            "\n[report]\nas_of = 'fixd(6, 30)'\nyear = 2026\n"
            + COUNTED.replace('"22.4%"', '"many"')
        ).replace('implies = "elderly / share"', 'holds = "elderly = share"').replace(
            "6, 18", "6, 31"
        )
        problems = [line.removeprefix("plan.toml:") for line in told(text)]
        assert [line[:60] for line in problems] == [
            "6:1: report.as_of: the rule 'fixd(6, 30)' cannot be read at ",
            "7:1: report.year: the key 'year' is not known here; it can b",
            "26:1: figures[1].value: 'many' is not a number; write 29470,",
            "32:1: claims[0].holds: 'elderly = share' is no comparison; w",
            "37:1: milestones[0].when: day 6-31 does not exist; it can be",
        ]

    def test_persons_and_person_times(self) -> None:
        """
        A claim that adds persons (人) and person-times (人次) is refused at its line.
        """
        text = HEAD + COUNTED.replace(
            'id = "share"\nname', 'id = "share"\nunit = "person_time"\nname'
        )
        text = text.replace('"22.4%"', '"9725"').replace("elderly / share", "elderly + share")
        (line,) = told(text)
        assert line.startswith(
            "plan.toml:29:1: claims[0].implies: person and person_time cannot be"
        )

    def test_twice(self) -> None:
        """
        An indicator has one number; what else is wrong in the plan is told with it.
        """
        text = HEAD + COUNTED.replace('indicator = "share"', 'indicator = "elderly"')
        (line,) = told(text)
        assert "figures[1].indicator: the indicator 'elderly' has a number already" in line

    @pytest.mark.parametrize("value", ["3", '"text"', "[]"])
    def test_no_table(self, value: str) -> None:
        """
        The report is a table.
        """
        (line,) = told(f"report = {value}\n{HEAD}")
        assert "expected a table of keys and values" in line


class TestSingleRules:
    def test_names(self) -> None:
        """
        Names in the rules of courses, classes, textbooks and milestones are looked up too.
        """
        text = (
            HEAD
            + """
[[courses]]
id = "dance"
name = "舞蹈"
starts = "before(no_such_day, days=1)"

[[courses]]
id = "song"
name = "合唱"

[[sections]]
id = "spring"
course = "dance"
sign_up = "no_such_day"

[[textbooks]]
id = "book"
name = "教材"
published = "no_such_day"

[[milestones]]
id = "tender"
name = "开标"
when = "no_such_day"
"""
        )
        assert [line.partition(";")[0] for line in told(text)] == [
            f"plan.toml:{line}:1: {path}: there is no observance or school holiday 'no_such_day'"
            for line, path in (
                (8, "courses[0].starts"),
                (17, "sections[0].sign_up"),
                (22, "textbooks[0].published"),
                (27, "milestones[0].when"),
            )
        ]

    def test_goals(self) -> None:
        """
        A goal that a project cannot reach is told at the project.
        """
        text = (
            HEAD + '[[projects]]\nid = "p"\nname = "课题"\nstatus = "rejected"\ngoal = "running"\n'
        )
        (line,) = told(text)
        assert line.startswith(
            "plan.toml:4:1: projects[0]: '课题' is rejected, from which no steps"
        )
