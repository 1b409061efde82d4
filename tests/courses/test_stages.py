"""
Stages: which step follows which, and what can be reached.
"""

from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.base import Text, labels
from community_edu.courses import (
    AWARD_STAGES,
    PROJECT_STAGES,
    SECTION_STAGES,
    ImpossibleStepError,
    ProjectStatus,
    SectionStatus,
    Stages,
    UnreachableGoalError,
)

ALL = (PROJECT_STAGES, AWARD_STAGES, SECTION_STAGES)


class TestSteps:
    def test_of_projects(self) -> None:
        """
        A project is planned, applied for, approved, runs and is concluded; or is rejected.
        """
        way = ["planned", "applied", "approved", "running", "concluded"]
        for stage, following in pairwise(way):
            assert PROJECT_STAGES.step("课题", stage, following) == following
        assert PROJECT_STAGES.step("课题", "applied", "rejected") == "rejected"
        assert set(PROJECT_STAGES.steps) == set(get_args(ProjectStatus))
        assert set(SECTION_STAGES.steps) == set(get_args(SectionStatus))

    def test_refused(self) -> None:
        """
        A step that skips another is refused, with what is possible, in both languages.
        """
        with pytest.raises(ImpossibleStepError) as caught:
            PROJECT_STAGES.step(Text("课题", en="topic"), "applied", "concluded")
        assert str(caught.value) == (
            "'topic' is applied for and cannot become concluded now; "
            "what can follow is approved, rejected"
        )
        assert caught.value.sentence("zh-CN") == (
            "“课题”现在是“已申报”，不能变为“已结项”，接下来可以是：已批准、未批准"
        )

    @pytest.mark.parametrize("stage", ["concluded", "rejected", "asleep"])
    def test_after_the_end(self, stage: str) -> None:
        """
        After the last stage, or one that there is not, nothing follows.
        """
        with pytest.raises(ImpossibleStepError, match="what can follow is the end"):
            PROJECT_STAGES.step("课题", stage, "running")

    @given(st.sampled_from(ALL), st.data())
    def test_every_step_leads_to_a_stage(self, stages: Stages, data: st.DataObject) -> None:
        """
        Whatever follows is a stage of the same kind of thing, and has a label.
        """
        stage = data.draw(st.sampled_from(sorted(stages.steps)))
        assert set(stages.steps[stage]) <= set(stages.steps)
        assert stage in labels("stage")


class TestGoals:
    def test_reached(self) -> None:
        """
        What can be reached is the stage itself and all that steps lead to.
        """
        assert AWARD_STAGES.reached_from("planned") == ("planned", "applied", "won", "none")
        assert PROJECT_STAGES.reached_from("rejected") == ("rejected",)
        assert set(SECTION_STAGES.reached_from("full")) == set(SECTION_STAGES.steps) - {"announced"}
        PROJECT_STAGES.check_goal("课题", "planned", "concluded")
        PROJECT_STAGES.check_goal("课题", "running", "running")

    def test_out_of_reach(self) -> None:
        """
        A goal that lies behind is refused, with what lies ahead.
        """
        with pytest.raises(UnreachableGoalError) as caught:
            PROJECT_STAGES.check_goal("课题", "running", "approved")
        assert str(caught.value) == (
            "'课题' is running, from which no steps lead to approved; "
            "within reach is running, concluded"
        )
        assert caught.value.sentence("zh-CN").endswith("无法达到“已批准”，可以达到：进行中、已结项")
