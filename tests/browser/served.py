"""An installation as its people meet it: a data folder, and `aimline serve` on it in a process of its own."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE_S = 60.0
# A sign-in as playwright keeps it, by person.
States = dict[str, str]


@dataclass(frozen=True)
class Installation:
    """A served installation: its address, its folder, and who has signed in."""

    url: str
    folder: Path
    states: States = field(default_factory=dict)

    @property
    def sample(self) -> dict[str, object]:
        return json.loads((self.folder / "sample.json").read_text(encoding="utf-8"))


def environment(**more: str) -> dict[str, str]:
    """The environment without this test run's own data folder."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith("AIMLINE_")}
    return mine | {"PYTHONPATH": str(Path(__file__).parents[2] / "src")} | more


@contextmanager
def serve(folder: Path, *, today: str, mode: str = "demo") -> Iterator[Installation]:
    """Serve a data folder until the block ends."""
    port = free_port()
    command = [sys.executable, "-m", "aimline", "serve", "--port", str(port), "--workers", "1"]
    more = {"AIMLINE_DATA": str(folder), "AIMLINE_MODE": mode, "AIMLINE_TODAY": today}
    with (folder.parent / f"{folder.name}.log").open("w") as log:
        server = subprocess.Popen(command, env=environment(**more), stdout=log, stderr=log)
        try:
            wait_for(port, server)
            yield Installation(f"http://localhost:{port}", folder)
        finally:
            stop(server)


def copy_of(sample: Path, folder: Path) -> Path:
    """Copy a sample district that nobody is using."""
    return Path(shutil.copytree(sample, folder))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and server.poll() is None:
        if answers(port):
            return
        time.sleep(0.1)
    raise TimeoutError("The server did not open its doors.")


def answers(port: int) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/account/login/")
        return line.getresponse().status in (200, 302)  # an empty installation leads on to its welcome page
    except OSError:
        return False
    finally:
        line.close()


def stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)
    try:
        server.wait(15)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
