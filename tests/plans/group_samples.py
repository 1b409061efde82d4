"""
Small plans of several levels, and the real ones that stand in the examples.
"""

from typing import Any, Final

from plan_samples import ROOT, duty_of

from community_edu.exchange import load_plan
from community_edu.organizations import Organization, TrainingNetwork
from community_edu.plans import Duty, Plan, PlanGroup, merge_plans

HEBEILI: Final = load_plan(ROOT / "examples" / "plans" / "hebeili.toml")
SHUGUANG: Final = load_plan(ROOT / "examples" / "plans" / "shuguang-west.toml")
LEVELS: Final = {
    "hebeili.community": "jingtai-street.subdistrict",
    "shuguang-west.曙光路西社区": "jingtai-street.subdistrict",
}
SCHOOLS: Final = {
    "jingtai-street.citizen-schools": [
        "hebeili.社区教育培训中心",
        "shuguang-west.community-school",
    ]
}


def body(id_: str, kind: str = "community", **fields: Any) -> Organization:  # noqa: ANN401 - any field of a body
    """
    Make a body that is called as its identifier.
    """
    values: dict[str, Any] = {"id": id_, "name": id_, "kind": kind}
    return Organization(**(values | fields))


def level(name: str, *duties: Duty, bodies: tuple[Organization, ...] = (), **parts: Any) -> Plan:  # noqa: ANN401 - any field of a plan
    """
    Make a plan whose host is its ``hall``.
    """
    hall = body("hall", name=f"{name}的主办机构")
    network = parts.pop("network", TrainingNetwork(organizations=[hall, *bodies]))
    values: dict[str, Any] = {"id": name, "title": name, "host": "hall", "duties": duties}
    return Plan(**(values | {"network": network} | parts))


def under(upper: Plan, *lowers: Plan, **options: Any) -> PlanGroup:  # noqa: ANN401 - any option of merging
    """
    Merge plans, of which the others are below the first.
    """
    parents = {f"{lower.id}.hall": f"{upper.id}.hall" for lower in lowers}
    values: dict[str, Any] = {"parents": parents}
    return merge_plans(upper, *lowers, **(values | options))


def event(id_: str, when: str, **fields: Any) -> Duty:  # noqa: ANN401 - any field of a duty
    """
    Make a duty on days.
    """
    return duty_of(**({"id": id_, "name": id_, "when": when} | fields))


def street_with_schools(**fields: Any) -> Plan:  # noqa: ANN401 - any field of a duty
    """
    Make the plan of a street whose citizen schools owe a monthly report.
    """
    report = duty_of(
        **({"id": "report", "name": "月报", "by": ["schools"], "due": "monthly(-1)"} | fields)
    )
    schools = body("schools", "citizen_school", name="各市民学校", collective=True)
    return level("street", report, bodies=(schools,))


def village_with_school(name: str, *duties: Duty) -> Plan:
    """
    Make the plan of a village that has a citizen school.
    """
    school = body("school", "citizen_school", name=f"{name}市民学校", parent="hall")
    return level(name, *duties, bodies=(school,))
