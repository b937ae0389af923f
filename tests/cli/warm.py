"""A process that has read the libraries and forks for each command: every command still has a process of its own,
but no test waits for the same libraries again.

Nothing is read here that looks at the environment: settings, tables and apps are the command's own. Nor DuckDB, whose
threads a fork does not survive. That each command also starts by itself is seen in `test_cold_start`.
"""

import gc
import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from pkgutil import walk_packages

LIBRARIES = (
    "allauth.core.internal.cryptokit",
    "csp.constants",
    "django.contrib.admin",
    "django.contrib.postgres.fields",
    "django.contrib.sitemaps",
    "django.core.management",
    "django.db.migrations.autodetector",
    "django.db.models",
    "django.forms",
    "django.views.generic",
    "django_tasks.base",
    "numpy",
    "rich.console",
    "rich.progress",
    "rich.table",
    "scipy.special",
    "aimline.cli",
    "aimline.web.environment",
)
ROOMS = ("aimline.domain", "aimline.exchange", "aimline.growth")


class Warm:
    """The waiting process, as the tests see it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        program = [sys.executable, "-c", "from tests.cli import warm; warm.wait()"]
        self.process = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, arguments: list[str], environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
        """Run `aimline` with arguments and nothing but this environment."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        out, err = self.folder / "out", self.folder / "err"
        self.process.stdin.write(json.dumps([arguments, environment, str(out), str(err)]) + "\n")
        self.process.stdin.flush()
        status = int(self.process.stdout.readline())
        return subprocess.CompletedProcess(arguments, status, out.read_text("utf-8"), err.read_text("utf-8"))

    def end(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


def wait() -> None:
    """Carry out a command for each line, in a fork, and answer with its status."""
    for name in (*LIBRARIES, *modules_of(ROOMS)):
        importlib.import_module(name)
    gc.collect()
    gc.freeze()  # what every child has in common is not looked at, nor copied, in each of them
    for line in sys.stdin:
        arguments, environment, *said = json.loads(line)
        child = os.fork()
        if child == 0:
            become(arguments, environment, *said)
            return
        _, ended = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(ended), flush=True)  # noqa: T201  # this is the answer


def modules_of(rooms: tuple[str, ...]) -> Iterator[str]:
    for room in rooms:
        yield from (module.name for module in walk_packages(importlib.import_module(room).__path__, f"{room}."))


def become(arguments: list[str], environment: dict[str, str], out: str, err: str) -> None:
    """Be the command from here on, as `python -m aimline` is."""
    from aimline import cli

    os.environ.clear()
    os.environ.update(environment)
    for descriptor, path in ((0, os.devnull), (1, out), (2, err)):
        os.dup2(os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC), descriptor)
    sys.argv = ["aimline", *arguments]
    cli.main()
