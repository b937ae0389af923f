"""What happens in Prairie Rose between September and the twelfth of January."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from aimline.apps.goals.actions.amendments import Change
from aimline.cli.sample import deeds, intents, years
from aimline.cli.sample.deeds import Record
from aimline.cli.sample.students import KALYNA

Deed = tuple[date, Callable[[], None]]
TEAM_4, TEAM_2, TEAM_1 = ("lead_4", "teacher"), ("lead_2", "teacher_2"), ("lead_1", "teacher_1")
TEAM_3, TEAM_M3, LEADERS = ("lead_3", "teacher_3"), ("lead_m3", "teacher_m3"), ("principal", "vice")
WAITING = "The next screening is in January; we listened to ten students instead."


def happens(record: Record, ending: int) -> Iterator[Deed]:
    """Return everything people do this year, each deed with its day."""
    yield from beginnings(record, ending)
    yield from fractions(record, ending)
    yield from reading_rate(record, ending)
    yield from number_sense(record, ending)
    yield from elsewhere(record, ending)
    yield from corrections(record, ending)
    yield from being_written(record, ending)


def beginnings(record: Record, ending: int) -> Iterator[Deed]:
    """September and October: goals begin."""
    on = years.day(ending, 0, 24)
    starts = {
        "fractions": intents.FRACTIONS,
        "fluency": intents.FLUENT_READERS,
        "rate": intents.READING_RATE,
        "m_numeracy": intents.MEADOWLARK_NUMERACY,
        "m_counting": intents.MEADOWLARK_COUNTING,
    }
    for key, intent in starts.items():
        yield on, partial(deeds.begin, record, key, intent, on)
    yield on, lambda: deeds.begin_again(record, "numbers", intents.NUMBER_SENSE, on, ended="carried")
    asked, read = years.day(ending, 0, 29), years.day(ending, 1, 2)
    yield asked, lambda: deeds.ask_for_review(record, "reading", intents.SCHOOL_READING, asked)
    yield read, lambda: deeds.endorse(record, "reading", "leader", read)


def fractions(record: Record, ending: int) -> Iterator[Deed]:
    """Grade 4: ahead, checked in every month."""
    told = [
        ((1, 22), "almost", "Start the number group in the same week in both rooms.",
         "Six students moved past 60 for the first time."),
        ((2, 19), "yes", "Nothing yet; keep the Friday sorting short.", "Every student explained an area model aloud."),
        ((3, 17), "yes", "Move two students out of the number group, two in.",
         "Seven in ten are there, up from half in September."),
    ]  # fmt: skip
    for when, on_track, adjust, celebration in told:
        yield look(record, "fractions", TEAM_4, years.day(ending, *when), on_track, adjust, celebration)


def reading_rate(record: Record, ending: int) -> Iterator[Deed]:
    """Grade 2: slipping since November; the team has changed its way twice."""
    first, second, third = (years.day(ending, *when) for when in ((1, 22), (2, 19), (3, 17)))
    yield look(record, "rate", TEAM_2, first, "almost", "Begin partner reading earlier in the day.",
               "Everyone read aloud once a day.")  # fmt: skip
    yield look(record, "rate", TEAM_2, second, "no", "More minutes of reading aloud, fewer worksheets.",
               "Five students gained ten words.", decision="adjust")  # fmt: skip
    yield second, lambda: deeds.adjust(
        record, "rate", "lead_2", second, option="more_time", short_name="daily partner reading",
        text="Partner reading for 20 minutes every day instead of three times a week.",
    )  # fmt: skip
    yield look(record, "rate", TEAM_2, third, "no", "Ask who reads slowly because of words, and who because of sounds.",
               "The small group read a whole play.", decision="adjust")  # fmt: skip
    yield third, lambda: deeds.adjust(
        record, "rate", "lead_2", third, option="specialist", short_name="reading specialist",
        text="The support teacher checks sounds and words with every slow reader and plans the small groups with us.",
    )  # fmt: skip


def number_sense(record: Record, ending: int) -> Iterator[Deed]:
    """Grade 1: on its way until the January dip."""
    for when, on_track, adjust, celebration in [
        ((1, 22), "yes", "Nothing yet.", "Ten-frames are a routine in both rooms."),
        ((2, 19), "yes", "Shorter interviews, more of them.", "Counting on from ten came without fingers for many."),
        ((3, 17), "yes", "Plan the first week of January together.", "We passed the half-way mark."),
    ]:
        yield look(record, "numbers", TEAM_1, years.day(ending, *when), on_track, adjust, celebration)


def elsewhere(record: Record, ending: int) -> Iterator[Deed]:
    """Grade 3 aims higher, the school looks at itself, Meadowlark keeps going."""
    for when in ((1, 23), (2, 20), (3, 18)):
        on = years.day(ending, *when)
        yield look(record, "m_numeracy", TEAM_M3, on, "yes", "Nothing yet.", "Arrays are drawn without asking.")
        yield look(record, "fluency", TEAM_3, on, "almost", "Nothing yet.", "Partners ask to read on.", WAITING)
    for when in ((1, 26), (2, 27)):
        on = years.day(ending, *when)
        yield look(record, "reading", LEADERS, on, "almost", "Protect the literacy block.",
                   "No room was interrupted.", WAITING)  # fmt: skip
    raised = years.day(ending, 4, 9)
    why = "We passed the target in January; the next step is open to us."
    yield raised, lambda: deeds.raise_target(record, "fluency", "lead_3", raised, target=80, why=why)


def corrections(record: Record, ending: int) -> Iterator[Deed]:
    """One record was put right by two people, another waits for the second."""
    asked, approved, pending = (years.day(ending, *when) for when in ((2, 3), (2, 5), (4, 12)))
    yield asked, lambda: deeds.ask_for_correction(
        record, "numbers", "lead_1", asked, code="roster_error", change=Change(baseline=45.7, baseline_n=70),
        why="Two students were counted in Grade 1 who had moved to Grade 2 on the first day.",
    )  # fmt: skip
    yield approved, lambda: deeds.approve(record, "numbers", "principal", approved)
    yield pending, lambda: deeds.ask_for_correction(
        record, "fractions", "lead_4", pending, code="calendar_changed",
        change=Change(deadline=years.day(ending, 6, 27), deadline_words="end of third quarter"),
        why="The division moved the end of the third quarter by one week.",
    )  # fmt: skip


def being_written(record: Record, ending: int) -> Iterator[Deed]:
    """A purpose, goals that wait to be read, one that came back, and a first draft."""
    said, begun, returned, asked = (years.day(ending, *when) for when in ((0, 22), (3, 10), (3, 12), (4, 9)))
    yield said, lambda: deeds.say_purpose(record, "purpose", KALYNA, "principal", said, intents.PURPOSE)
    yield begun, lambda: deeds.ask_for_review(record, "m_reading", intents.MEADOWLARK_READING, begun)
    yield returned, lambda: deeds.send_back(
        record, "m_reading", "leader", returned,
        why="Strong reason. Please say what will be taught differently, and how you will see it before May.",
    )  # fmt: skip
    yield asked, lambda: deeds.ask_for_review(record, "patterns", intents.PATTERNS, asked)
    yield asked, lambda: deeds.ask_for_review(record, "school_numeracy", intents.SCHOOL_NUMERACY, asked)
    yield asked, lambda: deeds.write(record, "counting", intents.COUNTING, asked)


def look(
    record: Record, key: str, who: tuple[str, str], on: date, on_track: str, adjust: str, celebration: str,
    no_data: str = "", decision: str = "keep",
) -> Deed:  # fmt: skip
    """Return a check-in as a deed."""
    said = {"on_track": on_track, "adjust": adjust, "celebration": celebration, "no_data": no_data}
    return on, partial(deeds.look, record, key, who, on, decision=decision, **said)
