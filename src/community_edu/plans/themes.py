"""
Month themes (月主题): what each month is about, and the days attached to it.
"""

from typing import NewType

import attrs

from community_edu.base import Cited, Text, identifier, text
from community_edu.calendars import MonthSpan, Rule
from community_edu.organizations import AudienceId, audience_ids

ThemeId = NewType("ThemeId", str)


def theme_id(value: str) -> ThemeId:
    """
    Return *value* as the identifier of a theme or of a day in it.
    """
    return ThemeId(identifier(value))


@attrs.frozen(kw_only=True)
class ThemeDay(Cited):
    """
    A day or week that a theme leans on.

    Attributes:
        id: The permanent identifier, unique in the plan.
        when: Its rule, most often the name of an observance. It may fall in
            another month than the theme's: that is a finding, not an error.
        name: What the plan calls it; by default the observance's own name.
        audiences: Whom it is for; by default those of the theme.
        note: What a reader should know.
    """

    id: ThemeId = attrs.field(converter=theme_id)
    when: Rule
    name: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))
    audiences: tuple[AudienceId, ...] = attrs.field(default=(), converter=audience_ids)
    note: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))


def _month(instance: object, attribute: object, value: int) -> None:  # noqa: ARG001 - attrs asks
    MonthSpan(value)


@attrs.frozen(kw_only=True)
class Theme(Cited):
    """
    The focus of one month.

    Attributes:
        id: The permanent identifier.
        month: 1 to 12.
        name: What the month is about.
        topics: The topics, one by one.
        audiences: Whom it is for.
        days: The days and weeks attached to it.
        note: What a reader should know.
    """

    id: ThemeId = attrs.field(converter=theme_id)
    month: int = attrs.field(validator=_month)
    name: Text = attrs.field(converter=text)
    topics: tuple[Text, ...] = attrs.field(default=(), converter=tuple[Text, ...])
    audiences: tuple[AudienceId, ...] = attrs.field(default=(), converter=audience_ids)
    days: tuple[ThemeDay, ...] = attrs.field(default=(), converter=tuple[ThemeDay, ...])
    note: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))
