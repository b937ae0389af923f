"""Every number that the engine uses is a row of a pack, own data, or part of a formula that is named here."""

import ast
from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from aimline.growth.ambition import asking, cohorts
from aimline.growth.ambition.level import Year
from aimline.growth.references.shelf import shipped
from tests.architecture.source import SOURCE, name_of, python_files, tree

ROOMS = ("ambition", "monitoring", "patterns", "sums", "practice_effect")
PRIORS = {
    ("aimline.growth.ambition.chances", "Limits"): "rating",
    ("aimline.growth.ambition.level", "CohortPrior"): "percent_proficient",
    ("aimline.growth.ambition.same_content", "GainPrior"): "same_content",
    ("aimline.growth.ambition.scale", "ScalePrior"): "scale_score",
    ("aimline.growth.ambition.fluency", "FluencyPrior"): "oral_reading",
    ("aimline.growth.ambition.benchmark", "BenchmarkPrior"): "at_benchmark",
    ("aimline.growth.ambition.fitting", "FitPrior"): "cohort_fit",
    ("aimline.growth.ambition.correcting", "CorrectionPrior"): "chance_correction",
    ("aimline.growth.monitoring.judging", "Limits"): "verdict",
    ("aimline.growth.monitoring.group", "GroupPrior"): "group_checks",
}
# Numbers of arithmetic and of the laws themselves. None of them says anything about schools.
ARITHMETIC = {0, 1, 2, 0.5, -1, 100, 1e-9}
OF_A_FORMULA = {
    "ambition/chances.py": {0.001},  # nothing is certain: growth.md 2.8
    "ambition/counting.py": {0.02, 0.98, 0.95},  # the bounds of growth.md 2.3, steps 1 and 5
    "ambition/cohorts.py": {0.01, 0.99, 6, 52, 3.0},  # bounds of step 4; six weeks and three years
    "ambition/benchmark.py": {0.01, 0.99},
    "ambition/same_content.py": {0.01, 0.99},
    "ambition/fluency.py": {10, 25, 50, 75, 90, 0.25, 0.75, 3, 400.0},  # names of percentiles; top of the scale
    "ambition/judging.py": {0.8, 0.6, 0.1, 9},  # the middle 80 %; where the search for targets begins and ends
    "ambition/precedents.py": {5, 8, 10, 15, 20, 3},  # names of the rows of the pack; eight own changes: domain.md 4.4
    "ambition/asking.py": {1.0},
    "ambition/scale.py": {1e9},  # what is no number
    "ambition/fitting.py": {100, 0.01, 0.95},  # fewest outcomes; steps; bound as in cohorts
    "ambition/following.py": {0.02, 0.98, 0.01, 0.99, 4},  # bounds as in cohorts; parts of a state
    "ambition/foretelling.py": {0.05, 0.10},  # gains asked of earlier years: growth.md 2.10
    "ambition/comparing.py": {0.02, 0.98, 0.95, 0.03, 0.25},  # bounds as in cohorts; what is unknown; narrowest spread
    "ambition/correcting.py": {0.001},  # nothing is certain: growth.md 2.8
    "monitoring/series.py": {0.4487},  # variance of the median of three against one score: order statistics
    "monitoring/model.py": {3, 1.0},  # the integral of a wandering slope
    "monitoring/judging.py": {0.8},  # the middle 80 %
    "monitoring/learning.py": {8, -2.4, -1.6, -0.8, 0.8, 1.6, 2.4, 0.6, 0.25, 1.5},  # guesses; fewest students
    "monitoring/prior.py": {3},  # places in a list
    "monitoring/standing.py": {3, 4, 5, 6, 100.0, 16384},  # names of rules; per cent; goals in a part
    "monitoring/alarms.py": {5, 10, 15},  # names of the rows of the pack
    "monitoring/gap_rule.py": {20, 0.90},  # fewest on a side; how sure: growth.md 5.2, 5.4
    "monitoring/rules.py": {3, 4},  # points a classic rule looks at: growth.md 3.1
    # Defaults of growth.md 5 that a caller may replace.
    "patterns/rates.py": {0.95, 4},
    "patterns/differences.py": {3, 4},
    "patterns/shrinking.py": {25, 0.01, 0.05, 0.90},
    "patterns/standing_out.py": {0.01, 0.05, 4},
    "patterns/discoveries.py": {0.10},
    "patterns/showing.py": {10, 20, 30, 3, 0.95},
    "patterns/trends.py": {0.90},
    "patterns/priorities.py": {1.0, 0.05, 4},
    "practice_effect/doses.py": {0.80, 6, 0.65, 0.35},  # fidelity of domain.md 2.10; limits of settled.md 13
    "practice_effect/effects.py": {10, 0.80, 0.05, 0.20},
    "monitoring/group.py": {3, 8, 4, 0.01, 0.99, 0.8},  # the arcsine scale of growth.md 3.7
}  # fmt: skip
WORDS_FOR_NUMBERS = {"ambition/wording.py"}  # where one word for a probability ends and the next begins


@pytest.mark.parametrize(("place", "measure"), PRIORS.items(), ids=str)
def test_every_field_of_a_prior_is_a_row(place, measure) -> None:
    kind: Any = getattr(import_module(place[0]), place[1])
    assert is_dataclass(kind)
    for field in fields(kind):
        assert shipped().row(measure, field.name).pack == "aimline-choices"


def test_every_prior_of_the_engine_is_in_this_test() -> None:
    found = {
        (
            f"aimline.growth.{path.relative_to(SOURCE / 'growth').with_suffix('').as_posix().replace('/', '.')}",
            node.name,
        )
        for path in files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and (node.name.endswith("Prior") or node.name == "Limits")
        if node.name != "SlopePrior"  # filled from rows of several packs, which it names
    }
    assert found == set(PRIORS)


def test_no_number_about_schools_hides_in_the_code() -> None:
    hidden = [
        f"{name_of(path)}:{node.lineno}: {node.value}"
        for path in files()
        if place(path) not in WORDS_FOR_NUMBERS
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool)
        if node.value not in ARITHMETIC | OF_A_FORMULA.get(place(path), set())
    ]
    assert hidden == []


def test_a_judgement_names_the_rows_it_used() -> None:
    keys = {row.key for pack in shipped().packs for row in pack.rows}
    asked = asking.ask(cohorts.Question((Year(2025, 0.6, 75),), 0.7), shipped())
    assert {row.key for row in asked.rows} <= keys
    assert "aimline-choices/percent_proficient/design_factor" in {row.key for row in asked.rows}


def files() -> list[Path]:
    return [path for room in ROOMS for path in python_files(SOURCE / "growth" / room)]


def place(path: Path) -> str:
    return path.relative_to(SOURCE / "growth").as_posix()
