"""
compare: what changed from one plan to another.
"""

from command_runs import HEALTH, STREET, loaded, run


class TestCompare:
    def test_equal(self) -> None:
        """
        Between equal plans there is nothing to tell.
        """
        assert run("compare", STREET, STREET) == (0, "", "")

    def test_json(self) -> None:
        """
        For programs each change has its kind, path and fields.
        """
        status, out, _ = run("compare", STREET, HEALTH, "--format", "json", "--lang", "en")
        assert status == 1
        head, *others = loaded(out)["changes"]
        assert (head["kind"], head["path"]) == ("changed", ["plan"])
        assert {change["kind"] for change in others} == {"added", "removed", "changed"}
        fields = {field["key"]: field for field in head["fields"]}
        assert fields["id"] == {
            "key": "id",
            "before": "jingtai-street",
            "after": "health-education",
        }
        assert fields["facts"]["after"] is None
