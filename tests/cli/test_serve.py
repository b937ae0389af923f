"""`aimline serve` opens, answers, and leaves nothing running behind."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

from aimline.cli import serve
from tests.cli.conftest import Run
from tests.conftest import NewInstallation

PATIENCE_S = 40.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(folder: Path, port: int) -> "subprocess.Popen[bytes]":
    environment = os.environ | {"AIMLINE_DATA": str(folder), "AIMLINE_TASKS": "database"}
    return subprocess.Popen([sys.executable, "-m", "aimline", "serve", "--port", str(port)], env=environment)


def wait_for(port: int) -> int:
    ends = time.monotonic() + PATIENCE_S
    while time.monotonic() < ends:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/account/login/") as answer:
                return int(answer.status)
        except OSError:
            time.sleep(0.2)
    return 0


def family(server: "subprocess.Popen[bytes]") -> list[psutil.Process]:
    return psutil.Process(server.pid).children(recursive=True)


def test_it_opens_and_closes_with_its_worker(tmp_path: Path) -> None:
    port = free_port()
    server = start(tmp_path, port)
    status = wait_for(port)
    helpers = family(server)
    server.send_signal(signal.SIGINT)
    server.wait(PATIENCE_S)
    _, alive = psutil.wait_procs(helpers, timeout=10)

    assert status == 200
    assert len(helpers) >= 2
    assert alive == []


def test_a_killed_server_leaves_nobody_behind(new_installation: NewInstallation, tmp_path: Path) -> None:
    port = free_port()
    server = start(new_installation(tmp_path / "data"), port)
    assert wait_for(port) == 200
    helpers = family(server)
    server.kill()
    server.wait(PATIENCE_S)
    _, alive = psutil.wait_procs(helpers, timeout=15)

    assert len(helpers) >= 3  # two web processes and the worker
    assert alive == []


def test_a_taken_port_is_told_before_anything_is_made(run: Run, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = run("serve", "--port", str(port), "--data", tmp_path)
    assert said.returncode == 2
    assert said.stderr.startswith(f"Another program already listens on port {port}.")


def test_a_worker_that_ends_by_itself_is_begun_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "PAUSE_S", 0.0)
    monkeypatch.setattr(serve, "LOOK_S", 0.01)
    begun = tmp_path / "begun"
    begun.touch()

    with serve.kept_going(["sh", "-c", f"echo once >> {begun}"]):
        ends = time.monotonic() + PATIENCE_S
        while begun.read_text().count("once") < 3 and time.monotonic() < ends:
            time.sleep(0.02)

    assert begun.read_text().count("once") >= 3
