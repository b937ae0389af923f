"""Several imports in processes of their own, at the same moment, on the embedded default."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.cli import results_file
from tests.cli.results_file import rows, text
from tests.conftest import NewInstallation

N_AT_ONCE = 3


def test_imports_at_once_all_count_in_one_order(new_installation: NewInstallation, tmp_path: Path) -> None:
    mapping = results_file.write_mapping(tmp_path)
    folder = str(new_installation(tmp_path / "data"))
    data = ["--data", folder, "--today", "2025-06-30", "--mapping", str(mapping), "--json", "--confirm"]
    files = [results_file.write(tmp_path, f"{n}.csv", text(rows(50, first=25 * n))) for n in range(N_AT_ONCE + 1)]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("AIMLINE_")}
    begin = [sys.executable, "-m", "aimline", "import"]
    subprocess.run([*begin, str(files[-1]), *data], env=environment, check=True, capture_output=True)

    at_once = [
        subprocess.Popen([*begin, str(file), *data], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for file in files[:-1]
    ]
    said = [process.communicate() for process in at_once]

    assert [process.returncode for process in at_once] == [0] * N_AT_ONCE, said
    numbers = [json.loads(out)["batches"][0]["number"] for out, _ in said]
    assert sorted(numbers) == [2, 3, 4]
