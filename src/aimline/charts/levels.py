"""Where students stand, time after time: levels to the left and right of the mark that counts as proficient."""

from dataclasses import dataclass, replace

from aimline.charts import lettering, svg, wording
from aimline.charts.drawing import Drawing, Form, Table, Write
from aimline.domain.words import Message, say

_WIDE = Form("wide", width=840, height=0, left=80, right=158, top=28, bottom=8, size=13)
_NARROW = Form("narrow", width=300, height=0, left=4, right=4, top=20, bottom=6, size=12)


@dataclass(frozen=True)
class Year:
    """One administration: shares (0..1) per level, lowest first, or None where they may not be shown.

    `label` stands beside the bar, `when` in the sentence; `mark` is "≥" or "≤" where the share above the cut is the
    end of a range.
    """

    label: str
    shares: tuple[float, ...] | None
    n: int | None
    when: str = ""
    mark: str = ""


@dataclass(frozen=True)
class LevelsPicture:
    """Years of one school, grade and subject; `levels` lowest first, those from `cut` on are proficient.

    `above` names all of these together ("Meeting or above"), `reached` says it of students ("reached ...").
    """

    title: str
    levels: tuple[str, ...]
    cut: int
    above: str
    reached: Message
    years: tuple[Year, ...]


def draw(picture: LevelsPicture, *, uid: str, write: Write = str) -> Drawing:
    """Draw a bar a year, hung at the cut: its right part is the share proficient. `uid` as in aimline."""
    return Drawing(
        wide=_form(picture, _WIDE, uid=f"{uid}-wide", write=write),
        narrow=_form(picture, _NARROW, uid=f"{uid}-narrow", write=write),
        table=tabulate(picture, write=write),
        sentence=_sentence(picture),
        legend=_legend(picture),
    )


def proficient(picture: LevelsPicture, year: Year) -> float | None:
    """The share (0..1) at the cut or above, None where it may not be shown."""
    return None if year.shares is None else sum(year.shares[picture.cut :])


def _form(picture: LevelsPicture, form: Form, *, uid: str, write: Write) -> str:
    form = _fitted(form, picture)
    row, bar = (44.0, 24.0) if form.is_wide else (54.0, 20.0)
    below = max((sum(year.shares[: picture.cut]) for year in picture.years if year.shares), default=0.5)
    above = max((proficient(picture, year) or 0.0 for year in picture.years), default=0.5)
    unit = (form.width - form.left - form.right) / max(below + above, 0.01)
    cut = form.left + below * unit
    height = form.top + row * len(picture.years) + form.bottom
    tops = [form.top + row * i + (row - bar) / (2 if form.is_wide else 1) for i in range(len(picture.years))]
    rows = list(zip(picture.years, tops, strict=True))
    parts = [_bar(picture, year, cut=cut, unit=unit, y=y, height=bar) for year, y in rows]
    parts.append(svg.line(cut, form.top - 6, cut, height - 2, stroke="currentColor", stroke_width=1.6))
    parts += [_row_words(picture, year, form, y=y, height=bar, write=write) for year, y in rows]
    parts.append(_cut_words(picture, form, cut=cut))
    return svg.picture(
        "".join(parts),
        uid=uid,
        width=form.width,
        height=height,
        size=form.size,
        title=picture.title,
        description=write(_sentence(picture)),
    )


def _fitted(form: Form, picture: LevelsPicture) -> Form:
    """Give the left margin of the wide form what the longest year needs."""
    if not form.is_wide:
        return form
    longest = max((lettering.width(year.label, form.size) for year in picture.years), default=0.0)
    return replace(form, left=max(form.left, min(longest, 220.0) + 24))


def _bar(picture: LevelsPicture, year: Year, *, cut: float, unit: float, y: float, height: float) -> str:
    if year.shares is None:
        return svg.tag(
            "rect",
            x=cut - 0.25 * unit,
            y=y,
            width=0.5 * unit,
            height=height,
            class_="axis",
            fill="none",
            stroke=svg.EDGE,
            stroke_dasharray="3 3",
        )
    left = cut - sum(year.shares[: picture.cut]) * unit
    parts = []
    for level, share in enumerate(year.shares):
        if share > 0:
            is_above = level >= picture.cut
            steps = level - picture.cut if is_above else picture.cut - 1 - level
            parts.append(_piece(left, y, share * unit, height, is_above=is_above, depth=steps))
        left += share * unit
    return "".join(parts)


def _piece(x: float, y: float, width: float, height: float, *, is_above: bool, depth: int) -> str:
    # The farther from the cut, the deeper the tone; a thin gap parts the levels in grey print too.
    opacity = min(0.95, (0.5 if is_above else 0.22) + 0.28 * depth)
    return svg.tag(
        "rect",
        x=x + 0.7,
        y=y,
        width=max(0.4, width - 1.4),
        height=height,
        class_="target" if is_above else "second",
        color=svg.TEAL if is_above else svg.SOFT,
        fill="currentColor",
        fill_opacity=f"{opacity:.2f}",
    )


def _row_words(picture: LevelsPicture, year: Year, form: Form, *, y: float, height: float, write: Write) -> str:
    share = proficient(picture, year)
    value = "" if share is None else _end(year, wording.amount(100 * share, "%"))
    people = write(_people(year))
    middle = y + height / 2 + 0.35 * form.size
    if form.is_wide:
        name = wording.shortened(year.label, 30)
        label = svg.words(name, x=form.left - 12, y=middle, text_anchor="end", fill=svg.SOFT)
        x = form.width - form.right + 14
        shown = _loud(value, x=x, y=middle) if value else ""
        room = lettering.width(_end(year, "100 %"), form.size, loud=True) + 8 if value else 0
        return label + shown + svg.words(people, x=x + room, y=middle, fill=svg.SOFT)
    over, end = y - 7, form.width - form.right
    label = _quiet(wording.shortened(year.label, 22), x=form.left, y=over)
    room = lettering.width(value, form.size, loud=True) + 6 if value else 0
    shown = _loud(value, x=end, y=over, text_anchor="end") if value else ""
    return label + _quiet(people, x=end - room, y=over, text_anchor="end") + shown


def _quiet(text: str, **attributes: float | str) -> str:
    dress: dict[str, float | str] = {"class_": "halo", "fill": svg.SOFT, **svg.HALO}
    return svg.words(text, **attributes, **dress)


def _loud(text: str, **attributes: float | str) -> str:
    dress: dict[str, float | str] = {"class_": "loud halo", "font_weight": 650, "fill": svg.INK, **svg.HALO}
    return svg.words(text, **attributes, **dress)


def _cut_words(picture: LevelsPicture, form: Form, *, cut: float) -> str:
    text = f"{wording.shortened(picture.above, 24)} →"
    fits = cut + 4 + lettering.width(text, form.size) <= form.width - 2
    return svg.words(
        text, x=cut + (4 if fits else -4), y=form.size, text_anchor="start" if fits else "end", fill=svg.SOFT
    )


def _people(year: Year) -> Message:
    if year.shares is None or year.n is None:
        return say("not shown")
    return wording.students(year.n)


def _sentence(picture: LevelsPicture) -> Message:
    """Say where the newest stand, in whole percent, and how far that is from the one before."""
    shown = [(year, share) for year in picture.years if (share := proficient(picture, year)) is not None]
    if not shown:
        return say("There are not enough students to show.")
    newest, share = shown[-1]
    start = say(
        "{value} of {people} {reached} in {when}",
        value=_end(newest, wording.amount(_whole(share), "%")),
        people=_people(newest),
        reached=picture.reached,
        when=newest.when or newest.label,
    )
    if len(shown) == 1 or newest.mark or shown[-2][0].mark:
        return say("{start}.", start=start)
    before, earlier = shown[-2]
    change = round(100 * share - 100 * earlier)
    if change == 0:
        return say("{start}, the same as in {before}.", start=start, before=before.when or before.label)
    apart = wording.distance(change, "%")
    more = say("{apart} more", apart=apart) if change > 0 else say("{apart} fewer", apart=apart)
    return say("{start}, {more} than in {before}.", start=start, more=more, before=before.when or before.label)


def _end(year: Year, text: str) -> str:
    return f"{year.mark} {text}".strip()


def _whole(share: float) -> int:
    """Round what the picture shows with one decimal, so that the two agree."""
    return int(round(100 * share, 1) + 0.5)


def _legend(picture: LevelsPicture) -> Message:
    return say("From left to right: {levels}.", levels=", ".join(picture.levels))


def _marked(year: Year, told: list[str]) -> list[str]:
    """Mark both sides of the cut where they are the ends of ranges."""
    if not year.mark or len(told) != 2:
        return told
    return [f"{'≤' if year.mark == '≥' else '≥'} {told[0]}", _end(year, told[1])]


def tabulate(picture: LevelsPicture, *, write: Write = str) -> Table:
    """Write the same as a table: a row for each administration, with a column for all at the cut or above."""
    # With one level above the cut that column is there already.
    is_apart = len(picture.levels) > picture.cut + 1
    headers = (write(say("Year")), *picture.levels, *([picture.above] if is_apart else []), write(say("Students")))
    rows = []
    for year in picture.years:
        share = proficient(picture, year)
        if year.shares is None or share is None:
            rows.append((year.label, *("" for _ in headers[2:]), write(_people(year))))
        else:
            shares = (*year.shares, share) if is_apart else year.shares
            told = [wording.amount(100 * each, "%") for each in shares]
            rows.append((year.label, *_marked(year, told), str(year.n)))
    return Table(caption=picture.title, headers=headers, rows=tuple(rows))
