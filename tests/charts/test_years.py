"""A mean, time after time."""

from xml.etree import ElementTree

from aimline.charts import years

PICTURE = years.YearsPicture(
    title="Fluency <b>", unit="words/min",
    times=(years.Time("2023/24", 61.5, 40), years.Time("2024/25", None, None), years.Time("2025/26", 70.0, 38)),
    low=0, high=250,
)  # fmt: skip


def test_both_forms_are_whole_and_escaped() -> None:
    drawing = years.draw(PICTURE, uid="x")

    for form in (drawing.wide, drawing.narrow):
        assert ElementTree.fromstring(form).get("role") == "img"
        assert "<b>" not in form


def test_the_sentence_compares_with_the_time_before_that_may_be_shown() -> None:
    sentence = str(years.draw(PICTURE, uid="x").sentence)

    assert (
        sentence == "The mean of 38 students was 70\u00a0words/min in 2025/26, 8.5\u00a0words/min more than in 2023/24."
    )


def test_a_small_group_is_neither_drawn_nor_listed() -> None:
    rows = years.draw(PICTURE, uid="x").table.rows

    assert rows[1] == ("2024/25", "", "not shown")


def test_one_time_alone_is_told_without_comparison() -> None:
    picture = years.YearsPicture(title="t", unit="", times=PICTURE.times[:1])

    assert str(years.draw(picture, uid="x").sentence) == "The mean of 40 students was 61.5 in 2023/24."


def test_a_median_is_called_one() -> None:
    picture = years.YearsPicture(title="t", unit="", times=PICTURE.times[:1], is_median=True)

    assert str(years.draw(picture, uid="x").sentence) == "The median of 40 students was 61.5 in 2023/24."


def test_nothing_to_show_is_said() -> None:
    picture = years.YearsPicture(title="t", unit="", times=PICTURE.times[1:2])

    assert "enough students" in str(years.draw(picture, uid="x").sentence)
