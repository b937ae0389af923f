"""`aimline standards`: a CASE file comes in, again it changes nothing, and goes again; a damaged one says why."""

import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.conftest import NewInstallation
from tests.exchange.case_files import package, write
from tests.exchange.oneroster.bundles import FILES_1_1, pack


def test_a_framework_comes_in_by_the_command(run: Run, new_installation: NewInstallation, tmp_path: Path) -> None:
    data, file = new_installation(tmp_path / "data"), write(tmp_path / "case.json", package())
    run("import", pack(tmp_path / "roster.zip", dict(FILES_1_1)), "--data", data, "--today", "2026-01-12")

    stored = run("standards", file, "--data", data)
    again = run("standards", file, "--data", data, "--json")
    elsewhere = run("import", file, "--data", data)
    damaged = run("standards", write(tmp_path / "bad.json", []), "--data", data)

    told, how = stored.stdout.rsplit("Stored. To take it back: aimline withdraw ", 1)
    back = run("withdraw", how.split()[0], "--why", "The wrong state.", "--data", data)

    assert told == "Lark Mathematics. Standards: 4.\n4 new, 0 changed, 0 same, 0 gone.\n", stored.stderr
    assert (json.loads(again.stdout)["n_same"], json.loads(again.stdout)["import"]) == (4, "")
    assert "Standards it added that are gone: 4." in back.stdout, back.stderr
    assert (elsewhere.returncode, "aimline standards" in elsewhere.stderr) == (2, True)
    assert (damaged.returncode, "This is no CASE package" in damaged.stderr) == (2, True)
