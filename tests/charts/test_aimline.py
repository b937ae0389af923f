"""The aimline chart keeps the grammar of the design, whatever it is given."""

import itertools
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aimline.charts import aimline, lettering, wording
from aimline.charts.picture import AimlinePicture, Dot, Fan, Pause, Phase, Proxy
from aimline.domain.words import say

START, END = date(2025, 9, 15), date(2026, 3, 15)
GOAL = AimlinePicture(
    title="Grade 4 fractions",
    unit="%",
    baseline=Dot(START, 62, 24),
    target=85,
    deadline=END,
    line=((START, 62), (date(2025, 12, 21), 75), (date(2026, 1, 4), 75), (END, 85)),
    readings=(Dot(date(2025, 10, 15), 63, 24), Dot(date(2026, 1, 9), 76, 24)),
    tolerance=5,
    low=0,
    high=100,
    pauses=(Pause(date(2025, 12, 22), date(2026, 1, 4)),),
    phases=(Phase(date(2025, 12, 12), "peer re-teach groups"),),
    today=date(2026, 1, 12),
)


@st.composite
def pictures(draw: st.DrawFn) -> AimlinePicture:
    """Any goal: steep or flat, long or short, crowded or empty."""
    n_days = draw(st.integers(14, 1500))
    on = st.integers(0, n_days).map(lambda n: START + timedelta(days=n))
    value = st.floats(0, 100).map(lambda share: round(share, 1))
    dot = st.builds(Dot, on, st.none() | value, st.integers(10, 9999), st.none() | value)
    deadline = START + timedelta(days=n_days)
    baseline, target = draw(value), draw(value)
    return AimlinePicture(
        title=draw(st.text(max_size=40)),
        unit=draw(st.sampled_from(("%", "", "words a minute"))),
        baseline=Dot(START, baseline, 24),
        target=target,
        deadline=deadline,
        line=((START, baseline), (deadline, target)),
        readings=tuple(draw(st.lists(dot, max_size=14))),
        tolerance=draw(st.floats(0, 15)),
        low=draw(st.sampled_from((0.0, None))),
        high=draw(st.sampled_from((100.0, None))),
        phases=tuple(draw(st.lists(st.builds(Phase, on, st.text(max_size=50)), max_size=5))),
        fan=tuple(draw(st.lists(st.builds(Fan, on, value, value), max_size=3))),
        proxies=tuple(draw(st.lists(st.just(Proxy("Interim check", "", (Dot(START, 12, 24),))), max_size=1))),
        today=draw(st.none() | on),
    )


def labels(svg: str) -> list[tuple[str, str, lettering.Box]]:
    """Text, class and room of every label of a drawing."""
    root = ET.fromstring(svg)
    size = float(root.get("font-size", "0"))
    found = []
    for element in root.iter("{http://www.w3.org/2000/svg}text"):
        text, kind = element.text or "", element.get("class", "")
        spot = lettering.Spot(
            float(element.get("x", 0)), float(element.get("y", 0)), element.get("text-anchor", "start")
        )
        found.append((text, kind, lettering.box(text, spot, size, loud="loud" in kind)))
    return found


@given(pictures())
@settings(max_examples=150, deadline=None)
def test_no_label_covers_another(picture: AimlinePicture) -> None:
    drawing = aimline.draw(picture, uid="goal")
    for form in (drawing.wide, drawing.narrow):
        for (text, _, one), (other_text, _, other) in itertools.combinations(labels(form), 2):
            # Places are written with one decimal, so boxes may meet by a hair.
            slim = lettering.Box(one.left + 0.2, one.top + 0.2, one.right - 0.2, one.bottom - 0.2)
            assert not slim.touches(other), (text, other_text)


@given(pictures())
@settings(max_examples=100, deadline=None)
def test_every_label_lies_inside_the_drawing(picture: AimlinePicture) -> None:
    drawing = aimline.draw(picture, uid="goal")
    for form in (drawing.wide, drawing.narrow):
        _, _, width, height = map(float, ET.fromstring(form).get("viewBox", "").split())
        assert all(lettering.Box(-1, -1, width + 1, height + 1).holds(box) for _, _, box in labels(form))


@given(pictures())
@settings(max_examples=100, deadline=None)
def test_at_most_seven_words_stand_inside_the_plot(picture: AimlinePicture) -> None:
    drawing = aimline.draw(picture, uid="goal")
    for form in (drawing.wide, drawing.narrow):
        inside = [text for text, kind, _ in labels(form) if "inside" in kind or "old" in kind]
        n_words = sum(bool(re.search(r"\w", word)) for text in inside for word in text.split())
        assert n_words <= aimline.MOST_WORDS


def test_no_label_falls_under_11_pixels_on_a_phone_of_320() -> None:
    root = ET.fromstring(aimline.draw(GOAL, uid="goal").narrow)
    _, _, width, _ = map(float, root.get("viewBox", "").split())
    room_on_the_phone = 320 - 2 * 12.75 - 2  # page margins and the figure's border
    assert float(root.get("font-size", "0")) * room_on_the_phone / width >= 11
    assert not re.search(r"<text[^>]* font-size", aimline.draw(GOAL, uid="goal").narrow)


def test_the_newest_reading_says_its_value_and_its_students() -> None:
    drawing = aimline.draw(GOAL, uid="goal")
    assert "76\u00a0%, 24 students" in [text for text, _, _ in labels(drawing.wide)]
    assert "76\u00a0%, 24 students" in [text for text, _, _ in labels(drawing.narrow)]


def test_baseline_target_deadline_today_and_phase_are_named() -> None:
    said = {text for text, _, _ in labels(aimline.draw(GOAL, uid="goal").wide)}
    assert {"62\u00a0%", "85\u00a0%", "15 Mar", "today", "peer re-teach groups"} <= said


def test_words_are_escaped_and_forbidden_letters_left_out() -> None:
    hostile = replace(GOAL, title='<script>&"\x00', phases=(Phase(date(2025, 11, 1), "<b>\x07"),))
    drawing = aimline.draw(hostile, uid="goal")
    assert "<script>" not in drawing.wide
    assert "<b>" not in drawing.wide
    assert ET.fromstring(drawing.wide)[0].text == '<script>&"'


def test_nothing_needs_a_style_or_a_script() -> None:
    drawing = aimline.draw(GOAL, uid="goal")
    assert not re.search(r"style=|<style|<script|onload|href", drawing.wide + drawing.narrow)


def test_ids_of_the_two_forms_differ_and_name_the_drawing() -> None:
    drawing = aimline.draw(replace(GOAL, fan=(Fan(END, 78, 91),)), uid="goal")
    ids = re.findall(r' id="([^"]+)"', drawing.wide + drawing.narrow)
    assert len(ids) == len(set(ids)) == 6
    assert 'role="img"' in drawing.wide
    assert 'aria-labelledby="goal-wide-title"' in drawing.wide


def test_a_reading_with_too_few_students_is_hollow_and_parts_the_line() -> None:
    hidden = replace(GOAL, readings=(*GOAL.readings, Dot(date(2025, 11, 12), None, 7)))
    drawing = aimline.draw(hidden, uid="goal")
    assert "not shown" in [text for text, _, _ in labels(drawing.wide)]
    assert drawing.wide.count('class="read"') == 1
    assert aimline.draw(GOAL, uid="goal").wide.count("L") > drawing.wide.count("L")
    assert drawing.table.rows[2][:3] == ("12 Nov 2025", "not shown, to protect students", "")


def test_a_reading_told_as_the_end_of_a_range_is_hollow_too_and_says_so() -> None:
    near_all = Dot(date(2025, 11, 12), None, 24, at_least=90.0)
    drawing = aimline.draw(replace(GOAL, readings=(*GOAL.readings, near_all)), uid="goal")
    assert "at least 90\u00a0%" in [text for text, _, _ in labels(drawing.wide)]
    assert ": at least 90\u00a0%</title>" in drawing.wide
    assert drawing.table.rows[2][:3] == ("12 Nov 2025", "at least 90\u00a0%", "24")
    none = aimline.draw(replace(GOAL, readings=(Dot(date(2025, 11, 12), None, 24, at_most=10.0),)), uid="goal")
    assert none.table.rows[1][1] == "at most 10\u00a0%"


def test_a_corrected_reading_shows_its_old_value_struck_through() -> None:
    corrected = replace(GOAL, readings=(Dot(date(2025, 11, 12), 67, 24, was=78),))
    drawing = aimline.draw(corrected, uid="goal")
    assert 'text-decoration="line-through"' in drawing.wide
    assert "corrected, was 78\u00a0%" in [row[4] for row in drawing.table.rows]


def test_a_forecast_is_drawn_only_when_it_is_given() -> None:
    assert "linearGradient" not in aimline.draw(GOAL, uid="goal").wide
    assert "linearGradient" in aimline.draw(replace(GOAL, fan=(Fan(END, 78, 91),)), uid="goal").wide


def test_the_table_tells_everything_in_order_of_time() -> None:
    table = aimline.draw(GOAL, uid="goal").table
    assert table.headers == ("Date", "Value", "Students", "Line", "Note")
    assert table.rows == (
        ("15 Sep 2025", "62\u00a0%", "24", "62\u00a0%", "baseline"),
        ("15 Oct 2025", "63\u00a0%", "24", "66\u00a0%", ""),
        ("12 Dec 2025", "", "", "", "from here on: peer re-teach groups"),
        ("9 Jan 2026", "76\u00a0%", "24", "75.7\u00a0%", ""),
        ("15 Mar 2026", "", "", "85\u00a0%", "target"),
    )


@pytest.mark.parametrize(
    ("value", "direction", "sentence"),
    [
        (76, "up", "76\u00a0% on 9 Jan, on the line; aimed at 85\u00a0% by 15 Mar 2026."),
        (70, "up", "70\u00a0% on 9 Jan, 5.7 points behind the line; aimed at 85\u00a0% by 15 Mar 2026."),
        (70, "down", "70\u00a0% on 9 Jan, 5.7 points ahead of the line; aimed at 85\u00a0% by 15 Mar 2026."),
    ],
)
def test_the_sentence_says_where_we_are(value: float, direction: str, sentence: str) -> None:
    picture = replace(GOAL, readings=(Dot(date(2026, 1, 9), value, 24),), direction=direction)
    assert str(aimline.draw(picture, uid="goal").sentence) == sentence


def test_a_goal_without_readings_says_so() -> None:
    sentence = aimline.draw(replace(GOAL, readings=()), uid="goal").sentence
    assert str(sentence) == "62\u00a0% on 15 Sep; aimed at 85\u00a0% by 15 Mar 2026. No reading yet."


def test_a_given_sentence_takes_the_place_of_ours() -> None:
    spoken = say("Four points above the line for the third check in a row.")
    assert aimline.draw(replace(GOAL, sentence=spoken), uid="goal").sentence is spoken


def test_words_are_written_in_the_readers_language() -> None:
    def french(message: object) -> str:
        return str(message).replace("students", "élèves")

    said = [text for text, _, _ in labels(aimline.draw(GOAL, uid="goal", write=french).wide)]
    assert "76\u00a0%, 24 élèves" in said


@pytest.mark.parametrize("target", [85.0, 100.0, 62.5])
@pytest.mark.parametrize("unit", ["%", "words/min", "per 100 students a day", ""])
@pytest.mark.parametrize("phases", [0, 4])
def test_the_target_always_says_its_value(target: float, unit: str, phases: int) -> None:
    crowd = tuple(Phase(END - timedelta(days=3 * n), "small groups") for n in range(1, phases + 1))
    goal = replace(GOAL, target=target, unit=unit, line=((START, 62), (END, target)), phases=crowd)
    drawn = aimline.draw(goal, uid="goal")

    label = re.compile(rf"aimed[^>]*>{re.escape(wording.number(target))}\b")
    assert [form for form in (drawn.wide, drawn.narrow) if not label.search(form)] == []
