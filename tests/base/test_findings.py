"""
Findings: placed, in the language of the reader, equal by value.
"""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.base import Finding, FindingKind, Source, Text

LATE = FindingKind(
    "late", "warning", zh="“{what}”晚了 {days} 天", en="'{what}' is {days} days late"
)
SOURCE = Source("001-2", 28, "实行半年度例会制度")
OTHER_SOURCE = Source("001-2", 30, "每季度一次")

late = Finding(LATE, ("duties", 3), {"what": Text("例会", en="meeting"), "days": 2})


class TestFinding:
    def test_speaks_two_languages(self) -> None:
        """
        The sentence is made in the language asked for, its parameters included.
        """
        assert late.message("en") == "'meeting' is 2 days late"
        assert late.message("zh-CN") == late.message() == "“例会”晚了 2 天"

    def test_kind_at_hand(self) -> None:
        """
        Code and severity are those of the kind.
        """
        assert (late.code, late.severity) == ("late", "warning")

    def test_parameters(self) -> None:
        """
        The parameters come back as a mapping, unchanged.
        """
        assert late.parameters == {"what": Text("例会", en="meeting"), "days": 2}

    @pytest.mark.parametrize(
        ("finding", "line"),
        [
            (late, "warning late: duties[3]: 'meeting' is 2 days late"),
            (Finding(LATE, (), late.parameters), "warning late: 'meeting' is 2 days late"),
            (
                late.at("duties", 3, source=SOURCE),
                "warning late: duties[3]: 'meeting' is 2 days late ⟨001-2:28 “实行半年度例会制度”⟩",
            ),
        ],
        ids=["placed", "of the whole", "with its source"],
    )
    def test_line(self, finding: Finding, line: str) -> None:
        """
        A line tells severity, code, place and source, as far as there are any.
        """
        assert finding.line("en") == line

    def test_prints_in_chinese(self) -> None:
        """
        A finding prints its line in Chinese, the language of the plans.
        """
        assert str(late) == late.line("zh-CN") == "warning late: duties[3]: “例会”晚了 2 天"

    def test_exact_numbers(self) -> None:
        """
        An exact share is written exactly.
        """
        kind = FindingKind("share", "info", zh="{share}", en="{share}")
        assert Finding(kind, items={"share": Fraction(47, 120)}).message("en") == "47/120"

    def test_placed_anew(self) -> None:
        """
        Placed elsewhere, a finding is the same but for its path.
        """
        moved = late.at("themes", 0)
        assert moved.path == ("themes", 0)
        assert (moved.kind, moved.items, moved.source) == (late.kind, late.items, None)

    def test_keeps_its_own_source(self) -> None:
        """
        A source is added to a finding without one, and never replaces its own.
        """
        cited = late.at("duties", 3, source=SOURCE)
        assert cited.source == SOURCE
        assert cited.at("duties", 4, source=OTHER_SOURCE).source == SOURCE

    @given(st.dictionaries(st.text(max_size=3), st.integers() | st.text(max_size=3)))
    def test_order_does_not_matter(self, parameters: dict[str, object]) -> None:
        """
        Two findings with the same parameters are one, in whatever order they were given.
        """
        turned = dict(reversed(parameters.items()))
        assert {Finding(LATE, (), parameters)} == {Finding(LATE, (), turned)}
        assert Finding(LATE, (), tuple(turned.items())).parameters == parameters
