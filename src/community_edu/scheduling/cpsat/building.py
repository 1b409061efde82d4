"""
Whole models: a problem or a part of it with all its demands.
"""

from community_edu.scheduling.cpsat.blocks import Choice
from community_edu.scheduling.cpsat.clashes import add_clashes, add_ways
from community_edu.scheduling.cpsat.counting import add_counts
from community_edu.scheduling.cpsat.daily import add_days
from community_edu.scheduling.cpsat.model import EVERYTHING, Model
from community_edu.scheduling.cpsat.pairs import add_pairs
from community_edu.scheduling.cpsat.relaxed_rooms import add_relaxed_rooms
from community_edu.scheduling.cpsat.unary import add_placements
from community_edu.scheduling.instances import Instance


def build(
    instance: Instance,
    choice: Choice = EVERYTHING,
    *,
    rooms: bool = True,
    optional: bool = False,
) -> Model:
    """
    Make the model of *instance*, or of what *choice* has of it.

    Args:
        instance: The problem.
        choice: Which part.
        rooms: Whether rooms are chosen; otherwise the model is one of times alone, and its
            least cost a bound.
        optional: Whether meetings may be left out, at no cost of the model's own.
    """
    model = Model(instance, choice, rooms=rooms, optional=optional)
    add_placements(model)
    add_clashes(model)
    add_counts(model)
    add_days(model)
    add_pairs(model)
    if rooms:
        add_ways(model)
    else:
        add_relaxed_rooms(model)
    model.finish()
    return model
