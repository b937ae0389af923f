"""How long does `make demo` take in a fresh clone until the first page answers, and how long the second time?

Clones this repository as it was last committed, and measures beside it, in the same minute, how long pip takes to find
and fetch the locked packages alone: the target counts what is done beyond that. Prints both starts against their
targets: 60 s beyond download time, and 5 s.

    python -m benchmarks.first_start
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
MOST_FIRST, MOST_SECOND = 60.0, 5.0
PATIENCE = 600.0


def main() -> int:
    """Measure once; returns 1 when a start is slower than its target."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "-q", REPOSITORY, clone], check=True)
        fetched = fetch(clone / "requirements.lock", Path(folder))
        first, second = start(clone), start(clone)
    beyond = first - fetched
    print(f"first start  {first:6.1f} s, fetching packages alone {fetched:.1f} s")
    print(f"beyond that  {beyond:6.1f} s (at most {MOST_FIRST:g} s)")
    print(f"second start {second:6.1f} s (at most {MOST_SECOND:g} s)")
    return int(beyond > MOST_FIRST or second > MOST_SECOND)


def fetch(lock: Path, folder: Path) -> float:
    """Return the seconds pip takes to find and fetch what the lock names, with nothing installed."""
    subprocess.run([sys.executable, "-m", "venv", folder / "fetch"], check=True)
    pip = [folder / "fetch" / "bin" / "python", "-m", "pip", "-q", "--disable-pip-version-check"]
    started = time.perf_counter()
    subprocess.run([*pip, "download", "--require-hashes", "-r", lock, "-d", folder / "wheels"], check=True)
    return time.perf_counter() - started


def start(clone: Path) -> float:
    """Return the seconds from `make demo` to the first page, and stop the server."""
    port = free_port()
    environment = {name: text for name, text in os.environ.items() if not name.startswith("AIMLINE_")}
    started = time.perf_counter()
    making = subprocess.Popen(
        ["make", "demo", f"PORT={port}"],
        cwd=clone,
        env=environment,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not answers(port):
            if making.poll() is not None or time.perf_counter() - started > PATIENCE:
                raise SystemExit("make demo ended, or never answered.")
            time.sleep(0.05)
        return time.perf_counter() - started
    finally:
        os.killpg(making.pid, signal.SIGTERM)
        making.wait()


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as page:
            return page.status == 200
    except OSError:
        return False


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
