"""The gradebook of a bundle is a table of results: one measure a title, course and range, one window a period."""

import csv
import io
from pathlib import Path

from aimline.exchange.mapping import Mapping
from aimline.exchange.oneroster import gradebook, reading
from aimline.exchange.oneroster.gradebook import Known
from tests.exchange.oneroster.bundles import FILES_1_1, FILES_1_2, pack

KNOWN = Known({"u1": "1001", "u2": "1002"}, {"s1": "M1"}, {"std-1": "5.NF.1"})
LINES = FILES_1_1["lineItems.csv"].splitlines()[0] + "\n"
RESULTS = FILES_1_1["results.csv"].splitlines()[0] + "\n"


def table_of(tmp_path: Path, files: dict[str, str]) -> tuple[list[dict[str, str]], Mapping]:
    roster, _ = reading.read(pack(tmp_path / "roster.zip", files))
    file = io.StringIO()
    mapping = gradebook.write_results(file, roster, gradebook.items_of(roster), KNOWN, "Lark SIS")
    file.seek(0)
    return list(csv.DictReader(file)), mapping


def with_gradebook(lines: str, results: str) -> dict[str, str]:
    return FILES_1_1 | {"lineItems.csv": LINES + lines, "results.csv": RESULTS + results}


def test_a_line_item_is_a_measure_with_its_range_and_subject(tmp_path: Path) -> None:
    [row], mapping = table_of(tmp_path, dict(FILES_1_1))

    [measure] = mapping.measures
    assert (measure.name, measure.subject, measure.minimum, measure.maximum, measure.kind) == (
        "Fractions (Mathematics 5)", "mathematics", 0.0, 20.0, "cfa",
    )  # fmt: skip
    assert row == {
        "Student": "1001", "School": "M1", "Grade": "5", "Date": "2025-10-10", "Window": "Term 1",
        "Line item": measure.value, "Score": "17", "Status": "",
    }  # fmt: skip


def test_every_score_status_has_its_meaning(tmp_path: Path) -> None:
    lines = "".join(f"l{n},,,Task {n},,2025-10-01,2025-10-10,k1,cat1,t1,0,20\n" for n in range(5))
    words = ("fully graded", "exempt", "not submitted", "submitted", "partially graded")
    results = "".join(f"r{n},,,l{n},u1,{word},9,2025-10-10,\n" for n, word in enumerate(words))

    rows, _ = table_of(tmp_path, with_gradebook(lines, results))

    assert [(row["Score"], row["Status"]) for row in rows] == [
        ("9", ""), ("", "excused"), ("", "not tested"), ("", "not scored"), ("", "not scored"),
    ]  # fmt: skip


def test_the_same_again_in_a_period_is_numbered_by_its_due_date(tmp_path: Path) -> None:
    lines = (
        "l2,,,Quiz,,2025-11-01,2025-11-20,k1,cat1,t1,0,10\nl1,,,Quiz,,2025-10-01,2025-10-10,k1,cat1,t1,0,10\n"
        "l3,,,Quiz,,2025-10-01,2025-10-10,k1,cat1,t1,0,12\n"
    )
    results = "".join(f"r{n},,,l{n},u1,fully graded,9,2025-11-20,\n" for n in (1, 2, 3))

    rows, mapping = table_of(tmp_path, with_gradebook(lines, results))

    assert [row["Window"] for row in rows] == ["Term 1", "Term 1 (2)", "Term 1"]
    assert sorted(measure.maximum or 0 for measure in mapping.measures) == [10, 12]


def test_a_score_typed_in_the_year_after_counts_on_the_due_date(tmp_path: Path) -> None:
    rows, _ = table_of(tmp_path, with_gradebook(
        "l1,,,Essay,,2026-05-01,2026-06-01,k1,cat1,t1,0,4\n", "r1,,,l1,u1,fully graded,3,2026-09-02,\n"
    ))  # fmt: skip

    assert rows[0]["Date"] == "2026-06-01"


def test_standards_of_line_items_and_of_results_come_with_them(tmp_path: Path) -> None:
    manifest = FILES_1_2["manifest.csv"]
    for name in ("lineItems", "results", "lineItemLearningObjectiveIds", "resultLearningObjectiveIds"):
        manifest = manifest.replace(f"file.{name},absent", f"file.{name},bulk")
    files = FILES_1_2 | {
        "manifest.csv": manifest,
        "lineItems.csv": "sourcedId,status,dateLastModified,title,description,assignDate,dueDate,classSourcedId,"
        "categorySourcedId,academicSessionSourcedId,resultValueMin,resultValueMax,schoolSourcedId\n"
        "l1,,,Fractions,,2025-10-01,2025-10-10,k1,cat1,t1,0,20,s1\n",
        "results.csv": "sourcedId,status,dateLastModified,lineItemSourcedId,studentSourcedId,scoreStatus,score,"
        "scoreDate,comment,textScore,classSourcedId,inProgress,incomplete,late,missing\n"
        "r1,,,l1,u1,fully graded,17,2025-10-10,,,,,,,\nr2,,,l1,u2,submitted,,2025-10-10,,,,,,,true\n",
        "lineItemLearningObjectiveIds.csv": "sourcedId,status,dateLastModified,lineItemSourcedId,source,"
        "learningObjectiveId\nx1,,,l1,case,std-1\n",
        "resultLearningObjectiveIds.csv": "sourcedId,status,dateLastModified,resultSourcedId,source,"
        "learningObjectiveId,score,textScore\ny1,,,r1,case,std-1,3,\ny2,,,r1,case,elsewhere,3,\n",
    }  # fmt: skip

    rows, mapping = table_of(tmp_path, files)

    assert [(row["Score"], row["Status"]) for row in rows] == [("17", ""), ("3", ""), ("", "not tested")]
    assert [(one.name, one.standards) for one in mapping.measures] == [
        ("Fractions (Mathematics 5)", ("std-1",)), ("Fractions (Mathematics 5): 5.NF.1", ("std-1",)),
    ]  # fmt: skip


def test_a_kept_item_reads_as_it_was(tmp_path: Path) -> None:
    roster, _ = reading.read(pack(tmp_path / "roster.zip", dict(FILES_1_1)))
    [item] = gradebook.items_of(roster).values()

    assert gradebook.from_told(gradebook.as_told(item)) == item
