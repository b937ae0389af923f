"""Packs: citation and licence or nothing, and no number that may not be passed on."""

from pathlib import Path

import pytest

from aimline.growth.references import reading, shelf
from aimline.growth.references.pack import Redistributable, Unreadable

HEAD = "id,citation,url,licence_note,redistributable,edition,measure,grade,season,statistic,value,sd\n"


def test_every_shipped_pack_may_be_passed_on_and_is_cited() -> None:
    packs = shelf.shipped().packs
    assert len(packs) >= 6
    for pack in packs:
        assert pack.redistributable is Redistributable.YES
        assert pack.citation
        assert pack.licence_note
        assert pack.checked_by
        assert pack.rows


def test_no_two_shipped_rows_answer_the_same_question() -> None:
    rows = [row for pack in shelf.shipped().packs for row in pack.rows]
    assert len({(row.measure, row.grade, row.season, row.statistic) for row in rows}) == len(rows)


def test_templates_hold_a_heading_and_no_number() -> None:
    assert shelf.templates() == ("education_archive", "map_growth", "oral_reading_percentiles")
    for name in shelf.templates():
        text = shelf.template(name)
        assert len(text.strip().splitlines()) == 1
        assert {"citation", "licence_note"} <= set(text.strip().split(","))
        assert reading.read_csv(text, name=name) == ()


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("ours,,,licence,no,1,m,1,fall,mean,3,", "citation missing"),
        ("ours,cited,,,no,1,m,1,fall,mean,3,", "licence_note missing"),
        ("ours,,,,no,1,m,1,fall,mean,3,", "citation and licence_note missing"),
        ("ours,cited,,licence,no,1,m,1,fall,mean,many,", "mean is no number: 'many'"),
        ("ours,cited,,licence,no,1,m,1,fall,mean,inf,", "mean is no number: 'inf'"),
        ("ours,cited,,licence,maybe,1,m,1,fall,mean,3,", "redistributable is yes, no or ask"),
        ("ours,cited,,licence", "more or fewer cells"),
        ("ours,cited,,licence,no,1,m,1,fall,mean,3,,,", "more or fewer cells"),
        ("ours,cited,,licence,no,1,m,1,fall,mean,3,\nours,cited,,licence,no,2,m,2,fall,mean,3,", "one edition"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused(line, problem) -> None:
    with pytest.raises(Unreadable, match=problem):
        reading.read_csv(HEAD + line + "\n", name="ours.csv")


def test_a_pack_in_toml_needs_citation_and_licence_too() -> None:
    with pytest.raises(Unreadable, match="licence_note missing"):
        reading.read_toml('id = "a"\ncitation = "b"\ncolumns = []\nrows = []', name="a.toml")
    with pytest.raises(Unreadable):
        reading.read_toml("id = ", name="a.toml")


def test_a_csv_may_hold_a_column_for_each_statistic() -> None:
    text = (
        "id,citation,url,licence_note,redistributable,norm_edition,subject,grade,season_start,season_end,"
        "mean_growth,sd_growth\nours,cited,,licence,no,2020,math,4,fall,spring,11.5,6\n"
    )
    (pack,) = reading.read_csv("\ufeff" + text, name="ours.csv")
    own = shelf.shipped().with_packs(pack)
    assert own.value("math", "mean_growth", grade="4", season="fall-spring") == 11.5
    assert own.row("math", "sd_growth", grade="4", season="fall-spring").key == "ours/math/4/fall-spring/sd_growth"


def test_percentile_rows_become_statistics_of_their_own() -> None:
    text = (
        "id,citation,url,licence_note,redistributable,norm_edition,measure,grade,season,percentile,words\n"
        "ours,cited,,licence,ask,2017,orf_wcpm,9,fall,50,120\n"
    )
    (pack,) = reading.read_csv(text, name="ours.csv")
    assert shelf.Shelf((pack,)).value("orf_wcpm", "words_p50", grade="9", season="fall") == 120


def test_a_schools_own_pack_answers_before_the_shipped_one() -> None:
    (pack,) = reading.read_csv(HEAD + "ours,cited,,licence,no,1,orf_wcpm,2,fall,median,61,30\n", name="ours.csv")
    own = shelf.shipped().with_packs(pack)
    assert own.value("orf_wcpm", "median", grade="2", season="fall") == 61
    assert own.value("orf_wcpm", "median", grade="2", season="spring") == 100
    assert own.pack("ours") == pack
    assert own.pack("nobody") is None


def test_two_editions_of_one_norm_are_not_mixed() -> None:
    lines = "a,cited,,licence,no,2015,math,4,fall,growth,9,\nb,cited,,licence,no,2020,math,5,fall,growth,8,\n"
    with pytest.raises(shelf.MixedEditions, match="2015, 2020"):
        shelf.shipped().with_packs(*reading.read_csv(HEAD + lines, name="ours.csv"))


def test_an_unknown_number_is_refused_with_its_name() -> None:
    with pytest.raises(shelf.NoReference, match="orf_wcpm, median, grade 12, fall"):
        shelf.shipped().value("orf_wcpm", "median", grade="12", season="fall")


def test_packs_are_read_from_files(tmp_path: Path) -> None:
    table, toml, latin = tmp_path / "ours.csv", tmp_path / "ours.toml", tmp_path / "latin.csv"
    table.write_text(HEAD + "ours,cited,,licence,no,1,m,1,fall,mean,3,\n", encoding="utf-8")
    toml.write_text(
        'id = "t"\ncitation = "c"\nlicence_note = "l"\nmeasure = "m"\n'
        'columns = ["statistic", "value"]\nrows = [["s", 1]]',
        encoding="utf-8",
    )
    latin.write_bytes("id,citation\nä,ö\n".encode("latin-1"))
    assert shelf.read(table)[0].rows[0].value == 3
    assert shelf.read(toml)[0].rows[0].key == "t/m/s"
    with pytest.raises(Unreadable, match="not UTF-8"):
        shelf.read(latin)
