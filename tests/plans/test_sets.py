import pytest
from plan_samples import GRADES, duty_of, plan_of

from community_edu.base import InvalidIdentifierError, ProblemsError, Text
from community_edu.plans import MemberSet, SetMember, set_id


class TestMemberSet:
    def test_names_of_members(self) -> None:
        """
        A plan knows the members of its sets by name; what is in no set goes by its identifier.
        """
        plan = plan_of(sets=[GRADES])
        assert plan.members == {
            "grade": {
                "grade_10": Text("高一", en="Grade 10"),
                "grade_11": Text("高二", en="Grade 11"),
            }
        }
        assert plan.member_name("grade_11") == Text("高二", en="Grade 11")
        assert plan.member_name("north") == Text("north")

    def test_identifier(self) -> None:
        """
        Sets and members have identifiers like all else.
        """
        assert set_id("teaching-point") == "teaching-point"
        with pytest.raises(InvalidIdentifierError):
            SetMember(id="高一", name="高一")

    def test_members_are_unique_in_a_plan(self) -> None:
        """
        A member is known by its identifier alone, so no two sets share one.
        """
        other = MemberSet(id="class", name="班", members=[SetMember(id="grade_10", name="高一")])
        with pytest.raises(ProblemsError) as caught:
            plan_of(sets=[GRADES, other, GRADES])
        places = [getattr(problem, "path", ()) for problem in caught.value.problems]
        assert ("sets", 1, "members", 0, "id") in places
        assert ("sets", 2, "id") in places

    def test_each_of_an_unknown_set(self) -> None:
        """
        A duty for each member of a set names a set of the plan.
        """
        with pytest.raises(ProblemsError) as caught:
            plan_of(duty_of(when="fixed(9, 1)", each="grad"), sets=[GRADES])
        (problem,) = caught.value.problems
        assert str(problem) == "there is no set 'grad'; did you mean 'grade'?"
