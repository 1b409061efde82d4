"""
What each meeting asks by itself.
"""

from community_edu.scheduling.explaining.conditions.stages import Stage


def alone(stage: Stage) -> None:
    """
    Ask what each meeting asks whatever the others do.
    """
    add = stage.rows.add
    for m, choices in enumerate(stage.choices):
        where, people = stage.where[m], stage.teaches[stage.sessions[m].section]
        for unit, times in choices.no_time.items():
            add(unit, ((1, one) for (t, _), one in where.items() if t in times), 0)
        for unit, venues in choices.no_venue.items():
            add(unit, ((1, one) for (_, v), one in where.items() if v in venues), 0)
        for unit, spots in choices.no_time_venue.items():
            add(unit, ((1, where[spot]) for spot in sorted(spots) if spot in where), 0)
        for unit, barred in choices.no_educator.items():
            add(unit, ((1, people[e]) for e in sorted(barred) if e in people), 0)
        _together(stage, m)


def _together(stage: Stage, m: int) -> None:
    """
    Ask what depends on who teaches, with a time or a venue.
    """
    choices, where = stage.choices[m], stage.where[m]
    people = stage.teaches[stage.sessions[m].section]
    for e, teaches in people.items():
        for unit, pairs in choices.no_time_educator.items():
            then = ((1, one) for (t, _), one in where.items() if (t, e) in pairs)
            stage.rows.add(unit, [*then, (1, teaches)], 1)
        for unit, far in choices.no_venue_educator.items():
            there = ((1, one) for (_, v), one in where.items() if (v, e) in far)
            stage.rows.add(unit, [*there, (1, teaches)], 1)
    for unit, triples in choices.no_triple.items():
        for t, v, e in sorted(triples):
            if (t, v) in where and e in people:
                stage.rows.add(unit, [(1, where[t, v]), (1, people[e])], 1)
