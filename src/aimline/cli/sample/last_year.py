"""What happened in Prairie Rose the year before: goals met, not met, put away, and given up for a good reason."""

from collections.abc import Iterator
from functools import partial

from aimline.apps.goals.actions.closing import Learned
from aimline.cli.sample import deeds, intents, years
from aimline.cli.sample.deeds import Record
from aimline.cli.sample.this_year import Deed, look


def happens(record: Record, ending: int) -> Iterator[Deed]:
    """Return everything people did last year, each deed with its day."""
    on = years.day(ending, 0, 24)
    starts = {
        "met": intents.LAST_FRACTIONS,
        "not_met": intents.LAST_RATE,
        "carried": intents.LAST_NUMBERS,
        "put_away": intents.LAST_MEADOWLARK,
    }
    for key, intent in starts.items():
        yield on, partial(deeds.begin, record, key, intent, on)
    months = ((1, 22), (2, 19), (3, 17), (4, 14), (5, 18), (6, 17))
    for when in months:
        day = years.day(ending, *when)
        yield look(record, "met", ("lead_4", "teacher_4"), day, "yes", "Nothing yet.", "Another group is past 80.")
        yield look(record, "not_met", ("lead_2", "teacher_2b"), day, "almost", "Read aloud more often.", "none yet")
        yield look(record, "carried", ("lead_1", "teacher_1"), day, "almost", "Shorter games, daily.", "none yet")
        yield look(record, "put_away", ("lead_m3", "teacher_m3"), day, "yes", "Nothing yet.", "Arrays are a habit now.")
    march, june = years.day(ending, 6, 23), years.day(ending, 9, 15)
    yield march, lambda: deeds.close(record, "met", "lead_4", march, Learned(
        what_worked="Teaching one strategy at a time, in the same words in every room.",
        what_we_learned="The number group works when it is short and never skipped.",
        what_next="Take the same rhythm into fractions.",
    ))  # fmt: skip
    yield june, lambda: deeds.close(record, "not_met", "lead_2", june, Learned(
        what_worked="The children like reading to each other and ask for it.",
        what_we_learned="Three times a week was too little for the slowest readers.",
        what_next="Listen every month, and change something after the first slow month, not the third.",
    ))  # fmt: skip
    yield june, lambda: deeds.close(record, "carried", "lead_1", june, Learned(
        what_worked="The ten-frames: children see five and five without counting.",
        what_we_learned="Games only help on the days on which they are played.",
        what_next="The same question with next year's Grade 1, and ten-frames in every lesson.",
    ))  # fmt: skip
    yield june, lambda: deeds.close(record, "put_away", "lead_m3", june, Learned(
        what_worked="Two classes planned the groups together each Monday.",
        what_we_learned="Pictures before symbols is worth the time it takes.",
        what_next="Facts, with the same pictures.",
    ))  # fmt: skip
    yield june, lambda: deeds.put_away(record, "put_away", "lead_m3", june)
    asked, read, merged = (years.day(ending, *when) for when in ((0, 29), (1, 2), (5, 20)))
    yield asked, lambda: deeds.ask_for_review(record, "cancelled", intents.LAST_SCHOOL_NUMBERS, asked)
    yield read, lambda: deeds.endorse(record, "cancelled", "leader", read)
    yield merged, lambda: deeds.cancel(
        record, "cancelled", "leader", merged, code="merged",
        why="The division's numeracy goal took this one in; both schools now carry it together.",
    )  # fmt: skip
