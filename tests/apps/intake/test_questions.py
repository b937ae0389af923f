"""What a file leaves open is asked on the page, once, in words."""

import html as html_lib
import re
from datetime import date

from aimline.apps.intake.models import Upload
from aimline.apps.intake.pages import standing
from aimline.apps.results.models import Administration, Measure
from aimline.exchange import mapping_file
from tests.apps.conftest import World
from tests.apps.intake.test_wizard import BARE, as_csv, bring, check, fields_of, rows


def test_a_file_without_a_time_is_of_this_school_year_and_says_so(world: World) -> None:
    mapped = bring(world, world.client("steward"), "bare.csv", BARE)

    fields = fields_of(mapped, "column_student")
    assert re.fullmatch(r"20\d\d-20\d\d", fields["always_year"])
    assert fields["years-0-given_on"] != ""


def test_a_sheet_of_names_asks_once_for_what_it_does_not_say_and_goes_on(world: World) -> None:
    sheet = "Name,Grade,Reading score\n" + "".join(f"Ada {letter}.,4,{n}\n" for n, letter in enumerate("ABCDEFGH", 40))
    client = world.client("steward")

    mapped = html_lib.unescape(bring(world, client, "room 4.csv", sheet.encode()).content.decode())
    checked, _ = check(world, client, "room 4.csv", sheet.encode())

    assert "they are told apart by their names alone." in mapped
    assert "Nothing in this file says when its tests were given; we took this school year." in mapped
    assert "8 results are ready to be stored" in checked.content.decode()


def test_a_column_that_names_schools_and_tells_them_apart_is_shown_once(world: World) -> None:
    client = world.client("installation_steward")
    lines = ["ID,School,Building,Grade,Test Date,Score"]
    lines += [f"{n},{'Fern Hill School' if n % 2 else 'Oak Lane School'},B{n % 2},4,2025-10-06,{n}" for n in range(12)]
    mapped = bring(world, client, "schools.csv", "\n".join(lines).encode())
    fields = fields_of(mapped, "column_student")

    assert (fields["column_school"], fields["column_school_name"]) == ("School", "")
    assert "<b>School</b><br>School</th>" in mapped.content.decode()
    address = f"/imports/{Upload.objects.get().uuid}/columns/"
    other = fields_of(client.post(address, fields | {"column_school": "Building", "again": "yes"}), "column_student")
    assert (other["column_school"], other["column_school_name"]) == ("Building", "")
    client.post(address, fields, follow=True)
    kept = mapping_file.parse(Upload.objects.get().mapping).columns  # as before, so that a copy is known again
    assert (kept["school"], kept["school_name"]) == ("School", "School")


def test_dates_that_can_be_read_in_two_ways_are_asked_about(world: World) -> None:
    client = world.client("steward")
    lines = ["ID,Grade,Test Date,Score", *(f"{n},4,0{n % 9 + 1}/0{n % 7 + 1}/2024,{40 + n}" for n in range(20, 32))]
    mapped = bring(world, client, "dates.csv", "\n".join(lines).encode())

    asked = "Dates such as 03/04 can be read in two ways"
    assert asked in mapped.content.decode()
    address, fields = f"/imports/{Upload.objects.get().uuid}/columns/", fields_of(mapped, "column_student")
    unanswered = client.post(address, fields)
    assert (unanswered.status_code, Upload.objects.get().mapping) == (422, "")
    client.post(address, fields | {"date_format": "%d/%m/%Y"}, follow=True)
    assert 'date_format = "%d/%m/%Y"' in Upload.objects.get().mapping


def test_levels_of_which_nobody_knows_the_proficient_one_are_asked_about_once(world: World) -> None:
    client, words = world.client("steward"), ("Fern", "Oak", "Elm")
    lines = [f"{n},4,2025-10-06,{words[n % 3]},{words[n // 2 % 3]}" for n in range(20, 32)]
    lines.insert(0, "ID,Grade,Test Date,Math Level,Reading Level")
    mapped = bring(world, client, "levels.csv", "\n".join(lines).encode())

    shown = html_lib.unescape(mapped.content.decode())
    assert shown.count("From which level on is a student proficient") == 1
    # The question leads to its field, and the button beside it does not say that all is right.
    assert 'href="#id_measures-0-proficient_from"' in shown
    assert "write - where nobody knows" in shown
    assert "All right: check the rows" not in shown
    address, fields = f"/imports/{Upload.objects.get().uuid}/columns/", fields_of(mapped, "column_student")
    unanswered = client.post(address, fields)
    assert (unanswered.status_code, Upload.objects.get().mapping) == (422, "")
    client.post(address, fields | {"measures-0-proficient_from": "Oak"})
    # What is said of one test holds for all that have the same levels.
    assert Upload.objects.get().mapping.count('proficient_from = "Oak"') == 2
    nobody = {"measures-0-proficient_from": "-", "measures-1-proficient_from": "-"}
    assert client.post(address, fields_of(client.get(address), "column_student") | nobody).status_code == 302
    assert 'proficient_from = "' not in Upload.objects.get().mapping


def test_what_a_file_lacks_is_asked_before_the_button_and_not_after_it(world: World) -> None:
    lines = ["ID,Grade,Test Date,Remark", *(f"{n},4,2025-10-06,abc{n} def" for n in range(20, 32))]
    shown = html_lib.unescape(
        bring(world, world.client("steward"), "none.csv", "\n".join(lines).encode()).content.decode()
    )

    assert "No column is known to hold scores or levels." in shown
    assert 'href="#id_column_score"' in shown
    assert "All right: check the rows" not in shown


def test_windows_that_begin_after_today_are_asked_about_with_the_way_to_their_tick(world: World) -> None:
    lines = ["ID,Grade,School Year,Window,Math Score", *(f"{n},4,2098-99,Fall,{200 + n}" for n in range(20, 32))]
    mapped = bring(world, world.client("steward"), "coming.csv", "\n".join(lines).encode())

    shown = html_lib.unescape(mapped.content.decode())

    assert "By the calendar these testing windows begin only after today: 2098-99 Fall." in shown
    assert 'href="#id_years-0-use"' in shown


def test_levels_that_nothing_puts_in_order_are_called_a_guess_until_a_person_has_looked(world: World) -> None:
    client, words = world.client("steward"), ("Proficient", "Sprout", "Bloom")
    lines = ["ID,Grade,Test Date,Math Level", *(f"{n},4,2025-10-06,{words[n % 3]}" for n in range(20, 32))]
    shown = html_lib.unescape(bring(world, client, "levels.csv", "\n".join(lines).encode()).content.decode())

    assert "Nothing in this file tells how the levels of Math stand to each other; their order is a guess." in shown
    assert "Taken as lowest first: Bloom, Sprout, Proficient." in shown
    assert 'href="#id_measures-0-levels"' in shown
    assert "All right: check the rows" not in shown
    address = f"/imports/{Upload.objects.get().uuid}/columns/"
    fields = fields_of(client.get(address), "column_student")
    assert client.post(address, fields | {"measures-0-levels": "Sprout\nBloom\nProficient"}).status_code == 302
    assert "their order is a guess" not in html_lib.unescape(client.get(address).content.decode())


def test_a_test_that_only_its_file_names_gets_a_name_and_joins_one_that_is_here(world: World) -> None:
    client, district = world.client("steward"), world.places["district"]
    here = Measure.objects.create(district=district, source="Vendor", code="growth", name="MAP Growth", direction="up")
    Administration.objects.create(measure=here, district=district, school_year=2025, given_on=date(2024, 10, 6))
    lines = ["ID,Grade,Test Date,École,Score", *(f"{n},4,2025-10-06,Élan,{n}" for n in range(20, 32))]
    mapped = bring(world, client, "fall prev.csv", "\n".join(lines).encode("cp1252"))
    fields = fields_of(mapped, "column_student")

    client.post(f"/imports/{Upload.objects.get().uuid}/columns/", fields | {"always_measure": "MAP Growth"})

    shown, stored = html_lib.unescape(mapped.content.decode()), mapping_file.parse(Upload.objects.get().mapping)
    assert "Nothing in this file says what its test is called" in shown
    assert "Letters were read as Windows-1252: look whether names with accents are right." in shown
    assert '<option value="MAP Growth">' in shown
    assert fields["always_measure"] == "Results"
    assert (stored.source, stored.constants["measure"], stored.measures[0].value) == ("Vendor", "growth", "growth")


def test_groups_are_listed_only_where_there_are_some(world: World) -> None:
    client, folded = world.client("steward"), "Compare by other columns of the file"
    chosen = bring(world, client, "results.csv", as_csv(rows()))
    fields = fields_of(chosen, "column_student") | {"column_student": ""}
    ticked = next(name for name in fields if name.endswith("-use") and name.startswith("groups"))

    unticked = client.post(f"/imports/{Upload.objects.get().uuid}/columns/", {**fields, ticked: ""})

    assert folded not in chosen.content.decode()
    assert folded in unticked.content.decode()
    assert not re.search(r"<ul[^>]*>\s*</ul>", chosen.content.decode() + unticked.content.decode())


def test_the_columns_of_a_wide_file_are_listed_once_and_named(world: World) -> None:
    months = [f"{month} {subject} Score" for month in ("Sep", "Nov", "Jan", "May") for subject in "ABCDEFGHIJ"]
    table = [
        ["District", "School", "Student", "Grade", *months],
        *(["Northfield", "Aspen", str(7000 + n), "4", *["70"] * 40] for n in range(5)),
    ]
    client = world.client("steward")

    mapped = bring(world, client, "wide.csv", as_csv(table))
    fields = fields_of(mapped, "column_student")
    address = f"/imports/{Upload.objects.get().uuid}/columns/"
    answer = client.post(address, fields | {"column_student": "Pupil"})
    begun = client.post(address, fields | {"column_student": "stu"})

    # As selects the names stood on the page some sixty times: once beside each choice.
    assert mapped.content.decode().count('<option value="Nov C Score">') == 1
    assert "Nothing is asked about 9 tests: " in mapped.content.decode()
    assert fields["column_student"] == "Student"
    assert "The file has no column “Pupil”." in answer.content.decode()
    assert begun.status_code == 302  # only one column begins so


def test_what_is_set_aside_is_said_at_the_head_of_the_preview() -> None:
    told = standing.preview_sentence({"n_stored": 1, "n_wrong": 0, "n_set_aside": 80_000})

    assert told == "1 result is ready to be stored. Set aside: 80,000."


def test_a_file_that_does_not_name_its_columns_says_so_and_loses_no_row(world: World) -> None:
    client = world.client("steward")
    mapped = bring(world, client, "export.csv", "\n".join(f"10{n:03},4,2025-10-06,{n}" for n in range(20)).encode())
    shown, address = html_lib.unescape(mapped.content.decode()), f"/imports/{Upload.objects.get().uuid}/columns/"

    assert "No line of this file names its columns" in shown
    assert "Nothing in this file says what its test is called" in shown
    fields = fields_of(mapped, "column_student") | {"always_measure": "Number facts"}
    checked = client.post(address, fields, follow=True)
    assert "20 results are ready to be stored" in checked.content.decode()
    # The next such file is of another kind for all that anybody knows.
    client.post(f"/imports/{Upload.objects.get().uuid}/commit/", fields_of(checked, "/commit/"), follow=True)
    other = bring(world, client, "other.csv", "\n".join(f"10{n:03},5,2025-11-06,{n}" for n in range(20)).encode())
    assert "This kind of file is known" not in other.content.decode()
