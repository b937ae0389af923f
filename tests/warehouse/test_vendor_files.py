"""The ten sample exports go in by their profiles; what must come out is counted here with the csv module alone."""

import csv
import dataclasses
import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from aimline.domain.calendar import Calendar
from aimline.exchange import mapping_checks, profiles, proposal, recognition, unpacking, vocabulary
from aimline.exchange.mapping import Mapping
from aimline.warehouse import staged as staged_room
from aimline.warehouse.staged import Staged
from aimline.warehouse.staging import stage
from aimline.warehouse.workspace import Workspace

SHARED = Path(os.environ.get("AIMLINE_SHARED", Path(__file__).parents[3] / "shared"))
SAMPLES = SHARED / "data" / "vendor-exports"
TODAY = date(2026, 7, 1)
pytestmark = pytest.mark.real
Row = dict[str, str]
# student, measure, window, score, level, day
Expected = tuple[str, str, str, float | None, str, date]


def sample(folder: str) -> tuple[Path, list[Row]]:
    (path,) = (SAMPLES / folder).glob("*.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    return path, [dict(zip(header, row, strict=False)) for row in rows]


def number(text: str) -> float | None:
    return float(text) if text else None


def us_date(text: str) -> date:
    month, day, year = text.split(" ", maxsplit=1)[0].split("/")
    return date(int(year), int(month), int(day))


def map_growth(rows: list[Row]) -> Iterator[Expected]:
    for row in rows:
        subject, on = row["Subject"], us_date(row["TestStartDate"])
        yield row["StudentID"], subject, "Fall", number(row["TestRITScore"]), row["AchievementQuintile"], on
        for n in range(1, 9):
            if row[f"Goal{n}RitScore"]:
                area = f"{subject}: {row[f'Goal{n}Name']}"
                score, level = number(row[f"Goal{n}RitScore"]), row[f"Goal{n}Adjective"]
                yield row["StudentID"], area, "Fall", score, level, on


def i_ready(rows: list[Row]) -> Iterator[Expected]:
    parts = [name.removesuffix(" Scale Score") for name in rows[0] if name.endswith(" Scale Score")]
    for row in rows:
        for part in parts:
            level = row.get(f"{part} Relative Placement", "Not Assessed")
            if level != "Not Assessed":
                window, on = row["Norming Window"].split(" (")[0], us_date(row["Completion Date"])
                yield row["Student ID"], f"Reading: {part}", window, number(row[f"{part} Scale Score"]), level, on


def star(rows: list[Row]) -> Iterator[Expected]:
    for row in rows:
        on, level = date.fromisoformat(row["CompletedDateLocal"][:10]), row["RenaissanceBenchmarkCategoryName"]
        for scale, column in (("scaled", "ScaledScore"), ("unified", "UnifiedScore")):
            yield row["StudentIdentifier"], f"Star Reading, {scale} score", "Fall", number(row[column]), level, on


def dibels(rows: list[Row]) -> Iterator[Expected]:
    parts = [name.removesuffix(" - Level") for name in rows[0] if name.endswith(" - Level") and "Risk" not in name]
    for row in rows:
        on = date.fromisoformat(row["Client Date"])
        composite = number(row["Composite Score"])
        yield row["Student Primary ID"], "Composite", "BOY", composite, row["Composite Level"], on
        for part in parts:
            if row[f"{part} - Level"]:
                score, level = number(row[f"{part} - Score"]), row[f"{part} - Level"]
                yield row["Student Primary ID"], part, "BOY", score, level, on


RISKS = {"highRisk": "High risk", "someRisk": "Some risk", "lowRisk": "Low risk", "AD": "Advanced", "": ""}


def cbm_reading(rows: list[Row]) -> Iterator[Expected]:
    for row in rows:
        for season in ("Fall", "Winter", "Spring"):
            start = f"{season} CBMR-English"
            on, risk = us_date(row[f"{start} Final Date"]), RISKS[row[f"{start} Risk Level"]]
            words, right = number(row[f"{start} Median WRC"]), number(row[f"{start} Median Accuracy"])
            yield row["Local ID"], "CBMreading, words read correctly", season, words, risk, on
            yield row["Local ID"], "CBMreading, accuracy", season, right, "", on


def early_math(rows: list[Row]) -> Iterator[Expected]:
    minutes = ("Decomposing ONE", "Place Value")
    for row in rows:
        dated = [name for name in row if name.endswith(" Final Date") and row[name]]
        for name in dated:
            season, _, part = name.removesuffix(" Final Date").partition(" ")
            ending = {"Early Math": "Composite Score", "Numeral Identification ONE": "NRC per minute"}.get(
                part, "IC per minute" if part in minutes else "Items Correct"
            )
            measure = "Early Math Composite" if part == "Early Math" else part
            score, risk = number(row[f"{season} {part} {ending}"]), RISKS[row[f"{season} {part} Risk Level"]]
            yield row["State ID"], measure, season, score, risk, us_date(row[name])


def staar(rows: list[Row]) -> Iterator[Expected]:
    for row in rows:
        for subject in ("reading_language_arts", "mathematics"):
            said = {level: row[f"{level}_grade_level_in_{subject}"] for level in ("masters", "meets", "approaches")}
            level = next((level.capitalize() for level, word in said.items() if word == "1"), "Did Not Meet")
            score = number(row[f"{subject}_scale_score"])
            yield row["tx_unique_student_id"], subject, "Spring", score, level, date(2023, 5, 1)


def sat(rows: list[Row]) -> Iterator[Expected]:
    names = {
        "TOTAL": "SAT Total", "EBRW": "SAT Evidence-Based Reading and Writing", "MATH_SECTION": "SAT Mathematics",
        "READING": "SAT test, READING", "WRIT_LANG": "SAT test, WRIT_LANG", "MATH_TEST": "SAT test, MATH_TEST",
    }  # fmt: skip
    benchmarks = {"EBRW": "EBRW_CCR_BENCHMARK", "MATH_SECTION": "MATH_CCR_BENCHMARK"}
    for row in rows:
        for given in ("LATEST", *(f"ADMIN{n}" for n in range(2, 7))):
            written = row[f"{given}_SAT_DATE"]
            if written:
                on = us_date(written) if "/" in written else date.fromisoformat(written)
                for part, name in names.items():
                    met = row[benchmarks[part]] if given == "LATEST" and part in benchmarks else ""
                    level = {"Y": "Met benchmark", "N": "Below benchmark", "": ""}[met]
                    score = number(row[f"{given}_SAT_{part}"])
                    yield row["DISTRICT_STUDENT_ID"] or row["SECONDARY_ID"], name, on.isoformat(), score, level, on


LANGUAGE = ("1 Entering", "2 Emerging", "3 Developing", "4 Expanding", "5 Bridging", "6 Reaching")


def access(rows: list[Row]) -> Iterator[Expected]:
    parts = [name.removeprefix("Scale Score - ") for name in rows[0] if name.startswith("Scale Score - ")]
    for row in rows:
        for part in parts:
            level = LANGUAGE[int(row[f"Proficiency Level - {part}"].split(".")[0]) - 1]
            on, score = us_date(row["Test Completion Date"]), number(row[f"Scale Score - {part}"])
            yield row["State Student ID"], part, "Winter", score, level, on


def istation(rows: list[Row]) -> Iterator[Expected]:
    months = [name.removesuffix("_SCORE") for name in rows[0] if name.endswith("_SCORE")]
    for row in rows:
        for month in months:
            if row[f"{month}_SCORE"]:
                score, level = number(row[f"{month}_SCORE"]), f"Tier {row[f'{month}_TIER']}"
                yield row["STUDENT_ID"], "ISIP overall", month, score, level, us_date(row[f"{month}_ADMIN_DATE"])


CASES: dict[str, tuple[str, Callable[[list[Row]], Iterator[Expected]], int]] = {
    "MAP_Growth": ("nwea-map-growth", map_growth, 28),
    "i-Ready": ("i-ready", i_ready, 35),
    "STAR": ("star", star, 10),
    "Dibels_8_Benchmark": ("dibels-8", dibels, 30),
    "FastBridge_CBMreading": ("fastbridge-cbmreading", cbm_reading, 30),
    "FastBridge_Math": ("fastbridge-earlymath", early_math, 120),
    "STAAR_Summative": ("staar", staar, 20),
    "PSAT_SAT": ("sat", sat, 60),
    "ACCESS": ("access", access, 32),
    "iStation": ("istation", istation, 36),
}


def bring(path: Path, folder: Path) -> tuple[str, Mapping, Staged, list[Expected]]:
    """Take a sample in; gives the profile's name, the mapping, what was staged, and its results."""
    file = recognition.recognise(path)
    assert file.problems == ()
    known = profiles.find(file.header)
    assert known is not None
    name, profile = known
    words = vocabulary.collect(file, profile.columns, profile.results, missing=profile.missing)
    mapping = proposal.complete(profile, words, calendar=Calendar(), today=TODAY)
    # What an import knows from the place it was brought to.
    if "district" in mapping.columns:
        mapping = dataclasses.replace(mapping, when_empty={**mapping.when_empty, "district": "10"})
    else:
        mapping = dataclasses.replace(mapping, constants={**mapping.constants, "district": "10"})
    assert mapping_checks.check(mapping, file.header) == ()
    workspace = Workspace(folder, folder / "tmp", memory_mb=256)
    staged = stage(workspace, unpacking.unpack(file, folder), mapping, today=TODAY)
    return name, mapping, staged, results_of(workspace, mapping)


def results_of(workspace: Workspace, mapping: Mapping) -> list[Expected]:
    query = f'select student, measure, "window", value, level, day from {staged_room.rows(workspace.folder)}'
    with workspace.open() as connection:
        rows = connection.execute(f"{query} where fate = 0").fetchall()
    found = []
    for student, place, window, value, level, day in rows:
        measure = mapping.measures[place]
        on = date.fromordinal(date(1970, 1, 1).toordinal() + day)
        found.append((student, measure.value, window, value, measure.levels[level - 1] if level else "", on))
    return found


@pytest.mark.parametrize("folder", CASES)
def test_a_sample_goes_in_without_a_question_and_every_value_is_there(folder: str, tmp_path: Path) -> None:
    profile, expected, n = CASES[folder]
    path, rows = sample(folder)

    name, _, staged, results = bring(path, tmp_path)

    assert name == profile
    assert sorted(results, key=str) == sorted(expected(rows), key=str)
    assert (len(results), staged.counts.n_wrong, staged.problems) == (n, 0, ())


def test_a_row_without_any_result_is_counted(tmp_path: Path) -> None:
    _, _, staged, _ = bring(sample("FastBridge_Math")[0], tmp_path)

    assert staged.set_aside == {"lines without a result": 3}


def test_grades_schools_and_years_are_read_as_each_vendor_writes_them(tmp_path: Path) -> None:
    found = {}
    for folder in CASES:
        (tmp_path / folder).mkdir()
        _, _, staged, _ = bring(sample(folder)[0], tmp_path / folder)
        with Workspace(staged.folder, tmp_path / "tmp", memory_mb=256).open() as connection:
            rows = staged_room.stored(connection, staged.folder)
            grades = connection.execute(f"select distinct grade from {rows} where grade is not null").fetchall()
        found[folder] = (
            sorted(grade for (grade,) in grades),
            len(staged.schools),
            sorted({each.school_year for each in staged.administrations}),
        )

    assert found == {
        "MAP_Growth": ([], 6, [2022]),
        "i-Ready": ([3, 6], 1, [2026]),
        "STAR": ([4, 6, 7, 8], 1, [2024]),
        "Dibels_8_Benchmark": ([-1, 0, 2, 4], 1, [2024]),
        "FastBridge_CBMreading": ([2, 3, 7], 2, [2023]),
        "FastBridge_Math": ([1], 1, [2024]),
        "STAAR_Summative": ([3], 1, [2023]),
        "PSAT_SAT": ([11, 12], 2, [2016, 2022, 2023, 2025]),
        "ACCESS": ([3], 1, [2026]),
        "iStation": ([1, 3, 4], 2, [2024]),
    }
