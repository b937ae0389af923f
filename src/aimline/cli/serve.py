"""`aimline serve`: the web server and its background worker, in one process group."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

import typer

from aimline.cli import options
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say

PATIENCE_S = 10.0  # how long the worker may finish what it has in hand
LOOK_S, PAUSE_S = 0.2, 5.0  # how often the worker is looked at, and how long one that ended is waited for


class PortTaken(AimlineError):
    """Another program listens there."""

    def __init__(self, port: int) -> None:
        super().__init__(
            "port-taken",
            say("Another program already listens on port {port}.", port=str(port)),
            say("Stop it, or choose another one, for example --port {other}.", other=str(port + 1)),
        )


class DemoPeopleInProduction(AimlineError):
    """Sample sign-ins are printed for everybody to see; production refuses to open its doors with them."""

    def __init__(self) -> None:
        super().__init__(
            "demo-people",
            say("This database holds the sample district, whose passwords everybody knows."),
            say("Start production with a database of its own."),
        )


def serve(
    *,
    host: options.Host = "127.0.0.1",
    port: options.Port = 8000,
    workers: Annotated[int, typer.Option(min=1, max=32, help="Web processes.")] = 2,
    data: options.Data = None,
    today: options.Today = None,
) -> None:
    """Serve Aimline until you press Ctrl-C: the pages and the background work."""
    from aimline.cli import installation

    installation.enter(data=data, today=today)
    refuse_taken(host, port)
    installation.migrate()
    refuse_demo_people()
    greet(host, port)
    run(host, port, workers=workers)


def refuse_taken(host: str, port: int) -> None:
    """Raise `PortTaken` where somebody already answers."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise PortTaken(port) from problem


def refuse_demo_people() -> None:
    """Raise `DemoPeopleInProduction` where production would open onto a sample district."""
    from django.conf import settings

    from aimline.apps.accounts.models import Person

    if settings.ENVIRONMENT.mode == "production" and Person.objects.filter(is_demo=True).exists():
        raise DemoPeopleInProduction


def greet(host: str, port: int) -> None:
    """Say where the pages are."""
    from rich.console import Console

    name = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::1", "::"} else host
    Console().print(f"Aimline is open at [bold]http://{name}:{port}/[/bold]  (Ctrl-C closes it)", highlight=False)


def run(host: str, port: int, *, workers: int) -> None:
    """Start the worker, then the web server; when the server stops, the worker stops too."""
    from django.conf import settings
    from django.db import connections
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    connections.close_all()
    os.environ["AIMLINE_DATA"] = str(settings.DATA)
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    str(settings.SECRET_KEY)  # made now where there is none, before each web process makes its own
    with kept_going([sys.executable, "-m", "aimline", "work"]):
        Server(
            "aimline.cli.web_process:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=4,
            respawn_failed_workers=True,
            log_level=LogLevels.warning,
        ).serve()


@contextmanager
def kept_going(command: Sequence[str]) -> Iterator[None]:
    """Keep a helper process beside this one: one that ends by itself is begun anew, and it ends with this."""
    over = threading.Event()
    keeper = threading.Thread(target=keep_going, args=[command, over])
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def keep_going(command: Sequence[str], over: threading.Event) -> None:
    """Begin a helper process, and again a moment after each time it ends, until all is over."""
    while not over.is_set():
        with subprocess.Popen(command) as helper:
            while helper.poll() is None and not over.wait(LOOK_S):
                pass
            end(helper)
        over.wait(PAUSE_S)


def end(helper: "subprocess.Popen[bytes]") -> None:
    """Let a process finish what it has in hand, if that does not take long."""
    helper.terminate()
    try:
        helper.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        helper.kill()
