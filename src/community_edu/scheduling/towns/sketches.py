"""
A town before anything of it is drawn.
"""

import attrs

from community_edu.base import Text
from community_edu.scheduling.towns.dice import Dice
from community_edu.scheduling.towns.names import joined
from community_edu.scheduling.towns.shapes import TownShape, TownTooFullError


@attrs.frozen(eq=False)
class Sketch:
    """
    What all that is drawn of one town starts from.

    Attributes:
        name: The beginning of each identifier.
        town: What stands in front of each name.
        shape: How large it is.
        dice: What draws it.
    """

    name: str
    town: Text
    shape: TownShape
    dice: Dice

    def named(self, name: Text) -> Text:
        """
        Return *name* with that of the town in front.
        """
        return joined(self.town, name)

    def too_full(self, what: Text) -> TownTooFullError:
        """
        Say that there is no place left for *what*.
        """
        return TownTooFullError(self.name, what)
