"""Commands that tests start in a warm process also start as people start them: in a Python that has read nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "exchange/exports/written"
COMMANDS = (
    # what is asked, how it ends, a word of the answer
    (("doctor", "--json"), 0, "files of results"),
    (("import", str(FOLDER / "e_act.csv"), "--guess", "--dry-run", "--format", "json"), 0, "mapping"),
    (("erase", "nobody", "--reason", "family", "--dry-run"), 2, "nobody"),
    (("standards", str(FOLDER / "e_act.truth.json"), "--dry-run"), 2, "CASE"),
)


@pytest.mark.parametrize(("command", "status", "word"), COMMANDS)
def test_a_command_starts_by_itself(command: tuple[str, ...], status: int, word: str, sample: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("AIMLINE_")}
    arguments = [sys.executable, "-m", "aimline", *command, "--data", str(sample)]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == status, done.stderr
    assert word in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
