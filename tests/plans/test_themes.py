import pytest

from community_edu.base import InvalidIdentifierError, Text
from community_edu.calendars import ImpossibleDateError, Named
from community_edu.plans import Theme, ThemeDay, theme_id


class TestTheme:
    def test_is_about_a_month(self) -> None:
        """
        A theme has a month and a name; topics and days are lists of any kind.
        """
        day = ThemeDay(id="tb-day", when=Named("world_tb_day"), audiences=["residents"])
        theme = Theme(id="march", month=3, name="结核病防治", topics=[Text("防治")], days=[day])
        assert theme.name == Text("结核病防治")
        assert theme.topics == (Text("防治"),)
        assert theme.days == (day,)
        assert day.audiences == ("residents",)
        assert (day.name, day.note, theme.note) == (None, None, None)

    @pytest.mark.parametrize("month", [0, 13])
    def test_month_must_exist(self, month: int) -> None:
        """
        The month is one of twelve.
        """
        with pytest.raises(ImpossibleDateError, match=rf"month {month} does not exist") as caught:
            Theme(id="x", month=month, name="主题")
        assert caught.value.sentence("zh-CN") == f"月份 {month} 不存在，可以是 1–12"

    def test_identifiers(self) -> None:
        """
        Themes and their days have identifiers like duties.
        """
        assert theme_id("tb-day") == "tb-day"
        with pytest.raises(InvalidIdentifierError, match=r"三月 is not an identifier"):
            Theme(id="三月", month=3, name="主题")
        with pytest.raises(InvalidIdentifierError, match=r"3/24 is not an identifier"):
            ThemeDay(id="3/24", when=Named("world_tb_day"))
