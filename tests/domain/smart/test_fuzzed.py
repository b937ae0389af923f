"""A few seconds of guided mutation; `python -m benchmarks.fuzzing -max_total_time=600` goes on for longer."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.mark.skipif(find_spec("atheris") is None, reason="Atheris has a wheel for Linux with Python 3.11 only.")
def test_mutated_texts_get_an_answer_in_time_with_spans_in_the_text(tmp_path):
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.fuzzing", "-max_total_time=4", f"-artifact_prefix={tmp_path}/"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    assert not list(tmp_path.iterdir())
