"""The aimline chart said in words: its sentence, its legend and its table."""

from datetime import date

from aimline.charts import wording
from aimline.charts.drawing import Table, Write
from aimline.charts.picture import AimlinePicture, Dot
from aimline.domain.words import Message, say

_LEAST_GAP = 0.1
"""A reading closer to the line than this share of the tolerance is said to be on the line."""
BY_HAND = say("counted by hand")


def sentence(picture: AimlinePicture) -> Message:
    """One plain sentence: the newest reading, how far it is from the line, and what is aimed at by when."""
    if picture.sentence is not None:
        return picture.sentence
    aimed = wording.amount(picture.target, picture.unit)
    by = wording.full_day(picture.deadline)
    if not picture.shown:
        start = wording.amount(picture.baseline.value or 0.0, picture.unit)
        since = wording.day(picture.baseline.on)
        text = "{start} on {since}; aimed at {aimed} by {by}. No reading yet."
        return say(text, start=start, since=since, aimed=aimed, by=by)
    newest = picture.shown[-1]
    return say(
        "{value} on {on}, {gap}; aimed at {aimed} by {by}.",
        value=wording.amount(newest.value or 0.0, picture.unit),
        on=wording.day(newest.on),
        gap=_gap(picture, newest),
        aimed=aimed,
        by=by,
    )


def legend(picture: AimlinePicture) -> Message:
    """What the marks mean, in few words, only those that are there."""
    line = say("Dashed: the line to the target.")
    if picture.shown:
        line = say("Solid: our readings. {line}", line=line)
    if picture.tolerance > 0:
        give = wording.distance(picture.tolerance, picture.unit)
        line = say("{line} Soft band: {give} either way may be chance.", line=line, give=give)
    if picture.pauses:
        line = say("{line} Stripes: school breaks.", line=line)
    if picture.fan and picture.shown:
        line = say("{line} Fan: where this is likely to lead.", line=line)
    return line


def table(picture: AimlinePicture, *, write: Write) -> Table:
    """Everything the chart shows as rows in order of time."""
    entries = [_entry(picture.baseline, picture, note=write(say("baseline")), write=write)]
    entries += [_entry(dot, picture, note="", write=write) for dot in picture.readings]
    entries += [_change(phase.on, phase.name, write=write) for phase in picture.phases]
    for on, benchmark in picture.stops:
        entries.append((on, "", "", wording.amount(benchmark, picture.unit), write(say("interim benchmark"))))
    for proxy in picture.proxies:
        for dot in proxy.dots:
            value = _shown(dot, proxy.unit, write)
            of = write(say("{measure}, counted by hand", measure=proxy.name)) if dot.is_counted_by_hand else proxy.name
            entries.append((dot.on, value, _people(dot), "", of))
    aimed = wording.amount(picture.target, picture.unit)
    entries.append((picture.deadline, "", "", aimed, write(say("target"))))
    headers = (say("Date"), say("Value"), say("Students"), say("Line"), say("Note"))
    rows = sorted(entries, key=lambda entry: entry[0])
    return Table(
        caption=picture.title,
        headers=tuple(write(header) for header in headers),
        rows=tuple((write(wording.full_day(on)), *cells) for on, *cells in rows),
        ends_in_words=True,
    )


def _gap(picture: AimlinePicture, dot: Dot) -> Message:
    ahead = (dot.value or 0.0) - picture.expected(dot.on)
    ahead = -ahead if picture.direction == "down" else ahead
    apart = wording.distance(ahead, picture.unit)
    if abs(ahead) <= _LEAST_GAP * picture.tolerance or wording.number(round(ahead, 2)) == "0":
        return say("on the line")
    if ahead > 0:
        return say("{apart} ahead of the line", apart=apart)
    return say("{apart} behind the line", apart=apart)


def _entry(dot: Dot, picture: AimlinePicture, *, note: str, write: Write) -> tuple[date, str, str, str, str]:
    if dot.was is not None:
        note = write(say("corrected, was {old}", old=wording.amount(dot.was, picture.unit)))
    if dot.is_counted_by_hand:
        note = note or write(BY_HAND)
    value = _shown(dot, picture.unit, write)
    return dot.on, value, _people(dot), wording.amount(picture.expected(dot.on), picture.unit), note


def _change(on: date, name: str, *, write: Write) -> tuple[date, str, str, str, str]:
    return on, "", "", "", write(say("from here on: {name}", name=name))


def _people(dot: Dot) -> str:
    has_value = any(each is not None for each in (dot.value, dot.at_least, dot.at_most))
    return str(dot.n) if dot.n is not None and has_value else ""


def _shown(dot: Dot, unit: str, write: Write) -> str:
    if dot.value is None:
        return write(wording.end(dot.at_least, dot.at_most, unit) or say("not shown, to protect students"))
    return wording.amount(dot.value, unit)
