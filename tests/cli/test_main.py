"""How the command line ends when it cannot go on."""

import errno
import subprocess
import sys

import pytest

from aimline import cli


def test_a_full_disk_is_told_in_words(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def stop() -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(cli, "app", stop)

    with pytest.raises(SystemExit) as ended:
        cli.main()

    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("There is no room left on the disk")


def test_looking_at_the_status_changes_no_table(tmp_path: object) -> None:
    looked = subprocess.run(
        [sys.executable, "-m", "aimline", "status", "--data", str(tmp_path)],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    assert looked.returncode == 2
    assert looked.stderr.startswith("The tables of this data folder are not those of this version yet.")
